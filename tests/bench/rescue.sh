#!/bin/bash
# `make bench-rescue`: what share of what people type wrongly finds what they meant, and what share of good queries is changed, in
# each language. On the handbook's six editions, and on the headings of $ISOGLOT_SHARED/bench where that is there. A query is
# rescued if the page that the right one has first is among the first three. LOST=FILE keeps those that were not.
set -eu
isoglot=$BUILD/isoglot
handbook=/usr/share/doc/debian-handbook/html
bench=${ISOGLOT_SHARED:-../shared}/bench
work=$(mktemp -d)
lost=${LOST:-/dev/null}
trap 'rm -rf "$work"' EXIT
make_wrong() { python3 tests/bench/rescue.py "$@"; }

# search DATA LANG TOPICS: one JSON answer a line.
search() { "$isoglot" --data "$1" search --lang "$2" --limit 3 --format json --topics "$3"; }
# measure NAME DATA LANG QUERIES
measure() {
    search "$2" "$3" "$4" >"$work/good.json"
    make_wrong false "$1 $3 good" "$work/good.json" 2>>"$lost"
    for kind in layout transliteration spelling; do
        make_wrong spoil $kind "$3" "$work/right" "$work/typed" <"$4"
        [ -s "$work/typed" ] || continue
        search "$2" "$3" "$work/right" >"$work/right.json"
        search "$2" "$3" "$work/typed" >"$work/typed.json"
        make_wrong score "$1 $3 $kind" "$work/right.json" "$work/typed.json" 2>>"$lost"
        jq .took_ms "$work/typed.json" | sort -n | awk -v k=$kind '{ t[NR] = $1 } END { printf "%24s  took %.1f ms (median), %.1f (p95)\n", "", t[int((NR + 1) / 2)], t[int(NR * .95)] }'
    done
}

[ "$lost" = /dev/null ] || : >"$lost"
mkdir "$work/pages"
for edition in ar-MA zh-CN en-US fr-FR ru-RU es-ES; do
    mkdir "$work/pages/$edition" && cp "$handbook/$edition"/*.html "$work/pages/$edition/"
done
"$isoglot" --data "$work/handbook" index --base http://handbook.example/ --lang-from-path "$work/pages" >/dev/null
for edition in ar-MA zh-CN en-US fr-FR ru-RU es-ES; do
    lang=${edition%-*}
    make_wrong queries "$lang" "$work/handbook/index/$lang/current" "$work/pages/$edition"/*.html >"$work/queries"
    measure handbook "$work/handbook" "$lang" "$work/queries"
    # Queries that the site has no page for are no good ones, but a wrong guess at a name is as bad.
    if [ -e "$bench/ntrexw/en/docs.jsonl" ]; then
        make_wrong names <"$bench/ntrexw/en/docs.jsonl" >"$work/names"
        search "$work/handbook" "$lang" "$work/names" >"$work/names.json"
        make_wrong false "names from elsewhere on $lang" "$work/names.json" 2>>"$lost"
    fi
done
[ -d "$bench" ] || { echo "no benchmark at '$bench'"; exit 0; }
for set in osguide sdg ntrexw xquadr; do
    cat "$bench/$set"/*/docs.jsonl >"$work/docs.jsonl"
    "$isoglot" --data "$work/$set" index "$work/docs.jsonl" >/dev/null
    for topics in "$bench/$set"/*/topics.tsv; do
        lang=$(basename "$(dirname "$topics")")
        case $set in
        osguide) measure $set "$work/$set" "$lang" "$topics" ;;
        *) search "$work/$set" "$lang" "$topics" >"$work/good.json" && make_wrong false "$set $lang good" "$work/good.json" 2>>"$lost" ;;
        esac
    done
done
