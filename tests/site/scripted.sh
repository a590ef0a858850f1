# The site of tests/site/site.py for the cases, and what they ask of it. Sourced after tests/cases/lib.sh.

# serve_scripted NAME [OPTION…]: its URL is in SITE, that of its control in CONTROL, its requests in $WORK/NAME.log.
serve_scripted() {
    local name=$1
    shift
    LOG=$WORK/$name.log
    : >"$WORK/$name.urls"
    python3 tests/site/site.py --log "$LOG" "$@" >"$WORK/$name.urls" 2>"$WORK/$name.err" &
    SITE_PID=$!
    for _ in $(seq 200); do
        [ "$(wc -l <"$WORK/$name.urls")" -eq 2 ] && break
        kill -0 $SITE_PID 2>/dev/null || break
        sleep 0.05
    done
    SITE=$(sed -n 1p "$WORK/$name.urls")
    CONTROL=$(sed -n 2p "$WORK/$name.urls")
    [ -n "$CONTROL" ] && return 0
    sed 's/^/# /' "$WORK/$name.err"
    echo "Bail out! the scripted site does not start"
    exit 1
}

# order NAME [PARAMETER=VALUE…]
order() {
    local name=$1 parameters=()
    shift
    for p in "$@"; do parameters+=(--data-urlencode "$p"); done
    curl -sfG --noproxy '*' "$CONTROL/$name" "${parameters[@]}"
}
# rule GLOB MODE [VALUE]
rule() { order set "match=$1" "do=$2" "with=${3:-}"; }

# configure FILE DATA [LINE…]: with these lines in [crawl].
configure() {
    local file=$1 data=$2
    shift 2
    {
        printf '[site]\ndata = %s\nstart = %s\n[crawl]\n' "$data" "$SITE"
        printf '%s\n' "$@"
    } >"$file"
}

# What an index has to have, and what it has.
expected_urls() { order urls | sed "s|^/|$SITE|" | sort; }
indexed_urls() { sqlite3 "$1/ledger.db" "SELECT url FROM url WHERE indexed_lang<>''" | sort; }

# pages_with DATA WORD: how many pages of all indexes have a word of order word in their text.
pages_with() {
    for index in "$1"/index/*/current; do xapian-delve -t "Z$2" "$index"; done |
        sed -n 's/.*termfreq \([0-9]*\),.*/\1/p' | awk '{ n += $1 } END { print n + 0 }'
}

# The log from line $1 + 1 on, without what is no page: robots.txt, sitemaps, a path that cannot be.
page_requests() { tail -n +$(($1 + 1)) "$LOG" | awk -F '\t' '$3 !~ /^\/(robots\.txt|sitemap\.xml|map\.xml|isoglot-[0-9a-f]*)$/'; }
logged() { wc -l <"$LOG"; }

# Pages in the feed of DATA, once per response of status 200.
feed_pages() {
    for f in "$1"/feed/*.warc.gz; do "$ISOGLOT" warc "$f"; done |
        jq -r 'select(.type == "response" and .status == 200) | .url' | sort
}
