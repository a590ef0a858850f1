#!/bin/bash
# Figures of `make bench-load`: searches on PAGES pages (10,000) of one language under lighttpd, by FastCGI and by CGI, beside
# Omega's CGI on the same pages in the same run: requests per second and milliseconds; 200 at once for SECONDS (60) while a
# page is committed every second; 2,000 at once, the refused apart from the answered, who ask again at once or after the
# seconds that Retry-After says; beside it a file of the server's own. The searches are 200 that come again and again, or such
# that each comes once, by a parameter that means nothing, so that no answer can have been kept. Nothing is asserted. 503:
# refused; failed: any other status, or no answer.
set -eu
. tests/site/site.sh
work=$(mktemp -d)
trap 'kill $server $committer 2>/dev/null; rm -rf "$work"' EXIT
server= committer=
PAGES=${PAGES:-10000}
SECONDS_EACH=${SECONDS_EACH:-10}
AT_ONCE_S=${AT_ONCE_S:-60}
BUILD=$(cd "$BUILD" && pwd)
perl tests/bench/query.pl pages "$PAGES" en-US >"$work/pages.jsonl"
perl tests/bench/query.pl topics 200 en-US | cut -f 2 | python3 -c 'import sys, urllib.parse
for line in sys.stdin: print(urllib.parse.quote_plus(line.strip()))' >"$work/words"
for i in $(seq 200); do sed "s/$/&once=$i/" "$work/words"; done | shuf --random-source=/dev/zero >"$work/once"
"$BUILD/isoglot" --data "$work/data" index --no-learn "$work/pages.jsonl" >"$work/log" 2>&1
printf 'url : field=url boolean=Q unique=Q\ntitle : field=caption index=S weight=2 index\ntext : field=sample index\n' >"$work/omega.index"
jq -r '"url=\(.url)\ntitle=\(.title // "" | gsub("\n"; " "))\ntext=\(.text | gsub("\n"; "\n="))\n"' "$work/pages.jsonl" |
    scriptindex "$work/default" "$work/omega.index" >/dev/null
printf 'database_dir %s\ntemplate_dir /var/lib/xapian-omega/templates\nlog_dir /tmp\ncdb_dir /tmp\n' "$work" >"$work/omega.conf"
port=$(free_port)
cat >"$work/lighttpd.conf" <<C
server.document-root = "$work"
server.bind = "127.0.0.1"
server.port = $port
server.max-connections = 3000
server.max-fds = 8192
server.modules = ( "mod_alias", "mod_setenv", "mod_cgi", "mod_fastcgi" )
fastcgi.server = ( "/fast" => (( "bin-path" => "$BUILD/isoglot.cgi", "socket" => "$work/socket", "max-procs" => 1,
    "check-local" => "disable", "listen-backlog" => 4096, "bin-environment" => ( "ISOGLOT_DATA" => "$work/data" ) )))
alias.url = ( "/cgi/" => "$BUILD/isoglot.cgi/", "/omega" => "/usr/lib/cgi-bin/omega/omega" )
\$HTTP["url"] =~ "^/(cgi|omega)" { cgi.assign = ( "" => "" ) }
setenv.set-environment = ( "ISOGLOT_DATA" => "$work/data", "OMEGA_CONFIG_FILE" => "$work/omega.conf" )
C
ulimit -n 8192
PATH=$PATH:/usr/sbin lighttpd -D -f "$work/lighttpd.conf" >"$work/server.log" 2>&1 &
server=$!
for _ in $(seq 100); do curl -s --noproxy '*' -o /dev/null "http://127.0.0.1:$port/fast/healthz" && break; sleep 0.1; done

# run NAME ADDRESS CONNECTIONS SECONDS [WORDS]
run() {
    NAME=$1 ADDRESS=$2 WORDS=$work/${5:-words} wrk -t 2 -c "$3" -d "$4" --timeout 30 -s tests/bench/load.lua "http://127.0.0.1:$port" |
        grep -F "$1" || echo "$1 failed"
}
FAST='/fast/search?lang=en&q=' CGI='/cgi/search?lang=en&q=' OMEGA='/omega?P='
printf '%-34s %8s %8s %8s %8s %8s %7s %7s\n' "$PAGES pages" 'per s' p50_ms p95_ms p99_ms requests 503 failed
for _ in 1 2; do
    run "FastCGI, 8 at once" "$FAST" 8 "$SECONDS_EACH"
    run "FastCGI, 8 at once, each once" "$FAST" 8 "$SECONDS_EACH" once
    run "CGI, 8 at once" "$CGI" 8 "$SECONDS_EACH"
    run "Omega's CGI, 8 at once" "$OMEGA" 8 "$SECONDS_EACH"
done
(
    for i in $(seq 10000); do
        printf '{"url":"http://new.example/%d","lang":"en","title":"New %d","text":"a new page about packages"}\n' "$i" "$i" |
            "$BUILD/isoglot" --data "$work/data" index --no-learn - >/dev/null 2>>"$work/log" && echo "$i" >"$work/commits"
        sleep 1
    done
) &
committer=$!
run "FastCGI, 200 at once, commits" "$FAST" 200 "$AT_ONCE_S"
run "CGI, 200 at once, commits" "$CGI" 200 "$AT_ONCE_S"
echo "$(cat "$work/commits") commits meanwhile"
kill $committer

# many NAME PATH WORDS PAUSE_MS: 2,000 at once
many() { "$BUILD/tests/load" "$1" "$port" "$2" "$3" 2000 "$SECONDS_EACH" "$4"; }
echo '?' >"$work/nothing"
head -c 1000 "$work/words" >"$work/file.html"
printf '\n%-34s %6s %8s %8s %8s %8s %8s %8s\n' "2,000 at once" status answers 'per s' p50_ms p95_ms p99_ms most
many "a file" /file.html "$work/nothing" 0
sleep 2
many "FastCGI, again at once" "$FAST" "$work/once" 0
sleep 2
many "FastCGI, again after 5 s" "$FAST" "$work/once" 5000
