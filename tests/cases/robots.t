#!/bin/bash
# `isoglot robots` of a file and of a URL: verdicts, the line that decided, and the suite once more through the command.
. tests/cases/lib.sh
export no_proxy='*'

run() { "$ISOGLOT" robots "$@" >"$WORK/out" 2>"$WORK/err"; }
said() { tr '\t\n' ' |' <"$WORK/out"; }

printf 'User-agent: *\r\nDisallow: /\r\n\r\nUser-agent: isoglot\r\nDisallow: /private # staff\r\nAllow: /private/*.html$\r\n' >"$WORK/robots.txt"
run "$WORK/robots.txt" --agent Isoglot http://a.example/ http://a.example/private/ http://a.example/private/b.html
is "$? $(said)" "0 allowed http://a.example/ -|disallowed http://a.example/private/ Disallow: /private|allowed http://a.example/private/b.html Allow: /private/*.html\$|" \
    "verdict, URL and rule"
run "$WORK/robots.txt" http://a.example/; is "$(said)" "allowed http://a.example/ -|" "without --agent it is our own"
run "$WORK/robots.txt" --agent other http://a.example/ http://a.example/robots.txt
is "$(said)" "disallowed http://a.example/ Disallow: /|allowed http://a.example/robots.txt -|" "robots.txt itself is always allowed"
run "$WORK/none.txt" --agent a http://a.example/; is $? 2 "a missing file is a usage error"
run "$WORK/robots.txt" --agent a; is $? 2 "so is no URL"
run --help; is $? 0 "help"

serve_odd_pages
asked() { # PATH STATUS EXPECTED NAME
    run "$SITE$1" --agent Isoglot "${SITE}x"
    is "$? $(said)" "$2 $3|" "$4"
}
asked robots.txt 0 "disallowed ${SITE}x disallow: /x" "a robots.txt is fetched"
asked robots-moved 0 "disallowed ${SITE}x disallow: /x" "through redirects"
asked missing 0 "allowed ${SITE}x -" "404 allows all"
asked broken 0 "disallowed ${SITE}x status 500" "500 forbids all"
asked silent 3 "disallowed ${SITE}x no answer" "no answer forbids all"
grep -q "cannot fetch '${SITE}silent'" "$WORK/err"; ok $? "and is named: $(cat "$WORK/err")"

SUITE=${ISOGLOT_SHARED:-../shared}/suites/robots-google/cases.json
if [ -f "$SUITE" ]; then
    cases=0 wrong=0
    while IFS=$'\x1f' read -r agent url verdict body; do
        base64 -d <<<"$body" >"$WORK/robots.txt"
        run "$WORK/robots.txt" --agent "$agent" "$url"
        [ "$(cut -f1 "$WORK/out")" = "$verdict" ] || { wrong=$((wrong + 1)); echo "# $agent ${url:0:80}: not $verdict"; }
        cases=$((cases + 1))
    done < <(jq -r '.[] | select(.tier == "core")
        | [.agent, .url, (if .allowed then "allowed" else "disallowed" end), (.robots_txt | @base64)] | join("\u001f")' "$SUITE")
    is "$cases $wrong" "137 0" "core cases of the suite, and how many are wrong"
else
    COUNT=$((COUNT + 1))
    echo "ok $COUNT # skip the suite is not here"
fi

# What pages say of themselves, and what of it a visitor sees.
mkdir "$WORK/site"
page() { echo "<html lang=\"$LANGUAGE\"><head><title>Page $1</title>$2</head><body>$3</body></html>" >"$WORK/site/$1.html"; }
LANGUAGE=$(languages | head -1)
soon=$(date -u -d '+3 seconds' '+%a, %d %b %Y %H:%M:%S GMT')
page open '<meta name=robots content="max-snippet:-1">' '<p>Zebrafish swim. <span data-nosnippet>Secretword here.</span> They rest.'
page none '<meta name=isoglot content=noindex>' '<p>Zebrafish hidden.'
page other '<meta name=otherbot content=noindex>' '<p>Zebrafish for us.'
page quiet '<meta name=robots content=nosnippet><meta name=description content="Zebrafish told.">' '<p>Zebrafish untold.'
page short '<meta name=robots content="max-snippet: 12">' '<p>Zebrafish are small fishes of the south that swim.'
page gone '<meta name=robots content="unavailable_after: Sunday, 06-Nov-94 08:49:37 GMT">' '<p>Zebrafish gone.'
page later '<meta name=robots content="unavailable_after: 2090-01-01">' '<p>Zebrafish staying.'
page soon "<meta name=robots content=\"unavailable_after: $soon\">" '<p>Zebrafish going.'
"$ISOGLOT" --data "$WORK/data" index --base http://a.example/ "$WORK/site" >"$WORK/log" 2>&1; is $? 0 "pages with directives are indexed"
found() { "$ISOGLOT" --data "$WORK/data" search --all-languages --format json "$@" >"$WORK/found"; jq -r '[.results[].url | ltrimstr("http://a.example/")] | sort | join(" ")' "$WORK/found"; }
shown() { jq -r ".results[] | select(.url | endswith(\"$1.html\")) | [.snippet[].text] | join(\"\")" "$WORK/found"; }
while [ "$(date -u +%s)" -le "$(date -d "$soon" +%s)" ]; do sleep 0.5; done
is "$(found zebrafish)" "later.html open.html other.html quiet.html short.html" "noindex, to us alone too, and a date that has passed keep a page out"
is "$(shown open)" "Zebrafish swim. They rest. " "data-nosnippet keeps text out of the snippet"
is "$(shown quiet)" "" "nosnippet keeps all of it out, the description too"
n=$(shown short | sed 's/…//g' | tr -d '\n' | wc -m)
[ "$n" -gt 0 ] && [ "$n" -le 12 ]; ok $? "max-snippet holds ($n characters)"
is "$(found secretword)" "open.html" "what is not shown is found"
shown open | grep -q Secretword; is $? 1 "and still not shown"
finish
