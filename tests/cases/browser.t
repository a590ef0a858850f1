#!/bin/bash
# The search page as a visitor has it, in a browser: all of tests/browser/run.mjs, on a site in every language.
. tests/cases/lib.sh
mkdir "$WORK/site"
node tests/browser/site.mjs "$WORK/site" || { echo "Bail out! no site"; exit 1; }
{
    "$ISOGLOT" --config "$WORK/site/isoglot.conf" index --no-learn "$WORK/site/pages.jsonl" &&
        "$ISOGLOT" --config "$WORK/site/isoglot.conf" index --no-learn --base http://site.example/html/ "$WORK/site/html"
} >"$WORK/log" 2>&1 ||
    { echo "Bail out! the site is not indexed"; exit 1; }
"$ISOGLOT" --config "$WORK/site/isoglot.conf" serve >"$WORK/url" 2>>"$WORK/log" &
for _ in $(seq 100); do curl -s "$(sed 's/search$/healthz/' "$WORK/url")" | grep -q ok && break; sleep 0.1; done
node tests/browser/run.mjs "$(cat "$WORK/url")"
