#!/bin/bash
# Equity from end to end, on a site in all languages of langs/ made of their own words: answers keep to the query interface,
# what exists only in another language is found there, and all languages together favour none.
. tests/cases/lib.sh
HERE=tests/relevance
site() { python3 $HERE/equity_site.py "$@"; }
search() { "$ISOGLOT" --data "$DATA" search "$@"; }
# check NAME FILE OPTION…: answers, one a line, against the contract.
LANGUAGES=$(for l in $(languages); do
    echo "$(sed -n 's/^ *\.order = \([0-9]*\),.*/\1/p' langs/$l/profile.c) $l$(grep -q 'is_rtl = TRUE' langs/$l/profile.c && echo ,rtl)"
done | sort -n | cut -d' ' -f2)
check() {
    name=$1 file=$2
    shift 2
    python3 tests/cases/answer_check.py $LANGUAGES "$@" <"$file"
    ok $? "$name"
}

python3 $HERE/measures_test.py 2>"$WORK/measures" || sed 's/^/# /' "$WORK/measures"
grep -q '^OK' "$WORK/measures"; ok $? "the measures are what their sources define"

# Content words of each language, from what its folder says in it; those that two have are left out.
for l in $(languages); do
    { cut -f2 langs/$l/identify_test.tsv; cut -f1 langs/$l/queries.tsv; sed -n 's/{[^}]*}//g; s/^[a-z_]* = //p' langs/$l/messages.txt; } |
        tr '\n' ' ' | xargs -0 "$ISOGLOT" analyse --lang $l |
        awk -F'\t' '($4 == "word" || $4 == "stem") && $6 !~ /stop/ && length($2) > 3 { term[$1] = $3; text[$1] = $2 }
            END { for (i = 1; i in text || i < 2000; i++) if (i in term && !seen[term[i]]++) print text[i] }' >"$WORK/$l.all"
done
cat "$WORK"/*.all | sort | uniq -d >"$WORK/shared"
for l in $(languages); do grep -vxF -f "$WORK/shared" "$WORK/$l.all" | head -120 >"$WORK/$l.words"; done
[ "$(wc -l "$WORK"/*.words | sort -n | awk '{ print $1; exit }')" -ge 90 ]; ok $? "a vocabulary in each language"

site words "$WORK" "$WORK/whole"
site lacking "$WORK/whole" "$WORK/lacking"
site unequal "$WORK/whole" "$WORK/unequal"

# --- what exists only elsewhere
DATA=$WORK/lacking.data
"$ISOGLOT" --data "$DATA" index --no-learn "$WORK/lacking/pages.jsonl" >"$WORK/log" 2>&1; ok $? "a site where 30 % of the pages lack each language"
"$ISOGLOT" --data "$DATA" learn >>"$WORK/log" 2>&1; ok $? "its lexicon is learned from it"
mkdir "$WORK/answers"
for l in $(languages); do
    for kind in carried own; do
        search --topics "$WORK/lacking/$l.$kind.tsv" --lang $l --format json >"$WORK/answers/$l.$kind.jsonl"
        search --topics "$WORK/lacking/$l.$kind.tsv" --lang $l --format json --explain >>"$WORK/explained"
    done
done
python3 $HERE/equity.py elsewhere "$WORK/lacking" "$WORK/answers" --mark found >"$WORK/log"
ok $? "its title finds 95 % of what exists in other languages only, told in words"
sed 's/^/# /' "$WORK/log"
cat "$WORK/answers"/*.jsonl >"$WORK/plain"
check "the answers are what the query interface promises" "$WORK/plain"
check "so are they explained" "$WORK/explained" --explain

# What a language finds for itself is the same where it is alone.
for l in $(languages); do
    printf '[site]\nname = One\nstart = https://site.example/\nlanguages = %s\ndata = %s\n' $l "$DATA" >"$WORK/one.conf"
    "$ISOGLOT" --config "$WORK/one.conf" search --topics "$WORK/lacking/$l.carried.tsv" --lang $l --format trec >>"$WORK/alone"
    search --topics "$WORK/lacking/$l.carried.tsv" --lang $l --format trec >>"$WORK/together"
done
[ -s "$WORK/alone" ] && cmp "$WORK/alone" "$WORK/together"; ok $? "one language's results do not change by the others"

# --- all languages together
DATA=$WORK/whole.data
"$ISOGLOT" --data "$DATA" index --no-learn "$WORK/whole/pages.jsonl" >"$WORK/log" 2>&1
"$ISOGLOT" --data "$DATA" learn >>"$WORK/log" 2>&1; ok $? "a site where each page is in each language"
mkdir "$WORK/whole.runs" "$WORK/unequal.runs"
for l in $(languages); do
    awk -F'\t' '!n[$1]++' "$WORK/whole/$l.topics.tsv" >"$WORK/topics"
    search --topics "$WORK/topics" --lang $l --all-languages --format trec --limit 100 >"$WORK/whole.runs/$l.run"
    search --topics "$WORK/topics" --lang $l --all-languages --format json --explain >>"$WORK/all"
done
python3 $HERE/equity.py blend "$WORK/whole" "$WORK/whole.runs" --mark rbo,exposure >"$WORK/log"
ok $? "the same question finds the same pages in whatever language it is asked"
sed 's/^/# /' "$WORK/log"
check "blended answers are what the query interface promises" "$WORK/all" --explain --all

rm -r "$DATA/index" "$DATA"/ledger.db*
"$ISOGLOT" --data "$DATA" index --no-learn "$WORK/unequal/pages.jsonl" >"$WORK/log" 2>&1; ok $? "one language has ten times the pages of another"
for l in $(languages); do
    search --topics "$WORK/unequal/$l.topics.tsv" --lang $l --all-languages --format trec --limit 100 >"$WORK/unequal.runs/$l.run"
done
# There are 12 topics: one of them may be below by chance, in whatever language it is asked.
python3 $HERE/equity.py blend "$WORK/unequal" "$WORK/unequal.runs" --mark peer=.1,exposure >"$WORK/log"
ok $? "no language gains by it"
sed 's/^/# /' "$WORK/log"
finish
