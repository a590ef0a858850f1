#!/bin/bash
# Pages asked for by name, alone and of a watcher: new, changed, gone, translated, hostile, several and side by side; kills and
# stops of the watcher; pings from the CGI to the page found; what a watcher fetches of its own accord.
. tests/cases/lib.sh
. tests/cases/pages.sh
ROUNDS=${ROUNDS:-1}
COMMITS=${COMMITS:-50}

read -r L1 L2 L3 _ <<<"$(languages | paste -sd' ')"
serve_pages
configure "$WORK/isoglot.conf" "[indexnow]
key = 0123456789abcdef"
reindex() { isoglot reindex "$@" >"$WORK/out" 2>"$WORK/err"; }

# ------------------------------------------------------------------ alone

write_page a.html $L1 alpha "$(alternate $L2 b.html)"
write_page b.html $L2 beta "$(alternate $L1 a.html)"
write_page c.html $L3 gamma
write_page index.html $L1 start "" '<a href="a.html">a</a> <a href="b.html">b</a> <a href="c.html">c</a>'
reindex "${SITE}a.html"; is $? 0 "a page before the first crawl"
found $L1 alpha a.html "it is found"
isoglot crawl >/dev/null && isoglot index >/dev/null; is $? 0 "the site is crawled"
found $L2 beta b.html "all of it"

write_page a.html $L1 alphatwo "$(alternate $L2 b.html)"
write_page b.html $L2 betatwo "$(alternate $L1 a.html)"
write_page c.html $L3 gammatwo
reindex "${SITE}a.html"; is $? 0 "a changed page"
found $L1 alphatwo a.html "it is found when reindex returns"
found $L1 alpha "" "its old text is not"
found $L2 betatwo b.html "its translation is fetched, too"
found $L3 gammatwo "" "and nothing else"

write_page new.html $L1 novelty
reindex "${SITE}new.html" "${SITE}c.html"; is $? 0 "two at once, one of them new"
found $L1 novelty new.html "the new one is found"
found $L3 gammatwo c.html "and the other"

write_page new.html $L1 novelty '<meta name="robots" content="noindex">'
reindex "${SITE}new.html"; is $? 0 "a page that says noindex"
found $L1 novelty "" "leaves"
write_page new.html $L1 novelty
reindex "${SITE}new.html"; is $? 0 "and says it no more"
found $L1 novelty new.html "returns"
status_of new.html '410 Gone'
reindex "${SITE}new.html"; is $? 0 "a page that is gone"
found $L1 novelty "" "leaves at once"
rm "$SITE_FOLDER/new.html.head"
reindex "${SITE}new.html"; is $? 0 "one that is there again"
found $L1 novelty new.html "returns"

isoglot remove "${SITE}new.html" >/dev/null; is $? 0 "a page is removed"
found $L1 novelty "" "it is out"
reindex "${SITE}new.html"; is $? 0 "and asked for within the same second"
found $L1 novelty new.html "it is in"

# ------------------------------------------------------------------ what is refused

reindex http://www.example.com/; is $? 1 "a foreign URL is refused"
grep -q 'www.example.com.*foreign' "$WORK/err"; ok $? "by name"
for url in no-url file:///etc/passwd ftp://127.0.0.1/ "javascript:alert(1)" ""; do
    reindex "$url"; is $? 2 "'$url' is a mistake"
done
is "$(queued)" 0 "none of them is queued"
reindex; is $? 2 "so is no URL at all"
status_of c.html '500 Internal Server Error'
reindex "${SITE}c.html" "${SITE}a.html"; is $? 1 "a URL whose server fails is refused"
grep -q "c.html: HTTP status 500" "$WORK/err"; ok $? "by name and reason"
found $L3 gammatwo c.html "its page stays"
rm "$SITE_FOLDER/c.html.head"
reindex "${SITE}nowhere.html"; is $? 1 "a page that never was is refused"
status_of a.html '302 Found' "Location: http://www.example.com/"
reindex "${SITE}a.html"; is $? 1 "a redirect to elsewhere is refused"
found $L1 alphatwo a.html "the page stays"
rm "$SITE_FOLDER/a.html.head"

# ------------------------------------------------------------------ others at work

slow_page() { write_page "$1" $L1 "$2"; status_of "$1" '200 OK' 'Content-Type: text/html; charset=utf-8' 'Sleep: 2'; }
slow_page slow.html slowly
write_page index.html $L1 start "" '<a href="a.html">a</a> <a href="b.html">b</a> <a href="c.html">c</a> <a href="slow.html">s</a>'
"${HERE[@]}" crawl >/dev/null & crawler=$!
until grep -q slow.html "$SITE_FOLDER.log"; do kill -0 $crawler || break; sleep 0.05; done 2>/dev/null
write_page a.html $L1 meanwhile "$(alternate $L2 b.html)"
reindex "${SITE}a.html"; is $? 0 "while a crawl is at work it waits"
kill -0 $crawler 2>/dev/null; is $? 1 "until that is over"
wait $crawler
found $L1 meanwhile a.html "and finds the page then"

mkdir "$WORK/handbook" && cp -r "$HANDBOOK"/{en-US,fr-FR} "$WORK/handbook"
isoglot index --base "${SITE}handbook/" "$WORK/handbook" >/dev/null 2>&1 & indexer=$!
until [ -s "$WORK/data/lock" ] || ! kill -0 $indexer; do sleep 0.02; done 2>/dev/null
write_page a.html $L1 duringindex "$(alternate $L2 b.html)"
reindex "${SITE}a.html"; is $? 0 "while an index is made"
wait $indexer; is $? 0 "which is not disturbed"
found $L1 duringindex a.html "the page is found"

write_page a.html $L1 sidea; write_page c.html $L3 sidec
"${HERE[@]}" reindex "${SITE}a.html" >/dev/null & one=$!
"${HERE[@]}" reindex "${SITE}c.html" >/dev/null & two=$!
wait $one; one=$?; wait $two; is "$one $?" "0 0" "two side by side"
found $L1 sidea a.html "both"
found $L3 sidec c.html "are found"

# ------------------------------------------------------------------ a watcher

ledger() { sqlite3 -cmd ".timeout 5000" "$WORK/data/ledger.db" "$1"; }
start_watch() {
    "${HERE[@]}" watch >"$WORK/watch" 2>"$WORK/watch.err" & WATCH=$!
    until grep -q watching "$WORK/watch"; do kill -0 $WATCH || break; sleep 0.05; done
}
stop_watch() {
    SECONDS=0
    kill -TERM $WATCH
    wait $WATCH 2>/dev/null; WATCH_STATUS=$?
}
write_page a.html $L1 watched
start_watch
reindex "${SITE}a.html"; is $? 0 "a watcher does what is asked"
grep -q "^reindexed '${SITE}a.html'$" "$WORK/watch"; ok $? "and says so"
found $L1 watched a.html "the page is found"
write_page fresh.html $L1 zqfresh
write_page c.html $L3 linking "" '<a href="fresh.html">f</a>'
reindex "${SITE}c.html"
eventually found_now $L1 zqfresh fresh.html; ok $? "a page that is linked from it is found soon"
reindex http://www.example.com/; is $? 1 "a foreign URL is refused"
write_page a.html $L1 manya; write_page c.html $L3 manyc
pids=
for i in 1 2 3 4 5; do for p in a c; do "${HERE[@]}" reindex "${SITE}$p.html" >/dev/null & pids="$pids $!"; done; done
bad=0; for pid in $pids; do wait "$pid" || bad=$((bad + 1)); done
is $bad 0 "ten orders side by side"
found $L1 manya a.html "are done"
isoglot crawl >/dev/null 2>"$WORK/err"; is $? 3 "a crawl leaves while it watches"
grep -q 'already running' "$WORK/err"; ok $? "and says why"

slow_page slow.html slower
"${HERE[@]}" reindex "${SITE}slow.html" >/dev/null 2>&1 & order=$!
: >"$SITE_FOLDER.log"
until grep -q slow.html "$SITE_FOLDER.log" || [ "$(queued)" = 1 ]; do sleep 0.05; done
sleep 0.5
kill -TERM $order; wait $order 2>/dev/null; is $? 3 "an order that is stopped while it waits says that it failed"
stop_watch; is "$WATCH_STATUS $((SECONDS < 5))" "0 1" "a watcher that is stopped in the middle ends within 5 s"
is "$(queued)" 1 "what it was fetching stays queued"
rm "$SITE_FOLDER/slow.html.head"
start_watch
eventually found_now $L1 slower slow.html; ok $? "the next one finishes it"
nothing_queued() { [ "$(queued)" = 0 ]; }
eventually nothing_queued; ok $? "and the queue is empty"
stop_watch

for ((i = 0; i < ROUNDS; i++)); do
    start_watch
    for p in 1 2 3 4; do write_page kill$p.html $L1 "kill$p round$i"; done
    "${HERE[@]}" reindex "${SITE}"kill{1,2,3,4}.html >/dev/null 2>&1 & order=$!
    sleep "$(LC_ALL=C awk -v r=$RANDOM 'BEGIN { print r / 32768 * 0.6 }')"
    kill -9 $WATCH; wait $WATCH 2>/dev/null
    wait $order; is $? 0 "kill $((i + 1)) of a watcher: the order is done all the same"
    is "$(search $L1 "kill1 round$i" | head -1)" "${SITE}kill1.html" "its pages are found"
done
isoglot check >"$WORK/check" 2>&1; ok $? "ledger and indexes agree"

sqlite3 "$WORK/data/ledger.db" "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
    INSERT INTO queue(url, source, key, key_location, queued_at) SELECT 'http://www.example.com/' || i, 1, 'k', '', 1 FROM n"
reindex "${SITE}a.html"; is $? 1 "a queue with 10,000 URLs takes no more"
grep -q 'queue is full' "$WORK/err"; ok $? "and says so"
sqlite3 "$WORK/data/ledger.db" "DELETE FROM queue"

# ------------------------------------------------------------------ pings

KEY=0123456789abcdef
"${HERE[@]}" serve >"$WORK/url" 2>/dev/null &
until [ -s "$WORK/url" ]; do sleep 0.05; done
SEARCH=$(cat "$WORK/url")
until curl -so /dev/null --noproxy '*' "${SEARCH%search}style.css"; do sleep 0.05; done
ping_page() { curl -sG --noproxy '*' -o /dev/null -w '%{http_code}' "${SEARCH%search}indexnow" -d key=$KEY --data-urlencode "url=$SITE$1" "${@:2}"; }
drained() { [ "$(queued)" = 0 ]; }
start_watch
write_page ping.html $L1 pinged
: >"$SITE_FOLDER.log"
is "$(ping_page ping.html)" 202 "a ping without a key file on the host is received"
eventually drained; ok $? "and looked at"
grep -q "ping.html': its key is not at" "$WORK/watch"; ok $? "it is not believed"
echo wrong >"$SITE_FOLDER/$KEY.txt"
ping_page ping.html >/dev/null; eventually drained
status_of $KEY.txt '302 Found' "Location: ${SITE}elsewhere.txt"
echo $KEY >"$SITE_FOLDER/elsewhere.txt"
ping_page ping.html >/dev/null; eventually drained
grep -q elsewhere.txt "$SITE_FOLDER.log"; is $? 1 "a redirect of the key file is not followed"
status_of $KEY.txt '404 Not Found'; echo $KEY >"$SITE_FOLDER/$KEY.txt"
ping_page ping.html >/dev/null; eventually drained
is "$(ping_page ping.html -d keyLocation=http://www.example.com/$KEY.txt)" 422 "a key file on another host is refused at once"
sqlite3 "$WORK/data/ledger.db" "INSERT INTO queue(url, source, key, key_location, queued_at)
    VALUES ('${SITE}ping.html', 1, '$KEY', 'http://127.0.0.1:1/$KEY.txt', 1)"
eventually drained
is "$(grep -c 'ping.html' "$SITE_FOLDER.log")" 0 "the page is never fetched for a wrong, redirected, missing or foreign key"
is "$(grep -c "pinged: '${SITE}ping.html': its key is not at" "$WORK/watch")" 5 "each of five pings is refused"
rm "$SITE_FOLDER/$KEY.txt.head"
is "$(ping_page ping.html)" 202 "a ping with its key"
eventually found_now $L1 pinged ping.html; ok $? "makes the page found"

stop_watch

# Each commit changes the text from one whole answer to another.
write_page ping.html $L1 "pinged zqcommits"
reindex "${SITE}ping.html"
while [ ! -e "$WORK/enough" ]; do
    curl -s --noproxy '*' -w '%{http_code}\n' -o "$WORK/answer" "$SEARCH?q=zqcommits&lang=$L1&format=json" >>"$WORK/codes"
    jq -r '.results | length' "$WORK/answer" >>"$WORK/answers" 2>&1
done & asker=$!
bad=0
for ((i = 0; i < COMMITS; i++)); do
    write_page ping.html $L1 "pinged zqcommits number$i"
    isoglot reindex "${SITE}ping.html" >/dev/null 2>&1 || bad=$((bad + 1))
done
touch "$WORK/enough"; wait $asker
is $bad 0 "$COMMITS pages are changed while searches go on"
is "$(sort -u "$WORK/codes" | paste -sd' ')" 200 "no search fails"
is "$(sort -u "$WORK/answers" | paste -sd' ')" 1 "every answer is whole, of $(wc -l <"$WORK/answers")"

# ------------------------------------------------------------------ what is due


isoglot crawl >/dev/null; isoglot index >/dev/null
write_page late.html $L1 belated
write_page a.html $L1 lastmodded; write_page b.html $L2 overdue; write_page c.html $L3 notyet
write_sitemap late.html "a.html=$(date -u -d '+1 hour' +%FT%TZ)" "c.html=2001-01-01"
: >"$SITE_FOLDER.log"
start_watch
sleep 1
is "$(grep -c /sitemap.xml "$SITE_FOLDER.log")" 0 "sitemaps that were read within the hour are not read again"
stop_watch
ledger "UPDATE host SET robots_at=robots_at-3601; UPDATE crawl SET due_at=1 WHERE id=(SELECT id FROM url WHERE url='${SITE}b.html')"
start_watch
eventually found_now $L1 belated late.html; ok $? "after an hour a watcher finds a page that a sitemap names"
eventually found_now $L1 lastmodded a.html; ok $? "and one with a newer lastmod"
eventually found_now $L2 overdue b.html; ok $? "and one whose time has come"
grep -q c.html "$SITE_FOLDER.log"; is $? 1 "but not one that is not due"
is "$(grep -c /sitemap.xml "$SITE_FOLDER.log")" 1 "the sitemap is read once"
stop_watch

for text in one two one two one two; do
    write_page c.html $L3 "toggled$text"
    reindex "${SITE}c.html"
done
found $L3 toggledtwo c.html "a page that changes to and fro is believed"

# A crawl that writes all the time lets others write, too.
for ((i = 0; i < 200; i++)); do echo "<a href=\"busy/$i.html\">$i</a>"; write_page busy/$i.html $L1 busy$i; done >"$WORK/links"
write_page index.html $L1 start "" "$(cat "$WORK/links")"
sed -i 's/^delay_ms.*/delay_ms = 20/' "$WORK/isoglot.conf"
"${HERE[@]}" crawl >/dev/null & crawler=$!
until grep -q busy/9.html "$SITE_FOLDER.log"; do kill -0 $crawler || break; sleep 0.05; done
is "$(for i in 1 2 3; do ping_page busy/new$i.html; done)" 202202202 "pings are received while a crawl writes all the time"
kill -0 $crawler; ok $? "which is still at work"
wait $crawler
sed -i 's/^delay_ms.*/delay_ms = 0/' "$WORK/isoglot.conf"
ledger "DELETE FROM queue"

# ------------------------------------------------------------------ moves

write_page moved.html $L1 movedpage
reindex "${SITE}moved.html"
write_page target.html $L1 targetpage
status_of moved.html '301 Moved Permanently' "Location: /target.html"
reindex "${SITE}moved.html"
found $L1 targetpage target.html "of a page that has moved the new place is found"
found $L1 movedpage "" "and the old one is not"
isoglot check >"$WORK/check" 2>&1; ok $? "ledger and indexes agree in the end"
finish
