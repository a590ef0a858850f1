#!/bin/bash
# A crawl by wget gives the same index as the site's folder, however the WARC is written.
. tests/cases/lib.sh

mkdir "$WORK/site"
for e in $EDITIONS; do mkdir "$WORK/site/$e" && cp "$HANDBOOK/$e"/sect.a*.html "$HANDBOOK/$e"/index.html "$WORK/site/$e/"; done
serve_folder "$WORK/site"
(cd "$WORK/site" && find . -name '*.html' | sed "s|^\./|$SITE|" | sort) >"$WORK/urls"

crawl() { # NAME [OPTION…]
    local name=$1
    shift
    (cd "$WORK" && wget --no-proxy --no-config -q -i urls -O "$name.out" --warc-file="$name" --warc-cdx "$@")
}
# What an index holds: pages with language and content, links, alternates; and an answer.
describe() {
    sqlite3 "$WORK/$1/ledger.db" "SELECT url, indexed_lang, indexed_hash, title, type FROM url WHERE indexed_lang<>'' ORDER BY url;
        SELECT s.url, d.url, l.text FROM link l JOIN url s ON s.id=l.src JOIN url d ON d.id=l.dst ORDER BY 1, 2;
        SELECT p.url, t.url, a.lang FROM alternate a JOIN url p ON p.id=a.page JOIN url t ON t.id=a.target ORDER BY 1, 2, 3"
    "$ISOGLOT" --data "$WORK/$1" search --all-languages --format trec apt
}

"$ISOGLOT" --data "$WORK/folder" index --base "$SITE" "$WORK/site" >"$WORK/log" 2>&1
is $? 0 "the folder is indexed"
describe folder >"$WORK/expected"
is "$(grep -c "^$SITE.*|.*|.*|.*|html$" "$WORK/expected")" "$(wc -l <"$WORK/urls")" "with all its pages"

crawl gzip
crawl plain --no-warc-compression
crawl again --warc-dedup="$WORK/gzip.cdx"
for feed in gzip.warc.gz plain.warc; do
    "$ISOGLOT" --data "$WORK/${feed%%.*}" index "$WORK/$feed" >"$WORK/log" 2>&1
    is $? 0 "$feed is indexed without refusals"
    describe "${feed%%.*}" | cmp - "$WORK/expected"
    ok $? "$feed gives the same index as the folder"
done
cat "$WORK/gzip.warc.gz" | "$ISOGLOT" --data "$WORK/stdin" index - >"$WORK/log" 2>&1
describe stdin | cmp - "$WORK/expected"
ok $? "so does standard input"
gzip -dc "$WORK/gzip.warc.gz" | gzip >"$WORK/one.warc.gz"
"$ISOGLOT" --data "$WORK/one" index "$WORK/one.warc.gz" >"$WORK/log" 2>&1
describe one | cmp - "$WORK/expected"
ok $? "so does one gzip member for the whole crawl"

is "$("$ISOGLOT" warc "$WORK/again.warc.gz" | jq -r .type | grep -c revisit)" "$(wc -l <"$WORK/urls")" "the second crawl is all revisits"
"$ISOGLOT" --data "$WORK/gzip" index "$WORK/again.warc.gz" >"$WORK/log" 2>&1
is $? 0 "which are no refusals"
describe gzip | cmp - "$WORK/expected"
ok $? "and change nothing"

# The payload of `warc` is what the server has sent.
"$ISOGLOT" warc "$WORK/gzip.warc.gz" | jq -r 'select(.type == "response" and .status == 200) | .sha1 + " " + .url' | sort -k 2 >"$WORK/sums"
(cd "$WORK/site" && find . -name '*.html' | xargs sha1sum | sed "s|  \./| $SITE|" | sort -k 2) | cmp - "$WORK/sums"
ok $? "warc lists each payload with its SHA-1"

# A page under two URLs, whose payload a deduplicating crawler has kept once.
record() { # TYPE URL FIELDS BLOCK
    printf 'WARC/1.1\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nWARC-Date: 2024-01-02T03:04:05Z\r\nContent-Type: application/http\r\n%bContent-Length: %d\r\n\r\n%s\r\n\r\n' \
        "$1" "$2" "$3" "${#4}" "$4"
}
head=$'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n'
{
    record revisit http://site.example/copy 'WARC-Refers-To-Target-URI: http://site.example/page\r\nWARC-Payload-Digest: sha1:A\r\n' "$head"
    record response http://site.example/page 'WARC-Payload-Digest: sha1:A\r\n' "$head<title>Page</title><p>The lighthouse keeper writes a letter to the harbour."
    record revisit http://site.example/lost 'WARC-Refers-To-Target-URI: http://site.example/elsewhere\r\n' "$head"
} >"$WORK/dedup.warc"
"$ISOGLOT" --data "$WORK/dedup" index "$WORK/dedup.warc" >"$WORK/log" 2>"$WORK/err"
is $? 1 "a revisit without its original is a refusal"
grep -q 'dedup.warc:[0-9]*: revisit of a record that is not in this feed' "$WORK/err"
ok $? "and is named"
is "$(sqlite3 "$WORK/dedup/ledger.db" "SELECT url FROM url WHERE title='Page' ORDER BY url" | paste -sd ' ')" \
   "http://site.example/copy http://site.example/page" "a revisit with its original is a page of its own URL"
is "$("$ISOGLOT" --data "$WORK/dedup" search --all-languages --format trec lighthouse | awk '{ print $3 }')" \
   "http://site.example/copy" "and of the two, which are the same, one is found"
finish
