#!/bin/bash
# A crawl of a site of PAGES pages: interrupted, repeated, polite, out of traps.
. tests/cases/lib.sh
. tests/site/scripted.sh
PAGES=${PAGES:-600}
KILLS=10
CONCURRENCY=8

CONF=$WORK/isoglot.conf
crawl() { "$ISOGLOT" --config "$CONF" crawl "$@" >"$WORK/out" 2>"$WORK/err"; }
index() { "$ISOGLOT" --config "$CONF" index >"$WORK/index.out" 2>"$WORK/index.err"; }
# The first page for a word in a language.
found() { "$ISOGLOT" --config "$CONF" search --lang "$2" --format trec --limit 1 "$1" | awk '{ print $3 }'; }

serve_scripted site --pages "$PAGES"
expected_urls >"$WORK/expected"

# ------------------------------------------------------------------ SIGKILL

configure "$CONF" "$WORK/data" 'delay_ms = 0' "concurrency = $CONCURRENCY"
rule '*' slow 0.01
alive=0
for ((i = 0; i < KILLS; i++)); do
    "$ISOGLOT" --config "$CONF" crawl >/dev/null 2>&1 &
    sleep "$(awk -v r=$RANDOM -v n="$PAGES" 'BEGIN { print 0.02 + r / 32768 * n / 5000 }')"
    kill -9 $! 2>/dev/null && alive=$((alive + 1))
    wait $! 2>/dev/null
done 2>/dev/null
order clear
is $alive $KILLS "a crawl is killed $KILLS times"
crawl
is $? 0 "the next one finishes without a manual step"
page_requests 0 >"$WORK/requests"
distinct=$(cut -f 3 "$WORK/requests" | sort -u | wc -l)
[ "$(wc -l <"$WORK/requests")" -le $((distinct + KILLS * CONCURRENCY)) ]
ok $? "with no more requests than pages and what was under way at the kills"
echo "# $(wc -l <"$WORK/requests") requests for $distinct URLs"
feed_pages "$WORK/data" >"$WORK/feed"
is "$(uniq -d "$WORK/feed" | wc -l)" 0 "no page is in the feed twice"
is "$(comm -23 "$WORK/expected" "$WORK/feed" | wc -l)" 0 "every page is in the feed"
index
is $? 0 "the feed is indexed without refusals"
indexed_urls "$WORK/data" | cmp - "$WORK/expected"
ok $? "and every page is in the index, once"
"$ISOGLOT" --config "$CONF" check >/dev/null
is $? 0 "check is clean"

# A sitemap that was not read yet when the crawl was killed.
configure "$CONF" "$WORK/early" 'delay_ms = 0'
rule /map.xml hang
"$ISOGLOT" --config "$CONF" crawl >/dev/null 2>&1 &
sleep 1.5
kill -9 $!
wait $! 2>/dev/null
order clear
crawl
is "$(feed_pages "$WORK/early" | grep -c '/unlisted$')" "$(languages | wc -l)" "what only the sitemap names is found after a kill"
is "$(feed_pages "$WORK/early" | uniq -d | wc -l)" 0 "and no page is in the feed twice"

# ------------------------------------------------------------------ what is followed

cut -f 3 "$WORK/requests" | sort -u >"$WORK/paths"
is "$(grep -cE '^/(private/page|follow-me-never|behind-nofollow)$' "$WORK/paths")" 0 "robots.txt and nofollow are obeyed"
is "$(grep -c '/unlisted$' "$WORK/paths")" "$(languages | wc -l)" "pages that only the sitemap names are found"
is "$(grep -c '/annex$' "$WORK/paths")" "$(languages | wc -l)" "pages that only an hreflang names are found"
is "$(grep -c '^/behind-noindex$' "$WORK/paths")" 1 "links of a page that says noindex are followed"
is "$(grep -c '^/loop/' "$WORK/paths")" 3 "redirect loops end"
is "$(grep -c '^/chain/[123]$' "$WORK/paths")" 3 "a chain of redirects is followed"
is "$(grep -c '^/chain/[1-3][0-9]$' "$WORK/paths")" 11 "of a long one ten hops are"
first=$(languages | head -1)
is "$(grep -c '[?]view=print$' "$WORK/paths")" 1 "a page with a canonical elsewhere is fetched"
is "$(grep -c 'view=print$' "$WORK/expected")$(pages_with "$WORK/data" "$(order word "path=/$first/page/0")")" 01 "and not indexed beside that"

# ------------------------------------------------------------------ again

configure "$CONF" "$WORK/data" 'delay_ms = 0' "concurrency = $CONCURRENCY"
from=$(logged)
crawl
is $? 0 "a recrawl"
bodies=$(page_requests "$from" | awk -F '\t' '$5 == 200' | wc -l)
[ $((bodies * 100)) -lt "$PAGES" ]
ok $? "transfers the bodies of less than 1 % of the pages ($bodies)"
is "$(feed_pages "$WORK/data" | cmp - "$WORK/feed" && echo same)" same "and puts no page into the feed"
index
indexed_urls "$WORK/data" | cmp - "$WORK/expected"
ok $? "and leaves the index as it was"

rule "/$first/page/3" version 1
from=$(logged)
crawl
index
order clear
is "$(page_requests "$from" | awk -F '\t' '$5 == 200' | wc -l)" "$((bodies + 1))" "of a changed page the body is transferred"
is "$(found "$(order word "path=/$first/page/3" version=1)" "$first")" "${SITE}$first/page/3" "and it is found by its new text"
is "$(pages_with "$WORK/data" "$(order word "path=/$first/page/3")")" 0 "and by its old text no more"

# ------------------------------------------------------------------ stopped

configure "$CONF" "$WORK/some" 'delay_ms = 0'
from=$(logged)
crawl --max-pages 50
is $? 0 "--max-pages"
is "$(page_requests "$from" | wc -l)" 50 "asks for no more pages"
crawl --max-pages 50
is "$(page_requests "$from" | cut -f 3 | sort -u | wc -l)" 100 "the next one goes on with others"
crawl
feed_pages "$WORK/some" | cmp - "$WORK/feed"
ok $? "until it has all, each once"
sqlite3 "$WORK/some/ledger.db" "SELECT u.url FROM crawl c JOIN url u USING (id) ORDER BY 1" >"$WORK/some.urls"
sqlite3 "$WORK/data/ledger.db" "SELECT u.url FROM crawl c JOIN url u USING (id) ORDER BY 1" | cmp - "$WORK/some.urls"
ok $? "and the same URLs as the crawl that was killed"

configure "$CONF" "$WORK/term" 'delay_ms = 0'
rule '*' slow 0.02
rule "/$first/page/1" hang
"$ISOGLOT" --config "$CONF" crawl >"$WORK/out" 2>&1 &
sleep 1
began=$(date +%s%N)
kill -TERM $!
wait $!
is $? 0 "SIGTERM ends a crawl"
[ $(($(date +%s%N) - began)) -lt 5000000000 ]
ok $? "within 5 s, also while a page does not come"
order clear
crawl
feed_pages "$WORK/term" | cmp - "$WORK/feed"
ok $? "and the next one has all pages, each once"

# ------------------------------------------------------------------ the feed

for f in "$WORK"/some/feed/*.warc.gz; do "$ISOGLOT" warc "$f" >"$WORK/records" || echo "status $?"; grep '"error"' "$WORK/records"; done >"$WORK/errors"
is "$(wc -l <"$WORK/errors")" 0 "the WARC is read without an error"
python3 - "$WORK"/some/feed/*.warc.gz >"$WORK/digests" <<'P'
import base64, gzip, hashlib, sys
for path in sys.argv[1:]:
    data, at = gzip.open(path).read(), 0
    while at < len(data):
        end = data.index(b"\r\n\r\n", at)
        fields = dict(l.split(": ", 1) for l in data[at:end].decode().split("\r\n")[1:])
        block = data[end + 4:end + 4 + int(fields["Content-Length"])]
        payload = block.partition(b"\r\n\r\n")[2]
        for name, bytes_of in (("WARC-Block-Digest", block), ("WARC-Payload-Digest", payload)):
            if name in fields and fields["WARC-Type"] != "revisit":
                good = "sha1:" + base64.b32encode(hashlib.sha1(bytes_of).digest()).decode() == fields[name]
                print("good" if good else f"bad {name} of {fields.get('WARC-Target-URI')}")
        at = end + 4 + len(block) + 4
P
is $? 0 "and by another reader"
is "$(sort "$WORK/digests" | uniq -c | awk '{ print $2 }' | paste -sd ' ')" good "its digests hold"

# ------------------------------------------------------------------ politeness

# keeps DELAY FROM: do requests begin this many seconds apart? A site that is late to see one makes the next time shorter,
# not that of all, nor by more than DELAY that of five.
keeps() {
    tail -n +$(($2 + 1)) "$LOG" | sort -n | awk -v d="$1" '
        { t[NR] = $1 }
        NR > 5 && $1 - t[NR - 5] < 4 * d { bad = 1 }
        END { if (t[NR] - t[1] < (NR - 1) * d - d / 4) bad = 1
              printf "# %d requests in %.2f s\n", NR, t[NR] - t[1]
              exit bad || NR < 6 }'
}

configure "$CONF" "$WORK/delay" 'delay_ms = 100' 'concurrency = 4'
from=$(logged)
crawl --max-pages 16
keeps 0.1 "$from"
ok $? "no request comes within the delay"
rule /robots.txt text "text/plain,User-agent: *
Crawl-delay: 0.2"
configure "$CONF" "$WORK/crawl-delay" 'delay_ms = 0' 'concurrency = 4'
from=$(logged)
crawl --max-pages 6
keeps 0.2 "$from"
ok $? "nor within a Crawl-delay"
order clear

configure "$CONF" "$WORK/concurrency" 'delay_ms = 0' 'concurrency = 3'
rule '*' slow 0.05
from=$(logged)
crawl --max-pages 40
is "$(tail -n +$((from + 1)) "$LOG" | cut -f 7 | sort -n | tail -1)" 3 "no more requests are under way than the configuration says"
order clear

configure "$CONF" "$WORK/after" 'delay_ms = 0' 'concurrency = 1'
rule "/$first/page/1" status 503,1
from=$(logged)
crawl --max-pages 12
tail -n +$((from + 1)) "$LOG" | sort -n | awk -F '\t' 'asked { if ($1 - asked < 1) bad = 1; asked = 0; n++ } $5 == 503 { asked = $1 } END { exit bad || !n }'
ok $? "Retry-After is kept"
order clear

# ------------------------------------------------------------------ traps

serve_scripted traps --pages 30 --traps
configure "$CONF" "$WORK/traps" 'delay_ms = 0' 'pattern_pages = 40' 'concurrency = 4'
timeout 60 "$ISOGLOT" --config "$CONF" crawl >"$WORK/out" 2>"$WORK/err"
is $? 0 "a crawl of a site full of traps ends"
"$ISOGLOT" --config "$CONF" status >"$WORK/status"
for pattern in /trap/calendar/#/# '/trap/token?t=\*' '/trap/sort?by=\*&dir=\*&page=\*' '/trap/facet?\*' /trap/many/#; do
    grep -q "^too many URLs of one pattern  ${SITE%/}$pattern  " "$WORK/status"
    ok $? "status names $pattern"
done
grep -q "^repeated path segments  ${SITE}trap/a/a/a" "$WORK/status"
ok $? "and repeated segments"
grep -q "^\(repeated\|too many\) path segments  ${SITE}trap/grow/" "$WORK/status"
ok $? "and those that grow"
most=$(page_requests 0 | cut -f 3 | sed 's/[0-9][0-9]*/#/g; s/=[^&]*/=*/g' | grep '^/trap/' | sort | uniq -c | sort -rn | awk 'NR == 1 { print $1 }')
[ "$most" -le 40 ]
ok $? "no pattern has more pages than its budget ($most of 40)"
[ "$(page_requests 0 | grep -c '/trap/facet')" -le 40 ]
ok $? "nor have all combinations of facets"
is "$(page_requests 0 | grep -c PHPSESSID)" 0 "session ids are dropped"
is "$(comm -13 <(page_requests 0 | cut -f 3 | sed "s|^/|$SITE|" | sort -u) <(expected_urls) | wc -l)" 0 "all pages are found beside the traps"
finish
