#!/usr/bin/env python3
"""Aligned text (JSON Lines: {"g": group, "CODE": text, ...}) as a site: JSON Lines pages for `isoglot index`.

parallel_site.py DIR SET... [--drop SHARE] [--lang CODE]... > site.jsonl

DIR/SET.jsonl is read. All texts of one group become one page per language, whose blocks they are. --drop leaves that share
of the blocks out, in each language others, so that blocks have to be aligned; --lang takes these languages only.
"""
import argparse
import hashlib
import json
import sys

parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
parser.add_argument("dir")
parser.add_argument("sets", nargs="+")
parser.add_argument("--drop", type=float, default=0)
parser.add_argument("--lang", action="append")
options = parser.parse_args()


def is_kept(text, code):
    number = int.from_bytes(hashlib.sha256((code + text).encode()).digest()[:4], "big")
    return number >= options.drop * 2**32


for name in options.sets:
    pages = {}
    with open(f"{options.dir}/{name}.jsonl", encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            group = row.pop("g")
            for code, text in row.items():
                if (not options.lang or code in options.lang) and text.strip() and is_kept(text, code):
                    pages.setdefault((group, code), []).append(" ".join(text.split()))
    for (group, code), blocks in pages.items():
        number = hashlib.sha256(group.encode()).hexdigest()[:12]
        page = {"url": f"http://{name.replace('_', '-')}.example/{code}/{number}", "lang": code, "title": "",
                "text": "\n".join(blocks), "group": f"{name}/{group}"}
        json.dump(page, sys.stdout, ensure_ascii=False)
        print()
