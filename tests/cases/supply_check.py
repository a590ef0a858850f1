"""What the report says of a site's supply against what its files say: supply_check.py FOLDER BASE REPORT PLANTED LANG…

The files are read anew, with nothing of the indexer: what is computed here is all that is known of them. PLANTED: what
supply_site.py printed. Prints one line for each check, `pass NAME` or `fail NAME: …`.
"""
import csv
import json
import math
import os
import re
import statistics
import sys
import unicodedata
from html.parser import HTMLParser

folder, base, report, planted, langs = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4], sys.argv[5:]
VOID = {"img", "link", "meta", "br"}


def check(name, wrong):
    print(f"fail {name}: {str(wrong)[:300]}" if wrong else f"pass {name}")


# ------------------------------------------------------------------ the pages as their files are

class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.attributes, self.title, self.navigation, self.texts = [], {}, "", "", []
        self.alternates, self.links, self.images, self.levels, self.description = [], [], [], [], ""
        self.content_language, self.has_title, self.dir, self.tables, self.own_links, self.text = "", False, "", 0, 0, ""

    def is_own(self):
        return not {"nav", "footer"} & set(self.open)

    def handle_starttag(self, tag, pairs):
        a = dict(pairs)
        if tag == "html":
            self.attributes = a
        if tag in ("html", "body"):
            self.dir = self.dir or a.get("dir", "")
        if tag == "link" and a.get("rel") == "alternate":
            self.alternates.append((a["hreflang"], a["href"]))
        if tag == "meta" and a.get("name") == "description":
            self.description = a["content"]
        if tag == "meta" and "http-equiv" in a:
            self.content_language = a["content"]
        if tag == "a" and "href" in a:
            self.links.append({"href": a["href"], "hreflang": a.get("hreflang"), "text": "", "label": a.get("aria-label", ""),
                               "nav": "nav" in self.open})
            self.own_links += self.is_own()
        if tag == "img":
            self.images.append(a)
            if "a" in self.open:
                self.links[-1]["label"] += a.get("alt", "")
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        self.tables += tag == "table" and self.is_own()
        if tag == "p":
            self.texts.append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data):
        if "title" in self.open:
            self.title += data
            return
        if "p" in self.open:
            self.texts[-1] += data
        if "nav" in self.open and "p" in self.open:
            self.navigation += data
        if "a" in self.open and self.links:
            self.links[-1]["text"] += data
        if self.is_own() and "a" not in self.open:
            self.text += data + "\n"


def read_rows(lang):
    with open(f"langs/{lang}/identify_test.tsv", encoding="utf-8") as rows:
        return [row.rstrip("\n").split("\t")[1] for row in rows if row.startswith("sentence\t")]


def read_profile(lang):
    with open(f"langs/{lang}/profile.c", encoding="utf-8") as file:
        return file.read()


sentences = {lang: read_rows(lang) for lang in langs}
names = {lang: re.search(r"\.name = \"(.*?)\"", read_profile(lang))[1] for lang in langs}
rtl = {lang for lang in langs if ".is_rtl = TRUE" in read_profile(lang)}


def language_of(text):
    """Of a text that is made of known sentences, or begins with one; None: of no known one."""
    return next((lang for lang in langs if any(text.startswith(s) for s in sentences[lang])), None)


def count_words(text):
    return len(text.split()) if " " in text.strip() and len(text.split()) > len(text) / 20 else len(text) / 2


class Page:
    def __init__(self, path):
        self.url, self.name = base + path, os.path.basename(path).removesuffix(".html")
        self.section = {"a": "first", "b": "second"}.get(path.split("/")[1], "")
        with open(os.path.join(folder, path), encoding="utf-8") as file:
            self.r = Reader()
            self.r.feed(file.read())
        self.lang = self.r.attributes.get("lang", path.split("/")[0])
        told = [(language_of(text), count_words(text)) for text in self.r.texts if language_of(text)]
        self.words = sum(n for _, n in told)
        self.share = sum(n for lang, n in told if lang == self.lang) / self.words
        self.is_answer = self.share >= 0.2
        digits = "".join(str(unicodedata.digit(c, c)) for c in self.r.text)
        self.numbers = set(re.findall(r"\d{3,}", digits))
        self.codes = set()


pages = [Page(os.path.relpath(os.path.join(where, name), folder)) for where, _, files in os.walk(folder)
         for name in files if name.endswith(".html") and where != folder]
by_url = {page.url: page for page in pages}
clusters = {}
for page in pages:
    clusters.setdefault(page.name, []).append(page)
answers = {name: {page.lang: page for page in members if page.is_answer} for name, members in clusters.items()}
sections = {name: members[0].section for name, members in clusters.items()}
broken, moved = {base + "gone.html"}, {base + "moved.html"}
redirects = {base + name: f"{base}{langs[0]}/index.html" for name in ("moved.html", "temporary.html")}
with open(os.path.join(folder, "sitemap.xml"), encoding="utf-8") as file:
    listed = set(re.findall("<loc>(.*?)</loc>", file.read()))


def absolute(href):
    return base + href[1:] if href.startswith("/") else href


# ------------------------------------------------------------------ what is wrong with each page

def find_parts(page):
    if page.share < 0.8:
        page.codes.add("untranslated" if page.share < 0.2 else "mixed")
    for code, text in (("title", page.r.title), ("description", page.r.description), ("navigation", page.r.navigation)):
        if language_of(text) not in (None, page.lang):
            page.codes.add(f"{code}-language")


def find_markup(page):
    r = page.r
    targets = {url for lang, url in r.alternates if lang != "x-default"}
    for lang, url in r.alternates:
        target = by_url.get(url)
        if target and target is not page and lang != "x-default" and page.url not in [u for _, u in target.r.alternates]:
            page.codes.add("missing-return")
        if url in broken:
            page.codes.add("alternate-broken")
        if lang == "en-UK":
            page.codes.add("alternate-code")
    found = {"missing-self": targets and page.url not in targets, "missing-lang": "lang" not in r.attributes,
             "missing-dir": page.lang in rtl and r.dir.lower() != "rtl",
             "declaration-conflict": r.content_language not in ("", page.lang),
             "image-alt": any("alt" not in a and "aria-hidden" not in a for a in r.images),
             "empty-link": any(not link["text"].strip() and not link["label"] for link in r.links),
             "heading-skip": any(b > a + 1 for a, b in zip(r.levels, r.levels[1:])), "missing-title": not r.title.strip()}
    page.codes |= {code for code, is_there in found.items() if is_there}


def says(link, lang):
    return link["hreflang"] or names[lang].lower() in link["text"].lower() or re.search(rf"\b{lang.upper()}\b", link["text"])


def find_links(page):
    for link in page.r.links:
        url = absolute(link["href"])
        target = by_url.get(redirects.get(url, url))
        if target and target.lang != page.lang and not says(link, target.lang):
            page.codes.add("link-language")
        if url in broken | moved:
            page.codes.add("link-broken" if url in broken else "link-redirect")
    sources = [p for p in pages if p is not page and page.url in {absolute(link["href"]) for link in p.r.links}]
    if sources and all(p.lang != page.lang for p in sources):
        page.codes.add("unreachable")
    if page.url not in listed:
        page.codes.add("not-listed")


def others_of(page):
    return [p for lang, p in answers[page.name].items() if p is not page]


def find_bar(page):
    bar = [lang for link in page.r.links for lang in langs if link["text"].strip() == names[lang]]
    wanted = {lang for lang in answers[page.name] if lang != page.lang}
    if not wanted:
        return
    if wanted - set(bar):
        page.codes.add("bar-incomplete" if bar else "bar-missing")
    if bar != sorted(bar, key=langs.index):
        page.codes.add("bar-order")


def learn(a, b):
    for is_complete in (True, False):
        ratios = [math.log(found[a].words / found[b].words) for found in answers.values()
                  if a in found and b in found and (len(found) == len(langs) or not is_complete)]
        if len(ratios) >= 8:
            return statistics.median(ratios)
    return None


ratios = {(a, b): learn(a, b) for a in langs for b in langs}


def differs(own, others, least, part):
    median = statistics.median(others)
    return abs(own - median) > least and abs(own - median) > part * median and (own < median or len(others) > 1)


def find_differences(page):
    others = others_of(page)
    if not page.is_answer or not others:
        return
    expected = math.exp(statistics.median([math.log(p.words) + ratios[page.lang, p.lang] for p in others]))
    ratio = page.words / expected
    if ratio < 0.4 or ratio < 1 / 1.6 or (ratio > 1.6 and len(others) > 1):
        page.codes.add("skeleton" if ratio < 0.4 else "differs-length")
    counts = {"headings": (lambda p: len(p.r.levels), 2, 0.25), "tables": (lambda p: p.r.tables, 0.5, 0),
              "links": (lambda p: p.r.own_links, 2, 0.25)}
    for name, (count, least, part) in counts.items():
        if differs(count(page), [count(p) for p in others], least, part):
            page.codes.add("differs-" + name)
    if len(others) > 1 and set.intersection(*[p.numbers for p in others]) - page.numbers:
        page.codes.add("differs-numbers")


for page in pages:
    for find in (find_parts, find_markup, find_links, find_bar, find_differences):
        find(page)

# ------------------------------------------------------------------ the report against it

themes = {
    "mixed": ("untranslated", "mixed", "title-language", "description-language", "navigation-language"),
    "foreign-links": ("link-language",), "language-bar": ("bar-missing", "bar-incomplete", "bar-order"),
    "markup": ("missing-return", "missing-self", "alternate-broken", "alternate-code", "missing-lang", "missing-dir",
               "declaration-conflict"),
    "reachability": ("unreachable",), "sitemap": ("not-listed",), "errors": ("link-broken", "link-redirect"),
    "accessibility": ("image-alt", "missing-title", "missing-lang", "empty-link", "heading-skip"),
    "discrepancy": ("skeleton", "differs-length", "differs-headings", "differs-links", "differs-tables", "differs-numbers"),
    "skeleton": ("skeleton",)}


def applies(theme, page):
    if theme in ("discrepancy", "skeleton"):
        return page.is_answer and others_of(page)
    return theme != "language-bar" or any(lang != page.lang for lang in answers[page.name])


def read_list(name):
    with open(f"{report}/csv/{name}.csv", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


with open(f"{report}/parity.json", encoding="utf-8") as file:
    figures = {(f["indicator"], f["lang"] or "", f["section"]): (f["value"], f["n"]) for f in json.load(file)["figures"]}


def compare_share(indicator, items):
    """`items`: (language, section, counts) of all that was looked at."""
    wrong = []
    for lang in [""] + langs:
        for section in ("", "first", "second"):
            hits = [hit for at, where, hit in items if lang in ("", at) and section in ("", where)]
            value = (sum(hits) / len(hits), len(hits)) if hits else None
            told = figures.get((indicator, lang, section))
            if (told is None) != (value is None) or (value and (abs(told[0] - value[0]) > 1e-9 or told[1] != value[1])):
                wrong.append((lang, section, told, value))
    check(f"figure {indicator}", wrong)


for theme, codes in themes.items():
    compare_share(theme, [(p.lang, p.section, bool(p.codes & set(codes))) for p in pages if applies(theme, p)])
    if theme != "skeleton":
        told = {(row["finding"].removeprefix("report_code_").replace("_", "-"), row["page"]) for row in read_list(theme + "-list")}
        known = {(code, p.url) for p in pages for code in p.codes & set(codes) if applies(theme, p)}
        check(f"list {theme}: nothing is missing", sorted(known - told))
        check(f"list {theme}: nothing is false", sorted(told - known))
items = [(lang, sections[name], lang in found) for name, found in answers.items() for lang in langs]
compare_share("coverage", items)
compare_share("core-coverage", items)
wrong = []
for section in ("", "first", "second"):
    complete = [len(found) == len(langs) for name, found in answers.items() if section in ("", sections[name])]
    if abs(figures["completeness", "", section][0] - sum(complete) / len(complete)) > 1e-9:
        wrong.append((section, figures["completeness", "", section], complete))
check("figure completeness", wrong)
indexed = {lang: sum((p.lang if p.is_answer else language_of(p.r.texts[1])) == lang for p in pages) for lang in langs}
check("figure pages", [(lang, n, figures.get(("pages", lang, ""))) for lang, n in indexed.items() if figures["pages", lang, ""][0] != n])

rows = {os.path.basename(row["page"]).removesuffix(".html"): row for row in read_list("missing")}
lists = {(code, p.url) for p in pages for code in p.codes}
told = {(row["finding"].removeprefix("report_code_").replace("_", "-"), row["page"]) for theme in themes if theme != "skeleton"
        for row in read_list(theme + "-list")}
wrong, n = {"plant": [], "near": []}, {}
with open(planted, encoding="utf-8") as file:
    for kind, code, *rest in (line.split() for line in file):
        n.setdefault(code, {"plant": 0, "near": 0})[kind] += 1
        if code == "missing":
            lang, name = rest
            is_told = name in rows and rows[name][lang] == "report_is_missing"
        else:
            is_told = (code, rest[0]) in told
        if is_told != (kind == "plant"):
            wrong[kind].append((code, rest))
check("every planted case is found", wrong["plant"])
check("no near miss is reported", wrong["near"])
check("of each kind three cases are planted", [(code, k) for code, k in n.items() if k["plant"] < 3])
check("and three near misses", [(code, k) for code, k in n.items() if k["near"] < 3 and code != "bar-order"])
