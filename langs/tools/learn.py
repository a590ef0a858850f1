#!/usr/bin/python3
"""Learns langs/LANG/identify.txt: what speaks for and against a language, in pieces of words.

    learn.py --fetch DIR              packages with translated text, by apt-get download, unpacked into DIR
    learn.py DIR [LANG ...]           writes the file of each language, or of all there are

The texts are the catalogues (*.mo) of programs that Debian translates into a hundred languages; the language of a
catalogue is its folder's name, and the originals are in the language of the programs' authors. Nothing else is
known of any language here. For each language a logistic regression tells its texts from all others of its script;
its weights, for the few thousand pieces that matter most, are the file. Needs python3-numpy, python3-scipy and
python3-sklearn; 2 to 4 minutes and 4 GB for a language. The same texts give the same file.

A text becomes a stream: letters in lower case, marks dropped, an apostrophe between letters kept, everything else one
'_'; one '_' at either end. Names (words with a capital letter where no sentence begins) are left out if enough else is
there. Where most words are not of the Latin script, its letters are '_' too, since other scripts quote it. The score of
a text is bias + the weights of all pieces at all places / sqrt(length of the stream); langs/pieces.c and identify.c
repeat this letter by letter.
"""
import glob
import os
import random
import re
import struct
import subprocess
import sys
import unicodedata
from collections import defaultdict

import numpy
from scipy import sparse
from scipy.optimize import minimize
from sklearn.feature_extraction.text import CountVectorizer

PACKAGES = """wesnoth-1.16-data gimp-data gramps gnucash-common digikam-data calligra-data freeciv-data gcompris-qt-data
iso-codes gnome-control-center-data evolution-common gedit-common nautilus-data libgtk2.0-common libgtk-3-common
libglib2.0-data gnome-shell-common gnome-software-common synaptic aptitude-common inkscape""".split()
ORIGINAL = "en"      # the language of the programs' own texts,
COMPLETE = "de", "fr"  # met in these catalogues, which translate nearly all
POSITIVE = 70000     # windows of text of the language itself,
RIVAL = 14000        # of each of its rivals: the languages most like it,
RIVALS = 8           # so many,
WRITTEN = 20000      # with so many texts,
NEGATIVE = 2000      # and of each other one
SIZE = 39000         # bytes of the weights' pieces that are kept
L2 = 8.0             # against large weights of rare pieces
LONGEST = 6          # letters of a piece, with '_'
ENDS = ".!?:;…→"      # of sentences: a capital letter behind them makes no name
QUOTED = 3           # words of the Latin script among others count a third
SKIPPED = {0x640, 0x30FC, 0xFF70}  # letters of several scripts


def fetch(folder):
    os.makedirs(folder, exist_ok=True)
    names = subprocess.run(["apt-cache", "search", "-n", "^libreoffice-l10n-"], capture_output=True, text=True).stdout
    subprocess.run(["apt-get", "download", "-q"] + [l.split()[0] for l in names.splitlines()] + PACKAGES, cwd=folder)
    for deb in glob.glob(folder + "/*.deb"):
        subprocess.run(f"dpkg-deb --fsys-tarfile '{deb}' | tar -x -C '{folder}' --wildcards --no-anchored '*.mo'",
                       shell=True)
        os.unlink(deb)


# ------------------------------------------------------------------ texts

def catalogue(path):
    """Pairs of original and translation of a .mo file (little-endian, as Debian's are)."""
    data = open(path, "rb").read()
    if data[:4] != b"\xde\x12\x04\x95":
        return
    n, originals, translations = struct.unpack("<3I", data[8:20])
    for i in range(n):
        pair = []
        for table in originals, translations:
            length, offset = struct.unpack("<2I", data[table + 8 * i:table + 8 * i + 8])
            pair.append(data[offset:offset + length].decode("utf-8", "replace"))
        if pair[0]:
            yield pair[0].split("\4")[-1].split("\0")[0], pair[1].split("\0")[-1]


def clean(text):
    """Without markup, formats, addresses and the marks of keyboard shortcuts."""
    text = re.sub(r"<[^>]*>|&\w+;|https?:\S+|%[-+ #0-9.$lh]*[a-zA-Z]|\$\w+|\{[^}]*\}|\\[nt]|\S*[@/=_]\w+\S*\(?",
                  lambda m: m.group().replace("_", "") if re.fullmatch(r"_\w+|\w+_\w+", m.group()) else " ", text)
    return re.sub(r"[_~&]|\(.\)", "", text)


def texts(folder, limit=40000):
    """Language -> texts, each once, none that is as long as a page and none left in the original language."""
    found = defaultdict(lambda: defaultdict(set))
    for path in sorted(glob.glob(folder + "/**/LC_MESSAGES/*.mo", recursive=True)):
        code = re.split("[_@]", path.split("/")[-3])[0]
        package = os.path.basename(path)
        for original, translation in catalogue(path):
            if code != ORIGINAL and original != translation:
                found[code][package].add(clean(translation)[:600])
            if code in COMPLETE:
                found[ORIGINAL][package].add(clean(original)[:600])
    result = {}
    for code, packages in found.items():
        rng = random.Random(code)
        kept = []
        for package in sorted(packages):
            ordered = sorted(packages[package])
            rng.shuffle(ordered)
            kept += ordered[:4000]
        rng.shuffle(kept)
        result[code] = kept[:limit]
    return result


# ------------------------------------------------------------------ streams

_latin = {}


def is_latin(c):
    if c not in _latin:
        name = unicodedata.name(c, "")
        _latin[c] = name.startswith("LATIN") or name.startswith("FULLWIDTH LATIN") or c in "ªº"
    return _latin[c]


def is_han(c):
    return "\u3400" <= c <= "\u9fff" or "\uf900" <= c <= "\ufaff" or "\U00020000" <= c <= "\U0003ffff"


def stream(text):
    """(stream, is it Latin): see above."""
    runs, names = [0, 0], [0, 0]  # of other scripts but Han, of Latin
    han, last, start = 0, None, True
    for c in text:
        kind, letter = None, c.isalpha() and ord(c) not in SKIPPED
        if letter and is_han(c):
            han += 1
        elif letter:
            kind = is_latin(c)
            if kind != last:
                runs[kind] += 1
                names[kind] += not start and c.isupper()
        elif unicodedata.category(c)[0] == "M":
            kind = last
        last = kind
        start = not letter and (start or c in ENDS)
    quoted = names[True] if runs[False] or han else 0
    latin = (runs[True] - quoted) / QUOTED > runs[False] + han / 1.6
    spare = runs[latin] >= names[latin] * 2 and runs[latin] - names[latin] >= 2
    out, start, name = ["_"], True, False
    for i, c in enumerate(text):
        if c.isalpha() and ord(c) not in SKIPPED and is_latin(c) == latin:
            name = name or (spare and out[-1] == "_" and c.lower() != c and not start)
            start = False
            if not name:
                out.append(c.lower()[:1])
            continue
        if unicodedata.category(c)[0] == "M" or ord(c) in SKIPPED:
            continue
        name = False
        start = start or c in ENDS
        if c in "'’" and out[-1] not in "_'" and i + 1 < len(text) and text[i + 1].isalpha():
            out.append("'")
        elif out[-1] != "_":
            out.append("_")
    if out[-1] != "_":
        out.append("_")
    return "".join(out), latin


def windows(streams, n, rng):
    """n pieces of one to 20 words (a word of Han is 1.6 characters) from the streams."""
    out = []
    while len(out) < n:
        s = streams[rng.randrange(len(streams))]
        words = [w for part in s.split("_") if part
                 for w in (re.findall("..?", part) if is_han(part[0]) else [part])]
        length = rng.choice((1, 2, 3, rng.randint(4, 6), rng.randint(4, 6), rng.randint(7, 12), rng.randint(13, 20)))
        if not words:
            continue
        at = rng.randrange(max(1, len(words) - length + 1))
        if is_han(words[0][0]):
            flat = s.strip("_")
            characters = max(1, round(length * 1.6))
            at = rng.randrange(max(1, len(flat) - characters + 1))
            out.append("_" + flat[at:at + characters].strip("_") + "_")
        else:
            out.append("_" + "_".join(words[at:at + length]) + "_")
    return out


# ------------------------------------------------------------------ learning

def features(rows, vocabulary=None, min_df=1):
    v = CountVectorizer(analyzer="char", lowercase=False, ngram_range=(1, LONGEST), vocabulary=vocabulary,
                        min_df=min_df, dtype=numpy.float32)
    x = (v.transform(rows) if vocabulary is not None else v.fit_transform(rows)).tocsr()
    lengths = numpy.array([len(r) for r in rows], dtype=numpy.float32)
    return sparse.diags(1 / numpy.sqrt(lengths)) @ x, v.get_feature_names_out()


def fit(x, classes, n, weight, l2, start, mask, rounds):
    """Weights (pieces and, last, the bias; one column a class) of the regression, by L-BFGS. Class 0, the rest, is the
    reference. `mask`: which weights may differ from 0."""
    xt = x.T.tocsr()
    one = numpy.zeros((len(classes), n), dtype=numpy.float32)
    one[numpy.arange(len(classes)), classes] = 1
    where = numpy.flatnonzero(mask)
    w = numpy.zeros(mask.shape, dtype=numpy.float32)

    def loss(free):
        w.flat[where] = free
        z = x @ w[:-1] + w[-1]
        z -= z.max(axis=1, keepdims=True)
        e = numpy.exp(z)
        p = e / e.sum(axis=1, keepdims=True)
        value = -numpy.dot(weight, numpy.log(numpy.maximum(p[numpy.arange(len(classes)), classes], 1e-30)))
        d = (p - one) * weight[:, None]
        g = numpy.vstack([xt @ d + l2 * w[:-1], d.sum(axis=0)])
        return float(value + l2 * numpy.square(w[:-1]).sum() / 2), g.flat[where].astype(numpy.float64)

    w.flat[where] = minimize(loss, start.flat[where].astype(numpy.float64), jac=True, method="L-BFGS-B",
                             options={"maxiter": rounds}).x
    return w


def rows_of(lang, all_streams, rivals, rng):
    """Windows, their classes (0 the rest, 1 the language, 2 ... its rivals) and weights, that stand for the shares of
    the three in what has to be judged."""
    latin = is_latin_written(all_streams[lang])
    rows, classes, codes = [], [], []
    for code in sorted(all_streams):
        own = [s for s, l in all_streams[code] if l == latin and len(s) > 2]
        if len(own) < max(100, len(all_streams[code]) / 4): # little, or its texts left in the original language
            continue
        n = POSITIVE if code == lang else RIVAL if code in rivals else NEGATIVE
        rows += windows(own, min(n, 8 * len(own)), rng)
        classes += [1 if code == lang else 2 + rivals.index(code) if code in rivals else 0] * (len(rows) - len(classes))
        codes += [code] * (len(rows) - len(codes))
    classes = numpy.array(classes)
    weight = numpy.zeros(len(rows), dtype=numpy.float32)
    for which, share in (classes == 1, 0.5), (classes > 1, 0.35), (classes == 0, 0.15):
        if which.any():
            weight[which] = share * len(rows) / which.sum()
    return rows, classes, weight, numpy.array(codes)


def is_latin_written(streams):
    return sum(l for _, l in streams) * 2 > len(streams)


def alike(lang, all_streams):
    """The languages whose letters are, for a fifth at least, those of this one: others are told by their script."""
    count = defaultdict(int)
    latin = is_latin_written(all_streams[lang])
    for s, l in all_streams[lang][:5000]:
        for c in s if l == latin else "":
            count[c] += 1
    alphabet = {c for c, n in count.items() if n >= 5} - {"_", "'"}
    found = {}
    for code, own in all_streams.items():
        letters = [c for s, _ in own[:2000] for c in s if c not in "_'"]
        if letters and sum(c in alphabet for c in letters) >= len(letters) / 5:
            found[code] = own
    return found


def find_rivals(lang, all_streams, site):
    """The other languages of the site, and those most often taken for this one by a small two-class model."""
    rng = random.Random(lang)
    rows, classes, weight, codes = rows_of(lang, all_streams, [], rng)
    picked = numpy.array(sorted(rng.sample(range(len(rows)), min(len(rows), 80000))))
    rows = [rows[i] for i in picked]
    x, _ = features(rows, min_df=40)
    mask = numpy.ones((x.shape[1] + 1, 2), dtype=bool)
    mask[:, 0] = False
    w = fit(x, classes[picked], 2, weight[picked], L2, numpy.zeros(mask.shape), mask, 40)
    z = x @ w[:-1, 1] + w[-1, 1]
    taken = {c: (z[codes[picked] == c] > 0).mean() for c in set(codes[picked]) if c != lang}
    best = sorted((c for c in taken if len(all_streams[c]) >= WRITTEN), key=lambda c: -taken[c])
    print(lang, "rivals", " ".join("%s %.2f" % (c, taken[c]) for c in best[:RIVALS + 6]), flush=True)
    best = [c for c in site if c in all_streams and c != lang] + [c for c in best if c not in site]
    return sorted(best[:RIVALS])


def learn(lang, all_streams, site):
    all_streams = alike(lang, all_streams)
    rivals = find_rivals(lang, all_streams, site)
    n = len(rivals) + 2
    rng = random.Random(lang)
    rows, classes, weight, _ = rows_of(lang, all_streams, rivals, rng)
    sample = rng.sample(range(len(rows)), min(len(rows), 100000))
    _, names = features([rows[i] for i in sample], min_df=20)
    x, names = features(rows, list(names))
    print(lang, len(rows), "rows", x.shape[1], "pieces", flush=True)
    mask = numpy.ones((x.shape[1] + 1, n), dtype=bool)
    mask[:, 0] = False
    w = fit(x, classes, n, weight, L2, numpy.zeros(mask.shape), mask, 35)
    for keep, rounds in (4 * SIZE, 25), (2 * SIZE, 25), (SIZE, 60):
        spread = numpy.sqrt(numpy.asarray(x.multiply(x).mean(axis=0)).ravel())
        matter = (numpy.abs(w[:-1]) * spread[:, None]).ravel()
        order = numpy.argsort(-matter)
        sizes = numpy.array([len(name.encode()) + 1 for name in names])
        order = order[numpy.cumsum(sizes[order // n]) < keep]
        kept = numpy.zeros(mask[:-1].size, dtype=bool)
        kept[order] = True
        mask[:-1] &= kept.reshape(mask[:-1].shape)
        used = mask[:-1].any(axis=1)
        x, names = x[:, used], names[used]
        mask = numpy.vstack([mask[:-1][used], mask[-1:]])
        w = fit(x, classes, n, weight, L2, numpy.vstack([w[:-1][used], w[-1:]]), mask, rounds)
    said = (x @ w[:-1] + w[-1]).argmax(axis=1)
    print(lang, "right: %.4f of its own, %.4f of the others" % ((said[classes == 1] == 1).mean(),
          (said[classes != 1] != 1).mean()), flush=True)
    return ["", lang] + rivals, names, w


def write(lang, classes, names, w):
    with open(f"langs/{lang}/identify.txt", "w") as out:
        out.write("# Pieces of words that speak for or against this language and its neighbours, by weight in tenths;\n"
                  "# made by langs/tools/learn.py from the message catalogues of Debian packages: see there.\n")
        for c, code in list(enumerate(classes))[1:]:
            groups = defaultdict(list)
            for name, value in zip(names, numpy.rint(w[:-1, c] * 10).astype(int)):
                if value:
                    groups[max(-127, min(127, value))].append(name)
            out.write(f"= {code} {round(float(w[-1, c]) * 10)}\n")
            for value in sorted(groups, reverse=True):
                out.write(f"{value} {' '.join(sorted(groups[value]))}\n")


def main():
    if sys.argv[1] == "--fetch":
        return fetch(sys.argv[2])
    streams = {code: [stream(t) for t in found] for code, found in texts(sys.argv[1]).items()}
    site = sorted(os.path.basename(os.path.dirname(p)) for p in glob.glob("langs/*/profile.c"))
    for lang in sys.argv[2:] or site:
        write(lang, *learn(lang, streams, site))


if __name__ == "__main__":
    main()
