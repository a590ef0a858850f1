"""Makes what people type wrongly from what they would type rightly, by other means than the program: layouts from the xkb symbols of
Debian's xkb-data, romanisations by other transliterators of ICU's uconv than the tables', and informal variants; and scores.

    rescue.py queries LANG INDEX PAGES... > FILE             titles, headings, frequent terms: id TAB query
    rescue.py names < docs.jsonl > FILE                      names in pages, as queries
    rescue.py spoil KIND LANG RIGHT TYPED < FILE             two files of topics; KIND: layout, transliteration, spelling
    rescue.py score NAME RIGHT.json TYPED.json               one line: rescued of queries
    rescue.py false NAME RIGHT.json                          one line: corrected of good queries; names them on stderr
"""
import html, json, random, re, subprocess, sys, unicodedata
from pathlib import Path

XKB = "/usr/share/X11/xkb/symbols/"
KEYSYMS = "/usr/include/X11/keysymdef.h"

# ------------------------------------------------------------------ right queries


def read_headings(paths):
    for path in paths:
        text = Path(path).read_text(encoding="utf-8", errors="replace")
        for tag in re.findall(r"<h[1-4][^>]*>(.*?)</h[1-4]>", text, re.S):
            words = html.unescape(re.sub(r"<[^>]*>", " ", tag))
            words = re.sub(r"^\s*\S*\s*[\d.]+\s*[.．章]?\s*", "", re.sub(r"\s+", " ", words)).strip()
            if words:
                yield words


def read_terms(index):
    lines = subprocess.run(["xapian-delve", "-a", "-v", "-1", index], capture_output=True, text=True).stdout
    for line in lines.splitlines():
        m = re.match(r"^([^\sA-Z0-9]+) (\d+)$", line)
        if m and m.group(1).isalpha():
            yield m.group(1), int(m.group(2))


def make_queries(lang, index, pages):
    chance = random.Random(lang)
    script = SCRIPTS.get(lang)
    titles = sorted({t for t in read_headings(pages) if 4 <= len(t) <= 60 and (script(t) if script else True)})
    most = max(n for _, n in read_terms(index))
    least = 2 if lang == "zh" else 5
    terms = sorted(t for t, n in read_terms(index)
                   if len(t) >= least and 4 <= n <= most * 0.7 and (script(t) if script else t.isascii()))
    out = chance.sample(titles, min(150, len(titles))) + chance.sample(terms, min(150, len(terms)))
    for i, query in enumerate(dict.fromkeys(out)):
        print(f"{i}\t{query}")


def is_mostly(first, last):
    def test(text):
        letters = [c for c in text if c.isalpha()]
        return letters and all(first <= ord(c) <= last for c in letters)
    return test


SCRIPTS = {"ru": is_mostly(0x400, 0x4FF), "ar": is_mostly(0x600, 0x6FF), "zh": is_mostly(0x4E00, 0x9FFF)}

def make_names(docs):
    """Names and abbreviations: capitals behind a small letter, in pages of another site."""
    names = sorted({m for line in docs for m in re.findall(r"(?<=[a-z,] )([A-Z][A-Za-z]{2,})\b", json.loads(line)["text"])})
    for i, name in enumerate(random.Random(1).sample(names, min(600, len(names)))):
        print(i, name, sep="\t")


# ------------------------------------------------------------------ another keyboard layout


def read_keysyms():
    names = {}
    for line in open(KEYSYMS, encoding="latin-1"):
        m = re.match(r"#define XK_(\w+)\s+0x[0-9a-fA-F]+\s*/\*[ (]U\+([0-9A-F]+)", line)
        if m:
            names.setdefault(m.group(1), chr(int(m.group(2), 16)))
    names.update(dead_acute="\u0301", dead_grave="\u0300", dead_circumflex="\u0302", dead_diaeresis="\u0308", dead_tilde="\u0303")
    return names


def read_layout(name, variant, names):
    """Key → what it gives without Shift, with the layouts that are included."""
    keys, source = {}, open(XKB + name, encoding="utf-8").read()
    body = re.search(r'xkb_symbols\s+"%s"\s*\{(.*?)\n\};' % re.escape(variant), source, re.S).group(1)
    for line in body.splitlines():
        line = line.split("//")[0]
        include = re.search(r'include\s+"(\w+)(?:\((\w+)\))?', line)
        if include and include.group(1) not in ("level3", "kpdl", "eurosign"):
            keys.update(read_layout(include.group(1), include.group(2) or "basic", names))
        for key, first in re.findall(r"key\s*<(\w+)>\s*\{\s*\[\s*(\w+)", line):
            code = re.match(r"U([0-9A-F]{4,5})$", first)
            text = chr(int(code.group(1), 16)) if code else names.get(first)
            if text and (key == "TLDE" or key == "BKSL" or key[:2] in ("AE", "AD", "AC", "AB")):
                keys[key] = unicodedata.normalize("NFKC", text)
    return keys


def slip(text, active, meant):
    """What comes out when the keys for `text` in the layout `meant` are pressed while `active` is."""
    by_text = sorted(((v, k) for k, v in meant.items()), key=lambda p: -len(p[0]))
    out, at = "", 0
    text = text.lower()
    while at < len(text):
        for given, key in by_text:
            if text.startswith(given, at):
                out += active.get(key, given)
                at += len(given)
                break
        else:
            out += text[at]
            at += 1
    marks = {"\u0301": "´", "\u0300": "`", "\u0302": "^", "\u0308": "¨", "\u0303": "~"}
    at = 0
    while at < len(out):  # a dead key waits for the next letter, and stands alone if that takes no mark
        if out[at] in marks:
            both = unicodedata.normalize("NFC", out[at + 1:at + 2] + out[at])
            out = out[:at] + (both if len(both) == 1 else marks[out[at]] + out[at + 1:at + 2]) + out[at + 2:]
        at += 1
    return out


def spoil_layout(lang, rows):
    names = read_keysyms()
    layouts = {"us": read_layout("us", "basic", names), "ru": read_layout("ru", "winkeys", names),
               "ar": read_layout("ara", "basic", names), "fr": read_layout("fr", "azerty", names),
               "es": read_layout("es", "basic", names)}
    # active, meant: what a reader of the language has beside each other
    pairs = {"ru": [("us", "ru")], "ar": [("us", "ar"), ("fr", "ar")], "fr": [("us", "fr"), ("fr", "us")],
             "es": [("us", "es"), ("ru", "es")], "en": [("ru", "us"), ("fr", "us"), ("ar", "us")], "zh": [("fr", "us"), ("ru", "us")]}[lang]
    if lang == "zh":  # what is typed is pinyin
        pinyin = uconv("Han-Latin; Latin-ASCII; Lower", [q for _, q in rows])
        rows = [(i, q, p.replace(" ", "") if n % 2 else p) for n, ((i, q), p) in enumerate(zip(rows, pinyin))]
    else:
        rows = [(i, q, q) for i, q in rows]
    marked = str.maketrans("أإآؤئىةٱ", "اااوييها")
    for i, right, keys in rows:
        query = keys.lower()
        for active, meant in pairs:
            letters = set("".join(layouts[meant].values()))
            pressed = query
            if meant == "us" and not query.isascii():
                continue
            if meant == "ar":
                pressed = "".join(c for c in query if not unicodedata.combining(c))
                pressed = "".join(c if c in letters else c.translate(marked) for c in pressed)
            elif not query.isascii():  # the key of the accent, then the letter's; none without such a key
                parts = [c if c in letters else unicodedata.normalize("NFD", c)[::-1] for c in query]
                pressed = "".join(c for c in "".join(parts) if c in letters or not unicodedata.combining(c))
            typed = slip(pressed, layouts[active], layouts[meant])
            if typed != query:
                yield f"{i}-{active}", right, typed


# ------------------------------------------------------------------ Latin letters


def uconv(transliterator, texts):
    out = subprocess.run(["uconv", "-f", "utf-8", "-t", "utf-8", "-x", transliterator], input="\n".join(texts),
                         capture_output=True, text=True, check=True).stdout
    return out.split("\n")


INFORMAL_RU = dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
                       "a b v g d e e zh z i y k l m n o p r s t u f h c ch sh sch _ y _ e yu ya".split()))
INFORMAL_RU.update({"ъ": "", "ь": ""})
PASSPORT_RU = dict(INFORMAL_RU, й="i", х="kh", ц="ts", щ="shch", ъ="ie", ю="iu", я="ia")
INFORMAL_AR = dict(zip("ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءأإآؤئ",
                       "a b t th j h kh d dh r z s sh s d t z a gh f q k l m n h w y a a _ a i a o e".split()))
INFORMAL_AR["ء"] = ""
CHAT_AR = dict(INFORMAL_AR, ح="7", ع="3", خ="5", ء="2", أ="2a", ئ="2")


def vowelled(word, letters, chance):
    """Between two consonants that stand together people write a vowel more often than not; w and y in the middle are long vowels."""
    out = ""
    body = word[2:] if word.startswith("ال") and len(word) > 4 else word
    for i, c in enumerate(body):
        sound = letters.get(c, c)
        if 0 < i and c == "و" and (i == len(body) - 1 or body[i + 1] not in "اوي"):
            sound = chance.choice(["u", "o", "ou"])
        elif 0 < i and c == "ي" and (i == len(body) - 1 or body[i + 1] not in "اوي"):
            sound = chance.choice(["i", "ee", "i"])
        elif out and out[-1] not in "aeiou" and sound and sound[0] not in "aeiou" and chance.random() < 0.6:
            sound = chance.choice("aaiu") + sound
        out += sound
    return ("al" + chance.choice(["", "-"]) if body != word else "") + out


def spoil_transliteration(lang, rows):
    chance = random.Random("latin" + lang)
    queries = [q for _, q in rows]
    if lang == "ru":
        ways = {"iso9": uconv("Any-NFC; Cyrl-Latn; NFC", queries), "ascii": uconv("Cyrl-Latn; Latin-ASCII", queries),
                "informal": ["".join(INFORMAL_RU.get(c, c) for c in q.lower()) for q in queries],
                "passport": ["".join(PASSPORT_RU.get(c, c) for c in q.lower()) for q in queries]}
        del ways["ascii"]  # without its marks ISO 9 does not tell s from sh
    elif lang == "ar":
        ways = {"un": uconv("Arab-Latn; NFC", queries),
                "informal": [" ".join(vowelled(w, INFORMAL_AR, chance) for w in q.split()) for q in queries],
                "chat": [" ".join(vowelled(w, CHAT_AR, chance) for w in q.split()) for q in queries]}
    elif lang == "zh":
        marks = uconv("Han-Latin; NFC", queries)
        plain = uconv("Han-Latin; Latin-ASCII; Lower", queries)
        ways = {"marks": marks, "syllables": plain, "together": [p.replace(" ", "") for p in plain]}
    else:
        return
    for way, texts in ways.items():
        for (i, query), typed in zip(rows, texts):
            yield f"{i}-{way}", query, typed.strip()


# ------------------------------------------------------------------ one wrong letter


def spoil_spelling(lang, rows):
    chance = random.Random("edit" + lang)
    alphabet = {}
    for _, query in rows:
        for c in query.lower():
            if c.isalpha():
                alphabet[c] = alphabet.get(c, 0) + 1
    letters = sorted(c for c in alphabet if alphabet[c] > 2 or lang == "zh")
    sounds = {}
    if lang == "zh":
        common = [chr(c) for c in range(0x4E00, 0x9FA6)]
        common = [c for c in common if c.encode("gb2312", "ignore")]
        for c, sound in zip(common, uconv("Han-Latin; Latin-ASCII", common)):
            sounds.setdefault(sound, []).append(c)
        by_char = {c: sound for sound, chars in sounds.items() for c in chars}
    for i, query in rows:
        if lang == "zh":
            places = [p for p, c in enumerate(query) if len(sounds.get(by_char.get(c, ""), [])) > 1]
            if len(query) < 2 or not places:
                continue
            p = chance.choice(places)
            other = chance.choice([c for c in sounds[by_char[query[p]]] if c != query[p]])
            yield i, query, query[:p] + other + query[p + 1:]
            continue
        words = [m for m in re.finditer(r"[^\W\d_]{5,}", query)]
        if not words:
            continue
        m = chance.choice(words)
        word, p = m.group().lower(), chance.randrange(len(m.group()))
        kind = chance.choice(["change", "leave", "insert", "exchange"])
        if kind == "change":
            word = word[:p] + chance.choice([c for c in letters if c != word[p]]) + word[p + 1:]
        elif kind == "leave":
            word = word[:p] + word[p + 1:]
        elif kind == "insert":
            word = word[:p] + chance.choice(letters) + word[p:]
        else:
            p = min(p, len(word) - 2)
            word = word[:p] + word[p + 1] + word[p] + word[p + 2:]
        yield i, query, query[:m.start()] + word + query[m.end():]


# ------------------------------------------------------------------ figures


def read_answers(path):
    return [json.loads(line) for line in open(path, encoding="utf-8")]


def score(name, right, typed):
    found = n = 0
    lost = []
    ways = {}
    for wanted, got in zip(read_answers(right), read_answers(typed)):
        if not wanted["results"]:
            continue
        n += 1
        urls = [r["url"] for r in got["results"][:3]]
        is_found = wanted["results"][0]["url"] in urls
        found += is_found
        if not is_found:
            lost.append((wanted["query"], got["query"], (got["corrected"] or {}).get("query")))
        kind = (got["corrected"] or {}).get("kind", "-")
        ways[kind] = ways.get(kind, 0) + 1
    share = 100 * found / n if n else 0
    print(f"{name:24} {found:4} of {n:4} = {share:5.1f} %   {ways}")
    for row in lost:
        print("lost", name, *row, sep="\t", file=sys.stderr)


def count_false(name, right):
    good = [a for a in read_answers(right)]
    bad = [a for a in good if a["corrected"]]
    print(f"{name:24} {len(bad):4} of {len(good):4} = {100 * len(bad) / max(1, len(good)):5.2f} % changed")
    for a in bad:
        print("false", name, a["query"], a["corrected"]["query"], a["corrected"]["kind"], sep="\t", file=sys.stderr)


def main():
    command, *rest = sys.argv[1:]
    if command == "queries":
        make_queries(rest[0], rest[1], rest[2:])
    elif command == "spoil":
        rows = [line.rstrip("\n").split("\t", 1) for line in sys.stdin]
        spoil = {"layout": spoil_layout, "transliteration": spoil_transliteration, "spelling": spoil_spelling}[rest[0]]
        with open(rest[2], "w") as right, open(rest[3], "w") as typed:
            for i, query, wrong in spoil(rest[1], rows):
                print(i, query, sep="\t", file=right)
                print(i, wrong, sep="\t", file=typed)
    elif command == "names":
        make_names(sys.stdin)
    elif command == "score":
        score(*rest)
    else:
        count_false(*rest)


main()
