#include "indexer/xml.h"

#include "indexer/html5.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/xmlerror.h>

#define CHUNK 65536

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

void html_prepare(void)
{
    xmlInitParser();
}

void html_parse(const char *text, gsize n, gboolean is_xml, const HtmlEvents *events, gpointer user)
{
    g_autoptr(GString) page = html5_rewrite(text, n, is_xml, events->wanted);
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
}
