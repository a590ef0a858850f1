#!/bin/bash
# The query interface to the letter, through the CGI: whatever is asked, of one language or of all, a page of results or the
# next, filtered, by date, explained, malformed, the answer has the promised form, and its parts agree with each other.
. tests/cases/lib.sh
LANGS=($(languages))
LANGUAGES=$(for l in $(languages); do
    echo "$(sed -n 's/^ *\.order = \([0-9]*\),.*/\1/p' langs/$l/profile.c) $l$(grep -q 'is_rtl = TRUE' langs/$l/profile.c && echo ,rtl)"
done | sort -n | cut -d' ' -f2)

# The handbook, some of its pages left out, and pages with a date and a group in all languages but one each.
copy_handbook "$WORK/site"
n=0
for file in "$WORK"/site/*/*.html; do n=$((n + 1)); [ $((n % 7)) != 0 ] || rm "$file"; done
for i in $(seq 60); do
    for k in "${!LANGS[@]}"; do
        [ $((i % ${#LANGS[@]})) != "$k" ] || continue
        printf '{"url":"http://news.example/%s/%d","lang":"%s","title":"debian %d","text":"debian news apt %d","group":"n%d","date":"20%02d-0%d-11"}\n' \
            "${LANGS[k]}" $i "${LANGS[k]}" $i $i $i $((i % 20 + 4)) $((i % 9 + 1))
    done
done >"$WORK/news.jsonl"
cat >"$WORK/isoglot.conf" <<C
[site]
name = Contract
start = http://handbook.example/ http://news.example/
data = $WORK/data
[section news]
pattern = http://news.example/*
[section book]
pattern = http://handbook.example/*
C
"$ISOGLOT" --config "$WORK/isoglot.conf" index --base http://handbook.example/ "$WORK/site" >"$WORK/log" 2>&1
"$ISOGLOT" --config "$WORK/isoglot.conf" index "$WORK/news.jsonl" >>"$WORK/log" 2>&1; ok $? "a site of two sections"

# get QUERY_STRING: what the CGI answers, in one line; its status line in $WORK/status.
get() {
    env -i ISOGLOT_CONFIG="$WORK/isoglot.conf" PATH_INFO=/search QUERY_STRING="$1" REQUEST_METHOD=GET "$BUILD/isoglot.cgi" >"$WORK/reply" 2>>"$WORK/log"
    sed -n 's/^Status: *\([0-9]*\).*/\1/p;/^\r*$/q' "$WORK/reply" >"$WORK/status"
    sed '1,/^\r*$/d' "$WORK/reply"
}
# answers NAME PARAMETERS OPTION…: each of the questions, in the languages in turn, against the contract.
QUESTIONS='debian apt -kernel %22apt-get%22 %2Bapt+dpkg apt+OR+ssh inst* title%3Aapt RAID+LVM site%3Anews.example+debian after%3A2010+debian %D1%8F%D0%B4%D1%80%D0%BE %E5%86%85%E6%A0%B8
    %D9%86%D9%88%D8%A7%D8%A9 qzxwv a+a+a+a ((((( %22 -- %2A %26%26 +'
answers() {
    name=$1 parameters=$2
    shift 2
    for q in '' $QUESTIONS; do
        turn=$(((turn + 1) % ${#LANGS[@]}))
        get "q=$q&lang=${LANGS[turn]}&format=json$parameters"
        get "q=$q&lang=${LANGS[(turn + 3) % ${#LANGS[@]}]}&format=json$parameters"
    done >"$WORK/answers"
    python3 tests/cases/answer_check.py $LANGUAGES "$@" <"$WORK/answers"
    ok $? "$name ($(jq -r '.results | length' "$WORK/answers" | awk '{ n += $1 } END { print n }') results)"
}
turn=0
answers "one language" ''
answers "explained" '&explain=1' --explain
answers "the second page" '&p=2&n=5' --first 6
answers "by date" '&sort=date'
answers "a section" '&section=news'
answers "a type and a host" '&type=html&site=handbook.example'
answers "a period" '&after=2010&before=2015-06'
answers "literally" '&spelling=0'
answers "all languages" '&all=1' --all
answers "all languages, explained" '&all=1&explain=1' --all --explain
answers "all languages, the second page" '&all=1&p=2&n=5' --all --first 6
answers "all languages, by date" '&all=1&sort=date' --all
answers "all languages, a section" '&all=1&section=news' --all

# The parts agree.
lang=${LANGS[0]}
get "q=debian&lang=$lang&format=json&n=100&section=news" >"$WORK/one"
is "$(jq .total "$WORK/one")" 50 "each page of the section that the language has"
is "$(jq '[.facets.section[] | select(.value == "news").count] | add' "$WORK/one")" 50 "and as many in its facet"
is "$(jq '[.results[] | select(.section != "news")] | length' "$WORK/one")" 0 "nothing of another section"
is "$(jq '[.results[].alternates | length] | min' "$WORK/one")" $((${#LANGS[@]} - 2)) "each with its translations"
is "$(jq '[.other_languages[] | select(.section != "news")] | length' "$WORK/one")" 0 "nor in other languages"
[ "$(jq '.other_languages | length' "$WORK/one")" -gt 0 ]; ok $? "what the language lacks is told"
get "q=debian&lang=$lang&format=json&n=100&section=news&all=1" >"$WORK/all"
is "$(jq '.results | length' "$WORK/all")" 60 "all languages: each cluster of the section, once"
is "$(jq .total "$WORK/all")" 60 "and the total counts clusters"
is "$(jq -r "[.results[] | select(.lang == \"$lang\")] | length" "$WORK/all")" 50 "shown in the visitor's language where there is one"
is "$(jq '.other_languages | length' "$WORK/all")" 0 "nothing is elsewhere when all languages are asked"
for p in 1 2 3 4 5 6 7; do get "q=debian&lang=$lang&format=json&n=9&section=news&all=1&p=$p"; done | jq -r '.results[].cluster' >"$WORK/clusters"
is "$(sort -u "$WORK/clusters" | wc -l)" 60 "page after page each cluster"
is "$(sort "$WORK/clusters" | uniq -d | wc -l)" 0 "none twice"
get "q=debian&lang=$lang&format=json&n=100&section=news&all=1&sort=date" | jq -r '.results[].date' >"$WORK/dates"
sort -rc "$WORK/dates"; ok $? "all languages by date, the newest first"
get "q=debian+-apt&lang=$lang&format=json&section=news&all=1" | jq .total >"$WORK/total"
is "$(cat "$WORK/total")" 0 "a word that is excluded is so in all languages"
get "q=%22news+apt%22&lang=$lang&format=json&section=news&all=1&n=100" | jq '.results | length' >"$WORK/total"
is "$(cat "$WORK/total")" 60 "a phrase in all languages"
get "q=%22apt+news%22&lang=$lang&format=json&section=news&n=100" | jq '.results | length' >"$WORK/total"
is "$(cat "$WORK/total")" 0 "the words in another order are no such phrase"
get "q=debian+qzxwvq&lang=$lang&format=json&n=100&section=news" | jq -c '[.results[].url]' >"$WORK/with"
get "q=debian+qzxwvq&lang=$lang&format=json&n=100&section=news&explain=1" | jq -c '[.results[].url]' | cmp -s - "$WORK/with"
ok $? "explaining changes no result"
finish
