/*
 * parity_judged.h: the search judged by people: the report's chapter "judged" (PARITY.md, indicator 16), from a
 * folder of topics and judgements in the forms of TREC (`--topics DIR`).
 *
 *     DIR/LANG/topics.tsv   DIR/LANG/qrels.txt      or      DIR/LANG.topics.tsv   DIR/LANG.qrels
 *
 * A topic is a line "qid TAB query"; a judgement "qid 0 docno level", its docno a URL of the site. Lines that are
 * empty are passed over. Topics without a relevant page are left out. A language without files has no figures; the
 * same qid in two languages is the same question.
 *
 * Figures: ndcg, recall (by language).
 */
#ifndef ISOGLOT_PARITY_JUDGED_H
#define ISOGLOT_PARITY_JUDGED_H

#include "query/parity.h"

G_BEGIN_DECLS

#define JUDGED_NDCG_DEPTH 10
#define JUDGED_RECALL_DEPTH 100

/* Adds the chapter; without topics it says so. FAULT_USAGE: a file is not what it should be, or there are none for
 * any language, named; more than LIMIT_TOPICS of a language. And errors of searcher_ask(). */
gboolean parity_judged(Report *report, const ParityInput *input, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The files there are in a folder (may be NULL), in the order of languages; g_strfreev(). */
char **judged_files(const char *folder, const GPtrArray *languages);

G_END_DECLS

#endif
