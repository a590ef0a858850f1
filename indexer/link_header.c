#include "indexer/link_header.h"

static gboolean has_relation(const char *relations, const char *relation)
{
    g_autofree char *lower = g_ascii_strdown(relations, -1);
    g_auto(GStrv) words = g_strsplit_set(lower, " \t", 64);
    return g_strv_contains((const char *const *)words, relation);
}

/* One link: its target, and its parameters with their semicolons. */
static void read_link(const char *url, const char *parameters, const char *page_url, Document *d)
{
    g_autoptr(GRegex) pattern =
        g_regex_new(";\\s*([A-Za-z*]+)\\s*=\\s*(?|\"([^\"]*)\"|([^\\s;,\"]+))", 0, 0, NULL);
    g_autoptr(GMatchInfo) match = NULL;
    for (g_regex_match(pattern, parameters, 0, &match); g_match_info_matches(match);
         g_match_info_next(match, NULL)) {
        g_autofree char *name = g_match_info_fetch(match, 1), *value = g_match_info_fetch(match, 2);
        if (g_ascii_strcasecmp(name, "rel") == 0 && has_relation(value, "canonical"))
            document_set_canonical(d, page_url, url);
        if (g_ascii_strcasecmp(name, "hreflang") == 0 && *value)
            document_add_alternate(d, page_url, url, value, ALTERNATE_LINK_HEADER);
    }
}

void link_header_read(const char *header, const char *page_url, Document *d)
{
    g_autoptr(GRegex) pattern = g_regex_new("<([^>]*)>((?:[^,\"]|\"[^\"]*\")*)", 0, 0, NULL);
    g_autoptr(GMatchInfo) match = NULL;
    for (g_regex_match(pattern, header, 0, &match); g_match_info_matches(match);
         g_match_info_next(match, NULL)) {
        g_autofree char *url = g_match_info_fetch(match, 1), *parameters = g_match_info_fetch(match, 2);
        read_link(url, parameters, page_url, d);
    }
}
