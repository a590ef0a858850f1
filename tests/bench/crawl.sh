#!/bin/bash
# Figures of `make bench-crawl`: the crawler beside wget on the same pages in the same run, its politeness by the server's
# log, its memory with a large frontier. Nothing is asserted. PARTS="site delay polite memory" picks some of them;
# tests/bench/change.sh has those of a page that has changed.
. tests/cases/lib.sh
export no_proxy='*'
PARTS=${PARTS:-site delay polite memory}
PAGES=${PAGES:-5000}       # of the generated site
COPIES=${COPIES:-6}        # of the handbook
SLOW_PAGES=${SLOW_PAGES:-1000}
FRONTIER=${FRONTIER:-1000000}
NO_DOCUMENTS=png,jpg,gif,svg,ico,css,js # what the crawler does not ask for
has_part() { [[ " $PARTS " == *" $1 "* ]]; }

# configure FILE START DELAY_MS CONCURRENCY: for one site, its data beside the file.
configure() {
    local authority=${2#http://}
    cat >"$1" <<C
[site]
start = $2
hosts = ${authority%%/*}
languages = $(languages | paste -sd ' ')
data = data
[crawl]
delay_ms = $3
concurrency = $4
allow_private_hosts = *
pattern_pages = 10000000
host_pages = 10000000
C
}

# timed NAME COMMAND: appends the seconds it took, and those of the processor, to $WORK/NAME.times. wget's status 8 is a 404.
timed() {
    local name=$1
    shift
    /usr/bin/time -q -a -o "$WORK/$name.times" -f '%e %U %S %M' "$@" >"$WORK/$name.out" 2>"$WORK/$name.err" || [ $? -eq 8 ] ||
        { echo "$name failed:"; cat "$WORK/$name.err"; }
}

# compare NAME URL CONCURRENCY: three rounds of crawl and wget in turn.
compare() {
    rm -f "$WORK"/*.times
    configure "$WORK/isoglot.conf" "$2" 0 "$3"
    for _ in 1 2 3; do
        rm -rf "$WORK/data" "$WORK/wget"
        mkdir "$WORK/wget"
        timed isoglot "$ISOGLOT" --config "$WORK/isoglot.conf" crawl
        (cd "$WORK/wget" && timed wget wget -q -r -l inf -e robots=off --no-proxy -R "$NO_DOCUMENTS" --warc-file=site "$2")
    done
    local theirs ours
    ours=$(zcat "$WORK"/data/feed/*.gz | grep -ac '^WARC-Type: response')
    theirs=$(zcat "$WORK"/wget/*.warc.gz | grep -ac '^WARC-Type: response')
    paste "$WORK/isoglot.times" "$WORK/wget.times" | awk -v name="$1" -v ours="$ours" -v theirs="$theirs" '
        { a += $1; b += $5; p += $2 + $3; q += $6 + $7; r[NR] = sprintf("%.2f", ours / $1 / (theirs / $5)) }
        END { printf "%-28s %6d pages %6.2f s %6.0f pages/s (processor %.2f s)   wget %6d %6.2f s %6.0f pages/s (%.2f s)   ratios %s %s %s\n",
              name, ours, a / NR, ours * NR / a, p / NR, theirs, b / NR, theirs * NR / b, q / NR, r[1], r[2], r[3] }'
}

# serve_slowly FOLDER DELAY_MS: its URL is in SITE, its log in $WORK/requests.
serve_slowly() {
    python3 tests/bench/server.py "$1" "$2" "$WORK/requests" >"$WORK/url" &
    SITE_PID=$!
    for _ in $(seq 50); do
        read -r SITE <"$WORK/url" && return 0
        sleep 0.1
    done
    echo "server.py does not start"
    exit 1
}

make_site() { mkdir -p "$WORK/$1" && perl tests/bench/pages.pl --site "$WORK/$1" "$2" $EDITIONS; }

if has_part site; then
    make_site generated "$PAGES"
    serve_folder "$WORK/generated"
    compare "generated site" "${SITE}en-US/1.html" 8
    for i in $(seq "$COPIES"); do copy_handbook "$WORK/handbook/$i"; done
    (cd "$WORK/handbook" && find . -name index.html -printf '<a href="%P">%P</a>\n' | sort >start.html)
    serve_folder "$WORK/handbook"
    compare "handbook, $COPIES copies" "${SITE}start.html" 8
    kill $SITE_PID
fi

if has_part delay; then
    make_site slow "$SLOW_PAGES"
    serve_slowly "$WORK/slow" 20
    compare "20 ms a page, 8 at a time" "${SITE}en-US/1.html" 8
    kill $SITE_PID
fi

# tell_gaps NAME: of times in seconds, which should be 50 ms apart.
tell_gaps() {
    awk -v name="requests, $1" 'NR > 1 { gap = ($1 - last) * 1000; inside += gap < 50; if (NR == 2 || gap < least) least = gap }
        NR == 1 { first = $1 } { last = $1 }
        END { printf "%-32s %6d, %d of them inside the delay of 50 ms, the least %.2f ms, the mean %.2f ms\n", name, NR, inside, least,
              (last - first) * 1000 / (NR - 1) }'
}

if has_part polite; then
    make_site polite 300
    serve_slowly "$WORK/polite" 20
    configure "$WORK/isoglot.conf" "${SITE}en-US/1.html" 50 8
    rm -rf "$WORK/data"
    strace -f -ttt -e trace=sendto -o "$WORK/sends" "$ISOGLOT" --config "$WORK/isoglot.conf" crawl >/dev/null
    kill $SITE_PID
    wait $SITE_PID
    tell_gaps "as sent by the crawler" < <(awk '/GET/ { print $2 }' "$WORK/sends")
    tell_gaps "as the server saw them" <"$WORK/requests"
fi

# Sitemaps of a site whose pages take a parameter: FRONTIER URLs of PAGES pages.
if has_part memory; then
    make_site large 5000
    serve_folder "$WORK/large"
    perl -e 'my ($site, $folder, $n, @editions) = @ARGV;
        open my $index, ">", "$folder/sitemap.xml" or die;
        print $index qq{<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">};
        for my $file (0 .. ($n - 1) / 50000) {
            print $index "<sitemap><loc>${site}sitemap-$file.xml</loc></sitemap>";
            open my $out, ">", "$folder/sitemap-$file.xml" or die;
            print $out qq{<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n};
            for my $i ($file * 50000 .. $file * 50000 + 49999) {
                my $page = 1 + $i % 5000;
                print $out "<url><loc>${site}$editions[$page % @editions]/$page.html?entry=$i</loc></url>\n" if $i < $n;
            }
            print $out "</urlset>\n";
        }
        print $index "</sitemapindex>\n"' "$SITE" "$WORK/large" "$FRONTIER" $EDITIONS
    configure "$WORK/isoglot.conf" "${SITE}en-US/1.html" 0 8
    rm -rf "$WORK/data" "$WORK"/memory.times
    timed memory "$ISOGLOT" --config "$WORK/isoglot.conf" crawl --max-pages 1000
    timed memory "$ISOGLOT" --config "$WORK/isoglot.conf" crawl --max-pages 1
    awk -v urls="$(sqlite3 "$WORK/data/ledger.db" 'SELECT count(*) FROM crawl')" -v mb="$(du -m "$WORK/data/ledger.db" | cut -f1)" '
        { printf "%-28s %6d URLs %6.1f s, peak memory %.0f MB, ledger %d MB\n",
          NR == 1 ? "sitemaps and 1,000 pages" : "the frontier again, 1 page", urls, $1, $4 / 1024, mb }' "$WORK/memory.times"
fi
