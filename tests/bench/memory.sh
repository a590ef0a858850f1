#!/bin/bash
# Figures of `make bench-memory`: peak memory and size of the index at PAGES pages (100,000), and at a tenth of them: memory
# has to be flat.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
PAGES=${PAGES:-100000}
EDITIONS="ar-MA en-US es-ES fr-FR ru-RU zh-CN"
printf '%-8s %9s %9s %9s %9s %12s\n' pages feed_MB seconds index_MB ledger_MB peak_MB
for n in $((PAGES / 10)) "$PAGES"; do
    perl tests/bench/pages.pl "$n" $EDITIONS >"$work/pages.warc"
    /usr/bin/time -o "$work/time" -f '%e %M' "$BUILD/isoglot" --data "$work/data" index --no-learn "$work/pages.warc" >"$work/out"
    read -r seconds kb <"$work/time"
    printf '%-8s %9s %9s %9s %9s %12s\n' "$n" "$(du -m "$work/pages.warc" | cut -f1)" "$seconds" "$(du -sm "$work/data/index" | cut -f1)" \
        "$(du -m "$work/data/ledger.db" | cut -f1)" $((kb / 1024))
    rm -rf "$work/data"
done
