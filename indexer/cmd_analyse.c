#include <stdio.h>
#include <string.h>

#include "indexer/commands.h"
#include "langs/lang.h"

static void print_token(const Token *t, gpointer text)
{
    printf("%u\t%.*s\t%s\t%s\t%.2f\t%s%s\n", t->position, (int)(t->end - t->start), (const char *)text + t->start,
           t->term, token_form_name(t->form), t->weight, t->rule, t->is_stop ? ", stop word" : "");
}

int cmd_analyse(const Config *config, int argc, char **argv)
{
    (void)config;
    g_autofree char *code = NULL;
    const GOptionEntry options[] = {{"lang", 0, 0, G_OPTION_ARG_STRING, &code, "Language of the text", "LANG"}, {0}};
    if (!command_options(options, "TEXT",
                         "Show what becomes of a text: position, source text, term, form, weight in a query, rule.",
                         &argc, &argv))
        return EXIT_USAGE;
    const LangProfile *lang = code ? lang_find(code) : NULL;
    if (!lang || argc < 2) {
        g_printerr("isoglot: analyse needs --lang LANG, one of those in langs/, and a text\n");
        return EXIT_USAGE;
    }
    GError *error = NULL;
    g_autoptr(LangAnalyser) analyser = lang_analyser_new(lang, &error);
    if (!analyser)
        return command_fail(error);
    g_autofree char *text = g_strjoinv(" ", argv + 1), *clean = g_utf8_make_valid(text, -1);
    lang_analyse(analyser, clean, strlen(clean), print_token, clean);
    return EXIT_DONE;
}
