#include "indexer/post.h"

#include <string.h>

#include "indexer/suggest.h"
#include "indexer/url.h"
#include "shim/limits.h"
#include "shim/record.h"
#include "shim/schema.h"

/* What a field's words count beside one word of the body; a heading's words stand in the body too. */
#define WEIGHT_TITLE 3
#define WEIGHT_HEADING 1
#define WEIGHT_DESCRIPTION 1
#define WEIGHT_BODY 1

/* A term of the page that is being posted. Its positions are a chain of places in one array. */
typedef struct {
    const char *term;
    guint32 count;
    guint32 n_positions, first, last;
} Posting;

typedef struct {
    guint32 position, next;
} Place;

struct Poster {
    GHashTable *numbers;  /* term → number of its posting + 1 */
    GStringChunk *strings;
    GArray *postings;     /* Posting, as they came */
    GArray *places;       /* Place */
    GArray *positions;    /* guint32, those of one term after another */
    GArray *terms;        /* IndexTerm */
    GArray *values;       /* IndexValue */
    char *id, *record;
    char date[9], words[9], expiry[9], year[8];
    guint32 base;         /* position before the field that is being posted */
    guint32 last;         /* highest position so far */
    guint32 weight;
    gboolean is_title, has_positions;
    IndexDocument document;
};

Poster *poster_new(void)
{
    Poster *p = g_new0(Poster, 1);
    p->numbers = g_hash_table_new(g_str_hash, g_str_equal);
    p->strings = g_string_chunk_new(64 * 1024);
    p->postings = g_array_new(FALSE, FALSE, sizeof(Posting));
    p->places = g_array_new(FALSE, FALSE, sizeof(Place));
    p->positions = g_array_new(FALSE, FALSE, sizeof(guint32));
    p->terms = g_array_new(FALSE, FALSE, sizeof(IndexTerm));
    p->values = g_array_new(FALSE, FALSE, sizeof(IndexValue));
    return p;
}

static void poster_clear(Poster *p)
{
    GArray *arrays[] = {p->postings, p->places, p->positions, p->terms, p->values};
    for (guint i = 0; i < G_N_ELEMENTS(arrays); i++)
        g_array_set_size(arrays[i], 0);
    g_hash_table_remove_all(p->numbers);
    g_string_chunk_clear(p->strings);
    g_clear_pointer(&p->id, g_free);
    g_clear_pointer(&p->record, g_free);
    p->last = p->base = 0;
}

void poster_free(Poster *p)
{
    poster_clear(p);
    GArray *arrays[] = {p->postings, p->places, p->positions, p->terms, p->values};
    for (guint i = 0; i < G_N_ELEMENTS(arrays); i++)
        g_array_unref(arrays[i]);
    g_hash_table_unref(p->numbers);
    g_string_chunk_free(p->strings);
    g_free(p);
}

/* The term's posting; valid until the next one is made. */
static Posting *find_posting(Poster *p, const char *term)
{
    guint number = GPOINTER_TO_UINT(g_hash_table_lookup(p->numbers, term));
    if (!number) {
        Posting posting = {.term = g_string_chunk_insert(p->strings, term)};
        g_array_append_val(p->postings, posting);
        number = p->postings->len;
        g_hash_table_insert(p->numbers, (gpointer)posting.term, GUINT_TO_POINTER(number));
    }
    return &g_array_index(p->postings, Posting, number - 1);
}

static void add_position(Poster *p, Posting *posting, guint32 position)
{
    Place place = {position, 0};
    guint32 at = p->places->len;
    g_array_append_val(p->places, place);
    if (posting->n_positions++)
        g_array_index(p->places, Place, posting->last).next = at;
    else
        posting->first = at;
    posting->last = at;
}

static void post_token(const Token *token, gpointer user)
{
    Poster *p = user;
    if (p->postings->len > LIMIT_TERMS) /* the document will be refused: no more is kept of it */
        return;
    char buffer[LIMIT_TERM + 16];
    char *end = g_stpcpy(buffer + 1, token_form_prefix(token->form));
    g_stpcpy(end, token->term); /* which is at most LIMIT_TERM - 8 bytes */
    Posting *posting = find_posting(p, buffer + 1);
    posting->count += p->weight;
    if (token->form == TOKEN_WORD && p->has_positions) {
        guint32 position = p->base + token->position;
        add_position(p, posting, position);
        p->last = MAX(p->last, position);
    }
    if (p->is_title && token->form != TOKEN_PART) {
        buffer[0] = PREFIX_TITLE[0];
        find_posting(p, buffer)->count++;
    }
}

static void post_field(Poster *p, LangAnalyser *analyser, const char *text, gsize n, guint32 weight,
                       gboolean is_title, gboolean has_positions)
{
    p->weight = weight;
    p->is_title = is_title;
    p->has_positions = has_positions;
    lang_analyse(analyser, text, n, post_token, p);
    if (p->last > p->base)
        p->base = p->last + POSITION_GAP;
}

static void post_filter(Poster *p, const char *prefix, const char *value)
{
    g_autofree char *term = g_strconcat(prefix, value, NULL);
    if (*value && strlen(term) <= LIMIT_TERM)
        find_posting(p, term);
}

/* The host and each of its parent domains. */
static void post_hosts(Poster *p, const char *url)
{
    g_autofree char *host = url_host(url);
    for (const char *domain = host; domain && *domain;) {
        post_filter(p, PREFIX_HOST, domain);
        const char *dot = strchr(domain, '.');
        domain = dot ? dot + 1 : NULL;
    }
}

static void add_value(Poster *p, guint slot, const char *data, gsize n)
{
    IndexValue value = {slot, data, n};
    if (n && n <= LIMIT_VALUE)
        g_array_append_val(p->values, value);
}

static void post_date(Poster *p, gint64 date)
{
    g_autoptr(GDateTime) when = date == RECORD_DATE_UNKNOWN ? NULL : g_date_time_new_from_unix_utc(date);
    if (!when)
        return;
    add_value(p, SLOT_DATE, p->date, index_number(date, p->date));
    g_snprintf(p->year, sizeof p->year, "%04d", g_date_time_get_year(when));
    add_value(p, SLOT_YEAR, p->year, strlen(p->year));
    post_filter(p, PREFIX_YEAR, p->year);
}

static void post_filters(Poster *p, const char *url, const Document *doc, const char *section, guint32 words)
{
    post_hosts(p, url);
    post_filter(p, PREFIX_TYPE, doc->type);
    post_filter(p, PREFIX_SECTION, section);
    post_date(p, doc->date);
    add_value(p, SLOT_URL, url, strlen(url));
    add_value(p, SLOT_TYPE, doc->type, strlen(doc->type));
    add_value(p, SLOT_SECTION, section, strlen(section));
    add_value(p, SLOT_WORDS, p->words, index_number(words, p->words));
    if (doc->unavailable_after != RECORD_DATE_UNKNOWN)
        add_value(p, SLOT_EXPIRY, p->expiry, index_number(doc->unavailable_after, p->expiry));
}

static void collect_terms(Poster *p)
{
    g_array_set_size(p->positions, p->places->len);
    guint32 *at = (guint32 *)p->positions->data;
    for (guint i = 0; i < p->postings->len; i++) {
        const Posting *posting = &g_array_index(p->postings, Posting, i);
        IndexTerm term = {posting->term, posting->count, posting->n_positions ? at : NULL, posting->n_positions};
        guint32 place = posting->first;
        for (guint32 n = 0; n < posting->n_positions; n++, place = g_array_index(p->places, Place, place).next)
            *at++ = g_array_index(p->places, Place, place).position;
        g_array_append_val(p->terms, term);
    }
}

/* A word of the URL raises the page if the page itself has the word. Others say little: folders, systems, tracking. */
static void post_url_token(const Token *token, gpointer user)
{
    Poster *p = user;
    char term[LIMIT_TERM + 16];
    if (token->form == TOKEN_PART)
        return;
    g_stpcpy(g_stpcpy(term, token_form_prefix(token->form)), token->term);
    guint number = GPOINTER_TO_UINT(g_hash_table_lookup(p->numbers, term));
    if (number)
        g_array_index(p->postings, Posting, number - 1).count++;
}

/* Headings as they are shown, where they are short enough to be suggested. */
static void post_headings(Poster *p, const GPtrArray *headings)
{
    for (guint i = 0; i < MIN(headings->len, LIMIT_SUGGESTED_HEADINGS); i++) {
        g_autofree char *heading = suggestion_text(g_ptr_array_index(headings, i));
        if (heading)
            post_filter(p, PREFIX_HEADING, heading);
    }
}

/* The words of the path: editors name their pages there ("/en/news/fibre-optics.html"). */
static void post_url_words(Poster *p, LangAnalyser *analyser, const char *url)
{
    g_auto(GStrv) segments = url_segments(url);
    for (char **s = segments; *s; s++)
        lang_analyse(analyser, *s, strlen(*s), post_url_token, p);
}

const IndexDocument *poster_post(Poster *p, const char *url, const Document *doc, LangAnalyser *analyser,
                                 const char *section, const char *group, const char *content_hash)
{
    poster_clear(p);
    post_field(p, analyser, doc->title, strlen(doc->title), WEIGHT_TITLE, TRUE, TRUE);
    for (guint i = 0; i < doc->headings->len; i++) {
        const char *heading = g_ptr_array_index(doc->headings, i);
        post_field(p, analyser, heading, strlen(heading), WEIGHT_HEADING, FALSE, FALSE);
    }
    post_field(p, analyser, doc->description, strlen(doc->description), WEIGHT_DESCRIPTION, FALSE, TRUE);
    guint32 before = p->base;
    post_field(p, analyser, doc->text->str, doc->text->len, WEIGHT_BODY, FALSE, TRUE);
    post_filters(p, url, doc, section, p->last - MIN(before, p->last));
    post_headings(p, doc->headings);
    post_url_words(p, analyser, url);
    collect_terms(p);
    g_autofree char *shown = document_snippet_text(doc);
    Record record = {url,     doc->title, doc->description, shown,     doc->type,
                     section, group,      content_hash,     doc->date, doc->max_snippet};
    p->id = index_id(url);
    p->record = record_pack(&record, &p->document.record_n);
    p->document.id = p->id;
    p->document.record = p->record;
    p->document.terms = (const IndexTerm *)p->terms->data;
    p->document.n_terms = p->terms->len;
    p->document.values = (const IndexValue *)p->values->data;
    p->document.n_values = p->values->len;
    return &p->document;
}
