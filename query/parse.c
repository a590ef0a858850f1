#include "query/parse.h"

#include <string.h>

#include "query/parser.h"
#include "shim/limits.h"
#include "shim/schema.h"

#define PROSE_WORDS 6

/* Places the pieces that OR has joined: together they must match as soon as one of them had to. */
void parser_close_group(Parser *parser)
{
    if (parser->group)
        query_node_add(parser->group_sign == SIGN_PLUS ? parser->must : parser->any, parser->group);
    parser->group = NULL;
    parser->group_sign = SIGN_NONE;
}

void parser_place(Parser *parser, Sign sign, QueryNode *node)
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

guint parser_take(Parser *parser, guint words)
{
    guint left = LIMIT_QUERY_TERMS - MIN(parser->parsed->words, LIMIT_QUERY_TERMS);
    parser->parsed->is_cut |= words > left;
    parser->parsed->words += MIN(words, left);
    return MIN(words, left);
}

typedef struct {
    GString *word;
    guint32 position;
} LastWord;

static void take_last_word(const Token *t, gpointer user)
{
    LastWord *last = user;
    if (t->position != last->position)
        g_string_assign(last->word, t->term);
    last->position = t->position;
}

/* word*: at least LIMIT_WILDCARD_LETTERS letters before the asterisk. */
static gboolean place_wildcard(Parser *parser, Sign sign, const char *word, gsize n)
{
    if (n < 2 || word[n - 1] != '*' || parser->wildcards == LIMIT_WILDCARDS)
        return FALSE;
    g_autoptr(GString) stem = g_string_new(NULL);
    LastWord last = {stem, 0};
    lang_analyse(parser->analyser, word, n - 1, take_last_word, &last);
    gboolean ok = last.position == 1 && g_utf8_strlen(stem->str, -1) >= LIMIT_WILDCARD_LETTERS;
    if (ok && parser_take(parser, 1)) {
        QueryNode *node = query_node_term(PREFIX_WORD, stem->str);
        node->op = QUERY_PREFIX;
        node->limit = LIMIT_WILDCARD_EXPANSIONS;
        parser_place(parser, sign, node);
        parser->wildcards++;
        if (sign != SIGN_MINUS)
            g_hash_table_add(parser->parsed->terms, g_strconcat(stem->str, "*", NULL));
    } else if (!ok && !parser->parsed->short_wildcard) {
        parser->parsed->short_wildcard = g_strndup(word, n);
    }
    return ok;
}

/* From the moment `after` on, up to the last second ahead of `before`: a day, month or year begins with its own name. */
static QueryNode *range_node(gint64 after, gint64 before)
{
    char packed[9];
    QueryNode *node = query_node_new(QUERY_RANGE);
    node->slot = SLOT_DATE;
    if (after != RECORD_DATE_UNKNOWN)
        node->low = g_bytes_new(packed, index_number(after, packed));
    if (before != RECORD_DATE_UNKNOWN)
        node->high = g_bytes_new(packed, index_number(before - 1, packed));
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
    const Passage passage = {sign == SIGN_NONE ? SIGN_PLUS : sign, text, strlen(text), .title_only = TRUE};
    parser->place(parser, &passage, parser->user);
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

/* Words that stand together and are one passage; text NULL: none. */
typedef struct {
    const char *text, *end;
} Run;

static void place_run(Parser *parser, Run *run)
{
    if (!run->text)
        return;
    parser_close_group(parser);
    parser->place(parser, &(Passage){.text = run->text, .n = run->end - run->text}, parser->user);
    *run = (Run){0};
}

static void place_passage(Parser *parser, const Piece *piece, gboolean may_run, Run *run)
{
    gboolean is_phrase = piece->is_phrase && !parser->is_prose;
    if (may_run && piece->sign == SIGN_NONE && !is_phrase) {
        run->text = run->text ? run->text : piece->text;
        run->end = piece->text + piece->n;
        return;
    }
    if (run->text) {
        place_run(parser, run);
        parser_close_group(parser);
    }
    parser->place(parser, &(Passage){piece->sign, piece->text, piece->n, is_phrase, FALSE}, parser->user);
}

/* May the piece be more than a text: a field, a wildcard? */
static gboolean may_be_special(const Piece *piece)
{
    return !piece->is_phrase && (memchr(piece->text, ':', piece->n) || piece->text[piece->n - 1] == '*');
}

static void read_query(Parser *parser, const char *p)
{
    parser->is_prose = is_prose(parser, p);
    Piece piece;
    Run run = {0};
    gboolean is_joined = FALSE;
    while (next_piece(&p, &piece)) {
        if (piece.is_or || may_be_special(&piece))
            place_run(parser, &run);
        if (piece.is_or) {
            is_joined = TRUE;
            continue;
        }
        if (!is_joined && !run.text)
            parser_close_group(parser);
        if (piece.is_phrase || (!place_field(parser, piece.sign, piece.text, piece.n) &&
                                !place_wildcard(parser, piece.sign, piece.text, piece.n)))
            place_passage(parser, &piece, parser->takes_runs && !is_joined, &run);
        is_joined = FALSE;
    }
    place_run(parser, &run);
    parser_close_group(parser);
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

ParsedQuery *parser_read(Parser *parser, const Request *request)
{
    parser->parsed = g_new0(ParsedQuery, 1);
    parser->parsed->terms = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    parser->stop_terms = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    parser->any = query_node_new(QUERY_OR);
    parser->must = query_node_new(QUERY_AND);
    parser->not = query_node_new(QUERY_OR);
    parser->filters = query_node_new(QUERY_AND);
    parser->stops = query_node_new(QUERY_OR);
    parser->helps = query_node_new(QUERY_OR);
    g_autofree char *plain = query_plain(request->query);
    read_query(parser, plain);
    if (*request->query)
        add_request_filters(parser, request);
    parser->parsed->tree = assemble(parser);
    g_hash_table_unref(parser->stop_terms);
    return parser->parsed;
}

static void collect_passage(Parser *parser, const Passage *passage, gpointer text)
{
    (void)parser;
    if (passage->sign == SIGN_MINUS)
        return;
    g_string_append_len(text, passage->text, passage->n);
    g_string_append_c(text, ' ');
}

char *query_words(const Request *request, LangAnalyser *analyser)
{
    GString *text = g_string_new(NULL);
    Parser parser = {.analyser = analyser, .place = collect_passage, .user = text, .takes_runs = TRUE};
    parsed_query_free(parser_read(&parser, request));
    return g_string_free(text, FALSE);
}

ParsedQuery *query_parse(const Request *request, LangAnalyser *analyser, Vocabulary *vocabulary, QueryWidth width)
{
    Parser parser = {.analyser = analyser, .vocabulary = vocabulary, .width = width, .place = parser_place_words};
    return parser_read(&parser, request);
}

void parsed_query_free(ParsedQuery *p)
{
    query_node_free(p->tree);
    g_hash_table_unref(p->terms);
    g_free(p->short_wildcard);
    g_free(p);
}
