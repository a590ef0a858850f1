#!/bin/bash
# What the search gives to programs: JSON against its schema, RSS and OpenSearch descriptions against theirs (tests/interfaces/),
# and odd strings, which come back as they were, as queries and as titles of pages.
. tests/cases/lib.sh

LANGUAGES=$(languages | paste -sd' ')
STRINGS=tests/interfaces/strings.json
NAUGHTY=${ISOGLOT_SHARED:-../shared}/suites/naughty-strings/strings.json
[ -f "$NAUGHTY" ] && STRINGS="$STRINGS $NAUGHTY"

# Pages: shared ones in every language, translations of each other but for one, and one with each string as its title.
python3 - "$LANGUAGES" $STRINGS >"$WORK/pages.jsonl" <<'P'
import json, sys
languages = sys.argv[1].split()
for lang in languages:
    for n in range(6):
        group = None if n == 5 else f"g{n}"
        text = f"Some shared words of page {n}, which is in a language of its own {lang}."
        print(json.dumps({"url": f"http://x.example/{lang}/{n}", "lang": lang, "title": f"Page {n} <{lang}> & more", "text": text,
                          "date": f"2020-0{n + 1}-02", **({"group": group} if group else {})}))
print(json.dumps({"url": "http://x.example/only", "lang": languages[0], "title": "Alpha", "text": "shared alpha alone"}))
number = 0
for path in sys.argv[2:]:
    for string in json.load(open(path, encoding="utf-8")):
        print(json.dumps({"url": f"http://x.example/odd/{number}", "lang": languages[number % len(languages)], "title": string,
                          "text": f"mark{number}x {string}", "date": "2020-01-01"}))
        number += 1
P
printf '[site]\ndata = %s/data\nname = Odd <Site> & Sons, Incorporated\n' "$WORK" >"$WORK/isoglot.conf"
LAST=${LANGUAGES##* }
sed -i "s/^name = .*/&\nname.$LAST = Own name/" "$WORK/isoglot.conf"
"$ISOGLOT" --config "$WORK/isoglot.conf" index --no-learn "$WORK/pages.jsonl" >"$WORK/index" 2>&1
ok $? "pages are indexed"

mkdir "$WORK/feeds"
python3 tests/interfaces/check.py "$BUILD/isoglot.cgi" "$WORK/isoglot.conf" query/web/search.schema.json "$WORK/feeds" "$LANGUAGES" \
    $STRINGS >"$WORK/checks" 2>"$WORK/check.err"
is "$?" 0 "all is asked"
sed 's/^/# /' "$WORK/check.err"
while IFS= read -r line; do
    case $line in
    'ok - '*) ok 0 "${line#ok - }" ;;
    'not ok - '*) ok 1 "${line#not ok - }" ;;
    *) echo "$line" ;;
    esac
done <"$WORK/checks"
is "$(grep -c '^ok' "$WORK/checks")" 8 "each promise is checked"

valid() { # KIND: all feeds of this kind, by their schema
    xmllint --noout --relaxng "tests/interfaces/$1.rng" "$WORK/feeds"/*."$1" >"$WORK/lint" 2>&1
    ok $? "every $1 document validates ($(grep -c ' validates$' "$WORK/lint"))"
    grep -v ' validates$' "$WORK/lint" | head -5 | sed 's/^/# /'
}
valid rss
valid opensearch
sed 's/<title>/<titel>/' "$WORK/feeds/1.rss" >"$WORK/wrong.rss"
xmllint --noout --relaxng tests/interfaces/rss.rng "$WORK/wrong.rss" 2>/dev/null
[ $? -ne 0 ]; ok $? "the schema tells what is wrong"

get() { # PATH QUERY_STRING: the body
    env -i ISOGLOT_CONFIG="$WORK/isoglot.conf" PATH_INFO="$1" QUERY_STRING="$2" REQUEST_METHOD=GET "$BUILD/isoglot.cgi" | tr -d '\r' | sed '1,/^$/d'
}
is "$(get /search.schema.json '' | cmp - query/web/search.schema.json && echo same)" same "the schema is served"
is "$(get /opensearch.xml "lang=$LAST" | sed -n 's|<ShortName>\(.*\)</ShortName>|\1|p')" "Own name" "a description has the site's name in its language"
finish
