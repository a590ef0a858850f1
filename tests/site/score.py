#!/usr/bin/python3
"""How well clusters meet the truth: score.py TRUTH CLUSTERS [WRONG]

TRUTH is of translations.py; CLUSTERS what `isoglot status --clusters --format json` prints, a line for each cluster. Counted
are pairs of pages of different languages that are, or should be, together; members without a language in their cluster are
no answer in any and do not count. Prints precision, recall and F1, pages and pairs of the truth; WRONG gets the pairs that
are wrong ("+") and those that are missing ("-").
"""
import itertools
import json
import sys


def pairs(groups):
    return {tuple(sorted(p)) for g in groups for p in itertools.combinations(g, 2)}


def main():
    truth, names = {}, {}
    for line in open(sys.argv[1], encoding="utf-8"):
        name, lang, url = line.rstrip("\n").split("\t")
        truth.setdefault(name, []).append((url, lang))
        names[url] = f"{name} {lang}"
    found = []
    for line in open(sys.argv[2], encoding="utf-8"):
        found.append([(m["url"], m["lang"]) for m in json.loads(line)["members"] if m["lang"]])
    wanted, got = pairs([u for u, _ in g] for g in truth.values()), pairs([u for u, _ in g] for g in found)
    right = len(wanted & got)
    precision, recall = right / len(got) if got else 1, right / len(wanted)
    f1 = 2 * precision * recall / (precision + recall) if right else 0
    print(f"{precision:.3f}\t{recall:.3f}\t{f1:.3f}\t{len(names)}\t{len(wanted)}")
    if len(sys.argv) > 3:
        with open(sys.argv[3], "w", encoding="utf-8") as out:
            for sign, some in (("+", got - wanted), ("-", wanted - got)):
                out.writelines(f"{sign} {names.get(a, '?')} {a}\t{names.get(b, '?')} {b}\n" for a, b in sorted(some))


main()
