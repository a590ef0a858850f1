#!/bin/bash
# SIGKILL at random moments of `index`: nothing acknowledged is lost, nothing is in two languages, no manual step.
. tests/cases/lib.sh
ROUNDS=${ROUNDS:-12}

copy_handbook "$WORK/pages"
: >"$WORK/before"
bad=0
for ((i = 0; i < ROUNDS; i++)); do
    mode=$([ $((i % 3)) = 2 ] && echo --rebuild)
    "$ISOGLOT" --data "$WORK/data" index $mode --base http://handbook.example/ "$WORK/pages" >/dev/null 2>&1 &
    sleep "$(awk -v r=$RANDOM 'BEGIN { print r / 32768 * 4 }')"
    kill -9 $! 2>/dev/null
    wait $! 2>/dev/null
    if [ -e "$WORK/data/ledger.db" ]; then
        "$ISOGLOT" --data "$WORK/data" check >"$WORK/check" 2>&1 || { bad=$((bad + 1)); sed 's/^/# /' "$WORK/check" | head -5; }
        sqlite3 "$WORK/data/ledger.db" "SELECT url FROM url WHERE indexed_lang<>'' ORDER BY url" >"$WORK/after"
        lost=$(comm -23 "$WORK/before" "$WORK/after" | wc -l)
        [ "$lost" = 0 ] || { bad=$((bad + 1)); echo "# $lost acknowledged pages lost"; }
        cp "$WORK/after" "$WORK/before"
    fi
done 2>/dev/null
is $bad 0 "$ROUNDS kills: check is clean, no acknowledged page is lost"
"$ISOGLOT" --data "$WORK/data" index --base http://handbook.example/ "$WORK/pages" >"$WORK/out" 2>&1
is $? 0 "the next index finishes without a manual step"
is "$(sqlite3 "$WORK/data/ledger.db" "SELECT count(*) FROM url WHERE indexed_lang<>''")" 762 "all pages are indexed"
"$ISOGLOT" --data "$WORK/data" check >/dev/null
is $? 0 "check is clean at the end"
"$ISOGLOT" --data "$WORK/data" index --no-learn --base http://handbook.example/ "$WORK/pages" >/dev/null 2>&1 &
sleep 0.3
"$ISOGLOT" --data "$WORK/data" index --no-learn --base http://handbook.example/ "$WORK/pages" >/dev/null 2>"$WORK/err"
is $? 3 "a second indexer leaves"
grep -q "already running, pid $!" "$WORK/err"
ok $? "and says who is running"
wait
finish
