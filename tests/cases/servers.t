#!/bin/bash
# The search under lighttpd, nginx and Apache, by FastCGI and by CGI, each by the example that `make install` installs.
. tests/cases/lib.sh
. tests/cases/servers.sh

install_here
cat >"$THERE/etc/isoglot.conf" <<C
[site]
data = $THERE/data
start = http://www.example.org/
[query]
log = true
parity = true
origins = https://www.example.org
[indexnow]
key = 0123456789abcdef
C
page() { printf '{"url":"http://www.example.org/%s/%s","lang":"%s","title":"Page %s","text":"satellite %s, the text of a page"}\n' "$1" "$2" "$1" "$2" "$2"; }
for l in $(languages); do for i in 1 2 3; do page "$l" "$i"; done; done >"$WORK/pages.jsonl"
"$THERE/bin/isoglot" --config "$THERE/etc/isoglot.conf" index --no-learn "$WORK/pages.jsonl" >/dev/null 2>&1
ok $? "the installed program indexes"
mkdir -p "$THERE/data/reports/2026-01-31/folder"
for f in index.html folder/index.html; do echo "the report's $f" >"$THERE/data/reports/2026-01-31/$f"; done
chmod -R a+rwX "$THERE/data"

status() { : >"$WORK/body"; visit -o "$WORK/body" -D "$WORK/head" -w '%{http_code}' "$@"; }
header() { tr -d '\r' <"$WORK/head" | sed -n "s/^$1: //Ip"; }

counted() { sqlite3 -cmd '.timeout 2000' "$THERE/data/queries.db" "SELECT sum($1) FROM day"; }
CLICKS=0

for server in $WEB_SERVERS; do
    start_server "$server"; ok $? "$server starts"
    find=$SERVER/find
    is "$(status "$find/search?q=satellite&lang=en")" 200 "$server: a search"
    grep -q 'example.org/en/1' "$WORK/body"; ok $? "$server: finds"
    is "$(header Content-Type)" "text/html; charset=utf-8" "$server: as a page"
    is "$(header X-Content-Type-Options)" nosniff "$server: not to be sniffed"
    tag=$(header ETag)
    is "$(status -H "If-None-Match: $tag" "$find/search?q=satellite&lang=en")" 304 "$server: the same page again"
    is "$(stat -c %s "$WORK/body")" 0 "$server: without a body"
    is "$(status "$find/search?q=satellite&lang=en&format=json")" 200 "$server: as JSON"
    [ "$(jq -r '.results | length' "$WORK/body")" -ge 3 ]; ok $? "$server: with its results"
    is "$(status -H 'Accept: application/json' "$find/search?q=%D0%B0%20%26&lang=en")" 200 "$server: JSON by Accept"
    is "$(jq -r .query "$WORK/body")" "а &" "$server: the query comes through as it was"
    is "$(status -H 'Origin: https://www.example.org' "$find/search?q=x&lang=en")$(header Access-Control-Allow-Origin)" \
        200https://www.example.org "$server: a configured origin may read it"
    is "$(status -H 'Origin: https://other.example' "$find/search?q=x&lang=en")$(header Access-Control-Allow-Origin)" \
        200 "$server: no other"
    is "$(status -I "$find/search?q=satellite")" 200 "$server: HEAD"
    is "$(status "$find/style.css")" 200 "$server: the style sheet"
    is "$(status -H "If-None-Match: $(header ETag)" "$find/style.css")" 304 "$server: the style sheet again"
    is "$(status "$find/nowhere")" 404 "$server: no such path"
    is "$(status -X POST -d x "$find/search")" 405 "$server: POST to the search"
    is "$(status "$find/indexnow?key=0123456789abcdef&url=http://www.example.org/$server")" 202 "$server: a ping by GET"
    is "$(status -d "{\"host\":\"www.example.org\",\"key\":\"0123456789abcdef\",\"urlList\":[\"http://www.example.org/$server/post\"]}" \
        "$find/indexnow")" 202 "$server: a ping by POST"
    for f in "" /folder; do
        is "$(status "$find/parity$f") $(header Location)" "301 $(basename "parity$f")/" "$server: parity$f without its slash leads to it"
        is "$(status -L "$find/parity$f") $(cat "$WORK/body")" "200 the report's ${f#/}${f:+/}index.html" "$server: where it is"
    done
    is "$(status --path-as-is "$find/parity//evil.example")" 404 "$server: and nowhere else"
    is "$(status "$SERVER/other.html")" 200 "$server: other pages of the site are as they were"
    is "$(status "$find")" 200 "$server: the place itself"

    if [ "$server" = nginx ]; then
        is "$(status -H 'Accept-Encoding: gzip' "$find/search?q=satellite&lang=en&format=json")$(header Content-Encoding)" 200gzip "$server: compressed"
        [ "$(zcat "$WORK/body" | jq -r '.results | length')" -ge 3 ]; ok $? "$server: with its results"
    fi
    is "$(status "$find/suggest?q=pag&lang=en") $(jq -r '.[0]' "$WORK/body")" "200 pag" "$server: suggestions"
    is "$(status -d 'lang=en&rank=2' "$find/click")" 204 "$server: a click"
    for _ in $(seq 50); do [ "$(counted clicks)" = $((CLICKS + 1)) ] && break; sleep 0.1; done
    is "$(counted clicks)" $((CLICKS += 1)) "$server: is counted"

    # Each answer says how long it took: those that a worker has kept are the same bytes.
    case $server in *cgi) made=20 ;; *) made=$(nproc) ;; esac
    before=$(counted searches)
    different=$(for _ in $(seq 20); do
        status "$find/search?q=satellite&lang=en&ql=en&format=json" >/dev/null
        md5sum <"$WORK/body"
    done | sort -u | wc -l)
    [ "$different" -le "$made" ] && { [ "$made" -lt 20 ] || [ "$different" -gt 2 ]; }
    ok $? "$server: an answer is made once by each worker, by CGI each time ($different of 20)"
    for _ in $(seq 50); do [ "$(counted searches)" -ge $((before + 20)) ] && break; sleep 0.1; done
    [ "$(counted searches)" -ge $((before + 20)) ]; ok $? "$server: each is counted"

    page en "new-$server" >"$WORK/more.jsonl"
    "$THERE/bin/isoglot" --config "$THERE/etc/isoglot.conf" index "$WORK/more.jsonl" >/dev/null 2>&1
    chmod -R a+rwX "$THERE/data"
    status "$find/search?q=new-$server&lang=en&format=json" >/dev/null
    is "$(jq -r '.results[0].url' "$WORK/body")" "http://www.example.org/en/new-$server" "$server: what is committed is found at once"

    # Some seconds of visits, side by side, while a page a second is committed.
    if [ "$server" = "${COMMITS_UNDER:-lighttpd}" ]; then
        for i in $(seq 6); do
            page en "meanwhile-$i" | "$THERE/bin/isoglot" --config "$THERE/etc/isoglot.conf" index --no-learn - >/dev/null 2>&1 &&
                echo "$i" >>"$WORK/commits"
            chmod -R a+rwX "$THERE/data"
            sleep 1
        done &
        committer=$!
        while kill -0 $committer 2>/dev/null; do
            seq 40 | xargs -P 8 -I{} curl -s --noproxy '*' --max-time 30 -o /dev/null -w '%{http_code}\n' "$find/search?lang=en&q=satellite+{}"
        done >"$WORK/statuses"
        wait $committer
        is "$(wc -l <"$WORK/commits")" 6 "$server: six commits"
        is "$(sort "$WORK/statuses" | uniq -c | awk '{ print $2 }' | paste -sd ' ')" 200 "$server: no visit has failed meanwhile"
        [ "$(wc -l <"$WORK/statuses")" -ge 80 ]; ok $? "$server: of many"
        status "$find/search?q=meanwhile-6&lang=en&format=json" >/dev/null
        is "$(jq -r '.results[0].url' "$WORK/body")" "http://www.example.org/en/meanwhile-6" "$server: the last commit is found"
    fi

    stop_server
    for _ in $(seq 40); do [ "$(programs)" = 0 ] && break; sleep 0.05; done
    is "$(programs)" 0 "$server: nothing is left running"
done
finish
