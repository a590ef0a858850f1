#include <stdio.h>

#include "query/commands.h"
#include "query/search.h"
#include "query/suggest.h"
#include "shim/limits.h"

int cmd_suggest(const Config *config, int argc, char **argv)
{
    g_autofree char *code = NULL;
    int limit = LIMIT_SUGGESTED;
    const GOptionEntry options[] = {{"lang", 0, 0, G_OPTION_ARG_STRING, &code,
                                     "Language that is suggested in; the site's first by default", "LANG"},
                                    {"limit", 0, 0, G_OPTION_ARG_INT, &limit, "Suggestions, at most 10", "N"},
                                    {0}};
    if (!command_options(options, "PREFIX", "What is suggested while a query is typed, the best first, one a line.",
                         &argc, &argv))
        return EXIT_USAGE;
    GError *error = NULL;
    g_autoptr(GPtrArray) languages = lang_find_all((const char *const *)config->languages, &error);
    if (!languages)
        return command_fail(error);
    const LangProfile *lang = code ? lang_find(code) : g_ptr_array_index(languages, 0);
    if (!lang || !g_ptr_array_find(languages, lang, NULL) || argc < 2 || limit < 1 || limit > LIMIT_SUGGESTED) {
        g_printerr("isoglot: suggest needs what was typed, a language of the site, and a limit of 1 to %d\n",
                   LIMIT_SUGGESTED);
        return EXIT_USAGE;
    }
    g_autofree char *typed = g_strjoinv(" ", argv + 1);
    g_autoptr(GPtrArray) texts = suggest_find(config, lang, typed, limit);
    for (guint i = 0; i < texts->len; i++)
        puts(g_ptr_array_index(texts, i));
    return EXIT_DONE;
}
