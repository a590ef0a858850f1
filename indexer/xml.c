#include "indexer/xml.h"

#include "indexer/html5.h"
#include "indexer/xml_repair.h"
#include "shim/limits.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/xmlerror.h>

#define CHUNK 65536
#define TOO_EARLY "not well-formed: it ends too early"
#define LONGEST_MISTAKE 200 /* bytes of what libxml2 says of a mistake */

typedef struct {
    const HtmlEvents *events;
    gpointer user;
} Sink;

static void on_start(void *ctx, const xmlChar *name, const xmlChar **attributes)
{
    Sink *sink = ((htmlParserCtxtPtr)ctx)->_private;
    sink->events->start((const char *)name, (const char *const *)attributes, sink->user);
}

static void on_end(void *ctx, const xmlChar *name)
{
    Sink *sink = ((htmlParserCtxtPtr)ctx)->_private;
    sink->events->end((const char *)name, sink->user);
}

static void on_text(void *ctx, const xmlChar *text, int n)
{
    Sink *sink = ((htmlParserCtxtPtr)ctx)->_private;
    sink->events->text((const char *)text, n, sink->user);
}

static void on_comment(void *ctx, const xmlChar *text)
{
    Sink *sink = ((htmlParserCtxtPtr)ctx)->_private;
    sink->events->comment((const char *)text, sink->user);
}

static void ignore_error(void *ctx, xmlErrorPtr error)
{
    (void)ctx;
    (void)error;
}

const char *html_attribute(const char *const *attributes, const char *name)
{
    for (; attributes && *attributes; attributes += 2)
        if (g_ascii_strcasecmp(attributes[0], name) == 0)
            return attributes[1] ? attributes[1] : "";
    return NULL;
}

guint html_line(const char *const *attributes)
{
    const char *line = html_attribute(attributes, HTML_LINE);
    return line ? g_ascii_strtoull(line, NULL, 10) : 0;
}

void html_prepare(void)
{
    xmlInitParser();
}

void html_parse(const char *text, gsize n, gboolean is_xml, const HtmlEvents *events, gpointer user)
{
    g_autoptr(GPtrArray) data = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GString) page = html5_rewrite(text, n, is_xml, events->wanted, data);
    Sink sink = {events, user};
    htmlSAXHandler sax = {.startElement = on_start,
                          .endElement = on_end,
                          .characters = on_text,
                          .cdataBlock = on_text,
                          .ignorableWhitespace = on_text,
                          .comment = on_comment,
                          .serror = ignore_error,
                          .initialized = XML_SAX2_MAGIC};
    htmlParserCtxtPtr ctx = htmlCreatePushParserCtxt(&sax, NULL, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
    if (!ctx)
        g_error("out of memory");
    ctx->_private = &sink;
    htmlCtxtUseOptions(ctx, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                                HTML_PARSE_COMPACT | HTML_PARSE_IGNORE_ENC | XML_PARSE_HUGE);
    for (gsize at = 0; at < page->len; at += CHUNK)
        htmlParseChunk(ctx, page->str + at, MIN(CHUNK, page->len - at), 0);
    htmlParseChunk(ctx, NULL, 0, 1);
    if (ctx->myDoc)
        xmlFreeDoc(ctx->myDoc);
    htmlFreeParserCtxt(ctx);
    for (guint i = 0; i < data->len; i++)
        events->data(g_ptr_array_index(data, i), user);
}

struct XmlReader {
    const XmlEvents *events;
    gpointer user;
    XmlRepair *repair;
    GString *repaired; /* the bytes that are parsed, for the time of one xml_reader_feed() */
    xmlParserCtxtPtr ctx;
    gboolean has_root;  /* has begun */
    GArray *namespaces; /* int: declared by each open element … */
    int n_namespaces;   /* … and their sum */
    GError *failure;
};

static void xml_fail(XmlReader *r, guint line, const char *what)
{
    if (!r->failure)
        g_set_error(&r->failure, FAULT, FAULT_SKIP, "line %u: %s", line, what);
}

/* A prefix without a namespace is a mistake of level XML_ERR_ERROR, and no reason to stop. */
static void on_xml_error(void *user, xmlErrorPtr error)
{
    XmlReader *r = user;
    gboolean is_end = error->code == XML_ERR_DOCUMENT_END && (r->namespaces->len || !r->has_root);
    if (error->level != XML_ERR_FATAL)
        return;
    g_autofree char *raw = g_strndup(error->message ? error->message : "unknown", LONGEST_MISTAKE);
    g_autofree char *text = g_utf8_make_valid(g_strdelimit(g_strchomp(raw), "\r\n", ' '), -1);
    *text = g_ascii_tolower(*text);
    g_autofree char *what = g_strconcat("not well-formed: ", text, NULL);
    xml_fail(r, MAX(error->line, 0), is_end ? TOO_EARLY : what);
}

/* As entities are not replaced, libxml2 leaves each "&" of a value as "&#38;", for a tree to be built. */
static char *read_value(const char *begin, const char *end)
{
    g_autofree char *raw = g_strndup(begin, end - begin);
    g_auto(GStrv) parts = g_strsplit(raw, "&#38;", -1);
    return g_strjoinv("&", parts);
}

/* The push parser has no limit of its own for these. */
static void xml_stop(XmlReader *r, const char *what)
{
    xml_fail(r, xml_reader_line(r), what);
    xmlStopParser(r->ctx);
}

/* libxml2 gives five pointers for each attribute: local name, prefix, namespace, the value's begin and end. */
static GPtrArray *read_attributes(int n, const xmlChar **fields)
{
    GPtrArray *attributes = g_ptr_array_new_with_free_func(g_free);
    for (int i = 0; i < n; i++, fields += 5) {
        const char *name = (const char *)fields[0];
        gboolean is_xml = g_strcmp0((const char *)fields[1], "xml") == 0;
        g_ptr_array_add(attributes, g_strconcat(is_xml ? "xml:" : "", name, NULL));
        g_ptr_array_add(attributes, read_value((const char *)fields[3], (const char *)fields[4]));
    }
    g_ptr_array_add(attributes, NULL);
    return attributes;
}

static void on_xml_start(void *user, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri,
                         int n_namespaces, const xmlChar **namespaces, int n_attributes, int n_defaulted,
                         const xmlChar **fields)
{
    (void)namespaces;
    (void)n_defaulted; /* without a DTD there are none */
    XmlReader *r = user;
    const XmlName name = {(const char *)local, (const char *)prefix, (const char *)uri};
    g_autoptr(GPtrArray) attributes = read_attributes(n_attributes, fields);
    r->has_root = TRUE;
    g_array_append_val(r->namespaces, n_namespaces);
    r->n_namespaces += n_namespaces;
    if (r->n_namespaces > LIMIT_XML_NAMESPACES)
        xml_stop(r, "too many namespaces");
    else if (xmlDictSize(r->ctx->dict) > LIMIT_XML_NAMES)
        xml_stop(r, "too many names");
    else if (r->namespaces->len > LIMIT_XML_DEPTH)
        xml_stop(r, "nested too deep");
    else
        r->events->start(&name, (const char *const *)attributes->pdata, r->user);
}

static void on_xml_end(void *user, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
    (void)local;
    (void)prefix;
    (void)uri;
    XmlReader *r = user;
    r->n_namespaces -= g_array_index(r->namespaces, int, r->namespaces->len - 1);
    g_array_set_size(r->namespaces, r->namespaces->len - 1);
    r->events->end(r->user);
}

static void on_xml_text(void *user, const xmlChar *text, int n)
{
    XmlReader *r = user;
    r->events->text((const char *)text, n, r->user);
}

XmlReader *xml_reader_new(const XmlEvents *events, gpointer user)
{
    xmlSAXHandler sax = {.startElementNs = on_xml_start,
                         .endElementNs = on_xml_end,
                         .characters = on_xml_text,
                         .cdataBlock = on_xml_text,
                         .ignorableWhitespace = on_xml_text,
                         .serror = on_xml_error,
                         .initialized = XML_SAX2_MAGIC};
    XmlReader *r = g_new0(XmlReader, 1);
    r->events = events;
    r->user = user;
    r->repair = xml_repair_new(events->repair, user);
    r->repaired = g_string_new(NULL);
    r->namespaces = g_array_new(FALSE, FALSE, sizeof(int));
    r->ctx = xmlCreatePushParserCtxt(&sax, r, NULL, 0, NULL);
    if (!r->ctx)
        g_error("out of memory");
    xmlCtxtUseOptions(r->ctx, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    return r;
}

void xml_reader_pass_doctype(XmlReader *r)
{
    xml_repair_pass_doctype(r->repair);
}

/* A tag that is cut is never given to the parser as if it were whole. */
static void parse_repaired(XmlReader *r, gboolean is_end)
{
    gboolean is_cut = is_end && xml_repair_is_in_tag(r->repair);
    xmlParseChunk(r->ctx, r->repaired->str, r->repaired->len, is_end && !is_cut);
    g_string_truncate(r->repaired, 0);
    if (is_cut)
        xml_fail(r, xml_reader_line(r), TOO_EARLY);
}

gboolean xml_reader_feed(XmlReader *r, const char *bytes, gsize n, gboolean is_last, GError **error)
{
    g_autoptr(GError) refusal = NULL;
    gboolean is_end = FALSE;
    for (gsize at = 0; !refusal && !r->failure && !is_end && (at < n || is_last); at += CHUNK) {
        gsize some = MIN(CHUNK, n - at);
        is_end = is_last && at + some == n;
        gboolean ok = xml_repair_feed(r->repair, bytes + at, some, is_end, r->repaired, &refusal);
        parse_repaired(r, ok && is_end);
    }
    if (!r->failure)
        r->failure = g_steal_pointer(&refusal);
    if (r->failure)
        g_propagate_error(error, g_error_copy(r->failure));
    return !r->failure;
}

guint xml_reader_line(const XmlReader *r)
{
    return r->ctx->input ? r->ctx->input->line : 0;
}

gboolean xml_reader_is_in_end_tag(const XmlReader *r)
{
    return xml_repair_is_in_end_tag(r->repair);
}

void xml_reader_free(XmlReader *r)
{
    if (r->ctx->myDoc)
        xmlFreeDoc(r->ctx->myDoc);
    xmlFreeParserCtxt(r->ctx);
    xml_repair_free(r->repair);
    g_string_free(r->repaired, TRUE);
    g_array_unref(r->namespaces);
    g_clear_error(&r->failure);
    g_free(r);
}
