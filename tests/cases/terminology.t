#!/bin/bash
# Terminologies of the organisation: what a term is in the other languages is known after `isoglot learn`.
. tests/cases/lib.sh

read -r a b _ <<<"$(languages | tr '\n' ' ')"
mkdir "$WORK/terms"
cat >"$WORK/isoglot.conf" <<END
[site]
data = data
[language]
terminology = terms/thesaurus.ttl terms/agreed.tbx
END
cat >"$WORK/terms/thesaurus.ttl" <<END
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<http://terms.example/1> skos:prefLabel "zorble frabjous"@$a, "klimpo"@$b ; skos:hiddenLabel "zorbl"@$a .
END
cat >"$WORK/terms/agreed.tbx" <<END
<?xml version="1.0"?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX"><text><body><termEntry>
<langSet xml:lang="$a"><tig><term>snark</term></tig></langSet>
<langSet xml:lang="$b"><tig><term>boojum</term></tig>
<tig><term>bojum</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig></langSet>
</termEntry></body></text></martif>
END
page() { echo '{"url":"http://site.example/'$1'","lang":"'$2'","title":"'$3'","text":"'$3'"}'; }
{ page 1 "$a" snark; page 2 "$b" klimpo; page 3 "$b" boojum; } >"$WORK/pages.jsonl"
isoglot() { "$ISOGLOT" --config "$WORK/isoglot.conf" "$@"; }

isoglot index "$WORK/pages.jsonl" >"$WORK/log" 2>&1
isoglot learn >"$WORK/log" 2>"$WORK/errors"
is $? 0 "learn takes terminologies in"
grep -q '^6 terms of 2 concepts in 2 files' "$WORK/log"
ok $? "and says how many"
snark=$(isoglot learn --print "$b" | awk -F'\t' -v l="$a" '$2 == l && $4 == "snark" { print $4 }' | sort -u)
is "$snark" snark "a term of TBX is known the other way round"
is "$(isoglot learn --print "$a" | awk -F'\t' -v l="$b" '$2 == l && $7 == "terminology" { print $4 }' | sort | uniq -c | tr -s ' \n' ' ')" \
    " 1 boojum 2 klimpo " "preferred terms are led to, also by a hidden label; a deprecated one is not"
names=$(isoglot learn --print "$a" | awk -F'\t' '$7 == "name" { print $2 }' | sort -u | wc -l)
is "$names" $(($(languages | wc -l) - 1)) "names of countries and languages are known in every other language"

elsewhere() { isoglot search --lang "$1" --format json "$2" | jq -r '[.other_languages[] | .lang + " " + .url] | join(" ")'; }
is "$(elsewhere "$a" 'zorble frabjous')" "$b http://site.example/2" "a term of SKOS finds the page in the other language"
is "$(elsewhere "$b" boojum)" "$a http://site.example/1" "so does one of TBX"
is "$(elsewhere "$a" 'frabjous')" "" "a part of a term does not"

printf '<tbx><conceptEntry><langSec xml:lang="%s">\n<termSec><term/></termSec></langSec></conceptEntry></tbx>' "$a" >"$WORK/terms/agreed.tbx"
isoglot learn >"$WORK/log" 2>"$WORK/errors"
is $? 1 "a term that cannot be used makes it end with refusals"
grep -q 'terms/agreed.tbx: line 2: a term is empty$' "$WORK/errors"
ok $? "and is named with file, line and reason"
is "$(isoglot learn --print "$a" | awk -F'\t' '$4 == "klimpo"' | wc -l)" 2 "the other file is in the lexicon all the same"

printf '<!DOCTYPE tbx [<!ENTITY e SYSTEM "file:///etc/passwd">]><tbx>&e;</tbx>' >"$WORK/terms/agreed.tbx"
strace -f -e trace=openat,connect -o "$WORK/trace" "$ISOGLOT" --config "$WORK/isoglot.conf" learn >/dev/null 2>"$WORK/errors"
grep -q 'a DOCTYPE with declarations of its own is not allowed' "$WORK/errors"
ok $? "an entity is refused"
[ -s "$WORK/trace" ] && ! grep -qE '/etc/passwd|AF_INET' "$WORK/trace"
ok $? "nothing that a file names is opened"
finish
