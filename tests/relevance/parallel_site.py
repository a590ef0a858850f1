#!/usr/bin/env python3
"""Aligned text (JSON Lines: {"g": group, "CODE": text, ...}) as a site: JSON Lines pages for `isoglot index`.

parallel_site.py DIR SET... [--drop SHARE] [--lang CODE]... [--pages N] > site.jsonl

DIR/SET.jsonl is read. All texts of one group become one page per language, whose blocks they are. --drop leaves that share
of the blocks out, in each language others, so that blocks have to be aligned; --lang takes these languages only; --pages makes
N pages of 15 to 60 of the texts each, in any order, for measuring time.
"""
import argparse
import hashlib
import json
import random
import sys

parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
parser.add_argument("dir")
parser.add_argument("sets", nargs="+")
parser.add_argument("--drop", type=float, default=0)
parser.add_argument("--lang", action="append")
parser.add_argument("--pages", type=int)
options = parser.parse_args()


def is_kept(text, code):
    number = int.from_bytes(hashlib.sha256((code + text).encode()).digest()[:4], "big")
    return number >= options.drop * 2**32


def read_rows(name):
    with open(f"{options.dir}/{name}.jsonl", encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            group = row.pop("g")
            yield group, {code: " ".join(text.split()) for code, text in row.items()
                          if text.strip() and (not options.lang or code in options.lang)}


def write_page(host, code, number, blocks, group):
    page = {"url": f"http://{host}.example/{code}/{number}", "lang": code, "title": "", "text": "\n".join(blocks),
            "group": group}
    json.dump(page, sys.stdout, ensure_ascii=False)
    print()


def write_sets():
    for name in options.sets:
        pages = {}
        for group, row in read_rows(name):
            for code, text in row.items():
                if is_kept(text, code):
                    pages.setdefault((group, code), []).append(text)
        for (group, code), blocks in pages.items():
            number = hashlib.sha256(group.encode()).hexdigest()[:12]
            write_page(name.replace("_", "-"), code, number, blocks, f"{name}/{group}")


def write_mixed():
    rows = [row for name in options.sets for _, row in read_rows(name)]
    codes = sorted(set().union(*rows))
    rows = [row for row in rows if len(row) == len(codes)]
    dice = random.Random(7)
    for number in range(options.pages // len(codes)):
        texts = dice.sample(rows, dice.randint(15, 60))
        for code in codes:
            write_page("mixed", code, number, [row[code] for row in texts], str(number))


write_mixed() if options.pages else write_sets()
