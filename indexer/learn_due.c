#include "indexer/learn_due.h"

#include <glib/gstdio.h>
#include <string.h>

#include "langs/lang.h"
#include "shim/cluster.h"
#include "shim/disk.h"

#define SKETCH 400 /* hashes: a twentieth is measured within a hundredth, two times in three */
#define DIGITS 16  /* of a hash, and a newline */
#define MOST_CHANGED 0.05

/* ------------------------------------------------------------------ the sketch */

typedef struct {
    guint64 hashes[SKETCH]; /* the least that were seen, ascending */
    guint n;
} Sketch;

/* FNV-1a, and a finish that spreads it over all bits. */
static guint64 hash_text(guint64 hash, const char *text)
{
    for (; *text; text++)
        hash = (hash ^ (guchar)*text) * 0x100000001B3;
    return hash;
}

static guint64 spread(guint64 hash)
{
    hash = (hash ^ hash >> 33) * 0xFF51AFD7ED558CCD;
    hash = (hash ^ hash >> 33) * 0xC4CEB9FE1A85EC53;
    return hash ^ hash >> 33;
}

static void add_hash(Sketch *s, guint64 hash)
{
    guint at = s->n;
    while (at > 0 && s->hashes[at - 1] > hash)
        at--;
    if (at == SKETCH || (at > 0 && s->hashes[at - 1] == hash))
        return;
    s->n = MIN(s->n + 1, SKETCH);
    memmove(&s->hashes[at + 1], &s->hashes[at], (s->n - 1 - at) * sizeof(guint64));
    s->hashes[at] = hash;
}

/* A LedgerRowFunc: cluster, language, URL. */
static gboolean add_page(const char *const *columns, guint n, gpointer user)
{
    Sketch *s = user;
    (void)n;
    guint64 hash = spread(hash_text(hash_text(0xCBF29CE484222325, columns[1]), columns[2]));
    if (s->n < SKETCH || hash < s->hashes[SKETCH - 1])
        add_hash(s, hash);
    return TRUE;
}

/* What share of two sets is in one of them only, by their sketches. */
static double measure_change(const Sketch *a, const Sketch *b)
{
    guint i = 0, j = 0, all = 0, both = 0;
    for (; all < SKETCH && (i < a->n || j < b->n); all++) {
        gboolean of_a = i < a->n && (j == b->n || a->hashes[i] <= b->hashes[j]);
        gboolean of_b = j < b->n && (i == a->n || b->hashes[j] <= a->hashes[i]);
        both += of_a && of_b;
        i += of_a;
        j += of_b;
    }
    return all ? 1 - (double)both / all : 0;
}

static void parse_sketch(const char *text, Sketch *s)
{
    s->n = 0;
    for (; s->n < SKETCH && strspn(text, "0123456789abcdef") == DIGITS; text += DIGITS + (text[DIGITS] == '\n'))
        s->hashes[s->n++] = g_ascii_strtoull(text, NULL, 16);
}

/* ------------------------------------------------------------------ sources */

/* All that the lexicons are made from besides the pages, in one line. */
static gboolean describe(const Config *config, GString *out, GError **error)
{
    g_autoptr(GPtrArray) profiles = lang_find_all((const char *const *)config->languages, error);
    for (guint i = 0; profiles && i < profiles->len; i++) {
        g_autofree char *fingerprint = lang_fingerprint(g_ptr_array_index(profiles, i));
        g_string_append_printf(out, "%s ", fingerprint);
    }
    for (char **path = config->terminology; path && *path; path++) {
        GStatBuf st = {0};
        (void)g_stat(*path, &st);
        g_string_append_printf(out, "%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " ", *path, (gint64)st.st_mtime,
                               (gint64)st.st_size);
    }
    g_strdelimit(out->str, "\n", ' ');
    g_string_append_c(out, '\n');
    return profiles != NULL;
}

char *learn_sources(const Config *config, Ledger *ledger, GError **error)
{
    Sketch sketch = {.n = 0};
    g_autoptr(GString) out = g_string_new(NULL);
    if (!describe(config, out, error) || !cluster_each_pair(ledger, add_page, &sketch, error))
        return NULL;
    for (guint i = 0; i < sketch.n; i++)
        g_string_append_printf(out, "%016" G_GINT64_MODIFIER "x\n", sketch.hashes[i]);
    return g_strdup(out->str);
}

static char *sources_path(const Config *config)
{
    return g_build_filename(config->data, "lexicon.from", NULL);
}

static gboolean write_sources(FILE *out, gconstpointer user)
{
    return disk_write(out, user, strlen(user));
}

gboolean learn_save_sources(const Config *config, const char *sources, GError **error)
{
    g_autofree char *path = sources_path(config);
    return disk_replace(path, write_sources, sources, error);
}

gboolean learn_is_due(const Config *config, gboolean *due, GError **error)
{
    g_autoptr(GPtrArray) profiles = lang_find_all((const char *const *)config->languages, error);
    *due = FALSE;
    if (!profiles || profiles->len < 2)
        return profiles != NULL;
    g_autoptr(Ledger) ledger = ledger_open(config->data, LEDGER_READ, error);
    g_autofree char *now = ledger ? learn_sources(config, ledger, error) : NULL;
    if (!now)
        return FALSE;
    g_autofree char *path = sources_path(config), *then = NULL;
    (void)!g_file_get_contents(path, &then, NULL, NULL);
    gsize line = strcspn(now, "\n") + 1;
    *due = !then || strncmp(now, then, line) != 0;
    if (!*due) {
        Sketch a, b;
        parse_sketch(now + line, &a);
        parse_sketch(then + line, &b);
        *due = measure_change(&a, &b) > MOST_CHANGED;
    }
    return TRUE;
}
