#!/usr/bin/python3
"""Checks WARC 1.1 files by the standard alone, with nothing of the program's own: members, fields, lengths, digests.

Prints one line per record: type, URL, profile's last word, status line, payload's length. A fault ends it with status 1.
"""
import base64
import hashlib
import re
import sys
import zlib

NEEDED = {"WARC-Record-ID", "WARC-Date", "WARC-Type", "Content-Length"}
KNOWN = NEEDED | {
    "Content-Type", "WARC-Concurrent-To", "WARC-Block-Digest", "WARC-Payload-Digest", "WARC-IP-Address",
    "WARC-Refers-To-Target-URI", "WARC-Refers-To-Date", "WARC-Target-URI", "WARC-Truncated", "WARC-Warcinfo-ID",
    "WARC-Filename", "WARC-Profile", "WARC-Protocol"}


def members(data):
    while data:
        z = zlib.decompressobj(16 + zlib.MAX_WBITS)
        text = z.decompress(data)
        assert z.eof, "a member is cut"
        yield text
        data = z.unused_data


def sha1(data):
    return "sha1:" + base64.b32encode(hashlib.sha1(data).digest()).decode()


def check(record, info, ids):
    header, _, rest = record.partition(b"\r\n\r\n")
    version, *lines = header.decode().split("\r\n")
    assert version == "WARC/1.1", version
    fields = dict(line.split(": ", 1) for line in lines)
    assert len(fields) == len(lines), "a field comes twice"
    assert NEEDED <= set(fields) <= KNOWN, set(fields) ^ NEEDED
    assert re.fullmatch(r"<urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}>", fields["WARC-Record-ID"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", fields["WARC-Date"])
    assert fields["WARC-Record-ID"] not in ids, "an id comes twice"
    ids.add(fields["WARC-Record-ID"])
    n = int(fields["Content-Length"])
    block = rest[:n]
    assert len(block) == n and rest[n:] == b"\r\n\r\n", "a wrong Content-Length"
    assert fields["WARC-Block-Digest"] == sha1(block), "a wrong block digest"
    kind = fields["WARC-Type"]
    assert (kind == "warcinfo") == (info is None), "warcinfo is not the first record alone"
    assert info is None or fields["WARC-Warcinfo-ID"] == info
    head, _, body = block.partition(b"\r\n\r\n")
    if kind == "response":
        assert fields["WARC-Payload-Digest"] == sha1(body), "a wrong payload digest"
        assert not re.search(rb"(?im)^transfer-encoding:", head), "the body is said to be chunked"
    if kind in ("response", "revisit"):
        assert re.match(rb"HTTP/1\.[01] \d{3}", head), "no status line"
    status = head.split(b"\r\n")[0].decode() if kind in ("response", "revisit") else "-"
    print(kind, fields.get("WARC-Target-URI", "-"), fields.get("WARC-Profile", "-").rsplit("/", 1)[-1], status.strip(),
          len(body), sep="\t")
    return fields["WARC-Record-ID"] if info is None else info


ids = set()
for path in sys.argv[1:]:
    info = None
    with open(path, "rb") as file:
        for member in members(file.read()):
            info = check(member, info, ids)
