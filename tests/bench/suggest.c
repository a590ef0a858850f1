/* suggest DATA TITLES: types the beginnings of titles (one a line: language TAB title), 1 to 8 letters of each word that a
 * title begins with, and prints for each language how many were asked for and how long suggestions took, in microseconds. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "query/suggest.h"
#include "shim/limits.h"

#define LETTERS 8

typedef struct {
    GArray *took; /* double */
    guint64 found;
} Series;

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static void type(const Config *config, const LangProfile *lang, const char *title, Series *s)
{
    const char *end = title;
    for (guint i = 0; i < LETTERS && *end; i++) {
        end = g_utf8_next_char(end);
        g_autofree char *typed = g_strndup(title, end - title);
        gint64 began = g_get_monotonic_time();
        g_autoptr(GPtrArray) texts = suggest_find(config, lang, typed, LIMIT_SUGGESTED);
        double took = g_get_monotonic_time() - began;
        g_array_append_val(s->took, took);
        s->found += texts->len;
    }
}

static double at(const Series *s, double share)
{
    return g_array_index(s->took, double, (guint)((s->took->len - 1) * share));
}

int main(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *all = NULL;
    g_autoptr(Config) config = argc == 3 ? config_open(NULL, argv[1], &error) : NULL;
    if (!config || !g_file_get_contents(argv[2], &all, NULL, &error)) {
        fprintf(stderr, "suggest: %s\n", error ? error->message : "expected a data directory and titles");
        return 1;
    }
    g_auto(GStrv) lines = g_strsplit(all, "\n", -1);
    printf("%-4s %8s %8s %8s %8s %8s %8s\n", "", "typed", "found", "p50_us", "p95_us", "p99_us", "most_us");
    for (guint l = 0; l < lang_count(); l++) {
        const char *code = lang_code(lang_get(l));
        Series s = {g_array_new(FALSE, FALSE, sizeof(double)), 0};
        for (char **line = lines; *line; line++)
            if (g_str_has_prefix(*line, code) && (*line)[strlen(code)] == '\t')
                type(config, lang_get(l), *line + strlen(code) + 1, &s);
        qsort(s.took->data, s.took->len, sizeof(double), compare);
        if (s.took->len)
            printf("%-4s %8u %8.1f %8.0f %8.0f %8.0f %8.0f\n", code, s.took->len, (double)s.found / s.took->len,
                   at(&s, 0.5), at(&s, 0.95), at(&s, 0.99), at(&s, 1));
        g_array_unref(s.took);
    }
    return 0;
}
