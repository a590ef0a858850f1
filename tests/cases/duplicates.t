#!/bin/bash
# Of the pages of a crawl that are the same, one is in the index, and it is always the same one: whatever the order of the
# records, in a rebuild, after a removal, and after SIGKILL.
. tests/cases/lib.sh
ROUNDS=${ROUNDS:-6}

L=$(languages | head -1)
text() { # SEED WORDS
    awk -v seed="$1" -v n="$2" '/^[^#]/ { words[m++] = $1 } END { srand(seed); while (n--) printf "%s ", words[int(rand() * m)] }' \
        "langs/$L/stopwords.txt"
}
record() { # URL HEAD BODY [DATE]
    local block
    block=$(printf 'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html lang="%s"><title>Harbour</title>%s<p>Lighthouse keeper. %s' "$L" "$2" "$3")
    printf 'WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: %s\r\nWARC-Date: %s\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n' \
        "$1" "${4:-2024-01-02T03:04:05Z}" "$(printf %s "$block" | wc -c)" "$block"
}
S=http://site.example
isoglot() { "$ISOGLOT" --data "$WORK/$1" "${@:2}" >"$WORK/log" 2>"$WORK/err"; }
indexed() { sqlite3 "$WORK/$1/ledger.db" "SELECT substr(url, 21) FROM url WHERE indexed_lang<>'' ORDER BY url" | paste -sd ' '; }
found() { "$ISOGLOT" --data "$WORK/$1" search --all-languages --format trec keeper | wc -l; }
agrees() { isoglot "$1" check; }

# One page under 50 URLs: slash, capitals, parameters.
page=$(text 1 600)
urls=("$S/page" "$S/page/" "$S/Page" "$S/PAGE" "$S/page/index.html")
for i in $(seq 45); do urls+=("$S/page?session=$i"); done
for u in "${urls[@]}"; do record "$u" "" "$page"; done >"$WORK/fifty.warc"
for ((i = ${#urls[@]} - 1; i >= 0; i--)); do record "${urls[i]}" "" "$page"; done >"$WORK/ytfif.warc"
for feed in fifty ytfif; do
    isoglot "$feed" index "$WORK/$feed.warc"
    is $? 0 "$feed is indexed"
    is "$(indexed "$feed")" "PAGE" "50 URLs are one page"
    is "$(found "$feed")" 1 "which is found once"
    agrees "$feed"
    ok $? "ledger and index agree"
    isoglot "$feed" index "$WORK/$feed.warc"
    is "$(indexed "$feed")" "PAGE" "and once more by an update"
done
is "$("$ISOGLOT" --data "$WORK/fifty" status --format json | jq '[.pages[] | select(.state == "duplicate").pages] | add')" 49 \
   "status counts the duplicates"

# The canonical stays; a chain and a loop do no harm; one that is not the same page is a defect.
{
    record "$S/a" "<link rel=canonical href=/canonical/page>" "$page"
    record "$S/canonical/page" "" "$page"
    record "$S/b" "<link rel=canonical href=/a>" "$page"
    other=$(text 2 600)
    record "$S/loop1" "<link rel=canonical href=/loop2>" "$other"
    record "$S/loop2" "<link rel=canonical href=/loop1>" "$other"
    record "$S/home" "" "$(text 3 600)"
    record "$S/wrong" "<link rel=canonical href=/home>" "$(text 4 600)"
} >"$WORK/canonical.warc"
isoglot canonical index "$WORK/canonical.warc"
is "$(indexed canonical)" "canonical/page home loop1 wrong" "the canonical stays"
is "$(sqlite3 "$WORK/canonical/ledger.db" "SELECT u.url, detail FROM defect JOIN url u ON u.id=page WHERE code='canonical-differs'")" \
   "$S/wrong|$S/home" "a canonical that is another page is a defect"

# Near-duplicates; then the page in their place leaves, or changes.
near=$(text 6 600)
{
    record "$S/near" "" "$near"
    record "$S/near/2" "" "$near updated"
    record "$S/near/3" "" "$near updated"
} >"$WORK/near.warc"
isoglot near index "$WORK/near.warc"
is "$(indexed near)" near "near-duplicates are one page"
isoglot near remove "$S/near"
is "$(indexed near)" "" "it is removed"
agrees near
ok $? "ledger and index agree"
isoglot near index "$WORK/canonical.warc"
is "$(indexed near | grep -o 'near.*' | cut -d' ' -f1)" near/2 "and the next index puts a duplicate in its place, from the feed known before"
isoglot near index --rebuild "$WORK/near.warc"
is "$(indexed near)" near/2 "so does a rebuild"
{
    cat "$WORK/near.warc"
    record "$S/near" "" "$(text 5 600)" 2024-02-02T03:04:05Z
} >"$WORK/changed.warc"
for i in 1 2; do
    isoglot changed index "$WORK/changed.warc"
    is "$(indexed changed)" "near near/2" "a page that changes gives its place to a duplicate"
done

# Killed at any moment, a build leaves no page out whose place nobody has.
for i in $(seq 120); do record "$S/$i/long/name" "" "$(text "$i" 300)"; done >"$WORK/long.warc"
for i in $(seq 120); do record "$S/$i" "" "$(text "$i" 300)"; done >"$WORK/short.warc"
bad=0
for ((i = 0; i < ROUNDS; i++)); do
    mode=$([ $((i % 2)) = 1 ] && echo --rebuild)
    rm -rf "$WORK/killed"
    isoglot killed index "$WORK/long.warc"
    "$ISOGLOT" --data "$WORK/killed" index $mode "$WORK/long.warc" "$WORK/short.warc" >/dev/null 2>&1 &
    sleep "$(awk -v r=$RANDOM 'BEGIN { print r / 32768 * 0.5 }')"
    kill -9 $! 2>/dev/null
    wait $! 2>/dev/null
    agrees killed || { bad=$((bad + 1)); sed 's/^/# /' "$WORK/log" | head -5; }
    n=$(sqlite3 "$WORK/killed/ledger.db" "SELECT count(DISTINCT indexed_hash) FROM url WHERE indexed_lang<>''")
    [ "$n" = 120 ] || { bad=$((bad + 1)); echo "# $n of 120 texts are indexed"; }
    isoglot killed index "$WORK/long.warc" "$WORK/short.warc"
    n=$(indexed killed | tr ' ' '\n' | grep -c -v /)
    [ "$n" = 120 ] || { bad=$((bad + 1)); echo "# the next index ends with $n pages"; }
done 2>/dev/null
is $bad 0 "$ROUNDS kills: no text is lost, and the next index finishes"
finish
