#!/bin/bash
# The answer of a site in several languages, on the handbook: each cluster once, the same page in other languages, what exists
# only there, all languages together, and why; by command line, JSON and page. Every language lacks one page.
. tests/cases/lib.sh
DATA=$WORK/data
search() { "$ISOGLOT" --data "$DATA" search "$@"; }
# cgi QUERY LANG PARAMETERS: the CGI's answer, without its header lines.
cgi() {
    ISOGLOT_DATA=$DATA REQUEST_METHOD=GET PATH_INFO=/search QUERY_STRING="q=$(printf %s "$1" | jq -sRr @uri)&lang=$2$3" \
        "$BUILD/isoglot.cgi" | sed '1,/^\r$/d'
}
# title FILE: of a page of the handbook, without its number.
title() {
    perl -CSD -0777 -ne 'if (m{<title[^>]*>(.*?)</title>}s) { ($_ = $1) =~ s/\s+/ /g; s/^[\w.]+\.\s+//; print }' "$1"
}
PAGES=(sect.kernel-compilation sect.backup sect.quality-of-service sect.windows-emulation sect.virtual-private-network sect.quotas) # translated everywhere
ORDER=$(for l in $(languages); do echo "$(sed -n 's/^ *\.order = \([0-9]*\),.*/\1/p' langs/$l/profile.c) $l"; done | sort -n | cut -d' ' -f2 | paste -sd' ')

copy_handbook "$WORK/pages"
n=0
for e in $EDITIONS; do
    mv "$WORK/pages/$e/${PAGES[n]}.html" "$WORK/$e.lacks.html"
    n=$((n + 1))
done
cat >"$WORK/one.jsonl" <<'J'
{"url": "http://handbook.example/only", "lang": "LANG", "title": "xq7734zv", "text": "xq7734zv"}
J
"$ISOGLOT" --data "$DATA" index --base http://handbook.example/ "$WORK/pages" >/dev/null; is $? 0 "the handbook, of which each edition lacks a page"
"$ISOGLOT" --data "$DATA" learn >/dev/null; is $? 0 "its lexicon"

# ------------------------------------------------------------------ one language

n=0
for e in $EDITIONS; do
    lang=${e%%-*} page=${PAGES[n]}
    n=$((n + 1))
    asked=$(title "$WORK/$e.lacks.html")
    search --lang $lang --format json "$asked" >"$WORK/answer"
    jq -e --arg p "$page" '[.other_languages[:3][] | select(.url | endswith($p + ".html"))][0]' "$WORK/answer" >"$WORK/found"
    ok $? "$lang: '$asked', a title of no page of its own, is found in another language"
    is "$(jq --arg l $lang '.lang != $l and (.alternates | has($l) | not) and (.notice | length > 0)' "$WORK/found")" true \
       "$lang: which says that it is not in the asked one"
    is "$(jq -r '[.lang, (.alternates | keys_unsorted[])] | sort | join(" ")' "$WORK/found")" \
       "$(for l in $(languages); do [ $l = $lang ] || echo $l; done | sort | paste -sd' ')" "$lang: and in which it is"
    jq -e '.notices[] | select(.code == "elsewhere")' "$WORK/answer" >/dev/null; ok $? "$lang: so does the answer"
    jq -r '.other_languages[0] | "<article lang=\"\(.lang)\" dir=\"\(.direction)\">"' "$WORK/answer" >"$WORK/wanted"
    cgi "$asked" $lang "" | sed -n '/<section class="elsewhere"/,$p' >"$WORK/html"
    grep -qFf "$WORK/wanted" "$WORK/html"; ok $? "$lang: the page shows it apart, in its own language and direction"
    grep -q "<p class=\"notice\" lang=\"$lang\"" "$WORK/html"; ok $? "$lang: with the notice in the visitor's"
    search --lang $lang "$asked" | grep -qF "$(jq -r .notice "$WORK/found")"; ok $? "$lang: and so does the command line"

    own=$WORK/pages/$e/sect.apt-get.html
    search --lang $lang --format json "$(title "$own")" >"$WORK/answer"
    is "$(jq -r --arg l "$lang" '[.results[] | select(.alternates | has($l))] + [.other_languages[] | select(.alternates | has($l))] | length' "$WORK/answer")" 0 \
       "$lang: no page is an alternate of itself, and nothing that it has is said to be elsewhere"
    is "$(jq -r '.results[0].alternates | keys_unsorted | join(" ")' "$WORK/answer")" \
       "$(for l in $ORDER; do [ $l = $lang ] || echo $l; done | paste -sd' ')" "$lang: the same page in the other languages, in official order"
    cgi "$(title "$own")" $lang "" >"$WORK/html"
    is "$(sed -n '/<p class="also"/{p;q}' "$WORK/html" | grep -o 'hreflang="[a-z]*"' | wc -l)" "$(($(languages | wc -l) - 1))" \
       "$lang: as links on the page"

    grep -v '^#' langs/$lang/queries.tsv | cut -f1 | awk '{ print NR "\t" $0 }' >"$WORK/topics"
    is "$(search --lang $lang --format json --limit 50 --topics "$WORK/topics" |
          jq '[.results[].cluster | select(. != null)] | length - (unique | length)' | sort -u)" 0 "$lang: no cluster stands twice in a list"
    printf '[site]\nname = One\nstart = http://handbook.example/\nlanguages = %s\ndata = %s\n' $lang "$DATA" >"$WORK/one.conf"
    search --lang $lang --format trec --topics "$WORK/topics" >"$WORK/together"
    "$ISOGLOT" --config "$WORK/one.conf" search --lang $lang --format trec --topics "$WORK/topics" | cmp - "$WORK/together"
    ok $? "$lang: its results are the same where there is no other language"
done

# ------------------------------------------------------------------ all languages

for lang in $ORDER; do
    e=$(tr ' ' '\n' <<<"$EDITIONS" | grep "^$lang-")
    title "$WORK/pages/$e/sect.apt-get.html" >"$WORK/asked"
    search --lang $lang --all-languages --format json --limit 20 --explain "$(cat "$WORK/asked")" >"$WORK/$lang.all"
    jq -r '.results[].cluster' "$WORK/$lang.all" >"$WORK/$lang.clusters"
    is "$(sort "$WORK/$lang.clusters" | uniq -d | wc -l)" 0 "$lang: of all languages each cluster once"
    is "$(jq --arg l $lang '[.results[] | select(.lang != $l and (.alternates | has($l)))] | length' "$WORK/$lang.all")" 0 \
       "$lang: shown in the asked language where it is in that"
    first=$WORK/${ORDER%% *}.clusters
    is "$(head -1 "$WORK/$lang.clusters")" "$(head -1 "$first")" "$lang: a title asked in any language finds the same first"
    [ "$(comm -12 <(head "$WORK/$lang.clusters" | sort) <(head "$first" | sort) | wc -l)" -ge 9 ]; ok $? "$lang: and the same beside it"
    is "$(jq '[.results[] | .explain.blend.lists | length > 0] | all' "$WORK/$lang.all")" true "$lang: what each list said is told"
    cgi "$(cat "$WORK/asked")" $lang "&all=1&n=7&format=json" | jq -r '.results[].cluster' >"$WORK/paged"
    cgi "$(cat "$WORK/asked")" $lang "&all=1&n=7&p=2&format=json" | jq -r '.results[].cluster' >>"$WORK/paged"
    head -14 "$WORK/$lang.clusters" | cmp -s - "$WORK/paged"; ok $? "$lang: and its pages, side by side, are the list"
done
cgi debian $lang "&all=1&sort=date&format=json" | jq -e '[.results[].date // ""] | . == (sort | reverse)' >/dev/null
ok $? "by date: the newest first, whatever the language"

# ------------------------------------------------------------------ why

cgi "$(cat "$WORK/asked")" $lang "&explain=1" >"$WORK/html"
is "$(grep -c '<details class="why"' "$WORK/html")" "$(grep -c '<article' "$WORK/html")" "asked why, each result has its reasons folded away"
cgi "$(cat "$WORK/asked")" $lang "" | grep -q "<details"; is $? 1 "and not asked, none"
n=0
for e in $EDITIONS; do
    search --lang ${e%%-*} --format json --explain "$(title "$WORK/$e.lacks.html")" |
        jq -r '.other_languages[] | .explain | (.terms[] | select(.form == "translation") | .way), .why_this_version'
done | sort -u >"$WORK/ways"
grep -qx learned "$WORK/ways"; ok $? "a term that was carried says that its way was learned"
grep -qx best-ranked "$WORK/ways"; ok $? "and a page in neither language, that it ranks best"

# ------------------------------------------------------------------ nothing in the asked language

for lang in $ORDER; do
    [ $lang = "${ORDER%% *}" ] && continue
    sed "s/LANG/${ORDER%% *}/" "$WORK/one.jsonl" >"$WORK/only.jsonl"
    "$ISOGLOT" --data "$DATA" index "$WORK/only.jsonl" >/dev/null
    cgi xq7734zv $lang "&format=json&spelling=0" >"$WORK/answer"
    is "$(jq -c '[.total, (.notices | map(.code) | index("elsewhere") != null), .other_languages[0].lang]' "$WORK/answer")" \
       "[0,true,\"${ORDER%% *}\"]" "$lang: no result, but what there is elsewhere"
    cgi xq7734zv $lang "&spelling=0" >"$WORK/html"
    grep -q "<li><a href=\"?q=xq7734zv&amp;spelling=0&amp;lang=${ORDER%% *}\" hreflang=\"${ORDER%% *}\">" "$WORK/html"
    ok $? "$lang: how much, with a link to it"
    sed -n '/class="found-in"/,/<\/ul>/p' "$WORK/html" | grep -q "[1١]"; ok $? "$lang: in numbers"
done

# ------------------------------------------------------------------ the ledger is out of reach

"$ISOGLOT" --data "$DATA" index "$WORK/only.jsonl" >/dev/null
if [ "$(id -u)" = 0 ]; then # nobody has read since the last writer has closed it
    mkdir "$WORK/bin" && cp "$BUILD/isoglot" "$WORK/bin/" && chmod -R a+rX "$WORK"
    setpriv --reuid 65534 --regid 65534 --clear-groups "$WORK/bin/isoglot" --data "$DATA" search --lang $lang --format json "$(cat "$WORK/asked")" |
        jq -S 'del(.took_ms)' >"$WORK/reader"
    search --lang $lang --format json "$(cat "$WORK/asked")" | jq -S 'del(.took_ms)' | cmp - "$WORK/reader"
    ok $? "a user who may only read gets the same answer"
else
    echo "ok $((++COUNT)) # SKIP not root"
fi
search --lang $lang --format json "$(cat "$WORK/asked")" >"$WORK/with"
mv "$DATA/ledger.db" "$WORK/ledger.db"
search --lang $lang --format json "$(cat "$WORK/asked")" >"$WORK/without"; is $? 0 "without a ledger there is an answer"
is "$(jq -c '[.results[0].url, .results[0].cluster, (.other_languages | length)]' "$WORK/without")" \
   "$(jq -c '[.results[0].url, null, 0]' "$WORK/with")" "the same pages, of which nothing more is known"
printf 'no ledger' >"$DATA/ledger.db"
search --lang $lang --format trec "$(cat "$WORK/asked")" >"$WORK/damaged"; is $? 0 "so it is with one that is damaged"
finish
