#include "query/parser.h"

#include "query/expand.h"
#include "shim/limits.h"
#include "shim/schema.h"

#define SHARE_PART 0.5   /* of all documents: what more of them have is no part to know a word by */
#define WEIGHT_TITLE 0.4 /* a word in the title, beside the same word anywhere */

/* The tokens of one piece of text, grouped by position. */
typedef struct {
    GPtrArray *positions; /* QueryNode* OR of the forms, one per position */
    GPtrArray *words;     /* char* folded word per position */
    GPtrArray *stems;     /* char* its stem, or NULL */
    GPtrArray *parts;     /* QueryNode* OR of its parts, or NULL */
    GArray *is_stop;      /* gboolean per position */
    guint32 last;
    gboolean title_only;
    gboolean
        is_strict; /* the text itself is asked for or refused: a part of it does not do, all its parts do */
    GPtrArray *grams;               /* char* with prefix; of a strict text: its bigrams, or its only letter */
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

static Pieces analyse(Parser *parser, const Passage *passage, gboolean is_marked)
{
    Pieces p = {.positions = g_ptr_array_new_with_free_func(free_node),
                .words = g_ptr_array_new_with_free_func(g_free),
                .stems = g_ptr_array_new_with_free_func(g_free),
                .parts = g_ptr_array_new_with_free_func(free_node),
                .is_stop = g_array_new(FALSE, FALSE, sizeof(gboolean)),
                .grams = g_ptr_array_new_with_free_func(g_free),
                .title_only = passage->title_only,
                .is_strict = passage->sign != SIGN_NONE,
                .terms = is_marked ? parser->parsed->terms : NULL,
                .stop_terms = is_marked ? parser->stop_terms : NULL};
    lang_analyse(parser->analyser, passage->text, passage->n, add_token, &p);
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

/* The node of a position, which the caller then owns. */
static QueryNode *take_position(Pieces *p, guint i)
{
    QueryNode *node = p->positions->pdata[i];
    p->positions->pdata[i] = NULL;
    return node;
}

/* What raises pages with the word goes to `helps`, what an unknown word is taken for to its `node`. */
static void help(Parser *parser, Pieces *p, guint i, QueryNode *node, QueryNode *helps)
{
    QueryNode *parts = p->parts->pdata[i];
    if (parser->width == QUERY_CORE)
        return;
    if (parser->width == QUERY_WIDE && !expand_tolerance(p->words->pdata[i]))
        return; /* pages are not alike by a part of a short word */
    if (parts->children->len) {
        query_node_add(helps, parts);
        p->parts->pdata[i] = NULL;
    }
    if (parser->vocabulary && !p->title_only)
        expand_word(parser->vocabulary, parser->analyser, p->words->pdata[i], p->stems->pdata[i], node, helps,
                    p->terms);
}

static QueryNode *all_words(Pieces *p, guint n)
{
    QueryNode *all = query_node_new(QUERY_AND);
    for (guint i = 0; i < n; i++)
        query_node_add(all, take_position(p, i));
    return all;
}

static QueryNode *phrase(const Pieces *p, guint n)
{
    QueryNode *phrase = query_node_new(QUERY_PHRASE);
    for (guint i = 0; i < n; i++)
        query_node_add(phrase, query_node_term(PREFIX_WORD, p->words->pdata[i]));
    return phrase;
}

/*
 * A text that is asked for or refused as a whole, by its first `n` words: as they stand, or all its grams
 * where words are not written apart, since the same text may have been divided otherwise on the page. Several
 * words that are refused or asked for as one ("well-known") are a phrase, too.
 */
static QueryNode *whole(Pieces *p, guint n)
{
    if (!n)
        return NULL;
    QueryNode *grams = query_node_new(QUERY_AND);
    for (guint i = 0; i < p->grams->len; i++)
        query_node_add(grams, query_node_term("", p->grams->pdata[i]));
    if (!p->grams->len)
        g_clear_pointer(&grams, query_node_free);
    gboolean is_phrase = p->words->len > 1 && !p->title_only;
    return query_node_pair(QUERY_OR, is_phrase ? phrase(p, n) : all_words(p, n), grams);
}

static guint words_of_phrase(Parser *parser, const Pieces *p)
{
    guint n = p->words->len;
    if (n > LIMIT_PHRASE_WORDS && n > 1 && !p->title_only) {
        parser->parsed->is_cut = TRUE;
        n = LIMIT_PHRASE_WORDS;
    }
    return n;
}

/* Each word by itself; stop words only for the case that there is nothing else. */
static void place_each(Parser *parser, Pieces *p)
{
    for (guint i = 0; i < p->positions->len; i++) {
        gboolean is_stop = g_array_index(p->is_stop, gboolean, i);
        if (is_stop ? parser->stops->children->len >= LIMIT_QUERY_TERMS : !parser_take(parser, 1))
            continue;
        QueryNode *node = take_position(p, i);
        if (is_stop) {
            query_node_add(parser->stops, node);
        } else {
            help(parser, p, i, node, parser->helps);
            parser_place(parser, SIGN_NONE, node);
        }
    }
}

void parser_place_words(Parser *parser, const Passage *passage, gpointer user)
{
    (void)user;
    Pieces p = analyse(parser, passage, passage->sign != SIGN_MINUS);
    gboolean is_whole = passage->sign != SIGN_NONE || (passage->is_phrase && p.words->len > 1);
    if (is_whole) {
        QueryNode *node = whole(&p, parser_take(parser, words_of_phrase(parser, &p)));
        if (node)
            parser_place(parser, passage->sign == SIGN_NONE ? SIGN_PLUS : passage->sign, node);
    } else {
        place_each(parser, &p);
    }
    pieces_clear(&p);
}

QueryNode *parser_whole(Parser *parser, const Passage *passage, gboolean is_marked)
{
    Pieces p = analyse(parser, passage, is_marked);
    QueryNode *node = whole(&p, words_of_phrase(parser, &p));
    pieces_clear(&p);
    return node;
}

QueryNode *parser_any(Parser *parser, const Passage *passage, gboolean is_marked, QueryNode **help_node)
{
    Pieces p = analyse(parser, passage, is_marked);
    QueryNode *any = query_node_new(QUERY_OR), *helps = query_node_new(QUERY_OR);
    for (guint pass = 0; pass < 2 && !any->children->len; pass++) { /* stop words when there are no others */
        for (guint i = 0; i < p.positions->len; i++) {
            if (!pass && g_array_index(p.is_stop, gboolean, i))
                continue;
            QueryNode *node = take_position(&p, i);
            help(parser, &p, i, node, helps);
            query_node_add(any, node);
        }
    }
    pieces_clear(&p);
    *help_node = helps->children->len ? helps : NULL;
    if (!*help_node)
        query_node_free(helps);
    if (!any->children->len)
        g_clear_pointer(&any, query_node_free);
    return any;
}
