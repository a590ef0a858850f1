#!/usr/bin/env python3
"""Topics as people really type them: vary.py MODE < topics.tsv > varied.tsv

    typo    one typing error in the longest word, at a place and of a kind that a fixed seed gives: a letter changed,
            left out, doubled by a wrong one, or exchanged with its neighbour
    bare    accents, Arabic vowel marks and hamza, and the dots of io dropped (Chinese is turned traditional by uconv)
    upper   all in capitals
"""
import random, re, sys, unicodedata

HAMZA = str.maketrans({'\u0622': '\u0627', '\u0623': '\u0627', '\u0625': '\u0627', '\u0671': '\u0627', '\u0451': '\u0435',
                       '\u0401': '\u0415'})


def script(c):
    return unicodedata.name(c, '?').split()[0]


def bare(text):
    out = []
    for c in text.translate(HAMZA):
        parts = unicodedata.normalize('NFD', c)
        out.append(parts[0] if script(c) == 'LATIN' else c)
    return ''.join(c for c in out if not ('\u064b' <= c <= '\u065f' or c in '\u0670\u0640'))


def typo(text, rng, letters):
    words = [m for m in re.finditer(r'[^\W\d_]+', text)]
    if not words:
        return text
    longest = max(words, key=lambda m: len(m.group()))
    word, alphabet = longest.group(), letters[script(longest.group()[0])]
    at = rng.randrange(1, len(word)) if len(word) > 1 else 0
    kind = rng.choice(['change', 'drop', 'insert', 'swap']) if len(word) > 1 else 'change'
    other = rng.choice(alphabet)
    if kind == 'change':
        word = word[:at] + other + word[at + 1:]
    elif kind == 'drop':
        word = word[:at] + word[at + 1:]
    elif kind == 'insert':
        word = word[:at] + other + word[at:]
    else:
        word = word[:at - 1] + word[at] + word[at - 1] + word[at + 1:]
    return text[:longest.start()] + word + text[longest.end():]


def main():
    lines = [line.rstrip('\n').split('\t', 1) for line in sys.stdin.read().splitlines() if '\t' in line]
    rng, letters = random.Random(20261124), {}
    for _, text in lines:
        for c in text.lower():
            if c.isalpha():
                letters.setdefault(script(c), []).append(c)
    change = {'typo': lambda t: typo(t, rng, letters), 'bare': bare, 'upper': str.upper}[sys.argv[1]]
    for qid, text in lines:
        print(f'{qid}\t{change(text)}')


main()
