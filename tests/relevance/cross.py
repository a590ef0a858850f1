#!/usr/bin/env python3
"""What questions in one language reach on the pages of another one, as a table, for cross.sh.

cross.py SCORES MARKS: SCORES has lines "set from to nDCG@10", MARKS "from TAB to TAB sets TAB least TAB aim". A cell is the
share of what the language's own questions reach there. Exit status 1 below a mark.
"""
import collections
import sys

scores = collections.defaultdict(dict)
for line in open(sys.argv[1], encoding="utf-8"):
    name, here, there, figure = line.split()
    scores[name][here, there] = float(figure)


def share(name, here, there):
    own = scores[name].get((there, there))
    return scores[name][here, there] / own if own and (here, there) in scores[name] else None


for name in scores:
    languages = sorted({here for here, _ in scores[name]})
    print(f"{name}, from row to column: share of the column's own nDCG@10 (which is in brackets)")
    print("     " + "".join(f"{there:>8}" for there in languages))
    for here in languages:
        cells = []
        for there in languages:
            figure = scores[name].get((here, there))
            text = "-" if figure is None else f"({figure:.3f})" if here == there else f"{share(name, here, there):.3f}"
            cells.append(f"{text:>8}")
        print(f"  {here} " + "".join(cells))
    pairs = [share(name, *pair) for pair in scores[name] if pair[0] != pair[1]]
    print(f"  mean of {len(pairs)} directions {sum(pairs) / len(pairs):.3f}")

failed = not scores
print("\nfrom to  sets              share   least    aim")
for line in open(sys.argv[2], encoding="utf-8"):
    here, there, names, least, aim = line.rstrip("\n").split("\t")
    reached = sum(share(name, here, there) for name in names.split()) / len(names.split())
    failed |= reached < float(least)
    verdict = "  below" if reached < float(least) else ""
    print(f"{here:>4} {there}  {names:16}  {reached:.3f}  {float(least):6.3f} {float(aim):6.3f}{verdict}")
sys.exit(failed)
