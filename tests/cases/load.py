#!/usr/bin/env python3
"""Many visitors at once, for load.t: load.py URL N [LANGUAGE].

Asks N times at the same time, tells by a line how many have been refused (503) as soon as that stays so, waits for a line, and
tells about all of them: "STATUS COUNT" each, those without Retry-After or with another language than asked as "wrong".
"""
import selectors
import socket
import sys
import time
from collections import Counter
from urllib.parse import urlparse


class Visitor:
    def __init__(self, place, language):
        self.answer, self.language, self.asked = b"", language.encode(), time.monotonic()
        self.socket = socket.create_connection((place.hostname, place.port), timeout=20)
        self.socket.sendall(b"GET %s?%s HTTP/1.1\r\nHost: x\r\nAccept-Language: %s\r\nConnection: close\r\n\r\n"
                            % (place.path.encode(), place.query.encode(), self.language))

    def result(self):
        lines = self.answer.partition(b"\r\n\r\n")[0].lower().split(b"\r\n")
        status = self.answer[9:12].decode() or "none"
        if status == "503" and not {b"retry-after: 5", b"content-language: " + self.language} <= set(lines):
            return "wrong"
        return status


def hear(selector, seconds, done):
    """Until nobody says anything for some seconds."""
    while selector.get_map() and (events := selector.select(seconds)):
        for key, _ in events:
            visitor = key.data
            data = visitor.socket.recv(65536)
            visitor.answer += data
            if not data:
                selector.unregister(visitor.socket)
                done.append((visitor, time.monotonic() - visitor.asked))


def main():
    place, n, language = urlparse(sys.argv[1]), int(sys.argv[2]), (sys.argv[3:] or ["fr"])[0]
    selector, visitors, done = selectors.DefaultSelector(), [], []
    for _ in range(n):
        visitors.append(Visitor(place, language))
        selector.register(visitors[-1].socket, selectors.EVENT_READ, visitors[-1])
    hear(selector, 1, done)
    slowest = max((seconds for visitor, seconds in done if visitor.result() == "503"), default=0)
    print("refused %d" % sum(visitor.result() == "503" for visitor, _ in done))
    print("# the last after %.0f ms" % (slowest * 1000), flush=True)
    sys.stdin.readline()
    hear(selector, 20, done)
    for status, count in sorted(Counter(v.result() for v in visitors).items()):
        print(status, count)


main()
