#!/bin/bash
# isoglot learn: what words are in the other languages, from the handbook's six editions and from aligned text.
. tests/cases/lib.sh

DATA=$WORK/data
lexicons() { cat "$DATA"/lexicon/* | sha256sum; }
entries() { "$ISOGLOT" --data "$DATA" learn --print "$1"; }

copy_handbook "$WORK/pages"
index() { "$ISOGLOT" --data "$DATA" index --base http://handbook.example/ "$@" "$WORK/pages" >"$WORK/log" 2>&1; }
index
ok $? "the handbook is indexed"
indexed=$(ls "$DATA/index") # of which the handbook has an edition
n=$(wc -w <<<"$indexed")
pairs=$((n * (n - 1)))
grep -q "^lexicons learned, $pairs pairs of languages" "$WORK/log"
ok $? "and its translations are learned from"
is "$(find "$DATA/lexicon" -type f | wc -l)" "$(languages | wc -l)" "each language has a lexicon"
[ "$(du -sb "$DATA/lexicon" | cut -f 1)" -lt 50000000 ]
ok $? "together they have at most 50 MB"
for lang in $indexed; do
    entries "$lang" >"$WORK/entries"
    for other in $indexed; do
        [ "$lang" = "$other" ] && continue
        [ "$(awk -F '\t' -v t="$other" '$2 == t && $7 == "learned" && $5 > .5' "$WORK/entries" | wc -l)" -ge 500 ]
        ok $? "$lang: words of $other are known"
        [ "$(awk -F '\t' -v t="$other" '$2 == t && $7 == "title"' "$WORK/entries" | wc -l)" -ge 200 ]
        ok $? "$lang: titles of $other are known"
    done
    is "$(awk -F '\t' -v l="$lang" '$2 == l || NF != 7 || $1 == "" || $3 == "" || $4 == "" || !($5 >= 0 && $5 <= 1)' "$WORK/entries" | wc -l)" 0 \
        "$lang: every entry is whole, and leads to another language"
done

before=$(lexicons)
index
grep -q 'lexicons learned' "$WORK/log"
is $? 1 "when nothing has changed, nothing is learned"
"$ISOGLOT" --data "$DATA" learn >"$WORK/log"
is $? 0 "learn does it again"
is "$(lexicons)" "$before" "and gives the same"
"$ISOGLOT" --data "$DATA" learn --when-due | grep -q '^nothing to learn'
ok $? "with --when-due it does not"
is "$(grep -cE '^[a-z]+ +[a-z]+( +[0-9]+){5}$' "$WORK/log")" $pairs "it prints counts for each two languages"

# More than a twentieth of the pages go, and come again.
gone() { for d in "$WORK"/pages/*; do ls "$d"/s*.html | tail -n 20; done; }
gone | sed "s|^$WORK/pages|http://handbook.example|" | xargs "$ISOGLOT" --data "$DATA" remove >/dev/null
index --no-learn
grep -q 'lexicons learned' "$WORK/log"
is $? 1 "--no-learn learns nothing"
printf '[site]\ndata = %s\n[language]\nlearn = false\n' "$DATA" >"$WORK/isoglot.conf"
"$ISOGLOT" --config "$WORK/isoglot.conf" index --base http://handbook.example/ "$WORK/pages" >"$WORK/log" 2>&1
grep -q 'lexicons learned' "$WORK/log"
is $? 1 "nor does learn = false in the configuration"
is "$(lexicons)" "$before" "and the lexicons are as they were"
"$ISOGLOT" --data "$DATA" learn --when-due | grep -q 'page pairs'
ok $? "learn --when-due learns"
rm "$DATA/lexicon.from"
index
grep -q 'lexicons learned' "$WORK/log"
ok $? "otherwise index learns"

# Killed at any moment, it leaves the old lexicons.
before=$(lexicons)
rm "$DATA/lexicon.from"
for ms in 050 200 500 900; do
    "$ISOGLOT" --data "$DATA" learn >/dev/null 2>&1 &
    sleep 0.$ms
    kill -KILL $! 2>/dev/null
    wait $! 2>/dev/null
done
is "$(lexicons)" "$before" "killed, it leaves the old lexicons"
"$ISOGLOT" --data "$DATA" learn >/dev/null 2>&1 &
sleep 0.1
kill -STOP $!
"$ISOGLOT" --data "$DATA" learn >/dev/null 2>"$WORK/err"
is $? 3 "a second one is refused while the first is at it"
grep -q "cannot lock '$DATA/learn.lock': already running" "$WORK/err"
ok $? "by name"
kill -CONT $!
wait $!
is $? 0 "and the first one ends well"

# Terms of a terminology are in it, and mistakes in one are told.
set -- $indexed
cat >"$WORK/terms.nt" <<T
<http://t.example/1> <http://www.w3.org/2004/02/skos/core#prefLabel> "quuxbar"@$1 .
<http://t.example/1> <http://www.w3.org/2004/02/skos/core#prefLabel> "florble"@$2 .
T
printf '[site]\ndata = %s\n[language]\nterminology = terms.nt missing.nt\n' "$DATA" >"$WORK/isoglot.conf"
"$ISOGLOT" --config "$WORK/isoglot.conf" learn >"$WORK/log" 2>"$WORK/err"
is $? 1 "a terminology that is not there is a refusal"
grep -q 'refused: .*missing.nt' "$WORK/err"
ok $? "told by name"
entries "$1" | awk -F '\t' -v t="$2" '$2 == t && $7 == "terminology"' | grep -q florble
ok $? "terms of a terminology are in the lexicon"

"$ISOGLOT" --data "$DATA" learn --print xx 2>/dev/null
is $? 2 "an unknown language is a mistake of the command line"
"$ISOGLOT" --data "$DATA" learn something 2>/dev/null
is $? 2 "as are arguments"
"$ISOGLOT" --data "$WORK/nothing" learn >/dev/null 2>&1
is $? 3 "without a ledger there is nothing to learn from"

# Aligned text of others: what three sets teach is right in the fourth.
SETS=${ISOGLOT_SHARED:-../shared}/bench/parallel
if [ -d "$SETS" ]; then
    DATA=$WORK/aligned
    python3 tests/relevance/parallel_site.py "$SETS" moz ntrex_sent osguide_par >"$WORK/site.jsonl"
    "$ISOGLOT" --data "$DATA" index "$WORK/site.jsonl" >/dev/null
    mean=$(python3 tests/relevance/coverage.py "$ISOGLOT" "$DATA" "$SETS/sdg.jsonl" | tail -n 1)
    awk '{ exit !($2 >= .43 && $4 >= .37) }' <<<"$mean"
    ok $? "words are translated right in text that was not learned from ($mean)"
else
    ok 0 "words are translated right in text that was not learned from # SKIP no $SETS"
fi
finish
