#include "indexer/suggest.h"

#include <math.h>
#include <string.h>

#include "langs/typeahead.h"
#include "shim/authority.h"
#include "shim/disk.h"
#include "shim/index.h"
#include "shim/limits.h"
#include "shim/querylog.h"
#include "shim/schema.h"
#include "shim/suggest.h"

#define REST 20            /* times what the suggestions took, after which they are made anew */
#define CHEAP_MS 100       /* but suggestions that took less are made with each change */
#define HEADING_PAGES 8    /* further pages with a heading do not make it weightier … */
#define HEADING_PERCENT 2  /* … and on more than so many of them it tells nothing … */
#define HEADING_LEAST 20   /* … if they are as many as this at least */
#define HEADING_WEIGHT 0.5 /* beside a title's 1 */
#define LATER_WORD 0.5     /* what a text weighs that is found by a word that is not its first */
#define LONG_LETTERS 60.0  /* a text of so many letters weighs half */

/* What is known of a text, and of all that fold like it. */
typedef struct {
    char *shown;
    double rank;      /* of what `shown` was taken from: the most wins */
    double titles;    /* sum of the authority of the pages that have it as a title */
    guint64 headings; /* pages */
    guint64 queries;
} Candidate;

typedef struct {
    const LangProfile *lang;
    GHashTable *candidates; /* folded → Candidate */
    IndexReader *reader;
    LangAnalyser *analyser;
    guint64 pages;
} Collection;

static void candidate_free(gpointer p)
{
    Candidate *c = p;
    g_free(c->shown);
    g_free(c);
}

/* "-word" and "site:host" ask for something else than these words. */
static gboolean has_operator(const char *text)
{
    for (const char *p = text; *p; p++) {
        gboolean is_first = p == text || p[-1] == ' ';
        if ((is_first && *p == '-' && p[1] != ' ') ||
            (*p == ':' && !is_first && p[1] && p[1] != ' ' && g_ascii_isalpha(p[-1])))
            return TRUE;
    }
    return FALSE;
}

char *suggestion_text(const char *text)
{
    if (strlen(text) > LIMIT_TITLE)
        return NULL;
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    GString *out = g_string_new(NULL);
    gboolean is_apart = FALSE;
    for (const char *p = valid; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        gboolean is_space = g_unichar_isspace(c) || g_unichar_iscntrl(c);
        if (!is_space && is_apart && out->len)
            g_string_append_c(out, ' ');
        if (!is_space)
            g_string_append_unichar(out, c);
        is_apart = is_space;
    }
    gboolean is_good = out->len && out->len <= LIMIT_SUGGESTION &&
                       g_utf8_strlen(out->str, -1) <= LIMIT_SUGGESTION_LETTERS && !has_operator(out->str);
    return g_string_free(out, !is_good);
}

/* The text's candidate, shown as it is here if nothing of more rank was; NULL: it cannot be suggested. */
static Candidate *find_candidate(Collection *c, const char *text, double rank)
{
    g_autofree char *shown = suggestion_text(text);
    g_autoptr(GString) folded = g_string_new(NULL);
    if (shown)
        typeahead_fold(c->lang, shown, folded);
    if (!folded->len)
        return NULL;
    Candidate *found = g_hash_table_lookup(c->candidates, folded->str);
    if (!found) {
        found = g_new0(Candidate, 1);
        g_hash_table_insert(c->candidates, g_strdup(folded->str), found);
    }
    if (!found->shown || rank > found->rank) {
        g_free(found->shown);
        found->shown = g_steal_pointer(&shown);
        found->rank = rank;
    }
    return found;
}

static void add_title(const char *title, double authority, gpointer user)
{
    Candidate *found = find_candidate(user, title, 2 + authority);
    if (found)
        found->titles += authority;
}

static gboolean add_heading(const char *term, guint32 documents, gpointer user)
{
    Collection *c = user;
    if (documents > MAX(HEADING_LEAST, c->pages * HEADING_PERCENT / 100))
        return TRUE;
    Candidate *found = find_candidate(c, term + strlen(PREFIX_HEADING), 1 - 1.0 / (1 + documents));
    if (found)
        found->headings += documents;
    return TRUE;
}

typedef struct {
    IndexReader *reader;
    gboolean is_missing; /* is there a word that stands on no page? */
    guint words;
} WordCheck;

static void check_word(const Token *token, gpointer user)
{
    WordCheck *check = user;
    guint32 documents = 0;
    g_autoptr(GError) error = NULL;
    if (token->form != TOKEN_WORD || check->is_missing)
        return;
    check->words++;
    check->is_missing = !index_reader_term_frequency(check->reader, token->term, &documents, &error) || documents == 0;
}

static gboolean add_query(const char *query, guint64 count, guint64 zero, gpointer user)
{
    Collection *c = user;
    WordCheck check = {.reader = c->reader};
    lang_analyse(c->analyser, query, strlen(query), check_word, &check);
    Candidate *found = check.words && !check.is_missing && zero * 2 < count ? find_candidate(c, query, 0) : NULL;
    if (found)
        found->queries += count;
    return TRUE;
}

/* A log that cannot be read keeps no page from being found: then there are no queries. */
static void add_queries(Collection *c, const char *data)
{
    g_autoptr(QueryLog) log = NULL;
    if (query_log_open(data, LEDGER_READ, &log, NULL) && log)
        (void)!query_log_each_query(log, lang_code(c->lang), add_query, c, NULL);
}

static double weigh(const Candidate *c)
{
    double weight = log1p(c->titles) + HEADING_WEIGHT * log1p(MIN(c->headings, HEADING_PAGES)) + log1p(c->queries);
    return weight / (1 + g_utf8_strlen(c->shown, -1) / LONG_LETTERS);
}

/* A candidate with its place in an order. */
typedef struct {
    const char *folded;
    const Candidate *candidate;
    double weight;
} Place;

static gint compare_places(gconstpointer a, gconstpointer b)
{
    const Place *x = a, *y = b;
    return x->weight > y->weight ? -1 : x->weight < y->weight ? 1 : strcmp(x->folded, y->folded);
}

static GArray *order_candidates(const Collection *c)
{
    GArray *places = g_array_new(FALSE, FALSE, sizeof(Place));
    GHashTableIter iter;
    gpointer folded, candidate;
    g_hash_table_iter_init(&iter, c->candidates);
    while (g_hash_table_iter_next(&iter, &folded, &candidate)) {
        Place place = {folded, candidate, weigh(candidate)};
        g_array_append_val(places, place);
    }
    g_array_sort(places, compare_places);
    g_array_set_size(places, MIN(places->len, LIMIT_SUGGESTIONS));
    return places;
}

static void put_key(const char *text, gsize start, guint place, gpointer writer)
{
    suggestion_writer_add_key(writer, text, start, place ? LATER_WORD : 1);
}

static gboolean write_all(const Collection *c, const char *data, const char *fingerprint, gint64 started_us,
                          GError **error)
{
    g_autoptr(SuggestionWriter) writer = suggestion_writer_new();
    g_autoptr(GArray) places = order_candidates(c);
    for (guint i = 0; i < places->len; i++) {
        const Place *place = &g_array_index(places, Place, i);
        suggestion_writer_add(writer, place->candidate->shown, place->weight);
        typeahead_each_key(c->lang, place->folded, put_key, writer);
    }
    guint took_ms = (g_get_monotonic_time() - started_us) / 1000;
    return suggestion_writer_write(writer, data, lang_code(c->lang), fingerprint, took_ms, error);
}

static gboolean make(Ledger *ledger, const char *data, const LangProfile *lang, const char *fingerprint, GError **error)
{
    gint64 started_us = g_get_monotonic_time();
    g_autofree char *dir = generation_current(data, lang_code(lang));
    g_autoptr(IndexReader) reader = index_reader_open(dir, fingerprint, error);
    g_autoptr(LangAnalyser) analyser = reader ? lang_analyser_new(lang, error) : NULL;
    if (!analyser)
        return FALSE;
    g_autoptr(GHashTable) candidates = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, candidate_free);
    Collection c = {lang, candidates, reader, analyser, index_reader_count(reader)};
    add_queries(&c, data);
    return authority_each_title(ledger, lang_code(lang), add_title, &c, error) &&
           index_reader_each_term(reader, PREFIX_HEADING, add_heading, &c, error) &&
           write_all(&c, data, fingerprint, started_us, error);
}

/* Is it too early for new ones? */
static gboolean is_fresh(const char *data, const LangProfile *lang, const char *fingerprint)
{
    g_autoptr(Suggestions) there = suggestions_open(data, lang_code(lang), fingerprint);
    gint64 written_at, age_s;
    guint took_ms;
    suggestions_age(there, &written_at, &took_ms);
    age_s = g_get_real_time() / G_USEC_PER_SEC - written_at;
    return written_at && took_ms >= CHEAP_MS && age_s >= 0 && age_s < (gint64)took_ms * REST / 1000;
}

static char *due_path(const char *data, const LangProfile *lang)
{
    g_autofree char *name = g_strconcat(lang_code(lang), ".due", NULL);
    return g_build_filename(data, SUGGEST_FOLDER, name, NULL);
}

/* A disk that refuses leaves it to the next change. */
static gboolean note_due(const char *due)
{
    g_autoptr(GError) cause = NULL;
    if (!g_file_set_contents(due, "", 0, &cause))
        g_debug("%s", cause->message);
    return TRUE;
}

gboolean suggest_is_due(const char *data, const LangProfile *lang)
{
    g_autofree char *due = due_path(data, lang), *fingerprint = lang_fingerprint(lang);
    return g_file_test(due, G_FILE_TEST_EXISTS) && !is_fresh(data, lang, fingerprint);
}

gboolean suggest_update(Ledger *ledger, const char *data, const LangProfile *lang, SuggestOccasion occasion,
                        GError **error)
{
    g_autofree char *fingerprint = lang_fingerprint(lang), *due = due_path(data, lang);
    if (occasion == SUGGEST_BELATED && !suggest_is_due(data, lang))
        return TRUE;
    if (occasion == SUGGEST_CHANGED && is_fresh(data, lang, fingerprint))
        return note_due(due);
    if (!make(ledger, data, lang, fingerprint, error))
        return FALSE;
    disk_remove(due);
    return TRUE;
}
