#include <stdio.h>

#include "indexer/commands.h"
#include "indexer/learn.h"
#include "langs/lang.h"

static void show_step(guint done, guint steps, gpointer user)
{
    Progress *progress = user;
    double seconds = progress_seconds(progress);
    if (!progress_is_due(progress))
        return;
    g_autofree char *line =
        g_strdup_printf("%u of %u steps, %.0f s left", done, steps, seconds / done * (steps - done));
    progress_show(progress, line);
}

static gboolean print_entry(const char *key, const LexiconEntry *e, gpointer user)
{
    (void)user;
    printf("%s\t%s\t%s\t%s\t%.4f\t%u\t%s\n", key, e->target, e->words, e->shown, e->probability, e->pairs,
           lexicon_origin_name(e->origin));
    return TRUE;
}

static int print_lexicon(const Config *config, const char *code)
{
    const LangProfile *profile = lang_find(code);
    if (!profile) {
        g_printerr("isoglot: unknown language '%s'\n", code);
        return EXIT_USAGE;
    }
    g_autoptr(Lexicon) lexicon = lexicon_open(config->data, lang_code(profile));
    lexicon_each(lexicon, print_entry, NULL);
    return EXIT_DONE;
}

static void report(const GArray *counts, const Progress *progress)
{
    progress_clear(progress);
    if (!counts->len)
        puts("nothing learned: no page has a translation in another index");
    else
        printf("%-6s %-6s %10s %10s %10s %10s\n", "from", "to", "page pairs", "sentences", "words", "titles");
    for (guint i = 0; i < counts->len; i++) {
        const LearnCount *c = &g_array_index(counts, LearnCount, i);
        printf("%-6s %-6s %10u %10u %10u %10u\n", c->source, c->target, c->pages, c->beads, c->words,
               c->titles);
    }
    printf("%.1f s\n", progress_seconds(progress));
}

int cmd_learn(const Config *config, int argc, char **argv)
{
    g_autofree char *code = NULL;
    const GOptionEntry options[] = {{"print", 0, 0, G_OPTION_ARG_STRING, &code,
                                     "Learn nothing, print what is known of this language's words: key, "
                                     "language, its words there, as written, "
                                     "probability, page pairs, origin",
                                     "LANG"},
                                    {0}};
    if (!command_options(
            options, NULL,
            "Learn what words are in the other languages, from the site's own translated pages. `isoglot\n"
            "index` does it when many pages have got or lost translations.",
            &argc, &argv))
        return EXIT_USAGE;
    if (argc > 1) {
        g_printerr("isoglot: learn takes no arguments\n");
        return EXIT_USAGE;
    }
    if (code)
        return print_lexicon(config, code);
    GError *error = NULL;
    Progress progress = progress_begin();
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(LearnCount));
    if (!learn(config, show_step, &progress, counts, &error))
        return command_fail(error);
    report(counts, &progress);
    return EXIT_DONE;
}
