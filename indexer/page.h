/*
 * page.h: one page on its way from a feed to the index: first as fetched bytes, then as a document.
 *
 *     feed ─▶ Page ─▶ extract() ─▶ Document ─▶ decide ─▶ post ─▶ writer
 *
 * Both are plain data without hidden state, so that extraction can move into another process unchanged.
 */
#ifndef ISOGLOT_PAGE_H
#define ISOGLOT_PAGE_H

#include <glib.h>

#include "shim/error.h"

G_BEGIN_DECLS

/* What a feed gives: the bytes of one URL and what was said about them. Strings may be NULL where nothing was said. */
typedef struct {
    char *url;              /* absolute, normalised (url.h) */
    char *source;           /* where it was read, for messages: "site.warc.gz:10234", "docs/a.html", "pages.jsonl:17" */
    GBytes *body;           /* decoded from transfer and content encodings; NULL: nothing but the record below */
    gboolean truncated;     /* the body is incomplete (WARC-Truncated, or cut at LIMIT_PAGE) */
    char *media_type;       /* "text/html", lower case, without parameters */
    char *charset;          /* as HTTP said */
    char *content_language; /* HTTP header */
    char *link_header;      /* HTTP Link headers, joined by ", " */
    char *robots_header;    /* X-Robots-Tag headers, one a line */
    gint64 last_modified;   /* seconds since 1970 (HTTP Last-Modified, or the file's mtime); 0: unknown */
    gint64 fetched_at;      /* seconds since 1970 (WARC-Date, or the file's mtime) */
    guint http_status;      /* 200, 404 …; 0: not from HTTP */
    gboolean is_asked;      /* the operator has asked for this page by name just now: it returns even if removed this second */
    /* JSON Lines: the page is given as text already, nothing is extracted. */
    char *lang;             /* authoritative */
    char *title, *text, *group;
    gint64 date;            /* seconds since 1970, or RECORD_DATE_UNKNOWN */
} Page;

Page *page_new(void);
void page_free(Page *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Page, page_free)

typedef struct {
    char *url;      /* absolute, normalised, without fragment */
    char *text;     /* white space squeezed; at most LIMIT_LINK_TEXT */
    char *lang;     /* hreflang, else lang attribute, else code of the language whose name the text is (lang.h), or "" */
    gboolean nofollow;
    guint line;     /* of the page's source, from 1; 0: not known */
} Link;

typedef enum { ALTERNATE_LINK_ELEMENT, ALTERNATE_LINK_HEADER, ALTERNATE_SCHEMA_ORG } AlternateEvidence;

/* As it stands in the ledger and in what `isoglot extract` shows: html, http, schema. */
const char *alternate_evidence_name(AlternateEvidence evidence);

typedef struct {
    char *url;
    char *lang;     /* as written: "zh-Hans", "x-default"; of schema.org perhaps "" */
    AlternateEvidence evidence;
} Alternate;

/* A mistake that the page's source has (outline.h), for the table defect of the ledger. */
typedef struct {
    const char *code; /* a constant string */
    char *detail;
    guint line;       /* as of a link */
} DocumentDefect;

/* Bytes [start, end) of a text. */
typedef struct {
    gsize start, end;
} TextRange;

enum {
    ROBOTS_NOINDEX = 1 << 0,
    ROBOTS_NOFOLLOW = 1 << 1,
    ROBOTS_NOARCHIVE = 1 << 2,
};

/* What the indexer sees of a page. Text is valid UTF-8 without NUL; strings are never NULL ("" where there is nothing). */
typedef struct {
    char *encoding;         /* WHATWG name the bytes were decoded from */
    char *encoding_source;  /* bom, http, meta, detected, default */
    char *type;             /* html, text, json … as PREFIX_TYPE */
    char *title;
    GPtrArray *headings;    /* char*, in order; their text stands in `text` too */
    char *description;
    GString *text;          /* blocks (paragraphs, headings, items, cells) parted by '\n' */
    GString *prose;         /* the same without verbatim blocks (pre, code listings): what the language is judged by */
    GArray *nosnippet;      /* TextRange in `text`, in order: what may be found but not shown (data-nosnippet) */
    char *lang_html;        /* lang of <html>, or xml:lang, or of <body> */
    char *lang_http;        /* Content-Language header, else meta http-equiv; the first tag of it */
    char *lang_schema;      /* inLanguage of schema.org, as a language tag, of what the page itself is */
    char *canonical;        /* absolute URL or "" */
    char *symbols;          /* document symbols of title and URL (symbol.h), parted by spaces */
    guint64 fingerprint;    /* of structure and numbers (fingerprint.h); 0: too little of both */
    gboolean has_outline;   /* are the next ones known? outline.h */
    guint n_headings, n_links, n_tables; /* of its own content, without what pages of a site share */
    guint64 numbers;        /* set of the longer ones in its text (shim/shape.h) */
    char *own_hash;         /* SHA-256 of title and own text without white space, hexadecimal */
    GString *navigation;    /* text of nav elements, without links that name a language */
    GString *bar;           /* codes of the languages that links are named by, in order, parted by spaces */
    gboolean is_rtl;        /* dir of <html> or <body> is rtl */
    guint line_html;        /* of <html>; 0: not known */
    GPtrArray *defects;     /* DocumentDefect* */
    GPtrArray *links;       /* Link* */
    GPtrArray *alternates;  /* Alternate* */
    guint robots;           /* ROBOTS_… from meta and header, the most restrictive */
    gint32 max_snippet;     /* -1: no limit */
    gint64 unavailable_after; /* seconds since 1970, or RECORD_DATE_UNKNOWN */
    gint64 date;            /* published or modified, as the page itself says (meta, time); RECORD_DATE_UNKNOWN */
    gboolean truncated;     /* text was lost to a limit */
} Document;

Document *document_new(void);
void document_free(Document *document);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Document, document_free)

/* The page that `href`, relative to `base`, names as the one to index in its place (RFC 6596). The first that is a URL stays;
 * whether it leads anywhere, to itself or in a circle is for those who follow it. */
void document_set_canonical(Document *document, const char *base, const char *href);

/* Adds an alternate, if `href` is a URL and there is room (LIMIT_ALTERNATES). */
void document_add_alternate(Document *document, const char *base, const char *href, const char *lang,
                            AlternateEvidence evidence);

/* Notes a mistake of the page's source; `code` is a constant string. */
void document_add_defect(Document *document, const char *code, const char *detail, guint line);

/* The text without what `nosnippet` says; g_free(). */
char *document_snippet_text(const Document *document);

/* SHA-256 over title and text, hexadecimal: equal for pages whose content is the same. g_free(). */
char *document_hash(const Document *document);

G_END_DECLS

#endif
