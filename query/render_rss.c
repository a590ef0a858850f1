#include "query/html.h"
#include "query/opensearch.h"
#include "query/render.h"
#include "query/snippet.h"

#define RSS_BEGIN                                                                                                      \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" xmlns:opensearch=\"" OPENSEARCH_NAMESPACE "\""   \
    " xmlns:atom=\"http://www.w3.org/2005/Atom\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n<channel>\n"
#define RSS_END "</channel>\n</rss>\n"

static char *link_to(const Shown *s, const char *parameter, const char *value)
{
    g_autofree char *query = request_link(s->request, parameter, value);
    return g_strconcat(s->address, *s->address ? "/search" : "search", query, NULL);
}

static void add_feed_link(GString *out, const Shown *s, const char *rel, guint page)
{
    g_autofree char *number = g_strdup_printf("%u", page), *link = link_to(s, "p", number);
    g_autofree char *feed = g_strconcat(link, "&format=rss", NULL);
    xml_add(out, "<atom:link rel=\"%s\" type=\"application/rss+xml\" href=\"%s\"/>\n", rel, feed, NULL);
}

static void add_links(GString *out, const Shown *s)
{
    const Request *r = s->request;
    add_feed_link(out, s, "self", r->page);
    if (r->page > 1)
        add_feed_link(out, s, "previous", r->page - 1);
    if ((guint64)r->page * r->per_page < s->answer->reachable)
        add_feed_link(out, s, "next", r->page + 1);
    xml_add(out, "<atom:link rel=\"search\" type=\"" OPENSEARCH_TYPE "\" href=\"%s%sopensearch.xml?lang=%s\"/>\n",
            s->address, *s->address ? "/" : "", lang_code(r->lang), NULL);
}

/* What was asked, how much there is and where this page of it begins (OpenSearch 1.1, "Response elements"). */
static void add_numbers(GString *out, const Shown *s)
{
    const Request *r = s->request;
    g_string_append_printf(out,
                           "<opensearch:totalResults>%" G_GUINT64_FORMAT "</opensearch:totalResults>\n"
                           "<opensearch:startIndex>%u</opensearch:startIndex>\n"
                           "<opensearch:itemsPerPage>%u</opensearch:itemsPerPage>\n",
                           s->answer->total, (r->page - 1) * r->per_page + 1, r->per_page);
    g_autofree char *page = g_strdup_printf("%u", r->page);
    xml_add(out, "<opensearch:Query role=\"request\" searchTerms=\"%s\" startPage=\"%s\" language=\"%s\"/>\n", r->query,
            page, lang_code(r->lang), NULL);
    if (s->answer->corrected)
        xml_add(out, "<opensearch:Query role=\"correction\" searchTerms=\"%s\"/>\n", s->answer->corrected, NULL);
}

static void add_date(GString *out, gint64 seconds)
{
    g_autoptr(GDateTime) when = seconds == RECORD_DATE_UNKNOWN ? NULL : g_date_time_new_from_unix_utc(seconds);
    g_autofree char *date = when ? g_date_time_format(when, "%a, %d %b %Y %H:%M:%S GMT") : NULL;
    if (date)
        xml_add(out, "<pubDate>%s</pubDate>\n", date, NULL);
}

static void add_item(GString *out, const Result *r)
{
    g_autoptr(GString) snippet = g_string_new(NULL);
    for (guint i = 0; i < r->snippet->len; i++)
        g_string_append(snippet, g_array_index(r->snippet, SnippetPart, i).text);
    xml_add(out, "<item>\n<title>%s</title>\n<link>%s</link>\n<description>%s</description>\n", r->title, r->url,
            snippet->str, NULL);
    if (*r->section)
        xml_add(out, "<category>%s</category>\n", r->section, NULL);
    xml_add(out, "<guid isPermaLink=\"true\">%s</guid>\n", r->url, NULL);
    add_date(out, r->date);
    xml_add(out, "<dc:language>%s</dc:language>\n", lang_code(r->lang), NULL);
    for (guint i = 0; r->alternates && i < r->alternates->len; i++) {
        const ResultAlternate *other = &g_array_index(r->alternates, ResultAlternate, i);
        xml_add(out, "<atom:link rel=\"alternate\" hreflang=\"%s\" href=\"%s\"/>\n", lang_code(other->lang), other->url,
                NULL);
    }
    g_string_append(out, "</item>\n");
}

static char *describe(const Shown *s)
{
    const Answer *a = s->answer;
    MessageArgument arguments[] = {MESSAGE_ARG_NUMBER(a->total),
                                   MESSAGE_ARG_TEXT(a->corrected ? a->corrected : s->request->query)};
    return message_format(s->request->lang, a->total_is_estimate ? "results_about" : "results_count", arguments, 2);
}

char *render_rss(const Shown *s)
{
    GString *out = g_string_new(RSS_BEGIN);
    g_autofree char *title = message_text_1(s->request->lang, "results_title", s->request->query);
    g_autofree char *link = link_to(s, "format", NULL), *description = describe(s);
    xml_add(out, "<title>%s</title>\n<link>%s</link>\n<description>%s</description>\n<language>%s</language>\n", title,
            link, description, lang_code(s->request->lang), NULL);
    add_links(out, s);
    add_numbers(out, s);
    for (guint i = 0; i < s->answer->results->len; i++)
        add_item(out, g_ptr_array_index(s->answer->results, i));
    g_string_append(out, RSS_END);
    return g_string_free(out, FALSE);
}

char *render_rss_error(const LangProfile *lang, const char *message)
{
    GString *out = g_string_new(RSS_BEGIN);
    g_autofree char *title = message_text(lang, "error_title"), *text = message_text(lang, message);
    xml_add(out, "<title>%s</title>\n<link>search</link>\n<description>%s</description>\n<language>%s</language>\n",
            title, text, lang_code(lang), NULL);
    g_string_append(out, RSS_END);
    return g_string_free(out, FALSE);
}
