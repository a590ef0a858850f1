#!/bin/bash
# `isoglot sitemap` of a file and of a URL: what it prints; that a hostile one is refused fast, small and without another file.
. tests/cases/lib.sh
export no_proxy='*'
ATTACKS=${ISOGLOT_SHARED:-../shared}/suites/xml-attacks
SAN=$(grep -c __asan_init "$ISOGLOT")

run() { "$ISOGLOT" sitemap "$@" >"$WORK/out" 2>"$WORK/err"; }
field() { jq -r "$1" "$WORK/out"; }

cat >"$WORK/map.xml" <<'X'
<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:x="http://www.w3.org/1999/xhtml">
  <url><loc>http://site.example/en/?a=1&amp;b=2</loc><lastmod>2024-05-06T07:08:09.5+02:00</lastmod>
    <x:link rel="alternate" hreflang="x-default" href="http://site.example/"/></url>
  <url><loc>http://site.example/old</loc></url>
</urlset>
X
run "$WORK/map.xml"; is $? 0 "a sitemap is read"
is "$(field '[has("type", "urls", "sitemaps", "errors")] | all')" true "every key of the contract is there"
is "$(field .type)" urlset "type"
is "$(field '.urls | length')" 2 "its URLs"
is "$(field '.urls[0].url')" "http://site.example/en/?a=1&b=2" "a URL"
is "$(field '.urls[0].lastmod')" "2024-05-06T05:08:09Z" "its date"
is "$(field '.urls[0].alternates[0] | .lang + " " + .url')" "x-default http://site.example/" "its alternate"
is "$(field '.urls[1] | "\(.lastmod) \(.alternates)"')" "null []" "what is not said"
is "$(field '"\(.sitemaps) \(.errors)"')" "[] []" "no sitemaps and no errors"

gzip -c "$WORK/map.xml" >"$WORK/noname"
run "$WORK/noname"; is "$? $(field '.urls | length')" "0 2" "gzip under any name"
echo '<sitemapindex><sitemap><loc>http://site.example/1.xml</loc><lastmod>2024</lastmod></sitemap></sitemapindex>' >"$WORK/index.xml"
run "$WORK/index.xml"; is "$(field '.type + " " + .sitemaps[0].url + " " + .sitemaps[0].lastmod')" \
    "sitemapindex http://site.example/1.xml 2024-01-01T00:00:00Z" "an index"
echo '<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="a"/></entry></feed>' >"$WORK/feed"
run --url http://site.example/x/feed "$WORK/feed"; is "$(field .urls[0].url)" "http://site.example/x/a" "--url says where it is"
: >"$WORK/empty"
run "$WORK/empty"; is $? 1 "an empty file is no sitemap"
run --type text/plain "$WORK/empty"; is "$? $(field .type)" "0 text" "--type says that it is one"

head -c 330 "$WORK/map.xml" >"$WORK/cut.xml"
run "$WORK/cut.xml"; is "$? $(field '"\(.type) \(.urls | length) \(.errors | length) \(.truncated)"')" "1 urlset 1 1 true" "a cut one gives what it has"
grep -q "^isoglot: $WORK/cut.xml: line [0-9]*: not well-formed" "$WORK/err"; ok $? "and is named: $(cat "$WORK/err")"
run "$WORK/none"; is $? 2 "a missing file is a usage error"
run; is $? 2 "so is no argument"

serve_odd_pages
run "${SITE}sitemap.xml.gz"; is "$? $(field '.urls[0].url')" "0 ${SITE}page" "a URL, whatever its type"
run "${SITE}page"; is $? 1 "a page is no sitemap"
grep -q "^isoglot: ${SITE}page: .*DOCTYPE" "$WORK/err"; ok $? "and is named: $(cat "$WORK/err")"
run "${SITE}missing"; is $? 1 "a missing URL"

# What a run opens or connects to besides FILE, each once: libraries, the locale, the seed of a hash table. Under a sanitizer
# a program cannot be traced.
opens() { # FILE
    strace -f -e trace=open,openat,connect "$ISOGLOT" sitemap "$1" 2>&1 >/dev/null | grep -aE '^(\[pid.*\] )?(open|openat|connect)\(' |
        sed 's/ = .*//' | grep -avF "\"$1\"" | sort -u
}
usual=$(opens "$WORK/cut.xml")
[ "$SAN" != 0 ] || [ "$(grep -c libxml2 <<<"$usual")" = 1 ]; ok $? "a run can be traced"

# The suite of attacks, and some of our own.
perl -e 'print "<urlset>", "<a>" x 1e6' >"$WORK/deep.xml"
perl -e 'print "<urlset ", map({ "a$_=\"\" " } 1 .. 1e6), "/>"' >"$WORK/attributes.xml"
perl -e 'print "<urlset><!--", "-" x 2e7' >"$WORK/comment.xml"
perl -e 'print "<urlset ", " " x 2e7, "/>"' >"$WORK/tag.xml"
perl -e 'print "<urlset><url><loc>", "&amp;" x 4e6, "</loc></url></urlset>"' >"$WORK/loc.xml"
perl -e 'print "<urlset xmlns:x=\"http://x\"><x:include href=\"/etc/passwd\" xmlns:x=\"http://www.w3.org/2001/XInclude\"/></urlset> junk"' >"$WORK/include.xml"
slow="" large="" silent="" opened=""
for f in "$ATTACKS"/recurse/*.xml "$ATTACKS"/*.xml "$WORK"/{deep,attributes,comment,tag,loc,include}.xml; do
    [ -e "$f" ] || { echo "# not here: $f"; continue; }
    /usr/bin/time -o "$WORK/time" -f '%U %S %M' "$ISOGLOT" sitemap "$f" >"$WORK/out" 2>"$WORK/err"
    status=$?
    read -r user system kilobytes < <(tail -1 "$WORK/time")
    [ "${user%.*}${system%.*}" = 00 ] || [ "$SAN" != 0 ] || slow="$slow $f:$user+$system"
    # Beyond the file itself, which is in memory.
    [ $((kilobytes - $(stat -c %s "$f") / 1024)) -lt 65536 ] || [ "$SAN" != 0 ] || large="$large $f:$kilobytes"
    [ $status = 1 ] && grep -q "^isoglot: $f: " "$WORK/err" && [ "$(field '.errors | length > 0')" = true ] || silent="$silent $f:$status"
    [ "$SAN" != 0 ] || [ "$(opens "$f")" = "$usual" ] || opened="$opened $f"
done
is "$slow" "" "each attack is refused in under a second of the processor"
is "$large" "" "within 64 MB"
is "$silent" "" "by name"
is "$opened" "" "and no file or address but its own is opened"
finish
