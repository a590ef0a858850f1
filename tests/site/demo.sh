#!/bin/sh
# The demo: the six editions of the Debian Handbook, indexed and served on this machine.
set -eu
rm -rf "$DEMO"
mkdir -p "$DEMO/pages"
for edition in ar-MA en-US es-ES fr-FR ru-RU zh-CN; do cp -r "$HANDBOOK/$edition" "$DEMO/pages/"; done
"$BUILD/isoglot" --data "$DEMO/data" index --base http://handbook.example/ "$DEMO/pages"
echo
echo "Try, in each language:"
for list in langs/*/queries.tsv; do
    grep -v '^#' "$list" | head -3 | cut -f 1 | sed "s|^|  $(basename "$(dirname "$list")")  |"
done
echo
echo "The search page, until you press Ctrl-C:"
exec "$BUILD/isoglot" --data "$DEMO/data" serve
