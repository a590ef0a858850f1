#!/usr/bin/env python3
"""What equity.sh has asked, measured and held against the marks; exit status 1 below one.

    blend SITE RUNS [--mark peer,exposure,rbo]   RUNS/LANG.run: the topics of SITE (equity_site.py) with all languages, in TREC
                                                 form. Pages stand for their clusters, at the best rank of each
    elsewhere SITE ANSWERS [--mark found]        ANSWERS/LANG.{carried,own}.jsonl: answers to SITE's LANG.*.tsv in LANG
"""
import argparse
import collections
import itertools
import json
import pathlib
import statistics
import sys

import measures

MARKS = {'peer': .05, 'exposure': .05, 'rbo': .8, 'found': .95}
DEPTH = 20


def read_tsv(path):
    return [line.split('\t') for line in path.read_text(encoding='utf-8').splitlines()]


class Site:
    def __init__(self, folder):
        self.folder = folder
        self.group, self.lang = {}, {}
        self.languages = collections.defaultdict(set)
        for line in (folder / 'pages.jsonl').read_text(encoding='utf-8').splitlines():
            page = json.loads(line)
            self.group[page['url']], self.lang[page['url']] = page['group'], page['lang']
            self.languages[page['group']].add(page['lang'])
        self.relevant = collections.defaultdict(dict)
        for qid, group, level in read_tsv(folder / 'qrels.tsv'):
            self.relevant[qid][group] = int(level)

    def read_run(self, path):
        """qid: clusters in order, and how many results stood for one that had been shown."""
        rows = collections.defaultdict(list)
        for qid, _, url, rank, _, _ in (line.split() for line in path.read_text(encoding='utf-8').splitlines()):
            rows[qid].append((int(rank), url))
        run, again = {}, 0
        for qid in self.relevant:
            groups = [self.group[url] for _, url in sorted(rows[qid])]
            run[qid] = list(dict.fromkeys(groups))
            again += len(groups) - len(run[qid])
        return run, again


class Verdict:
    def __init__(self, marks):
        self.marks, self.failed = dict(self.read(m) for m in marks.split(',') if m), False

    @staticmethod
    def read(mark):
        name, _, value = mark.partition('=')
        return name, float(value) if value else MARKS[name]

    def at_most(self, name, value):
        return self.judge(name, lambda mark: value <= mark)

    def at_least(self, name, value):
        return self.judge(name, lambda mark: value >= mark)

    def judge(self, name, is_good):
        if name not in self.marks or is_good(self.marks[name]):
            return ''
        self.failed = True
        return f'  BELOW THE MARK {self.marks[name]:g}'


# ------------------------------------------------------------------ all languages blended


def print_peer(site, runs, verdict):
    for least_langs, label in ((2, 'two languages'), (len(runs), 'all languages')):
        values, undefined = [], collections.Counter()
        for run in runs.values():
            for qid, relevant in site.relevant.items():
                p, why = measures.peer(run[qid], relevant, site.languages, DEPTH)
                if p is None:
                    undefined[why] += 1
                elif why >= least_langs:
                    values.append(p)
        if not values:
            print(f'  PEER@{DEPTH}, three relevant pages in {label}: in no topic; undefined {dict(undefined)}')
            continue
        low = sum(v < .05 for v in values) / len(values)
        print(f'  PEER@{DEPTH}, three relevant pages in {label}: n {len(values)}, below .05 {low:.3f}, median '
              f'{statistics.median(values):.2f}; undefined: too few {undefined["few"]}, all ranks equal {undefined["equal"]}'
              + verdict.at_most('peer', low))


def print_exposure(site, runs, verdict, is_verbose):
    available = measures.mean_shares([measures.availability(r, site.languages) for r in site.relevant.values()])
    row = lambda name, share: print(f'  {name:18} ' + ' '.join(f'{l} {share.get(l, 0):.3f}' for l in sorted(available)))
    worst = (0, 'everywhere equal')
    if is_verbose:
        row('available', available)
    for asked, run in sorted(runs.items()):
        for name in ('all', 'relevant'):
            per_topic = [measures.exposure(run[q], site.languages, DEPTH, None if name == 'all' else r)
                         for q, r in site.relevant.items()]
            shown = measures.mean_shares([e for e in per_topic if e])
            if is_verbose:
                row(f'asked in {asked}, {name}', shown)
            away, lang = max((abs(shown.get(l, 0) - available[l]), l) for l in available)
            if away > worst[0] + 1e-9:
                worst = (away, f'{lang} has {shown.get(lang, 0):.3f} of {available[lang]:.3f}, asked in {asked}, {name} results')
    print(f'  exposure against availability, the farthest: {worst[0]:.3f} ({worst[1]})' + verdict.at_most('exposure', worst[0]))


def print_rbo(site, runs, verdict):
    langs, pairs = sorted(runs), {}
    for a, b in itertools.combinations(langs, 2):
        pairs[a, b] = pairs[b, a] = statistics.mean(measures.rbo(runs[a][q], runs[b][q]) for q in site.relevant)
    print('  RBO   ' + '    '.join(langs))
    for a in langs:
        print(f'     {a} ' + ' '.join('  -  ' if a == b else f'{pairs[a, b]:.3f}' for b in langs))
    mean = statistics.mean(pairs.values())
    print(f'  mean RBO {mean:.3f}, least {min(pairs.values()):.3f}' + verdict.at_least('rbo', mean))


def blend(args):
    site, verdict, runs, again = Site(args.site), Verdict(args.mark), {}, 0
    for path in sorted(args.answers.glob('*.run')):
        runs[path.stem], twice = site.read_run(path)
        again += twice
    pages = collections.Counter(site.lang.values())
    print(f'  {len(site.relevant)} topics; pages ' + ' '.join(f'{l} {n}' for l, n in sorted(pages.items()))
          + f'; clusters shown twice {again}')
    quality = {l: statistics.mean(measures.ndcg(run[q], r) for q, r in site.relevant.items()) for l, run in runs.items()}
    print('  nDCG@10 of clusters ' + ' '.join(f'{l} {v:.3f}' for l, v in quality.items()))
    print_peer(site, runs, verdict)
    print_exposure(site, runs, verdict, args.verbose)
    print_rbo(site, runs, verdict)
    return verdict.failed


# ------------------------------------------------------------------ answers in other languages


def is_told(answer, result):
    """A notice, of the result or the answer, in words."""
    notices = answer['notices'] + result.get('notices', [])
    return any(n['code'] == 'elsewhere' for n in notices) or bool(result.get('notice'))


def judge_answer(site, lang, group, answer):
    """'' for an answer among the first three, correctly labelled; else what is wrong."""
    if any(site.group.get(r['url']) == group for r in answer['results']):
        return 'in results'
    places = [i for i, r in enumerate(answer['other_languages'], 1) if site.group.get(r['url']) == group]
    if not places:
        return 'absent'
    result = answer['other_languages'][places[0] - 1]
    if places[0] > 3:
        return 'below three'
    if result['lang'] != site.lang[result['url']] or result['lang'] == lang:
        return 'wrong language'
    if set(result['alternates']) | {result['lang']} != site.languages[group]:
        return 'alternates'
    return '' if is_told(answer, result) else 'no notice'


def elsewhere(args):
    site, verdict = Site(args.site), Verdict(args.mark)
    for kind in ('carried', 'own'):
        total, good, faults = 0, 0, collections.Counter()
        for path in sorted(args.answers.glob(f'*.{kind}.jsonl')):
            lang = path.name.split('.')[0]
            cases = read_tsv(site.folder / f'{lang}.{kind}.tsv')
            answers = [json.loads(line) for line in path.read_text(encoding='utf-8').splitlines()]
            if len(cases) != len(answers):
                raise SystemExit(f'{path}: {len(answers)} answers to {len(cases)} questions')
            wrong = [(group, query, judge_answer(site, lang, group, answer)) for (group, query), answer in zip(cases, answers)]
            wrong = [w for w in wrong if w[2]]
            faults.update(w[2] for w in wrong)
            total, good = total + len(cases), good + len(cases) - len(wrong)
            print(f'  {kind:8} {lang}: {len(cases) - len(wrong)} of {len(cases)}')
            if args.verbose:
                print(*(f'    {fault}: {group}: {query}' for group, query, fault in wrong), sep='\n')
        share = good / total if total else 0
        print(f'  {kind:8} {good} of {total} = {share:.3f}; ' + ', '.join(f'{k} {n}' for k, n in faults.most_common())
              + verdict.at_least('found', share))
    return verdict.failed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('measure', choices=('blend', 'elsewhere'))
    parser.add_argument('site', type=pathlib.Path)
    parser.add_argument('answers', type=pathlib.Path)
    parser.add_argument('--mark', default='', help='what is held against its mark: NAME or NAME=VALUE, joined by commas')
    parser.add_argument('--verbose', action='store_true')
    args = parser.parse_args()
    return {'blend': blend, 'elsewhere': elsewhere}[args.measure](args)


sys.exit(main())
