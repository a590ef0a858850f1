#!/bin/bash
# More visitors at once than can be answered, by FastCGI: as many as may wait are answered, the others are told to come later, at
# once, though nobody serves meanwhile.
. tests/cases/lib.sh
. tests/cases/servers.sh

install_here
cat >"$THERE/etc/isoglot.conf" <<C
[site]
data = $THERE/data
start = http://www.example.org/
C
for l in $(languages); do
    printf '{"url":"http://www.example.org/%s","lang":"%s","title":"Page","text":"satellite, the text of a page"}\n' "$l" "$l"
done | "$THERE/bin/isoglot" --config "$THERE/etc/isoglot.conf" index --no-learn - >/dev/null 2>&1
ok $? "there are pages"
chmod -R a+rwX "$THERE/data"
WAITING=$(sed -n 's/^#define LIMIT_WAITING \([0-9]*\).*/\1/p' shim/limits.h)
LANGUAGE=$(languages | tail -1)

# Those who serve, by what the process above them and at the door are not.
serving() {
    for pid in $(pgrep -f "^$THERE/lib/cgi-bin/isoglot.cgi"); do
        [ "$(cat /proc/"$pid"/comm)" = isoglot.door ] || [ -n "$(pgrep -P "$pid")" ] || echo "$pid"
    done
}
# crowd N: begins to ask, with nobody serving; the first line of what it says is in $WORK/crowd.
crowd() {
    kill -STOP $STOPPED
    : >"$WORK/crowd"
    mkfifo "$WORK/go"
    python3 tests/cases/load.py "$SERVER/find/search?q=satellite" "$1" "$LANGUAGE" <"$WORK/go" >"$WORK/crowd" 2>&1 &
    CROWD=$!
    exec 9>"$WORK/go"
    for _ in $(seq 300); do grep -q '^#' "$WORK/crowd" && break; sleep 0.1; done
    head -2 "$WORK/crowd" | grep '^#'
}
# dissolve: serves them.
dissolve() {
    kill -CONT $STOPPED
    echo go >&9
    exec 9>&-
    wait $CROWD
    rm "$WORK/go"
}

for server in lighttpd nginx; do
    start_server "$server"; ok $? "$server starts"
    STOPPED=$(serving)
    [ -n "$STOPPED" ]; ok $? "$server: there are some who serve"
    crowd $((WAITING + 44))
    is "$(head -1 "$WORK/crowd")" "refused 44" "$server: while nobody serves, who is too much is refused at once, in his language"
    dissolve
    is "$(sed 1,2d "$WORK/crowd" | paste -sd ' ')" "200 $WAITING 503 44" "$server: all others are answered"

    crowd 200
    is "$(head -1 "$WORK/crowd")" "refused 0" "$server: of 200 nobody is refused"
    [ "$server" = nginx ] && kill "$FASTCGI_PID" && sleep 0.3
    dissolve
    if [ "$server" = nginx ]; then
        is "$(sed 1,2d "$WORK/crowd" | paste -sd ' ')" "200 200" "$server: who waits when it is told to end is still answered"
        wait "$FASTCGI_PID"
        is $? 0 "$server: and then it ends"
    else
        is "$(sed 1,2d "$WORK/crowd" | paste -sd ' ')" "200 200" "$server: and all are answered"
    fi
    stop_server
done
finish
