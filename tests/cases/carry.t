#!/bin/bash
# A question in another language than the asked one: told by its words, carried by what the site's translations and a
# terminology teach, answered in the asked language, said and taken back.
. tests/cases/lib.sh

mkdir "$WORK/terms"
printf '[site]\ndata = data\n[language]\nterminology = terms/terms.ttl\n' >"$WORK/isoglot.conf"
# Words of one language: its function words, and names of things that no language has.
words() { grep -v '^#' "langs/$1/stopwords.txt" | awk '{ print $1 }' | head -60 | tr '\n' ' '; }
asks() { grep -v '^#' "langs/$1/stopwords.txt" | awk '{ print $1 }' | sed -n '3p;7p;12p;20p;31p' | tr '\n' ' '; }
thing() { # CODE NUMBER: the thing's name
    printf '%s' "$1$2" | tr 'a-z0-9' 'zaebicodufaghijklmnoprstuvwxyz' | sed 's/$/ozorbel/'
}
{
    echo '@prefix skos: <http://www.w3.org/2004/02/skos/core#> .'
    for n in 1 2 3; do
        printf '<http://terms.example/%s> skos:prefLabel ' $n
        languages | while read -r l; do printf '"%s"@%s,' "$(thing "$l" $n)" "$l"; done | sed 's/,$/ .\n/'
    done
} >"$WORK/terms/terms.ttl"
languages | while read -r l; do
    for n in 1 2 3; do
        printf '{"url":"http://site.example/%s/%s","lang":"%s","title":"%s","text":"%s","group":"%s"}\n' \
            "$l" $n "$l" "$(thing "$l" $n)" "$(words "$l") Guterres $n" $n
    done
done >"$WORK/pages.jsonl"
isoglot() { "$ISOGLOT" --config "$WORK/isoglot.conf" "$@"; }
isoglot index "$WORK/pages.jsonl" >"$WORK/log" 2>&1
is $? 0 "pages are indexed"
isoglot learn >"$WORK/log" 2>&1
is $? 0 "their words are learned"

json() { isoglot search --format json "$@"; }
first() { jq -r '.results[0].url // ""'; }
codes=$(languages)
wrong='' untold=''
for from in $codes; do
    for to in $codes; do
        question="$(asks "$from")$(thing "$from" 2)"
        json --lang "$to" "$question" >"$WORK/answer"
        [ "$(first <"$WORK/answer")" = "http://site.example/$to/2" ] || wrong="$wrong $from-$to"
        kind=$(jq -r '.corrected.kind // ""' "$WORK/answer")
        [ "$kind" = "$([ "$from" = "$to" ] || echo translation)" ] || untold="$untold $from-$to($kind)"
    done
done
is "$wrong" "" "a question in any language finds the page in the asked one"
is "$untold" "" "the answer says that it was carried, where it was"

read -r a b _ <<<"$(echo $codes)"
question="$(asks "$a")$(thing "$a" 2)"
answer=$(json --lang "$b" "$question")
is "$(jq -r .corrected.query <<<"$answer" | grep -o "$(thing "$b" 2)")" "$(thing "$b" 2)" "and what was searched instead"
is "$(jq -r '[.results[].lang] | unique | join(" ")' <<<"$answer")" "$b" "all results are in the asked language"
is "$(json --lang "$b" --query-lang "$a" "$(thing "$a" 3)" | first)" "http://site.example/$b/3" "--query-lang says what one word cannot tell"
isoglot search --lang "$a" --query-lang none word 2>"$WORK/errors"
is $? 2 "a language that the site does not have is refused"
is "$(json --lang "$b" "$question -$(thing "$a" 2)" | jq '[.results[] | select(.url | endswith("/2"))] | length')" 0 \
    "a word that is refused is refused in the asked language"
is "$(json --lang "$b" "$question site:other.example" | jq .total)" 0 "a filter is none of the words"
is "$(json --lang "$b" Guterres | jq -r .corrected)" null "a name of all languages is searched as it stands"

get() { PATH_INFO=/search REQUEST_METHOD=GET ISOGLOT_CONFIG="$WORK/isoglot.conf" QUERY_STRING="$1" "$BUILD/isoglot.cgi"; }
q=$(jq -rn --arg q "$question" '$q | @uri')
get "q=$q&lang=$b" >"$WORK/page"
grep -q 'spelling=0' "$WORK/page"
ok $? "the page leads back to what was typed"
get "q=$q&lang=$b&spelling=0&format=json" | sed '1,/^\r*$/d' >"$WORK/answer"
is "$(jq -r .corrected "$WORK/answer")" null "there it is searched as it stands"
get "q=$(thing "$a" 3)&lang=$b&ql=$a&format=json" | sed '1,/^\r*$/d' >"$WORK/answer"
is "$(first <"$WORK/answer")" "http://site.example/$b/3" "ql= says it on the page"
get "q=x&ql=none" | head -1 | grep -q '400'
ok $? "ql= with another language is refused"
printf '1\t%s\n' "$question" >"$WORK/topics"
is "$(isoglot search --lang "$b" --topics "$WORK/topics" --format trec --limit 1 | cut -d' ' -f3)" "http://site.example/$b/2" \
    "topics in another language are carried, too"
rm -r "$WORK/data/lexicon"
json --lang "$b" "$question" >"$WORK/answer"
is $? 0 "without a lexicon there is an answer all the same"
finish
