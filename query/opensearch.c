#include "query/opensearch.h"

#include "query/html.h"

#define SHORT_NAME_LETTERS 16 /* OpenSearch 1.1: at most so many, without markup */
#define LONG_NAME_LETTERS 48

static char *cut(const char *text, glong letters)
{
    return g_utf8_strlen(text, -1) <= letters ? g_strdup(text) : g_utf8_substring(text, 0, letters);
}

static void add_address(GString *out, const char *type, const char *rel, const char *address, const char *path,
                        const LangProfile *lang)
{
    xml_add(out, "<Url type=\"%s\" rel=\"%s\" method=\"get\" template=\"%s%slang=%s\"/>\n", type, rel, address, path,
            lang_code(lang), NULL);
}

/* What it is called: "Search Example". */
static char *name_search(const char *site, const LangProfile *lang)
{
    return *site ? message_text_1(lang, "search_site", site) : message_text(lang, "search_label");
}

void opensearch_answer(const Visit *v, Reply *reply, G_GNUC_UNUSED GError **error)
{
    const LangProfile *lang = visit_language(v);
    const char *site = config_site_name(v->config, lang_code(lang));
    g_autofree char *address = visit_address(v), *title = name_search(site, lang), *word = message_text(lang, "search");
    g_autofree char *short_name = cut(*site ? site : word, SHORT_NAME_LETTERS);
    g_autofree char *long_name = cut(title, LONG_NAME_LETTERS);
    GString *out = g_string_new("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml_add(out,
            "<OpenSearchDescription xmlns=\"" OPENSEARCH_NAMESPACE "\" xml:lang=\"%s\">\n<ShortName>%s</ShortName>\n"
            "<Description>%s</Description>\n",
            lang_code(lang), short_name, title, NULL);
    add_address(out, "text/html", "results", address, "/search?q={searchTerms}&p={startPage?}&", lang);
    add_address(out, "application/rss+xml", "results", address,
                "/search?q={searchTerms}&p={startPage?}&n={count?}&format=rss&", lang);
    add_address(out, "application/json", "results", address,
                "/search?q={searchTerms}&p={startPage?}&n={count?}&format=json&", lang);
    add_address(out, SUGGESTIONS_TYPE, "suggestions", address, "/suggest?q={searchTerms}&", lang);
    add_address(out, OPENSEARCH_TYPE, "self", address, "/opensearch.xml?", lang);
    xml_add(out,
            "<LongName>%s</LongName>\n<Language>%s</Language>\n<OutputEncoding>UTF-8</OutputEncoding>\n"
            "<InputEncoding>UTF-8</InputEncoding>\n</OpenSearchDescription>\n",
            long_name, lang_code(lang), NULL);
    reply->type = OPENSEARCH_TYPE;
    reply->lang = lang;
    reply->caching = "max-age=3600";
    reply->body = g_string_free(out, FALSE);
}
