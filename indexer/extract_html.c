#include "indexer/extract_html.h"

#include <string.h>

#include "indexer/date.h"
#include "indexer/fingerprint.h"
#include "indexer/outline.h"
#include "indexer/robots_meta.h"
#include "indexer/schema_org.h"
#include "indexer/url.h"
#include "indexer/xml.h"
#include "langs/charset.h"
#include "langs/lang.h"
#include "shim/limits.h"
#include "shim/record.h"

/* What an element means for the text; elements that are not listed are inline. */
typedef enum { KIND_INLINE, KIND_BLOCK, KIND_HIDDEN, KIND_VERBATIM, KIND_HEADING } Kind;

static const struct {
    const char *name;
    Kind kind;
} kinds[] = {
    {"address", KIND_BLOCK},     {"article", KIND_BLOCK},     {"aside", KIND_BLOCK},       {"blockquote", KIND_BLOCK},
    {"body", KIND_BLOCK},        {"br", KIND_BLOCK},          {"button", KIND_BLOCK},      {"caption", KIND_BLOCK},
    {"center", KIND_BLOCK},      {"datalist", KIND_HIDDEN},   {"dd", KIND_BLOCK},          {"details", KIND_BLOCK},
    {"dialog", KIND_BLOCK},      {"dir", KIND_BLOCK},         {"div", KIND_BLOCK},         {"dl", KIND_BLOCK},
    {"dt", KIND_BLOCK},          {"fieldset", KIND_BLOCK},    {"figcaption", KIND_BLOCK},  {"figure", KIND_BLOCK},
    {"footer", KIND_BLOCK},      {"form", KIND_BLOCK},        {"h1", KIND_HEADING},        {"h2", KIND_HEADING},
    {"h3", KIND_HEADING},        {"h4", KIND_HEADING},        {"h5", KIND_HEADING},        {"h6", KIND_HEADING},
    {"head", KIND_BLOCK},        {"header", KIND_BLOCK},      {"hr", KIND_BLOCK},          {"legend", KIND_BLOCK},
    {"li", KIND_BLOCK},          {"listing", KIND_VERBATIM},  {"main", KIND_BLOCK},        {"nav", KIND_BLOCK},
    {"noscript", KIND_HIDDEN},   {"ol", KIND_BLOCK},          {"option", KIND_BLOCK},      {"p", KIND_BLOCK},
    {"pre", KIND_VERBATIM},      {"section", KIND_BLOCK},     {"summary", KIND_BLOCK},     {"table", KIND_BLOCK},
    {"tbody", KIND_BLOCK},       {"td", KIND_BLOCK},          {"tfoot", KIND_BLOCK},       {"th", KIND_BLOCK},
    {"thead", KIND_BLOCK},       {"title", KIND_BLOCK},       {"tr", KIND_BLOCK},          {"ul", KIND_BLOCK},
};

typedef struct {
    const Page *page;
    Document *d;
    char *base;
    GHashTable *kinds;
    guint hidden, verbatim, noindex, in_title; /* how many such elements are open */
    guint heading;          /* open headings */
    guint nosnippet;        /* open elements from the outermost with data-nosnippet on; 0: none */
    GString *heading_text, *title, *link_text;
    Link *link;             /* open <a> */
    char *origin;           /* of the page, with the slash behind it */
    Fingerprint *fingerprint;
    Outline *outline;
    Microdata *microdata;
    gboolean gap;           /* white space is owed before the next text */
    gboolean seen_time, title_done;
} Reader;

static void set(char **field, const char *value, gsize limit)
{
    g_free(*field);
    *field = g_strndup(value, limit);
    char *end;
    if (!g_utf8_validate(*field, -1, (const char **)&end))
        *end = '\0';
    g_strstrip(*field);
}

/* Has `value` this word, in a list parted by spaces? */
static gboolean has_word(const char *value, const char *word)
{
    g_auto(GStrv) words = g_strsplit_set(value ? value : "", " \t\n", 64);
    for (char **w = words; *w; w++)
        if (g_ascii_strcasecmp(*w, word) == 0)
            return TRUE;
    return FALSE;
}

static void end_block(Reader *r)
{
    GString *texts[] = {r->d->text, r->d->prose};
    for (guint i = 0; i < 2; i++)
        if (texts[i]->len && texts[i]->str[texts[i]->len - 1] != '\n')
            g_string_append_c(texts[i], '\n');
    r->gap = FALSE;
    fingerprint_break(r->fingerprint);
}

static void on_link_element(Reader *r, const char *const *attributes)
{
    const char *rel = html_attribute(attributes, "rel"), *href = html_attribute(attributes, "href");
    const char *lang = html_attribute(attributes, "hreflang");
    if (!rel || !href)
        return;
    if (has_word(rel, "alternate") && lang && *lang)
        document_add_alternate(r->d, r->base, href, lang, ALTERNATE_LINK_ELEMENT);
    if (has_word(rel, "canonical"))
        document_set_canonical(r->d, r->base, href);
}

static void on_date(Reader *r, const char *value)
{
    if (r->d->date == RECORD_DATE_UNKNOWN)
        r->d->date = date_parse_iso8601(value);
}

static void on_meta(Reader *r, const char *const *attributes)
{
    static const char *const dates[] = {"article:modified_time", "article:published_time", "dc.date", "dcterms.modified",
                                        "dcterms.date",          "date",                   "last-modified", NULL};
    const char *content = html_attribute(attributes, "content"), *name = html_attribute(attributes, "name");
    const char *equiv = html_attribute(attributes, "http-equiv");
    name = name ? name : html_attribute(attributes, "property");
    if (!content)
        return;
    if (equiv && g_ascii_strcasecmp(equiv, "content-language") == 0 && !*r->d->lang_http)
        set(&r->d->lang_http, content, strcspn(content, ", "));
    if (!name)
        return;
    g_autofree char *key = g_ascii_strdown(name, -1);
    if (g_str_equal(key, "description") || (g_str_equal(key, "og:description") && !*r->d->description))
        set(&r->d->description, content, LIMIT_DESCRIPTION);
    else if (g_str_equal(key, "robots") || g_str_equal(key, "isoglot"))
        robots_meta_read(content, r->d);
    else if (g_strv_contains(dates, key))
        on_date(r, content);
}

static void on_anchor(Reader *r, const char *const *attributes)
{
    const char *href = html_attribute(attributes, "href"), *lang = html_attribute(attributes, "hreflang");
    lang = lang && *lang ? lang : html_attribute(attributes, "lang");
    char *url = href && *href != '#' ? url_resolve(r->base, href) : NULL;
    if (!url || r->link || r->d->links->len >= LIMIT_LINKS) {
        g_free(url);
        return;
    }
    r->link = g_new0(Link, 1);
    r->link->url = url;
    r->link->lang = g_strndup(lang ? lang : "", 35);
    r->link->line = html_line(attributes);
    r->link->nofollow = has_word(html_attribute(attributes, "rel"), "nofollow");
    g_string_truncate(r->link_text, 0);
    if (!g_str_has_prefix(url, r->origin))
        fingerprint_foreign_link(r->fingerprint, url);
}

static void end_anchor(Reader *r)
{
    if (!r->link)
        return;
    set(&r->link->text, r->link_text->str, LIMIT_LINK_TEXT);
    const LangProfile *named = lang_find_by_name(r->link->text);
    if (named && !*r->link->lang)
        set(&r->link->lang, lang_code(named), LIMIT_LINK_TEXT);
    if (*r->link->lang)
        outline_end_language(r->outline, named ? lang_code(named) : r->link->lang, named != NULL);
    g_ptr_array_add(r->d->links, g_steal_pointer(&r->link));
}

static void on_lang(Reader *r, const char *const *attributes)
{
    const char *lang = html_attribute(attributes, "lang");
    lang = lang && *lang ? lang : html_attribute(attributes, "xml:lang");
    if (lang && !*r->d->lang_html)
        set(&r->d->lang_html, lang, 35);
}

static void begin_nosnippet(Reader *r)
{
    GArray *ranges = r->d->nosnippet;
    TextRange range = {r->d->text->len, r->d->text->len};
    if (ranges->len < LIMIT_NOSNIPPET) /* else the last one grows, over what stands between */
        g_array_append_val(ranges, range);
}

static void end_nosnippet(Reader *r)
{
    GArray *ranges = r->d->nosnippet;
    g_array_index(ranges, TextRange, ranges->len - 1).end = r->d->text->len;
}

static void on_start(const char *name, const char *const *attributes, gpointer user)
{
    Reader *r = user;
    Kind kind = GPOINTER_TO_INT(g_hash_table_lookup(r->kinds, name));
    if (kind != KIND_INLINE)
        end_block(r);
    gboolean is_first = !r->nosnippet && html_attribute(attributes, "data-nosnippet");
    if (is_first)
        begin_nosnippet(r);
    r->nosnippet += is_first || r->nosnippet;
    microdata_start(r->microdata, r->base, attributes);
    fingerprint_start(r->fingerprint, name);
    outline_start(r->outline, name, attributes);
    r->hidden += kind == KIND_HIDDEN;
    r->verbatim += kind == KIND_VERBATIM;
    if (kind == KIND_HEADING && r->heading++ == 0)
        g_string_truncate(r->heading_text, 0);
    if (g_str_equal(name, "title") && !r->hidden)
        r->in_title++;
    else if (g_str_equal(name, "html") || g_str_equal(name, "body"))
        on_lang(r, attributes);
    else if (g_str_equal(name, "a") || g_str_equal(name, "area"))
        on_anchor(r, attributes);
    else if (g_str_equal(name, "img") && html_attribute(attributes, "src"))
        fingerprint_image(r->fingerprint, html_attribute(attributes, "src"));
    else if (g_str_equal(name, "link"))
        on_link_element(r, attributes);
    else if (g_str_equal(name, "meta"))
        on_meta(r, attributes);
    else if (g_str_equal(name, "time") && html_attribute(attributes, "datetime"))
        on_date(r, html_attribute(attributes, "datetime"));
    else if (g_str_equal(name, "base") && html_attribute(attributes, "href")) {
        char *base = url_resolve(r->page->url, html_attribute(attributes, "href"));
        if (base) {
            g_free(r->base);
            r->base = base;
        }
    }
}

static void on_end(const char *name, gpointer user)
{
    Reader *r = user;
    Kind kind = GPOINTER_TO_INT(g_hash_table_lookup(r->kinds, name));
    if (kind != KIND_INLINE)
        end_block(r);
    microdata_end(r->microdata);
    fingerprint_end(r->fingerprint, name);
    if (r->nosnippet && --r->nosnippet == 0)
        end_nosnippet(r);
    if (kind == KIND_HIDDEN && r->hidden)
        r->hidden--;
    if (kind == KIND_VERBATIM && r->verbatim)
        r->verbatim--;
    if (kind == KIND_HEADING && r->heading && --r->heading == 0 && r->heading_text->len)
        g_ptr_array_add(r->d->headings, g_strstrip(g_strdup(r->heading_text->str)));
    if (g_str_equal(name, "title") && r->in_title && --r->in_title == 0)
        r->title_done = TRUE;
    if (g_str_equal(name, "a") || g_str_equal(name, "area"))
        end_anchor(r);
    outline_end(r->outline, name);
}

static void append_words(Reader *r, const char *text, gsize n, gboolean gap)
{
    GString *sinks[] = {r->d->text, r->verbatim ? NULL : r->d->prose, r->heading ? r->heading_text : NULL,
                        r->link ? r->link_text : NULL};
    for (guint i = 0; i < G_N_ELEMENTS(sinks); i++) {
        if (!sinks[i])
            continue;
        if (gap && sinks[i]->len && sinks[i]->str[sinks[i]->len - 1] != '\n')
            g_string_append_c(sinks[i], ' ');
        g_string_append_len(sinks[i], text, n);
    }
}

static void on_text(const char *text, gsize n, gpointer user)
{
    Reader *r = user;
    if (r->in_title) {
        if (!r->title_done && r->title->len < LIMIT_TITLE)
            g_string_append_len(r->title, text, n);
        return;
    }
    microdata_text(r->microdata, text, n);
    outline_text(r->outline, text, n);
    if (r->hidden || r->noindex)
        return;
    fingerprint_text(r->fingerprint, text, n);
    for (gsize i = 0; i < n;) {
        gsize start = i;
        while (i < n && !g_ascii_isspace(text[i]))
            i++;
        if (i > start) {
            append_words(r, text + start, i - start, r->gap);
            r->gap = FALSE;
        }
        for (; i < n && g_ascii_isspace(text[i]); i++)
            r->gap = TRUE;
    }
}

/* The marks with which sites keep their navigation out of an index; Omega, ht://Dig, Google's appliance. */
static void on_comment(const char *text, gpointer user)
{
    Reader *r = user;
    g_autofree char *mark = g_ascii_strdown(text, -1);
    g_strstrip(mark);
    static const char *const begin[] = {"noindex", "htdig_noindex", "udmcomment", "googleoff: index", "googleoff: all", NULL};
    static const char *const end[] = {"/noindex", "/htdig_noindex", "/udmcomment", "googleon: index", "googleon: all", NULL};
    if (g_strv_contains(begin, mark))
        r->noindex = 1;
    else if (g_strv_contains(end, mark))
        r->noindex = 0;
}

static void on_data(const char *json, gpointer user)
{
    Reader *r = user;
    schema_org_read(json, r->page->url, r->base, r->d);
}

/* What a label in the page itself can mean: it was read as ASCII, so the page is not in UTF-16. */
static const char *encoding_of_meta(const char *label)
{
    const char *encoding = charset_of_label(label);
    if (!encoding)
        return NULL;
    if (g_str_has_prefix(encoding, "UTF-16"))
        return "UTF-8";
    return g_str_equal(encoding, "x-user-defined") ? "windows-1252" : encoding;
}

const char *html_find_encoding(const char *bytes, gsize n)
{
    g_autofree char *head = g_strndup(bytes, MIN(n, 1024));
    for (char *p = head; *p; p++) /* labels are ASCII, and the cut may have gone through a character */
        if ((guchar)*p >= 0x80)
            *p = '?';
    g_autoptr(GRegex) pattern = g_regex_new("<!--.*?-->|(?|<meta\\b[^>]*charset\\s*=\\s*[\"']?\\s*([A-Za-z0-9_:.-]+)|"
                                            "<\\?xml\\b[^>]*encoding\\s*=\\s*[\"']([A-Za-z0-9_:.-]+))",
                                            G_REGEX_CASELESS | G_REGEX_RAW | G_REGEX_DOTALL, 0, NULL);
    g_autoptr(GMatchInfo) match = NULL;
    const char *encoding = NULL;
    g_regex_match(pattern, head, 0, &match);
    for (; !encoding && g_match_info_matches(match); g_match_info_next(match, NULL)) {
        g_autofree char *label = g_match_info_fetch(match, 1);
        encoding = label && *label ? encoding_of_meta(label) : NULL;
    }
    return encoding;
}

static void squeeze(char *text)
{
    char *out = text;
    gboolean gap = FALSE;
    for (const char *p = text; *p; p++) {
        if (g_ascii_isspace(*p)) {
            gap = out > text;
            continue;
        }
        if (gap)
            *out++ = ' ';
        gap = FALSE;
        *out++ = *p;
    }
    *out = '\0';
}

/* XHTML closes any element by "/>", where HTML closes none so. */
static gboolean is_xml(const Page *page, const char *text, gsize n)
{
    while (n && g_ascii_isspace(*text))
        text++, n--;
    return g_strcmp0(page->media_type, "application/xhtml+xml") == 0 || (n > 5 && memcmp(text, "<?xml", 5) == 0);
}

void extract_html(const Page *page, const char *text, gsize n, Document *d)
{
    static const char *const wanted[] = {"href",    "lang",     "rel",      "hreflang",   "name",
                                         "content", "property", "xml:lang", "http-equiv", "datetime",
                                         "data-nosnippet", "src",    "itemprop", "itemscope",  "itemid",
                                         "alt",     "title",    "role",     "aria-label", "aria-labelledby",
                                         "aria-hidden", "dir",  NULL};
    static const HtmlEvents events = {wanted, on_start, on_end, on_text, on_comment, on_data};
    Reader r = {.page = page, .d = d, .base = g_strdup(page->url)};
    g_autofree char *origin = url_origin(page->url);
    r.origin = g_strconcat(origin, "/", NULL);
    r.fingerprint = fingerprint_new();
    r.outline = outline_new(r.fingerprint, d);
    r.microdata = microdata_new(page->url, d);
    r.kinds = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
        g_hash_table_insert(r.kinds, (gpointer)kinds[i].name, GINT_TO_POINTER(kinds[i].kind));
    r.heading_text = g_string_new(NULL);
    r.title = g_string_new(NULL);
    r.link_text = g_string_new(NULL);
    if (page->content_language)
        set(&d->lang_http, page->content_language, strcspn(page->content_language, ", "));
    html_parse(text, n, is_xml(page, text, n), &events, &r);
    end_anchor(&r);
    d->fingerprint = fingerprint_finish(r.fingerprint);
    if (r.nosnippet)
        end_nosnippet(&r);
    squeeze(r.title->str);
    set(&d->title, r.title->str, LIMIT_TITLE);
    d->numbers = fingerprint_numbers(r.fingerprint);
    outline_finish(r.outline, *d->title != '\0');
    if (!*d->title && d->headings->len)
        set(&d->title, g_ptr_array_index(d->headings, 0), LIMIT_TITLE);
    g_string_free(r.heading_text, TRUE);
    g_string_free(r.title, TRUE);
    g_string_free(r.link_text, TRUE);
    g_hash_table_unref(r.kinds);
    fingerprint_free(r.fingerprint);
    outline_free(r.outline);
    microdata_free(r.microdata);
    g_free(r.origin);
    g_free(r.base);
}
