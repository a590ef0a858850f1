#!/bin/bash
# Did you mean: what is mistyped on the handbook is corrected, in every language; what is not, never; and the page says so.
. tests/cases/lib.sh

# A language may add pages with mistakes of their own.
copy_handbook "$WORK/pages"
"$ISOGLOT" --data "$WORK/data" index --base http://handbook.example/ "$WORK/pages" langs/*/spelling.jsonl >/dev/null 2>"$WORK/err"
is $? 0 "index ends without refusals"

# corrected LANG FILE: of each query of the file, in its order, what it is corrected to, or "-".
corrected() {
    awk '{ print NR "\t" $0 }' "$2" >"$WORK/topics"
    "$ISOGLOT" --data "$WORK/data" search --lang "$1" --format json --topics "$WORK/topics" | jq -r '.corrected.query // "-"'
}
for lang in $(languages); do
    grep -v '^#' "langs/$lang/spelling.tsv" >"$WORK/rows"
    cut -f 1 "$WORK/rows" >"$WORK/typed"
    [ "$(wc -l <"$WORK/rows")" -ge 10 ] && [ "$(grep -vc $'\t-$' "$WORK/rows")" -ge 5 ]
    ok $? "$lang: there are rows"
    while IFS=$'\t' read -r typed expected got; do
        is "$got" "$expected" "$lang: $typed"
    done < <(corrected "$lang" "$WORK/typed" | paste "$WORK/rows" -)

    grep -v '^#' "langs/$lang/queries.tsv" | cut -f 1 >"$WORK/good"
    is "$(corrected "$lang" "$WORK/good" | sort -u)" - "$lang: good queries are never corrected"

    # What is corrected when it is typed alone is not when the visitor insists.
    grep -v $'\t-$' "$WORK/rows" | cut -f 1 | grep -v ' ' >"$WORK/single"
    awk '{ print "+" $0; print "\"" $0 "\""; print "debian +" $0; print "debian \"" $0 "\""; print "＋" $0; print "＂" $0 "＂" }' "$WORK/single" >"$WORK/meant"
    [ -s "$WORK/meant" ] && [ "$(corrected "$lang" "$WORK/meant" | sort -u)" = - ]
    ok $? "$lang: a word with a sign or in quotation marks is never corrected"

    IFS=$'\t' read -r typed expected < <(grep -v $'\t-$' "$WORK/rows")
    ask_cgi "$typed" "$lang" "" >"$WORK/html"
    notice=$(grep '<p class="notice">.*spelling=0' "$WORK/html")
    link=$(grep -o 'href="[^"]*"' <<<"$notice" | sed 's/href="?//; s/"$//; s/&amp;/\&/g')
    grep -qF "$expected" <<<"$notice" && grep -qF "$typed" <<<"$notice"
    ok $? "$lang: the page says what was searched and what was typed"
    is "$(QUERY_STRING="$link&format=json" ISOGLOT_DATA=$WORK/data "$BUILD/isoglot.cgi" | sed '1,/^\r$/d' | jq -c '[.query, .corrected]')" \
       "$(jq -nc --arg q "$typed" '[$q, null]')" "$lang: its link goes back to what was typed"
    is "$(ask_cgi "$typed" "$lang" "&format=json" | jq -r '.corrected.query + " " + .corrected.kind')" "$expected spelling" "$lang: JSON says the same"
    is "$(ask_cgi "$typed" "$lang" "&format=json&spelling=0" | jq .corrected)" null "$lang: spelling=0 corrects nothing"
    ask_cgi "$typed" "$lang" "&spelling=0" | grep -q 'class="notice">.*spelling=0'
    is $? 1 "$lang: and the page has no such notice"
done
finish
