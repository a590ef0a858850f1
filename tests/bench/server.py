#!/usr/bin/env python3
"""server.py FOLDER DELAY_MS LOG: a web server on loopback for `make bench-crawl` that takes DELAY_MS for each page, for as
many at once as are asked for. Prints its URL; LOG gets a line for each request: when it came (seconds) and its path."""
import asyncio
import os
import sys
import time
from urllib.parse import unquote

FOLDER, DELAY, LOG = sys.argv[1], float(sys.argv[2]) / 1000, open(sys.argv[3], "w", buffering=1)


def read(path):
    name = os.path.join(FOLDER, unquote(path.split("?")[0]).lstrip("/"))
    if ".." in name or not os.path.isfile(name):
        return "404 Not Found", b"<p>There is no such page."
    with open(name, "rb") as file:
        return "200 OK", file.read()


async def serve(reader, writer):
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            path = head.split(b" ", 2)[1].decode("latin-1")
            LOG.write(f"{time.monotonic():.6f} {path}\n")
            await asyncio.sleep(DELAY)
            status, body = read(path)
            kind = "text/plain" if path.endswith(".txt") else "text/html"
            writer.write(f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/", flush=True)
    await server.serve_forever()


asyncio.run(main())
