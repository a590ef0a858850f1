#!/usr/bin/env python3
"""Tests of measures.py, against published values, closed forms and the definitions summed up term by term."""
import itertools
import math
import random
import unittest

import measures as m


class ChiSquare(unittest.TestCase):
    def test_closed_form_of_even_degrees(self):
        for df in range(2, 42, 2):
            for x in (.001, .5, 1, 3.3, 10, 25, 60, 150):
                want = math.exp(-x / 2) * sum((x / 2) ** i / math.factorial(i) for i in range(df // 2))
                self.assertAlmostEqual(m.chi2_sf(x, df), want, delta=1e-12)

    def test_closed_form_of_one_degree(self):
        for x in (.001, .5, 1, 3.841458820694124, 10, 60):
            self.assertAlmostEqual(m.chi2_sf(x, 1), math.erfc(math.sqrt(x / 2)), delta=1e-12)

    def test_published_critical_values(self):
        for df, x in ((1, 3.841), (2, 5.991), (3, 7.815), (5, 11.070), (10, 18.307)):
            self.assertAlmostEqual(m.chi2_sf(x, df), .05, delta=2e-5)

    def test_zero_is_certain(self):
        self.assertEqual(m.chi2_sf(0, 5), 1)


class KruskalWallis(unittest.TestCase):
    def test_published_examples(self):
        h, p = m.kruskal_wallis([[1, 3, 5, 7, 9], [2, 4, 6, 8, 10]])
        self.assertAlmostEqual(h, .27272727, delta=1e-7)
        self.assertAlmostEqual(p, .60150813, delta=1e-7)
        h, p = m.kruskal_wallis([[1, 1, 1], [2, 2, 2], [2, 2]])
        self.assertAlmostEqual(h, 7, delta=1e-9)
        self.assertAlmostEqual(p, .03019738, delta=1e-7)

    def test_textbook_formula_without_ties(self):
        rng = random.Random(1)
        for _ in range(50):
            ranks = list(range(1, 25))
            rng.shuffle(ranks)
            cut = sorted(rng.sample(range(1, 24), 3))
            groups = [ranks[a:b] for a, b in zip([0] + cut, cut + [24])]
            want = 12 / (24 * 25) * sum(sum(g) ** 2 / len(g) for g in groups) - 3 * 25
            self.assertAlmostEqual(m.kruskal_wallis(groups)[0], want, delta=1e-9)

    def test_undefined(self):
        self.assertIsNone(m.kruskal_wallis([[1, 2, 3]]))
        self.assertIsNone(m.kruskal_wallis([[1, 2], []]))
        self.assertIsNone(m.kruskal_wallis([[4, 4], [4, 4, 4]]))


class Peer(unittest.TestCase):
    def setUp(self):
        self.languages = {f'{l}{i}': [l] for l in 'ab' for i in range(20)}
        self.relevant = {c: 1 for c in self.languages if int(c[1:]) < 6}

    def test_one_language_before_the_other_is_unfair(self):
        ranking = [f'a{i}' for i in range(6)] + [f'b{i}' for i in range(6)]
        p, compared = m.peer(ranking, self.relevant, self.languages)
        self.assertLess(p, .01)
        self.assertEqual(compared, 2)

    def test_in_turn_is_fair(self):
        ranking = [f'{l}{i}' for i in range(6) for l in ('ab' if i % 2 else 'ba')]
        self.assertGreater(m.peer(ranking, self.relevant, self.languages)[0], .9)

    def test_unretrieved_share_the_tail_rank(self):
        ranking = [f'a{i}' for i in range(6)]
        self.assertAlmostEqual(m.peer(ranking, self.relevant, self.languages, k=20)[0],
                               m.kruskal_wallis([[1, 2, 3, 4, 5, 6], [21] * 6])[1])
        self.assertAlmostEqual(m.peer(ranking, self.relevant, self.languages, k=2)[0],
                               m.kruskal_wallis([[1, 2, 3, 3, 3, 3], [3] * 6])[1])

    def test_a_cluster_stands_for_all_its_pages(self):
        languages = {c: ['a', 'b'] for c in self.relevant}
        ranking = sorted(self.relevant)
        self.assertAlmostEqual(m.peer(ranking, self.relevant, languages)[0], 1)

    def test_undefined_cases_are_told(self):
        self.assertEqual(m.peer([], {'a0': 1, 'b0': 1}, self.languages), (None, 'few'))
        self.assertEqual(m.peer([], self.relevant, self.languages), (None, 'equal'))

    def test_levels_with_few_pages_count_with_the_next(self):
        relevant = dict(self.relevant, a0=2, b0=2)
        self.assertEqual([len(l) for l in m.levels_of(relevant, self.languages, 3)], [12])
        relevant = {c: 2 if int(c[1:]) < 3 else 1 for c in self.relevant}
        self.assertEqual([len(l) for l in m.levels_of(relevant, self.languages, 3)], [6, 6])

    def test_p_is_spread_evenly_under_fairness(self):
        rng, clusters, low = random.Random(7), list(self.languages), 0
        for _ in range(2000):
            rng.shuffle(clusters)
            low += m.peer(clusters, self.relevant, self.languages, k=40)[0] < .05
        self.assertTrue(.03 < low / 2000 < .065, low)


def rbo_by_definition(s, t, p):
    """The agreement at every depth to 3,000; beyond what was seen as equations 31 and 32 suppose it."""
    if len(s) > len(t):
        s, t = t, s
    short, long = len(s), len(t)
    x = lambda d: len(set(s[:d]) & set(t[:d]))
    total = 0
    for d in range(1, 3000):
        if d <= short:
            a = x(d) / d
        elif d <= long:
            a = (x(d) + x(short) * (d - short) / short) / d
        total += p ** (d - 1) * a
    return (1 - p) * total


class RankBiasedOverlap(unittest.TestCase):
    def test_published_example(self):
        self.assertAlmostEqual(m.rbo('12345', '23415'), .828, delta=5e-4)

    def test_definition(self):
        rng = random.Random(3)
        for _ in range(300):
            items = [str(i) for i in range(30)]
            s = rng.sample(items, rng.randint(1, 20))
            t = rng.sample(items, rng.randint(1, 20))
            p = rng.choice([.5, .9, .95])
            self.assertAlmostEqual(m.rbo(s, t, p), rbo_by_definition(s, t, p), delta=1e-9)

    def test_ends_of_the_scale(self):
        self.assertAlmostEqual(m.rbo('abcde', 'abcde'), 1)
        self.assertAlmostEqual(m.rbo('abc', 'xyz'), 0)
        self.assertEqual(m.rbo('', 'x'), 0)
        self.assertEqual(m.rbo('', ''), 1)

    def test_symmetric(self):
        for s, t in itertools.combinations(['abc', 'cab', 'abxyz', 'q', 'zyx'], 2):
            self.assertAlmostEqual(m.rbo(s, t), m.rbo(t, s))


class Shares(unittest.TestCase):
    def test_exposure(self):
        got = m.exposure(['x', 'y'], {'x': ['a', 'b'], 'y': ['a']})
        second = 1 / math.log2(3)
        self.assertAlmostEqual(got['a'], (1 + second) / (2 + second))
        self.assertAlmostEqual(m.exposure(['x', 'y'], {'x': ['b'], 'y': ['a']}, only={'y'})['a'], 1)
        self.assertEqual(m.exposure([], {}), {})

    def test_availability(self):
        self.assertEqual(m.availability(['x', 'y'], {'x': ['a', 'b'], 'y': ['a', 'c']}), {'a': .5, 'b': .25, 'c': .25})

    def test_ndcg(self):
        self.assertAlmostEqual(m.ndcg(['a', 'b'], {'a': 2, 'b': 1}), 1)
        self.assertAlmostEqual(m.ndcg(['x', 'a'], {'a': 1}), 1 / math.log2(3))


if __name__ == '__main__':
    unittest.main()
