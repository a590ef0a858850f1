# A real six-language site on loopback: the handbook's editions with robots.txt and sitemap. Sourced by the demo, tests, benchmarks.

# A port on loopback of the kernel's choice.
free_port() { perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1")->sockport'; }

# serve_folder FOLDER: lighttpd on it; its URL is in SITE, its process in SITE_PID. Another program may take the port first:
# then once more.
serve_folder() {
    for _ in 1 2 3; do
        port=$(free_port)
        cat >"$1.lighttpd" <<C
server.document-root = "$(cd "$1" && pwd)"
server.bind = "127.0.0.1"
server.port = $port
index-file.names = ( "index.html" )
mimetype.assign = ( ".html" => "text/html", ".txt" => "text/plain", ".xml" => "application/xml",
                    ".png" => "image/png", "" => "application/octet-stream" )
C
        PATH=$PATH:/usr/sbin lighttpd -D -f "$1.lighttpd" >"$1.log" 2>&1 &
        SITE_PID=$!
        SITE=http://127.0.0.1:$port/
        for _ in $(seq 50); do
            curl -s --noproxy '*' -o /dev/null "$SITE" && return 0
            kill -0 $SITE_PID 2>/dev/null || break
            sleep 0.1
        done
    done
    echo "Bail out! lighttpd does not start"
    exit 1
}

# serve_site FOLDER HANDBOOK: copies the editions into FOLDER and serves them.
serve_site() {
    mkdir -p "$1"
    for edition in ar-MA zh-CN en-US fr-FR ru-RU es-ES; do
        cp -r "$2/$edition" "$1/"
        echo "<p><a href=\"$edition/index.html\" hreflang=\"$edition\">$edition</a></p>"
    done >"$1/links"
    {
        echo '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>The Debian handbook in six languages</title></head><body>'
        echo '<h1>The Debian Administrator'"'"'s Handbook</h1><p>Choose the language in which you want to read this book.</p>'
        cat "$1/links"
        echo '</body></html>'
    } >"$1/index.html"
    rm "$1/links"
    serve_folder "$1"
    printf 'User-agent: *\nDisallow: /private/\n\nSitemap: %ssitemap.xml\n' "$SITE" >"$1/robots.txt"
    {
        echo '<?xml version="1.0" encoding="UTF-8"?>'
        echo '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        (cd "$1" && find . -name '*.html' -printf "<url><loc>$SITE%P</loc><lastmod>%TY-%Tm-%Td</lastmod></url>\n" | sort)
        echo '</urlset>'
    } >"$1/sitemap.xml"
}
