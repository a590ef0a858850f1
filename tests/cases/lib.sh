# For the cases: a temporary place, TAP output, the programs. Sourced by tests/cases/*.t, which run in the repository's root.
BUILD=${BUILD:-build}
ISOGLOT=$BUILD/isoglot
WORK=$(mktemp -d)
COUNT=0
FAILED=0
HANDBOOK=/usr/share/doc/debian-handbook/html
EDITIONS="ar-MA en-US es-ES fr-FR ru-RU zh-CN"
trap 'kill $(jobs -p) 2>/dev/null; rm -rf "$WORK"' EXIT

# ok STATUS NAME: one line of TAP.
ok() {
    COUNT=$((COUNT + 1))
    if [ "$1" -eq 0 ]; then echo "ok $COUNT - $2"; else echo "not ok $COUNT - $2"; FAILED=1; fi
}
is() { [ "$1" = "$2" ]; ok $? "$3 ($1)"; [ "$1" = "$2" ] || echo "# expected '$2', got '$1'"; }
finish() { echo "1..$COUNT"; exit $FAILED; }

# The handbook's six editions, as links of one folder to copies.
copy_handbook() {
    mkdir -p "$1"
    for e in $EDITIONS; do mkdir "$1/$e" && cp "$HANDBOOK/$e"/*.html "$1/$e/"; done
}
# ask_cgi QUERY LANG PARAMETERS: the CGI's answer from $WORK/data, without its header lines.
ask_cgi() {
    ISOGLOT_DATA=$WORK/data REQUEST_METHOD=GET PATH_INFO=/search \
        QUERY_STRING="q=$(printf %s "$1" | jq -sRr @uri)&lang=$2$3" "$BUILD/isoglot.cgi" | sed '1,/^\r$/d'
}
# serve_odd_pages: tests/cases/server.pl; its URL is in SITE.
serve_odd_pages() {
    perl tests/cases/server.pl >"$WORK/url" &
    for _ in $(seq 100); do [ -s "$WORK/url" ] && break; sleep 0.05; done
    SITE=$(cat "$WORK/url")
}
# serve_search CONFIG: its search, once it can be asked; the URL is in SEARCH.
serve_search() {
    "$ISOGLOT" --config "$1" serve >"$WORK/url" 2>>"$WORK/log" &
    for _ in $(seq 100); do curl -s "$(sed 's/search$/healthz/' "$WORK/url")" | grep -q ok && break; sleep 0.1; done
    SEARCH=$(cat "$WORK/url")
}
languages() { for p in langs/*/profile.c; do basename "$(dirname "$p")"; done; }

. tests/site/site.sh
