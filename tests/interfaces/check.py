"""What the search gives to programs, against its schemas and against what was asked.

    check.py CGI CONFIG SCHEMA FEEDS LANGUAGES STRINGS…    answers of isoglot.cgi over the pages of interfaces.t

Prints a line of TAP without its number for each promise, and leaves every feed in the directory FEEDS, for xmllint."""
import json
import os
import subprocess
import sys
import unicodedata
import urllib.parse
import xml.etree.ElementTree as ElementTree

import jsonschema

CGI, CONFIG, SCHEMA, FEEDS, LANGUAGES = sys.argv[1:6]
LANGUAGES = LANGUAGES.split()
STRINGS = [s for path in sys.argv[6:] for s in json.load(open(path, encoding="utf-8"))]
schema = json.load(open(SCHEMA, encoding="utf-8"))
jsonschema.Draft202012Validator.check_schema(schema)
answers = jsonschema.Draft202012Validator(schema)
suggestions = jsonschema.Draft202012Validator({"$ref": "#/$defs/suggestions", "$defs": schema["$defs"]})
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
feeds = 0


def ask(path, query, method="GET", **more):
    """Status, headers in lower case, body."""
    env = {"ISOGLOT_CONFIG": CONFIG, "PATH_INFO": path, "QUERY_STRING": query, "REQUEST_METHOD": method, "SERVER_NAME": "x.example",
           "SERVER_PORT": "80", "SCRIPT_NAME": "/find", **more}
    out = subprocess.run([CGI], env=env, stdin=subprocess.DEVNULL, capture_output=True, check=False).stdout
    head, body = out.split(b"\r\n\r\n", 1)
    lines = [line.split(": ", 1) for line in head.decode().split("\r\n")]
    headers = {name.lower(): value for name, value in lines}
    return int(headers["status"].split()[0]), headers, body


def encode(**parameters):
    return urllib.parse.urlencode(parameters, encoding="utf-8")


def tell(bad, name):
    print(("not ok" if bad else "ok") + f" - {name}")
    for line in bad[:5]:
        print(f"# {line}")


def keep_feed(body, kind="rss"):
    global feeds
    feeds += 1
    with open(os.path.join(FEEDS, f"{feeds}.{kind}"), "wb") as out:
        out.write(body)


def cleaned(text):
    """As the query is shown: controls as spaces, no white space of ASCII around."""
    return "".join(" " if ord(c) < 32 or ord(c) == 127 else c for c in text).strip(" \t\n\r\f\v")


def in_xml(text):
    """As markup has it: controls and noncharacters that must not stand in it are replaced."""
    return "".join("\ufffd" if c in "\ufffe\uffff\x7f" or ord(c) < 32 and c not in "\t\n" else c for c in text)


def check_answers():
    bad, kinds = [], set()
    queries = ["", "shared", "shared OR alpha", '"shared words"', "shraed", "-shared", "nothing-has-this", "shared*", "type:html shared"]
    ways = [{}, {"explain": "1"}, {"all": "1", "explain": "1"}, {"sort": "date"}, {"p": "2", "n": "2"}]
    for lang in LANGUAGES:
        for n, query in enumerate(queries):
            way = ways[n % len(ways)]
            status, headers, body = ask("/search", encode(q=query, lang=lang, format="json", **way))
            answer = json.loads(body)
            kinds |= {key for key in ("results", "other_languages", "corrected", "notices") if answer.get(key)}
            bad += [f"{query} {way}: {e.message[:100]}" for e in answers.iter_errors(answer)]
            if status != 200 or headers["content-type"] != "application/json" or answer["lang"] != lang:
                bad.append(f"{query}: {status} {headers}")
    if kinds != {"results", "other_languages", "corrected", "notices"}:
        bad.append(f"of the parts that an answer may have only {kinds}")
    tell(bad, "answers are as their schema says")


def check_errors():
    bad = []
    cases = [("/search", "q=a&lang=nowhere&format=json", "GET", 400), ("/search", "q=%FF&format=json", "GET", 400),
             ("/search", "q=a&p=0&format=json", "GET", 400), ("/nowhere", "format=json", "GET", 404),
             ("/search", "q=a&format=json", "PUT", 405), ("/suggest", "q=%00&format=json", "GET", 400),
             ("/search", "format=json&q=" + "a" * 20000, "GET", 414), ("/click", "format=json", "POST", 404)]
    for path, query, method, expected in cases:
        status, _, body = ask(path, query, method)
        if status != expected or list(answers.iter_errors(json.loads(body))) or "error" not in json.loads(body):
            bad.append(f"{path} {query[:40]} {method}: {status} {body[:80]}")
        status, headers, body = ask(path, query.replace("format=json", "format=rss"), method)
        keep_feed(body)
        if status != expected or not headers["content-type"].startswith("application/rss+xml"):
            bad.append(f"as RSS: {path} {query[:40]} {method}: {status}")
    tell(bad, "errors are as their schema says, and feeds where feeds were asked for")


def check_schema_itself():
    bad = []
    _, _, body = ask("/search", encode(q="shared", format="json"))
    good = json.loads(body)
    for change in [{"total": "1"}, {"direction": "up"}, {"corrected": {}}, {"results": [{}]}, {"error": {}}]:
        if not list(answers.iter_errors({**good, **change})):
            bad.append(str(change))
    tell(bad, "the schema tells what is wrong")


def check_feeds():
    bad = []
    for lang in LANGUAGES:
        for way in [{"q": "shared", "n": "2"}, {"q": "shared", "n": "2", "p": "2"}, {"q": "shraed"}, {"q": "nothing-has-this"}]:
            query = encode(lang=lang, **way)
            _, headers, body = ask("/search", query, HTTP_ACCEPT="application/rss+xml;q=0.9, text/html;q=0.5")
            keep_feed(body)
            channel = ElementTree.fromstring(body).find("channel")
            answer = json.loads(ask("/search", query + "&format=json")[2])
            items = [(i.findtext("title"), i.findtext("link"), i.findtext("description")) for i in channel.iter("item")]
            expected = [(r["title"], r["url"], "".join(p["text"] for p in r["snippet"])) for r in answer["results"]]
            numbers = [int(channel.findtext(OPENSEARCH + n)) for n in ("totalResults", "startIndex", "itemsPerPage")]
            wanted = [answer["total"], (int(way.get("p", 1)) - 1) * int(way.get("n", 10)) + 1, int(way.get("n", 10))]
            if items != expected or numbers != wanted or "Accept" not in headers["vary"]:
                bad.append(f"{way} {lang}: {numbers} for {wanted}, {len(items)} items for {len(expected)}")
            if not channel.findtext("link").startswith("http://x.example/find/search?"):
                bad.append(channel.findtext("link"))
    tell(bad, "a feed has what the JSON answer has")


def check_descriptions():
    bad = []
    for lang in LANGUAGES:
        _, headers, body = ask("/opensearch.xml", encode(lang=lang))
        keep_feed(body, "opensearch")
        root = ElementTree.fromstring(body)
        templates = {u.get("type"): u.get("template") for u in root.iter(OPENSEARCH + "Url")}
        if headers["content-type"] != "application/opensearchdescription+xml" or root.findtext(OPENSEARCH + "Language") != lang:
            bad.append(f"{lang}: {headers}")
        for kind, template in templates.items():
            url = urllib.parse.urlsplit(template.replace("{searchTerms}", "shared").replace("{startPage?}", "").replace("{count?}", ""))
            status, got, _ = ask(url.path.removeprefix("/find"), url.query)
            if status != 200 or not got["content-type"].startswith(kind) or got["content-language"] != lang and kind != "application/json":
                bad.append(f"{template}: {status} {got['content-type']}")
        page = ask("/search", encode(lang=lang, q="shared"))[2].decode()
        if f'<link rel="search" type="application/opensearchdescription+xml" href="opensearch.xml?lang={lang}"' not in page:
            bad.append(f"{lang}: the page does not lead to it")
    tell(bad, "the description of each language leads to answers, and the page to the description")


def check_strings():
    bad = []
    for number, text in enumerate(STRINGS):
        lang = LANGUAGES[number % len(LANGUAGES)]
        query = encode(q=text, lang=lang)
        status, _, body = ask("/search", query + "&format=json")
        if "\0" in text:
            bad += [] if status == 400 else [f"{text!r}: {status}"]
            continue
        answer = json.loads(body)
        if status != 200 or answer["query"] != cleaned(text) or list(answers.iter_errors(answer)):
            bad.append(f"JSON {text!r}: {status} {answer.get('query')!r}")
        status, _, body = ask("/suggest", query)
        suggested = json.loads(body)
        if status != 200 or suggested[0] != text or list(suggestions.iter_errors(suggested)):
            bad.append(f"suggestions {text!r}: {status} {body[:80]}")
        status, _, body = ask("/search", query + "&format=rss")
        keep_feed(body)
        asked = ElementTree.fromstring(body).find(f".//{OPENSEARCH}Query").get("searchTerms")
        if status != 200 or asked != in_xml(cleaned(text)):
            bad.append(f"RSS {text!r}: {status} {asked!r}")
    tell(bad, f"{len(STRINGS)} odd strings come back as they were asked")


def as_title(text):
    """What a page's title is made of, as the feed's reader does: white space single."""
    return " ".join(text.split())


def check_titles():
    bad, shown = [], 0
    for number, text in enumerate(STRINGS):
        if "\0" in text:
            continue
        lang = LANGUAGES[number % len(LANGUAGES)]
        query = encode(q=f"mark{number}x", lang=lang, spelling="0")
        results = json.loads(ask("/search", query + "&format=json")[2])["results"]
        body = ask("/search", query + "&format=rss")[2]
        keep_feed(body)
        item = ElementTree.fromstring(body).find(".//item/title")
        if not results or as_title(results[0]["title"]) != as_title(text):
            bad.append(f"JSON {text!r}: {[r['title'] for r in results]}")
        elif item is None or item.text != in_xml(results[0]["title"]):
            bad.append(f"RSS {text!r}: {item.text if item is not None else None!r}")
        start = "".join(c for c in text if unicodedata.category(c)[0] in "LN")[:3]
        found = json.loads(ask("/suggest", encode(q=start, lang=lang))[2])[1] if start else []
        shown += any(f == as_title(text) for f in found)
    tell(bad, "as titles of pages they come back, too")
    tell([] if shown >= len(STRINGS) // 10 else [f"{shown} of {len(STRINGS)}"], "and are suggested when they begin with a word")


check_answers()
check_schema_itself()
check_errors()
check_feeds()
check_descriptions()
check_strings()
check_titles()
