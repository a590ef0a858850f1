#!/usr/bin/env python3
"""What a report says of quality and service, computed again from the site and from runs of the search: exit 1 if it differs.

    selftest SITE RUNS CSV       RUNS/LANG.run: the titles of SITE (parity_site.py) in their language, 20 results each, and
                                 RUNS/LANG.blend.run with all languages; CSV: the report's folder of tables
    judged SITE RUNS CSV         RUNS/LANG.judged.run: the topics, 100 results each
    index CSV                    the headline of the tables
    views SITE CSV LOG...        the page views of access logs
"""
import collections
import csv
import gzip
import itertools
import json
import math
import pathlib
import re
import statistics
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'relevance'))
import measures  # noqa: E402

differences = 0


def same(what, told, computed):
    global differences
    equal = (told == '') if computed is None else told != '' and math.isclose(float(told), computed, rel_tol=1e-6, abs_tol=1e-9)
    if not equal:
        differences += 1
        print(f'# {what}: the report says {told!r}, computed {computed!r}')


def table(folder, name):
    with open(pathlib.Path(folder) / f'{name}.csv', encoding='utf-8-sig', newline='') as lines:
        return {row['language']: row for row in csv.DictReader(lines)}


class Site:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.group, self.languages = {}, collections.defaultdict(set)
        for line in (self.folder / 'pages.jsonl').read_text(encoding='utf-8').splitlines():
            page = json.loads(line)
            self.group[page['url']] = page['group']
            self.languages[page['group']].add(page['lang'])
        self.langs = sorted(set.union(*self.languages.values()))


def read_run(path, name=lambda url: url):
    found = collections.defaultdict(list)
    for line in path.read_text(encoding='utf-8').splitlines():
        qid, _, url, rank, _, _ = line.split()
        found[qid].append((int(rank), name(url)))
    return {qid: [n for _, n in sorted(rows)] for qid, rows in found.items()}


def mean(values):
    values = list(values)
    return statistics.mean(values) if values else None


def selftest(site, runs, folder):
    site, runs, told = Site(site), pathlib.Path(runs), table(folder, 'selftest')
    own = {l: read_run(runs / f'{l}.run', site.group.get) for l in site.langs}
    blend = {l: read_run(runs / f'{l}.blend.run', site.group.get) for l in site.langs}
    asked = {l: [g for g in site.languages if l in site.languages[g] and g != 'hidden'] for l in site.langs}
    for l in site.langs:
        ranks = [own[l].get(g, []).index(g) + 1 if g in own[l].get(g, [])[:10] else 0 for g in asked[l]] + [0]
        same(f'{l}: asked', told[l]['asked'], len(ranks))
        same(f'{l}: MRR', told[l]['mrr'], mean(1 / r if r else 0 for r in ranks))
        same(f'{l}: among ten', told[l]['among-ten'], mean(r > 0 for r in ranks))
    overlap = table(folder, 'overlap')
    for a, b in itertools.permutations(site.langs, 2):
        both = [g for g in asked[a] if b in site.languages[g]]
        same(f'{a}, {b}: RBO', overlap[a][b], mean(measures.rbo(own[a].get(g, []), own[b].get(g, [])) for g in both))
    told = table(folder, 'peer')
    for l in site.langs:
        values, undefined = [], collections.Counter({'few': 1})  # 'hidden' finds nothing that could be relevant
        for g in asked[l]:
            votes = collections.Counter(c for other in site.languages[g] for c in own[other].get(g, [])[:10])
            relevant = {c: 1 for c, n in votes.items() if n >= 2}
            p, why = measures.peer(blend[l].get(g, []), relevant, site.languages)
            if p is None:
                undefined[why] += 1
            else:
                values.append(p)
        same(f'{l}: PEER defined', told[l]['defined'], len(values))
        same(f'{l}: PEER below .05', told[l]['peer-low'], mean(v < .05 for v in values))
        same(f'{l}: median of PEER', told[l]['peer-median'], statistics.median(values) if values else None)
        same(f'{l}: PEER, too few', told[l]['peer-few'], undefined['few'])
        same(f'{l}: PEER, equal', told[l]['peer-equal'], undefined['equal'])


def judged(site, runs, folder):
    site, told = Site(site), table(folder, 'judged')
    for l in site.langs:
        run = read_run(pathlib.Path(runs) / f'{l}.judged.run')
        qrels = collections.defaultdict(dict)
        for line in (site.folder / 'topics' / l / 'qrels.txt').read_text(encoding='utf-8').splitlines():
            qid, _, url, level = line.split()
            qrels[qid][url] = int(level)
        same(f'{l}: nDCG', told[l]['ndcg'], mean(measures.ndcg(run.get(q, []), r) for q, r in qrels.items()))
        same(f'{l}: recall', told[l]['recall'], mean(len(set(run.get(q, [])[:100]) & set(r)) / len(r) for q, r in qrels.items()))
        same(f'{l}: topics', told[l]['topics'], len(qrels))
        same(f'{l}: unjudged', told[l]['unjudged'], 1)


def geometric(values):
    values = [v for v in values if v is not None]
    return math.prod(values) ** (1 / len(values)) if values else None


def index(folder):
    told, mrr = table(folder, 'index'), {l: float(r['mrr']) for l, r in table(folder, 'selftest').items()}
    number = lambda text: float(text) if text else None
    indexes = {l: geometric([number(r['coverage']), number(r['fresh']), mrr[l] / max(mrr.values())]) for l, r in told.items()}
    for l, row in told.items():
        same(f'{l}: index', row['index'], indexes[l])
    with open(pathlib.Path(folder).parent / 'parity.json', encoding='utf-8') as text:
        figures = json.load(text)['figures']
    whole = [f['value'] for f in figures if f['indicator'] == 'index' and f['lang'] is None and f['section'] == '']
    same('index of the site', str(whole[0]), geometric(list(indexes.values())))


def views(site, folder, *logs):
    site, told, count = Site(site), table(folder, 'views'), collections.Counter()
    for log in logs:
        opened = gzip.open if log.endswith('.gz') else open
        with opened(log, 'rt', encoding='utf-8') as lines:
            for line in lines:
                seen = re.match(r'\S+ \S+ .* \[[^]]+\] "GET (\S+) [^"]*" (?:200|304) \S+(?: "[^"]*" "([^"]*)")?$', line.rstrip())
                if seen and not re.search('bot|crawl|spider', (seen[2] or '').lower()):
                    count[seen[1]] += 1
    for l in site.langs:
        n = sum(v for path, v in count.items() if f'http://parity.example{path}' in site.group and path.startswith(f'/{l}/'))
        same(f'{l}: views', told[l]['views'], n)


globals()[sys.argv[1]](*sys.argv[2:])
sys.exit(differences > 0)
