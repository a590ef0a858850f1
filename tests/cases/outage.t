#!/bin/bash
# Outages never delete: each of them on a site that is indexed, now, a day and two days later; and what is gone for certain.
export LC_ALL=C
. tests/cases/lib.sh
. tests/site/scripted.sh
PAGES=${PAGES:-60}
# The crawler's clocks. They run faster than ours, so that what it waits for comes soon.
FASTER=x20
LATER=${LATER:-+25h}
WELL=+75h

CONF=$WORK/isoglot.conf
DATA=$WORK/data
# at WHEN COMMAND…: by another clock.
at() {
    local when=$1
    shift
    faketime -f "$when $FASTER" "$ISOGLOT" --config "$CONF" "$@"
}
# What an index holds of the site: pages, their languages and texts.
describe() { sqlite3 "$DATA/ledger.db" "SELECT url, indexed_lang, indexed_hash, title FROM url WHERE indexed_lang<>''" | sort; }

# begin: an index of the site that is served, which restore brings back.
begin() {
    rm -rf "$DATA" "$WORK/kept"
    configure "$CONF" "$DATA" 'delay_ms = 0' 'concurrency = 8' "$@"
    at +0 crawl >"$WORK/out" 2>&1 && at +0 index >>"$WORK/out" 2>&1
    ok $? "the site is indexed"
    cp -a "$DATA" "$WORK/kept"
    describe >"$WORK/before"
}
restore() { rm -rf "$DATA" && cp -a "$WORK/kept" "$DATA"; }

# look WHEN PATTERN: crawls and indexes, removes nothing and says why it did not.
look() {
    at "$1" crawl >"$WORK/out" 2>"$WORK/err"
    local status=$?
    at "$1" index >"$WORK/index.out" 2>&1 || sed 's/^/# index: /' "$WORK/index.out"
    lost=$(describe | cut -d '|' -f 1,2 | sort | comm -13 - <(cut -d '|' -f 1,2 "$WORK/before" | sort) | wc -l)
    changed=$(describe | comm -13 - "$WORK/before" | wc -l)
    [ $status = 1 ] && [ "$lost" = 0 ] && [ "$changed" = 0 ] && grep -qE "$2" "$WORK/err"
    local good=$?
    [ $good = 0 ] || { echo "# status $status, $lost pages lost, $changed changed"; sed 's/^/# /' "$WORK/err" "$WORK/out"; }
    return $good
}

# outage NAME PATTERN: the site's fault has been switched on; `heal` switches it off.
outage() {
    local bad=0 began=$SECONDS
    for when in +0 $LATER; do look "$when" "$2" || { bad=1; echo "# $1: $when"; }; done
    ok $bad "$1: nothing is removed, and the message says why"
    at $WELL index --rebuild >"$WORK/index.out" 2>&1
    is "$(describe | comm -13 - "$WORK/before" | wc -l)" 0 "$1: nor by a rebuild meanwhile"
    heal
    FASTER=x20
    at $WELL crawl >"$WORK/out" 2>"$WORK/err"
    at $WELL index >"$WORK/index.out" 2>&1
    is "$(describe | comm -13 - "$WORK/before" | wc -l)" 0 "$1: when the site is well, all pages are as they were"
    is "$(unknown)" 0 "$1: and known to be present"
    "$ISOGLOT" --config "$CONF" check >"$WORK/out" 2>&1
    is $? 0 "$1: check is clean"
    restore
    echo "# $((SECONDS - began)) s"
}
heal() { order clear; }
# Pages that were there before and are not known to be present now.
unknown() {
    sqlite3 "$DATA/ledger.db" "ATTACH '$WORK/kept/ledger.db' AS kept;
        SELECT count(*) FROM main.url u JOIN kept.url o USING (url) WHERE o.indexed_lang<>'' AND u.state<>1"
}

serve_scripted site --pages "$PAGES"
HOST=${SITE%/}
begin

rule '*' status 500
outage "500 everywhere" "host '$HOST': .*HTTP status 500"
rule '*' status 503,120
outage "503 with Retry-After" "host '$HOST': .*120 s"
order refuse
heal() { order listen; }
outage "connection refused" "host '$HOST': .*[Cc]onn"
heal() { order clear; }
rule '*' reset
outage "reset in mid-body" "host '$HOST': "
rule '*' short
outage "bodies that are too short" "host '$HOST': "
FASTER=x100
rule '*' hang
outage "no answer" "host '$HOST': "
rule '*' not-found
outage "soft 404 for all" "pages of '$HOST'"
rule '*' login
outage "a login wall" "pages of '$HOST'"
rule '*' redirect 302,/login
rule /login login
outage "a login wall behind redirects" "pages of '$HOST'"
rule '*' maintenance
rule '/isoglot-*' status 404
outage "a maintenance page instead of each" "pages changed to one|pages of '$HOST'"
rule '*' missing 90
outage "404 for 90 %" "pages of '$HOST'"
rule /robots.txt status 500
outage "robots.txt 500" "host '$HOST': its robots.txt .*500"
FASTER=x100
rule /robots.txt hang
outage "robots.txt does not come" "host '$HOST': its robots.txt "
rule /robots.txt text "text/plain,User-agent: *
Disallow: /"
outage "Disallow: / in robots.txt" "pages of '$HOST'.*Disallow: /"

# Answers that say nothing of the pages: the crawl goes on.
for value in "text/html,<!DOCTYPE html><title>Hello</title><p>Disallow us not." "text/plain,"; do
    rule /robots.txt text "$value"
    at +0 crawl >"$WORK/out" 2>"$WORK/err"
    is $? 0 "robots.txt that is '${value#*,}' allows all"
    order clear
done
rule /robots.txt redirect 302,/robots.txt?*x
rule '/robots.txt[?]*' redirect '302,/robots.txt?*x'
at +0 crawl >"$WORK/out" 2>"$WORK/err"
is $? 0 "robots.txt behind endless redirects allows all (RFC 9309 2.3.1.2)"
order clear

# ------------------------------------------------------------------ gone for certain

read -ra L < <(languages | paste -sd ' ')
restore
has() { sqlite3 "$DATA/ledger.db" "SELECT count(*) FROM url WHERE indexed_lang<>'' AND url='$HOST$1'"; }
round() { at "$1" crawl "${@:2}" >"$WORK/out" 2>"$WORK/err"; STATUS=$?; at "$1" index >"$WORK/index.out" 2>&1; }
rule "/${L[0]}/page/1" status 410
rule "/${L[1]}/page/2" status 404
rule "/${L[2]}/page/3" robots noindex
rule "/${L[3]}/page/4" redirect "301,/${L[3]}/page/5"
rule "/${L[4]}/page/5" redirect 301,/nowhere
rule "/${L[5]}/page/6" copy "/${L[5]}/page/7"
round +0
is "$(has "/${L[0]}/page/1")" 0 "410: gone at once"
is "$(has "/${L[1]}/page/2")" 1 "404: not at first sight"
is "$(has "/${L[2]}/page/3")" 0 "noindex: gone at once"
is "$(has "/${L[3]}/page/4")" 0 "moved to a page that is there: gone at once"
is "$(has "/${L[4]}/page/5")" 1 "moved to a page that is not there: kept"
is "$(has "/${L[5]}/page/6")" 0 "a copy with its canonical elsewhere: gone at once"
round +23h
is "$(has "/${L[1]}/page/2")" 1 "404: nor at second sight within a day"
round +25h
is "$(has "/${L[1]}/page/2")" 0 "404: gone after a day"
is "$(describe | wc -l)" "$(($(wc -l <"$WORK/before") - 5))" "no other page is gone"
describe >"$WORK/gone"
at +25h index --rebuild >"$WORK/index.out" 2>&1
describe | cmp - "$WORK/gone"
ok $? "a rebuild leaves them out, too"
order clear
round +26h
is "$(describe | comm -13 - "$WORK/before" | wc -l)" 0 "when they are there again, they are found again"
restore

rule '/*/page/[1-5]' status 410
round +0
is $STATUS 1 "a crawl after which more than 10 % would go ends with status 1"
grep -q "pages of '$HOST' seem to be gone.*--allow-shrink" "$WORK/err"
ok $? "says so"
describe | cmp - "$WORK/before"
ok $? "and takes out none"
round +1h --allow-shrink
is "$(describe | wc -l)" "$(($(wc -l <"$WORK/before") - 5 * ${#L[@]}))" "--allow-shrink takes them out"
order clear
kill $SITE_PID

# ------------------------------------------------------------------ a name that is not found

echo "127.0.0.1 site.test" >"$WORK/hosts"
export NSS_WRAPPER_HOSTS=$WORK/hosts
serve_scripted named --pages "$PAGES"
SITE=${SITE/127.0.0.1/site.test}
HOST=${SITE%/}
export LD_PRELOAD=libnss_wrapper.so
begin 'allow_private_hosts = site.test'
: >"$WORK/hosts"
heal() { echo "127.0.0.1 site.test" >"$WORK/hosts"; }
outage "the name is not found" "host '$HOST': "
unset LD_PRELOAD
kill $SITE_PID

# ------------------------------------------------------------------ TLS

certify() { # FILE DATE DAYS
    faketime "$2" openssl req -x509 -newkey rsa:2048 -nodes -days "$3" -subj /CN=site.test -addext subjectAltName=IP:127.0.0.1 \
        -keyout "$1.key" -out "$1" 2>/dev/null
    cat "$1.key" >>"$1"
}
certify "$WORK/valid.pem" '1 day ago' 30
certify "$WORK/expired.pem" '40 days ago' 30
cat "$WORK/valid.pem" "$WORK/expired.pem" >"$WORK/trusted.pem"
export SSL_CERT_FILE=$WORK/trusted.pem
serve_scripted secure --pages "$PAGES" --certificate "$WORK/valid.pem"
HOST=${SITE%/}
port=${HOST##*:}
begin
serve_again() {
    kill $SITE_PID
    wait $SITE_PID 2>/dev/null
    serve_scripted secure --pages "$PAGES" --port "$port" --certificate "$1"
}
serve_again "$WORK/expired.pem"
heal() { serve_again "$WORK/valid.pem"; }
outage "the certificate has expired" "host '$HOST': .*certificate"
finish
