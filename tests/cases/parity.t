#!/bin/bash
# The parity report: the command, what its figures on service and quality are worth against an independent count, whether
# it can be made again bit by bit, and what it must not tell.
. tests/cases/lib.sh
HERE=tests/cases
SITE=$WORK/site
DATA=$WORK/data
DATE=2026-03-31
parity() { "$ISOGLOT" --data "$DATA" parity --date $DATE "$@"; }
check() { python3 $HERE/parity_check.py "$@"; }
LANGUAGES=$(languages)
LAST=$(for e in $EDITIONS; do echo "${e%%-*}"; done | tail -1) # the language that lacks most

"$ISOGLOT" --data "$WORK/none" parity >"$WORK/out" 2>"$WORK/err"; is $? 3 "where nothing is indexed there is no report"
grep -q "^isoglot: nothing to report on: no pages are indexed in '$WORK/none'$" "$WORK/err"; ok $? "and it says why"
[ ! -e "$WORK/none" ]; ok $? "nor is anything made"

mkdir "$SITE"
python3 $HERE/parity_site.py "$HANDBOOK" "$SITE" $EDITIONS; is $? 0 "a site of which each language lacks something"
touch -d 2026-01-01 "$SITE/pages.jsonl"
cat >"$WORK/isoglot.conf" <<C
[site]
name = Example
data = data
start = http://parity.example/
[query]
log = true
parity = true
C
"$ISOGLOT" --config "$WORK/isoglot.conf" index "$SITE/pages.jsonl" >/dev/null; is $? 0 "it is indexed"

# ------------------------------------------------------------------ the command

parity >"$WORK/out" 2>"$WORK/err"; is $? 0 "a report is made"
is "$(head -1 "$WORK/out")" "$DATA/reports/$DATE/index.html" "where it is"
is "$(sed -n 's/.*served worst: .* (\(..\)),.*/\1/p' "$WORK/out")" "$LAST" "the language that is served worst is named"
CSV=$DATA/reports/$DATE/csv
parity --format json >"$WORK/headline"
is "$(jq -r '.worst.lang + " " + .report' "$WORK/headline")" "$LAST $DATA/reports/$DATE" "as JSON, too"
index=$(jq .index "$WORK/headline")
parity --fail-under 0.2 >/dev/null 2>&1; is $? 0 "a gate below the index opens"
parity --fail-under 0.999 >/dev/null 2>"$WORK/err"; is $? 1 "one above it does not"
grep -q "^isoglot: the Parity Index, $(printf %.3f "$index"), is below 0.999$" "$WORK/err"; ok $? "and says so"
for wrong in "--date 2026-13-01" "--date yesterday" "--period 2026-01-01" "--period 2026-02-01..2026-01-01" "--format xml" \
    "--lang qq" "--compare 2020" "more"; do
    parity $wrong >/dev/null 2>"$WORK/err"; is $? 2 "refused: $wrong"
    is "$(grep -c '^isoglot: ' "$WORK/err")" 1 "with one line that says why"
done
parity --out "$WORK/one" --lang "$LAST" >/dev/null; is "$(ls "$WORK/one" | tr '\n' ' ' | grep -c "$LAST ")" 1 "in one language alone"
is "$(ls -d "$WORK"/one/??/ | wc -l)" 1 "and no other"

# ------------------------------------------------------------------ its figures, computed again

mkdir "$WORK/runs"
for l in $LANGUAGES; do
    trec() { "$ISOGLOT" --data "$DATA" search --format trec --lang $l "$@"; }
    trec --limit 20 --topics "$SITE/$l.titles.tsv" >"$WORK/runs/$l.run"
    trec --limit 20 --topics "$SITE/$l.titles.tsv" --all-languages >"$WORK/runs/$l.blend.run"
    trec --limit 100 --topics "$SITE/topics/$l/topics.tsv" >"$WORK/runs/$l.judged.run"
done
check selftest "$SITE" "$WORK/runs" "$CSV"; ok $? "MRR, RBO and PEER are those of an independent count"
check index "$CSV"; ok $? "so is the Parity Index"
is "$(grep -c 'hidden' "$CSV/unfound.csv")" "$(wc -w <<<"$LANGUAGES")" "pages that their title does not find are listed, and no other"
is "$(wc -l <"$CSV/unfound.csv")" "$(($(wc -w <<<"$LANGUAGES") + 1))" "one for each language"
parity --topics "$SITE/topics" --out "$WORK/judged" >/dev/null; is $? 0 "with judged topics"
check judged "$SITE" "$WORK/runs" "$WORK/judged/csv"; ok $? "nDCG and recall are those of an independent count"
grep -q 'report_judged_gap' "$WORK/judged/parity.json"; ok $? "the gap is told"

# ------------------------------------------------------------------ access logs

urls=$(jq -r 'select(.group != "hidden") | .url' "$SITE/pages.jsonl" | sed 's|http://parity.example||')
n=0
for u in $urls; do
    n=$((n + 1))
    for i in $(seq $((n % 9))); do echo "203.0.113.77 - someone [$((i + 1))/Mar/2026:10:00:00 +0000] \"GET $u HTTP/1.1\" 200 1 \"-\" \"Mozilla\""; done
    echo "203.0.113.78 - - [02/Mar/2026:10:00:00 +0000] \"GET $u HTTP/1.1\" 404 1"
    echo "203.0.113.79 - - [02/Mar/2026:10:00:00 +0000] \"GET $u HTTP/1.1\" 200 1 \"-\" \"Some-Bot/1\""
done >"$WORK/access.log"
echo "nothing that is a line of a log" >>"$WORK/access.log"
sed 's|/Mar/2026:10|/Mar/2026:11|' "$WORK/access.log" | gzip >"$WORK/access.log.gz"
parity --access-log "$WORK/access.log" --access-log "$WORK/access.log.gz" --out "$WORK/views" >/dev/null; is $? 0 "with access logs"
check views "$SITE" "$WORK/views/csv" "$WORK/access.log" "$WORK/access.log.gz"; ok $? "page views are those of an independent count"
is "$(grep -c '"<5"' "$WORK/views/csv/viewed.csv" | sed 's/[1-9][0-9]*/some/')" some "what fewer than five views tell is not told"
is "$(jq -r '.chapters[] | select(.id == "views") | .n' "$WORK/views/parity.json")" \
   "$(($(grep -c Mozilla "$WORK/access.log") * 2))" "each view is counted once"
grep -rqaF -e 203.0.113. -e someone "$WORK/views" "$DATA"; is $? 1 "no address and no name is kept, in the report or the data"
parity --access-log "$WORK/access.log" --period 2026-02-01..2026-02-28 --out "$WORK/views" >/dev/null
is "$(jq -r '.chapters[] | select(.id == "views") | .n' "$WORK/views/parity.json")" 0 "a period without views has none"

# ------------------------------------------------------------------ searches

cgi() { ISOGLOT_CONFIG=$WORK/isoglot.conf REQUEST_METHOD=GET PATH_INFO=$1 QUERY_STRING=$2 "$BUILD/isoglot.cgi"; }
few=$(head -1 <<<"$LANGUAGES") five=$(sed -n 2p <<<"$LANGUAGES")
for i in 1 2 3 4; do cgi /search "q=xqzzy$i&lang=$few" >/dev/null; done
for i in 1 2 3 4 5; do cgi /search "q=xqzzy8$i&lang=$five" >/dev/null; done
for i in 1 2 3 4 5 6; do cgi /search "q=xqzzy7&lang=$LAST" >/dev/null; done
"$ISOGLOT" --config "$WORK/isoglot.conf" parity >/dev/null; is $? 0 "with a query log"
today=$("$ISOGLOT" --config "$WORK/isoglot.conf" parity --format json | jq -r .report)
is "$(grep "^\"$few\"" "$today/csv/service.answers.csv" | tr -d '\r')" "\"$few\",\"<5\",\"<5\",\"<5\",\"<5\",\"<5\"," "four searches are suppressed, cell by cell"
is "$(grep "^\"$five\"" "$today/csv/service.answers.csv" | cut -d, -f2)" "" "five are not told either, by which the four would be known from the sum"
is "$(grep "^\"$LAST\"" "$today/csv/service.answers.csv" | cut -d, -f2,3)" "6,1" "six are told, and that they find nothing"
is "$(grep -c xqzzy7 "$today/csv/service.unanswered.csv")" 1 "a query without answer that five have asked is listed"
grep -rq -e xqzzy1 "$today"; is $? 1 "and no rarer one"
grep -rlq xqzzy "$today" && ! ls "$today/csv/" | grep -q '^unanswered'; ok $? "in files of service alone"

# ------------------------------------------------------------------ on the web

cgi /parity/ "" | sed '1,/^\r$/d' | cmp -s - "$today/index.html"; ok $? "the latest report is served"
cgi /parity/$LAST/ "" | sed '1,/^\r$/d' | cmp -s - "$today/$LAST/index.html"; ok $? "in each language"
cgi /parity/../ledger.db "" | head -1 | grep -q 404; ok $? "and nothing else"
sed -i '/^parity/d' "$WORK/isoglot.conf"
cgi /parity/ "" | head -1 | grep -q 404; ok $? "unless the configuration does not say so"

# ------------------------------------------------------------------ again, bit by bit

# equal A B: the same files, those of service apart.
equal() { diff -rq -x 'service.*' "$1" "$2" >"$WORK/diff"; }
sed -i '/^log/d' "$WORK/isoglot.conf"
report() { "$ISOGLOT" --config "$WORK/isoglot.conf" parity --date $DATE --out "$@" >/dev/null; }
report "$WORK/a" && report "$WORK/b"
equal "$WORK/a" "$WORK/b"; ok $? "two reports of a date are the same, byte for byte"
mkdir "$WORK/elsewhere"
sed 's/^data = .*/data = elsewhere/' "$WORK/isoglot.conf" >"$WORK/else.conf"
"$ISOGLOT" --config "$WORK/else.conf" index "$SITE/pages.jsonl" >/dev/null
"$ISOGLOT" --config "$WORK/else.conf" parity --date $DATE --out "$WORK/c" >/dev/null
equal "$WORK/a" "$WORK/c"; ok $? "so is one made from the feed anew"; sed "s/^/# /" "$WORK/diff" | head -3
digest() { jq -r .digest "$1/parity.json"; }
is "$(digest "$WORK/a" | grep -cE '^[0-9a-f]{64}$')" 1 "its digest is a SHA-256"
"$ISOGLOT" --config "$WORK/isoglot.conf" parity --date 2026-04-01 --out "$WORK/d" >/dev/null
[ "$(digest "$WORK/a")" != "$(digest "$WORK/d")" ]; ok $? "another date has another"
"$ISOGLOT" --config "$WORK/isoglot.conf" remove "http://parity.example/$LAST/hidden" >/dev/null
report "$WORK/e"; [ "$(digest "$WORK/a")" != "$(digest "$WORK/e")" ]; ok $? "another page, too"

# ------------------------------------------------------------------ history

"$ISOGLOT" --config "$WORK/isoglot.conf" parity --date 2026-04-02 --compare $DATE --out "$WORK/f" >/dev/null; is $? 0 "a comparison"
is "$(head -1 "$WORK/f/csv/service.trend-index.csv" | tr -d '\r')" "$(printf '\xef\xbb\xbf')\"language\",\"$DATE\",\"2026-04-01\",\"2026-04-02\"" \
   "each date stands in the lines once, however often it was reported"
grep -q 'report_change_' "$WORK/f/service.json"; ok $? "what has changed is told"
! grep -q 'report_change_' "$WORK/f/parity.json"; ok $? "in the part on service alone"
report "$WORK/g" --compare 2001-01-01 2>"$WORK/err"; is $? 2 "a report that never was cannot be compared with"
is "$(cat "$WORK/err")" "isoglot: nothing to compare with: there is no report of '2001-01-01'" "and it says so"

# ------------------------------------------------------------------ what is missing

report "$WORK/g" --topics "$WORK/nowhere" 2>"$WORK/err"; is $? 2 "topics that are not there are refused"
printf 'q1 word\n' >"$SITE/topics/$LAST/topics.tsv"
report "$WORK/g" --topics "$SITE/topics" 2>"$WORK/err"; is $? 2 "and those that are none"
is "$(cat "$WORK/err")" "isoglot: $SITE/topics/$LAST/topics.tsv:1: expected qid TAB query" "with their line"
report "$WORK/g" --access-log "$WORK/nowhere.log" 2>"$WORK/err"; is $? 2 "a log that is not there is refused"
head -c 60 "$WORK/access.log.gz" >"$WORK/cut.gz"
report "$WORK/g" --access-log "$WORK/cut.gz" 2>"$WORK/err"; is $? 2 "so is one that is cut"
[ ! -e "$WORK/g" ]; ok $? "and no report is left"

# one page in one language: everything else is not known
echo '{"url": "http://parity.example/x", "lang": "'"$LAST"'", "title": "=1+1", "text": "words"}' >"$WORK/page.jsonl"
"$ISOGLOT" --data "$WORK/little" index "$WORK/page.jsonl" >/dev/null
"$ISOGLOT" --data "$WORK/little" parity --date $DATE >"$WORK/out"; is $? 0 "a site of one page has a report"
jq -e . "$WORK/little/reports/$DATE/parity.json" "$WORK/little/reports/$DATE/service.json" >/dev/null; ok $? "whose JSON is valid"
grep -rliE '(^|[^a-z])-?(nan|inf)([^a-z]|$)' "$WORK/little/reports/$DATE" --include='*.csv' --include='*.json'; is $? 1 "without a number that is none"
python3 - "$WORK/little/reports/$DATE/csv" <<'P'
import csv, pathlib, sys
for path in pathlib.Path(sys.argv[1]).glob('*.csv'):
    with open(path, encoding='utf-8-sig', newline='') as lines:
        rows = list(csv.reader(lines, strict=True))
    if len({len(r) for r in rows}) > 1:
        sys.exit(f'{path}: rows of different lengths')
P
ok $? "nor a CSV with rows of different lengths"
finish
