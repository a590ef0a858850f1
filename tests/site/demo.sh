#!/bin/sh
# The demo: the six editions of the Debian Handbook on a web server of this machine, crawled, indexed and served.
set -eu
. tests/site/site.sh
rm -rf "$DEMO"
mkdir -p "$DEMO"
trap 'kill $SITE_PID 2>/dev/null' EXIT
serve_site "$DEMO/pages" "$HANDBOOK"
cat >"$DEMO/isoglot.conf" <<C
[site]
name = The Debian Administrator's Handbook
start = $SITE
data = data

# This site may be asked as often as it likes: it is ours.
[crawl]
delay_ms = 0
concurrency = 8
C
"$BUILD/isoglot" --config "$DEMO/isoglot.conf" crawl
"$BUILD/isoglot" --config "$DEMO/isoglot.conf" index
echo
echo "Try, in each language:"
for list in langs/*/queries.tsv; do
    grep -v '^#' "$list" | head -3 | cut -f 1 | sed "s|^|  $(basename "$(dirname "$list")")  |"
done
echo
echo "The search page, until you press Ctrl-C (the pages themselves are at $SITE):"
"$BUILD/isoglot" --config "$DEMO/isoglot.conf" serve
