#!/bin/bash
# Figures of `make bench-learn`: what share of the words of a text is translated right by a lexicon that was learned from other
# aligned texts (tests/relevance/coverage.py), for each set of bench/parallel, learned from the others; and how long it takes
# to learn from PAGES pages (20,000), and how much memory.
set -eu
sets=${ISOGLOT_SHARED:-../shared}/bench/parallel
isoglot=$BUILD/isoglot
PAGES=${PAGES:-20000}
[ -d "$sets" ] || { echo "bench-learn: skipped, no aligned texts at '$sets'"; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
names=$(for f in "$sets"/*.jsonl; do basename "$f" .jsonl; done)

printf '%-14s %12s %9s %13s\n' 'not learned' 'right in 3' any 'first right'
for name in $names; do
    # shellcheck disable=SC2046
    python3 tests/relevance/parallel_site.py "$sets" $(grep -vx "$name" <<<"$names") >"$work/site.jsonl"
    "$isoglot" --data "$work/data" index "$work/site.jsonl" >/dev/null
    python3 tests/relevance/coverage.py "$isoglot" "$work/data" "$sets/$name.jsonl" >"$work/coverage"
    tail -n 1 "$work/coverage" | sed "s/^mean/$(printf %-14s "$name")/"
    rm -rf "$work/data"
done

# shellcheck disable=SC2086
python3 tests/relevance/parallel_site.py "$sets" $names --pages "$PAGES" >"$work/site.jsonl"
"$isoglot" --data "$work/data" index --no-learn "$work/site.jsonl" >/dev/null
/usr/bin/time -o "$work/time" -f '%e %U %M' "$isoglot" --data "$work/data" learn >/dev/null
read -r seconds user kb <"$work/time"
echo
echo "$PAGES pages: $seconds s ($user s of processor time), $((kb / 1024)) MB of memory, lexicons of $(du -sm "$work/data/lexicon" | cut -f1) MB"
