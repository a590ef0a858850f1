#!/bin/bash
# What keeps the data small over months: live indexes are compacted, feeds that are superseded removed.
. tests/cases/lib.sh

size() { cat "$DATA"/index/fr/current/* | wc -c; }
answers() { "$ISOGLOT" --data "$1" search --lang fr --format trec paquet | cut -d ' ' -f 1-4; }

DATA=$WORK/data
index() { "$ISOGLOT" --data "$DATA" index --base http://handbook.example/ "$WORK/pages" >"$WORK/log" 2>&1; }
mkdir "$WORK/pages" && cp -r "$HANDBOOK/fr-FR" "$WORK/pages/"
index
compact=$(size)
# The pages come in another order of words each time, so that every block is written again.
for round in 1 2 3 4; do
    for f in "$WORK"/pages/fr-FR/*.html; do echo "<p>tour $round $(basename "$f" .html)" >>"$f"; done
    index
    [ "$(readlink "$DATA/index/fr/current")" = gen-1 ] || break
done
ok $((compact < 1)) "the index has a size"
is "$(readlink "$DATA/index/fr/current")" gen-2 "an index that has grown is compacted into a new generation"
[ "$(size)" -lt $((compact * 13 / 10)) ]
ok $? "and is about as small as a new one"
is "$(ls "$DATA/index/fr" | grep -c '^gen-')" 2 "the generation before it is kept, no other"
"$ISOGLOT" --data "$WORK/anew" index --no-learn --base http://handbook.example/ "$WORK/pages" >"$WORK/log" 2>&1
answers "$WORK/anew" >"$WORK/wanted"
[ -s "$WORK/wanted" ] && answers "$DATA" | diff - "$WORK/wanted" >/dev/null
ok $? "and answers as a new one"
"$ISOGLOT" --data "$DATA" check >/dev/null
ok $? "ledger and indexes agree"

# Feeds.
mkdir "$WORK/site"
cp "$HANDBOOK"/en-US/sect.apt-*.html "$WORK/site/"
(cd "$WORK/site" && for f in *.html; do echo "<a href=\"$f\">$f</a>"; done >index.html)
serve_folder "$WORK/site"
DATA=$WORK/crawled
cat >"$WORK/isoglot.conf" <<C
[site]
start = $SITE
data = crawled
[crawl]
delay_ms = 0
C
run() { "$ISOGLOT" --config "$WORK/isoglot.conf" "$@" >"$WORK/log" 2>&1; }
feeds() { ls "$DATA/feed" | wc -l; }
run crawl && run index
is "$(feeds)" 1 "a crawl leaves a file of the feed"
sleep 1.1
run crawl --no-keep-feed && run index
is "$(feeds)" 2 "what still counts is kept"
sleep 1.1
for f in "$WORK"/site/*.html; do echo "<p>changed" >>"$f"; done
run crawl && run index
is "$(feeds)" 3 "by default everything is kept"
sleep 1.1
run crawl --no-keep-feed
is "$(feeds)" 2 "files in which every page is superseded are removed"
"$ISOGLOT" --data "$DATA" search --lang en --format trec apt >"$WORK/live"
"$ISOGLOT" --data "$WORK/again" index "$DATA"/feed/*.warc.gz >/dev/null 2>&1
"$ISOGLOT" --data "$WORK/again" search --lang en --format trec apt | diff - "$WORK/live" >/dev/null
ok $? "and what is left gives the same index"
finish
