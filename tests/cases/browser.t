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
serve_search "$WORK/site/isoglot.conf"
node tests/browser/run.mjs "$SEARCH"
