/*
 * question.h: what is asked, in whatever language it is written, and what it is in the language of each
 * index. For the files of query/ that answer.
 *
 * In the order of trust: an index in the query's own language is asked what was typed. When that is the title
 * of a page, the others are asked for the titles of its translations, so that a title asked in any language
 * asks the same of all indexes. Else the words are carried there (carry.h).
 */
#ifndef ISOGLOT_QUESTION_H
#define ISOGLOT_QUESTION_H

#include "query/carry.h"
#include "query/clusters.h"
#include "query/parse.h"

G_BEGIN_DECLS

typedef struct {
    Searcher *searcher;
    const Request *request;    /* its query is the one that is searched */
    const LangProfile *tongue; /* that the query is written in */
    Clusters *clusters;        /* that the order of hits is made of, too; NULL: it is not */
    const Cluster *title;      /* the page whose title the query is; NULL: of none, as far as is known */
} Question;

/* What is asked of one index. */
typedef struct {
    ParsedQuery *parsed;
    Carried *carried;   /* of which `parsed` is the query; NULL: nothing had to be carried */
    LangAnalyser *home; /* of the language that the query is written in; with `carried` */
    char *text;         /* what is asked for instead, without its operators: what was typed, or a title */
    const char *typed;  /* when `text` is a title: the query that it was found by, the request's; else NULL */
    double coverage;    /* share of the query's words, by weight, that is asked for here; 0 … 1 */
} Asked;

/* Is this, in the language of `room`, which is open, the title that the question is, or is the question most of it? Stop
 * words, forms of a word and the numbers of chapters do not count; a question with operators is no title. */
gboolean question_is_title(const Question *question, const Room *room, const char *title);

/* The question in the language of `room`, which is open. FAULT_STOP, FAULT_REINDEX: the index of the query's
 * own language, which tells what its words are, cannot be read. */
gboolean question_put(const Question *question, Room *room, QueryWidth width, Asked *asked,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

void asked_clear(Asked *asked);

G_END_DECLS

#endif
