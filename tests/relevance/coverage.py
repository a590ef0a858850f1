#!/usr/bin/env python3
"""How much of a text a lexicon covers, measured on aligned text that it has not been learned from.

coverage.py ISOGLOT DATA FILE.jsonl: of the words of each row of FILE ({"g": group, "CODE": text, ...}), stop words apart and
each once a row, the share that has a right translation among the first three entries of the lexicon of DATA: one whose words
stand in the row's text in the other language. Beside it: that has entries at all, and whose first entry is right.
"""
import collections
import json
import subprocess
import sys

MARK = "zqxzq"  # a word of no language, between two texts
CHUNK = 30000   # characters given to one process


def analyse(isoglot, code, texts):
    """The keys of each text, as the lexicon knows them."""
    rows, chunk = [], []

    def flush():
        if not chunk:
            return
        out = subprocess.run([isoglot, "analyse", "--lang", code, f"\n{MARK}\n".join(chunk)], check=True,
                             capture_output=True, encoding="utf-8").stdout
        row, last, has_word = {}, 0, False
        for line in out.splitlines():
            position, _, term, form, _, rule = line.split("\t")
            if int(position) != last:
                last, has_word = int(position), False
                if term == MARK:
                    rows.append(row)
                    row = {}
                    continue
            if rule.endswith("stop word") or term.startswith(MARK) or last in row and rule == "written together":
                continue
            if form == "word" and not has_word:
                row[last], has_word = term, True
            elif form == "stem" and has_word and rule != "written together":
                row[last] = term
        rows.append(row)
        chunk.clear()

    for text in texts:
        if sum(map(len, chunk)) + len(text) > CHUNK:
            flush()
        chunk.append(text)
    flush()
    return [set(row.values()) for row in rows]


def main():
    isoglot, data, path = sys.argv[1:4]
    with open(path, encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    codes = sorted(set().union(*rows) - {"g"})
    keys = {}
    for code in codes:
        keys[code] = analyse(isoglot, code, [row.get(code, "") for row in rows])
        assert len(keys[code]) == len(rows), (code, len(keys[code]), len(rows))
    means = collections.defaultdict(list)
    print(f"{'':8}right in 3   any  first right")
    for source in codes:
        lexicon = collections.defaultdict(list)
        out = subprocess.run([isoglot, "--data", data, "learn", "--print", source], check=True, capture_output=True,
                             encoding="utf-8").stdout
        for line in out.splitlines():
            key, target, words = line.split("\t")[:3]
            lexicon[key, target].append(words.split(" "))
        for target in codes:
            if target == source:
                continue
            n = known = right = first = 0
            for i, row in enumerate(rows):
                if source not in row or target not in row:
                    continue
                for key in keys[source][i]:
                    entries = lexicon.get((key, target), [])
                    n += 1
                    known += bool(entries)
                    right += any(set(words) <= keys[target][i] for words in entries[:3])
                    first += bool(entries) and set(entries[0]) <= keys[target][i]
            if n:
                figures = right / n, known / n, first / max(known, 1)
                means["all"].append(figures)
                print(f"{source}-{target}   " + "      ".join(f"{f:.3f}" for f in figures))
    print("mean    " + "      ".join(f"{sum(f) / len(f):.3f}" for f in zip(*means["all"])))


main()
