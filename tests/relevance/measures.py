"""Measures of equity between the languages of a ranking, as PARITY's indicators 17 define them.

A ranking is a list of clusters, best first; a cluster at rank r stands for all its pages, each at rank r ("unfolded").
`languages` tells for each cluster in which languages it has a page.

chi2_sf, kruskal_wallis   the survival function of chi square; the test on raw ranks, ties as they are
peer                      Yang et al., Language Fairness in Multilingual Information Retrieval, SIGIR 2024
rbo                       Webber, Moffat, Zobel, A similarity measure for indefinite rankings, TOIS 28(4), 2010: RBO_EXT
exposure, availability    shares of languages: of attention, 1 / log2(1 + rank), and of the relevant pages there are
ndcg                      over clusters, gain 2^level - 1
"""
import collections
import math


def gamma_q(a, x):
    """The regularised upper incomplete gamma function: a series below a + 1, Lentz's continued fraction above."""
    if x <= 0:
        return 1.0
    front = math.exp(a * math.log(x) - x - math.lgamma(a))
    if x < a + 1:
        term = total = 1 / a
        n = a
        while abs(term) > abs(total) * 1e-16:
            n += 1
            term *= x / n
            total += term
        return 1 - front * total
    b = x + 1 - a
    c, d = 1e300, 1 / b
    h = d
    for i in range(1, 10000):
        an = -i * (i - a)
        b += 2
        d = 1 / (an * d + b)
        c = b + an / c
        h *= d * c
        if abs(d * c - 1) < 1e-16:
            break
    return front * h


def chi2_sf(x, df):
    return gamma_q(df / 2, x / 2)


def kruskal_wallis(groups):
    """(H, p) of lists of ranks, taken as they are. None: fewer than two groups, or all ranks equal."""
    groups = [g for g in groups if g]
    every = [r for g in groups for r in g]
    if len(groups) < 2 or min(every) == max(every):
        return None
    mean = sum(every) / len(every)
    between = sum(len(g) * (sum(g) / len(g) - mean) ** 2 for g in groups)
    within_all = sum((r - mean) ** 2 for r in every)
    h = (len(every) - 1) * between / within_all
    return h, chi2_sf(h, len(groups) - 1)


def levels_of(relevant, languages, least):
    """The relevant clusters by level, the highest first. A level in which not two languages have `least` pages says
    nothing about fairness (with one page each, p is never below .4) and is counted with the next."""
    levels, pending = [], []
    for level in sorted(set(relevant.values()), reverse=True):
        pending += [c for c, l in relevant.items() if l == level]
        count = collections.Counter(l for c in pending for l in languages[c])
        if sum(n >= least for n in count.values()) >= 2:
            levels.append(pending)
            pending = []
    if levels:
        levels[-1] = levels[-1] + pending
    return levels


def peer(ranking, relevant, languages, k=20, least=3):
    """PEER@k of one topic: the mean over levels of the test's p, between languages with at least `least` relevant pages in
    the level. Unretrieved ones share rank k + 1. Returns (p, number of languages that were compared), or (None, reason)."""
    rank = {c: r for r, c in enumerate(ranking[:k], 1)}
    found, compared = [], []
    levels = levels_of(relevant, languages, least)
    for clusters in levels:
        groups = collections.defaultdict(list)
        for c in clusters:
            for l in languages[c]:
                groups[l].append(rank.get(c, k + 1))
        groups = [g for g in groups.values() if len(g) >= least]
        test = kruskal_wallis(groups)
        if test:
            found.append(test[1])
            compared.append(len(groups))
    if not levels:
        return None, 'few'
    return (sum(found) / len(found), min(compared)) if found else (None, 'equal')


def rbo(s, t, p=.9):
    """Rank-biased overlap, extrapolated (equation 32), of two lists without ties, which may differ in length."""
    if len(s) > len(t):
        s, t = t, s
    if not s:
        return 1.0 if not t else 0.0
    short, overlap = len(s), 0
    seen_s, seen_t = set(), set()
    total = x_s = 0.0
    for d, b in enumerate(t, 1):
        if d <= short:
            a = s[d - 1]
            seen_s.add(a)
            overlap += (a in seen_t) + (b in seen_s)
        else:
            overlap += b in seen_s
        seen_t.add(b)
        if d == short:
            x_s = overlap
        agreement = overlap / d + (x_s * (d - short) / (d * short) if d > short else 0)
        total += agreement * p ** d
    return (1 - p) / p * total + agreement * p ** len(t)


def shares(count):
    total = sum(count.values())
    return {key: n / total for key, n in count.items()} if total else {}


def exposure(ranking, languages, k=20, only=None):
    """The share of attention that each language has among the first k; `only`: clusters that count."""
    count = collections.Counter()
    for r, c in enumerate(ranking[:k], 1):
        if only is None or c in only:
            for l in languages[c]:
                count[l] += 1 / math.log2(1 + r)
    return shares(count)


def availability(relevant, languages):
    return shares(collections.Counter(l for c in relevant for l in languages[c]))


def mean_shares(list_of_shares):
    total = collections.Counter()
    for s in list_of_shares:
        total.update(s)
    return {l: v / len(list_of_shares) for l, v in total.items()} if list_of_shares else {}


def ndcg(ranking, relevant, k=10):
    dcg = sum((2 ** relevant.get(c, 0) - 1) / math.log2(r + 1) for r, c in enumerate(ranking[:k], 1))
    best = sorted(relevant.values(), reverse=True)[:k]
    return dcg / sum((2 ** g - 1) / math.log2(r + 1) for r, g in enumerate(best, 1))
