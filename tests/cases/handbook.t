#!/bin/bash
# The main job on real pages: index the handbook, ask through the CGI under lighttpd as JSON and as HTML.
. tests/cases/lib.sh

copy_handbook "$WORK/pages"
"$ISOGLOT" --data "$WORK/data" index --base http://handbook.example/ "$WORK/pages" >"$WORK/out" 2>"$WORK/err"
is $? 0 "index ends without refusals"
is "$(find "$WORK/pages" -name '*.html' | wc -l)" "$(awk '/pages indexed/ {print $1}' "$WORK/out")" "every page is in an index"
"$ISOGLOT" --data "$WORK/data" check >"$WORK/check"
is $? 0 "ledger and indexes agree"
is "$(sqlite3 "$WORK/data/ledger.db" "SELECT count(*) FROM url WHERE indexed_lang<>'' AND purity=2 AND indexed_lang=substr(declared,1,2)")" \
   0 "no untranslated page is in its declared language's index"
is "$(sqlite3 "$WORK/data/ledger.db" "SELECT count(*) FROM url WHERE purity IN (0,1) AND indexed_lang<>substr(declared,1,2)")" \
   0 "every pure or mixed page is in its declared language's index"
is "$(sqlite3 "$WORK/data/ledger.db" "SELECT count(*) FROM defect WHERE code='canonical-foreign'")" 762 "foreign canonicals are recorded"

"$ISOGLOT" --data "$WORK/data" serve >"$WORK/url" 2>"$WORK/serve.err" &
for _ in $(seq 50); do curl -s "$(head -1 "$WORK/url" 2>/dev/null | sed 's/search$/healthz/')" | grep -q ok && break; sleep 0.1; done
URL=$(head -1 "$WORK/url")
for lang in $(languages); do
    while IFS=$'\t' read -r query page; do
        first=$(curl -sG "$URL" --data-urlencode "q=$query" -d "lang=$lang" -d format=json | jq -r '.results[0].url')
        is "${first##*/}" "$page" "$lang JSON: $query"
        first=$(curl -sG "$URL" --data-urlencode "q=$query" -d "lang=$lang" | grep -o '<h2><a href="[^"]*' | head -1)
        is "${first##*/}" "$page" "$lang HTML: $query"
    done < <(grep -v '^#' "langs/$lang/queries.tsv")
done
is "$(curl -so /dev/null -w '%{http_code}' "$URL?q=%ff")" 400 "ill-formed UTF-8 is refused"
is "$(curl -so /dev/null -w '%{http_code}' "$URL?q=a&lang=xx")" 400 "an unknown language is refused"
is "$(curl -so /dev/null -w '%{http_code}' -X POST -d x "$URL")" 405 "POST is refused"
is "$(curl -so /dev/null -w '%{http_code}' "${URL%search}nothing")" 404 "an unknown route is not found"
is "$(curl -s "$URL?q=%3Cscript%3Ealert(1)%3C/script%3E" | grep -c '<script>')" 0 "a hostile query is escaped"
curl -si -H 'Accept-Language: fr-CA, en;q=0.5' "$URL?q=debian" >"$WORK/fr"
grep -q '^Content-Language: fr' "$WORK/fr" && grep -q '<html lang="fr" dir="ltr">' "$WORK/fr"
ok $? "the visitor's language is negotiated"
finish
