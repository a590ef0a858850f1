#!/bin/bash
# The feed is the truth: a crawl by wget gives the same index as ours, and what is rebuilt from our feed, without the network, the
# same search as the live index after changes, deletions, noindex, moves, held versions, removals and orders.
. tests/cases/lib.sh
. tests/cases/pages.sh
PAGES=${PAGES:-5}

indexed() { sqlite3 "$1/ledger.db" "SELECT url, indexed_lang, content_hash FROM url WHERE indexed_lang<>'' ORDER BY url"; }

# answers CONFIG DATA FILE: the results of every query of every language, and of the words of all pages that a life has had.
answers() {
    local lang
    for lang in $(languages); do
        { sed '/^#/d; s/\t.*//; /^$/d' "langs/$lang/queries.tsv"; cat "$WORK/words" 2>/dev/null; } | awk '{ print NR "\t" $0 }' >"$WORK/topics"
        "$ISOGLOT" --config "$1" --data "$2" search --topics "$WORK/topics" --lang "$lang" --format trec --limit 100
    done >"$3" 2>"$3.err"
}

# ------------------------------------------------------------------ another crawler

# As many pages of each edition as PAGES says, with those that the queries want.
mkdir "$WORK/handbook"
for edition in $EDITIONS; do
    mkdir "$WORK/handbook/$edition"
    {
        echo "$HANDBOOK/$edition/index.html"
        find "$HANDBOOK/$edition" -name '*.html' | sort | head -"$PAGES"
        sed '/^#/d; s/.*\t//' langs/*/queries.tsv | sort -u | sed "s|^|$HANDBOOK/$edition/|"
    } | sort -u | while read -r file; do [ ! -e "$file" ] || cp "$file" "$WORK/handbook/$edition/"; done
done
serve_site "$WORK/hosted" "$WORK/handbook"
find "$WORK/hosted" -name '*.html' -printf "$SITE%P\n" | sort >"$WORK/urls"
configure "$WORK/isoglot.conf"
sed -i "s|^start.*|start = $(sed 's/ *$//' <<<"$(head -1 "$WORK/urls")")|" "$WORK/isoglot.conf"
isoglot crawl >"$WORK/out" 2>"$WORK/err"; isoglot index >"$WORK/out" 2>"$WORK/err"; is $? 0 "our crawl is indexed"
(cd "$WORK" && wget -q --no-proxy --input-file=urls --warc-file=wget --no-warc-keep-log --no-warc-digests -O /dev/null)
"$ISOGLOT" --config "$WORK/isoglot.conf" --data "$WORK/wget" index "$WORK/wget.warc.gz" >"$WORK/out" 2>"$WORK/err"; is $? 0 "so is wget's"
indexed "$WORK/data" >"$WORK/ours"; indexed "$WORK/wget" >"$WORK/theirs"
cmp "$WORK/ours" "$WORK/theirs"; ok $? "the same URLs, languages and hashes of $(wc -l <"$WORK/theirs") pages"
[ "$(wc -l <"$WORK/theirs")" -ge 100 ]; ok $? "of many pages"
answers "$WORK/isoglot.conf" "$WORK/data" "$WORK/ours"; answers "$WORK/isoglot.conf" "$WORK/wget" "$WORK/theirs"
[ -s "$WORK/ours" ] && cmp "$WORK/ours" "$WORK/theirs"; ok $? "the same $(wc -l <"$WORK/theirs") results for all queries"
kill $SITE_PID

# ------------------------------------------------------------------ a life

rm -r "$WORK/data"
read -r L1 L2 L3 _ <<<"$(languages | paste -sd' ')"
serve_pages
configure "$WORK/isoglot.conf"
DAY=0
# live COMMAND…: the program on that day.
live() { faketime -f "+${DAY}d" "${HERE[@]}" "$@" >"$WORK/out" 2>"$WORK/err"; }
grow() { live crawl "$@"; live index; }
link_all() { find "$SITE_FOLDER" -name '*.html' -printf '<a href="/%P">x</a>\n' | sort; }

for ((i = 0; i < 40; i++)); do
    [ $((i % 2)) = 0 ] && lang=$L1 || lang=$L2
    write_page page$i.html $lang "zqpage$i zqfirst$i"
    printf '%s\n' zqpage$i zqfirst$i zqsecond$i zqthird$i >>"$WORK/words"
done
write_page x.html $L1 zqleft "$(alternate $L3 y.html)"; write_page y.html $L3 zqright "$(alternate $L1 x.html)"
write_page twin1.html $L3 zqtwin; cp "$SITE_FOLDER/twin1.html" "$SITE_FOLDER/twin2.html"
printf '%s\n' zqleft zqright zqtwin zqmoved zqlang zqlogin >>"$WORK/words"
write_page index.html $L1 zqindex "" "$(link_all)"
grow
found $L1 zqpage0 page0.html "a site lives"
DAY=1
for i in 1 2 3 4; do write_page page$i.html $([ $((i % 2)) = 0 ] && echo $L1 || echo $L2) "zqpage$i zqsecond$i"; done
status_of page6.html '410 Gone'
rm "$SITE_FOLDER/page8.html"
write_page page5.html $L2 "zqpage5" '<meta name="robots" content="noindex">'
status_of page7.html '301 Moved Permanently' "Location: /moved.html"; write_page moved.html $L2 zqmoved
write_page page10.html $L3 "zqpage10 zqlang"
for i in 20 22 24 26; do write_page page$i.html $L1 zqlogin; done
sed -i 's/zqlogin.*<p>/zqlogin<p>/' "$SITE_FOLDER"/page2[0246].html
status_of page12.html '503 Service Unavailable'
grow
found $L1 zqpage6 "" "a page is gone at once"
found $L1 zqpage8 page8.html "one that is missing stays for a day"
found $L1 zqlogin "" "four that changed to one text are held"
DAY=3
rm "$SITE_FOLDER/page6.html.head" "$SITE_FOLDER/page12.html.head"
write_page page5.html $L2 "zqpage5 zqthird5"
write_page page1.html $L2 "zqpage1 zqthird1"
rm "$SITE_FOLDER/twin1.html"
live remove "${SITE}page14.html"
live remove "${SITE}page16.html"
grow
found $L1 zqpage6 page6.html "a page that was gone returns"
found $L1 zqpage8 "" "the missing one has left"
live reindex "${SITE}page16.html"
write_page page18.html $L1 "zqpage18 zqsecond18"
live reindex "${SITE}page18.html" "${SITE}x.html"
found $L1 zqpage16 page16.html "a page that was removed and is asked for is there"
found $L1 zqpage14 "" "one that was removed is not"
DAY=5
write_page page18.html $L1 "zqpage18 zqthird18"
status_of page30.html '410 Gone'
grow
[ "$(find "$WORK/data/feed" -name '*.warc.gz' | wc -l)" -gt 1 ]; ok $? "the feed has several files"
isoglot check >/dev/null 2>"$WORK/err"; ok $? "the live index is sound"
indexed "$WORK/data" >"$WORK/before"; answers "$WORK/isoglot.conf" "$WORK/data" "$WORK/live"

# ------------------------------------------------------------------ from the feed alone

kill $SITE_PID
# same NAME FILE FILE
same() { diff "$2" "$3" >"$WORK/diff"; ok $? "$1"; head -10 "$WORK/diff" | sed "s/^/# /"; }
live index --rebuild; is $? 0 "it is rebuilt without the network"
indexed "$WORK/data" >"$WORK/after"; same "rebuilt: the same pages" "$WORK/before" "$WORK/after"
answers "$WORK/isoglot.conf" "$WORK/data" "$WORK/rebuilt"
# Of equal scores, the order is that in which the pages came.
for run in live rebuilt; do awk '{ print $1, $5, $3 }' "$WORK/$run" | sort >"$WORK/$run.sorted"; done
same "the same $(wc -l <"$WORK/live") results, with the same scores" "$WORK/live.sorted" "$WORK/rebuilt.sorted"
faketime -f "+${DAY}d" "$ISOGLOT" --config "$WORK/isoglot.conf" --data "$WORK/new" index "$WORK/data/feed"/*.warc.gz >"$WORK/out" 2>"$WORK/err"
is $? 0 "another data directory is filled from the feed"
# Removals by hand and versions held back stand in the ledger alone: there these pages differ.
but() { grep -v 'page14\.\|page2[0246]\.'; }
but <"$WORK/before" >"$WORK/a"; indexed "$WORK/new" | but >"$WORK/b"; same "the same pages" "$WORK/a" "$WORK/b"
answers "$WORK/isoglot.conf" "$WORK/new" "$WORK/filled"
for run in live filled; do awk '{ print $1, $3 }' "$WORK/$run" | but | sort >"$WORK/$run.pages"; done
same "the same pages for all queries" "$WORK/live.pages" "$WORK/filled.pages"
finish
