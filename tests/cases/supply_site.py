"""A small site in all languages with known defects: supply_site.py FOLDER BASE LANG…

Writes the pages under FOLDER, as they are to be served at BASE, and to standard output one line for each defect that was
planted and each near miss: `plant CODE URL` or `near CODE URL`. Who checks reads the pages, not this.
"""
import os
import re
import sys

folder, base, langs = sys.argv[1], sys.argv[2], sys.argv[3:]
CLUSTERS, PARAGRAPHS = 26, 12


def read_sentences(lang):
    with open(f"langs/{lang}/identify_test.tsv", encoding="utf-8") as rows:
        return [row.rstrip("\n").split("\t")[1] for row in rows if row.startswith("sentence\t")]


def read_profile(lang):
    with open(f"langs/{lang}/profile.c", encoding="utf-8") as file:
        return file.read()


sentences = {lang: read_sentences(lang) for lang in langs}
names = {lang: re.search(r"\.name = \"(.*?)\"", read_profile(lang))[1] for lang in langs}
rtl = {lang: ".is_rtl = TRUE" in read_profile(lang) for lang in langs}
other = {lang: langs[(i + 1) % len(langs)] for i, lang in enumerate(langs)}


def path_of(lang, cluster):
    return f"{lang}/{'a' if cluster % 2 else 'b'}/page{cluster:02}.html"


def url_of(lang, cluster):
    return base + path_of(lang, cluster)


class Page:
    """A page without a defect; who plants one changes its parts."""

    def __init__(self, lang, cluster, path, urls):
        self.lang, self.cluster, self.path, self.urls = lang, cluster, path, urls
        self.html = f' lang="{lang}"' + (' dir="rtl"' if rtl[lang] else "")
        self.body = ""
        self.title = f"<title>{sentences[lang][0]} {cluster:02}</title>"
        self.head = ""
        self.alternates = list(urls.items())
        self.bar = [code for code in urls if code != lang]
        self.navigation = sentences[lang][1]
        self.texts = [lang] * PARAGRAPHS
        self.headings = [1, 2, 3, 2]
        self.numbers = [1000 + 37 * cluster, 2000 + 41 * cluster, 300 + cluster]
        self.links = ['<a href="https://elsewhere.example/%d">ITU %d</a>' % (i, i) for i in range(4)]
        self.tables = 1
        self.extra = ""

    def write(self):
        parts = ["<!DOCTYPE html>", f"<html{self.html}>", f'<head><meta charset="utf-8">{self.title}{self.head}']
        parts += [f'<link rel="alternate" hreflang="{code}" href="{url}">' for code, url in self.alternates]
        parts += [f"</head><body{self.body}>", f"<nav><p>{self.navigation}</p>"]
        parts += [f'<a href="/{self.lang}/index.html">ITU</a>']
        parts += [f'<a href="{self.urls[code]}">{names[code]}</a>' for code in self.bar]
        parts += ["</nav>"] + [f"<h{level}>{'ABCDEFGHIJ'[i]}</h{level}>" for i, level in enumerate(self.headings)]
        parts += [f"<p>{' '.join(sentences[lang])}</p>" for lang in self.texts]
        parts += [f"<p>{number}</p>" for number in self.numbers] + [f"<p>{link}</p>" for link in self.links]
        parts += ["<table><tr><td>1</td><td>2</td></tr></table>"] * self.tables
        parts += [self.extra, "<footer><table><tr><td>x</td></tr></table></footer></body></html>"]
        write(self.path, "\n".join(parts) + "\n")


def write(path, text):
    os.makedirs(os.path.dirname(os.path.join(folder, path)) or folder, exist_ok=True)
    with open(os.path.join(folder, path), "w", encoding="utf-8") as out:
        out.write(text)


# Which languages a page has: of the first twelve pages some lack one.
there = {c: [lang for i, lang in enumerate(langs) if not (c < 12 and i == c % len(langs) and c % 3 != 2)] for c in range(CLUSTERS)}
pages = {(lang, c): Page(lang, c, path_of(lang, c), {code: url_of(code, c) for code in there[c]})
         for c in range(CLUSTERS) for lang in there[c]}
unlinked = set()
unlisted = set()


def mark(kind, code, page):
    print(kind, code, base + page.path)


def take(cluster, i):
    """The page of a cluster in the i-th of its languages."""
    return pages[there[cluster][i % len(there[cluster])], cluster]


def plant(code, cluster, change, count=3, kind="plant", first=0):
    for i in range(first, first + count):
        page = take(cluster, i)
        change(page)
        mark(kind, code, page)


def near(code, cluster, change, count=3, first=0):
    plant(code, cluster, change, count, "near", first)


def set_texts(n):
    def change(page):
        page.texts = [other[page.lang]] * n + [page.lang] * (PARAGRAPHS - n)
    return change


def cut(n):
    def change(page):
        page.texts = page.texts[:n]
    return change


def drop_lang(page):
    page.html = page.html.replace(f' lang="{page.lang}"', "")


def add_extra(html):
    def change(page):
        page.extra += html + "\n"
    return change


def add_head(html):
    def change(page):
        page.head += html
    return change


def link_to(text, attributes="", cluster=None):
    def change(page):
        target = other[page.lang]
        page.extra += f'<p><a href="{page.urls[target] if cluster is None else url_of(target, cluster)}"{attributes.format(lang=target)}>' \
                      f"{text.format(code=target.upper(), name=names[target])}</a></p>\n"
    return change


# Complete clusters, each for one kind of defect; three languages have it, the three others a near miss, or another cluster.
plant("untranslated", 12, set_texts(PARAGRAPHS))
near("untranslated", 12, set_texts(PARAGRAPHS - 4), first=3)
plant("mixed", 13, set_texts(PARAGRAPHS // 2))
near("mixed", 13, set_texts(1), first=3)


def foreign_title(page):
    page.title = f"<title>{sentences[other[page.lang]][0]} {page.cluster}</title>"


def short_title(page):
    page.title = f"<title>ITU-T X.{page.cluster} {page.lang}</title>"


plant("title-language", 14, foreign_title)
near("title-language", 14, short_title, first=3)
for i in range(3):
    page = take(15, i)
    page.head += f'<meta name="description" content="{sentences[other[page.lang]][1]}">'
    page.navigation = sentences[other[page.lang]][1]
    mark("plant", "description-language", page)
    mark("plant", "navigation-language", page)
for i in range(3, 6):
    page = take(15, i)
    page.head += f'<meta name="description" content="{sentences[page.lang][1]}">'
    page.navigation = "ITU"
    mark("near", "description-language", page)
    mark("near", "navigation-language", page)

plant("link-language", 16, link_to("2030", cluster=20))
near("link-language", 16, link_to("2030 ({code})", cluster=20), count=1, first=3)
near("link-language", 16, link_to("2030, {name}", cluster=20), count=1, first=4)


def drop_bar(page):
    page.bar = []


def turn_bar(page):
    page.bar = page.bar[::-1]


plant("bar-missing", 17, drop_bar)
near("link-language", 17, link_to("2030", ' hreflang="{lang}"'), count=1)
plant("bar-order", 17, turn_bar, first=3)
for i in range(3):
    page = take(18, i)
    page.bar = page.bar[:-1]
    mark("plant", "bar-incomplete", page)
    mark("near", "bar-missing", page)
    mark("near", "bar-order", page)
    mark("near", "bar-incomplete", take(18, i + 3))


# hreflang: three pages do not name the fourth, whose alternates so have no return; near: x-default needs none.
for i in range(3):
    page = take(19, i)
    page.alternates = [a for a in page.alternates if a[0] not in (langs[3], page.lang)]
    mark("plant", "missing-self", page)
for i in (4, 5):
    take(19, i).alternates = [a for a in take(19, i).alternates if a[0] != langs[3]]
mark("plant", "missing-return", take(19, 3))
for i in (4, 5):
    mark("near", "missing-self", take(19, i))
    mark("near", "missing-return", take(19, i))
mark("near", "missing-return", take(20, 0))
mark("near", "missing-self", take(20, 0))
for i in range(3):
    page = take(20, i)
    page.alternates.append(("x-default", url_of(langs[0], 20)))
    mark("near", "alternate-code", page)
    page = take(20, i + 3)
    page.alternates.append(("en-UK", url_of(page.lang, 20)))
    mark("plant", "alternate-code", page)
for c in (21, 22):
    page = take(c, 0)
    page.alternates = [a for a in page.alternates if a[0] != langs[1]]
    mark("plant", "missing-return", take(c, 1))

plant("missing-lang", 21, drop_lang)
near("missing-lang", 21, lambda page: None, first=3)
plant("declaration-conflict", 22, lambda page: add_head(f'<meta http-equiv="content-language" content="{other[page.lang]}">')(page))
near("declaration-conflict", 22, lambda page: add_head(f'<meta http-equiv="content-language" content="{page.lang}">')(page), first=3)
for lang in langs:
    for c in (16, 17, 18) if rtl[lang] else ():
        pages[lang, c].html = f' lang="{lang}"'
        mark("plant", "missing-dir", pages[lang, c])
    for c in (19, 23, 24) if rtl[lang] else ():
        pages[lang, c].html = f' lang="{lang}"'
        pages[lang, c].body = ' dir="RTL"'
        mark("near", "missing-dir", pages[lang, c])

plant("image-alt", 23, add_extra('<img src="/chart.png">'))
near("image-alt", 23, add_extra('<img src="/line.png" alt=""><img src="/x.png" aria-hidden="true">'), first=3)
plant("empty-link", 24, add_extra('<a href="https://elsewhere.example/empty"> </a>'))
near("empty-link", 24, add_extra('<a href="https://elsewhere.example/map"><img src="/map.png" alt="ITU"></a>'
                                 '<a href="https://elsewhere.example/x" aria-label="X"></a><a name="here"></a>'), first=3)
plant("heading-skip", 24, lambda page: page.headings.__setitem__(slice(None), [1, 3, 2, 2]))
near("heading-skip", 24, lambda page: page.headings.__setitem__(slice(None), [2, 3, 4, 2]), first=3)
plant("missing-title", 25, lambda page: setattr(page, "title", ""))
near("missing-title", 25, lambda page: setattr(page, "title", f"<title>{page.cluster}</title>"), first=3)

for c in (2, 5, 8):  # no more than two of six are cut: the others say what to expect
    plant("skeleton", c, cut(2), count=1)
    plant("differs-length", c, cut(6), count=1, first=1)
    mark("near", "skeleton", take(c, 1))
    near("differs-length", c + 9, cut(9), count=1, first=3)
plant("differs-headings", 5, lambda page: page.headings.extend([2, 3, 4, 2]), first=3, count=2)
plant("differs-headings", 18, lambda page: page.headings.extend([2, 3, 4, 2]), count=1)
near("differs-headings", 8, lambda page: page.headings.extend([2, 3]), first=1, count=3)
plant("differs-links", 8, lambda page: page.links.extend(page.links), first=4, count=2)
plant("differs-links", 19, lambda page: page.links.extend(page.links), count=1)
near("differs-links", 11, lambda page: page.links.extend(page.links[:2]), first=1, count=3)
plant("differs-tables", 11, lambda page: setattr(page, "tables", 2), first=4, count=2)
plant("differs-tables", 20, lambda page: setattr(page, "tables", 0), count=1)
near("differs-tables", 20, add_extra("<footer><table><tr><td>y</td></tr></table></footer>"), first=1)
plant("differs-numbers", 20, lambda page: page.numbers.pop(1), first=5, count=1)
plant("differs-numbers", 23, lambda page: page.numbers.pop(0), count=1)
plant("differs-numbers", 25, lambda page: page.numbers.pop(0), count=1)
near("differs-numbers", 25, lambda page: page.numbers.append(98765), first=1)

plant("link-broken", 3, add_extra('<p><a href="/gone.html">ITU</a></p>'), first=1)
near("link-broken", 4, add_extra('<p><a href="/private/x.html">ITU</a></p>'), first=2)
plant("link-redirect", 6, add_extra('<p><a href="/moved.html">ITU</a></p>'), first=1)
near("link-redirect", 7, add_extra('<p><a href="/temporary.html">ITU</a></p>'), first=2)

# Pages that no page of their language leads to, and ones that one other page does, though the list does not.
for i in range(3):
    unlinked.add((langs[i], 14))
    mark("plant", "unreachable", take(14, i))
    unlinked.add((langs[i], 13))
    take(15, i).extra += f'<p><a href="{url_of(langs[i], 13)}">ITU 13</a></p>\n'
    mark("near", "unreachable", take(13, i))
    unlisted.add((langs[i], 16))
    mark("plant", "not-listed", take(16, i))
    mark("near", "not-listed", take(16, i + 3))

for i in range(3):
    take(23, i).alternates.append(("de", base + "gone.html"))
    mark("plant", "alternate-broken", take(23, i))
    take(23, i + 3).alternates.append(("de", "https://elsewhere.example/"))
    mark("near", "alternate-broken", take(23, i + 3))
for c in range(12):
    for lang in langs:
        print("near" if lang in there[c] else "plant", "missing", lang, f"page{c:02}")

for page in pages.values():
    page.write()
homes = {lang: f"{base}{lang}/index.html" for lang in langs}
for lang in langs:
    home = Page(lang, 99, f"{lang}/index.html", homes)
    home.title = f"<title>{sentences[lang][1]}</title>"
    listed = [c for c in range(CLUSTERS) if lang in there[c] and (lang, c) not in unlinked]
    home.extra = "<ul>" + "".join(f'<li><a href="{url_of(lang, c)}">{c:02}</a></li>\n' for c in listed) + "</ul>"
    home.write()
urls = list(homes.values())
urls += [url_of(*key) for key in pages if key not in unlisted]
entries = "".join(f"<url><loc>{url}</loc></url>\n" for url in urls)
write("sitemap.xml", f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{entries}</urlset>\n')
write("robots.txt", "User-agent: *\nDisallow: /private/\n")
for name, status, to in (("gone", "404 Not Found", None), ("moved", "301 Moved", urls[0]), ("temporary", "302 Found", urls[0])):
    write(f"{name}.html", "\n")
    write(f"{name}.html.head", status + "\n" + (f"Location: {to}\n" if to else ""))
