/*
 * parity.h: the parity report made: what each chapter needs, and all of them in the order of PARITY.md.
 *
 * A chapter is a function of a file parity_*.c that adds itself to a Report. Those that depend on the moment (time,
 * query log, history) are service chapters (report.h); all the others give the same for the same ledger, indexes,
 * options and date.
 */
#ifndef ISOGLOT_PARITY_H
#define ISOGLOT_PARITY_H

#include "query/report.h"
#include "query/search.h"
#include "shim/ledger.h"

G_BEGIN_DECLS

#define PARITY_NO_DATE RECORD_DATE_UNKNOWN

/* What is asked for. Belongs to the caller. */
typedef struct {
    const Config *config;
    Ledger *ledger; /* open for writing: the figures go to the history */
    Searcher *searcher;
    gint64 date;        /* of the report, seconds since 1970, midnight UTC */
    gint64 from, to;    /* midnights UTC, of the first and the last day that searches and page views count of */
    gint64 compare;     /* an earlier report's date, or PARITY_NO_DATE: the last one */
    const char *topics; /* folder of judged topics (parity_judged.h), or NULL */
    char **access_logs; /* files, or NULL */

    /* Is told each part that is done, and how long it took, in seconds; may be NULL. */
    void (*told)(const char *part, double seconds);
} ParityInput;

/* The report, and its figures in the history. FAULT_USAGE: topics, an access log or the report to compare with
 * cannot be read, named. FAULT_REINDEX, FAULT_STOP, FAULT_RETRY: an index or the ledger. After an error the ledger
 * must be closed. report_free(). */
Report *parity_make(const ParityInput *input, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Place of a language among those of a site, by its code; their number: it is none of them. */
guint parity_find_language(const GPtrArray *languages, const char *code);

/* The least of `n` counts, one a language, that may be told beside their sum: at least LIMIT_REPORT_LEAST, and so
 * many that what is left of the sum without those that are told is nothing, or LIMIT_REPORT_LEAST and more. */
guint64 parity_least_told(const guint64 *counts, guint n);

G_END_DECLS

#endif
