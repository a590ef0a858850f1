#!/bin/bash
# What the report says of a site's supply: a small site with known defects, crawled, against figures that a script computes from
# its files; the lint of its pages; the freshness of a site whose pages change; the handbook, counted from its files.
. tests/cases/lib.sh
. tests/cases/pages.sh

mapfile -t LANGS < <(for l in $(languages); do echo "$(sed -n 's/^ *\.order = \([0-9]*\),.*/\1/p' "langs/$l/profile.c") $l"; done | sort -n | cut -d' ' -f2)

# ------------------------------------------------------------------ a site with known defects

serve_pages
python3 tests/cases/supply_site.py "$SITE_FOLDER" "$SITE" "${LANGS[@]}" >"$WORK/planted"; is $? 0 "a site with defects"
configure "$WORK/isoglot.conf" "[section first]
pattern = */a/*
[section second]
pattern = */b/*"
sed -i "s|^start = .*|start = ${SITE}${LANGS[0]}/index.html|" "$WORK/isoglot.conf"
isoglot crawl >"$WORK/out" 2>&1; is $? 0 "is crawled"
isoglot index --no-learn >"$WORK/out" 2>&1; is $? 0 "and indexed"
isoglot parity --out "$WORK/report" >"$WORK/out" 2>"$WORK/err"; is $? 0 "the report is written"
python3 tests/cases/supply_check.py "$SITE_FOLDER" "$SITE" "$WORK/report" "$WORK/planted" "${LANGS[@]}" >"$WORK/checks"
is $? 0 "its figures are computed from the files"
while read -r verdict name; do [ "$verdict" = pass ]; ok $? "$name"; done <"$WORK/checks"
finish
