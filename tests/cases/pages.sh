# A site whose pages a case writes, served by folder.pl; sourced by cases after lib.sh. One isoglot per case, its configuration
# and data in $WORK.
SITE_FOLDER=$WORK/site

# serve_pages [ADDRESS]: serves SITE_FOLDER; its URL is in SITE, its process in SITE_PID.
serve_pages() {
    mkdir -p "$SITE_FOLDER"
    : >"$SITE_FOLDER.log"
    perl tests/cases/folder.pl "$SITE_FOLDER" "${1:-127.0.0.1}:0" >"$WORK/site.url" 2>"$WORK/site.err" &
    SITE_PID=$!
    until [ -s "$WORK/site.url" ]; do
        kill -0 $SITE_PID 2>/dev/null || { echo "Bail out! folder.pl does not start"; exit 1; }
        sleep 0.05
    done
    SITE=$(cat "$WORK/site.url")
}

# configure FILE [MORE]: a configuration for SITE, crawled at once.
configure() {
    printf '[site]\nstart = %s\ndata = data\n[crawl]\ndelay_ms = 0\n%s\n' "$SITE" "$2" >"$1"
}
HERE=("$ISOGLOT" --config "$WORK/isoglot.conf")
isoglot() { "${HERE[@]}" "$@"; }

# write_page FILE LANG WORDS [HEAD] [BODY]: sentences of the language with some words that no other page has.
write_page() {
    local direction=ltr
    ! grep -q '\.is_rtl = TRUE' "langs/$2/profile.c" || direction=rtl
    mkdir -p "$(dirname "$SITE_FOLDER/$1")"
    {
        printf '<!DOCTYPE html><html lang="%s" dir="%s"><head><title>%s</title>%s</head><body><p>%s</p>' "$2" $direction "$3" "$4" "$3"
        sed -n 's/^sentence\t\(.*\)/<p>\1<\/p>/p' "langs/$2/identify_test.tsv" | head -8
        printf '%s</body></html>\n' "$5"
    } >"$SITE_FOLDER/$1.part"
    mv "$SITE_FOLDER/$1.part" "$SITE_FOLDER/$1"
}
alternate() { printf '<link rel="alternate" hreflang="%s" href="%s">' "$1" "$2"; }

# write_sitemap FILE[=LASTMOD]…
write_sitemap() {
    {
        printf '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        for entry; do
            printf '<url><loc>%s%s</loc>' "$SITE" "${entry%%=*}"
            [[ $entry != *=* ]] || printf '<lastmod>%s</lastmod>' "${entry#*=}"
            printf '</url>\n'
        done
        echo '</urlset>'
    } >"$SITE_FOLDER/sitemap.xml"
}

# status_of FILE STATUS [FIELD…]: it is answered so from now on.
status_of() { mkdir -p "$(dirname "$SITE_FOLDER/$1")" && printf "%s\n" "${@:2}" >"$SITE_FOLDER/$1.head"; }

# search LANG WORDS: URLs that are found, without help for mistyped words.
search() { isoglot search --lang "$1" --format json -- "+${2// / +}" | jq -r 'select(.corrected == null).results[].url'; }
found_now() { [ "$(search "$1" "$2")" = "${3:+$SITE$3}" ]; }
# found LANG WORDS FILE NAME: the page, or with "" none, and no other.
found() {
    found_now "$1" "$2" "$3"; ok $? "$4"
    found_now "$1" "$2" "$3" || search "$1" "$2" | sed 's/^/# found /'
}

# eventually COMMAND…: within ten seconds.
eventually() {
    for _ in $(seq 100); do "$@" && return 0; sleep 0.1; done
    return 1
}
queued() { sqlite3 "$WORK/data/ledger.db" "SELECT count(*) FROM queue WHERE result IS NULL"; }
