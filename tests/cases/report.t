#!/bin/bash
# The parity report as it is read: its pages in a browser, its document in LibreOffice, its data by their schema, its tables
# as a spreadsheet takes them; made by the command, of the site of the browser tests.
. tests/cases/lib.sh
node tests/browser/site.mjs "$WORK" || { echo "Bail out! no site"; exit 1; }
isoglot() { "$ISOGLOT" --config "$WORK/isoglot.conf" "$@" 2>>"$WORK/log"; }
isoglot index --no-learn "$WORK/pages.jsonl" >>"$WORK/log" && isoglot parity --date 2026-03-31 --out "$WORK/report" >>"$WORK/log"
[ -e "$WORK/report/parity.json" ] || { echo "Bail out! no report: $(tail -1 "$WORK/log")"; exit 1; }
ok 0 "a site is indexed and its report written"

# ------------------------------------------------------------------ pages

node tests/browser/check.mjs --html "$WORK/report" >"$WORK/html.log"; ok $? "all pages are valid HTML"
grep '^not ok' -A 3 "$WORK/html.log" | sed 's/^/# /' | head -20
first=$(languages | head -1)
pages=("$WORK/report/index.html")
for page in method missing service; do pages+=("$WORK/report/$first/$page.html"); done
for l in $(languages); do pages+=("$WORK/report/$l/index.html"); done
node tests/browser/check.mjs --axe "${pages[@]}" >"$WORK/axe.log"; ok $? "axe-core finds no violation, in any language"
node tests/browser/check.mjs --fit "${pages[@]}" >"$WORK/fit.log"; ok $? "pages fit at 400 %, and tables scroll by themselves"
grep '^#' "$WORK/fit.log"
grep '^not ok' -A 3 "$WORK/axe.log" | sed 's/^/# /' | head -20
grep -rlE '(>|"| )report_[a-z_]+' --include='*.html' "$WORK/report" >"$WORK/keys"
is "$(wc -l <"$WORK/keys")" 0 "no page shows a message's key instead of its words"
python3 tests/cases/report_links.py "$WORK/report" >"$WORK/links"; ok $? "every link within the report leads to something"
sed 's/^/# /' "$WORK/links" | head -10
is "$(grep -L '^<html lang="[a-z]*" dir="' "$WORK"/report/*/*.html | wc -l)" 0 "every page says its language and direction"

# ------------------------------------------------------------------ the first page

for l in $(languages); do
    python3 tests/cases/report_links.py --first "$WORK/report/$l/index.html" >"$WORK/first"
    ok $? "first page, $l: a headline, and tables of languages, sections and pages"
done

# ------------------------------------------------------------------ data

for f in parity service; do
    /usr/bin/python3 - "$WORK/report/$f.json" <<'P'
import json, sys
import jsonschema
jsonschema.Draft202012Validator(json.load(open('query/web/parity.schema.json'))).validate(json.load(open(sys.argv[1])))
P
    ok $? "$f.json is as its schema has it"
done
python3 - "$WORK/report" <<'P'
import csv, glob, json, sys
report = json.load(open(sys.argv[1] + '/parity.json'))
tables = report['first'] + [t for c in report['chapters'] for t in c['tables']]
wrong = []
for table in tables:
    data = open(f"{sys.argv[1]}/csv/{table['id']}.csv", 'rb').read()
    rows = list(csv.reader(data.decode('utf-8-sig').split('\r\n')[:-1], strict=True))
    if not data.startswith(b'\xef\xbb\xbf') or [len(r) for r in rows] != [len(table['columns'])] * (1 + len(table['rows'])):
        wrong.append(table['id'])
    for mine, theirs in zip(rows[1:], table['rows']):
        for a, b in zip(mine, theirs):
            if isinstance(b, (int, float)) and float(a) != b or isinstance(b, str) and a.lstrip("'") != b.lstrip("'"):
                wrong.append((table['id'], a, b))
            if isinstance(b, str) and a[:1] in ('=', '+', '-', '@', '\t', '\r'):
                wrong.append((table['id'], 'formula', a))
print('\n'.join('# ' + str(w) for w in wrong[:10]))
sys.exit(bool(wrong) or not tables)
P
ok $? "every table stands as CSV, with the same cells, none of them a formula"

# ------------------------------------------------------------------ the document

mirrored=$(grep -l '^<html.*dir="rtl"' "$WORK"/report/*/method.html | head -1)
longest=$(grep -l '^<html.*dir="ltr"' "$WORK"/report/*/method.html | xargs ls -S | head -1)
document=$(dirname "${mirrored:-$WORK/report/$first/x}")/report.odt
is "$(head -c 77 "$document" | tail -c 39)" "application/vnd.oasis.opendocument.text" "a document tells its type by its first bytes"
for part in content.xml styles.xml meta.xml META-INF/manifest.xml; do
    python3 -c 'import sys, xml.dom.minidom, zipfile; xml.dom.minidom.parseString(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))' \
        "$document" $part
    ok $? "its $part is well-formed"
done
if command -v soffice >/dev/null; then
    cp "$document" "$WORK/mirrored.odt"
    cp "$(dirname "$longest")/report.odt" "$WORK/longest.odt"
    soffice --headless -env:UserInstallation="file://$WORK/office" --convert-to pdf --outdir "$WORK" "$WORK/mirrored.odt" "$WORK/longest.odt" \
        >"$WORK/office.log" 2>&1
    pdftotext "$WORK/mirrored.pdf" - 2>/dev/null | wc -w >"$WORK/words"
    [ "$(cat "$WORK/words")" -gt 300 ]; ok $? "LibreOffice opens it and writes it as PDF ($(cat "$WORK/words") words)"
    python3 - "$WORK/longest" <<'P'
import collections, html, re, subprocess, sys, unicodedata, zipfile
content = zipfile.ZipFile(sys.argv[1] + '.odt').read('content.xml').decode()
cells = [html.unescape(re.sub(r'<[^>]*>', '', c)) for c in re.findall(r'<table:table-cell.*?</table:table-cell>', content, re.S)]
printed = subprocess.run(['pdftotext', sys.argv[1] + '.pdf', '-'], capture_output=True, text=True).stdout
wide = lambda c: unicodedata.east_asian_width(c) in 'WF' or unicodedata.bidirectional(c) not in ('L', 'NSM')
words = lambda text: collections.Counter(w for w in re.findall(r'[^\W\d_]{4,16}', text) if not any(map(wide, w)))
expected, got = words(' '.join(c for c in cells if '://' not in c)), words(printed)
broken = [w for w in expected if got[w] < expected[w]]
print('\n'.join(f'# {w}: {got[w]} of {expected[w]}' for w in broken[:10]))
sys.exit(bool(broken) or not expected)
P
    ok $? "in columns wide enough for their words"
    python3 tests/cases/report_links.py --headings "$document" >"$WORK/headings"
    ok $? "with a heading for each chapter, all of them in the table of contents, and tables as tables"
else
    ok 0 "LibreOffice opens it and writes it as PDF # SKIP no LibreOffice"
fi

# ------------------------------------------------------------------ the folder

mkdir "$WORK/mine" && touch "$WORK/mine/letter.txt"
isoglot parity --date 2026-03-31 --out "$WORK/mine" >/dev/null; is $? 2 "a folder with other files is refused"
[ -e "$WORK/mine/letter.txt" ]; ok $? "and left as it was"
touch "$WORK/report/stale.html"
isoglot parity --date 2026-03-31 --out "$WORK/report" >/dev/null
[ ! -e "$WORK/report/stale.html" ] && [ -z "$(ls -d "$WORK"/report.* 2>/dev/null | grep -v pdf)" ]
ok $? "a former report is replaced as a whole"
finish
