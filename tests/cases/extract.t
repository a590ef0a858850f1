#!/bin/bash
# `isoglot extract` of a file and of a URL: what it prints, and what it says of bad servers.
. tests/cases/lib.sh
export no_proxy='*'

serve_odd_pages

# They take LIMIT_FETCH_SLOW_SECONDS each; meanwhile the rest is tried.
for path in slow slow-head; do
    { timeout 60 "$ISOGLOT" extract "$SITE$path" >"$WORK/$path.out" 2>"$WORK/$path.err"; echo $? >"$WORK/$path.status"; } &
    SLOW="$SLOW $!"
done

run() { "$ISOGLOT" extract "$@" >"$WORK/out" 2>"$WORK/err"; }
field() { jq -r "$1" "$WORK/out"; }
refused() { # PATH STATUS PATTERN NAME
    run "$SITE$1"
    local status=$?
    is $status "$2" "/$1: $4"
    grep -q -- "$3" "$WORK/err" && [ ! -s "$WORK/out" ]
    ok $? "/$1 is named: $(cat "$WORK/err")"
}

run "${SITE}page"; is $? 0 "a page is fetched"
missing=""
for key in encoding title text language links alternates canonical robots dates truncated; do
    [ "$(field "has(\"$key\")")" = true ] || missing="$missing $key"
done
is "$missing" "" "every key of the contract is there"
is "$(field '.language | keys_unsorted | join(" ")')" "declared detected decided confidence" "language has its four"
is "$(field .url)" "${SITE}page" "url"
is "$(field .title)" "The harbour" "title"
is "$(field .encoding)" "UTF-8" "encoding"
is "$(field '.links[0].url')" "${SITE}next" "links are absolute"
is "$(field '.alternates[0] | .lang + " " + .url')" "x-default ${SITE}other" "alternates"
is "$(field .canonical)" null "no canonical"
is "$(field '.robots | "\(.noindex) \(.nofollow) \(.noarchive)"')" "false true true" "robots of meta and header"
is "$(field .dates.last_modified)" "1994-11-06T08:49:37Z" "dates"
is "$(field .truncated)" false "not truncated"
field .text | grep -q 'evening tide'; ok $? "text"

for path in gzip deflate chunked moved chain/9 chain/10 untyped; do
    run "$SITE$path"; is "$? $(field .title)" "0 The harbour" "/$path is fetched"
done
is "$(run "${SITE}moved"; field .url)" "${SITE}page" "its URL is where the redirect led"
is "$(run "${SITE}chunked"; field .robots.noindex)" false "a trailer is no header"
is "$(run --url http://site.example/a/ "${SITE}page"; field '.links[0].url')" "http://site.example/a/next" "--url says where the page is"
is "$(run --type 'text/plain' "${SITE}page"; field .type)" text "--type says what it is"

refused loop 1 "redirect loop: '${SITE}loop' → '${SITE}loop/2' → '${SITE}loop'" "a redirect loop"
refused self 1 "redirect loop: '${SITE}self' → '${SITE}self'" "a redirect to itself"
refused chain/11 1 "more than 10 redirects" "too many redirects"
refused to-ftp 1 "ftp://127.0.0.1/page" "a redirect to another scheme"
refused to-file 1 "file:///etc/passwd" "a redirect to a file"
refused missing 1 "status 404" "a missing page"
refused broken 1 "status 500" "a failing server"
refused picture 1 "not a document: image/png" "a wrong type"
refused large 1 "too large" "a large page"
refused bomb 1 "grows more than allowed" "a gzip bomb"
refused head 1 "too large" "a head without end"
refused bad-gzip 1 "damaged" "a damaged body"
refused cut-gzip 3 "its body ends early" "an incomplete gzip body"
refused cut 3 "cannot fetch" "an incomplete body"
refused cut-chunk 3 "cannot fetch" "an incomplete chunk"
refused silent 3 "cannot fetch" "an answer of nothing"
refused noise 1 "cannot fetch" "noise"
run "http://127.0.0.1:$(free_port)/"; is $? 3 "nobody there"
grep -q "cannot fetch 'http://127.0.0.1" "$WORK/err"; ok $? "is named: $(cat "$WORK/err")"
run "http:///"; is $? 1 "no URL"
grep -q __asan_init "$ISOGLOT" || # which maps terabytes
    is "$(ulimit -v 300000; run "${SITE}bomb"; echo $?)" 1 "memory stays flat under a bomb"

curl -s "${SITE}page" >"$WORK/page.html"
run --url "${SITE}page" "$WORK/page.html"; is "$? $(field .title)" "0 The harbour" "a file is read"
field .text >"$WORK/text"; run "${SITE}page"; field .text | cmp - "$WORK/text"; ok $? "as the page is"

cat >"$WORK/evidence.html" <<'H'
<title>Resolution A/RES/77/1</title><p>31; 405; 1999; 2.5; 8848; 1024; 17; 365</p>
<script type="application/ld+json">{"inLanguage": "eo", "workTranslation": {"@id": "/la", "inLanguage": "la"}}</script>
H
run --url http://site.example/S-100.html "$WORK/evidence.html"
is "$(field '"\(.language.declared) \(.symbols)"')" "eo ares77-1 s100" "schema.org's language, and document symbols"
is "$(field '.alternates[] | "\(.evidence) \(.lang) \(.url)"')" "schema la http://site.example/la" "schema.org's translation"
first=$(field .fingerprint)
sed 's/Resolution/Rezolucio/; s/2[.]5/٢٫٥/' "$WORK/evidence.html" >"$WORK/other.html"
is "$(run "$WORK/other.html"; field .fingerprint)" "$first" "the fingerprint of a translation"
is "$(run --url "${SITE}page" "$WORK/page.html"; field '"\(.symbols) \(.fingerprint)"')" "null null" "a page that has neither"

run "$WORK/none.html"; is $? 2 "a missing file is a usage error"
run; is $? 2 "so is no argument"

wait $SLOW
for path in slow slow-head; do
    is "$(cat "$WORK/$path.status")" 3 "/$path: a server that drips"
    grep -q 'too slow' "$WORK/$path.err"; ok $? "/$path is named: $(cat "$WORK/$path.err")"
done
finish
