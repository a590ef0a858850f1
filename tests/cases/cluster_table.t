#!/bin/bash
# What searches know of clusters from a file beside the ledger: the answers are the ledger's, from a ledger that has changed as well.
. tests/cases/lib.sh
DATA=$WORK/data
TABLE=$DATA/clusters
CGI=$(realpath "$BUILD")/isoglot.cgi
export ISOGLOT_DATA=$DATA REQUEST_METHOD=GET PATH_INFO=/search

copy_handbook "$WORK/pages"
"$ISOGLOT" --data "$DATA" index --no-learn --base http://handbook.example/ "$WORK/pages" >/dev/null
[ -s "$TABLE" ]; ok $? "indexing leaves the table"

# ask LANG QUERY: the answer, without the time that it took.
ask() { QUERY_STRING="format=json&lang=$1&q=$2" "$CGI" | sed '1,/^\r*$/d; s/"took_ms": *[0-9.]*/"took_ms":0/'; }
# ask_all: titles of each language put to each language.
ask_all() { while IFS=$'\t' read -r l title; do echo "# $l $title"; ask "$l" "$title"; done <"$WORK/questions"; }

for l in $(languages); do
    sqlite3 "$DATA/ledger.db" "SELECT title FROM url WHERE indexed_lang='$l' AND title<>'' ORDER BY content_hash LIMIT 1" |
        while read -r title; do for to in $(languages); do printf '%s\t%s\n' "$to" "$title"; done; done
done | tr ' ' + >"$WORK/questions"

ask_all >"$WORK/by_table"
mv "$TABLE" "$WORK/kept"
ask_all >"$WORK/by_ledger"
cmp "$WORK/by_table" "$WORK/by_ledger"; ok $? "$(wc -l <"$WORK/questions") answers are the same with it and without"
grep -q '"alternates": *{ *"' "$WORK/by_table"
ok $? "with the translations of their pages"
grep -q '"other_languages": *\[ *{' "$WORK/by_table"
ok $? "and pages that the asked language lacks"

# ------------------------------------------------------------------ whose table it is

mv "$WORK/kept" "$TABLE"
IFS=$'\t' read -r l title <"$WORK/questions"
ask "$l" "$title" >"$WORK/before"
cp -p "$DATA/ledger.db" "$WORK/ledger.db"
dd if=/dev/zero of="$DATA/ledger.db" bs=4096 count=1 conv=notrunc status=none
touch -r "$WORK/ledger.db" "$DATA/ledger.db"
ask "$l" "$title" | cmp - "$WORK/before"; ok $? "while the ledger has not been written since, it is not read"
touch "$DATA/ledger.db"
is "$(ask "$l" "$title" | jq '[.results[].alternates // [] | length] | add')" 0 "once it has been, the table does not count"
dd if="$WORK/ledger.db" of="$DATA/ledger.db" bs=4096 count=1 conv=notrunc status=none
ask "$l" "$title" | cmp - "$WORK/before"; ok $? "and the ledger does"

"$ISOGLOT" --data "$DATA" check >/dev/null
[ "$TABLE" -nt "$DATA/ledger.db" ]; ok $? "a command that writes makes it anew"
url=$(jq -r '[.results[].alternates[]?][0]' "$WORK/before")
sqlite3 "$DATA/ledger.db" "DELETE FROM member WHERE page=(SELECT id FROM url WHERE url='$url')"
is "$(ask "$l" "$title" | jq --arg url "$url" '[.results[].alternates[]? | select(. == $url)] | length')" 0 "what others write to the ledger counts at once"
"$ISOGLOT" --data "$DATA" remove "$url" >/dev/null
cp -p "$TABLE" "$WORK/kept"
ask "$l" "$title" >"$WORK/after"
rm "$TABLE"
ask "$l" "$title" | cmp - "$WORK/after"; ok $? "a page that is removed leaves it"
head -c 1000 "$WORK/kept" >"$TABLE"
ask "$l" "$title" | cmp - "$WORK/after"; ok $? "one that is cut short is none"
mkdir "$TABLE.new"
"$ISOGLOT" --data "$DATA" check >/dev/null 2>"$WORK/err"; is $? 0 "one that cannot be written keeps nothing from being done"
grep -q "cannot write '$TABLE'" "$WORK/err"; ok $? "and is told"
finish
