"""The pages of the scripted site: site.py's content, which is the same whenever it is asked for.

Every language of langs/ has an edition of the site. Its text is paragraphs of the Debian Handbook that stand in that
language's edition alone, so that none is untranslated; a language without a handbook has the words of its queries.tsv.
Each page has a word of its own and its version's, pages.word(), by which it can be searched.
"""
import html
import random
import re
from pathlib import Path

PARAGRAPH = re.compile(r'<div class="para">(.*?)</div>', re.S)
LETTERS = "bcdfgjkmpqvwxz"
PARAGRAPHS_OF_A_PAGE = 4
LEAST_LETTERS = 60
LINKS_OF_A_LIST = 50
TITLE_LETTERS = 40
FACETS = 12
MANY_LINKS = 100_000


def _paragraphs(folder):
    found = {}
    for path in sorted(folder.glob("*.html")) if folder else []:
        for part in PARAGRAPH.findall(path.read_text(encoding="utf-8")):
            text = " ".join(html.unescape(re.sub(r"<[^>]+>", "", part)).split())
            if len(text) >= LEAST_LETTERS:
                found[text] = True
    return list(found)


def _phrases(path):
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [line.split("\t")[0] + "." for line in lines if line and not line.startswith("#")]


def word(number, version=0):
    """A word that no other page and no other version has."""
    letters, n = "", number * 100 + version
    while n or not letters:
        n, digit = divmod(n, len(LETTERS))
        letters += LETTERS[digit]
    return "zq" + letters + "zq"


def link(url, text, rel=""):
    return f'<a href="{html.escape(url)}"{rel and f" rel={rel}"}>{html.escape(text)}</a>\n'


class Pages:
    def __init__(self, langs, handbook, count):
        self.langs = sorted(p.parent.name for p in Path(langs).glob("*/profile.c"))
        editions = {l: next(iter(sorted(Path(handbook).glob(f"{l}-*"))), None) for l in self.langs}
        all_text = {l: _paragraphs(editions[l]) for l in self.langs}
        seen = {}
        for text in (t for texts in all_text.values() for t in texts):
            seen[text] = seen.get(text, 0) + 1
        self.text = {l: [t for t in all_text[l] if seen[t] == 1] or _phrases(Path(langs) / l / "queries.tsv")
                     for l in self.langs}
        self.per_lang = max(1, count // len(self.langs))

    # ---------------------------------------------------------------- what there is

    def lists(self):
        return (self.per_lang + LINKS_OF_A_LIST - 1) // LINKS_OF_A_LIST

    def listed(self):
        """The paths of all pages that a whole crawl finds and an index has."""
        out = ["/", "/follow-me-not", "/behind-noindex"]
        for l in self.langs:
            out += [f"/{l}/", f"/{l}/annex", f"/{l}/unlisted"]
            out += [f"/{l}/list/{i}" for i in range(self.lists())]
            out += [f"/{l}/page/{i}" for i in range(self.per_lang)]
        return out

    def in_sitemap(self):
        return [f"/{l}/{name}" for l in self.langs for name in ["unlisted"] + [f"page/{i}" for i in range(self.per_lang)]]

    def number(self, path):
        """Of the page that has this path, for its word."""
        _, lang, kind, *rest = path.split("/") + [""]
        base = self.langs.index(lang) + 1 if lang in self.langs else 0
        kinds = {"page": 0, "list": 1, "annex": 2, "unlisted": 3, "": 4}
        index = int(rest[0]) if rest and rest[0].isdigit() else 0
        return (index * 10 + kinds.get(kind, 5)) * 100 + base if base else sum(map(ord, path)) * 100 + 99

    # ---------------------------------------------------------------- one page

    def _prose(self, lang, path, version):
        choice = random.Random(f"{path} {version}")
        return choice.sample(self.text[lang], min(PARAGRAPHS_OF_A_PAGE, len(self.text[lang])))

    def html(self, path, version=0, lang=None, links="", head="", alternates=()):
        """A page of prose in a language, with these links."""
        lang = lang or self.langs[0]
        prose = self._prose(lang, path, version)
        own = word(self.number(path), version)
        head += "".join(f'<link rel="alternate" hreflang="{l}" href="{html.escape(u)}">\n' for l, u in alternates)
        body = "".join(f"<p>{html.escape(p)}</p>\n" for p in prose)
        return (f'<!DOCTYPE html>\n<html lang="{lang}">\n<head><meta charset="utf-8">\n'
                f"<title>{html.escape(prose[0][:TITLE_LETTERS])} {own}</title>\n{head}</head>\n"
                f"<body>\n<main>\n{body}<p>{own}</p>\n</main>\n<nav>\n{links}</nav>\n</body>\n</html>\n")

    def _alternates(self, rest):
        return [(l, f"/{l}/{rest}") for l in self.langs]

    def _bar(self, rest):
        return "".join(link(f"/{l}/{rest}", l) for l in self.langs)

    def _start(self, traps):
        links = "".join(link(f"/{l}/", l) for l in self.langs)
        links += link("/follow-me-never", "nofollow", "nofollow") + link("/follow-me-not", "meta nofollow")
        links += link("/noindex", "noindex") + link("/private/page", "private") + link("/missing", "missing")
        links += link("/gone", "gone") + link("/chain/3", "chain") + link("/chain/30", "long chain")
        links += link("/loop/a", "loop") + link("/loop/self", "loop of one")
        links += link(f"/{self.langs[0]}/page/0?view=print", "print")
        return links + (link("/trap/", "traps") if traps else "")

    def _list(self, lang, i):
        first, last = i * LINKS_OF_A_LIST, min((i + 1) * LINKS_OF_A_LIST, self.per_lang)
        return "".join(link(f"/{lang}/page/{n}", f"{self._prose(lang, f'/{lang}/page/{n}', 0)[0][:TITLE_LETTERS]}")
                       for n in range(first, last))

    def _of_language(self, lang, kind, rest, path, version):
        index = int(rest) if rest.isdigit() else -1
        if kind == "" and rest == "":
            links = "".join(link(f"/{lang}/list/{i}", str(i)) for i in range(self.lists()))
            links += link(f"/{lang}/annex", "annex") if lang == self.langs[0] else ""
            return self.html(path, version, lang, links + self._bar(""), alternates=self._alternates(""))
        if kind == "list" and 0 <= index < self.lists():
            return self.html(path, version, lang, self._list(lang, index))
        if kind == "page" and 0 <= index < self.per_lang:
            links = "".join(link(f"/{lang}/page/{n}", str(n)) for n in (index - 1, index + 1) if 0 <= n < self.per_lang)
            return self.html(path, version, lang, links + self._bar(f"page/{index}"),
                             alternates=self._alternates(f"page/{index}"))
        if kind in ("annex", "unlisted") and not rest:
            return self.html(path, version, lang, alternates=self._alternates(kind) if kind == "annex" else ())
        return None

    def find(self, path, version=0, traps=False):
        """(status, HTML or target of a redirect); None: there is no such page."""
        _, first, *rest = path.split("?")[0].split("/")
        if path.split("?")[0] == "/":
            return 200, self.html("/", version, links=self._start(traps))
        if first in self.langs and rest and len(rest) <= 2:
            page = self._of_language(first, rest[0], rest[1] if len(rest) > 1 else "", path.split("?")[0], version)
            if page and "?" in path:
                page = page.replace("</head>", f'<link rel="canonical" href="{path.split("?")[0]}"></head>')
            return (200, page) if page else None
        if first == "chain" and rest and rest[0].isdigit():
            n = int(rest[0])
            return 301, f"/chain/{n - 1}" if n > 1 else f"/{self.langs[0]}/page/0"
        if first == "loop":
            return 302, {"a": "/loop/b", "b": "/loop/a"}.get(rest[0] if rest else "", path)
        if first == "trap" and traps:
            return self._trap(path)
        return self._single(path, version)

    def _single(self, path, version):
        behind = {"/follow-me-not": ("nofollow", "/behind-nofollow"), "/noindex": ("noindex", "/behind-noindex")}
        if path in behind:
            what, target = behind[path]
            return 200, self.html(path, version, links=link(target, target), head=f'<meta name="robots" content="{what}">')
        if path in ("/follow-me-never", "/private/page", "/behind-nofollow", "/behind-noindex"):
            return 200, self.html(path, version)
        return (410, "gone") if path == "/gone" else None

    # ---------------------------------------------------------------- traps

    def _trap(self, path):
        plain, _, query = path.partition("?")
        parts = plain.split("/")[2:]
        kind = parts[0] if parts else ""
        urls = {
            "": lambda: ["calendar/2024/1", "session/0", "token?t=0", "sort?by=a&dir=up", "a/", "grow/", "facet?f0=1", "many"],
            "calendar": lambda: self._months(parts),
            "session": lambda: [f"/trap/session/{i}?PHPSESSID={random.random()}" for i in range(5)],
            "token": lambda: [f"/trap/token?t={random.random()}" for _ in range(5)],
            "sort": lambda: [f"/trap/sort?by={a}&dir={d}&page={random.randrange(10 ** 6)}" for a in "abc" for d in ("up", "down")],
            "a": lambda: ["a/"],
            "grow": lambda: ["more/", "news/"],
            "facet": lambda: [f"/trap/facet?{query}&f{i}={v}" for i in range(FACETS) for v in (0, 1)],
            "many": lambda: [f"/trap/many/{i}" for i in range(MANY_LINKS)] if len(parts) == 1 else [],
        }
        if kind not in urls:
            return None
        return 200, self.html(path, links="".join(link(u, u) for u in urls[kind]()))

    @staticmethod
    def _months(parts):
        year, month = (int(parts[1]), int(parts[2])) if len(parts) == 3 else (2024, 1)
        return [f"/trap/calendar/{y}/{m}" for y, m in
                ((year, month % 12 + 1), (year + month // 12, 1), (year - 1, month), (year + 1, month))]
