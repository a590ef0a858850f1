#!/bin/bash
# Hostile requests, by hand and under each web server; odd environments. `make torture-query` asks N more, made at random.
. tests/cases/lib.sh
. tests/cases/servers.sh

N=${N:-300}
SEED=${SEED:-1}
install_here
cat >"$THERE/etc/isoglot.conf" <<C
[site]
data = $THERE/data
start = http://handbook.example/
[query]
log = true
parity = true
origins = https://www.example.org
[indexnow]
key = 0123456789abcdef
C
export ISOGLOT_CONFIG=$THERE/etc/isoglot.conf
CGI=$THERE/lib/cgi-bin/isoglot.cgi
mkdir "$WORK/site"
for e in en-US fr-FR; do mkdir "$WORK/site/$e" && cp "$HANDBOOK/$e"/*.html "$WORK/site/$e/"; done
"$THERE/bin/isoglot" --config "$ISOGLOT_CONFIG" index --no-learn --base http://handbook.example/ "$WORK/site" >/dev/null 2>&1
mkdir -p "$THERE/data/reports/2026-01-31"
echo report >"$THERE/data/reports/2026-01-31/index.html"
chmod -R a+rwX "$THERE/data"

# counted PROGRAM…: its TAP lines as ours.
counted() {
    while IFS= read -r line; do
        case $line in
        "ok - "*) ok 0 "$NAME: ${line#ok - }" ;;
        "not ok - "*) ok 1 "$NAME: ${line#not ok - }" ;;
        *) echo "$line" ;;
        esac
    done < <(python3 "$@" 2>&1 || echo "not ok - it does not end as it should")
}
NAME=hand counted tests/cases/hostile_requests.py cgi "$CGI"
NAME=hand counted tests/cases/hostile_requests.py cgi "$CGI" "$N" "$SEED"
for server in ${SERVERS:-$WEB_SERVERS}; do
    start_server "$server" || { ok 1 "$server starts"; continue; }
    NAME=$server counted tests/cases/hostile_requests.py server "$SERVER/find" "$THERE/lib/cgi-bin/"
    NAME=$server counted tests/cases/hostile_requests.py server "$SERVER/find" "$THERE/lib/cgi-bin/" "$((N / 3))" "$SEED$port"
    is "$(visit -o /dev/null -w '%{http_code}' "$SERVER/find/healthz")" 200 "$server: is well after all this"
    stop_server
done

# ------------------------------------------------------------------ odd environments

answer() { jq -cS 'del(.took_ms)' <<<"$(sed '1,/^\r*$/d' "$1")"; }
asked=(QUERY_STRING='q=serveur&lang=fr&format=json' ISOGLOT_CONFIG="$ISOGLOT_CONFIG")
env -i "${asked[@]}" "$CGI" >"$WORK/usual" </dev/null
[ "$(answer "$WORK/usual" | jq '.results | length')" -gt 0 ]; ok $? "with next to no environment there is an answer"
for odd in HTTP_PROXY=http://evil.example/ PATH= LANG=C LC_ALL=xx_XX.nothing TZ=Nowhere/Never TZ=:/etc/passwd HOME= TMPDIR=/nowhere \
    'REQUEST_URI=/%zz' SERVER_PORT=x XAPIAN_FLUSH_THRESHOLD=1 G_MESSAGES_DEBUG=all 'HTTP_HOST=a b' SERVER_NAME="$(printf 'a\nb')"; do
    env -i "${asked[@]}" "$odd" "$CGI" >"$WORK/odd" 2>/dev/null </dev/null
    is "$(answer "$WORK/odd" | md5sum)" "$(answer "$WORK/usual" | md5sum)" "the same answer with ${odd%%$'\n'*}"
done
for closed in '<&-' '2>&-' '<&- 2>&-'; do
    eval 'env -i "${asked[@]}" "$CGI" >"$WORK/odd" </dev/null '"$closed"
    is "$(answer "$WORK/odd" | md5sum)" "$(answer "$WORK/usual" | md5sum)" "the same answer with $closed"
done
env -i "${asked[@]}" "$CGI" >&- </dev/null; [ $? -le 1 ]; ok $? "with the output closed it ends"
env -i "${asked[@]}" "$CGI" <&- >&- 2>&-; [ $? -le 1 ]; ok $? "with all three closed it ends"
is "$(sqlite3 "$THERE/data/ledger.db" 'PRAGMA integrity_check')" ok "and has written into nothing"
(umask 0 && env -i "${asked[@]}" "$CGI" >"$WORK/odd" </dev/null)
is "$(answer "$WORK/odd" | md5sum)" "$(answer "$WORK/usual" | md5sum)" "the same answer with umask 0"
env -i QUERY_STRING=q=a "$CGI" 2>/dev/null </dev/null | grep -q '^Status: 503'; ok $? "without a configuration it says 503"
finish
