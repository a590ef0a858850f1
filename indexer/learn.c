#include "indexer/learn.h"

#include <string.h>
#include <unistd.h>

#include "indexer/entries.h"
#include "indexer/learn_due.h"
#include "shim/cluster.h"
#include "shim/disk.h"
#include "shim/index.h"
#include "shim/limits.h"
#include "shim/record.h"

#define BYTES_OF_ENTRY 30 /* in a lexicon, about, with its texts */

/* The pages of a cluster: a URL per language, or NULL. */
typedef struct {
    guint n;
    char *urls[];
} Pages;

typedef struct {
    const LangProfile *profile;
    Bitext *text;
    LexiconWriter *writer;
} Side;

typedef struct {
    const Config *config;
    const GPtrArray *profiles;
    GArray *sides;       /* Side, in their order */
    GPtrArray *clusters; /* Pages*, each `every`th of all */
    char *sources;       /* learn_due.h */
    char *cluster;       /* the id of the last one */
    gboolean is_kept;    /* is it one of `clusters`? */
    guint64 seen, every;
    GMutex lock; /* of all that follows, and of the writers */
    const LearnEvents *events;
    guint done, steps;
    Translations **learned; /* by source and target; NULL: nothing */
    GArray **phrases;       /* by source and target, the same of both directions; or NULL */
    GArray *counts;
    TerminologyCount *terms;
    GError *error; /* the first there was */
} Work;

static Side *side_at(const Work *w, guint i)
{
    return &g_array_index(w->sides, Side, i);
}

static void pages_free(gpointer p)
{
    Pages *pages = p;
    for (guint i = 0; i < pages->n; i++)
        g_free(pages->urls[i]);
    g_free(pages);
}

static void side_clear(gpointer p)
{
    Side *s = p;
    g_clear_pointer(&s->text, bitext_free);
    g_clear_pointer(&s->writer, lexicon_writer_free);
}

/* ------------------------------------------------------------------ which pages */

/* There are too many: every second one goes, and will. */
static void thin_out(Work *w)
{
    GPtrArray *all = w->clusters;
    guint n = 0;
    for (guint i = 0; i < all->len; i++) {
        Pages *pages = g_steal_pointer(&all->pdata[i]);
        if (i % 2)
            pages_free(pages);
        else
            all->pdata[n++] = pages;
    }
    g_ptr_array_set_size(all, n);
    w->every *= 2;
}

static void begin_cluster(Work *w, const char *id)
{
    g_free(w->cluster);
    w->cluster = g_strdup(id);
    w->is_kept = w->seen++ % w->every == 0;
    if (!w->is_kept)
        return;
    if (w->clusters->len == LIMIT_LEARN_CLUSTERS)
        thin_out(w);
    Pages *pages = g_malloc0(sizeof *pages + w->sides->len * sizeof(char *));
    pages->n = w->sides->len;
    g_ptr_array_add(w->clusters, pages);
}

/* A LedgerRowFunc: cluster, language, URL. */
static gboolean add_page(const char *const *columns, guint n, gpointer user)
{
    Work *w = user;
    (void)n;
    if (g_strcmp0(columns[0], w->cluster) != 0)
        begin_cluster(w, columns[0]);
    for (guint i = 0; w->is_kept && i < w->sides->len; i++) {
        Pages *pages = g_ptr_array_index(w->clusters, w->clusters->len - 1);
        if (g_str_equal(lang_code(side_at(w, i)->profile), columns[1]) && !pages->urls[i])
            pages->urls[i] = g_strdup(columns[2]);
    }
    return TRUE;
}

static gboolean find_clusters(Work *w, GError **error)
{
    g_autoptr(Ledger) ledger = ledger_open(w->config->data, LEDGER_READ, error);
    if (!ledger || !cluster_each_pair(ledger, add_page, w, error))
        return FALSE;
    w->sources = learn_sources(w->config, ledger, error);
    return w->sources != NULL;
}

/* ------------------------------------------------------------------ on all processors */

/* A part of the work; FALSE ends all. */
typedef gboolean (*PartFunc)(Work *work, guint part, GError **error);

typedef struct {
    Work *work;
    PartFunc func;
} Parts;

static void run_part(gpointer data, gpointer user)
{
    Parts *parts = user;
    Work *w = parts->work;
    g_autoptr(GError) error = NULL;
    g_mutex_lock(&w->lock);
    gboolean has_failed = w->error != NULL;
    g_mutex_unlock(&w->lock);
    if (!has_failed)
        (void)!parts->func(w, GPOINTER_TO_UINT(data) - 1, &error);
    g_mutex_lock(&w->lock);
    if (error && !w->error)
        w->error = g_steal_pointer(&error);
    w->done++;
    if (w->events->step)
        w->events->step(w->done, w->steps, w->events->user);
    g_mutex_unlock(&w->lock);
}

static gboolean run_parts(Work *w, PartFunc func, guint n, GError **error)
{
    Parts parts = {w, func};
    guint threads = MIN(g_get_num_processors(), LIMIT_LEARN_THREADS);
    GThreadPool *pool = g_thread_pool_new(run_part, &parts, threads, TRUE, NULL);
    for (guint i = 0; i < n; i++)
        g_thread_pool_push(pool, GUINT_TO_POINTER(i + 1), NULL);
    g_thread_pool_free(pool, FALSE, TRUE);
    if (w->error)
        g_propagate_error(error, g_steal_pointer(&w->error));
    return !w->error && !(error && *error);
}

/* ------------------------------------------------------------------ reading */

static gboolean read_page(Side *s, IndexReader *reader, const BitextReading *how, const char *url, GError **error)
{
    g_autofree char *id = index_id(url), *data = NULL;
    gsize n;
    Record record;
    if (!index_reader_find_record(reader, id, &data, &n, error) ||
        (data && (!record_parse(data, n, &record, error) || !record_check_text(&record, error))))
        return FALSE;
    if (data)
        bitext_add(s->text, how, record.title, record.description, record.text);
    else
        bitext_add(s->text, how, NULL, NULL, NULL);
    return TRUE;
}

static gboolean read_pages(Work *w, guint side, guint most, GError **error)
{
    Side *s = side_at(w, side);
    g_autofree char *dir = generation_current(w->config->data, lang_code(s->profile));
    g_autofree char *fingerprint = lang_fingerprint(s->profile);
    g_autoptr(IndexReader) reader = index_reader_open(dir, fingerprint, error);
    g_autoptr(LangAnalyser) analyser = reader ? lang_analyser_new(s->profile, error) : NULL;
    g_autoptr(LangIdentifier) identifier = lang_identifier_new(w->profiles);
    const BitextReading how = {analyser, identifier, most};
    if (!analyser)
        return FALSE;
    for (guint i = 0; i < w->clusters->len; i++) {
        const Pages *pages = g_ptr_array_index(w->clusters, i);
        if (!pages->urls[side])
            bitext_add(s->text, &how, NULL, NULL, NULL);
        else if (!read_page(s, reader, &how, pages->urls[side], error))
            return FALSE;
    }
    return TRUE;
}

/* A PartFunc: reads the pages of one language. Each page may have its share of the words, and more if others
 * have less. */
static gboolean read_side(Work *w, guint side, GError **error)
{
    Side *s = side_at(w, side);
    guint n = 0;
    for (guint i = 0; i < w->clusters->len; i++)
        n += ((const Pages *)g_ptr_array_index(w->clusters, i))->urls[side] != NULL;
    gboolean ok = !n || read_pages(w, side, LIMIT_LEARN_TOKENS / n, error);
    if (n)
        bitext_finish(s->text);
    else
        g_clear_pointer(&s->text, bitext_free);
    if (!ok)
        g_prefix_error(error, "cannot learn from '%s': ", lang_code(s->profile));
    return ok;
}

/* ------------------------------------------------------------------ two languages */

static gint compare_entries(gconstpointer x, gconstpointer y)
{
    const Entry *a = x, *b = y;
    double of_a = a->probability * (1 + a->pairs), of_b = b->probability * (1 + b->pairs);
    if (of_a != of_b)
        return of_a > of_b ? -1 : 1;
    int order = strcmp(a->key, b->key);
    return order ? order : strcmp(a->words, b->words);
}

/* Gives the best entries to the source language's writer; gives how many. */
static guint add_entries(Work *w, guint from, guint to, GArray *owned, guint most)
{
    g_autoptr(GArray) entries = owned;
    if (entries->len > most) {
        g_array_sort(entries, compare_entries);
        g_array_set_size(entries, most);
    }
    g_mutex_lock(&w->lock);
    for (guint i = 0; i < entries->len; i++) {
        const Entry *e = &g_array_index(entries, Entry, i);
        LexiconEntry entry = {
            lang_code(side_at(w, to)->profile), e->words, e->shown, e->probability, e->pairs, e->origin};
        lexicon_writer_add(side_at(w, from)->writer, e->key, &entry);
    }
    g_mutex_unlock(&w->lock);
    return entries->len;
}

static gsize bytes_of_lexicon(const Work *w)
{
    return LIMIT_LEXICON / w->sides->len;
}

/* How many entries of a kind one language may have of another. */
static guint most_entries(const Work *w)
{
    return bytes_of_lexicon(w) / BYTES_OF_ENTRY / MAX(w->sides->len - 1, 1);
}

static Translations **learned_at(const Work *w, guint from, guint to)
{
    return &w->learned[from * w->sides->len + to];
}

static GArray **phrases_at(const Work *w, guint from, guint to)
{
    return &w->phrases[from * w->sides->len + to];
}

/* What a model says of one direction: translations wait for those of the other languages. */
static void add_direction(Work *w, guint from, guint to, const Model *m, const GArray *beads, guint pages)
{
    gboolean forward = m->a == side_at(w, from)->text;
    LearnCount count = {
        lang_code(side_at(w, from)->profile), lang_code(side_at(w, to)->profile), pages, beads->len, 0, 0, 0};
    *learned_at(w, from, to) = translations_find(m, forward);
    count.titles = add_entries(w, from, to, entries_of_titles(m, beads, forward), most_entries(w));
    g_mutex_lock(&w->lock);
    g_array_append_val(w->counts, count);
    g_mutex_unlock(&w->lock);
}

static guint count_page_pairs(const Work *w, guint a, guint b)
{
    guint n = 0;
    for (guint i = 0; i < w->clusters->len; i++) {
        const Pages *pages = g_ptr_array_index(w->clusters, i);
        n += pages->urls[a] && pages->urls[b];
    }
    return n;
}

/* The `pair`th of all pairs of sides: 0 1, 0 2, 1 2, 0 3 … */
static void find_pair(guint pair, guint *a, guint *b)
{
    for (*b = 1; pair >= *b; ++*b)
        pair -= *b;
    *a = pair;
}

/* A PartFunc: learns two languages from each other. */
static gboolean learn_pair(Work *w, guint pair, GError **error)
{
    guint i, j;
    (void)error;
    find_pair(pair, &i, &j);
    const Bitext *a = side_at(w, i)->text, *b = side_at(w, j)->text;
    guint pages = count_page_pairs(w, i, j);
    if (!pages)
        return TRUE;
    g_autofree guint32 *alike = beads_match_words(a, b);
    g_autoptr(GArray) first_beads = beads_find(a, b, alike);
    g_autoptr(Model) first = model_learn(a, b, first_beads);
    g_autofree guint32 *anchors = model_anchors(first, alike);
    g_clear_pointer(&first, model_free);
    g_clear_pointer(&first_beads, g_array_unref);
    g_autoptr(GArray) beads = beads_find(a, b, anchors);
    g_autoptr(Model) model = model_learn(a, b, beads);
    *phrases_at(w, i, j) = phrases_find(model, beads);
    *phrases_at(w, j, i) = g_array_ref(*phrases_at(w, i, j));
    add_direction(w, i, j, model, beads, pages);
    add_direction(w, j, i, model, beads, pages);
    return TRUE;
}

static void count_entries(Work *w, guint from, guint to, guint words, guint phrases)
{
    g_mutex_lock(&w->lock);
    for (guint i = 0; i < w->counts->len; i++) {
        LearnCount *c = &g_array_index(w->counts, LearnCount, i);
        if (c->source == lang_code(side_at(w, from)->profile) && c->target == lang_code(side_at(w, to)->profile)) {
            c->words = words;
            c->phrases = phrases;
        }
    }
    g_mutex_unlock(&w->lock);
}

/* A PartFunc: the words of one language in another, by what has been learned of all. */
static gboolean join_ways(Work *w, guint part, GError **error)
{
    guint n = w->sides->len, from = part / n, to = part % n, n_pivots = 0;
    (void)error;
    if (!*learned_at(w, from, to))
        return TRUE;
    g_autofree Pivot *pivots = g_new(Pivot, n);
    for (guint i = 0; i < n; i++)
        if (*learned_at(w, from, i) && *learned_at(w, i, to))
            pivots[n_pivots++] = (Pivot){*learned_at(w, from, i), *learned_at(w, i, to)};
    const Bitext *a = side_at(w, from)->text, *b = side_at(w, to)->text;
    g_autoptr(Translations) joined =
        translations_join(*learned_at(w, from, to), pivots, n_pivots, a->words->len, b->words->len);
    const GArray *phrases = *phrases_at(w, from, to);
    gboolean forward = from < to;
    GArray *wholes = entries_of_phrases(a, b, phrases, forward, joined);
    phrases_discount(phrases, forward, a, b, joined);
    guint words = add_entries(w, from, to, entries_of_words(a, b, joined), most_entries(w));
    count_entries(w, from, to, words, add_entries(w, from, to, wholes, most_entries(w)));
    return TRUE;
}

/* ------------------------------------------------------------------ all */

static void ignore_mistake(const char *message, gpointer user)
{
    (void)message;
    (void)user;
}

static gboolean add_terms(Work *w, GError **error)
{
    TerminologyTell refuse = w->events->refuse ? w->events->refuse : ignore_mistake;
    g_autofree LexiconWriter **writers = g_new(LexiconWriter *, w->sides->len + 1);
    for (guint i = 0; i < w->sides->len; i++)
        writers[i] = side_at(w, i)->writer;
    return terminology_add(w->config, w->profiles, writers, refuse, w->events->user, w->terms, error);
}

static gboolean write_lexicons(const Work *w, GError **error)
{
    for (guint i = 0; i < w->sides->len; i++) {
        const Side *s = side_at(w, i);
        if (!lexicon_writer_write(s->writer, w->config->data, lang_code(s->profile), bytes_of_lexicon(w), error))
            return FALSE;
    }
    return TRUE;
}

static gint compare_counts(gconstpointer x, gconstpointer y)
{
    const LearnCount *a = x, *b = y;
    int order = strcmp(a->source, b->source);
    return order ? order : strcmp(a->target, b->target);
}

static gboolean learn_all(Work *w, GError **error)
{
    guint n = w->sides->len, pairs = n * (n - 1) / 2;
    w->steps = n + pairs + n * n;
    if (!find_clusters(w, error) || !run_parts(w, read_side, n, error) || !run_parts(w, learn_pair, pairs, error) ||
        !run_parts(w, join_ways, n * n, error) || !add_terms(w, error))
        return FALSE;
    g_array_sort(w->counts, compare_counts);
    return write_lexicons(w, error) && learn_save_sources(w->config, w->sources, error);
}

gboolean learn(const Config *config, const LearnEvents *events, GArray *counts, TerminologyCount *terms, GError **error)
{
    g_autoptr(GPtrArray) profiles = lang_find_all((const char *const *)config->languages, error);
    int lock = profiles ? learn_lock(config->data, error) : -1;
    if (lock < 0)
        return FALSE;
    Work w = {.config = config, .profiles = profiles, .every = 1, .events = events, .counts = counts, .terms = terms};
    g_autoptr(GArray) sides = w.sides = g_array_new(FALSE, FALSE, sizeof(Side));
    g_autoptr(GPtrArray) clusters = w.clusters = g_ptr_array_new_with_free_func(pages_free);
    g_array_set_clear_func(sides, side_clear);
    g_array_set_size(counts, 0);
    g_mutex_init(&w.lock);
    for (guint i = 0; i < profiles->len; i++) {
        const LangProfile *profile = g_ptr_array_index(profiles, i);
        Side side = {profile, bitext_new(profile), lexicon_writer_new()};
        g_array_append_val(sides, side);
    }
    w.learned = g_new0(Translations *, sides->len * sides->len + 1);
    w.phrases = g_new0(GArray *, sides->len * sides->len + 1);
    gboolean ok = learn_all(&w, error);
    for (guint i = 0; i < sides->len * sides->len; i++) {
        g_clear_pointer(&w.learned[i], translations_free);
        g_clear_pointer(&w.phrases[i], g_array_unref);
    }
    g_free(w.learned);
    g_free(w.phrases);
    g_mutex_clear(&w.lock);
    g_free(w.cluster);
    g_free(w.sources);
    close(lock);
    return ok;
}
