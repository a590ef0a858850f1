#!/bin/bash
# The query log through the CGI: what is counted and what is not, side by side, and when the log cannot be written.
. tests/cases/lib.sh

LANG1=$(languages | head -1)
config() { printf '[site]\ndata = %s/data\n[query]\nlog = %s\n' "$WORK" "$1" >"$WORK/isoglot.conf"; }
cgi() { # PATH QUERY_STRING [VARIABLE…]
    env -i ISOGLOT_CONFIG="$WORK/isoglot.conf" PATH_INFO="$1" QUERY_STRING="$2" REQUEST_METHOD=GET "${@:3}" \
        "$BUILD/isoglot.cgi" >"$WORK/reply" 2>"$WORK/log"
    STATUS=$(sed -n '1s/^Status: \([0-9]*\) .*/\1/p' "$WORK/reply")
}
log() { sqlite3 "$WORK/data/queries.db" "$1"; }
total() { log "SELECT sum($1) FROM day"; }
click() { cgi /click '' REQUEST_METHOD=POST CONTENT_LENGTH=${#1} < <(printf '%s' "$1"); }

config false
for l in $(languages); do
    printf '{"url":"http://x.example/%s","lang":"%s","title":"Zebra %s","text":"A zebra runs."}\n' "$l" "$l" "$l"
done >"$WORK/pages.jsonl"
"$ISOGLOT" --config "$WORK/isoglot.conf" index --no-learn "$WORK/pages.jsonl" >/dev/null 2>&1
ok $? "pages are indexed"

# ------------------------------------------------------------------ off, and on

cgi /search "q=zebra&lang=$LANG1"; is "$STATUS" 200 "a search"
click "lang=$LANG1&rank=1"; is "$STATUS" 404 "a click while nothing is counted"
[ ! -e "$WORK/data/queries.db" ]; ok $? "nothing is kept unless the configuration says so"
config maybe
"$ISOGLOT" --config "$WORK/isoglot.conf" status >/dev/null 2>&1; is $? 2 "a value that is neither true nor false is a mistake"
config true

SECRET=qwghlmzzt
for n in 1 2 3 4; do cgi /search "q=$SECRET&lang=$LANG1&spelling=0" HTTP_USER_AGENT=agent-smith REMOTE_ADDR=192.0.2.77; done
is "$STATUS $(total searches) $(total zero)" "200 4 4" "searches are counted, and those that find nothing"
grep -rqaF -e $SECRET -e 192.0.2.77 -e agent-smith "$WORK/data"; is $? 1 "a query asked four times is in no file of the log, nor who asked"
cgi /search "q=++${SECRET^^}+&lang=$LANG1&spelling=0"
is "$(log "SELECT text, count, zero FROM query")" "$SECRET|5|5" "the fifth time it is kept, however it is written"
grep -rqaF $SECRET "$WORK/data"; is $? 0 "then it is there"
grep -rqaF -e 192.0.2.77 -e agent-smith "$WORK/data"; is $? 1 "and still not who asked"

cgi /search "q=zebra&lang=$LANG1"; cgi /search "q=zebra&lang=$LANG1&format=json"; cgi /search "q=zebra&lang=$LANG1&format=rss"
is "$(total searches)" 8 "in whatever form the answer is"
cgi /search "q=zebra&lang=$LANG1&p=2"; cgi /search "lang=$LANG1"; cgi /search "q=zebra&lang=$LANG1" REQUEST_METHOD=HEAD
cgi /suggest "q=zebra&lang=$LANG1"; cgi /healthz ''; cgi /search "q=%FF"
is "$(total searches)" 8 "further pages, empty questions, HEAD, suggestions and mistakes are no searches"
cgi /search "q=zebar&lang=$LANG1"
is "$(total rescued)" 1 "what was searched instead is counted as rescued"

# ------------------------------------------------------------------ clicks

click "lang=$LANG1&rank=3"
is "$STATUS $(total clicks) $(total click_ranks)" "204 1 3" "a click"
is "$(tr -d '\r' <"$WORK/reply" | sed '1,/^$/d' | wc -c)" 0 "has no answer"
for body in '' rank=3 "lang=$LANG1" "lang=$LANG1&rank=0" "lang=$LANG1&rank=10001" "lang=$LANG1&rank=1e1" "lang=nowhere&rank=1" "$LANG1"; do
    click "$body"; is "$STATUS" 400 "click '$body'"
done
click "lang=$LANG1&rank=1&x=$(head -c 300 /dev/zero | tr '\0' a)"; is "$STATUS" 413 "a click of 300 bytes"
cgi /click "lang=$LANG1&rank=1"; is "$STATUS" 405 "a click by GET"
is "$(total clicks)" 1 "none of them is counted"
for n in $(seq 40); do click "lang=$LANG1&rank=1"; done
is "$STATUS $(total clicks)" "204 27" "nor are more than three for each search"

# ------------------------------------------------------------------ many at once, and no room

seq 100 | xargs -P 50 -I{} env -i ISOGLOT_CONFIG="$WORK/isoglot.conf" PATH_INFO=/search QUERY_STRING="q=together+{}&lang=$LANG1" \
    "$BUILD/isoglot.cgi" 2>"$WORK/log" | grep -ac '^Status: 200' >"$WORK/answered"
is "$(cat "$WORK/answered") $(total searches)" "100 109" "100 at once are answered and counted"

sqlite3 "$WORK/data/queries.db" >/dev/null <<S &
BEGIN IMMEDIATE;
.shell touch "$WORK/locked"; while [ -e "$WORK/locked" ]; do sleep 0.1; done
S
until [ -e "$WORK/locked" ]; do sleep 0.05; done
# The answer is at its end before the process waits for the log.
mkfifo "$WORK/pipe"
env -i ISOGLOT_CONFIG="$WORK/isoglot.conf" PATH_INFO=/search QUERY_STRING="q=zebra&lang=$LANG1" \
    "$BUILD/isoglot.cgi" >"$WORK/pipe" 2>"$WORK/log" & process=$!
cat "$WORK/pipe" >"$WORK/reply"
kill -0 $process; ok $? "the whole answer is there before the log is waited for"
wait $process
grep -q '^Status: 200' "$WORK/reply"; ok $? "while another holds the log"
grep -q 'another process is writing' "$WORK/log"; ok $? "and the server's log says why it was not counted"
rm "$WORK/locked"; wait

# A log that cannot be made: its name is taken by a directory.
mv "$WORK/data/queries.db" "$WORK/kept.db"; mkdir "$WORK/data/queries.db"
cgi /search "q=zebra&lang=$LANG1"
is "$STATUS $(grep -c 'queries.db' "$WORK/log")" "200 1" "a log that cannot be written costs no answer"
click "lang=$LANG1&rank=1"; is "$STATUS" 204 "nor a click"
rmdir "$WORK/data/queries.db"; rm -f "$WORK/data/queries.db"-*; cp "$WORK/kept.db" "$WORK/data/queries.db"

# A full disk: files may not grow.
(ulimit -f 16; trap '' XFSZ; cgi /search "q=$(head -c 150 /dev/zero | tr '\0' b)&lang=$LANG1"; echo "$STATUS") >"$WORK/full" 2>/dev/null
is "$(cat "$WORK/full")" 200 "a full disk costs no answer"
is "$(log 'PRAGMA integrity_check')" ok "and the log is sound"
truncate -s 1000 "$WORK/data/queries.db"
cgi /search "q=zebra&lang=$LANG1"; is "$STATUS" 200 "nor does a damaged log"
"$ISOGLOT" --config "$WORK/isoglot.conf" index --rebuild --no-learn "$WORK/pages.jsonl" >/dev/null 2>&1; ok $? "nor an indexing"
finish
