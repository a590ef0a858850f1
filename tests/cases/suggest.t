#!/bin/bash
# Suggestions: what a site is made of is suggested in each language, follows its changes, and finds something.
. tests/cases/lib.sh

printf '[site]\ndata = %s/data\n[query]\nlog = true\n' "$WORK" >"$WORK/isoglot.conf"
isoglot() { "$ISOGLOT" --config "$WORK/isoglot.conf" "$@"; }
suggest() { isoglot suggest --lang "$1" "${@:2}" | paste -sd'|'; }
cgi() { # PATH QUERY_STRING
    env -i ISOGLOT_CONFIG="$WORK/isoglot.conf" PATH_INFO="$1" QUERY_STRING="$2" REQUEST_METHOD=GET SCRIPT_NAME=/find \
        "$BUILD/isoglot.cgi" | tr -d '\r' | sed '1,/^$/d'
}
has() { [[ "|$1|" = *"|$2|"* ]]; ok $? "$3"; [[ "|$1|" = *"|$2|"* ]] || echo "# '$2' is not in '$1'"; }
hasnt() { [[ "|$1|" != *"|$2|"* ]]; ok $? "$3"; [[ "|$1|" != *"|$2|"* ]] || echo "# '$2' is in '$1'"; }

# ------------------------------------------------------------------ a site in each language

LANGUAGES=$(languages)
LANG1=$(echo "$LANGUAGES" | head -1)
is "$(isoglot suggest --lang "$LANG1" x 2>&1; echo $?)" 0 "before there is anything, nothing is suggested"
for l in $LANGUAGES; do
    mkdir -p "$WORK/site/$l"
    for n in 1 2 3; do
        printf '<html lang="%s"><title>Zebra number %s</title><h1>Heading %s of zebras</h1><h2>See also these</h2><p>Text about zebra %s.</html>' \
            "$l" "$n" "$n" "$n" >"$WORK/site/$l/$n.html"
    done
    for n in $(seq 21); do
        printf '<html lang="%s"><title>Other %s</title><h2>Navigate everywhere</h2><p>Words of page %s.</html>' "$l" "$n" "$n" >"$WORK/site/$l/o$n.html"
    done
    printf '<html lang="%s"><title>Réseau Ёлка</title><p>What is there.</html>' "$l" >"$WORK/site/$l/accents.html"
    printf '<html lang="%s"><title>site:nowhere -zebra</title><p>What is there.</html>' "$l" >"$WORK/site/$l/operators.html"
done
isoglot index --no-learn --lang-from-path --base http://x.example/ "$WORK/site" >/dev/null 2>&1
ok $? "pages are indexed"
for l in $LANGUAGES; do
    found=$(suggest "$l" zebra)
    has "$found" "Zebra number 2" "$l: a title"
    has "$found" "Heading 2 of zebras" "$l: a heading, by its last word"
    has "$(suggest "$l" 'see al')" "See also these" "$l: by a beginning"
    is "$(suggest "$l" navigate)" "" "$l: a heading that every page has is not suggested"
    is "$(suggest "$l" reseau)" "Réseau Ёлка" "$l: without accents"
    suggest "$l" елка >>"$WORK/yo"
    is "$(suggest "$l" sit)" "" "$l: what would be an operator is not suggested"
    is "$(suggest "$l" --limit 2 zebra | tr '|' '\n' | wc -l)" 2 "$l: no more than are wanted"
done
is "$(sort -u "$WORK/yo" | grep .)" "Réseau Ёлка" "and by the spellings that a language takes for the same"
is "$(cgi /suggest "q=zebra%20n&lang=$LANG1" | jq -r '.[0], (.[1] | sort | .[0]), (.[3] | sort | .[0])' | paste -sd' ')" \
   "zebra n Zebra number 1 search?q=Zebra%20number%201&lang=$LANG1" "by HTTP, with the address of each search"
is "$(cgi /suggest "lang=$LANG1")" '["",[],[],[]]' "nothing for nothing"
cgi /search "lang=$LANG1" | grep -q 'rel="search"'; ok $? "the page leads to the description"

isoglot suggest --lang nowhere x >/dev/null 2>&1; is $? 2 "a language that there is not"
isoglot suggest >/dev/null 2>&1; is $? 2 "nothing typed"
isoglot suggest --limit 11 x >/dev/null 2>&1; is $? 2 "too many wanted"
isoglot suggest --help | grep -q -- --limit; ok $? "--help"

# ------------------------------------------------------------------ changes

change() { # FILE HTML: the page, changed and indexed
    printf '%s' "$2" >"$WORK/site/$LANG1/$1"
    isoglot index --no-learn --lang-from-path --base http://x.example/ "$WORK/site" >/dev/null 2>&1
}
change 1.html "<html lang=$LANG1><title>Okapi</title><h1>Giraffes of the woods</h1><p>Text."
is "$(suggest "$LANG1" oka) $(suggest "$LANG1" gira)" "Okapi Giraffes of the woods" "a changed page is suggested at once"
hasnt "$(suggest "$LANG1" zebra)" "Zebra number 1" "and not what it was before"
isoglot remove "http://x.example/$LANG1/2.html" >/dev/null
hasnt "$(suggest "$LANG1" zebra)" "Zebra number 2" "nor what was removed"
has "$(suggest "$LANG1" zebra)" "Zebra number 3" "the others stay"

# As if making them had just taken 90 ms.
FILE=$WORK/data/suggest/$LANG1
printf '\x5a\0\0\0' | dd of="$FILE" bs=1 seek=88 conv=notrunc 2>/dev/null
change 1.html "<html lang=$LANG1><title>Eland</title><p>Text."
is "$(suggest "$LANG1" eland)" "Eland" "what is made in a tenth of a second is made with each change"

# As if making them had taken an hour: changes are noted, and made when it is time.
cp "$FILE" "$WORK/kept"
printf '\x80\xee\x36\x00' | dd of="$FILE" bs=1 seek=88 conv=notrunc 2>/dev/null
change 1.html "<html lang=$LANG1><title>Gnu</title><p>Text."
is "$(suggest "$LANG1" gnu)" "" "a change waits while new suggestions would cost too much"
[ -e "$FILE.due" ]; ok $? "and is noted"
printf '\0\0\0\0' | dd of="$FILE" bs=1 seek=88 conv=notrunc 2>/dev/null
isoglot index --no-learn --lang-from-path --base http://x.example/ "$WORK/site" >/dev/null 2>&1
is "$(suggest "$LANG1" gnu)" "Gnu" "it is made with the next commit, whatever that changes"
[ ! -e "$FILE.due" ]; ok $? "and noted no more"

# ------------------------------------------------------------------ what is asked for

for n in 1 2 3 4; do cgi /search "q=Words+of+page&lang=$LANG1" >/dev/null; cgi /search "q=quagga+unknown&lang=$LANG1" >/dev/null; done
change o1.html "<html lang=$LANG1><title>Other 1b</title><p>Words of page 1."
is "$(suggest "$LANG1" 'words of')" "" "four searches suggest nothing"
for n in 1 2; do cgi /search "q=Words+of+page&lang=$LANG1" >/dev/null; cgi /search "q=quagga+unknown&lang=$LANG1" >/dev/null; done
change o1.html "<html lang=$LANG1><title>Other 1c</title><p>Words of page 1."
is "$(suggest "$LANG1" 'words of')" "words of page" "what is often asked for is suggested"
is "$(suggest "$LANG1" quagga)" "" "but not what finds nothing"

# ------------------------------------------------------------------ nothing is suggested that finds nothing

cat >"$WORK/all.py" <<'P'
"""Every suggestion for every letter, as a search: those without a result."""
import json, os, subprocess, sys
cgi, config, languages = sys.argv[1], sys.argv[2], sys.argv[3].split()
def ask(path, **parameters):
    from urllib.parse import urlencode
    env = {"ISOGLOT_CONFIG": config, "PATH_INFO": path, "QUERY_STRING": urlencode(parameters), "REQUEST_METHOD": "GET"}
    out = subprocess.run([cgi], env=env, stdin=subprocess.DEVNULL, capture_output=True, check=False).stdout
    return json.loads(out.split(b"\r\n\r\n", 1)[1])
asked = 0
for lang in languages:
    for letter in "aghnorszе1":
        for text in ask("/suggest", q=letter, lang=lang)[1]:
            asked += 1
            if not ask("/search", q=text, lang=lang, format="json", spelling="0")["total"]:
                print(lang, text)
print("asked", "many" if asked > 100 else asked)
P
is "$(python3 "$WORK/all.py" "$BUILD/isoglot.cgi" "$WORK/isoglot.conf" "$(echo $LANGUAGES)")" "asked many" "whatever is suggested finds something"
finish
