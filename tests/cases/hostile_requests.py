#!/usr/bin/env python3
"""Hostile requests, for hostile_requests.t and `make torture-query`.

  hostile_requests.py cgi PROGRAM [N SEED]      each by the program itself, with an environment of its own
  hostile_requests.py server URL FOLDER [N SEED]  each through a web server; FOLDER holds the program that it runs

Those of the list, or N made at random of its parts. Prints TAP lines without numbers ("ok - name"), and what each cost at most.
An answer is right when its status is one of those that there are for it, its headers are whole and its body is UTF-8; a
request may take 500 ms of the processor and 64 MB.
"""
import collections
import http.client
import itertools
import os
import random
import re
import resource
import socket
import subprocess
import sys
import tempfile
import time
from urllib.parse import quote_from_bytes, urlparse

STATUSES = {200, 304, 400, 404, 405, 413, 414, 429, 431, 503, 403, 411, 422}
CPU_MS, MEMORY_MB = 500, 64
TOO_LONG = {400, 413, 414, 431}
HEADER = re.compile(rb"[A-Za-z0-9-]+: [^\r\n\0]*")


class Hostile:
    """`variables`: of the program's environment, instead of what the rest says; None: not set. Only by hand."""

    def __init__(self, name, query=b"", method="GET", path="/search", headers=(), body=b"", statuses=None, variables=()):
        self.name, self.query, self.method, self.path = name, query, method, path
        self.headers, self.body, self.statuses = dict(headers), body, statuses or STATUSES
        self.variables = dict(variables)


def q(text, rest=b"&lang=en"):
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    return b"q=" + quote_from_bytes(data, safe="").encode() + rest


ENCODINGS = [b"%", b"%4", b"%zz", b"%00", b"a%00b", b"%C0%AF", b"%25%30%30", b"%2500", b"+%20+", b"%ED%A0%80", b"%ED%BF%BF",
             b"%EF%E5%F0%E5", b"\xef\xe5\xf0", b"%F4%90%80%80", b"%F8%88%80%80%80", b"%FE%FF", b"%u0041", b"&#x41;", b"%0d%0a",
             b"%E2%80%A8", b"%C2%85", b"%1b[2J", b"%7f", b"%EF%BB%BF", b"%E2%80%AE"]
SYNTAX = ["a* b* c*", "*", "?" * 50, "*a", "a*" * 500, " ".join("%c%c*" % (97 + i // 26, 97 + i % 26) for i in range(600)),
          "(" * 5000, ")" * 5000, "(" * 4000 + "a" + ")" * 4000, "NOT " * 2000 + "a", "-" * 8000, "-a " * 2500, "+" * 8000,
          '"' + "a " * 4000 + '"', '"' * 7777, "a NEAR/1000000 b", "a OR " * 1500 + "b", "AND OR NOT", "the of and to in",
          "!@#$%^&*()_+{}|:<>?~`", "title:" * 1000, "site:" * 1000 + "x", "type:../../etc", "lang:../../etc/passwd", "after:9" * 900,
          "before:0000 after:9999", "a" * 8000, "é" * 4000, "汉" * 2700, "x́" * 3000, "﷽" * 2000, "🏳️‍🌈" * 500, "\u202e" * 2000,
          " ".join("w%d" % i for i in range(2500)), "serveur* install* paquet* configur*", "ب" * 4000, "ё" * 4000,
          "".join(chr(0x300 + i % 112) for i in range(3000)), "1" * 8000, "1," * 4000, "C25/39" * 1200, "http://" * 1100,
          "a" * 250 + "*", "\t\n\v\f\r ", "\0", "\ufeff", "\ufffd\uffff", "𐀀" * 2000, "ﬃ" * 2600, "Ω" * 4000, "İı" * 2000]
NUMBERS = ["p=1000000000", "p=-1", "p=0", "p=1e9", "p=%D9%A1", "n=1000000", "n=0", "n=-5", "p=1000&n=100", "p=10000&n=1",
           "after=0001", "before=99999", "after=-1", "after=2024-02-30", "after=0001-01-01&before=9999-12-31", "lang=tlh",
           "lang=..%2f..%2fetc", "lang=en%0d%0aX-Injected:1", "ql=../../etc", "section=..%2f..", "type=%00", "site=%0d%0a",
           "sort=%0d%0aX-Injected:1", "format=xml", "format=%0d%0aX-Injected:1", "format=trec", "explain=1", "all=1", "spelling=2",
           "p=99999999999999999999", "n=18446744073709551616", "n=0x10", "p=2147483648", "p=%2B1", "p=1%00"]
LINES = [("Accept-Language", b"x" * 3000), ("Accept-Language", b"*;q=9,,,;;en-\xff-x;q=abc, " * 100),
         ("Accept", b"*/*;q=1," * 400), ("Accept", b"application/json;q=nan"), ("Accept", b"text/html;q=1e999"),
         ("If-None-Match", b'"' * 3000), ("If-None-Match", b"W/" * 1500), ("If-None-Match", b"*"), ("Origin", b"null"),
         ("Origin", b"http://a.example/\x01"), ("Proxy", b"http://evil.example/"), ("Host", b"evil.example"),
         ("X-Forwarded-Host", b"evil.example"), ("X-Original-URL", b"/healthz"), ("Cookie", b"lang=en%0d%0aX: y;" * 100),
         ("Range", b"bytes=0-0,1-1," * 200), ("Content-Type", b"application/x-www-form-urlencoded"), ("X-Long", b"y" * 20000)]
PATHS = ["/", "//", "/search/", "/search/../../etc/passwd", "/..%2f..%2fetc%2fpasswd", "/search%00", "/%ff", "/nowhere" * 200,
         "/style.css/x", "/SEARCH", "/search;x=1", "/%0d%0aX-Injected:1", "/.", "/healthz/..", "/.well-known/x", "/%2e%2e/"]
PARAMETERS = ["q", "lang", "ql", "format", "sort", "section", "type", "site", "after", "before", "p", "n", "all", "explain",
              "spelling", "key", "url", "rank"]
ROUTES = ["/search", "/suggest", "/opensearch.xml", "/indexnow", "/parity/"]
INJECTED = "en\r\nX-Injected: 1\r\n\r\n<script>"


def hostile_list():
    for route in ROUTES:
        for name in PARAMETERS:
            yield Hostile("CR and LF in %s of %s" % (name, route), b"%s=%s" % (name.encode(), q(INJECTED)[2:]), path=route)
    yield Hostile("CR and LF in a click", method="POST", path="/click", body=b"lang=" + q(INJECTED)[2:] + b"&rank=1", statuses={204, 400})
    for e in ENCODINGS:
        yield Hostile("q=%r" % e, b"lang=en&q=" + e)
        yield Hostile("name %r" % e, b"lang=en&q=a&" + e + b"=1")
    for s in SYNTAX:
        yield Hostile("syntax %.30r" % s, q(s))
        yield Hostile("syntax in all languages %.30r" % s, q(s, b"&all=1&explain=1&n=100"))
    for n in NUMBERS:
        yield Hostile(n, q("serveur", b"&" + n.encode()))
        yield Hostile(n + " as JSON", q("serveur", b"&format=json&" + n.encode()))
    for name, value in LINES:
        yield Hostile("%s: %.30r" % (name, value), q("serveur"), headers=[(name, value)])
    for p in PATHS:
        yield Hostile("path %.40s" % p, q("a"), path=p)
    for size in (1, 1000, 16384, 16385, 100000):
        yield Hostile("a query string of %d bytes" % size, b"q=" + b"a" * (size - 2))
    yield Hostile("10,000 parameters", b"&".join(b"a%d=1" % i for i in range(10000)), statuses=TOO_LONG)
    yield Hostile("as many parameters as there is room for", b"&" * 8000 + b"a" * 8000)
    yield Hostile("the same one 1,000 times", b"&".join([b"q=a"] * 1000))
    yield Hostile("nothing but &", b"&" * 16000)
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH"):
        yield Hostile("method " + method, q("a"), method=method, body=b"x" * 100, statuses=STATUSES)
    yield Hostile("a large body to the search", q("a"), method="POST", body=b"x" * 100000)
    yield Hostile("a ping that is no JSON", method="POST", path="/indexnow", body=b"[" * 100000)
    yield Hostile("a ping with NUL", method="POST", path="/indexnow", body=b'{"host":"\\u0000"}')
    yield Hostile("a ping too long", method="POST", path="/indexnow", body=b"x" * 4000000)


def hand_list():
    """What a web server would not let through: variables that are missing or are none."""
    for name in ("QUERY_STRING", "REQUEST_METHOD", "PATH_INFO"):
        yield Hostile("no " + name, q("serveur"), variables={name: None}, statuses={200})
        yield Hostile("an empty " + name, q("serveur"), variables={name: b""}, statuses={200})
    for method in (b"get", b"GET ", b"GET\r\nX-Injected: 1", b"G" * 100000, b"\xff"):
        yield Hostile("method %.20r" % method, q("a"), variables={"REQUEST_METHOD": method}, statuses={405})
    yield Hostile("a query string of 120,000 bytes", variables={"QUERY_STRING": b"q=" + b"a" * 120000}, statuses={414})
    for length, status in ((None, 411), (b"", 411), (b"-1", 400), (b"abc", 400), (b"1e3", 400), (b"0x10", 400), (b"+5", 400),
                           (b" 5", 400), (b"99999999999999999999999", 413), (b"1073741824", 413), (b"10", 400)):
        yield Hostile("a ping of length %r" % length, method="POST", path="/indexnow", body=b"{}",
                      variables={"CONTENT_LENGTH": length}, statuses={status})
    for name in ("QUERY_STRING", "PATH_INFO", "REQUEST_URI", "SCRIPT_NAME", "SERVER_NAME", "SERVER_PORT", "HTTPS", "HTTP_HOST",
                 "HTTP_ORIGIN", "HTTP_ACCEPT", "HTTP_ACCEPT_LANGUAGE", "HTTP_IF_NONE_MATCH", "HTTP_COOKIE", "REMOTE_ADDR"):
        for path in ("/search", "/suggest", "/opensearch.xml"):
            yield Hostile("CR and LF in %s of %s" % (name, path), q("serveur"), path=path,
                          variables={"SERVER_NAME": b"www.example.org", "SERVER_PORT": b"80", name: INJECTED.encode()})


def served_list():
    """What only a web server meets; it may answer by itself."""
    yield Hostile("a query string of 10 MB", b"q=" + b"a" * 10000000, statuses=TOO_LONG)
    for length in (b"-1", b"abc", b"1073741824", b"99999999999999999999999"):
        for path in ("/search", "/indexnow"):
            yield Hostile("%s with Content-Length %s" % (path, length.decode()), method="POST", path=path,
                          headers={"Content-Length": length}, statuses={400, 405, 413})


def at_random(n, seed):
    """Queries of pieces of the list: cut, doubled, with bytes changed."""
    chance = random.Random(seed)
    valid = [s.encode() for s in SYNTAX if s.isascii()] + [b"serveur ", b'"', b"*", b" OR ", b" -", b" title:", b"package "]
    whole = [s.encode("utf-8", "surrogatepass") for s in SYNTAX] + ENCODINGS + valid
    for i in range(n):
        text = b""
        pieces = whole if chance.random() < 0.3 else valid
        for _ in range(chance.randrange(1, 12)):
            piece = chance.choice(pieces)
            start = chance.randrange(len(piece))
            text += piece[start:start + chance.randrange(1, 200)] * chance.choice((1, 1, 1, 2, 30))
        data = bytearray(text[:chance.choice((200, 1000, 1000, 4000))])  # a query may have 1,024 bytes
        for _ in range(chance.choice((0, 0, 0, 1, 3))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        query = b"q=" + (bytes(data).replace(b"&", b"") if chance.random() < 0.1 else quote_from_bytes(bytes(data), safe="").encode())
        for _ in range(chance.choice((0, 0, 0, 1, 2))):
            query += b"&" + chance.choice(NUMBERS).encode()
        query = re.sub(rb"[\0-\x20\x7f#]", b"+", query)[:16000]
        yield Hostile("random %d.%d" % (seed, i), query + chance.choice((b"", b"&all=1", b"&lang=en", b"&format=json", b"&explain=1")))


def check_answer(hostile, head, body):
    """What is wrong with an answer, or None."""
    lines = head.split(b"\r\n")
    status = re.search(rb"\b(\d{3})\b", lines[0])
    if not status or int(status.group(1)) not in hostile.statuses:
        return "status line %r" % lines[0]
    for line in lines[1:]:
        if not HEADER.fullmatch(line):
            return "header %r" % line
        if line.lower().startswith((b"x-injected", b"set-cookie")) or b"evil.example" in line:
            return "header %r of the visitor's" % line
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as e:
        return "body is not UTF-8: %s" % e
    return None


class Report:
    def __init__(self):
        self.failed, self.n, self.cpu, self.memory, self.slowest = [], 0, 0, 0, ""
        self.statuses = collections.Counter()

    def add(self, hostile, head, wrong, cpu_ms, memory_mb):
        self.n += 1
        self.statuses[(re.findall(rb"\b\d{3}\b", head.partition(b"\r\n")[0]) or [b"none"])[0].decode()] += 1
        self.memory = max(self.memory, memory_mb)
        if cpu_ms > self.cpu:
            self.cpu, self.slowest = cpu_ms, hostile.name
        if not wrong and cpu_ms > CPU_MS:
            wrong = "%.0f ms of the processor" % cpu_ms
        if not wrong and memory_mb > MEMORY_MB:
            wrong = "%.0f MB" % memory_mb
        if wrong:
            self.failed.append("%s: %s" % (hostile.name, wrong))

    def tell(self, title):
        for f in self.failed[:20]:
            print("# " + repr(f)[1:-1])
        print("%s - %s: %d requests are answered as they should be" % ("not ok" if self.failed else "ok", title, self.n))
        print("# at most %.0f ms of the processor (%s) and %.0f MB" % (self.cpu, repr(self.slowest)[1:-1], self.memory))
        print("# answered with " + ", ".join("%s (%d)" % s for s in sorted(self.statuses.items())), flush=True)


def by_hand(program, hostiles, report):
    for h in hostiles:
        environment = {b"ISOGLOT_CONFIG": os.environb[b"ISOGLOT_CONFIG"], b"REQUEST_METHOD": h.method.encode(),
                       b"PATH_INFO": re.sub(r"%.*", "", h.path).encode(), b"QUERY_STRING": h.query.replace(b"\0", b"%00")}
        for name, value in h.headers.items():
            environment[b"HTTP_" + name.upper().replace("-", "_").encode()] = value.replace(b"\0", b"")
        if h.body:
            environment[b"CONTENT_LENGTH"] = b"%d" % len(h.body)
        environment.update((name.encode(), value) for name, value in h.variables.items())
        environment = {name: value for name, value in environment.items() if value is not None}
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        child = subprocess.Popen([program], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                 stderr=subprocess.DEVNULL)
        try:
            out, _ = child.communicate(h.body, timeout=20)
        except (BrokenPipeError, subprocess.TimeoutExpired):
            child.kill()
            out, _ = child.communicate()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        head, _, body = out.partition(b"\r\n\r\n")
        cpu = (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000
        report.add(h, head, check_answer(h, head, body), cpu, after.ru_maxrss / 1024)


def read_too_much(program):
    """How many bytes of a body of 1 GB are read, at most."""
    most = 0
    with tempfile.TemporaryFile() as body:
        body.truncate(1 << 30)
        for path, length in itertools.product(("/search", "/indexnow", "/click", "/none"), (None, b"-1", b"1000", b"3000000", b"1073741824")):
            environment = {b"ISOGLOT_CONFIG": os.environb[b"ISOGLOT_CONFIG"], b"REQUEST_METHOD": b"POST", b"PATH_INFO": path.encode()}
            if length:
                environment[b"CONTENT_LENGTH"] = length
            body.seek(0)
            subprocess.run([program], env=environment, stdin=body, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=20)
            most = max(most, os.lseek(body.fileno(), 0, os.SEEK_CUR))
    print("%s - of a body of 1 GB no more is read than a ping may have (%d bytes)" % ("ok" if most <= 3000000 else "not ok", most))


def workers(folder):
    """Processes of the program, with the nanoseconds that each has run and its peak in MB."""
    found = {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            if not os.readlink("/proc/%s/exe" % pid).startswith(folder):
                continue
            with open("/proc/%s/schedstat" % pid) as s, open("/proc/%s/status" % pid) as m:
                peak = re.search(r"VmHWM:\s*(\d+)", m.read())
                found[pid] = int(s.read().split()[0]), int(peak.group(1)) / 1024 if peak else 0
        except OSError:
            continue
    return found


def is_whole(out):
    """By Content-Length: a server may wait some seconds before it closes what it has refused."""
    head, end, body = out.partition(b"\r\n\r\n")
    length = re.search(rb"\r\ncontent-length: (\d+)", head.lower())
    return bool(end and length and len(body) >= int(length.group(1)))


def exchange(place, h):
    """The raw answer to a raw request."""
    target = place.path.encode() + h.path.encode() + b"?" + h.query
    head = b"%s %s HTTP/1.1\r\n" % (h.method.encode(), target)
    headers = {"Host": place.netloc.encode(), "Connection": b"close", **h.headers}
    if h.body:
        headers["Content-Length"] = b"%d" % len(h.body)
    for name, value in headers.items():
        head += name.encode() + b": " + value + b"\r\n"
    with socket.create_connection((place.hostname, place.port), timeout=20) as connection:
        try:
            connection.sendall(head + b"\r\n" + h.body)
        except (BrokenPipeError, ConnectionResetError):
            pass  # it has refused before all was sent
        out = b""
        try:
            while not is_whole(out) and (data := connection.recv(65536)):
                out += data
        except ConnectionResetError:
            pass
    head, _, body = out.partition(b"\r\n\r\n")
    if b"chunked" in head.lower():
        whole, rest = b"", body
        while (size := int(rest.partition(b"\r\n")[0] or b"0", 16)):
            start = rest.index(b"\r\n") + 2
            whole, rest = whole + rest[start:start + size], rest[start + size + 2:]
        body = whole
    return head, body


def through_server(url, folder, hostiles, report):
    place = urlparse(url)
    for h in hostiles:
        before, head = workers(folder), b""
        try:
            head, body = exchange(place, h)
            for _ in range(5):  # a server that closes before it has read all may lose its answer on the way
                head, body = (head, body) if head or len(h.body + h.query) < 100000 else exchange(place, h)
            wrong = check_answer(h, head, body) if head else "no answer"
        except (OSError, ValueError) as e:
            wrong = "no whole answer: %s" % e
        after = workers(folder)
        used = max((ns - before.get(pid, (0, 0))[0] for pid, (ns, _) in after.items()), default=0) / 1e6
        report.add(h, head, wrong, used, max((peak for _, peak in after.values()), default=0))


def leave(url, folder):
    """Visitors who go, who send nothing, and who read nothing, while others are answered."""
    place = urlparse(url)
    start = b"GET %s/search?%s HTTP/1.1\r\nHost: x\r\n" % (place.path.encode(), q("package", b"&all=1&explain=1&n=100"))
    idle, had = [], len(workers(folder))
    for i in range(90):
        connection = socket.socket()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)  # as of a client that is stopped, and full
        connection.connect((place.hostname, place.port))
        if i % 3 == 0:  # gone before the answer
            connection.sendall(start + b"\r\n")
            connection.close()
            continue
        connection.sendall(start + (b"\r\n" if i % 3 == 1 else b""))  # reads nothing; never says that it is done
        idle.append(connection)
    worst = 0.0
    for _ in range(20):
        asked = time.monotonic()
        client = http.client.HTTPConnection(place.hostname, place.port, timeout=20)
        client.request("GET", place.path + "/search?q=serveur&lang=en")
        status = client.getresponse().status
        client.close()
        worst = max(worst, time.monotonic() - asked)
        if status != 200:
            worst = 99
    print("%s - others are answered while 30 have gone, 30 read nothing and 30 send nothing" % ("ok" if worst < 10 else "not ok"))
    print("# the slowest after %.0f ms" % (worst * 1000))
    for connection in idle:
        connection.close()
    began = time.monotonic()
    while time.monotonic() - began < 5:
        before = {pid: ns for pid, (ns, _) in workers(folder).items()}
        time.sleep(0.3)
        after = {pid: ns for pid, (ns, _) in workers(folder).items()}
        is_idle = sum(ns - before.get(pid, 0) for pid, ns in after.items()) < 5e6
        if is_idle and (had or not after):  # by CGI nobody was there, and nobody stays
            break
    else:
        print("not ok - nobody works for those who have gone")
        return
    print("ok - nobody works for those who have gone", flush=True)


def main():
    mode, where, rest = sys.argv[1], sys.argv[2], sys.argv[3:]
    folder = rest.pop(0) if mode == "server" else None
    own = hand_list() if mode == "cgi" else served_list()
    hostiles = at_random(int(rest[0]), int(rest[1])) if rest else itertools.chain(hostile_list(), own)
    report = Report()
    if mode == "cgi":
        by_hand(where, hostiles, report)
    else:
        through_server(where, folder, hostiles, report)
    report.tell("by hand" if mode == "cgi" else "through the server")
    if folder and not rest:
        leave(where, folder)
    if not folder and not rest:
        read_too_much(where)


main()
