/*
 * parser.h: a query while it is read, for parse.c (operators), parse_words.c (words) and carry.c (words of
 * another language) only.
 *
 * The operators cut what was typed into passages; each becomes nodes of the query tree by `place`, which
 * parse.c lets be the words as they stand and carry.c what they are in the index's language.
 */
#ifndef ISOGLOT_PARSER_H
#define ISOGLOT_PARSER_H

#include "query/parse.h"

G_BEGIN_DECLS

/* What stands before a word or phrase. */
typedef enum { SIGN_NONE, SIGN_PLUS, SIGN_MINUS } Sign;

/* A part of the query without operators inside. */
typedef struct {
    Sign sign;
    const char *text;
    gsize n;
    gboolean is_phrase;  /* in quotation marks that are operators */
    gboolean title_only; /* behind title: */
} Passage;

typedef struct Parser Parser;
typedef void (*PassageFunc)(Parser *parser, const Passage *passage, gpointer user);

struct Parser {
    ParsedQuery *parsed;
    LangAnalyser *analyser;
    Vocabulary *vocabulary; /* NULL: words have no relatives */
    QueryWidth width;
    PassageFunc place;
    gpointer user;          /* of `place` */
    gboolean takes_runs;    /* words without signs that stand together are one passage, not one each */
    gboolean is_prose;      /* quotation marks are the author's, no operators */
    QueryNode *any;         /* words joined by OR */
    QueryNode *must, *not ; /* +word, -word */
    QueryNode *filters;
    QueryNode *group; /* pieces joined by OR that have not been placed yet */
    Sign group_sign;
    GHashTable *stop_terms; /* of the words in `stops` */
    QueryNode *helps;       /* what only raises pages that match */
    QueryNode *stops;       /* stop words, searched only when there is nothing else */
    guint wildcards;
};

/* Reads the request's query; `parser` has analyser, vocabulary, width, place, user and takes_runs set, and is
 * used up. */
ParsedQuery *parser_read(Parser *parser, const Request *request);

/* The groups of OR: joins a node to the open one, closes it. */
void parser_place(Parser *parser, Sign sign, QueryNode *node);
void parser_close_group(Parser *parser);

/* Counts words that are searched; returns how many of them may be: LIMIT_QUERY_TERMS in all. */
guint parser_take(Parser *parser, guint words);

/* Places the words of a passage as they stand; the PassageFunc of a query in the index's own language. */
void parser_place_words(Parser *parser, const Passage *passage, gpointer user);

/*
 * Nodes of a text in the index's language, NULL if it has no words: all of it, as a phrase or with each of
 * its words; and its words joined by OR, with what only raises pages in *help (maybe NULL). Its terms are
 * marked unless `is_marked` is FALSE.
 */
QueryNode *parser_whole(Parser *parser, const Passage *passage, gboolean is_marked);
QueryNode *parser_any(Parser *parser, const Passage *passage, gboolean is_marked, QueryNode **help);

G_END_DECLS

#endif
