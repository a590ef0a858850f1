#!/bin/bash
# Figures of `make bench-parity`: time and memory of the parity report at PAGES pages (100,000) and at a tenth of them, and the
# share of each part. DATA keeps what was indexed, in a folder for each number of pages, for the next time.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
PAGES=${PAGES:-100000}
EDITIONS="ar-MA en-US es-ES fr-FR ru-RU zh-CN"
for n in $((PAGES / 10)) "$PAGES"; do
    data=${DATA:-$work/data}/$n
    if [ ! -d "$data" ]; then
        mkdir -p "${data%/*}"
        perl tests/bench/pages.pl "$n" $EDITIONS >"$work/pages.warc"
        "$BUILD/isoglot" --data "$data" index --no-learn "$work/pages.warc" >/dev/null
    fi
    /usr/bin/time -o "$work/time" -f '%e %M' "$BUILD/isoglot" --data "$data" parity --timings --out "$work/report" >/dev/null 2>"$work/parts"
    read -r seconds kb <"$work/time"
    printf '%s pages: %s s, %s MB\n' "$n" "$seconds" $((kb / 1024))
    awk -F '\t' -v all="$seconds" '{ printf "  %-16s %8.3f s  %5.1f %%\n", $1, $2, 100 * $2 / all }' "$work/parts"
    rm -rf "$work/report"
done
