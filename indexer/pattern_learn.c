#include "indexer/pattern_learn.h"

#include <string.h>

#include "indexer/marker.h"

#define NOTHING_LEAST 3
#define PURE 0.8   /* of the pages with a marker that are in its language */
#define PAIRED 0.3 /* of them that have a page beside them */
#define CROWD 64   /* pages that differ in one place only: that place is not the language's */

/* What is known of one marker. */
typedef struct {
    MarkerPlace place;
    char *text;
    GHashTable *paired; /* language → pages of it with another beside them, as pointers */
    GHashTable *langs;  /* language → pages of it */
    gboolean counts;
} Candidate;

/* One page with one marker, or all its codes, taken out. */
typedef struct {
    guint64 hash;
    guint page, marker; /* the second in its marker_list() */
} Sample;

typedef struct {
    const PatternExample *examples;
    guint n;
    GHashTable *candidates; /* place and text → Candidate*, of markers with another page beside them */
    GArray *samples;
} Learner;

static void candidate_free(gpointer p)
{
    Candidate *c = p;
    g_free(c->text);
    g_hash_table_unref(c->paired);
    g_hash_table_unref(c->langs);
    g_free(c);
}

static void count_up(GHashTable *counts, const char *lang)
{
    guint n = GPOINTER_TO_UINT(g_hash_table_lookup(counts, lang));
    g_hash_table_insert(counts, (gpointer)lang, GUINT_TO_POINTER(n + 1));
}

static Candidate *find_candidate(const Learner *l, const Marker *m)
{
    g_autofree char *id = g_strdup_printf("%c%.*s", 'a' + m->place, (int)m->n, m->text);
    return g_hash_table_lookup(l->candidates, id);
}

static Candidate *add_candidate(Learner *l, const Marker *m)
{
    Candidate *c = find_candidate(l, m);
    if (c)
        return c;
    c = g_new0(Candidate, 1);
    c->place = m->place;
    c->text = g_strndup(m->text, m->n);
    c->paired = g_hash_table_new(g_str_hash, g_str_equal);
    c->langs = g_hash_table_new(g_str_hash, g_str_equal);
    g_hash_table_insert(l->candidates, g_strdup_printf("%c%s", 'a' + m->place, c->text), c);
    return c;
}

/* FNV-1a, 64 bits, of the URL with markers taken out. */
static guint64 hash_key(const char *url, const Marker *const *markers, guint n)
{
    g_autofree char *key = marker_key(url, markers, n);
    guint64 hash = 14695981039346656037u;
    for (const char *p = key; *p; p++)
        hash = (hash ^ (guchar)*p) * 1099511628211u;
    return hash;
}

/* ------------------------------------------------------------------ pages beside each other */

static gint compare_samples(gconstpointer a, gconstpointer b)
{
    const Sample *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return x->page != y->page ? (x->page < y->page ? -1 : 1) : 0;
}

static const char *lang_of(const Learner *l, guint sample)
{
    return l->examples[g_array_index(l->samples, Sample, sample).page].lang;
}

static Candidate *candidate_of(Learner *l, guint sample)
{
    const Sample *s = &g_array_index(l->samples, Sample, sample);
    Marker markers[MARKERS_MOST];
    marker_list(l->examples[s->page].url, markers);
    return add_candidate(l, &markers[s->marker]);
}

/* Samples [from, to) have one URL: if they are in several languages, each supports its marker. */
static void pair(Learner *l, guint from, guint to, gboolean counting)
{
    gboolean differ = FALSE, has_counting = FALSE;
    for (guint i = from + 1; i < to; i++)
        differ = differ || !g_str_equal(lang_of(l, i), lang_of(l, from));
    if (!differ || to - from > CROWD)
        return;
    for (guint i = from; i < to; i++) {
        Candidate *c = candidate_of(l, i);
        has_counting = has_counting || c->counts;
        if (!counting)
            count_up(c->paired, lang_of(l, i));
    }
    for (guint i = from; counting && has_counting && i < to; i++) {
        Candidate *c = candidate_of(l, i);
        if (!*c->text)
            count_up(c->paired, lang_of(l, i));
    }
}

/* `counting`: only what has nothing, beside markers that count already. */
static void pair_all(Learner *l, gboolean counting)
{
    for (guint i = 0, from = 0; i <= l->samples->len; i++) {
        if (i < l->samples->len &&
            g_array_index(l->samples, Sample, i).hash == g_array_index(l->samples, Sample, from).hash)
            continue;
        pair(l, from, i, counting);
        from = i;
    }
}

/* ------------------------------------------------------------------ the two looks */

/* All codes of the page's language at once, if there are several; one sample for each. */
static void add_codes(Learner *l, guint page)
{
    const PatternExample *e = &l->examples[page];
    Marker markers[MARKERS_MOST];
    const Marker *codes[MARKERS_MOST];
    guint n = marker_list(e->url, markers), found = 0, end = 0;
    for (guint i = 0; i < n; i++) {
        const char *code = markers[i].n ? marker_code(&markers[i]) : NULL;
        if (!code || !g_str_equal(code, e->lang) || markers[i].start < end)
            continue;
        codes[found++] = &markers[i];
        end = markers[i].place == PLACE_QUERY ? end : markers[i].end;
    }
    guint64 hash = found > 1 ? hash_key(e->url, codes, found) : 0;
    for (guint i = 0; found > 1 && i < found; i++) {
        Sample s = {hash, page, codes[i] - markers};
        g_array_append_val(l->samples, s);
    }
}

static void add_each(Learner *l, guint page)
{
    const PatternExample *e = &l->examples[page];
    Marker markers[MARKERS_MOST];
    guint n = marker_list(e->url, markers);
    for (guint i = 0; i < n; i++) {
        const Marker *m = &markers[i];
        Sample s = {hash_key(e->url, &m, 1) * N_PLACES + m->place, page, i};
        g_array_append_val(l->samples, s);
    }
}

/* How many pages have each candidate, in which languages. */
static void count_all(Learner *l)
{
    Marker markers[MARKERS_MOST];
    for (guint page = 0; page < l->n; page++) {
        guint n = marker_list(l->examples[page].url, markers);
        for (guint i = 0; i < n; i++) {
            Candidate *c = markers[i].n ? find_candidate(l, &markers[i]) : NULL;
            if (c)
                count_up(c->langs, l->examples[page].lang);
        }
    }
}

/* The language that most of the pages are in, and how many are. */
static const char *most_of(GHashTable *counts, guint *most, guint *all)
{
    const char *best = NULL;
    GHashTableIter iter;
    gpointer lang, n;
    *most = *all = 0;
    g_hash_table_iter_init(&iter, counts);
    while (g_hash_table_iter_next(&iter, &lang, &n)) {
        guint number = GPOINTER_TO_UINT(n);
        *all += number;
        if (number > *most || (number == *most && strcmp(lang, best) < 0)) {
            *most = number;
            best = lang;
        }
    }
    return best;
}

static gboolean is_code_of(const Candidate *c, const char *lang)
{
    const Marker m = {.place = c->place, .text = c->text, .n = strlen(c->text)};
    const char *code = *c->text ? marker_code(&m) : NULL;
    return code && g_str_equal(code, lang);
}

/* Does the marker count, and for which language? NULL: it does not. */
static const char *judge(const Candidate *c, guint *pages)
{
    guint paired, all_paired, own, all;
    const char *lang = most_of(c->paired, &paired, &all_paired);
    *pages = paired;
    if (!lang)
        return NULL;
    if (!*c->text)
        return paired >= NOTHING_LEAST && paired >= PURE * all_paired ? lang : NULL;
    if (is_code_of(c, lang))
        return lang;
    const char *owner = most_of(c->langs, &own, &all);
    gboolean is_pure = owner && g_str_equal(owner, lang) && own >= PURE * all;
    return is_pure && paired >= PATTERN_LEAST && paired >= PAIRED * all ? lang : NULL;
}

/* Of nothing only what stands beside markers that count does so itself. */
static void settle(Learner *l)
{
    GHashTableIter iter;
    gpointer value;
    guint pages;
    g_hash_table_iter_init(&iter, l->candidates);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        Candidate *c = value;
        c->counts = *c->text && judge(c, &pages);
        if (!*c->text)
            g_hash_table_remove_all(c->paired);
    }
    pair_all(l, TRUE);
}

static void report(const Learner *l, PatternRuleFunc func, gpointer user)
{
    GHashTableIter iter;
    gpointer value;
    g_hash_table_iter_init(&iter, l->candidates);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        const Candidate *c = value;
        guint pages;
        const char *lang = judge(c, &pages);
        const PatternRule rule = {marker_place_name(c->place), c->text, lang, pages};
        if (lang)
            func(&rule, user);
    }
}

void pattern_learn(const PatternExample *examples, guint n, PatternRuleFunc func, gpointer user)
{
    Learner l = {examples, n, g_hash_table_new_full(g_str_hash, g_str_equal, g_free, candidate_free),
                 g_array_new(FALSE, FALSE, sizeof(Sample))};
    void (*const looks[])(Learner *, guint) = {add_codes, add_each};
    for (guint i = 0; i < G_N_ELEMENTS(looks); i++) {
        g_array_set_size(l.samples, 0);
        for (guint page = 0; page < n; page++)
            looks[i](&l, page);
        g_array_sort(l.samples, compare_samples);
        pair_all(&l, FALSE);
    }
    count_all(&l);
    settle(&l);
    report(&l, func, user);
    g_hash_table_unref(l.candidates);
    g_array_unref(l.samples);
}
