#include "query/parse.h"

#include <string.h>

#include "query/expand.h"
#include "shim/limits.h"
#include "shim/schema.h"

#define PROSE_WORDS 6
#define SHARE_PART 0.5      /* of all documents: what more of them have is no part to know a word by */
#define WEIGHT_TITLE 0.4 /* a word in the title, beside the same word anywhere */

/* What stands before a word or phrase. */
typedef enum { SIGN_NONE, SIGN_PLUS, SIGN_MINUS } Sign;

typedef struct {
    ParsedQuery *parsed;
    LangAnalyser *analyser;
    Vocabulary *vocabulary; /* NULL: words have no relatives */
    QueryWidth width;
    gboolean is_prose;     /* quotation marks are the author's, no operators */
    QueryNode *any;        /* words joined by OR */
    QueryNode *must, *not; /* +word, -word */
    QueryNode *filters;
    QueryNode *group; /* pieces joined by OR that have not been placed yet */
    Sign group_sign;
    GHashTable *stop_terms; /* of the words in `stops` */
    QueryNode *helps;      /* what only raises pages that match */
    QueryNode *stops;      /* stop words, searched only when there is nothing else */
    guint wildcards;
} Parser;

/* The tokens of one piece of text, grouped by position. */
typedef struct {
    GPtrArray *positions; /* QueryNode* OR of the forms, one per position */
    GPtrArray *words;     /* char* folded word per position */
    GPtrArray *stems;     /* char* its stem, or NULL */
    GPtrArray *parts;     /* QueryNode* OR of its parts, or NULL */
    GArray *is_stop;      /* gboolean per position */
    guint32 last;
    gboolean title_only;
    gboolean is_strict;   /* the text itself is asked for or refused: a part of it does not do, all its parts do */
    GPtrArray *grams;     /* char* with prefix; of a strict text: its bigrams, or its only letter */
    GHashTable *terms, *stop_terms; /* NULL: these words are not to be marked */
} Pieces;

static void add_form(QueryNode *any, const char *prefix, const Token *t, double weight)
{
    QueryNode *term = query_node_term(prefix, t->term);
    query_node_add(any, weight == 1 ? term : query_node_scale(weight, term));
}

static void start_position(Pieces *p, const Token *t)
{
    gboolean stop = t->is_stop;
    g_ptr_array_add(p->positions, query_node_new(QUERY_OR));
    g_ptr_array_add(p->words, g_strdup(t->term));
    g_ptr_array_add(p->stems, NULL);
    g_ptr_array_add(p->parts, query_node_new(QUERY_OR));
    g_array_append_val(p->is_stop, stop);
    p->last = t->position;
}

static void add_token(const Token *t, gpointer user)
{
    Pieces *p = user;
    if (t->position != p->last)
        start_position(p, t);
    if (t->form == TOKEN_PART && (p->is_strict || p->title_only))
        return;
    if (t->form == TOKEN_GRAM && p->is_strict) {
        if (*g_utf8_next_char(t->term) || !p->grams->len)
            g_ptr_array_add(
                p->grams, g_strconcat(p->title_only ? PREFIX_TITLE PREFIX_GRAM : PREFIX_GRAM, t->term, NULL));
        return;
    }
    guint last = p->positions->len - 1;
    QueryNode *any = g_ptr_array_index(p->positions, last);
    if (t->form == TOKEN_STEM && !p->stems->pdata[last])
        p->stems->pdata[last] = g_strdup(t->term);
    if (t->form == TOKEN_PART) {
        QueryNode *part = query_node_term(PREFIX_GRAM, t->term);
        part->factor = SHARE_PART;
        query_node_add(g_ptr_array_index(p->parts, last), query_node_scale(t->weight, part));
        return;
    }
    g_autofree char *title = g_strconcat(PREFIX_TITLE, token_form_prefix(t->form), NULL);
    if (!p->title_only)
        add_form(any, token_form_prefix(t->form), t, t->weight);
    if (t->form != TOKEN_GRAM || p->title_only)
        add_form(any, title, t, p->title_only ? t->weight : t->weight * WEIGHT_TITLE);
    GHashTable *terms = g_array_index(p->is_stop, gboolean, p->is_stop->len - 1) ? p->stop_terms : p->terms;
    if (terms)
        g_hash_table_add(terms, g_strconcat(token_form_prefix(t->form), t->term, NULL));
}

static void free_node(gpointer node)
{
    query_node_free(node);
}

static Pieces analyse(Parser *parser, Sign sign, const char *text, gsize n, gboolean title_only)
{
    gboolean is_marked = sign != SIGN_MINUS;
    Pieces p = {.positions = g_ptr_array_new_with_free_func(free_node),
                .words = g_ptr_array_new_with_free_func(g_free),
                .stems = g_ptr_array_new_with_free_func(g_free),
                .parts = g_ptr_array_new_with_free_func(free_node),
                .is_stop = g_array_new(FALSE, FALSE, sizeof(gboolean)),
                .grams = g_ptr_array_new_with_free_func(g_free),
                .title_only = title_only,
                .is_strict = sign != SIGN_NONE,
                .terms = is_marked ? parser->parsed->terms : NULL,
                .stop_terms = is_marked ? parser->stop_terms : NULL};
    lang_analyse(parser->analyser, text, n, add_token, &p);
    if (p.grams->len > 1)
        g_ptr_array_remove_index(p.grams, 0); /* the first letter alone */
    return p;
}

static void pieces_clear(Pieces *p)
{
    g_ptr_array_unref(p->positions);
    g_ptr_array_unref(p->words);
    g_ptr_array_unref(p->stems);
    g_ptr_array_unref(p->parts);
    g_array_unref(p->is_stop);
    g_ptr_array_unref(p->grams);
}

/* Places the pieces that OR has joined: together they must match as soon as one of them had to. */
static void close_group(Parser *parser)
{
    if (parser->group)
        query_node_add(parser->group_sign == SIGN_PLUS ? parser->must : parser->any, parser->group);
    parser->group = NULL;
    parser->group_sign = SIGN_NONE;
}

static void place(Parser *parser, Sign sign, QueryNode *node)
{
    if (sign == SIGN_MINUS) {
        query_node_add(parser->not, node);
        return;
    }
    if (!parser->group)
        parser->group = query_node_new(QUERY_OR);
    if (sign == SIGN_PLUS)
        parser->group_sign = SIGN_PLUS;
    query_node_add(parser->group, node);
}

/* Counts a word; FALSE: there have been enough. */
static gboolean take_word(Parser *parser)
{
    if (parser->parsed->words >= LIMIT_QUERY_TERMS) {
        parser->parsed->is_cut = TRUE;
        return FALSE;
    }
    parser->parsed->words++;
    return TRUE;
}

/*
 * Places a text that is asked for or refused as a whole: `whole`, or all its grams where words are not
 * written apart, since the same text may have been divided otherwise on the page.
 */
static void place_whole(Parser *parser, Sign sign, QueryNode *whole, const Pieces *p)
{
    QueryNode *grams = query_node_new(QUERY_AND);
    for (guint i = 0; i < p->grams->len; i++)
        query_node_add(grams, query_node_term("", p->grams->pdata[i]));
    if (!p->grams->len)
        g_clear_pointer(&grams, query_node_free);
    place(parser, sign, query_node_pair(QUERY_OR, whole, grams));
}

/* What raises pages with the word, and what an unknown word is taken for. */
static void help(Parser *parser, Pieces *p, guint i, QueryNode *node)
{
    QueryNode *parts = p->parts->pdata[i];
    if (parser->width == QUERY_WIDE && !expand_tolerance(p->words->pdata[i]))
        return; /* pages are not alike by a part of a short word */
    if (parts->children->len) {
        query_node_add(parser->helps, parts);
        p->parts->pdata[i] = NULL;
    }
    if (parser->vocabulary && !p->title_only)
        expand_word(parser->vocabulary, parser->analyser, p->words->pdata[i], p->stems->pdata[i], node, parser->helps,
                    p->terms);
}

/* Places each word by itself; stop words only for the case that there is nothing else. With a sign, all of
 * them together. */
static void place_words(Parser *parser, Sign sign, Pieces *p)
{
    g_autoptr(QueryNode) all = query_node_new(QUERY_AND);
    for (guint i = 0; i < p->positions->len; i++) {
        gboolean is_stop = sign == SIGN_NONE && g_array_index(p->is_stop, gboolean, i);
        if (is_stop ? parser->stops->children->len >= LIMIT_QUERY_TERMS : !take_word(parser))
            continue;
        QueryNode *node = p->positions->pdata[i];
        p->positions->pdata[i] = NULL;
        if (sign != SIGN_NONE) {
            query_node_add(all, node);
        } else if (is_stop) {
            query_node_add(parser->stops, node);
        } else {
            help(parser, p, i, node);
            place(parser, sign, node);
        }
    }
    if (all->children->len)
        place_whole(parser, sign, g_steal_pointer(&all), p);
}

static void place_phrase(Parser *parser, Sign sign, Pieces *p)
{
    g_autoptr(QueryNode) phrase = query_node_new(QUERY_PHRASE);
    for (guint i = 0; i < p->words->len && take_word(parser); i++) {
        if (i >= LIMIT_PHRASE_WORDS) {
            parser->parsed->is_cut = TRUE;
            break;
        }
        query_node_add(phrase, query_node_term(PREFIX_WORD, p->words->pdata[i]));
    }
    if (phrase->children->len)
        place_whole(parser, sign == SIGN_NONE ? SIGN_PLUS : sign, g_steal_pointer(&phrase), p);
}

/* word*: at least LIMIT_WILDCARD_LETTERS letters before the asterisk. */
static gboolean place_wildcard(Parser *parser, Sign sign, const char *word, gsize n)
{
    if (n < 2 || word[n - 1] != '*' || parser->wildcards == LIMIT_WILDCARDS)
        return FALSE;
    Pieces p = analyse(parser, SIGN_MINUS, word, n - 1, FALSE);
    const char *stem = p.words->len == 1 ? p.words->pdata[0] : "";
    gboolean ok = g_utf8_strlen(stem, -1) >= LIMIT_WILDCARD_LETTERS;
    if (ok && take_word(parser)) {
        QueryNode *node = query_node_term(PREFIX_WORD, stem);
        node->op = QUERY_PREFIX;
        node->limit = LIMIT_WILDCARD_EXPANSIONS;
        place(parser, sign, node);
        parser->wildcards++;
        if (sign != SIGN_MINUS)
            g_hash_table_add(parser->parsed->terms, g_strconcat(stem, "*", NULL));
    } else if (!ok && !parser->parsed->short_wildcard) {
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

static void add_filter(Parser *parser, Sign sign, const char *prefix, const char *value)
{
    g_autofree char *lower = g_utf8_strdown(value, -1);
    if (!*value)
        return;
    QueryNode *node = query_node_term(prefix, g_str_equal(prefix, PREFIX_SECTION) ? value : lower);
    query_node_add(sign == SIGN_MINUS ? parser->not : parser->filters, node);
}

static void add_dates(Parser *parser, Sign sign, gint64 after, gint64 before)
{
    query_node_add(sign == SIGN_MINUS ? parser->not : parser->filters, range_node(after, before));
}

/* Words of a title that must all be there. */
static void place_title(Parser *parser, Sign sign, const char *text)
{
    sign = sign == SIGN_NONE ? SIGN_PLUS : sign;
    Pieces p = analyse(parser, sign, text, strlen(text), TRUE);
    place_words(parser, sign, &p);
    pieces_clear(&p);
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
    if (g_str_equal(text, "title"))
        place_title(parser, sign, value);
    else if (g_str_equal(text, "site"))
        add_filter(parser, sign, PREFIX_HOST, value);
    else if (g_str_equal(text, "type"))
        add_filter(parser, sign, PREFIX_TYPE, value);
    else if (g_str_equal(text, "after") && date != RECORD_DATE_UNKNOWN)
        add_dates(parser, sign, date, RECORD_DATE_UNKNOWN);
    else if (g_str_equal(text, "before") && date != RECORD_DATE_UNKNOWN)
        add_dates(parser, sign, RECORD_DATE_UNKNOWN, date);
    else
        return g_str_equal(text, "lang") && lang_find(value); /* query_find_language() has seen to it */
    return TRUE;
}

static void place_text(Parser *parser, Sign sign, const char *text, gsize n, gboolean is_phrase)
{
    Pieces p = analyse(parser, sign, text, n, FALSE);
    /* Several words that are refused or asked for as one ("well-known") are a phrase, too. */
    if (p.words->len > 1 && (is_phrase || sign != SIGN_NONE))
        place_phrase(parser, sign, &p);
    else
        place_words(parser, sign, &p);
    pieces_clear(&p);
}

/* One piece of what was typed. */
typedef struct {
    Sign sign;
    const char *text;
    gsize n;
    gboolean is_phrase, is_or;
} Piece;

/* The next piece at *p, which moves behind it; FALSE: none is left. */
static gboolean next_piece(const char **p, Piece *piece)
{
    const char *at = *p + strspn(*p, " ");
    if (!*at)
        return FALSE;
    gboolean is_signed = at[1] && at[1] != ' ' && (*at == '+' || *at == '-');
    piece->sign = !is_signed ? SIGN_NONE : *at == '+' ? SIGN_PLUS : SIGN_MINUS;
    at += is_signed;
    const char *quote = *at == '"' ? strchr(at + 1, '"') : NULL;
    piece->text = quote ? at + 1 : at;
    piece->n = quote ? (gsize)(quote - at - 1) : strcspn(at, " ");
    piece->is_phrase = quote != NULL;
    piece->is_or = !quote && !is_signed && piece->n == 2 && memcmp(at, "OR", 2) == 0;
    *p = piece->text + piece->n + (quote ? 1 : 0);
    return TRUE;
}

/* Does the query have so many words outside quotation marks that it is a sentence, pasted with a name quoted in it? A
 * phrase that must match would leave such a query with nothing. */
static gboolean is_prose(Parser *parser, const char *query)
{
    g_autoptr(GString) outside = g_string_new(NULL);
    Piece piece;
    while (next_piece(&query, &piece)) {
        if (piece.is_phrase)
            continue;
        g_string_append_len(outside, piece.text, piece.n);
        g_string_append_c(outside, ' ');
    }
    return lang_count_words(parser->analyser, outside->str, outside->len) >= PROSE_WORDS;
}

static void read_query(Parser *parser, const char *p)
{
    parser->is_prose = is_prose(parser, p);
    Piece piece;
    gboolean is_joined = FALSE;
    while (next_piece(&p, &piece)) {
        if (piece.is_or) {
            is_joined = TRUE;
            continue;
        }
        if (!is_joined)
            close_group(parser);
        is_joined = FALSE;
        if (piece.is_phrase || (!place_field(parser, piece.sign, piece.text, piece.n) &&
                                !place_wildcard(parser, piece.sign, piece.text, piece.n)))
            place_text(parser, piece.sign, piece.text, piece.n, piece.is_phrase && !parser->is_prose);
    }
    close_group(parser);
}

char *query_plain(const char *query)
{
    GString *out = g_string_new(NULL);
    for (const char *p = query; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (c >= 0xFF01 && c <= 0xFF5E)
            c -= 0xFEE0;
        if (g_unichar_isspace(c))
            c = ' ';
        g_string_append_unichar(out, c);
    }
    return g_string_free(out, FALSE);
}

const LangProfile *query_find_language(const char *query, const GPtrArray *languages)
{
    g_autofree char *plain = query_plain(query);
    const char *p = plain;
    Piece piece;
    while (next_piece(&p, &piece)) {
        if (piece.is_phrase || piece.sign == SIGN_MINUS || piece.n < 6 || memcmp(piece.text, "lang:", 5) != 0)
            continue;
        g_autofree char *code = g_strndup(piece.text + 5, piece.n - 5);
        const LangProfile *lang = lang_find(code);
        if (lang && g_ptr_array_find((GPtrArray *)languages, lang, NULL))
            return lang;
    }
    return NULL;
}

static void add_request_filters(Parser *parser, const Request *r)
{
    add_filter(parser, SIGN_NONE, PREFIX_SECTION, r->section);
    add_filter(parser, SIGN_NONE, PREFIX_TYPE, r->type);
    add_filter(parser, SIGN_NONE, PREFIX_HOST, r->site);
    if (r->after != RECORD_DATE_UNKNOWN || r->before != RECORD_DATE_UNKNOWN)
        add_dates(parser, SIGN_NONE, r->after, r->before);
}

/* A group of nodes, or NULL when it is empty. */
static QueryNode *unless_empty(QueryNode *group)
{
    if (group->children->len)
        return group;
    query_node_free(group);
    return NULL;
}

static gboolean give_term(gpointer term, gpointer value, gpointer terms)
{
    (void)value;
    g_hash_table_add(terms, term);
    return TRUE;
}

static QueryNode *assemble(Parser *parser)
{
    QueryNode *any = unless_empty(parser->any), *must = unless_empty(parser->must);
    QueryNode *stops = unless_empty(parser->stops), *not = unless_empty(parser->not);
    QueryNode *filters = unless_empty(parser->filters), *helps = unless_empty(parser->helps);
    if (any || must)
        g_clear_pointer(&stops, query_node_free);
    else
        g_hash_table_foreach_steal(parser->stop_terms, give_term, parser->parsed->terms);
    gboolean is_bound = must != NULL;
    QueryNode *words = must ? query_node_pair(QUERY_AND_MAYBE, must, any) : any ? any : stops;
    if (!words && filters)
        words = query_node_new(QUERY_ALL);
    if (!words || !any)
        g_clear_pointer(&helps, query_node_free);
    if (!words) {
        query_node_free(not);
        return query_node_new(QUERY_NOTHING);
    }
    words = query_node_pair(parser->width == QUERY_WIDE && !is_bound ? QUERY_OR : QUERY_AND_MAYBE, words, helps);
    words = query_node_pair(QUERY_FILTER, words, filters);
    return query_node_pair(QUERY_AND_NOT, words, not);
}

ParsedQuery *query_parse(const Request *request, LangAnalyser *analyser, Vocabulary *vocabulary, QueryWidth width)
{
    ParsedQuery *parsed = g_new0(ParsedQuery, 1);
    parsed->terms = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Parser parser = {.parsed = parsed,
                     .analyser = analyser,
                     .vocabulary = vocabulary,
                     .width = width,
                     .any = query_node_new(QUERY_OR),
                     .must = query_node_new(QUERY_AND),
                     .not = query_node_new(QUERY_OR),
                     .filters = query_node_new(QUERY_AND),
                     .stops = query_node_new(QUERY_OR),
                     .helps = query_node_new(QUERY_OR),
                     .stop_terms = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
    g_autofree char *plain = query_plain(request->query);
    read_query(&parser, plain);
    gboolean has_words = *request->query != '\0';
    if (has_words)
        add_request_filters(&parser, request);
    parsed->tree = assemble(&parser);
    g_hash_table_unref(parser.stop_terms);
    return parsed;
}

void parsed_query_free(ParsedQuery *p)
{
    query_node_free(p->tree);
    g_hash_table_unref(p->terms);
    g_free(p->short_wildcard);
    g_free(p);
}
