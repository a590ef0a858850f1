"""What authority and link texts do to known-item searches: MRR@10 without and with them, by language.

usage: authority.py ISOGLOT AUTHORITY DATA [LANG …]

Questions are titles of pages (each by itself unique), and texts of links that stand in half of the pages, other than the
title of what they lead to; for those, the other half of the pages alone gives authority and texts.
"""
import collections, os, random, re, shutil, sqlite3, subprocess, sys, tempfile

MOST = 800


def plain(text):
    text = re.sub(r' — The Linux Kernel documentation$', '', text)
    return ' '.join(re.sub(r'^[0-9.]+\W*', '', text).split()).strip('\u200e\u200f ')


def questions(pairs):
    """Texts that lead to one page only, as (text, url), at most MOST, one of each page."""
    owners = collections.defaultdict(set)
    for text, url in pairs:
        owners[text.lower()].add(url)
    unique = {}
    for text, urls in sorted(owners.items()):
        if len(urls) == 1 and re.search(r'\w', text) and len(text) < 80:
            unique.setdefault(next(iter(urls)), []).append(text)
    chosen = [(random.Random(url).choice(texts), url) for url, texts in sorted(unique.items())]
    random.Random(1).shuffle(chosen)
    return chosen[:MOST]


def mrr(isoglot, data, lang, asked):
    with tempfile.NamedTemporaryFile('w', suffix='.tsv') as topics:
        topics.writelines(f'{i}\t{text}\n' for i, (text, _) in enumerate(asked))
        topics.flush()
        run = subprocess.run([isoglot, '--data', data, 'search', '--topics', topics.name, '--lang', lang, '--format',
                              'trec', '--limit', '10'], capture_output=True, text=True, check=True).stdout
    found = collections.defaultdict(list)
    for line in run.splitlines():
        topic, _, url, *_ = line.split()
        found[int(topic)].append(url)
    ranks = [found[i].index(url) + 1 if url in found[i] else 0 for i, (_, url) in enumerate(asked)]
    return sum(1 / r for r in ranks if r) / len(ranks)


def copy(data, work, name, sql):
    target = os.path.join(work, name)
    os.makedirs(target)
    os.symlink(os.path.abspath(os.path.join(data, 'index')), os.path.join(target, 'index'))
    sqlite3.connect(os.path.join(data, 'ledger.db')).execute('PRAGMA wal_checkpoint(TRUNCATE)').fetchall()
    shutil.copy(os.path.join(data, 'ledger.db'), target)
    with sqlite3.connect(os.path.join(target, 'ledger.db')) as ledger:
        ledger.executescript(sql)
    return target


def main(isoglot, authority, data, *langs):
    ledger = sqlite3.connect(os.path.join(data, 'ledger.db'))
    with tempfile.TemporaryDirectory() as work:
        none = copy(data, work, 'none', 'UPDATE cluster SET authority=1; DELETE FROM called')
        half = copy(data, work, 'half', 'DELETE FROM link WHERE src%2=0')
        subprocess.run([authority, half], check=True, stdout=subprocess.DEVNULL)
        print(f'{"language":8} {"titles":>7} {"without":>8} {"with":>6} {"texts":>7} {"without":>8} {"with":>6}')
        for lang in langs:
            titles = dict(ledger.execute('SELECT url, title FROM url WHERE indexed_lang=?', (lang,)))
            by_title = questions((plain(title), url) for url, title in titles.items())
            links = ledger.execute('SELECT l.text, d.url FROM link l JOIN url s ON s.id=l.src JOIN url d ON d.id=l.dst'
                                   ' WHERE l.src%2=0 AND s.indexed_lang=? AND d.indexed_lang=? AND s.id<>d.id',
                                   (lang, lang))
            by_text = questions((plain(text), url) for text, url in links
                                if plain(text).lower() not in titles[url].lower())
            figures = [f(d) for q, with_ in ((by_title, data), (by_text, half))
                       for f, d in ((lambda _, q=q: len(q), None), (lambda d, q=q: mrr(isoglot, d, lang, q), none),
                                    (lambda d, q=q: mrr(isoglot, d, lang, q), with_))]
            print('{:8} {:7} {:8.3f} {:6.3f} {:7} {:8.3f} {:6.3f}'.format(lang, *figures), flush=True)


main(*sys.argv[1:])
