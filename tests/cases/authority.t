#!/bin/bash
# What the site links to: a translation to which nobody links stands as high as the page it is the translation of, and a
# page is found by what links call it.
. tests/cases/lib.sh

read -r a b _ <<<"$(languages | tr '\n' ' ')"
site=http://site.example
# Function words of the language, so that its pages are told to be in it.
words() { grep -v '^#' "langs/$1/stopwords.txt" | head -60 | tr '\n' ' '; }
mkdir -p "$WORK/site/$a" "$WORK/site/$b"
for l in $a $b; do
    w=$(words "$l")
    for i in $(seq 10 29); do
        links=
        # Links stand in the first language only: a third of its pages link to page 17, and one calls page 22 vorpal.
        [ "$l" = "$a" ] && [ $((i % 3)) = 0 ] && links="<a href='/$a/17.html'>mimsy</a>"
        [ "$l" = "$a" ] && [ $i = 10 ] && links="<a href='/$a/22.html'>vorpal</a>"
        cat >"$WORK/site/$l/$i.html" <<END
<!DOCTYPE html><html lang="$l"><head><title>zorble vorpal x$i</title>
<link rel="alternate" hreflang="$a" href="$site/$a/$i.html"><link rel="alternate" hreflang="$b" href="$site/$b/$i.html">
</head><body><p>zorble y$i z$((i * i))</p><p>$w</p>$links</body></html>
END
    done
done
isoglot() { "$ISOGLOT" --data "$WORK/data" "$@"; }
isoglot index --base $site/ "$WORK/site" >"$WORK/log" 2>&1
is $? 0 "a site is indexed"
explain() { isoglot search --lang "$1" --explain --format json --limit 20 "$3" | jq -r "$2"; }
first() { explain "$1" '.results[0].url' "$2"; }
is "$(first "$a" zorble)" "$site/$a/17.html" "what is linked to most comes first"
is "$(first "$b" zorble)" "$site/$b/17.html" "so does its translation, to which nobody links"
authority() { explain "$1" '.results[] | select(.url | endswith("/17.html")) | .explain.authority' zorble; }
is "$(authority "$b")" "$(authority "$a")" "both have the authority of their cluster"
is "$(explain "$b" '.results[0].explain.authority > 1.5' zorble)" true "which is explained"
is "$(first "$a" vorpal)" "$site/$a/22.html" "a page is raised by what links call it"
is "$(isoglot search --lang "$a" --format json --limit 20 vorpal | jq .total)" 20 "and nothing else is found by it"
finish
