#!/bin/bash
# `make relevance`: the benchmark in $ISOGLOT_SHARED/bench through the command line. Indexes its sets, runs its topics as they
# are and as people mistype them, prints the table with the anchors' columns, and fails below the marks.
set -eu
bench=${ISOGLOT_SHARED:-../shared}/bench
isoglot=$BUILD/isoglot
[ -d "$bench" ] || { echo "relevance: skipped, no benchmark at '$bench'"; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
started=$EPOCHREALTIME

# vary MODE: the topics of all sets, changed.
vary() {
    for file in "$bench"/*/*/topics.tsv; do
        out=$work/$1/${file#"$bench"/}
        mkdir -p "$(dirname "$out")"
        python3 tests/relevance/vary.py "$1" <"$file" >"$out"
        [ "$1" != bare ] || { uconv -x Hans-Hant <"$out" >"$out.2" && mv "$out.2" "$out"; }
    done
}
# search MODE TOPICS: run files into $work/runs/MODE.
search() {
    for file in "$2"/*/*/topics.tsv; do
        place=${file#"$2"/} set=${place%%/*} lang=$(basename "$(dirname "$file")")
        mkdir -p "$work/runs/$1/$set"
        "$isoglot" --data "$work/$set" search --topics "$file" --lang "$lang" --format trec --limit 10 >"$work/runs/$1/$set/$lang.run"
    done
}
# means MODE: "lang mean" over the sets that have marks, from the scorer's table.
means() {
    python3 "$bench/score.py" "$work/runs/$1" | awk '/^mean/ { on = 1 } on && NF > 4 && $3 ~ /^[+-]/ { print $1, $2 }'
}

for set in $(ls "$bench"); do
    [ -e "$bench/$set/$(ls "$bench/$set" | head -1)/docs.jsonl" ] || continue
    cat "$bench/$set"/*/docs.jsonl >"$work/docs.jsonl"
    "$isoglot" --data "$work/$set" index --no-learn "$work/docs.jsonl" >/dev/null
done
search plain "$bench"
status=0
python3 "$bench/score.py" "$work/runs/plain" || status=1

# What share of the plain figure is kept, at least.
least() { case $1 in typo) echo 0.92 ;; bare) echo 0.995 ;; upper) echo 1 ;; esac; }
means plain >"$work/plain.means"
for mode in typo bare upper; do
    vary $mode
    search $mode "$work/$mode"
    means $mode | join "$work/plain.means" - --nocheck-order >"$work/both" || true
    awk -v mode=$mode -v least="$(least $mode)" '{ kept = $3 / $2; bad = kept < least - 0.00005; failed += bad
        printf "%-6s %s  %.4f of %.4f = %.3f%s\n", mode, $1, $3, $2, kept, bad ? "  below " least : "" }
        END { exit failed > 0 }' "$work/both" || status=1
done
awk -v a="$started" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.0f s\n", b - a }'
exit $status
