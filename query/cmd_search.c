#include <stdio.h>
#include <string.h>

#include "query/commands.h"
#include "query/json.h"
#include "query/render.h"
#include "shim/limits.h"

typedef enum { FORMAT_TEXT, FORMAT_JSON, FORMAT_TREC } Format;

static void print_answer(const Answer *a, const Config *config, Format format, const char *qid)
{
    g_autofree char *text = format == FORMAT_JSON   ? render_json(a->request, a, config)
                            : format == FORMAT_TREC ? render_trec(a, qid)
                                                    : render_text(a);
    fputs(text, stdout);
}

static gboolean run_query(Searcher *s, const Config *config, Request *request, const char *query, Format format,
                          const char *qid, GError **error)
{
    g_free(request->query);
    request->query = request_clean_query(query);
    g_autoptr(Answer) answer = searcher_ask(s, request, error);
    if (answer)
        print_answer(answer, config, format, qid);
    return answer != NULL;
}

/* One topic a line: qid TAB query. */
static gboolean run_topics(Searcher *s, const Config *config, Request *request, const char *path, Format format,
                           GError **error)
{
    g_autofree char *all = NULL;
    g_autoptr(GError) cause = NULL;
    if (!g_file_get_contents(path, &all, NULL, &cause)) {
        g_set_error(error, FAULT, FAULT_USAGE, "cannot read topics: %s", cause->message);
        return FALSE;
    }
    g_auto(GStrv) lines = g_strsplit(all, "\n", -1);
    for (guint i = 0; lines[i]; i++) {
        char *tab = strchr(lines[i], '\t');
        if (!*lines[i])
            continue;
        if (!tab) {
            g_set_error(error, FAULT, FAULT_USAGE, "%s:%u: expected qid TAB query", path, i + 1);
            return FALSE;
        }
        *tab = '\0';
        if (!run_query(s, config, request, tab + 1, format, lines[i], error))
            return FALSE;
    }
    return TRUE;
}

static gboolean find_format(const char *name, Format *format)
{
    static const char *const names[] = {"text", "json", "trec"};
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        if (g_strcmp0(name ? name : "text", names[i]) == 0) {
            *format = i;
            return TRUE;
        }
    }
    g_printerr("isoglot: unknown format '%s': text, json or trec\n", name);
    return FALSE;
}

/* One of the site's; NULL: it is none. */
static const LangProfile *find_language(const char *code, const GPtrArray *languages)
{
    const LangProfile *lang = lang_find(code);
    return lang && g_ptr_array_find((GPtrArray *)languages, lang, NULL) ? lang : NULL;
}

int cmd_search(const Config *config, int argc, char **argv)
{
    g_autofree char *code = NULL, *tongue = NULL, *name = NULL, *topics = NULL;
    gboolean all = FALSE, explain = FALSE, is_literal = FALSE;
    int limit = 10;
    const GOptionEntry options[] = {
        {"lang", 0, 0, G_OPTION_ARG_STRING, &code, "Language that is searched; the site's first by default", "LANG"},
        {"query-lang", 0, 0, G_OPTION_ARG_STRING, &tongue, "Language of the query; found out by default", "LANG"},
        {"all-languages", 0, 0, G_OPTION_ARG_NONE, &all, "Search all languages, each page and its translations once", NULL},
        {"format", 0, 0, G_OPTION_ARG_STRING, &name, "text, json or trec", "FORMAT"},
        {"explain", 0, 0, G_OPTION_ARG_NONE, &explain, "Say for each hit what matched, and why it stands where it does", NULL},
        {"literal", 0, 0, G_OPTION_ARG_NONE, &is_literal, "Search what was typed, and nothing instead", NULL},
        {"limit", 0, 0, G_OPTION_ARG_INT, &limit, "Results, at most 100", "N"},
        {"topics", 0, 0, G_OPTION_ARG_FILENAME, &topics, "Run every topic of a file (qid TAB query)", "FILE"},
        {0}};
    Format format;
    if (!command_options(options, "QUERY…", "Search, as the result page does.", &argc, &argv) ||
        !find_format(name, &format))
        return EXIT_USAGE;
    GError *error = NULL;
    g_autoptr(Searcher) searcher = searcher_new(config, &error);
    if (!searcher)
        return command_fail(error);
    const GPtrArray *languages = searcher_languages(searcher);
    const LangProfile *lang = code ? find_language(code, languages) : g_ptr_array_index(languages, 0);
    const LangProfile *tongue_of_query = tongue ? find_language(tongue, languages) : NULL;
    if (!lang || (tongue && !tongue_of_query) || (argc < 2) == !topics || limit < 1 || limit > LIMIT_PER_PAGE) {
        g_printerr("isoglot: search needs a query or --topics, languages of the site, and a limit of 1 to %d\n",
                   LIMIT_PER_PAGE);
        return EXIT_USAGE;
    }
    g_autoptr(Request) request = request_new(lang);
    request->tongue = tongue_of_query;
    request->is_run = format == FORMAT_TREC;
    request->per_page = limit;
    request->all_languages = all;
    request->explain = explain;
    request->is_literal = is_literal;
    g_autofree char *query = g_strjoinv(" ", argv + 1);
    gboolean ok = topics ? run_topics(searcher, config, request, topics, format, &error)
                         : run_query(searcher, config, request, query, format, "1", &error);
    return ok ? EXIT_DONE : command_fail(error);
}
