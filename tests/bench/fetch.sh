#!/bin/bash
# Time of fetching 5,000 pages of 10 kB from lighttpd on this machine, 8 at a time, beside curl and wget on the same list.
. tests/cases/lib.sh
export no_proxy='*'
PAGES=5000
WIDTH=8

mkdir -p "$WORK/site" "$WORK/out"
for i in $(seq $PAGES); do head -c 7500 /dev/urandom | base64 -w 0 | head -c 10000 >"$WORK/site/$i.html"; done
serve_folder "$WORK/site"
for i in $(seq $PAGES); do echo "$SITE$i.html"; done >"$WORK/urls"
sed "s|.*/\(.*\)|url = &\noutput = $WORK/out/\1|" "$WORK/urls" >"$WORK/curl.conf"

# timed NAME COMMAND: the best of three, in pages a second.
timed() {
    local name=$1 best=
    shift
    for _ in 1 2 3; do
        local seconds
        seconds=$( { TIMEFORMAT='%R %U %S'; time "$@" >"$WORK/said" 2>&1; } 2>&1)
        [ -z "$best" ] || [ "${seconds%% *}" \< "${best%% *}" ] && best=$seconds
    done
    echo "$best" | awk -v name="$name" -v n=$PAGES '{ printf "%-28s %6.2f s %7.0f pages/s  processor %.2f s\n", name, $1, n / $1, $2 + $3 }'
}
isoglot_fetch() { "$BUILD/tests/fetch" "$1" <"$WORK/urls"; }

timed "isoglot, $WIDTH at a time" isoglot_fetch $WIDTH
cat "$WORK/said"
timed "isoglot, one at a time" isoglot_fetch 1
timed "curl --parallel, $WIDTH at a time" curl -s --noproxy '*' --parallel --parallel-max $WIDTH -K "$WORK/curl.conf"
timed "wget, one at a time" wget -q --no-proxy -i "$WORK/urls" -O /dev/null
