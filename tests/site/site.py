#!/usr/bin/python3
"""A site on loopback whose faults are switched while it is up, for the cases of the crawler.

    site.py [--pages N] [--log FILE] [--port N] [--certificate FILE] [--traps]

Prints two lines: the site's URL, and that of its control. Then it answers until it is killed.

A rule says how requests are answered whose path (with its query) matches a glob; the rule set last wins:

    CONTROL/set?match=GLOB&do=MODE[&with=VALUE]    CONTROL/clear      no rules
    CONTROL/refuse, /listen                        the port is closed, and open again
    CONTROL/urls                                   what a whole crawl finds and an index has, one path a line
    CONTROL/word?path=PATH[&version=N]             the word that this page alone has

    do          with
    status      CODE[,SECONDS]   this status, and a Retry-After
    reset                        the connection is reset in the middle of the body
    short                        the connection ends before the Content-Length that was said
    hang                         never answers
    slow        SECONDS          answers later
    text        TYPE,TEXT        200 with this body ("text/plain,User-agent: *")
    not-found, login, maintenance  200 with the same page for all
    redirect    CODE,URL         "*" in the URL stands for the path
    missing     PERCENT          so many of the paths are 404, always the same ones
    version     N                the page has changed
    robots      noindex …        the page, with this <meta name="robots">
    copy        PATH             the page of another path, which it names as canonical

The log has a line for each request: monotonic time when it came, method, path, conditional (0, 1), status (0: none),
bytes of the body that were sent, requests that were under way when it came, itself among them; separated by tabs.
"""
import argparse
import asyncio
import email.utils
import fnmatch
import hashlib
import html
import socket
import ssl
import struct
import sys
import time
import urllib.parse
from pathlib import Path

from pages import Pages, word

BEGINNING = 1704067200  # 2024-01-01, when every page had its first version
SECONDS_OF_A_VERSION = 86400
REASONS = {200: "OK", 301: "Moved Permanently", 302: "Found", 304: "Not Modified", 404: "Not Found", 410: "Gone"}
SAME_FOR_ALL = {
    "not-found": "The page that you look for is not here. It may have been moved, or it was never there at all. "
                 "Try the search, or begin again on the first page.",
    "login": "Please log in with your name and your password to see this page. If you have forgotten your password, "
             "ask the desk for a new one.",
    "maintenance": "We are working on our site at the moment, and it will be back in a short while. "
                   "Thank you for your patience, and please come again later.",
}


class Answer:
    def __init__(self, status, body="", media_type="text/html; charset=utf-8", headers=()):
        self.status, self.headers = status, list(headers)
        self.body = body.encode() if isinstance(body, str) else body
        if self.body or status not in (304,):
            self.headers.append(("Content-Type", media_type))


class Site:
    def __init__(self, options):
        self.options = options
        here = Path(__file__).resolve().parent.parent.parent
        self.pages = Pages(here / "langs", options.handbook, options.pages)
        self.rules = []
        self.log = open(options.log, "w", buffering=1, encoding="utf-8") if options.log else None
        self.port = options.port
        self.server = None
        self.under_way = 0
        self.scheme = "https" if options.certificate else "http"

    # ---------------------------------------------------------------- what is answered

    def rule(self, path):
        for glob, mode, value in reversed(self.rules):
            if fnmatch.fnmatchcase(path, glob):
                return mode, value
        return "", ""

    def origin(self, headers):
        return f"{self.scheme}://{headers.get('host', 'localhost')}"

    def page(self, path, headers, version=0, head=""):
        if path == "/robots.txt":
            text = f"User-agent: *\nDisallow: /private/\n\nSitemap: {self.origin(headers)}/map.xml\n"
            return Answer(200, text, "text/plain")
        if path == "/map.xml":
            return Answer(200, self.sitemap(self.origin(headers)), "application/xml")
        found = self.pages.find(path, version, self.options.traps)
        if not found:
            return Answer(404, "<!DOCTYPE html><title>Not found</title><p>There is no such page.")
        status, text = found
        if status in (301, 302):
            return Answer(status, headers=[("Location", text)])
        return self.validated(status, text.replace("</head>", head + "</head>", 1), headers, version)

    @staticmethod
    def validated(status, text, headers, version):
        """200 with its validators, or 304 (RFC 9110 13.2.2: the ETag decides where there is one)."""
        tag = '"' + hashlib.sha1(text.encode()).hexdigest()[:16] + '"'
        changed = BEGINNING + version * SECONDS_OF_A_VERSION
        validators = [("ETag", tag), ("Last-Modified", email.utils.formatdate(changed, usegmt=True))]
        same = False
        if "if-none-match" in headers:
            same = headers["if-none-match"] == tag
        elif "if-modified-since" in headers:
            since = email.utils.parsedate_to_datetime(headers["if-modified-since"]).timestamp()
            same = changed <= since
        if status == 200 and same:
            return Answer(304, headers=validators)
        return Answer(status, text, headers=validators if status == 200 else ())

    def sitemap(self, origin):
        urls = "".join(f"<url><loc>{html.escape(origin + p)}</loc></url>\n" for p in self.pages.in_sitemap())
        return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n'

    def answer(self, path, headers):
        mode, value = self.rule(path)
        first, _, rest = value.partition(",")
        if mode == "status":
            return Answer(int(first), f"<title>{first}</title>", headers=[("Retry-After", rest)] if rest else ())
        if mode in SAME_FOR_ALL:
            text = SAME_FOR_ALL[mode]
            return Answer(200, f'<!DOCTYPE html><title>{mode}</title><p>{text}')
        if mode == "text":
            return Answer(200, rest, first)
        if mode == "redirect":
            return Answer(int(first), headers=[("Location", rest.replace("*", path))])
        if mode == "missing" and int(hashlib.sha1(path.encode()).hexdigest(), 16) % 100 < int(value):
            return Answer(404, "<title>Not found</title>")
        head = f'<meta name="robots" content="{value}">' if mode == "robots" else ""
        if mode == "copy":
            path, head = value, f'<link rel="canonical" href="{value}">'
        return self.page(path, headers, int(value) if mode == "version" else 0, head)

    # ---------------------------------------------------------------- how it is sent

    async def send(self, writer, answer, method, mode):
        body = b"" if method == "HEAD" or answer.status == 304 else answer.body
        said = len(body) + (1000 if mode == "short" else 0)
        length = "" if answer.status == 304 else f"Content-Length: {said}\r\n"
        lines = "".join(f"{name}: {value}\r\n" for name, value in answer.headers)
        head = f"HTTP/1.1 {answer.status} {REASONS.get(answer.status, 'Status')}\r\n{length}{lines}\r\n"
        if mode == "reset":
            body = body[:len(body) // 2]
        writer.write(head.encode() + body)
        await writer.drain()
        if mode == "reset":
            await asyncio.sleep(0.01)
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()
        return len(body)

    async def request(self, reader, writer, method, path, headers):
        came, status, sent = time.monotonic(), 0, 0
        self.under_way += 1
        under_way = self.under_way
        mode, value = self.rule(path)
        conditional = int("if-none-match" in headers or "if-modified-since" in headers)
        if mode in ("reset", "short"):  # what goes wrong in a body needs one
            headers = {name: text for name, text in headers.items() if not name.startswith("if-")}
        try:
            if mode == "hang":
                await reader.read()
                return False
            if mode == "slow":
                await asyncio.sleep(float(value))
            answer = self.answer(path, headers)
            status = answer.status
            sent = await self.send(writer, answer, method, mode)
            return mode not in ("reset", "short")
        finally:
            self.under_way -= 1
            if self.log:
                self.log.write(f"{came:.6f}\t{method}\t{path}\t{conditional}\t{status}\t{sent}\t{under_way}\n")

    async def connection(self, reader, writer):
        try:
            while True:
                lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                method, path, _ = lines[0].split(" ", 2)
                pairs = (line.partition(":") for line in lines[1:] if line)
                headers = {name.lower(): value.strip() for name, _, value in pairs}
                if not await self.request(reader, writer, method, path, headers):
                    break
        except (asyncio.IncompleteReadError, ConnectionError, ValueError):
            pass
        finally:
            writer.close()

    # ---------------------------------------------------------------- control

    async def listen(self):
        context = None
        if self.options.certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self.options.certificate)
        self.server = await asyncio.start_server(self.connection, "127.0.0.1", self.port, ssl=context, backlog=1000)
        self.port = self.server.sockets[0].getsockname()[1]

    async def order(self, name, query):
        if name == "/set":
            self.rules.append((query["match"], query["do"], query.get("with", "")))
        elif name == "/clear":
            self.rules.clear()
        elif name == "/refuse":
            self.server.close()
        elif name == "/listen":
            await self.listen()
        elif name == "/urls":
            return "\n".join(self.pages.listed()) + "\n"
        elif name == "/word":
            return word(self.pages.number(query["path"]), int(query.get("version", "0"))) + "\n"
        else:
            return None
        return ""

    async def control(self, reader, writer):
        request = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        url = urllib.parse.urlsplit(request.split(" ")[1])
        text = await self.order(url.path, dict(urllib.parse.parse_qsl(url.query)))
        status = "404 Not Found" if text is None else "200 OK"
        writer.write(f"HTTP/1.0 {status}\r\n\r\n{text or ''}".encode())
        await writer.drain()
        writer.close()


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--handbook", default="/usr/share/doc/debian-handbook/html")
    parser.add_argument("--log")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--certificate", help="PEM file with certificate and key: the site speaks TLS")
    parser.add_argument("--traps", action="store_true")
    site = Site(parser.parse_args())
    await site.listen()
    control = await asyncio.start_server(site.control, "127.0.0.1", 0)
    print(f"{site.scheme}://127.0.0.1:{site.port}/\nhttp://127.0.0.1:{control.sockets[0].getsockname()[1]}", flush=True)
    async with control:
        await control.serve_forever()


try:
    asyncio.run(main())
except KeyboardInterrupt:
    sys.exit(0)
