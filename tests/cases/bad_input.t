#!/bin/bash
# Bad input is named with its reason, the rest is indexed, nothing is lost.
. tests/cases/lib.sh

run() { "$ISOGLOT" --data "$WORK/data" "$@" >"$WORK/out" 2>"$WORK/err"; }
refused() { grep -q "$1" "$WORK/err"; ok $? "$2"; }

run index "$WORK/nothing.warc"; is $? 2 "a missing feed is a usage error"
refused 'nothing.warc' "and is named"
run index "$WORK"; is $? 2 "a directory without --base is a usage error"

mkdir "$WORK/site" "$WORK/site/sub"
echo '<html lang="en"><title>Good page</title><p>The weather in the mountains is fine today.' >"$WORK/site/good.html"
printf '<html lang="en"><title>Bytes</title><p>caf\xe9 \xff\xfe and \x00 nul, the rest of the words is here' >"$WORK/site/bytes.html"
: >"$WORK/site/empty.html"
echo x >"$WORK/site/picture.png"
mkfifo "$WORK/site/pipe.html"
ln -s . "$WORK/site/loop"
ln -s /etc/hostname "$WORK/site/link.html"
perl -e 'print "<html lang=en><title>Deep</title>", "<div>" x 5000, "<p>deepestword in the middle of it"' >"$WORK/site/sub/deep.html"
run index --base http://site.example/ "$WORK/site"; is $? 1 "refusals give exit status 1"
refused 'empty.html: empty page' "an empty page is refused by name"
refused 'pipe.html: neither a file nor a folder' "a FIFO is refused by name"
refused 'loop: a symbolic link' "a link loop is not followed"
refused 'link.html: a symbolic link' "a linked file is not followed"
is "$(grep -c picture "$WORK/err")" 0 "a picture is passed over in silence"
run search --lang en --format trec deepestword; grep -q deep.html "$WORK/out"; ok $? "text at depth 5,000 is found"
run search --lang en --format trec weather; grep -q good.html "$WORK/out"; ok $? "the rest is indexed"
run search --lang en "$(perl -CO -e 'print "\x{6F22}", "\x{591}" x 113 for 1 .. 4')"; is $? 0 "a query of more letters than it seems to have"

cat >"$WORK/pages.jsonl" <<'J'
{"url": "http://site.example/json/1", "text": "A page about harbours", "lang": "en", "date": "2024-05-06"}
{"url": "http://site.example/json/2", "text": 7}
{"url": "ftp://site.example/json/3", "text": "x"}
{"url": "http://site.example/json/4", "text": "x", "lang": "tlh"}
not json
J
run index "$WORK/pages.jsonl"; is $? 1 "bad lines give exit status 1"
for n in 2 3 4 5; do refused "pages.jsonl:$n: " "line $n is refused by number"; done
run search --lang en --format trec harbours; grep -q json/1 "$WORK/out"; ok $? "the good line is indexed"
run remove http://site.example/json/1; is $? 0 "remove"
run search --lang en --format trec harbours; is "$(wc -l <"$WORK/out")" 0 "what is removed is not found"
run remove http://site.example/json/1; is $? 1 "removing it again is a refusal"

printf 'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html lang=en><title>Warc page</title><p>archived lighthouse' >"$WORK/block"
for i in 1 2 3; do
    printf 'WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: http://site.example/warc/%d\r\nWARC-Date: 2024-01-02T03:04:05Z\r\nWARC-Record-ID: <urn:uuid:%d>\r\nContent-Type: application/http;msgtype=response\r\nContent-Length: %d\r\n\r\n' \
        $i $i $(($(stat -c %s "$WORK/block") + 2)) | cat - "$WORK/block" <(printf ' %d\r\n\r\n' $i) | tee -a "$WORK/plain.warc" | gzip -c >>"$WORK/all.warc.gz"
done
run index "$WORK/all.warc.gz"; is $? 0 "a gzip WARC is read"
run search --lang en --format trec lighthouse; is "$(wc -l <"$WORK/out")" 3 "its pages are found"
is "$("$ISOGLOT" warc "$WORK/plain.warc" | jq -s 'length')" 3 "a plain WARC is listed"
crashes=0
for f in plain.warc all.warc.gz; do
    size=$(stat -c %s "$WORK/$f")
    for ((cut = 0; cut < size; cut += 13)); do
        head -c $cut "$WORK/$f" >"$WORK/cut"
        "$ISOGLOT" warc "$WORK/cut" >/dev/null 2>&1
        [ $? -le 1 ] || crashes=$((crashes + 1))
    done
done
is $crashes 0 "a WARC cut anywhere is read as far as it goes"

printf '[site]\ndata = d\ncolour = red\n' >"$WORK/bad.conf"
"$ISOGLOT" --config "$WORK/bad.conf" status 2>"$WORK/err"; is $? 2 "a wrong configuration is a usage error"
refused "bad.conf:3: 'colour'" "file, line and key are named"
finish
