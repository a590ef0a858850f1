#!/usr/bin/env python3
"""answer_check.py LANG[,rtl] … [--explain] [--all] [--first N] < answers: are these answers, one JSON object a line, what the
query interface promises, to the letter? The languages of the site in official order. Prints each breach, once a kind.

--explain  the answers were asked to explain; --all  to blend all languages; --first N  results begin at this rank (1)
"""
import argparse
import collections
import datetime
import json
import sys

TOP = {'query', 'lang', 'direction', 'total', 'total_is_estimate', 'took_ms', 'corrected', 'results', 'other_languages', 'facets',
       'notices'}
RESULT = {'rank', 'url', 'title', 'snippet', 'lang', 'direction', 'date', 'type', 'section', 'cluster', 'alternates', 'score'}
EXPLAIN = {'terms', 'authority', 'rank_in_language', 'blend', 'why_this_version'}
TERM = {'term', 'form', 'field', 'weight'}
CARRIED = {'source', 'way', 'pairs'}
WAYS = {'shared', 'terminology', 'name', 'title', 'learned', 'sound'}
FORMS = {'exact', 'stem', 'gram', 'translation'}
KINDS = {'spelling', 'layout', 'transliteration', 'translation'}


class Breach(Exception):
    pass


def must(condition, what):
    if not condition:
        raise Breach(what)


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def is_count(value, least=0):
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


def is_text(value):
    return isinstance(value, str) and value != ''


def is_date(value):
    if value is None:
        return True
    try:
        return datetime.datetime.fromisoformat(value.replace('Z', '+00:00')).tzinfo is not None
    except (AttributeError, ValueError):
        return False


class Checker:
    def __init__(self, args):
        self.order = [name.split(',')[0] for name in args.languages]
        self.direction = {name.split(',')[0]: 'rtl' if ',' in name else 'ltr' for name in args.languages}
        self.args = args

    def keys(self, value, expected, where):
        must(isinstance(value, dict), f'{where}: an object')
        must(set(value) == expected, f'{where}: keys, {sorted(set(value) ^ expected)}')

    def language(self, value, where):
        must(value['lang'] in self.order, f'{where}: lang of the site')
        must(value['direction'] == self.direction[value['lang']], f'{where}: direction of its language')

    def snippet(self, parts, where):
        must(isinstance(parts, list), f'{where}: snippet is a list')
        for part in parts:
            self.keys(part, {'text', 'hit'}, f'{where}: snippet')
            must(is_text(part['text']) and isinstance(part['hit'], bool), f'{where}: snippet text and hit')

    def alternates(self, result, where):
        alternates = result['alternates']
        must(isinstance(alternates, dict), f'{where}: alternates are an object')
        must(all(is_text(url) for url in alternates.values()), f'{where}: alternates are URLs')
        must(list(alternates) == [l for l in self.order if l in alternates], f'{where}: alternates in official order')
        must(result['lang'] not in alternates, f'{where}: no alternate in the own language')
        urls = [result['url'], *alternates.values()]
        must(len(set(urls)) == len(urls), f'{where}: alternates differ')
        must(not alternates or is_text(result['cluster']), f'{where}: alternates are a cluster\'s')

    def term(self, term, where):
        is_carried = isinstance(term, dict) and term.get('form') == 'translation'
        self.keys(term, TERM | (CARRIED if is_carried else set()), f'{where}: explain: term')
        must(is_text(term['term']) and is_text(term['field']) and is_number(term['weight']), f'{where}: explain: a term\'s values')
        must(term['form'] in FORMS, f'{where}: explain: form {term["form"]!r}')
        must(not is_carried or is_text(term['source']) and term['way'] in WAYS and is_count(term['pairs']),
             f'{where}: explain: where a translation comes from')

    def explain(self, explain, where):
        self.keys(explain, EXPLAIN, f'{where}: explain')
        must(isinstance(explain['terms'], list), f'{where}: explain: terms')
        for term in explain['terms']:
            self.term(term, where)
        must(explain['authority'] is None or is_number(explain['authority']), f'{where}: explain: authority')
        rank = explain['rank_in_language']
        must(rank is None and (self.args.all or where == 'other_languages') or is_count(rank, 1), f'{where}: explain: rank_in_language')
        must(explain['blend'] is None or explain['blend'], f'{where}: explain: blend')
        must(is_text(explain['why_this_version']), f'{where}: explain: why_this_version')

    def result(self, result, where):
        more = ({'explain'} if self.args.explain else set()) | ({'notice'} if where == 'other_languages' else set())
        self.keys(result, RESULT | more, where)
        must(is_text(result.get('notice', 'none')), f'{where}: a notice in words')
        must(is_count(result['rank'], 1), f'{where}: rank')
        must(is_text(result['url']) and isinstance(result['title'], str), f'{where}: url and title')
        self.language(result, where)
        self.snippet(result['snippet'], where)
        must(is_date(result['date']), f'{where}: date is ISO 8601 or null')
        must(is_text(result['type']), f'{where}: type')
        must(result['section'] is None or is_text(result['section']), f'{where}: section')
        must(result['cluster'] is None or is_text(result['cluster']), f'{where}: cluster')
        must(is_number(result['score']), f'{where}: score')
        self.alternates(result, where)
        if self.args.explain:
            self.explain(result['explain'], where)

    def results(self, results, first, where):
        must(isinstance(results, list), f'{where}: a list')
        for result in results:
            self.result(result, where)
        must([r['rank'] for r in results] == list(range(first, first + len(results))), f'{where}: ranks count up')
        clusters = [r['cluster'] for r in results if r['cluster']]
        must(len(set(clusters)) == len(clusters), f'{where}: each cluster once')
        must(len({r['url'] for r in results}) == len(results), f'{where}: each page once')

    def other_languages(self, answer):
        asked, other = answer['lang'], answer['other_languages']
        self.results(other, 1, 'other_languages')
        must(all(r['lang'] != asked and asked not in r['alternates'] for r in other), 'other_languages: nothing in the asked one')
        must(not {r['url'] for r in other} & {r['url'] for r in answer['results']}, 'other_languages: nothing from results')
        must(not other or answer['notices'], 'other_languages: a notice says so')

    def facets(self, facets):
        self.keys(facets, {'section', 'type', 'year'}, 'facets')
        for slot, values in facets.items():
            must(isinstance(values, list), f'facets: {slot}')
            for value in values:
                self.keys(value, {'value', 'label', 'count'}, f'facets: {slot}')
                must(is_text(value['value']) and is_text(value['label']) and is_count(value['count'], 1), f'facets: {slot} values')

    def corrected(self, corrected):
        if corrected is not None:
            self.keys(corrected, {'query', 'kind', 'original_total'}, 'corrected')
            must(is_text(corrected['query']) and corrected['kind'] in KINDS, 'corrected: query and kind')
            must(is_count(corrected['original_total']), 'corrected: original_total')

    def answer(self, answer):
        self.keys(answer, TOP, 'answer')
        must(isinstance(answer['query'], str), 'answer: query')
        self.language(answer, 'answer')
        must(is_count(answer['total']) and isinstance(answer['total_is_estimate'], bool), 'answer: total')
        must(is_number(answer['took_ms']) and answer['took_ms'] >= 0, 'answer: took_ms')
        self.corrected(answer['corrected'])
        self.results(answer['results'], self.args.first, 'results')
        must(answer['total'] >= len(answer['results']), 'answer: total counts the results')
        if not self.args.all:
            must(all(r['lang'] == answer['lang'] for r in answer['results']), 'results: in the asked language')
        self.other_languages(answer)
        self.facets(answer['facets'])
        for notice in answer['notices']:
            self.keys(notice, {'code', 'text'}, 'notices')
            must(is_text(notice['code']) and is_text(notice['text']), 'notices: code and text')


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('languages', nargs='+')
    parser.add_argument('--explain', action='store_true')
    parser.add_argument('--all', action='store_true')
    parser.add_argument('--first', type=int, default=1)
    args = parser.parse_args()
    checker, breaches, n = Checker(args), collections.Counter(), 0
    for line in sys.stdin:
        n += 1
        try:
            checker.answer(json.loads(line))
        except Breach as breach:
            breaches[str(breach)] += 1
        except ValueError as error:
            breaches[f'not JSON: {error}'] += 1
    for breach, count in breaches.most_common():
        print(f'# {breach} ({count} of {n} answers)')
    sys.exit(1 if breaches or not n else 0)


main()
