#include "indexer/sitemap_xml.h"

#include <string.h>

#include "indexer/date.h"
#include "indexer/xml.h"
#include "shim/limits.h"
#include "shim/record.h"

#define LONGEST_LANG 35
#define LONGEST_NAME_SHOWN 40 /* characters of a root element that is refused */

typedef enum { FIELD_NONE, FIELD_URL, FIELD_GUID, FIELD_DATE, FIELD_OTHER_DATE } Field;

/* What the children of an entry mean. */
static const struct {
    SitemapType type;
    const char *name;
    Field field;
} fields[] = {{SITEMAP_URLSET, "loc", FIELD_URL},
              {SITEMAP_URLSET, "lastmod", FIELD_DATE},
              {SITEMAP_RSS, "link", FIELD_URL},
              {SITEMAP_RSS, "guid", FIELD_GUID},
              {SITEMAP_RSS, "pubDate", FIELD_DATE},
              {SITEMAP_RSS, "date", FIELD_OTHER_DATE},
              {SITEMAP_ATOM, "updated", FIELD_DATE},
              {SITEMAP_ATOM, "modified", FIELD_DATE},
              {SITEMAP_ATOM, "published", FIELD_OTHER_DATE},
              {SITEMAP_ATOM, "issued", FIELD_OTHER_DATE}};

static const struct {
    SitemapType type;
    const char *root;
    const char *entries[2];
} forms[] = {{SITEMAP_URLSET, "urlset", {"url", "sitemap"}},
             {SITEMAP_INDEX, "sitemapindex", {"sitemap", "url"}},
             {SITEMAP_RSS, "rss", {"item"}},
             {SITEMAP_RSS, "RDF", {"item"}},
             {SITEMAP_ATOM, "feed", {"entry"}}};

struct SitemapXml {
    SitemapSink *sink;
    XmlReader *reader;
    GError *failure; /* no root of a sitemap */
    guint form;      /* row of forms */
    char *root_uri, *root_prefix;
    char *feed_base, *base; /* what relative URLs of the feed and of the entry are resolved against */
    guint depth, entry_depth, field_depth; /* 0: none is open */
    Field field;
    GString *text; /* of the open field */
    GString *own;  /* of the entry itself */
    char *url, *guid;
    gint64 date, other_date;
    gboolean is_sitemap;
    gboolean has_told;  /* the open entry, with an earlier <loc> */
    GArray *alternates; /* SitemapAlternate */
};

/* Indexes have the children of a urlset. */
static SitemapType vocabulary(const SitemapXml *x)
{
    return forms[x->form].type == SITEMAP_INDEX ? SITEMAP_URLSET : forms[x->form].type;
}

static const char *attribute(const char *const *attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (g_str_equal(attributes[0], name))
            return attributes[1];
    return NULL;
}

/* An element of the form itself, and of no extension, whatever namespace the site has given to it. */
static gboolean is_own(const SitemapXml *x, const XmlName *name)
{
    if (!name->prefix || (name->uri && strstr(name->uri, "/schemas/sitemap/")) ||
        (name->uri && g_strcmp0(name->uri, x->root_uri) == 0))
        return TRUE;
    if (!name->uri)
        return g_strcmp0(name->prefix, x->root_prefix) == 0;
    return vocabulary(x) == SITEMAP_RSS &&
           (strstr(name->uri, "purl.org/rss/") || strstr(name->uri, "purl.org/dc/elements/"));
}

static void clear_alternate(gpointer data)
{
    SitemapAlternate *a = data;
    g_free(a->lang);
    g_free(a->url);
}

static void begin_entry(SitemapXml *x, gboolean is_sitemap, const char *const *attributes)
{
    const char *base = attribute(attributes, "xml:base");
    x->entry_depth = x->depth;
    x->is_sitemap = is_sitemap;
    x->has_told = FALSE;
    x->date = x->other_date = RECORD_DATE_UNKNOWN;
    g_string_truncate(x->own, 0);
    g_array_set_size(x->alternates, 0);
    g_clear_pointer(&x->url, g_free);
    g_clear_pointer(&x->guid, g_free);
    g_free(x->base);
    x->base = base ? sitemap_sink_resolve(x->feed_base, base) : NULL;
    if (!x->base)
        x->base = g_strdup(x->feed_base);
}

/* Text in place of a missing element; not white space alone. */
static const char *own_text(const SitemapXml *x)
{
    gsize blank = strspn(x->own->str, " \t\r\n");
    return vocabulary(x) == SITEMAP_URLSET && blank < x->own->len ? x->own->str + blank : NULL;
}

/* A guid is a URL only if it looks like one, whatever its isPermaLink says. */
static const char *guid_url(const SitemapXml *x)
{
    g_autofree char *url = x->guid ? sitemap_sink_resolve(NULL, x->guid) : NULL;
    return url ? x->guid : NULL;
}

static void put_entry(SitemapXml *x)
{
    const char *url = x->url ? x->url : guid_url(x);
    SitemapEntry entry = {.lastmod = x->date != RECORD_DATE_UNKNOWN ? x->date : x->other_date,
                          .is_sitemap = x->is_sitemap,
                          .alternates = (const SitemapAlternate *)x->alternates->data,
                          .n_alternates = x->alternates->len};
    url = url ? url : own_text(x);
    if (url)
        sitemap_sink_put(x->sink, xml_reader_line(x->reader), vocabulary(x) == SITEMAP_ATOM ? x->base : NULL,
                         url, &entry);
    else if (vocabulary(x) == SITEMAP_URLSET && !x->has_told && !x->sink->is_done)
        sitemap_sink_put_error(x->sink, xml_reader_line(x->reader), "an entry without URL");
    x->has_told = TRUE;
    g_clear_pointer(&x->url, g_free);
}

static void on_root(SitemapXml *x, const XmlName *name, const char *const *attributes)
{
    const char *base = attribute(attributes, "xml:base");
    for (x->form = 0; x->form < G_N_ELEMENTS(forms); x->form++)
        if (g_str_equal(forms[x->form].root, name->name))
            break;
    if (x->form == G_N_ELEMENTS(forms)) {
        x->sink->is_done = TRUE;
        g_autofree char *shown =
            g_utf8_substring(name->name, 0, MIN(g_utf8_strlen(name->name, -1), LONGEST_NAME_SHOWN));
        g_set_error(&x->failure, FAULT, FAULT_SKIP, "no sitemap: its root element is '%s'", shown);
        return;
    }
    x->sink->sitemap->type = forms[x->form].type;
    x->root_uri = g_strdup(name->uri);
    x->root_prefix = g_strdup(name->prefix);
    x->feed_base = base ? sitemap_sink_resolve(x->sink->base, base) : NULL;
    if (!x->feed_base)
        x->feed_base = g_strdup(x->sink->base);
}

static gboolean has_word(const char *words, const char *word)
{
    g_auto(GStrv) parts = g_strsplit_set(words, " \t\r\n", -1);
    for (char **part = parts; *part; part++)
        if (g_ascii_strcasecmp(*part, word) == 0)
            return TRUE;
    return FALSE;
}

static void add_alternate(SitemapXml *x, const char *lang, const char *href)
{
    guint line = xml_reader_line(x->reader);
    const char *base = vocabulary(x) == SITEMAP_ATOM ? x->base : NULL;
    g_autofree char *shortened = g_strndup(lang, LONGEST_LANG);
    SitemapAlternate a = {g_strstrip(g_utf8_make_valid(shortened, -1)), sitemap_sink_resolve(base, href)};
    gboolean is_full = x->alternates->len >= LIMIT_ALTERNATES;
    if (is_full)
        sitemap_sink_put_error(x->sink, line, "more than %d language links of one page", LIMIT_ALTERNATES);
    else if (!a.url)
        sitemap_sink_put_error(x->sink, line, "a language link without http or https URL");
    if (is_full || !a.url || !*a.lang)
        clear_alternate(&a);
    else
        g_array_append_val(x->alternates, a);
}

/* xhtml:link of a sitemap, whose namespace has many spellings, and the links of Atom. */
static void on_link(SitemapXml *x, const XmlName *name, const char *const *attributes)
{
    const char *rel = attribute(attributes, "rel"), *href = attribute(attributes, "href");
    const char *lang = attribute(attributes, "hreflang");
    gboolean is_atom = vocabulary(x) == SITEMAP_ATOM && is_own(x, name);
    gboolean is_xhtml = !name->uri || strstr(name->uri, "xhtml") || is_own(x, name);
    if (!href || (rel ? !has_word(rel, "alternate") : !is_atom))
        return;
    if (lang && (is_atom || is_xhtml))
        add_alternate(x, lang, href);
    if (is_atom && !x->url)
        x->url = g_strdup(href);
}

static void begin_field(SitemapXml *x, Field field)
{
    x->field = field;
    x->field_depth = x->depth;
    g_string_truncate(x->text, 0);
}

static void on_child(SitemapXml *x, const XmlName *name, const char *const *attributes)
{
    if (vocabulary(x) != SITEMAP_RSS && g_str_equal(name->name, "link")) {
        on_link(x, name, attributes);
        return;
    }
    for (guint i = 0; is_own(x, name) && i < G_N_ELEMENTS(fields); i++) {
        if (fields[i].type != vocabulary(x) || !g_str_equal(fields[i].name, name->name))
            continue;
        if (fields[i].field == FIELD_URL && x->url && vocabulary(x) == SITEMAP_URLSET)
            put_entry(x);
        begin_field(x, fields[i].field);
    }
}

static gboolean is_entry(const SitemapXml *x, const XmlName *name)
{
    const char *const *entries = forms[x->form].entries;
    return is_own(x, name) && (g_str_equal(name->name, entries[0]) || g_strcmp0(name->name, entries[1]) == 0);
}

static void on_start(const XmlName *name, const char *const *attributes, gpointer user)
{
    SitemapXml *x = user;
    x->depth++;
    if (x->depth == 1)
        on_root(x, name, attributes);
    if (x->depth == 1 || x->sink->is_done || x->field)
        return;
    if (x->entry_depth) {
        if (x->depth == x->entry_depth + 1)
            on_child(x, name, attributes);
    } else if (is_entry(x, name)) {
        begin_entry(x, g_str_equal(name->name, "sitemap"), attributes);
    } else if (vocabulary(x) == SITEMAP_URLSET && is_own(x, name) && g_str_equal(name->name, "loc")) {
        begin_entry(x, forms[x->form].type == SITEMAP_INDEX,
                    attributes); /* a <loc> outside: its own text is the URL */
    }
}

static gint64 parse_date(const SitemapXml *x, const char *text)
{
    gint64 date = date_parse_w3c(text);
    return date == RECORD_DATE_UNKNOWN && vocabulary(x) == SITEMAP_RSS ? date_parse_mail(text) : date;
}

static void end_field(SitemapXml *x)
{
    gboolean is_blank = x->text->str[strspn(x->text->str, " \t\r\n")] == '\0';
    if (x->field == FIELD_URL && !is_blank && !x->url)
        x->url = g_strdup(x->text->str);
    else if (x->field == FIELD_GUID && !x->guid)
        x->guid = g_strdup(x->text->str);
    else if (x->field == FIELD_DATE)
        x->date = parse_date(x, x->text->str);
    else if (x->field == FIELD_OTHER_DATE)
        x->other_date = parse_date(x, x->text->str);
    x->field = FIELD_NONE;
}

static void end_entry(SitemapXml *x)
{
    put_entry(x);
    x->entry_depth = 0;
}

static void on_end(gpointer user)
{
    SitemapXml *x = user;
    if (x->field && x->depth == x->field_depth)
        end_field(x);
    else if (x->entry_depth && x->depth == x->entry_depth)
        end_entry(x);
    x->depth--;
}

static void on_text(const char *text, gsize n, gpointer user)
{
    SitemapXml *x = user;
    GString *into = x->field ? x->text : x->entry_depth && x->depth == x->entry_depth ? x->own : NULL;
    if (into && into->len <= LIMIT_SITEMAP_FIELD)
        g_string_append_len(into, text, n);
}

static void on_repair(guint line, const char *what, gpointer user)
{
    SitemapXml *x = user;
    sitemap_sink_put_error(x->sink, line, "%s", what);
}

SitemapXml *sitemap_xml_new(SitemapSink *sink)
{
    static const XmlEvents events = {on_start, on_end, on_text, on_repair};
    SitemapXml *x = g_new0(SitemapXml, 1);
    x->sink = sink;
    x->reader = xml_reader_new(&events, x);
    x->text = g_string_new(NULL);
    x->own = g_string_new(NULL);
    x->alternates = g_array_new(FALSE, FALSE, sizeof(SitemapAlternate));
    g_array_set_clear_func(x->alternates, clear_alternate);
    return x;
}

static gboolean feed(SitemapXml *x, const char *bytes, gsize n, gboolean is_last, GError **error)
{
    g_autoptr(GError) mistake = NULL;
    gboolean ok = xml_reader_feed(x->reader, bytes, n, is_last, &mistake);
    if (x->failure)
        g_propagate_error(error, g_error_copy(x->failure));
    else if (!ok)
        g_propagate_error(error, g_steal_pointer(&mistake));
    return ok && !x->failure;
}

gboolean sitemap_xml_feed(SitemapXml *x, const char *bytes, gsize n, GError **error)
{
    return feed(x, bytes, n, FALSE, error);
}

gboolean sitemap_xml_finish(SitemapXml *x, GError **error)
{
    gboolean ok = feed(x, "", 0, TRUE, error);
    guint depth = x->depth; /* of the innermost element that is whole or has lost nothing but its end */
    if (x->field && xml_reader_is_in_end_tag(x->reader)) {
        end_field(x);
        depth--;
    }
    if (x->entry_depth && x->url && depth == x->entry_depth)
        end_entry(x);
    return ok;
}

void sitemap_xml_free(SitemapXml *x)
{
    xml_reader_free(x->reader);
    g_clear_error(&x->failure);
    g_free(x->root_uri);
    g_free(x->root_prefix);
    g_free(x->feed_base);
    g_free(x->base);
    g_string_free(x->text, TRUE);
    g_string_free(x->own, TRUE);
    g_free(x->url);
    g_free(x->guid);
    g_array_unref(x->alternates);
    g_free(x);
}
