#!/bin/bash
# `make screenshots`: pictures of the search page on the handbook, in every language and state, in $BUILD/screenshots, for people
# to look at (fonts-noto-core and fonts-noto-cjk have the letters); the README's, query/web/screenshot.png, is made with them.
set -eu
. tests/cases/lib.sh
copy_handbook "$WORK/pages"
cat >"$WORK/isoglot.conf" <<C
[site]
name = The Debian Administrator's Handbook
start = http://handbook.example/
data = data
C
"$ISOGLOT" --config "$WORK/isoglot.conf" index --no-learn --base http://handbook.example/ "$WORK/pages" >"$WORK/log"
serve_search "$WORK/isoglot.conf"
mkdir -p "$BUILD/screenshots"
node tests/browser/screenshots.mjs "$SEARCH" "$BUILD/screenshots"
cp "$BUILD/screenshots/readme.png" query/web/screenshot.png
