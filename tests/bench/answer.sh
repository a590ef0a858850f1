#!/bin/bash
# Figures of `make bench-answer`: what each part of an answer adds to a query's time (took_ms, in one process, the least of
# three) on some 10,000 pages in six languages, six translations of one page each; half of the questions are sentences, half
# their first words. Nothing is asserted. The pages are made of texts in $ISOGLOT_SHARED/bench/parallel.
#   plain      one language, no ledger: as if nothing but this language existed
#   clusters   with the ledger: one hit per cluster, alternates
#   other      with all languages: what exists elsewhere
#   all        all languages blended (all=1)
set -eu
bench=${ISOGLOT_SHARED:-../shared}/bench
[ -d "$bench" ] || { echo "bench-answer: skipped, no texts at '$bench'"; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 tests/relevance/equity_site.py mix "$bench/parallel/ntrex_sent.jsonl" "$work/site" --texts "${TEXTS:-42}"
"$BUILD/isoglot" --data "$work/data" index --no-learn "$work/site/pages.jsonl" | head -1
"$BUILD/isoglot" --data "$work/data" learn >/dev/null
mkdir "$work/bare"
ln -s "$work/data/index" "$work/bare/index"

conf() { printf '[site]\nname = One\nstart = https://bench.example/\nlanguages = %s\ndata = %s\n' "$1" "$2"; }
# took ARGUMENT…: milliseconds per topic, the least of three runs, after one that fills the caches.
took() {
    for i in 0 1 2 3; do "$BUILD/isoglot" "$@" search --lang "$lang" --format json $all --topics "$work/$lang.topics" | jq .took_ms >"$work/took.$i"; done
    paste "$work"/took.[123] | awk '{ least = $1; for (i = 2; i <= NF; i++) if ($i < least) least = $i; print least }' | sort -n |
        awk '{ v[NR] = $1 } END { printf " %6.2f %6.2f", v[int((NR + 1) / 2)], v[int((NR * 95 + 99) / 100)] }'
}
printf '%-4s %13s %13s %13s %13s   (ms, p50 and p95)\n' "" plain clusters other all
for file in "$work"/site/*.topics.tsv; do
    lang=$(basename "$file" .topics.tsv)
    perl -CS -pe 's/^(\d+\t)(?=.*\p{Han}{3})(.{6}).*/$1$2/ or s/^(\d+\t\S+ \S+ \S+).*/$1/' "$file" | cat "$file" - >"$work/$lang.topics"
    conf "$lang" "$work/bare" >"$work/bare.conf"
    conf "$lang" "$work/data" >"$work/one.conf"
    printf '%-4s' "$lang"
    all=
    took --config "$work/bare.conf"
    took --config "$work/one.conf"
    took --data "$work/data"
    all=--all-languages
    took --data "$work/data"
    echo
done
