#!/bin/bash
# Pages that are one page in several languages: a real site without hreflang, what a feed says, what `status --clusters` tells,
# changes by reindex and remove, the configured patterns, a watcher, and kills in the middle of clustering.
. tests/cases/lib.sh
. tests/cases/pages.sh
ROUNDS=${ROUNDS:-12}

read -r L1 L2 L3 _ <<<"$(languages | paste -sd' ')"
# together DATA URL: the members of its cluster, "lang url", as one line.
together() { "$ISOGLOT" --data "$1" status --format json --clusters "$2" | jq -r '[.members[] | "\(.lang) \(.url)"] | join(" ")'; }
id_of() { "$ISOGLOT" --data "$1" status --format json --clusters "$2" | jq .cluster; }

# ------------------------------------------------------------------ a real site: its URLs are all there is

DATA=$WORK/handbook
copy_handbook "$WORK/pages"
"$ISOGLOT" --data "$DATA" index --no-learn --base http://handbook.example/ "$WORK/pages" >/dev/null
names=$(ls "$WORK/pages/${EDITIONS%% *}" | wc -l)
"$ISOGLOT" --data "$DATA" status --clusters --format json >"$WORK/all"
is "$(jq -r '[.members[].url | sub(".*/"; "")] | unique | length' "$WORK/all" | sort | uniq -c | tr -s ' ')" " $names 1" \
   "no cluster has pages of two names"
is "$(jq -r '.members | length' "$WORK/all" | sort | uniq -c | tr -s ' ')" " $names $(wc -w <<<"$EDITIONS")" "each has all editions"
is "$(jq -r '.members[] | select(.lang != .index).lang' "$WORK/all" | wc -l)" \
   "$(sqlite3 "$DATA/ledger.db" "SELECT count(*) FROM url WHERE purity=2")" "untranslated pages are members, in another index"
"$ISOGLOT" --data "$DATA" status --clusters "http://handbook.example/${EDITIONS%% *}/index.html" >"$WORK/text"
grep -q "^pattern  *0.500  http://handbook.example/${EDITIONS%% *}/index.html -- " "$WORK/text"; ok $? "as text, with the evidence"
grep -q "index.html  missing-lang: " "$WORK/text"; ok $? "and what is wrong with its pages"
"$ISOGLOT" --data "$DATA" status --clusters http://handbook.example/nowhere 2>"$WORK/err"; is $? 1 "a URL in no cluster is refused"
grep -q "'http://handbook.example/nowhere' is in no cluster" "$WORK/err"; ok $? "by name"
"$ISOGLOT" --data "$DATA" status http://handbook.example/ 2>/dev/null; is $? 2 "a URL without --clusters is a mistake"

# ------------------------------------------------------------------ kills

snapshot() { sqlite3 "$DATA/ledger.db" "SELECT * FROM member; SELECT * FROM edge; SELECT id FROM cluster; SELECT * FROM pattern"; }
snapshot >"$WORK/before"
bad=0
for ((i = 0; i < ROUNDS; i++)); do
    sqlite3 "$DATA/ledger.db" "DELETE FROM edge WHERE a%7=$((i % 7)); UPDATE url SET fetched_at=fetched_at WHERE indexed_lang<>''"
    "$ISOGLOT" --data "$DATA" remove http://handbook.example/nowhere 2>/dev/null &
    sleep "$(awk -v r=$RANDOM 'BEGIN { print r / 32768 * 0.25 }')"
    kill -9 $! 2>/dev/null
    wait $! 2>/dev/null
    dirty=$(sqlite3 "$DATA/ledger.db" "SELECT count(*) FROM dirty")
    snapshot | cmp -s - "$WORK/before" || [ "$dirty" -gt 0 ] || bad=$((bad + 1))
    [ "$(sqlite3 "$DATA/ledger.db" "SELECT count(*) FROM member")" = $((names * $(wc -w <<<"$EDITIONS"))) ] || bad=$((bad + 1))
done 2>/dev/null
is $bad 0 "$ROUNDS kills: what was not finished is still to be done, and no page is without its cluster"
"$ISOGLOT" --data "$DATA" remove http://handbook.example/nowhere 2>/dev/null; is $? 1 "the next command that writes"
snapshot | cmp - "$WORK/before"; ok $? "finishes: the same clusters under the same ids"

"$ISOGLOT" --data "$DATA" index --no-learn --rebuild >/dev/null; is $? 0 "a rebuild"
snapshot | cmp - "$WORK/before"; ok $? "gives them, too"

# ------------------------------------------------------------------ a feed that names clusters

DATA=$WORK/feed
page() { printf '{"url": "http://feed.example/%s", "lang": "%s", "text": "word %s", "group": "%s"}\n' "$1" "$2" "$1" "$3"; }
{ page a $L1 g; page b $L2 g; page c $L1 h; page d $L2 h; } >"$WORK/feed.jsonl"
"$ISOGLOT" --data "$DATA" index --no-learn "$WORK/feed.jsonl" >/dev/null
is "$(together "$DATA" http://feed.example/a)" "$L1 http://feed.example/a $L2 http://feed.example/b" "a group is a cluster"
id=$(id_of "$DATA" http://feed.example/a)
{ page b $L2 h; page d $L2 g; page e $L3 g; } >"$WORK/feed.jsonl"
"$ISOGLOT" --data "$DATA" index --no-learn "$WORK/feed.jsonl" >/dev/null
is "$(together "$DATA" http://feed.example/e)" "$(printf '%s\n' "$L1 http://feed.example/a" "$L2 http://feed.example/d" \
   "$L3 http://feed.example/e" | sort | paste -sd' ')" "later versions change groups"
is "$(id_of "$DATA" http://feed.example/a)" "$id" "the cluster keeps its id"
"$ISOGLOT" --data "$DATA" remove http://feed.example/d
is "$(together "$DATA" http://feed.example/e)" "$(printf '%s\n' "$L1 http://feed.example/a" "$L3 http://feed.example/e" | sort |
   paste -sd' ')" "a page that is removed leaves its cluster"

# ------------------------------------------------------------------ a site that changes

DATA=$WORK/data
serve_pages
configure "$WORK/isoglot.conf" "[language]
pattern = /page-{one,two}."
write_page a.html $L1 alpha
write_page b.html $L2 beta
write_page page-one.html $L1 gamma
write_page page-two.html $L2 delta
write_page index.html $L3 start "" '<a href="a.html">a</a> <a href="b.html">b</a> <a href="page-one.html">1</a> <a href="page-two.html">2</a>'
isoglot crawl >/dev/null && isoglot index --no-learn >/dev/null; is $? 0 "a site is crawled"
is "$(together "$DATA" "${SITE}page-one.html")" "$(printf '%s\n' "$L1 ${SITE}page-one.html" "$L2 ${SITE}page-two.html" | sort |
   paste -sd' ')" "a configured pattern joins what nobody could guess"
write_page page-one.html $L1 gammatwo
write_page page-two.html $L2 deltatwo
isoglot reindex "${SITE}page-one.html" >/dev/null
found $L2 deltatwo page-two.html "reindex fetches what is in the cluster of a page"
is "$(together "$DATA" "${SITE}a.html")" "$L1 ${SITE}a.html" "two pages of which nothing is said"
write_page a.html $L1 alpha "$(alternate $L2 b.html)"
write_page b.html $L2 beta "$(alternate $L1 a.html)"
isoglot reindex "${SITE}a.html" "${SITE}b.html" >/dev/null
BOTH=$(printf '%s\n' "$L1 ${SITE}a.html" "$L2 ${SITE}b.html" | sort | paste -sd' ')
is "$(together "$DATA" "${SITE}a.html")" "$BOTH" "name each other, and are together when reindex returns"
is "$(isoglot status --format json --clusters "${SITE}a.html" | jq -r '.edges[0].evidence')" reciprocal "by the best evidence there is"
is "$(isoglot status --format json --clusters "${SITE}a.html" | jq -r '[.defects[].code] | unique | join(" ")')" missing-self \
   "neither names itself"
write_page a.html $L1 alpha "$(alternate $L1-UK a.html)"
write_page b.html $L2 beta
isoglot reindex "${SITE}a.html" >/dev/null
is "$(together "$DATA" "${SITE}a.html")" "$L1 ${SITE}a.html" "with the alternates the cluster goes"
is "$(isoglot status --format json --clusters "${SITE}a.html" | jq -r '.defects[].code')" alternate-code "and with them their defects"
write_page a.html $L1 alpha "" "<a href='b.html'>$(sed -n 's/^ *\.name = "\(.*\)",.*/\1/p' "langs/$L2/profile.c")</a>"
isoglot reindex "${SITE}a.html" >/dev/null
is "$(together "$DATA" "${SITE}a.html")" "$BOTH" "a language bar is evidence, too"

sqlite3 "$DATA/ledger.db" "DELETE FROM member; INSERT INTO dirty(page) SELECT id FROM url"
"${HERE[@]}" watch >"$WORK/watch" 2>&1 & WATCH=$!
eventually grep -q watching "$WORK/watch"
is "$(together "$DATA" "${SITE}a.html")" "$BOTH" "a watcher finishes what was left before it begins"
table_is_new() { [ "$DATA/clusters" -nt "$DATA/ledger.db" ] && [ "$DATA/clusters" -nt "$DATA/ledger.db-wal" ]; }
sqlite3 "$DATA/ledger.db" "UPDATE cluster SET authority=1"
eventually table_is_new; ok $? "and while it has nothing to do it makes the table that searches read"
kill -TERM $WATCH
wait $WATCH
finish
