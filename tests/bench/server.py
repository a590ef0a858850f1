#!/usr/bin/env python3
"""server.py FOLDER DELAY_MS LOG: a web server on loopback for `make bench-crawl` that takes DELAY_MS for each page, for as
many at once as are asked for. Prints its URL; LOG gets, when it is terminated, a line for each request: when the kernel
received it (seconds) and its path."""
import os
import signal
import socket
import struct
import sys
import threading
import time
from urllib.parse import unquote

SO_TIMESTAMPNS = 35
FOLDER, DELAY, LOG = sys.argv[1], float(sys.argv[2]) / 1000, sys.argv[3]
requests = []


def read(path):
    name = os.path.join(FOLDER, unquote(path.split("?")[0]).lstrip("/"))
    if ".." in name or not os.path.isfile(name):
        return "404 Not Found", b"<p>There is no such page."
    with open(name, "rb") as file:
        return "200 OK", file.read()


def receive(connection):
    """A request's head, and when it came; one client asks for one thing at a time."""
    head, came = b"", None
    while b"\r\n\r\n" not in head:
        data, ancillary, _, _ = connection.recvmsg(65536, 64)
        if not data:
            return None, None
        if came is None and ancillary:
            seconds, nanoseconds = struct.unpack("qq", ancillary[0][2])
            came = seconds + nanoseconds / 1e9
        head += data
    return head, came or time.time()


def serve(connection):
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    while True:
        head, came = receive(connection)
        if head is None:
            return
        path = head.split(b" ", 2)[1].decode("latin-1")
        requests.append((came, path))
        time.sleep(DELAY)
        status, body = read(path)
        kind = "text/plain" if path.endswith(".txt") else "text/html"
        connection.sendall(f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)


def finish(*_):
    with open(LOG, "w") as log:
        log.writelines(f"{came:.6f} {path}\n" for came, path in sorted(requests))
    os._exit(0)


signal.signal(signal.SIGTERM, finish)
listener = socket.create_server(("127.0.0.1", 0), backlog=64)
listener.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)  # its connections inherit it
print(f"http://127.0.0.1:{listener.getsockname()[1]}/", flush=True)
while True:
    threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
