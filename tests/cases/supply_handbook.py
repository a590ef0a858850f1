"""How far each edition of the handbook is translated, counted from its files: supply_handbook.py FOLDER EDITION…;
supply_handbook.py --scripts EDITION…: those in a script that is not Latin.

Only those can be counted so: a block of a page is in the language if a third of its letters are of that script,
else not. Prints a line for each page: EDITION NAME SHARE, the share of the words outside of code that are in such blocks,
and has-lang or no-lang.
"""
import os
import re
import sys
import unicodedata
from html.parser import HTMLParser

BLOCKS = set("address article aside blockquote body br caption center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 "
             "head header hr li main nav ol p pre section table tbody td tfoot th thead title tr ul".split())


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.blocks, self.code, self.hidden, self.lang = [""], 0, 0, False

    def handle_starttag(self, tag, attributes):
        self.code += tag == "pre"
        self.hidden += tag in ("title", "script", "style")
        self.lang = self.lang or (tag == "html" and any(a in ("lang", "xml:lang") for a, _ in attributes))
        if tag in BLOCKS:
            self.blocks.append("")

    def handle_endtag(self, tag):
        self.code -= tag == "pre"
        self.hidden -= tag in ("title", "script", "style")
        if tag in BLOCKS:
            self.blocks.append("")

    def handle_data(self, data):
        if not self.code and not self.hidden:
            self.blocks[-1] += data


def script_of(letter):
    return unicodedata.name(letter, "").split()[0]


def measure(text, script):
    """Words of one block, and whether it is in the script; where there are no spaces, 1.6 letters make a word."""
    letters = [c for c in text if c.isalpha()]
    own = sum(script_of(c) == script for c in letters)
    solid = sum(script_of(c) == "CJK" for c in letters)
    words = len(re.findall(r"[^\W\d_]+", re.sub(r"[\u3400-\u9fff]", " ", text))) + solid / 1.6
    return words, own * 3 > len(letters)


def script_of_edition(edition):
    """That of most letters of the language's sentences."""
    with open(f"langs/{edition.split('-')[0]}/identify_test.tsv", encoding="utf-8") as rows:
        scripts = [script_of(c) for row in rows if row.startswith("sentence\t") for c in row[9:] if c.isalpha()]
    return max(set(scripts), key=scripts.count)


folder, editions = sys.argv[1], sys.argv[2:]
if folder == "--scripts":
    print(*[edition for edition in editions if script_of_edition(edition) != "LATIN"])
    sys.exit()
for edition in editions:
    script = script_of_edition(edition)
    for name in sorted(os.listdir(os.path.join(folder, edition))):
        reader = Reader()
        with open(os.path.join(folder, edition, name), encoding="utf-8") as page:
            reader.feed(page.read())
        told = [measure(text, script) for text in reader.blocks if text.strip()]
        words = sum(n for n, _ in told)
        print(edition, name, "%.3f" % (sum(n for n, is_own in told if is_own) / words), "has-lang" if reader.lang else "no-lang")
