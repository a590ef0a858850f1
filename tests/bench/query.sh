#!/bin/bash
# Figures of `make bench-query`: what an answer takes (took_ms, in one process, the least of three) in each language on PAGES
# pages of each (10,000), once as a site of this language alone answers, once with what the other five languages have; and
# what a compacted index of the handbook takes beside the text of its pages.
# Nothing is asserted; the machine's speed drifts, the ratio of the languages holds. SITE=DIR keeps the site for another run.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
PAGES=${PAGES:-10000}
TOPICS=${TOPICS:-300}
SITE=${SITE:-$work/site}
HANDBOOK=/usr/share/doc/debian-handbook/html
EDITIONS="ar-MA en-US es-ES fr-FR ru-RU zh-CN"
if [ ! -d "$SITE" ]; then
    perl tests/bench/query.pl pages "$PAGES" $EDITIONS | "$BUILD/isoglot" --data "$SITE" index --no-learn - | head -1
fi

# took EDITION ARGUMENT…: milliseconds per topic, the least of three runs, after one that fills the caches.
took() {
    local edition=$1
    shift
    for i in 0 1 2 3; do
        "$BUILD/isoglot" "$@" search --lang "${edition%%-*}" --format json --topics "$work/$edition.topics" | jq .took_ms >"$work/took.$i"
    done
    paste "$work"/took.[123] | awk '{ least = $1; for (i = 2; i <= NF; i++) if ($i < least) least = $i; print least }' | sort -n |
        awk '{ v[NR] = $1 } END { if (!NR) exit 1; printf " %8.2f %8.2f %8.2f", v[int((NR + 1) / 2)], v[int((NR * 95 + 99) / 100)], v[NR] }'
}
site=$(cd "$SITE" && pwd)
printf '%-6s %7s %26s %26s   (ms, p50, p95 and most)\n' "" topics "this language" "all that is answered"
for e in $EDITIONS; do
    lang=${e%%-*}
    perl tests/bench/query.pl topics "$TOPICS" "$e" >"$work/$e.topics"
    printf '[site]\nname = One\nstart = http://bench.example/\nlanguages = %s\ndata = %s\n' "$lang" "$site" >"$work/one.conf"
    printf '%-6s %7d' "$lang" "$(wc -l <"$work/$e.topics")"
    took "$e" --config "$work/one.conf"
    took "$e" --data "$SITE"
    echo
done | tee "$work/table"
awk 'function share(column) { return most[column] / least[column] }
    { for (c = 3; c <= 6; c += 3) { if (!least[c] || $c < least[c]) least[c] = $c; if ($c > most[c]) most[c] = $c } }
    END { printf "slowest / fastest p50: %.2f, all: %.2f\n", share(3), share(6) }' "$work/table"

# The text of the pages that are in a language's index, whatever they declare.
mkdir "$work/handbook"
for e in $EDITIONS; do mkdir "$work/handbook/$e"; cp "$HANDBOOK/$e"/*.html "$work/handbook/$e/"; done
"$BUILD/isoglot" --data "$work/data" index --no-learn --base http://handbook.example/ "$work/handbook" >/dev/null
printf '%-6s %7s %8s %8s %10s %10s\n' "" pages text_MB index_MB index/text tables_MB
for e in $EDITIONS; do
    lang=${e%%-*}
    sqlite3 "$work/data/ledger.db" "SELECT url FROM url WHERE indexed_lang='$lang'" | sed "s|^http://handbook.example|$work/handbook|" >"$work/files"
    text=$(tr '\n' '\0' <"$work/files" | xargs -0 perl -0777 -ne \
        's/<(script|style)\b.*?<\/\1>//gsi; s/<[^>]*>//g; s/\s+/ /g; $n += length; END { print "$n\n" }' | awk '{ n += $1 } END { print n }')
    awk -v lang="$lang" -v pages="$(wc -l <"$work/files")" -v text="$text" -v index_bytes="$(cat "$work/data/index/$lang/current"/*.glass | wc -c)" \
        -v tables="$(find "$work/data/index/$lang/current/" -type f ! -name '*glass' -exec cat {} + | wc -c)" \
        'BEGIN { printf "%-6s %7d %8.2f %8.2f %10.2f %10.2f\n", lang, pages, text / 1e6, index_bytes / 1e6, index_bytes / text, tables / 1e6 }'
done
