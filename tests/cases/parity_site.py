#!/usr/bin/env python3
"""A small site for parity.t, from the Debian Handbook: parity_site.py HANDBOOK FOLDER EDITION...

Writes pages.jsonl, one page a line with its language and the group that it is in; LANG.titles.tsv, the title of each page
(group TAB title); and topics/LANG/topics.tsv with qrels.txt. Each language lacks some pages, the last one the most, and has one
that no search for its title can find.
"""
import html
import json
import pathlib
import re
import sys

PAGES = 14
HOST = 'http://parity.example'
handbook, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])


def read(path):
    text = path.read_text(encoding='utf-8')
    title = re.search(r'<title[^>]*>(.*?)</title>', text, re.S).group(1)
    plain = lambda s: ' '.join(html.unescape(re.sub(r'<[^>]+>', ' ', s)).split())
    return re.sub(r'^[\w.]+\.\s+', '', plain(title)), plain(text[text.find('<body'):])


editions = {name.split('-')[0]: handbook / name for name in sys.argv[3:]}
names = sorted(set.intersection(*({p.name for p in e.glob('sect.*.html')} for e in editions.values())))[::6][:PAGES]
site = {}
for i, (lang, edition) in enumerate(editions.items()):
    lacking = set(names[i::6][:2] if i < 5 else names[:6])
    for name in names:
        title, text = read(edition / name)
        if name not in lacking and all(title != t for (l, _), (t, _) in site.items() if l == lang):
            site[lang, name.removesuffix('.html')] = (title, text[:4000])
    site[lang, 'hidden'] = ('site:nowhere.example', 'A page whose title is an operator.')

with open(folder / 'pages.jsonl', 'w', encoding='utf-8') as out:
    for (lang, group), (title, text) in site.items():
        page = {'url': f'{HOST}/{lang}/{group}', 'lang': lang, 'title': title, 'text': text, 'group': group}
        print(json.dumps(page, ensure_ascii=False), file=out)
for lang in editions:
    mine = [(group, title) for (l, group), (title, _) in site.items() if l == lang]
    (folder / f'{lang}.titles.tsv').write_text(''.join(f'{g}\t{t}\n' for g, t in mine), encoding='utf-8')
    place = folder / 'topics' / lang
    place.mkdir(parents=True)
    topics = [m for m in mine if m[0] != 'hidden'][:6]
    (place / 'topics.tsv').write_text(''.join(f'{g}\t{max(t.split(), key=len)}\n' for g, t in topics) + 'none\tword\n', encoding='utf-8')
    others = dict(zip((g for g, _ in topics), [g for g, _ in topics[1:]] + [topics[0][0]]))
    (place / 'qrels.txt').write_text(''.join(f'{g} 0 {HOST}/{lang}/{g} 2\n{g} 0 {HOST}/{lang}/{others[g]} 1\n'
                                             f'{g} 0 {HOST}/{lang}/nowhere 1\n' for g, _ in topics), encoding='utf-8')
