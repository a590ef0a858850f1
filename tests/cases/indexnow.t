#!/bin/bash
# Pings: through lighttpd with curl, through the CGI by hand with an environment of its own, side by side, and with the
# public suite of JSON texts.
. tests/cases/lib.sh

KEY=0123456789abcdef0123456789abcdef
cat >"$WORK/isoglot.conf" <<C
[site]
data = data
start = http://www.example.org/
[indexnow]
key = $KEY
C
mkdir "$WORK/data"
queue() { sqlite3 "$WORK/data/ledger.db" "SELECT $1 FROM queue"; }
ping_of() { printf '{"host":"www.example.org","key":"%s","urlList":[%s]}' "$KEY" "$1"; }

# cgi VARIABLE…: the program by hand, its body on standard input; the status is in STATUS, all of it in $WORK/reply.
cgi() {
    env -i ISOGLOT_CONFIG="$WORK/isoglot.conf" PATH_INFO=/indexnow "$@" "$BUILD/isoglot.cgi" >"$WORK/reply" 2>"$WORK/log"
    STATUS=$(sed -n '1s/^Status: \([0-9]*\) .*/\1/p' "$WORK/reply")
}
has_header() { tr -d '\r' <"$WORK/reply" | sed '/^$/q' | grep -qx "$1"; ok $? "with $1"; }

# ------------------------------------------------------------------ by hand

GOOD="url=http%3A%2F%2Fwww.example.org%2Fby-hand&key=$KEY"
cgi QUERY_STRING="$GOOD" REQUEST_METHOD=GET </dev/null; is "$STATUS" 202 "a GET is received"
is "$(queue url)" http://www.example.org/by-hand "and waits in the queue of a ledger that is new"
cgi QUERY_STRING="$GOOD" </dev/null; is "$STATUS" 202 "once more, without a REQUEST_METHOD"
is "$(queue 'count(*)')" 1 "it is not queued twice"
cgi </dev/null; is "$STATUS" 400 "no QUERY_STRING at all"
cgi QUERY_STRING= </dev/null; is "$STATUS" 400 "an empty one"
cgi QUERY_STRING="$GOOD&x=$(head -c 100000 /dev/zero | tr '\0' a)" </dev/null; is "$STATUS" 414 "one of 100 KB"
cgi QUERY_STRING="$GOOD&key=$KEY" </dev/null; is "$STATUS" 400 "the key twice"
cgi QUERY_STRING="${GOOD%?}" </dev/null; is "$STATUS" 403 "a wrong key"
cgi QUERY_STRING="$GOOD&keyLocation=http://127.0.0.1/k.txt" </dev/null; is "$STATUS" 422 "a key file elsewhere"
for method in HEAD PUT DELETE OPTIONS TRACE get '' "$(printf 'GET\r\nX: y')"; do
    cgi REQUEST_METHOD="$method" QUERY_STRING="$GOOD" CONTENT_LENGTH=2 <<<'{}'
    is "$STATUS" 405 "method '${method%%$'\r'*}'"
done
has_header 'Allow: GET, POST'
cgi REQUEST_METHOD=HEAD QUERY_STRING="$GOOD" </dev/null
is "$(tr -d '\r' <"$WORK/reply" | sed '1,/^$/d' | wc -c)" 0 "HEAD has no body"

cgi REQUEST_METHOD=POST <<<'{}'; is "$STATUS" 411 "a POST without CONTENT_LENGTH"
cgi REQUEST_METHOD=POST CONTENT_LENGTH= <<<'{}'; is "$STATUS" 411 "an empty one"
for length in -1 +2 2x 0x2 ' 2' 1e3 2.0; do
    cgi REQUEST_METHOD=POST CONTENT_LENGTH="$length" <<<'{}'; is "$STATUS" 400 "CONTENT_LENGTH '$length'"
done
cgi REQUEST_METHOD=POST CONTENT_LENGTH=1073741824 </dev/zero; is "$STATUS" 413 "a POST of 1 GB"
cgi REQUEST_METHOD=POST CONTENT_LENGTH=99999999999999999999999 </dev/zero; is "$STATUS" 413 "and of more than there can be"
cgi REQUEST_METHOD=POST CONTENT_LENGTH=2000000 <<<'{}'; is "$STATUS" 400 "a body that is shorter than it says"
cgi REQUEST_METHOD=POST CONTENT_LENGTH=0 <<<'{}'; is "$STATUS" 400 "an empty body"
body=$(ping_of '"http://www.example.org/exact"')
cgi REQUEST_METHOD=POST CONTENT_LENGTH=${#body} <<<"$body{{{{"; is "$STATUS" 202 "what stands behind the body is not read"
{ read -r -N ${#body} unused; cat >"$WORK/rest"; } <<<"$body{{{{"
{ cgi REQUEST_METHOD=POST CONTENT_LENGTH=${#body}; cat >"$WORK/left"; } <<<"$body{{{{"
cmp -s "$WORK/rest" "$WORK/left"; ok $? "and is left where it was"

printf '{"host":"www.example.org","key":"%s","urlList":[' "$KEY" >"$WORK/body"
seq -f '"http://www.example.org/many/%.0f"' 10001 | paste -sd, >>"$WORK/body"
echo ']}' >>"$WORK/body"
cgi REQUEST_METHOD=POST CONTENT_LENGTH="$(stat -c %s "$WORK/body")" <"$WORK/body"; is "$STATUS" 422 "10,001 URLs"
sed -i 's|,"http://www.example.org/many/10001"||' "$WORK/body"
cgi REQUEST_METHOD=POST CONTENT_LENGTH="$(stat -c %s "$WORK/body")" <"$WORK/body"; is "$STATUS" 429 "10,000 URLs while others wait"
has_header 'Retry-After: 60'
is "$(queue 'count(*)')" 2 "none of them is queued"
sed -i 's|"http://www.example.org/many/[23]",||' "$WORK/body"
sed -i 's|"http://www.example.org/many/[23]",||' "$WORK/body"
cgi REQUEST_METHOD=POST CONTENT_LENGTH="$(stat -c %s "$WORK/body")" <"$WORK/body"; is "$STATUS" 202 "as many as there is room for"
is "$(queue 'count(*)')" 10000 "all of them are"
sqlite3 "$WORK/data/ledger.db" "DELETE FROM queue"

sqlite3 "$WORK/data/ledger.db" >/dev/null <<S &
BEGIN IMMEDIATE;
.shell touch "$WORK/locked"; while [ -e "$WORK/locked" ]; do sleep 0.1; done
S
until [ -e "$WORK/locked" ]; do sleep 0.05; done
cgi QUERY_STRING="$GOOD" </dev/null; is "$STATUS" 503 "a ledger that somebody writes for long"
has_header 'Retry-After: 5'
grep -q 'another process is writing' "$WORK/log"; ok $? "and the log says why"
rm "$WORK/locked"; wait

sed 's/^key.*/key =/' "$WORK/isoglot.conf" >"$WORK/keyless.conf"
cgi ISOGLOT_CONFIG="$WORK/keyless.conf" QUERY_STRING="${GOOD%=*}=" </dev/null; is "$STATUS" 403 "without a configured key no ping is taken"
sed 's/^key.*/key = short/' "$WORK/isoglot.conf" >"$WORK/short.conf"
"$ISOGLOT" --config "$WORK/short.conf" status >/dev/null 2>"$WORK/log"; is $? 2 "a key of five letters is a mistake of the configuration"

# ------------------------------------------------------------------ through the server

"$ISOGLOT" --config "$WORK/isoglot.conf" serve >"$WORK/url" 2>"$WORK/serve.err" &
for _ in $(seq 50); do [ -s "$WORK/url" ] && curl -so "$WORK/reply" --noproxy '*' "$(sed 's/search$/style.css/' "$WORK/url")" && break; sleep 0.1; done
URL=$(sed 's/search$/indexnow/' "$WORK/url")
code() { curl -s --noproxy '*' -o "$WORK/reply" -w '%{http_code}' "$@"; }
is "$(code -G "$URL" --data-urlencode url=http://www.example.org/served -d key=$KEY)" 202 "GET"
is "$(code "$URL" -H 'Content-Type: application/json; charset=utf-8' -d "$(ping_of '"http://www.example.org/1","https://www.example.org/2"')")" 202 "POST"
is "$(code "$URL" -H 'Transfer-Encoding: chunked' -d "$(ping_of '"http://www.example.org/chunked"')")" 202 "POST in chunks"
is "$(code "$URL" -d "$(ping_of '"http://www.example.org/3","http://www.example.com/"')")" 422 "one URL of another host"
is "$(code "$URL" -d '{')" 400 "no JSON"
is "$(code -X PUT "$URL" -d '{}')" 405 "PUT"
is "$(code "$URL" -d "$(ping_of '"http://www.example.org/4"' | tr 0 1)")" 403 "a wrong key"
is "$(code -H Expect: --data-binary @"$WORK/body" "$URL")" 429 "600 KB pass the server"
head -c 4000000 /dev/zero >"$WORK/zeros"
is "$(code -H Expect: --data-binary @"$WORK/zeros" "$URL")" 413 "4 MB do not"
is "$(code -H 'Content-Length: 1073741824' -d x "$URL")" 413 "nor what says it has 1 GB"
is "$(code -X POST "${URL%indexnow}search" -d x)" 405 "visitors still cannot POST"
is "$(queue 'group_concat(substr(url, instr(url, "//") + 18), " ")')" "served 1 2 chunked" "what was taken waits, and nothing else"

sqlite3 "$WORK/data/ledger.db" "DELETE FROM queue"
for i in $(seq 200); do ping_of "\"http://www.example.org/storm/$i\"" >"$WORK/storm.$i"; done
seq 200 | xargs -P 200 -I{} curl -s --noproxy '*' -o /dev/null -w '%{http_code}\n' --data-binary "@$WORK/storm.{}" "$URL" >"$WORK/storm"
is "$(grep -cx 202 "$WORK/storm")" 200 "200 pings side by side are received"
is "$(queue 'count(*)')" 200 "none is lost"
seq 200 | xargs -P 200 -I{} sh -c "env -i ISOGLOT_CONFIG='$WORK/isoglot.conf' PATH_INFO=/indexnow REQUEST_METHOD=POST \
    CONTENT_LENGTH=\$(stat -c %s '$WORK/storm.{}') '$BUILD/isoglot.cgi' <'$WORK/storm.{}' | head -1" >"$WORK/storm"
is "$(grep -c '^Status: 202' "$WORK/storm")" 200 "the same again, as processes of their own"
is "$(queue 'count(*)')" 200 "none is queued twice"

# ------------------------------------------------------------------ JSON texts

# Each within 16 MB of its own memory. What is well-formed is refused for its shape, not as JSON; a key that comes twice and NUL
# are well-formed and not taken all the same.
SUITE=${ISOGLOT_SHARED:-../shared}/suites/json-parsing/files
if [ ! -d "$SUITE" ]; then
    echo "ok $((COUNT += 1)) - JSON texts # SKIP the suite is not here"
    finish
fi
TIMEFORMAT='%U %S'
ulimit -d 16384
for file in "$SUITE"/*; do
    if [[ $file = *.gz ]]; then zcat "$file" >"$WORK/body"; else cat "$file" >"$WORK/body"; fi
    name=$(basename "$file" .gz)
    { time cgi REQUEST_METHOD=POST CONTENT_LENGTH="$(stat -c %s "$WORK/body")" <"$WORK/body"; } 2>"$WORK/time"
    kind=$(sed -n '$s/^not JSON: ..*/not JSON/p; $s/^.*expected..*/shape/p' "$WORK/reply")
    echo "$name $STATUS ${kind:-none} $(cat "$WORK/time")"
done >"$WORK/suite"
refused() { awk -v kind="$1" '$2 != 400 || index($0, kind) == 0 { print $1 }'; }
is "$(wc -l <"$WORK/suite")" 318 "JSON texts are sent"
is "$(grep ^n_ "$WORK/suite" | refused ' not JSON ' | wc -l)" 0 "ill-formed ones are refused as such"
is "$(grep ^y_ "$WORK/suite" | refused ' shape ' | paste -sd' ')" \
   "y_object_duplicated_key.json y_object_duplicated_key_and_value.json y_object_escaped_null_in_key.json y_string_null_escape.json" \
   "well-formed ones for their shape, but for these"
is "$(awk '$2 != 400' "$WORK/suite" | wc -l)" 0 "all of them are answered with 400"
awk '{ cpu = $(NF - 1) + $NF; if (cpu > most) most = cpu } END { printf "# at most %.3f s of processor time\n", most; exit !(most < 0.1) }' "$WORK/suite"
ok $? "none takes a tenth of a second of the processor"
finish
