#!/usr/bin/env python3
"""The sites that equity.sh measures, each a folder: pages.jsonl as `isoglot index` reads it, qrels.tsv (qid, group, level)
and LANG.topics.tsv (qid TAB query). All random choices are by a fixed seed: the same arguments give the same bytes.

    bench SET OUT [--titles PARALLEL]   a six-way parallel set of the benchmark; with titles: the first text of each group in
                                        PARALLEL becomes its pages' title (osguide: their headings)
    bench SET OUT --titles topics       the first topic of each group that has one becomes its pages' title
    mix PARALLEL OUT --texts N          pages made of an article's sentences and of others': N groups about each article, so
                                        that a topic (its first sentence, in no page) has many relevant pages in each language
    goals SDG PARALLEL OUT              the set's pages, asked for by the goals they belong to
    unequal IN OUT --seed S             pages left out at random: the languages, in an order that the seed gives, keep 100,
                                        80, 60, 40, 20 and 10 % (of six); topics without a relevant page are left out
    lacking IN OUT --seed S             30 % of the groups lack each language, but at least one is left; writes
                                        LANG.carried.tsv (title in LANG) and LANG.own.tsv (title in another language that
                                        the group has), qid = group, for each group without LANG that alone has this title;
                                        a chapter's number is not asked for
    handbook LEDGER OUT --files FOLDER  the files of a copy of the Debian Handbook, as the ledger knows them once indexed:
                                        pages in their own language's index; `text` is the file's path
    words IN OUT                        made of words, IN/LANG.words, whose n-th lines mean the same: TOPICS topics of two of them
                                        and 25 pages about each, whose titles are three words that no other page has together
"""
import argparse
import collections
import html
import json
import pathlib
import random
import re
import sqlite3


def read_lines(path):
    return [json.loads(line) for line in path.read_text(encoding='utf-8').splitlines()]


def read_tsv(path):
    return [line.split('\t') for line in path.read_text(encoding='utf-8').splitlines()]


def write_tsv(path, rows):
    path.write_text(''.join('\t'.join(map(str, row)) + '\n' for row in rows), encoding='utf-8')


class Site:
    def __init__(self, pages, qrels, topics):
        self.pages, self.qrels, self.topics = pages, qrels, topics

    @staticmethod
    def read(folder):
        topics = {p.name.split('.')[0]: read_tsv(p) for p in sorted(folder.glob('*.topics.tsv'))}
        return Site(read_lines(folder / 'pages.jsonl'), read_tsv(folder / 'qrels.tsv'), topics)

    def write(self, folder):
        folder.mkdir(parents=True, exist_ok=True)
        groups = {page['group'] for page in self.pages}
        qrels = [row for row in self.qrels if row[1] in groups]
        known = {row[0] for row in qrels}
        lines = (json.dumps(page, ensure_ascii=False) + '\n' for page in self.pages)
        (folder / 'pages.jsonl').write_text(''.join(lines), encoding='utf-8')
        write_tsv(folder / 'qrels.tsv', qrels)
        for lang, rows in self.topics.items():
            write_tsv(folder / f'{lang}.topics.tsv', [row for row in rows if row[0] in known])


def bench(args):
    pages, topics, qrels = [], {}, None
    for folder in sorted(p.parent for p in args.input.glob('*/docs.jsonl')):
        docs = read_lines(folder / 'docs.jsonl')
        group = {doc['url']: doc['group'] for doc in docs}
        rows = [line.split() for line in (folder / 'qrels.txt').read_text(encoding='utf-8').splitlines()]
        mine = sorted((qid, group[url], level) for qid, _, url, level in rows)
        if qrels is not None and mine != qrels:
            raise SystemExit(f'{folder}: not the topics of the other languages')
        qrels = mine
        pages += docs
        topics[folder.name] = read_tsv(folder / 'topics.tsv')
    if args.titles:
        title = titles_of_topics(qrels, topics) if args.titles == 'topics' else titles_of_texts(pathlib.Path(args.titles))
        for page in pages:
            page['title'] = title.get((page['group'], page['lang']), '')
    return Site(pages, qrels, topics)


def titles_of_topics(qrels, topics):
    title = {}
    for qid, group, _ in sorted(qrels, key=lambda row: (-int(row[2]), int(row[0]))):
        for lang, rows in topics.items():
            title.setdefault((group, lang), dict(rows)[qid])
    return title


def titles_of_texts(path):
    title = {}
    for row in read_lines(path):
        for lang in row.keys() - {'g'}:
            title.setdefault((row['g'], lang), row[lang])
    return title


def handbook(args):
    pages = []
    edition = {path.name.split('-')[0]: path.name for path in sorted(args.files.iterdir())}
    with sqlite3.connect(args.input) as ledger:
        rows = ledger.execute("SELECT url, indexed_lang FROM url WHERE indexed_lang <> '' ORDER BY url").fetchall()
    for url, lang in rows:
        path = args.files / '/'.join(url.split('/')[3:])
        if path.parent.name == edition[lang]:
            found = re.search('<title[^>]*>(.*?)</title>', path.read_text(encoding='utf-8'), re.S)
            title = ' '.join(html.unescape(found.group(1)).split())
            pages.append({'url': url, 'lang': lang, 'title': title, 'group': path.stem, 'text': str(path)})
    return Site(pages, [], {lang: [] for lang in edition})


def mix(args):
    rng = random.Random(args.seed)
    articles = collections.defaultdict(list)
    for row in read_lines(args.input):
        articles[row['g']].append(row)
    articles = {g: rows for g, rows in articles.items() if len(rows) >= 12}
    chosen = sorted(rng.sample(sorted(articles), args.articles))
    langs = [key for key in next(iter(articles.values()))[0] if key != 'g']
    others = [row for g in chosen for row in articles[g][1:]]
    pages, qrels = [], []
    for n, g in enumerate(chosen, 1):
        for i in range(args.texts):
            rows = rng.sample(articles[g][1:], rng.randint(2, 5)) + rng.sample(others, 4)
            rng.shuffle(rows)
            group = f'{g}.{i}'
            qrels.append((n, group, 1))
            pages += [{'url': f'https://bench.example/{lang}/{group}', 'lang': lang, 'title': '', 'group': group,
                       'text': '\n'.join(row[lang] for row in rows)} for lang in langs]
    return Site(pages, qrels, {lang: [(n, articles[g][0][lang]) for n, g in enumerate(chosen, 1)] for lang in langs})


def goals(args):
    site = bench(args)
    titles = [(row['g'][6:-6], row) for row in read_lines(args.titles_of) if re.fullmatch(r'goals:\d+-title', row['g'])]
    groups = sorted({page['group'] for page in site.pages})
    qrels = [(goal, group, 1) for goal, _ in titles for group in groups if group.split('-')[0] == goal]
    return Site(site.pages, qrels, {lang: [(goal, row[lang]) for goal, row in titles] for lang in site.topics})


def unequal(args):
    site = Site.read(args.input)
    rng = random.Random(args.seed)
    langs = sorted(site.topics)
    rng.shuffle(langs)
    steps = max(1, len(langs) - 1)
    keep = {lang: max(.1, 1 - i / steps) for i, lang in enumerate(langs)}
    site.pages = [page for page in site.pages if rng.random() < keep[page['lang']]]
    return site


def leave_out(site, rng, share):
    """The languages that each group keeps."""
    langs = sorted(site.topics)
    had = collections.defaultdict(list)
    for page in site.pages:
        had[page['group']].append(page['lang'])
    kept = {}
    for group in sorted(had):
        some = [lang for lang in langs if lang in had[group] and rng.random() >= share]
        kept[group] = some or [rng.choice(had[group])]
    return had, kept


def bare_title(title):
    """Without a number in front, which all languages share."""
    return re.sub(r'^(\w+\s+)?([A-Z\d]\d?\.)+\s+|^\w\s*\d+\s*\w\s+', '', title).strip()


def lacking(args):
    site = Site.read(args.input)
    rng = random.Random(args.seed)
    title = {(page['group'], page['lang']): bare_title(page['title']) for page in site.pages}
    unique = collections.Counter((lang, text) for (_, lang), text in title.items())
    had, kept = leave_out(site, rng, .3)
    args.output.mkdir(parents=True, exist_ok=True)
    for lang in sorted(site.topics):
        gone = [g for g in sorted(kept) if lang in had[g] and lang not in kept[g]]
        gone = [g for g in gone if title[g, lang] and unique[lang, title[g, lang]] == 1]
        own = [(g, rng.choice(kept[g])) for g in gone]
        write_tsv(args.output / f'{lang}.carried.tsv', [(g, title[g, lang]) for g in gone])
        write_tsv(args.output / f'{lang}.own.tsv', [(g, title[g, l]) for g, l in own if unique[l, title[g, l]] == 1])
    site.pages = [page for page in site.pages if page['lang'] in kept[page['group']]]
    return site


def words(args):
    rng = random.Random(args.seed)
    vocabulary = {path.stem: path.read_text(encoding='utf-8').split('\n')[:-1] for path in sorted(args.input.glob('*.words'))}
    n = min(map(len, vocabulary.values()))
    concepts = rng.sample(range(n), 2 * args.topics)
    pages, qrels, titles = [], [], set()
    for topic in range(args.topics):
        about = concepts[2 * topic:2 * topic + 2]
        for i in range(25):
            title = ()
            while not title or tuple(sorted(title)) in titles:
                title = tuple(rng.sample(range(n), 3))
            titles.add(tuple(sorted(title)))
            lines = [rng.sample(range(n), 5) + rng.choices(about, k=rng.randint(0, 2)) for _ in range(rng.randint(3, 6))]
            for line in lines:
                rng.shuffle(line)
            group = f'{topic + 1}.{i}'
            if any(set(about) & set(line) for line in lines):
                qrels.append((topic + 1, group, 1))
            for lang, known in vocabulary.items():
                text = '\n'.join(' '.join(known[c] for c in line) for line in lines)
                pages.append({'url': f'https://site.example/{lang}/{group}', 'lang': lang, 'group': group,
                              'title': ' '.join(known[c] for c in title), 'text': text})
    topics = {lang: [(t + 1, ' '.join(known[c] for c in concepts[2 * t:2 * t + 2])) for t in range(args.topics)]
              for lang, known in vocabulary.items()}
    return Site(pages, qrels, topics)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.set_defaults(titles=None, seed=1)
    commands = parser.add_subparsers(required=True)
    for run in (bench, mix, goals, handbook, unequal, lacking, words):
        command = commands.add_parser(run.__name__)
        command.set_defaults(run=run)
        command.add_argument('input', type=pathlib.Path)
        if run == goals:
            command.add_argument('titles_of', type=pathlib.Path)
        command.add_argument('output', type=pathlib.Path)
        command.add_argument('--seed', type=int, default=1)
        if run == bench:
            command.add_argument('--titles')
        if run == handbook:
            command.add_argument('--files', type=pathlib.Path, required=True)
        if run == words:
            command.add_argument('--topics', type=int, default=12)
        if run == mix:
            command.add_argument('--texts', type=int, default=40)
            command.add_argument('--articles', type=int, default=40)
    args = parser.parse_args()
    args.run(args).write(args.output)


main()
