# Sites whose translations are known, indexed, and how well their clusters meet the truth. Sourced; ISOGLOT and WORK are set.

# The forms, and the arguments of translations.py for each.
FORMS=${FORMS:-clean-html clean-http clean-sitemap clean-schema defects-html defects-http path suffix query letter host count count-html node opaque symbols bar home copied}
form() {
    case $1 in
        clean-*) echo "--urls node --says ${1#clean-}" ;;
        defects-*) echo "--urls node --says ${1#defects-} --defects" ;;
        count-html) echo "--urls count --says html" ;;
        opaque) echo "--urls opaque" ;;
        symbols | bar) echo "--urls opaque --says $1" ;;
        home | copied) echo "--urls path --says $1" ;;
        *) echo "--urls $1" ;;
    esac
}

# index_form FORM [ARGUMENT…]: makes the site of this form and indexes it, in $WORK/FORM. Where redirects, errors and sitemaps
# tell something the site is crawled, else it is read from a WARC.
index_form() {
    local name=$1 folder=$WORK/$1
    shift
    mkdir -p "$folder"
    case $name in
        defects-* | clean-sitemap) crawl_form "$folder" $(form "$name") "$@" ;;
        *)
            python3 tests/site/translations.py --truth "$folder/truth" --warc "$folder/site.warc" $(form "$name") "$@"
            "$ISOGLOT" --data "$folder/data" index --no-learn "$folder/site.warc" >"$folder/out" 2>"$folder/err"
            ;;
    esac
}

crawl_form() { # FOLDER ARGUMENT…
    local folder=$1 site
    shift
    python3 tests/site/translations.py --truth "$folder/truth" "$@" >"$folder/url" 2>"$folder/server" &
    site=$!
    for _ in $(seq 600); do
        [ -s "$folder/url" ] && break
        sleep 0.05
    done
    printf '[site]\ndata = %s\nstart = %s\n[crawl]\ndelay_ms = 0\nconcurrency = 8\n' "$folder/data" "$(cat "$folder/url")" \
        >"$folder/conf"
    "$ISOGLOT" --config "$folder/conf" crawl >"$folder/crawl" 2>&1
    "$ISOGLOT" --config "$folder/conf" index --no-learn >"$folder/out" 2>"$folder/err"
    kill $site
    wait $site 2>/dev/null
}

# score_form FORM: precision, recall, F1, pages, pairs; what is wrong is in $WORK/FORM/wrong.
score_form() {
    "$ISOGLOT" --data "$WORK/$1/data" status --clusters --format json >"$WORK/$1/clusters"
    python3 tests/site/score.py "$WORK/$1/truth" "$WORK/$1/clusters" "$WORK/$1/wrong"
}
