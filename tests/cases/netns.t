#!/bin/bash
# In a network namespace with nothing but loopback: a site whose every page, header and sitemap, a feed and pings lead elsewhere.
# What listens on the other addresses hears nothing, and the kernel sees no connection but to the site.
if [ -z "$IN_NETNS" ]; then
    unshare -n -m true 2>/dev/null && how="-n -m"
    [ "$how" ] || { unshare -r -n -m true 2>/dev/null && how="-r -n -m"; }
    [ "$how" ] || { echo "1..0 # SKIP the kernel makes no network namespace"; exit 0; }
    exec env IN_NETNS=1 unshare $how bash "$0"
fi
ip link set lo up || { echo "1..0 # SKIP loopback cannot be set up"; exit 0; }
. tests/cases/lib.sh
. tests/cases/pages.sh
SITE_ADDRESS=127.0.0.2
PORT=8080
read -r L1 L2 _ <<<"$(languages | paste -sd' ')"

# Where a page must not lead: ADDRESS:PORT that listen, and spellings of them and others.
OTHERS="127.0.0.1:80 127.0.0.1:8080 127.0.0.1:8081 127.0.0.3:80 127.0.0.3:8080 $SITE_ADDRESS:8081 $SITE_ADDRESS:443 [::1]:80 [::1]:8080"
for address in 169.254.169.254 10.0.0.1; do
    ip address add $address/32 dev lo && OTHERS="$OTHERS $address:80 $address:8080"
done
TARGETS="http://127.0.0.1/1 http://127.0.0.1:8080/2 http://127.0.0.1:8081/3 http://127.0.0.3/4 http://127.0.0.3:8080/5
http://$SITE_ADDRESS:8081/6 https://$SITE_ADDRESS/7 http://[::1]/8 http://[::1]:8080/9 http://2130706433/10 http://0x7f000001/11
http://0x7f.0.0.1/12 http://017700000001/13 http://0177.0.0.1/14 http://127.1/15 http://[::ffff:127.0.0.1]/16
http://[::ffff:7f00:1]:8080/17 http://169.254.169.254/latest/meta-data/ http://10.0.0.1/18 http://10.0.0.1:8080/19 http://0/20
http://0.0.0.0:8080/21 http://user:pw@127.0.0.1/22 http://$SITE_ADDRESS:8080@127.0.0.1/23 http://127.0.0.1:8080#@$SITE_ADDRESS/24
http://127.0.0.1:8080\\@$SITE_ADDRESS/25 //127.0.0.3/26 \\\\127.0.0.3\\27 http:127.0.0.3/28 file:///etc/passwd
gopher://127.0.0.1:8080/1/29 ftp://127.0.0.1/30 dict://127.0.0.1:8080/31 ldap://127.0.0.1/32 javascript:alert(1)
data:text/html,33 http://１２７.０.０.１/34 http://①②⑦.0.0.1/35 http://localhost/36 http://localhost:8080/37
http://private.example/38 http://private.example:8080/39 http://www.example.com/40 http://127.0.0.1.example/41 http://%31%32%37.0.0.1/42"
target() { sed -n "$1p" <<<"$ALL"; }
ALL=$(tr -s ' ' '\n' <<<"$TARGETS")
NUMBER=$(wc -l <<<"$ALL")

# ------------------------------------------------------------------ the traps, and those that listen

mkdir -p "$SITE_FOLDER" "$WORK/others"
: >"$WORK/others.url"
perl tests/cases/folder.pl "$SITE_FOLDER" $SITE_ADDRESS:$PORT >"$WORK/site.url" 2>"$WORK/site.err" &
perl tests/cases/folder.pl "$WORK/others" $OTHERS >"$WORK/others.url" 2>"$WORK/others.err" &
until [ "$(wc -l <"$WORK/others.url")" = "$(wc -w <<<"$OTHERS")" ] && [ -s "$WORK/site.url" ]; do
    kill -0 %1 %2 || { echo "Bail out! folder.pl does not start: $(cat "$WORK"/*.err)"; exit 1; }
    sleep 0.05
done
SITE=$(cat "$WORK/site.url")
curl -s --noproxy '*' -o /dev/null http://127.0.0.3:8080/heard
is "$(cat "$WORK/others.log")" "127.0.0.3:8080 127.0.0.3:8080 /heard 404" "those that listen hear"
: >"$WORK/others.log"

links= sitemap= robots= urls=
for ((i = 1; i <= NUMBER; i++)); do
    url=$(target $i)
    links="$links<a href=\"$url\">link</a><a href=\"redirect/$i.html\">redirect</a><a href=\"trap/$i.html\">trap</a>"
    status_of redirect/$i.html '302 Found' "Location: $url"
    write_page trap/$i.html $L1 trap$i "<link rel=\"canonical\" href=\"$url\">$(alternate $L2 "$url")<base href=\"$url\"><meta http-equiv=\"refresh\" content=\"0;url=$url\">" \
        "<iframe src=\"$url\"></iframe><img src=\"$url\"><a href=\"relative$i.html\">relative</a>"
    status_of trap/$i.html '200 OK' 'Content-Type: text/html; charset=utf-8' "Link: <$url>; rel=\"canonical\"" "Link: <$url>; rel=\"alternate\"; hreflang=\"$L2\""
    status_of map$i.xml '302 Found' "Location: $url"
    sitemap="$sitemap<sitemap><loc>$url</loc></sitemap><sitemap><loc>${SITE}map$i.xml</loc></sitemap>"
    urls="$urls<url><loc>$url</loc><xhtml:link rel=\"alternate\" hreflang=\"$L2\" href=\"$url\"/></url>"
    robots="${robots}Sitemap: $url
"
done
write_page index.html $L1 begin "" "$links"
printf '%s' "$robots" "Sitemap: ${SITE}urls.xml" >"$SITE_FOLDER/robots.txt"
echo "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">$sitemap</sitemapindex>" >"$SITE_FOLDER/sitemap.xml"
echo "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">$urls</urlset>" >"$SITE_FOLDER/urls.xml"
configure "$WORK/isoglot.conf" "allow_private_hosts = $SITE_ADDRESS
[indexnow]
key = 0123456789abcdef"

sed -i "s/^start/hosts = $SITE_ADDRESS:$PORT\n&/" "$WORK/isoglot.conf" # without the port the default ones were its, too

# watched COMMAND…: the program under strace; its connections by internet are added to $WORK/connections.
watched() {
    strace -f -qq -e trace=connect,sendto,sendmsg -o "$WORK/strace" "$ISOGLOT" --config "$WORK/isoglot.conf" "$@" >"$WORK/out" 2>"$WORK/err"
    local status=$?
    grep -oE 'sin6?_port=htons\([0-9]+\), .*inet_[a-z]+\([^)]*\)' "$WORK/strace" >>"$WORK/connections"
    return $status
}
elsewhere() { grep -vc "sin_port=htons($PORT), sin_addr=inet_addr(\"$SITE_ADDRESS\")" "$WORK/connections"; }
is_silent() {
    is "$(wc -l <"$WORK/others.log")" 0 "$1: those that listen hear nothing"
    is "$(elsewhere)" 0 "$1: no connection goes elsewhere, of $(wc -l <"$WORK/connections")"
    sed 's/^/# /' "$WORK/others.log" | sort -u | head -20
    grep -v "sin_port=htons($PORT), sin_addr=inet_addr(\"$SITE_ADDRESS\")" "$WORK/connections" | sort | uniq -c | sed 's/^/# /' | head
    : >"$WORK/others.log"; : >"$WORK/connections"
}

# ------------------------------------------------------------------ every way out

: >"$WORK/connections"
watched crawl
is "$(grep -c ' /redirect/[0-9]*.html 302' "$SITE_FOLDER.log")" $NUMBER "every redirect was asked for"
is "$(grep -c ' /trap/[0-9]*.html 200' "$SITE_FOLDER.log")" $NUMBER "every page"
is "$(grep -c ' /map[0-9]*.xml 302' "$SITE_FOLDER.log")" $NUMBER "every sitemap"
is_silent "a crawl"
watched index; is $? 0 "it is indexed"
is_silent "indexing"

mkdir -p "$WORK/warc"
for ((i = 1; i <= NUMBER; i++)); do
    for what in "$(target $i)" "${SITE}warc/$i.html"; do
        body="<html lang=\"$L1\"><link rel=\"canonical\" href=\"$(target $i)\"><p>$(sed -n 's/^sentence\t//p' "langs/$L1/identify_test.tsv" | head -3)</p><a href=\"$(target $i)\">x</a></html>"
        http=$(printf 'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nLink: <%s>; rel="canonical"\r\nLocation: %s\r\n\r\n%s' "$(target $i)" "$(target $i)" "$body")
        printf 'WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: %s\r\nWARC-Date: 2020-01-01T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:%s>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n' \
            "$what" "$(cat /proc/sys/kernel/random/uuid)" "$(LC_ALL=C; echo ${#http})" "$http"
    done
done >"$WORK/warc/traps.warc"
watched index "$WORK/warc/traps.warc"
is_silent "a feed of such records"
watched crawl
is_silent "another crawl"

for ((i = 1; i <= NUMBER; i++)); do printf '%s\n' "$(target $i)" "${SITE}redirect/$i.html" "${SITE}trap/$i.html"; done >"$WORK/urls"
for i in 1 8 10 16 18 22 29; do watched reindex "$(target $i)"; done
mapfile -t urls < <(grep -E '^https?://[^/@#\\]*/' "$WORK/urls")
watched reindex "${urls[@]}"; is $? 1 "orders for all of them are refused, or go to the site alone"
is_silent "orders"

# Pings straight into the queue, as if the program that takes them had been fooled; with key files everywhere, and wherever.
KEY=0123456789abcdef
for folder in "$SITE_FOLDER" "$WORK/others"; do echo $KEY >"$folder/$KEY.txt"; done
escaped() { sed "s/'/''/g" <<<"$1"; }
{
    for ((i = 1; i <= NUMBER; i++)); do
        url=$(escaped "$(target $i)")
        echo "INSERT OR IGNORE INTO queue(url, source, key, key_location, queued_at) VALUES ('$url', 1, '$KEY', '', 1),
            ('${SITE}ping$i.html', 1, '$KEY', '$url', 1), ('${SITE}redirect/$i.html', 1, '$KEY', '${SITE}redirect/$i.html', 1);"
    done
} | sqlite3 -cmd '.timeout 5000' "$WORK/data/ledger.db"
watched reindex "${SITE}index.html"
is "$(queued)" 0 "pings about them are looked at"
is "$(grep -c '/ping[0-9]*.html' "$SITE_FOLDER.log")" 0 "none with a key elsewhere is believed"
is_silent "pings"

# ------------------------------------------------------------------ names

# Names that lead to private addresses, with a hosts file that only this namespace sees.
printf '%s\n' "$SITE_ADDRESS site.example" "127.0.0.3 private.example" "::1 six.example" >"$WORK/hosts"
mount --bind "$WORK/hosts" /etc/hosts || { echo "ok $((COUNT += 1)) - names # SKIP /etc/hosts cannot be covered"; finish; }
mv "$WORK/isoglot.conf" "$WORK/before.conf"
printf '[site]\nstart = http://site.example:8080/ http://private.example:8080/ http://six.example:8080/\ndata = names\n[crawl]\ndelay_ms = 0\nallow_private_hosts = site.example\n' >"$WORK/isoglot.conf"
: >"$SITE_FOLDER.log"
watched crawl
is_silent "names of private addresses"
is "$(grep -c ' 200$' "$SITE_FOLDER.log" | sed 's/^[1-9].*/some/')" some "the one that allow_private_hosts names is crawled"
grep -q "127.0.0.3 is private" "$WORK/err"; ok $? "the crawl says that the others are private"
finish
