#!/bin/bash
# Figures of `make bench-change`: how long it takes from `isoglot reindex` of a changed page, and from a ping (IndexNow) about
# it, until the page and all its translations are found: CHANGES of each (20), 3 s apart, on an index of PAGES pages
# (100,000), while somebody else searches all the time. Nothing is asserted. KEPT=DIR keeps site and index for another run.
. tests/cases/lib.sh
export no_proxy='*'
PAGES=${PAGES:-100000}
CHANGES=${CHANGES:-20}
KEPT=${KEPT:-$WORK/kept}
KEY=benchmarkkey
mkdir -p "$KEPT/site"
port=$(cat "$KEPT/port" 2>/dev/null || free_port)
echo "$port" >"$KEPT/port"

# The site keeps its port, for the URLs in the index name it.
serve_again() {
    cat >"$KEPT/lighttpd.conf" <<C
server.document-root = "$KEPT/site"
server.bind = "127.0.0.1"
server.port = $port
mimetype.assign = ( ".html" => "text/html", ".txt" => "text/plain" )
C
    PATH=$PATH:/usr/sbin lighttpd -D -f "$KEPT/lighttpd.conf" >"$KEPT/lighttpd.log" 2>&1 &
    SITE=http://127.0.0.1:$port/
    for _ in $(seq 50); do curl -s -o /dev/null "$SITE" && return 0; sleep 0.1; done
    echo "lighttpd does not start"
    exit 1
}

serve_again
export ISOGLOT_CONFIG="$KEPT/isoglot.conf"
if [ ! -e "$KEPT/data/index" ]; then
    perl tests/bench/pages.pl --site "$KEPT/site" "$PAGES" $EDITIONS
    printf %s "$KEY" >"$KEPT/site/$KEY.txt"
    cat >"$ISOGLOT_CONFIG" <<C
[site]
start = ${SITE}en-US/1.html
hosts = 127.0.0.1:$port
languages = $(languages | paste -sd ' ')
data = data
[crawl]
delay_ms = 0
concurrency = 8
allow_private_hosts = *
pattern_pages = 10000000
host_pages = 10000000
[indexnow]
key = $KEY
C
    "$ISOGLOT" --config "$ISOGLOT_CONFIG" crawl
    "$ISOGLOT" --config "$ISOGLOT_CONFIG" index --no-learn | tail -1
fi

touch "$WORK/watch"
"$ISOGLOT" --config "$ISOGLOT_CONFIG" watch >"$WORK/watch" 2>&1 &
WATCH=$!
until grep -q watching "$WORK/watch"; do sleep 0.1; done

# search QUERY: in all languages, by the CGI; a search that fails is counted.
search() {
    QUERY_STRING="q=$1&all=1&n=20&format=json&spelling=0" PATH_INFO=/search "$BUILD/isoglot.cgi" >"$2" 2>&1 &&
        grep -q '"results"' "$2" || echo "$1" >>"$WORK/failed"
}
others_search() {
    while :; do
        search Debian "$WORK/other"
        grep -q '"rank"' "$WORK/other" || echo empty >>"$WORK/failed"
        echo >>"$WORK/searches"
    done
}
touch "$WORK/failed" "$WORK/searches"
others_search &
OTHERS=$!

now_ms() { echo $(($(date +%s%N) / 1000000)); }
by_reindex() { "$ISOGLOT" --config "$ISOGLOT_CONFIG" reindex "$1" >/dev/null & }
by_ping() { QUERY_STRING="url=${1//:/%3A}&key=$KEY" PATH_INFO=/indexnow "$BUILD/isoglot.cgi" >"$WORK/ping" || echo ping >>"$WORK/failed"; }

# change HOW NUMBER: pages NUMBER … NUMBER + 5, translations of each other, get a word, and one of them is asked for. Says
# after how many milliseconds the first page was found, and all six.
change() {
    local word first='' found=0 begun now deadline
    word=$(printf '%s' "$2 $(date +%N)" | md5sum | cut -c-12 | tr 0-9 g-p)
    for i in $(seq "$2" $(($2 + 5))); do echo "<p>$word" >>"$(echo "$KEPT"/site/*/"$i.html")"; done
    begun=$(now_ms)
    deadline=$((begun + 30000))
    "$1" "$SITE$(cd "$KEPT/site" && echo ??-??/"$2.html")"
    while [ "$found" -lt 6 ] && [ "$(now_ms)" -lt $deadline ]; do
        search "$word" "$WORK/found"
        now=$(now_ms)
        found=$(grep -o '"rank"' "$WORK/found" | wc -l)
        [ "$found" -eq 0 ] || first=${first:-$((now - begun))}
    done
    echo "${first:-none} $((now - begun)) $found"
    wait_ms=$((begun + 3000 - $(now_ms)))
    [ $wait_ms -le 0 ] || sleep "$((wait_ms / 1000)).$(printf %03d $((wait_ms % 1000)))"
}

percentile() { sort -n | awk -v p="$1" '{ v[NR] = $1 } END { print v[int((NR * p + 99) / 100)] }'; }
number=$((RANDOM % (PAGES / 12) * 6 + 1))
for how in by_reindex by_ping; do
    for _ in $(seq "$CHANGES"); do
        change $how $number
        number=$((number + 6))
    done >"$WORK/took"
    printf '%-10s %d changes: found after %d ms (median), %d ms (p95); with all translations %d ms, %d ms; not found: %d\n' "$how" "$CHANGES" \
        "$(cut -d ' ' -f 1 "$WORK/took" | percentile 50)" "$(cut -d ' ' -f 1 "$WORK/took" | percentile 95)" \
        "$(cut -d ' ' -f 2 "$WORK/took" | percentile 50)" "$(cut -d ' ' -f 2 "$WORK/took" | percentile 95)" \
        "$(grep -vc ' 6$' "$WORK/took")"
done
kill $OTHERS
echo "searches meanwhile: $(wc -l <"$WORK/searches"), of which failed: $(wc -l <"$WORK/failed")"
kill $WATCH
wait $WATCH
