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
told() { while read -r verdict name; do [ "$verdict" = pass ]; ok $? "$name"; done <"$1"; }
told "$WORK/checks"

# ------------------------------------------------------------------ the lint

page=$(sed -n 's/^plant image-alt //p' "$WORK/planted" | head -1)
line=$(grep -n '<img src="/chart.png">' "$SITE_FOLDER/${page#"$SITE"}" | cut -d: -f1)
isoglot parity --lint "$page" >"$WORK/lint"; is $? 1 "a page with defects fails"
grep -q "^$page:$line: image-alt: .*: /chart.png$" "$WORK/lint"; ok $? "each is named with its line"
isoglot parity --lint "$page" --format json >"$WORK/lint.json"
is "$(jq -r '.[] | "\(.url)\(if .line then ":\(.line)" else "" end): \(.code): \(.message)\(if .detail == "" then "" else ": \(.detail)" end)"' \
   "$WORK/lint.json" | cmp - "$WORK/lint" && echo same)" same "as JSON, too"
is "$("$ISOGLOT" extract "$SITE_FOLDER/${page#"$SITE"}" | jq -r '.outline.defects[] | "\(.line) \(.code) \(.detail)"')" \
   "$line image-alt /chart.png" "what the page itself shows, the extractor tells"
clean=$(sed -n 's/^near missing-lang //p' "$WORK/planted" | head -1)
isoglot parity --lint "$clean" >"$WORK/lint"; is $? 0 "a page without defects passes"
is "$(wc -c <"$WORK/lint")" 0 "in silence"
isoglot parity --lint first >"$WORK/lint"; is $? 1 "a section's defects"
is "$(grep -c "^$SITE[a-z]*/b/" "$WORK/lint")" 0 "are of its own pages"
is "$(sed -n 's/:[0-9]*: image-alt: .*//p' "$WORK/lint" | sort | cmp - <(sed -n 's/^plant image-alt //p' "$WORK/planted" | sort) && echo same)" \
   same "all of them"
isoglot parity --lint nowhere 2>"$WORK/err"; is $? 2 "what is neither a page nor a section is a mistake"
grep -q "'nowhere' is neither a page of an index nor a section" "$WORK/err"; ok $? "which is named"

# ------------------------------------------------------------------ pages that change

DATA=$WORK/fresh
for step in 0 1 2; do
    rm -rf "$WORK/pages"
    python3 tests/cases/supply_fresh.py write $step "$WORK/pages" "${LANGS[@]}"
    "$ISOGLOT" --data "$DATA" index --no-learn --base http://fresh.example/ "$WORK/pages" >/dev/null
done
"$ISOGLOT" --data "$DATA" parity --date 2026-06-30 --out "$WORK/report" >/dev/null; is $? 0 "a report on pages that have changed"
python3 tests/cases/supply_fresh.py check "$WORK/report" "${LANGS[@]}" >"$WORK/checks"; told "$WORK/checks"

# ------------------------------------------------------------------ the handbook

DATA=$WORK/handbook
rm -rf "$WORK/pages"
SOURCE=en-US # that the handbook is written in
read -ra COUNTED <<<"$(python3 tests/cases/supply_handbook.py --scripts $EDITIONS)"
[ ${#COUNTED[@]} -ge 3 ]; ok $? "editions in a script of their own: ${COUNTED[*]}"
for edition in $SOURCE "${COUNTED[@]}"; do
    mkdir -p "$WORK/pages/$edition"
    (cd "$HANDBOOK/$edition" && ls ./*.html | sort | sed -n '30,90p' | xargs cp -t "$WORK/pages/$edition")
done
"$ISOGLOT" --data "$DATA" index --no-learn --base http://handbook.example/ "$WORK/pages" >/dev/null
"$ISOGLOT" --data "$DATA" parity --out "$WORK/report" >/dev/null; is $? 0 "a report on the handbook"
python3 tests/cases/supply_handbook.py "$WORK/pages" "${COUNTED[@]}" >"$WORK/counted"
pages=$(ls "$WORK/pages/$SOURCE" | wc -l)
listed() { sed -n "s|^\"http://handbook.example/\([^/]*\)/\([^\"]*\)\",.*\"report_code_$1\".*|\1 \2|p" "$WORK/report/csv/$2-list.csv" | sort; }
figure() { jq --arg i "$1" --arg l "$2" '.figures[] | select(.indicator == $i and .lang == $l and .section == "").value' "$WORK/report/parity.json"; }
listed untranslated mixed >"$WORK/untranslated"
# Where the count is clear: it takes blocks by their letters, the program takes them by what they say.
is "$(awk '$3 < 0.1 {print $1, $2}' "$WORK/counted" | sort | comm -23 - "$WORK/untranslated" | wc -l)" 0 "every untranslated page is found"
is "$(awk '$3 > 0.3 {print $1, $2}' "$WORK/counted" | sort | comm -12 - "$WORK/untranslated" | wc -l)" 0 "no translated page is called untranslated"
[ "$(awk '$3 < 0.1' "$WORK/counted" | wc -l)" -ge 9 ]; ok $? "there are some"
listed missing_lang accessibility >"$WORK/no-lang"
is "$(awk '$4 == "no-lang" {print $1, $2}' "$WORK/counted" | sort | cmp - <(grep -v "^$SOURCE" "$WORK/no-lang") && wc -l <"$WORK/no-lang")" \
   $(((${#COUNTED[@]} + 1) * pages)) "pages without lang are those whose files have none"
for edition in "${COUNTED[@]}"; do
    low=$(awk -v e="$edition" '$1 == e && $3 > 0.3' "$WORK/counted" | wc -l)
    high=$(awk -v e="$edition" '$1 == e && $3 > 0.1' "$WORK/counted" | wc -l)
    awk -v v="$(figure coverage "${edition%-*}")" -v n="$pages" -v low="$low" -v high="$high" \
        'BEGIN { exit !(v * n > low - 0.01 && v * n < high + 0.01) }'
    ok $? "coverage of $edition: $(figure coverage "${edition%-*}") of $pages, counted $low to $high"
    is "$(grep -c "^$edition" "$WORK/untranslated")" "$(awk -v v="$(figure coverage "${edition%-*}")" -v n="$pages" 'BEGIN { printf "%.0f", n - n * v }')" \
       "and it is what is not untranslated"
done
is "$(figure coverage ${SOURCE%-*})" 1 "its source is complete"
finish
