#include <stdio.h>

#include "indexer/commands.h"
#include "indexer/learn.h"
#include "indexer/learn_due.h"
#include "langs/lang.h"

typedef struct {
    Progress progress;
    guint refused;
} Run;

static void refuse(const char *message, gpointer user)
{
    Run *run = user;
    run->refused++;
    progress_clear(&run->progress);
    fprintf(stderr, "refused: %s\n", message);
}

static void show_step(guint done, guint steps, gpointer user)
{
    Progress *progress = &((Run *)user)->progress;
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

static void report(const GArray *counts, const TerminologyCount *terms, const Progress *progress)
{
    progress_clear(progress);
    if (!counts->len)
        puts("nothing learned: no page has a translation in another index");
    else
        printf("%-6s %-6s %10s %10s %8s %8s %8s\n", "from", "to", "page pairs", "sentences", "words", "phrases",
               "titles");
    for (guint i = 0; i < counts->len; i++) {
        const LearnCount *c = &g_array_index(counts, LearnCount, i);
        printf("%-6s %-6s %10u %10u %8u %8u %8u\n", c->source, c->target, c->pages, c->beads, c->words, c->phrases,
               c->titles);
    }
    printf("%u terms of %u concepts in %u files, %u names of countries and languages, %.1f s\n", terms->terms,
           terms->concepts, terms->files, terms->names, progress_seconds(progress));
}

int cmd_learn(const Config *config, int argc, char **argv)
{
    g_autofree char *code = NULL;
    gboolean when_due = FALSE, is_due;
    const GOptionEntry options[] = {
        {"when-due", 0, 0, G_OPTION_ARG_NONE, &when_due,
         "Learn only if more than a twentieth of the pages with translations, or a terminology, have changed", NULL},
        {"print", 0, 0, G_OPTION_ARG_STRING, &code,
         "Learn nothing, print what is known of this language's words: key, "
         "language, its words there, as written, "
         "probability, page pairs, origin",
         "LANG"},
        {0}};
    if (!command_options(
            options, NULL,
            "Learn what words are in the other languages, from the site's own translated pages. `isoglot\n"
            "index` does it when many pages have got or lost translations. What the files of `terminology =`\n"
            "(SKOS: RDF/XML, N-Triples, Turtle; TBX, versions 2 and 3) and CLDR's names of countries and\n"
            "languages say is taken in, and trusted more. A term that cannot be used is named; the status is\n"
            "then 1.",
            &argc, &argv))
        return EXIT_USAGE;
    if (argc > 1) {
        g_printerr("isoglot: learn takes no arguments\n");
        return EXIT_USAGE;
    }
    if (code)
        return print_lexicon(config, code);
    GError *error = NULL;
    if (when_due && !learn_is_due(config, &is_due, &error))
        return command_fail(error);
    if (when_due && !is_due) {
        puts("nothing to learn: too little has changed");
        return EXIT_DONE;
    }
    Run run = {progress_begin(), 0};
    TerminologyCount terms = {0};
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(LearnCount));
    const LearnEvents events = {show_step, refuse, &run};
    if (!learn(config, &events, counts, &terms, &error))
        return command_fail(error);
    report(counts, &terms, &run.progress);
    return terms.refused ? EXIT_REFUSALS : EXIT_DONE;
}
