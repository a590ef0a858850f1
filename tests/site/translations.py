#!/usr/bin/python3
"""A site in all languages of langs/ whose translations are known, made of the Debian Handbook.

    translations.py --truth FILE [--warc FILE] [--pages N] [--urls FORM] [--says HOW] [--defects] [--seed N]

Without --warc it prints the site's URL and serves it on loopback until it is killed; with it, all its answers are written
there. The truth has a line for each page: name, language and URL, separated by tabs; those with one name are one page.

The handbook's own pages come first, without the editions that have most of a page in another language still; then, until
there are N of each language, pages of some of its paragraphs, the same in each language. N = 0: only the handbook's own. The
same arguments give the same site, but for the port.

    --urls                                        --says
    path     /LANG/NAME.html                      nothing
    suffix   /docs/NAME.LANG.html                 html       <link rel=alternate hreflang>
    query    /page?name=NAME&lang=LANG            http       Link header
    letter   /pages/NAME-LETTER.aspx              sitemap    xhtml:link; only the server has one
    host     http://LANG.site.example/NAME.html   schema     workTranslation, in JSON-LD
    node     /LANG/node/NUMBER                    bar        a language bar that leads to the translations
    count    /LANG/N.html, N in each language     home       a language bar that always leads to the home pages
             by itself                            copied     the <link hreflang> of the home page on all pages
    opaque   /NUMBER                              symbols    a document symbol in the title; no number, name or code else

--defects: what html and http say is as it is found on the web. Of the pages, 15 % do not name those that name them, 18 %
leave themselves out, 17 % name a redirect or an error, 5 % give a wrong code, 3 % name two pages for one language.
"""
import argparse
import html
import json
import random
import re
import sys
import urllib.parse
from collections import namedtuple
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PARAGRAPH = re.compile(r'<div class="para">(.*?)</div>', re.S)
TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.S)
BODY = re.compile(r"<body[^>]*>(.*)</body>", re.S)
NAVIGATION = re.compile(r'<div id="banner">.*?</div>|<p id="title">.*?</p>|<ul class="docnav.*?</ul>', re.S)
LINK = re.compile(r'href="([a-z0-9.-]+)\.html(#[^"]*)?"')
FAR = "http://site.example"
HOME = "index"
UNTRANSLATED = 0.5  # share of a page's paragraphs that stand word for word in the edition it was translated from
PARAGRAPHS = 4      # of a page that is made of some
LINKS = 5           # of such a page
REDIRECT, ERROR = "/moved", "/missing"

Answer = namedtuple("Answer", "status headers body")


def text_of(markup):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", markup)).split())


class Language:
    def __init__(self, folder):
        profile = (folder / "profile.c").read_text(encoding="utf-8")
        names = re.search(r"names\[\] = \{(.*?), NULL\}", profile)
        self.code = folder.name
        self.name = re.search(r'\.name = "(.*?)"', profile)[1]
        self.letter = (re.findall(r'"(.*?)"', names[1])[-1] if names else self.name)[0].lower()  # that of its English name


class Handbook:
    """Title and body of its pages by name and language."""

    def __init__(self, codes, folder):
        files = {c: self._read(next(iter(sorted(Path(folder).glob(f"{c}-*"))), None)) for c in codes}
        paragraphs = {c: {n: PARAGRAPH.findall(t) for n, t in files[c].items()} for c in codes}
        alike = {c: {p for ps in paragraphs[c].values() for p in ps} for c in codes}
        source = max(codes, key=lambda c: sum(len(alike[c] & alike[o]) for o in codes if o != c))
        self.names = sorted(files[source])
        self.pages = {(n, c): self._parts(files[c][n]) for c in codes for n in self.names
                      if n in files[c] and (c == source or self._is_translated(paragraphs[c][n], paragraphs[source][n]))}
        even = [n for n in self.names if all((n, c) in self.pages for c in codes)
                and len({len(paragraphs[c][n]) for c in codes}) == 1]
        self.pool = [{c: paragraphs[c][n][i] for c in codes} for n in even for i in range(len(paragraphs[source][n]))]

    @staticmethod
    def _read(edition):
        return {p.stem: p.read_text(encoding="utf-8") for p in sorted(edition.glob("*.html"))} if edition else {}

    @staticmethod
    def _is_translated(paragraphs, source):
        return sum(p in source for p in paragraphs) <= UNTRANSLATED * len(paragraphs)

    @staticmethod
    def _parts(page):
        return text_of(TITLE.search(page)[1]), NAVIGATION.sub("", BODY.search(page)[1])


class Site:
    def __init__(self, options, base):
        self.options, self.base = options, base
        self.languages = [Language(p.parent) for p in sorted((Path(__file__).resolve().parents[2] / "langs").glob("*/profile.c"))]
        self.dice = random.Random(options.seed)
        codes = [l.code for l in self.languages]
        handbook = Handbook(codes, options.handbook)
        self.pages = handbook.pages
        self.names = [HOME] + [n for n in handbook.names if n != HOME]
        if options.pages:
            self.names = self.names[:options.pages]
            self.pages = {k: v for k, v in self.pages.items() if k[0] in set(self.names)}
            self._make(handbook.pool, codes)
        self.there = {n: [l for l in self.languages if (n, l.code) in self.pages] for n in self.names}
        numbers = list(range(1000, 1000 + len(self.pages)))
        self.dice.shuffle(numbers)
        self.numbers = dict(zip(self.pages, numbers))
        if options.urls == "count":
            for c in codes:
                own = [k for k in self.pages if k[1] == c]
                self.numbers.update(zip(own, self.dice.sample(range(1, len(own) + 1), len(own))))

    def _make(self, pool, codes):
        for i in range(len(self.names), self.options.pages):
            name = f"made{i}"
            picked = self.dice.sample(pool, PARAGRAPHS)
            to = "".join(f'<li><a href="{self.dice.choice(self.names)}.html">{j + 1}</a></li>' for j in range(LINKS))
            for c in codes:
                body = "".join(f"<p>{p[c]}</p>" for p in picked)
                self.pages[name, c] = text_of(picked[0][c])[:60], f"<h2>{i}</h2>{body}<ul>{to}</ul>"
            self.names.append(name)

    def address(self, name, language):
        code, number = language.code, self.numbers[name, language.code]
        home = {"path": f"/{code}/", "suffix": f"/index.{code}.html", "query": f"/?lang={code}",
                "letter": f"/index-{language.letter}.aspx", "node": f"/{code}/", "count": f"/{code}/"}
        form = {"path": f"/{code}/{name}.html", "suffix": f"/docs/{name}.{code}.html",
                "query": f"/page?name={name}&lang={code}", "letter": f"/pages/{name}-{language.letter}.aspx",
                "host": f"http://{code}.site.example/{'' if name == HOME else name + '.html'}",
                "node": f"/{code}/node/{number}", "count": f"/{code}/{number}.html", "opaque": f"/{number}"}
        path = home.get(self.options.urls) if name == HOME else None
        path = path or form[self.options.urls]
        return path if "://" in path else self.base + path

    # ------------------------------------------------------------------ what a page says of its translations

    def alternates(self, name):
        """Code and URL, of the page itself too."""
        return [(l.code, self.address(name, l)) for l in self.there[name]]

    def spoil(self, name, language, alternates):
        """The same as on the web: each mistake on its share of the pages, whatever other mistakes it has."""
        dice = random.Random(f"{self.options.seed} {name} {language.code}")
        own = self.address(name, language)
        others = [a for a in alternates if a[1] != own]
        if dice.random() < .15:
            others = []
        if others and dice.random() < .17:
            i = dice.randrange(len(others))
            where = REDIRECT if dice.random() < .5 else ERROR
            others[i] = others[i][0], f"{self.base}{where}?to={urllib.parse.quote(others[i][1], safe='')}"
        if others and dice.random() < .05:
            i = dice.randrange(len(others))
            wrong = others[i][0] + "-UK" if dice.random() < .5 else dice.choice(alternates)[0]
            others[i] = wrong, others[i][1]
        if others and dice.random() < .03:
            twice = dice.choice(others)[0]
            some = [l for l in self.languages if l.code == twice]
            more = [n for n in self.names if n != name and some and (n, twice) in self.pages]
            others += [(twice, self.address(dice.choice(more), some[0]))] if more else []
        return others + ([] if dice.random() < .18 else [(language.code, own)])

    def said(self, name, language):
        """Head, header and bar of a page, by --says."""
        says = self.options.says
        alternates = self.alternates(HOME if says == "copied" else name)
        if self.options.defects:
            alternates = self.spoil(name, language, alternates)
        head = header = bar = ""
        if says in ("html", "copied"):
            head = "".join(f'<link rel="alternate" hreflang="{c}" href="{html.escape(u)}">\n' for c, u in alternates)
        elif says == "http":
            header = ", ".join(f'<{u}>; rel="alternate"; hreflang="{c}"' for c, u in alternates)
        elif says == "schema":
            others = [{"@id": u, "inLanguage": c} for c, u in alternates if c != language.code]
            work = {"@context": "https://schema.org", "@type": "Article", "inLanguage": language.code, "workTranslation": others}
            head = f'<script type="application/ld+json">{json.dumps(work)}</script>\n'
        elif says in ("bar", "home"):
            to = HOME if says == "home" else name
            bar = "".join(f'<li><a href="{html.escape(self.address(to, l))}">{l.name}</a></li>' for l in self.there[to])
            bar = f'<ul class="languages">{bar}</ul>'
        return head, header, bar

    # ------------------------------------------------------------------ answers

    def body(self, name, language):
        title, body = self.pages[name, language.code]
        if self.options.says == "symbols":
            title = f"A/RES/77/{self.names.index(name) + 1} {re.sub('[0-9]', '', title)}"
            body = "".join(f"<p>{re.sub('[0-9A-Z]', '', text_of(p))}</p>" for p in PARAGRAPH.findall(body)[:5])
        title = html.escape(title, quote=False)
        by_code = {l.code: l for l in self.languages}

        def relink(match):
            there = (match[1], language.code) in self.pages
            return f'href="{html.escape(self.address(match[1], by_code[language.code]))}"' if there else ""

        listed = "".join(f'<li><a href="{n}.html">{html.escape(self.pages[n, language.code][0])}</a></li>\n'
                         for n in self.names if name == HOME and (n, language.code) in self.pages)
        return title, LINK.sub(relink, f"{body}<ul>{listed}</ul>" if listed else body)

    def page(self, name, language):
        title, body = self.body(name, language)
        head, header, bar = self.said(name, language)
        home = html.escape(self.address(HOME, language)) if (HOME, language.code) in self.pages else "/"
        page = (f'<!DOCTYPE html>\n<html lang="{language.code}"><head><meta charset="utf-8"><title>{title}</title>\n{head}</head>\n'
                f'<body><header>{bar}<a href="{home}">Debian</a></header><main><h1>{title}</h1>{body}</main>'
                f"<footer>© 2003–2021</footer></body></html>\n")
        return Answer(200, {"Content-Type": "text/html; charset=utf-8", **({"Link": header} if header else {})}, page)

    def answers(self):
        """Path or URL and answer of all that is there."""
        for name in self.names:
            for language in self.there[name]:
                yield self.address(name, language), self.page(name, language)
        homes = "".join(f'<p><a href="{html.escape(self.address(HOME, l))}">{l.name}</a></p>' for l in self.there[HOME])
        yield self.base + "/", Answer(200, {"Content-Type": "text/html"}, f'<meta name="robots" content="noindex"><meta charset="utf-8">{homes}')
        yield self.base + "/robots.txt", Answer(200, {"Content-Type": "text/plain"}, f"Sitemap: {self.base}/sitemap.xml\n")
        yield self.base + "/sitemap.xml", Answer(200, {"Content-Type": "application/xml"}, self.sitemap())

    def sitemap(self):
        rows = []
        for name in self.names:
            links = "".join(f'<x:link rel="alternate" hreflang="{c}" href="{html.escape(u)}"/>' for c, u in self.alternates(name)) \
                if self.options.says == "sitemap" else ""
            rows += [f"<url><loc>{html.escape(u)}</loc>{links}</url>\n" for _, u in self.alternates(name)]
        return ('<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
                f'xmlns:x="http://www.w3.org/1999/xhtml">\n{"".join(rows)}</urlset>\n')

    def elsewhere(self, url):
        """The answer at an address that is no page's: a redirect, or none."""
        where, _, to = url.removeprefix(self.base).partition("?to=")
        if where == REDIRECT:
            return Answer(301, {"Location": urllib.parse.unquote(to)}, "")
        return Answer(404, {"Content-Type": "text/html"}, "<title>Not found</title>")


def write_warc(site, path):
    with open(path, "wb") as out:
        for i, (url, answer) in enumerate(site.answers()):
            if url.endswith((".txt", ".xml")):
                continue
            fields = "".join(f"{k}: {v}\r\n" for k, v in answer.headers.items())
            block = f"HTTP/1.1 {answer.status} OK\r\n{fields}\r\n{answer.body}".encode()
            out.write((f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-01-02T03:04:05Z\r\n"
                       f"WARC-Record-ID: <urn:uuid:{i}>\r\nContent-Type: application/http;msgtype=response\r\n"
                       f"Content-Length: {len(block)}\r\n\r\n").encode() + block + b"\r\n\r\n")


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        site = self.server.site
        answer = self.server.answers.get(site.base + self.path) or site.elsewhere(site.base + self.path)
        body = answer.body.encode()
        self.send_response(answer.status)
        for field, value in answer.headers.items():
            self.send_header(field, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    do_HEAD = do_GET

    def log_message(self, *_):
        pass


def write_truth(site, path):
    with open(path, "w", encoding="utf-8") as out:
        for name in site.names:
            out.writelines(f"{name}\t{l.code}\t{site.address(name, l)}\n" for l in site.there[name])


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--truth", required=True)
    options.add_argument("--warc")
    options.add_argument("--pages", type=int, default=0)
    options.add_argument("--urls", default="path", choices="path suffix query letter host node count opaque".split())
    options.add_argument("--says", default="nothing",
                         choices="nothing html http sitemap schema bar home copied symbols".split())
    options.add_argument("--defects", action="store_true")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--handbook", default="/usr/share/doc/debian-handbook/html")
    options = options.parse_args()
    server = None if options.warc else ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site = Site(options, FAR if options.warc else f"http://127.0.0.1:{server.server_port}")
    write_truth(site, options.truth)
    if options.warc:
        write_warc(site, options.warc)
        return
    server.site, server.answers = site, dict(site.answers())
    print(site.base + "/", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    sys.exit(main())
