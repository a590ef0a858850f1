#include "query/parse.h"

#include <string.h>

#include "shim/limits.h"
#include "shim/schema.h"

#define WEIGHT_TITLE 0.3 /* a word in the title, beside the same word anywhere */

/* What stands before a word or phrase. */
typedef enum { SIGN_NONE, SIGN_PLUS, SIGN_MINUS } Sign;

typedef struct {
    ParsedQuery *parsed;
    LangAnalyser *analyser;
    QueryNode *any;        /* words joined by OR */
    QueryNode *must, *not; /* +word, -word */
    QueryNode *filters;
    QueryNode *stops;      /* stop words, searched only when there is nothing else */
    guint wildcards;
} Parser;

/* The tokens of one piece of text, grouped by position. */
typedef struct {
    GPtrArray *positions; /* QueryNode* OR of the forms, one per position */
    GPtrArray *words;     /* char* folded word per position */
    GArray *is_stop;      /* gboolean per position */
    guint32 last;
    gboolean title_only;
    GHashTable *terms;
} Pieces;

static void add_form(QueryNode *any, const char *prefix, const Token *t, double weight)
{
    QueryNode *term = query_node_term(prefix, t->term);
    query_node_add(any, weight == 1 ? term : query_node_scale(weight, term));
}

static void add_token(const Token *t, gpointer user)
{
    Pieces *p = user;
    if (t->position != p->last) {
        gboolean stop = t->is_stop;
        g_ptr_array_add(p->positions, query_node_new(QUERY_OR));
        g_ptr_array_add(p->words, g_strdup(t->term));
        g_array_append_val(p->is_stop, stop);
        p->last = t->position;
    }
    QueryNode *any = g_ptr_array_index(p->positions, p->positions->len - 1);
    g_autofree char *title = g_strconcat(PREFIX_TITLE, token_form_prefix(t->form), NULL);
    if (!p->title_only)
        add_form(any, token_form_prefix(t->form), t, t->weight);
    if (t->form != TOKEN_GRAM || p->title_only)
        add_form(any, title, t, p->title_only ? t->weight : t->weight * WEIGHT_TITLE);
    g_hash_table_add(p->terms, g_strconcat(token_form_prefix(t->form), t->term, NULL));
}

static void free_node(gpointer node)
{
    query_node_free(node);
}

static Pieces analyse(Parser *parser, const char *text, gsize n, gboolean title_only)
{
    Pieces p = {g_ptr_array_new_with_free_func(free_node), g_ptr_array_new_with_free_func(g_free),
                g_array_new(FALSE, FALSE, sizeof(gboolean)), 0, title_only, parser->parsed->terms};
    lang_analyse(parser->analyser, text, n, add_token, &p);
    return p;
}

static void pieces_clear(Pieces *p)
{
    g_ptr_array_unref(p->positions);
    g_ptr_array_unref(p->words);
    g_array_unref(p->is_stop);
}

static void place(Parser *parser, Sign sign, QueryNode *node)
{
    query_node_add(sign == SIGN_MINUS ? parser->not : sign == SIGN_PLUS ? parser->must : parser->any, node);
}

/* Places each word by itself; stop words only for the case that there is nothing else. */
static void place_words(Parser *parser, Sign sign, Pieces *p)
{
    for (guint i = 0; i < p->positions->len; i++) {
        if (parser->parsed->words >= LIMIT_QUERY_TERMS) {
            parser->parsed->is_cut = TRUE;
            return;
        }
        parser->parsed->words++;
        QueryNode *node = p->positions->pdata[i];
        p->positions->pdata[i] = NULL;
        if (sign == SIGN_NONE && g_array_index(p->is_stop, gboolean, i))
            query_node_add(parser->stops, node);
        else
            place(parser, sign, node);
    }
}

static void place_phrase(Parser *parser, Sign sign, Pieces *p)
{
    QueryNode *phrase = query_node_new(QUERY_PHRASE);
    for (guint i = 0; i < MIN(p->words->len, LIMIT_PHRASE_WORDS); i++)
        query_node_add(phrase, query_node_term(PREFIX_WORD, p->words->pdata[i]));
    parser->parsed->words += p->words->len;
    place(parser, sign == SIGN_NONE ? SIGN_PLUS : sign, phrase);
}

/* word*: at least LIMIT_WILDCARD_LETTERS letters before the asterisk. */
static gboolean place_wildcard(Parser *parser, Sign sign, const char *word, gsize n)
{
    if (n < 2 || word[n - 1] != '*' || parser->wildcards == LIMIT_WILDCARDS)
        return FALSE;
    Pieces p = analyse(parser, word, n - 1, FALSE);
    const char *stem = p.words->len == 1 ? p.words->pdata[0] : "";
    gboolean ok = g_utf8_strlen(stem, -1) >= LIMIT_WILDCARD_LETTERS;
    if (ok) {
        QueryNode *node = query_node_term(PREFIX_WORD, stem);
        node->op = QUERY_PREFIX;
        node->limit = LIMIT_WILDCARD_EXPANSIONS;
        place(parser, sign, node);
        parser->wildcards++;
        parser->parsed->words++;
    } else if (!parser->parsed->short_wildcard) {
        parser->parsed->short_wildcard = g_strndup(word, n);
    }
    pieces_clear(&p);
    return ok;
}

static QueryNode *range_node(gint64 after, gint64 before)
{
    char packed[9];
    QueryNode *node = query_node_new(QUERY_RANGE);
    node->slot = SLOT_DATE;
    if (after != RECORD_DATE_UNKNOWN)
        node->low = g_bytes_new(packed, index_number(after, packed));
    if (before != RECORD_DATE_UNKNOWN)
        node->high = g_bytes_new(packed, index_number(before, packed));
    return node;
}

static void add_filter(Parser *parser, const char *prefix, const char *value)
{
    g_autofree char *lower = g_utf8_strdown(value, -1);
    if (*value)
        query_node_add(parser->filters, query_node_term(prefix, g_str_equal(prefix, PREFIX_SECTION) ? value : lower));
}

/* name:value with a name that we know; FALSE: ordinary text. */
static gboolean place_field(Parser *parser, Sign sign, const char *word, gsize n)
{
    g_autofree char *text = g_strndup(word, n);
    char *value = strchr(text, ':');
    if (!value || !value[1])
        return FALSE;
    *value++ = '\0';
    gint64 date = request_parse_date(value);
    if (g_str_equal(text, "title")) {
        Pieces p = analyse(parser, value, strlen(value), TRUE);
        for (guint i = 0; i < p.is_stop->len; i++)
            g_array_index(p.is_stop, gboolean, i) = FALSE;
        place_words(parser, sign == SIGN_NONE ? SIGN_PLUS : sign, &p);
        pieces_clear(&p);
    } else if (g_str_equal(text, "site")) {
        add_filter(parser, PREFIX_HOST, value);
    } else if (g_str_equal(text, "type")) {
        add_filter(parser, PREFIX_TYPE, value);
    } else if (g_str_equal(text, "after") && date != RECORD_DATE_UNKNOWN) {
        query_node_add(parser->filters, range_node(date, RECORD_DATE_UNKNOWN));
    } else if (g_str_equal(text, "before") && date != RECORD_DATE_UNKNOWN) {
        query_node_add(parser->filters, range_node(RECORD_DATE_UNKNOWN, date));
    } else {
        return FALSE;
    }
    return TRUE;
}

static void place_text(Parser *parser, Sign sign, const char *text, gsize n, gboolean is_phrase)
{
    Pieces p = analyse(parser, text, n, FALSE);
    if (is_phrase && p.words->len > 1)
        place_phrase(parser, sign, &p);
    else
        place_words(parser, sign, &p);
    pieces_clear(&p);
}

static void read_query(Parser *parser, const char *p)
{
    while (*p) {
        p += strspn(p, " ");
        Sign sign = p[0] && p[1] && p[1] != ' ' ? (*p == '+' ? SIGN_PLUS : *p == '-' ? SIGN_MINUS : SIGN_NONE) : SIGN_NONE;
        p += sign != SIGN_NONE;
        const char *quote = *p == '"' ? strchr(p + 1, '"') : NULL;
        gsize n = quote ? (gsize)(quote - p - 1) : strcspn(p, " ");
        const char *text = quote ? p + 1 : p;
        gboolean is_or = !quote && n == 2 && memcmp(text, "OR", 2) == 0;
        if (quote || (!is_or && !place_field(parser, sign, text, n) && !place_wildcard(parser, sign, text, n)))
            place_text(parser, sign, text, n, quote != NULL);
        p = text + n + (quote ? 1 : 0);
    }
}

static void add_request_filters(Parser *parser, const Request *r)
{
    add_filter(parser, PREFIX_SECTION, r->section);
    add_filter(parser, PREFIX_TYPE, r->type);
    add_filter(parser, PREFIX_HOST, r->site);
    if (r->after != RECORD_DATE_UNKNOWN || r->before != RECORD_DATE_UNKNOWN)
        query_node_add(parser->filters, range_node(r->after, r->before));
}

/* A group of nodes, or NULL when it is empty. */
static QueryNode *unless_empty(QueryNode *group)
{
    if (group->children->len)
        return group;
    query_node_free(group);
    return NULL;
}

static QueryNode *assemble(Parser *parser)
{
    QueryNode *any = unless_empty(parser->any), *must = unless_empty(parser->must);
    QueryNode *stops = unless_empty(parser->stops), *not = unless_empty(parser->not);
    QueryNode *filters = unless_empty(parser->filters);
    if (any || must)
        g_clear_pointer(&stops, query_node_free);
    QueryNode *words = must ? query_node_pair(QUERY_AND_MAYBE, must, any) : any ? any : stops;
    if (!words && filters)
        words = query_node_new(QUERY_ALL);
    if (!words) {
        query_node_free(not);
        return query_node_new(QUERY_NOTHING);
    }
    words = query_node_pair(QUERY_FILTER, words, filters);
    return query_node_pair(QUERY_AND_NOT, words, not);
}

ParsedQuery *query_parse(const Request *request, LangAnalyser *analyser)
{
    ParsedQuery *parsed = g_new0(ParsedQuery, 1);
    parsed->terms = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Parser parser = {.parsed = parsed,
                     .analyser = analyser,
                     .any = query_node_new(QUERY_OR),
                     .must = query_node_new(QUERY_AND),
                     .not = query_node_new(QUERY_OR),
                     .filters = query_node_new(QUERY_AND),
                     .stops = query_node_new(QUERY_OR)};
    read_query(&parser, request->query);
    gboolean has_words = *request->query != '\0';
    if (has_words)
        add_request_filters(&parser, request);
    parsed->tree = assemble(&parser);
    return parsed;
}

void parsed_query_free(ParsedQuery *p)
{
    query_node_free(p->tree);
    g_hash_table_unref(p->terms);
    g_free(p->short_wildcard);
    g_free(p);
}
