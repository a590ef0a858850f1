"""What stands in a parity report: `report_links.py FOLDER` names links within it that lead nowhere; `--first PAGE` looks
for what a first page must have; `--headings ODT` for the chapters of a document in its table of contents."""
import html.parser
import os
import re
import sys
import urllib.parse
import zipfile


class Page(html.parser.HTMLParser):
    def __init__(self, path):
        super().__init__()
        self.links, self.ids, self.headline, self.rows = [], set(), 0, []
        self.is_first = False
        self.feed(open(path, encoding='utf-8').read())

    def handle_starttag(self, tag, attributes):
        a = dict(attributes)
        self.ids.add(a.get('id'))
        if tag in ('a', 'link') and 'href' in a:
            self.links.append(a['href'])
        if tag == 'section' and a.get('class') == 'summary':
            self.is_first = True
        if tag == 'section' and a.get('class') == 'chapter':
            self.is_first = False
        if self.is_first and a.get('class') == 'headline':
            self.headline += 1
        if self.is_first and tag == 'tbody':
            self.rows.append(0)
        if self.is_first and tag == 'tr' and self.rows:
            self.rows[-1] += 1


def broken_links(folder):
    paths = [os.path.join(d, f) for d, _, files in os.walk(folder) for f in files if f.endswith('.html')]
    pages = {os.path.normpath(p): Page(p) for p in paths}
    for path, page in pages.items():
        for link in page.links:
            parts = urllib.parse.urlsplit(link)
            if parts.scheme:
                continue
            target = os.path.normpath(os.path.join(os.path.dirname(path), parts.path)) if parts.path else path
            if not os.path.exists(target) or (parts.fragment and parts.fragment not in pages[target].ids):
                yield f'{path}: {link}'


def first_page_is_whole(path):
    page = Page(path)
    return page.headline >= 1 and len(page.rows) >= 2 and page.rows[0] >= 2


def headings_are_listed(path):
    content = zipfile.ZipFile(path).read('content.xml').decode()
    marks = re.findall(r'<text:h [^>]*outline-level="1"[^>]*><text:bookmark text:name="([^"]*)"', content)
    listed = re.findall(r'<text:a [^>]*xlink:href="#([^"]*)"', content)
    return len(marks) > 10 and marks == listed and content.count('<table:table ') > 10


if sys.argv[1] == '--first':
    sys.exit(not first_page_is_whole(sys.argv[2]))
if sys.argv[1] == '--headings':
    sys.exit(not headings_are_listed(sys.argv[2]))
wrong = list(broken_links(sys.argv[1]))
print('\n'.join(wrong))
sys.exit(bool(wrong))
