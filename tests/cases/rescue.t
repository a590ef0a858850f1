#!/bin/bash
# The rescue ladder: what is typed with another keyboard layout or in the letters of another script finds the handbook's pages, in
# every language; what is right stays; and command line, JSON and page say what was searched instead, and lead back.
. tests/cases/lib.sh

copy_handbook "$WORK/pages"
"$ISOGLOT" --data "$WORK/data" index --base http://handbook.example/ --lang-from-path "$WORK/pages" >/dev/null 2>"$WORK/err"
is $? 0 "index ends without refusals"

# rescued LANG FILE: of each query of the file, in its order, what is searched instead and why, or "-".
rescued() {
    awk '{ print NR "\t" $0 }' "$2" >"$WORK/topics"
    "$ISOGLOT" --data "$WORK/data" search --lang "$1" --format json --topics "$WORK/topics" "${@:3}" |
        jq -r '[.corrected.query // "-", .corrected.kind // "-"] | @tsv'
}
# first LANG QUERY OPTION...: URL of the best page.
first() { "$ISOGLOT" --data "$WORK/data" search --lang "$1" --format json "${@:3}" -- "$2" | jq -r '.results[0].url // "-"'; }

for lang in $(languages); do
    [ -e "langs/$lang/rescue.tsv" ] || continue
    grep -v '^#' "langs/$lang/rescue.tsv" >"$WORK/rows"
    cut -f 1 "$WORK/rows" >"$WORK/typed"
    [ "$(grep -vc $'\t-\t-$' "$WORK/rows")" -ge 5 ] && [ "$(grep -c $'\t-\t-$' "$WORK/rows")" -ge 3 ]
    ok $? "$lang: there are rows"
    while IFS=$'\t' read -r typed expected kind got why; do
        is "$got $why" "$expected $kind" "$lang: $typed"
    done < <(rescued "$lang" "$WORK/typed" | paste "$WORK/rows" -)
    is "$(rescued "$lang" "$WORK/typed" --literal | sort -u)" $'-\t-' "$lang: --literal searches nothing else"

    # What was meant, typed rightly, finds the same pages; and every good query stays.
    grep -v $'\t-\t-$' "$WORK/rows" | cut -f 2 >"$WORK/right"
    grep -v '^#' "langs/$lang/queries.tsv" | cut -f 1 >>"$WORK/right"
    is "$(rescued "$lang" "$WORK/right" | sort -u)" $'-\t-' "$lang: good queries stay"
    IFS=$'\t' read -r typed expected kind < <(grep $'\tlayout$\|\ttransliteration$' "$WORK/rows")
    is "$(first "$lang" "$typed")" "$(first "$lang" "$expected")" "$lang: '$typed' finds what '$expected' finds"
    "$ISOGLOT" --data "$WORK/data" search --lang "$lang" -- "$typed" | head -1 | grep -qF "$expected"
    ok $? "$lang: the command line says what was searched"

    ask_cgi "$typed" "$lang" "" >"$WORK/html"
    notice=$(grep '<p class="notice">.*spelling=0' "$WORK/html")
    link=$(grep -o 'href="[^"]*"' <<<"$notice" | sed 's/href="?//; s/"$//; s/&amp;/\&/g')
    says=$(sed -n "s/^corrected_$kind = //p" "langs/$lang/messages.txt")
    plain=$(sed 's/<[^>]*>//g; s/\xC2\xA0\|\xE2\x80\xAF/ /g' <<<"$notice") # no-break spaces are not in the file
    grep -qF "${says/\{0\}/$expected}" <<<"$plain" && grep -qF "$typed" <<<"$plain"
    ok $? "$lang: the page says what was searched, why, and what was typed"
    is "$(QUERY_STRING="$link&format=json" ISOGLOT_DATA=$WORK/data "$BUILD/isoglot.cgi" | sed '1,/^\r$/d' | jq -c '[.query, .corrected]')" \
        "$(jq -nc --arg q "$typed" '[$q, null]')" "$lang: its link goes back to what was typed"
    is "$(ask_cgi "$typed" "$lang" "&format=json" | jq -c '.corrected | [.query, .kind, (.original_total | type)]')" \
        "$(jq -nc --arg q "$expected" --arg k "$kind" '[$q, $k, "number"]')" "$lang: JSON says the same"
done
finish
