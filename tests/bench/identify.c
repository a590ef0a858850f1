/*
 * Figures of langs/identify.h: rows "kind TAB code TAB text" on standard input, one table on standard output.
 * A row whose code is one of the configured languages is right when that language is told, anything else is right when
 * none is. Below: how often guesses are right, by their confidence; then the speed over all rows, as lines of one text.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "langs/identify.h"

#define BINS 10

typedef struct {
    guint rows, right, taken, nothing; /* taken: another language of the site was told */
} Count;

typedef struct {
    guint rows, right;
    double confidence;
} Bin;

static GHashTable *counts; /* "kind TAB code" -> Count */
static Bin bins[2][BINS + 1];  /* short texts, others */
static gboolean show_wrong;

static void judge(LangIdentifier *id, const char *kind, const char *code, const char *text)
{
    const LangProfile *wanted = lang_find(code);
    LangGuess guess = lang_identify(id, text, strlen(text), NULL);
    g_autofree char *key = g_strconcat(kind, "\t", code, NULL);
    Count *c = g_hash_table_lookup(counts, key);
    if (!c) {
        c = g_new0(Count, 1);
        g_hash_table_insert(counts, g_steal_pointer(&key), c);
    }
    c->rows++;
    c->right += guess.lang == wanted;
    c->taken += guess.lang && guess.lang != wanted;
    c->nothing += !guess.lang;
    if (show_wrong && guess.lang != wanted)
        printf("%s\t%s\t%s\t%.2f\t%s\n", kind, code, guess.lang ? lang_code(guess.lang) : guess.other, guess.confidence, text);
    if (guess.lang) {
        Bin *b = &bins[!g_str_has_prefix(kind, "words")][(int)(guess.confidence * BINS)];
        b->rows++;
        b->right += guess.lang == wanted;
        b->confidence += guess.confidence;
    }
}

static void print_counts(void)
{
    g_autoptr(GList) keys = g_list_sort(g_hash_table_get_keys(counts), (GCompareFunc)g_strcmp0);
    printf("%-12s %-8s %6s %7s %7s %7s\n", "kind", "language", "rows", "right", "taken", "nothing");
    for (GList *k = keys; k; k = k->next) {
        const Count *c = g_hash_table_lookup(counts, k->data);
        g_auto(GStrv) parts = g_strsplit(k->data, "\t", 2);
        printf("%-12s %-8s %6u %7.4f %7.4f %7.4f\n", parts[0], parts[1], c->rows, (double)c->right / c->rows,
               (double)c->taken / c->rows, (double)c->nothing / c->rows);
    }
    for (int kind = 0; kind < 2; kind++) {
        printf("\nconfidence of guesses, %s\n", kind ? "other texts" : "one to five words");
        for (int b = 0; b <= BINS; b++)
            if (bins[kind][b].rows)
                printf("said %.2f  right %.2f  of %u\n", bins[kind][b].confidence / bins[kind][b].rows,
                       (double)bins[kind][b].right / bins[kind][b].rows, bins[kind][b].rows);
    }
}

int main(int argc, char **argv)
{
    g_autoptr(GPtrArray) all = lang_find_all(NULL, NULL);
    g_autoptr(LangIdentifier) id = lang_identifier_new(all);
    g_autoptr(GString) text = g_string_new(NULL);
    static char line[1 << 20];
    guint lines = 0;
    counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    show_wrong = argc > 1 && !strcmp(argv[1], "--wrong");
    while (fgets(line, sizeof line, stdin)) {
        g_auto(GStrv) row = g_strsplit(g_strchomp(line), "\t", 3);
        if (g_strv_length(row) != 3 || !g_utf8_validate(row[2], -1, NULL))
            continue;
        judge(id, row[0], row[1], row[2]);
        g_string_append(text, row[2]);
        lines++;
        g_string_append_c(text, '\n');
    }
    if (show_wrong)
        return 0;
    print_counts();
    clock_t start = clock();
    g_autoptr(GArray) shares = lang_identify_shares(id, text->str, text->len, NULL);
    double us = (clock() - start) * 1e6 / CLOCKS_PER_SEC;
    printf("\n%.1f us per KB, %.1f us per line of %.0f bytes, processor time\n", us * 1024 / text->len,
           us / lines, (double)text->len / lines);
    g_hash_table_unref(counts);
    return shares->len == 0;
}
