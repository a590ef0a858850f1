"""A site whose pages change: supply_fresh.py write STEP FOLDER LANG… | supply_fresh.py check REPORT LANG…

`write` makes the files of a step, their times set; `check` compares the report with what the table of versions says, and
prints `pass NAME` or `fail NAME: …`. Days are before the report's date, DATE.
"""
import csv
import datetime
import json
import os
import sys

DATE = datetime.datetime(2026, 6, 30, tzinfo=datetime.timezone.utc).timestamp()
DAY = 86400
langs = sys.argv[4:] if sys.argv[1] == "write" else sys.argv[3:]
source, first, second = langs[2], langs[0], langs[1]

# Versions by page: when each came, in days before DATE; all have one from the beginning.
START = 200
versions = {(c, lang): [START] for c in range(10) for lang in langs}


def change(cluster, at, changed):
    for lang in changed:
        versions[cluster, lang].append(at)


all_but = lambda *out: [lang for lang in langs if lang not in out]
change(0, 100, [source]), change(0, 99, all_but(source))         # followed in a day
change(1, 100, [source]), change(1, 95, all_but(source, first))  # one is behind
change(2, 100, [source]), change(2, 60, all_but(source, second))
change(3, 101, [first]), change(3, 100, [source]), change(3, 99, all_but(source, first))  # fetched a day before
change(4, 40, [source]), change(4, 39, all_but(source, first, second))
change(5, 10, [source])                                          # not yet long
change(7, 50, [first])                                           # a correction of the translation alone
change(8, 100, [source]), change(8, 60, all_but(source)), change(8, 20, [source])
change(9, 120, [source]), change(9, 110, all_but(first))         # the second change is of the source, too
TOUCHED = 6  # its source gets a new time and another footer, and nothing else


def sentences(lang):
    with open(f"langs/{lang}/identify_test.tsv", encoding="utf-8") as rows:
        return " ".join(row.rstrip("\n").split("\t")[1] for row in rows if row.startswith("sentence\t"))


def write(step, folder):
    for (cluster, lang), times in versions.items():
        if step >= len(times) and not (cluster == TOUCHED and lang == source and step == 1):
            continue
        at = times[step] if step < len(times) else 100
        version = min(step, len(times) - 1)
        path = os.path.join(folder, lang, f"page{cluster}.html")
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as out:
            out.write(f'<!DOCTYPE html><html lang="{lang}"><title>{sentences(lang)[:20]} {cluster}</title>'
                      f"<p>{cluster * 1000 + 7}.</p><p>{sentences(lang)}</p><p>{'+ ' * version}</p><footer>{step}</footer></html>\n")
        os.utime(path, (DATE - at * DAY, DATE - at * DAY))


def lag(cluster, lang):
    """Days since the first change of the source that nothing followed, with two days' grace."""
    newest = min(versions[cluster, lang])
    late = [at for at in versions[cluster, source][1:] if at < newest - 2]
    return max(late, default=0)


def check(report):
    lags = {(c, lang): lag(c, lang) for c in range(10) for lang in langs if lang != source}
    with open(f"{report}/csv/freshness-list.csv", encoding="utf-8-sig", newline="") as file:
        told = {(row["page"], row["detail"]) for row in csv.DictReader(file)}
    known = {(f"http://fresh.example/{lang}/page{c}.html", str(days)) for (c, lang), days in lags.items() if days > 30}
    print("pass outdated pages and their days" if told == known and len(known) >= 5 else
          f"fail outdated pages and their days: {sorted(told ^ known)}")
    with open(f"{report}/parity.json", encoding="utf-8") as file:
        figures = {(f["indicator"], f["lang"]): f["value"] for f in json.load(file)["figures"] if not f["section"]}
    wrong = []
    for indicator, days, sign in (("stale-30", 30, 1), ("fresh", 90, -1)):
        for lang in langs + [None]:
            judged = [n for (_, at), n in lags.items() if lang in (None, at)]
            if not judged:
                continue
            stale = sum(n > days for n in judged) / len(judged)
            value = stale if sign > 0 else 1 - stale
            if abs(figures[indicator, lang] - value) > 1e-9:
                wrong.append((indicator, lang, figures[indicator, lang], value))
    print(f"fail figures of freshness: {wrong}" if wrong else "pass figures of freshness")


if sys.argv[1] == "write":
    write(int(sys.argv[2]), sys.argv[3])
else:
    check(sys.argv[2])
