#!/bin/bash
# What the crawler's feed is written with is read by other programs, and by the indexer where the crawl leaves it.
. tests/cases/lib.sh

mkdir -p "$WORK/data/feed"
ISOGLOT_TEST_FEED="$WORK/data/feed" "$BUILD/tests/t_warc_writer" -p /warc_writer/a_crawl_is_read_back >"$WORK/log" 2>&1
ok $? "a small crawl is written"
python3 tests/cases/warc_check.py "$WORK"/data/feed/*.warc.gz >"$WORK/records" 2>"$WORK/err"
ok $? "an independent reader finds fields, lengths and digests right"
is "$(cut -f 1 "$WORK/records" | grep -v warcinfo | paste -sd ' ')" \
   "response response request response revisit response metadata response response" "and the records in their order"
gzip -t "$WORK"/data/feed/*.warc.gz
ok $? "gzip reads each file"
first=$(ls "$WORK"/data/feed/* | head -1)
cp "$first" "$WORK/bad.warc.gz"
printf '\x55' | dd of="$WORK/bad.warc.gz" bs=1 seek=700 conv=notrunc status=none
! python3 tests/cases/warc_check.py "$WORK/bad.warc.gz" >"$WORK/log" 2>&1
ok $? "one wrong byte is found"
for file in "$WORK"/data/feed/*; do "$ISOGLOT" warc "$file"; done | jq -r '[.type, .url // "-"] | join("\t")' >"$WORK/listed"
cut -f 1,2 "$WORK/records" | cmp - "$WORK/listed"
ok $? "isoglot warc lists the same records"
"$ISOGLOT" --data "$WORK/data" index >"$WORK/log" 2>&1
is $? 0 "the feed is indexed from where the crawl leaves it"
"$ISOGLOT" --data "$WORK/data" search --all-languages --format trec lighthouse | awk '{ print $3 }' | sort >"$WORK/found"
for name in chunked coded next; do
    grep -qx "http://x.example/$name" "$WORK/found"
    ok $? "$name is found"
done
finish
