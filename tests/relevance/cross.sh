#!/bin/bash
# `make relevance-cross`: the benchmark's questions in each language put to the pages of each other one. Two of its sets are
# indexed; the lexicon comes from the aligned texts of bench/parallel other than the set's own. Prints for each pair of
# languages what share of the figure with the language's own questions is reached; fails below the marks in
# langs/*/cross.tsv.
set -eu
bench=${ISOGLOT_SHARED:-../shared}/bench
isoglot=$BUILD/isoglot
[ -d "$bench/parallel" ] || { echo "relevance-cross: skipped, no benchmark at '$bench'"; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
started=$EPOCHREALTIME
languages=$(for p in langs/*/profile.c; do basename "$(dirname "$p")"; done)

# lexicon SET: into its data directory, learned from the other sets.
lexicon() {
    others=$(for f in "$bench"/parallel/*.jsonl; do basename "$f" .jsonl; done | grep -vx "$1")
    python3 tests/relevance/parallel_site.py "$bench/parallel" $others >"$work/site.jsonl"
    "$isoglot" --data "$work/site.$1" index "$work/site.jsonl" >/dev/null
    "$isoglot" --data "$work/site.$1" learn >/dev/null
    rm -rf "$work/$1/lexicon"
    cp -r "$work/site.$1/lexicon" "$work/$1/lexicon"
}
# ask SET FROM TO
ask() {
    [ -e "$bench/$1/$2/topics.tsv" ] && [ -e "$bench/$1/$3/qrels.txt" ] || return 0
    cmp -s <(cut -f1 "$bench/$1/$2/topics.tsv") <(cut -f1 "$bench/$1/$3/topics.tsv") || return 0 # not the same questions
    mkdir -p "$work/runs/$2/$1"
    "$isoglot" --data "$work/$1" search --topics "$bench/$1/$2/topics.tsv" --lang "$3" --format trec --limit 10 \
        >"$work/runs/$2/$1/$3.run"
}

for set in xquadr sdg; do
    cat "$bench/$set"/*/docs.jsonl >"$work/docs.jsonl"
    "$isoglot" --data "$work/$set" index --no-learn "$work/docs.jsonl" >/dev/null
    lexicon $set
    for from in $languages; do for to in $languages; do ask $set "$from" "$to"; done; done
done
for from in $languages; do
    python3 "$bench/score.py" "$work/runs/$from" | awk -v from="$from" '$3 ~ /^[01]\.[0-9]+$/ && NF >= 5 { print $1, from, $2, $3 }'
done >"$work/scores" || true
for from in $languages; do
    [ ! -e "langs/$from/cross.tsv" ] || grep -v '^#' "langs/$from/cross.tsv" | sed "s/^/$from\t/"
done >"$work/marks"
status=0
python3 tests/relevance/cross.py "$work/scores" "$work/marks" || status=1
awk -v a="$started" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.0f s\n", b - a }'
exit $status
