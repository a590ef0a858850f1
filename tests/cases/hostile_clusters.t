#!/bin/bash
# Clusters that somebody makes to do harm, or by a mistake in a template: thousands of edges from one page or to one page,
# chains and cycles, one group of thousands of pages. All is indexed in bounded time, each page is in one cluster at most and
# in the order of pages, and the answers keep to the query interface.
. tests/cases/lib.sh
N=${N:-1000}
LANGS=($(languages))
LANGUAGES=$(for l in $(languages); do
    echo "$(sed -n 's/^ *\.order = \([0-9]*\),.*/\1/p' langs/$l/profile.c) $l$(grep -q 'is_rtl = TRUE' langs/$l/profile.c && echo ,rtl)"
done | sort -n | cut -d' ' -f2)
DATA=$WORK/data
BASE=http://hostile.example/

declare -A TEXT
for l in "${LANGS[@]}"; do TEXT[$l]=$(sed -n 's/^sentence\t//p' langs/$l/identify_test.tsv | head -3 | tr '\n' ' '); done
# page PATH LANG LINE…: a page in this language with these lines in its head.
page() {
    file=$WORK/site/$1 lang=$2
    shift 2
    mkdir -p "$(dirname "$file")"
    { echo "<!DOCTYPE html><html lang=\"$lang\"><head><meta charset=\"utf-8\"><title>zyzzyva $(basename "$file" .html)</title>"
      printf '%s\n' "$@"
      echo "</head><body><p>${TEXT[$lang]}</p></body></html>"; } >"$file"
}
alternate() { echo "<link rel=\"alternate\" hreflang=\"$1\" href=\"$BASE$2\">"; }
# index NAME: the site as it is, in at most a minute and 2 GB.
index() {
    rm -rf "$DATA"
    (ulimit -v 2000000 && timeout 60 "$ISOGLOT" --data "$DATA" index --base $BASE "$WORK/site" >"$WORK/log" 2>&1)
    ok $? "$1: indexed"
    answers "$1"
    rm -rf "$WORK/site"
}
# answers NAME: of each language and of all.
answers() {
    for lang in "${LANGS[@]}"; do
        timeout 10 "$ISOGLOT" --data "$DATA" search --lang $lang --limit 100 --format json zyzzyva || echo late
    done | python3 tests/cases/answer_check.py $LANGUAGES
    ok $? "$1: answers keep to the query interface"
    timeout 10 "$ISOGLOT" --data "$DATA" search --lang ${LANGS[0]} --all-languages --limit 100 --format json zyzzyva |
        python3 tests/cases/answer_check.py $LANGUAGES --all
    ok $? "$1: so do those of all languages"
}
one=${LANGS[0]} two=${LANGS[1]}

page star.html $one "$(for i in $(seq $N); do alternate $two gone/$i.html; done)"
index "a page with $N alternates that do not exist"

page star.html $one "$(for i in $(seq $N); do alternate $two leaf/$i.html; done)"
for i in $(seq $N); do page leaf/$i.html $two; done
index "a page with $N alternates that do"

page target.html $one
for i in $(seq $N); do page from/$i.html $two "$(alternate $one target.html)"; done
index "$N pages that name one page"

for i in $(seq $N); do page chain/$i.html "${LANGS[i % ${#LANGS[@]}]}" "$(alternate "${LANGS[(i + 1) % ${#LANGS[@]}]}" chain/$((i % N + 1)).html)"; done
index "a ring of $N pages, each of which names the next"

for i in $(seq 60); do
    page clique/$i.html "${LANGS[i % ${#LANGS[@]}]}" "$(for j in $(seq 60); do alternate "${LANGS[j % ${#LANGS[@]}]}" clique/$j.html; done)"
done
index "60 pages that all name each other"

for i in $(seq 300); do page self/$i.html "${LANGS[i % ${#LANGS[@]}]}" "$(alternate $one self/$i.html)" "$(alternate x-default self/$i.html)" "$(alternate en-UK self/$i.html)" "$(alternate '' self/$i.html)"; done
index "pages that name themselves, in a language that they are not in, in none, in one that does not exist"

# One group of thousands, from a content system.
for i in $(seq 5000); do
    printf '{"url":"%sgroup/%d","lang":"%s","title":"zyzzyva %d","text":"zyzzyva group","group":"all"}\n' $BASE $i "${LANGS[i % ${#LANGS[@]}]}" $i
done >"$WORK/group.jsonl"
rm -rf "$DATA"
(ulimit -v 2000000 && timeout 60 "$ISOGLOT" --data "$DATA" index "$WORK/group.jsonl" >"$WORK/log" 2>&1); ok $? "a group of 5,000 pages: indexed"
answers "a group of 5,000 pages"
[ "$("$ISOGLOT" --data "$DATA" search --lang $one --format json zyzzyva | jq .total)" -gt 0 ]; ok $? "and has results"
timeout 20 "$ISOGLOT" --data "$DATA" check >"$WORK/log" 2>&1; ok $? "ledger and indexes agree"
finish
