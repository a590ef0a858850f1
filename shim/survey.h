/*
 * survey.h: what the ledger tells the report's chapters on service and quality: the pages of each cluster, when pages
 * were found, and all that the report's figures are made of, for its digest.
 *
 * Rules as in ledger.h: FAULT_RETRY and FAULT_STOP. A callback runs no statement; its strings live as long as the call.
 */
#ifndef ISOGLOT_SURVEY_H
#define ISOGLOT_SURVEY_H

#include "shim/ledger.h"

G_BEGIN_DECLS

/* From now on nothing that others write is seen, until survey_end(): all figures of a report are of one moment.
 * Others may write meanwhile, this handle must not. Closing the ledger ends it, too. */
gboolean survey_begin(Ledger *ledger, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean survey_end(Ledger *ledger, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A page that is an answer in its language: it is in that index, and its cluster's page of that language. */
typedef struct {
    gint64 cluster;
    const char *lang, *url, *title;
    gint64 date;       /* as the page says, or RECORD_DATE_UNKNOWN */
    gint64 fetched_at; /* seconds since 1970 */
} SurveyPage;

typedef void (*SurveyPageFunc)(const SurveyPage *page, gpointer user);

/* All of them, in the order of clusters, then of languages and URLs. */
gboolean survey_each_page(Ledger *ledger, SurveyPageFunc func, gpointer user, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Those of one cluster. */
gboolean survey_each_version(Ledger *ledger, gint64 cluster, SurveyPageFunc func, gpointer user,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The facts that figures come from: pages, how they are made, how they changed, their links, alternates and defects,
 * and the answers of the web server; in an order that depends on URLs alone, so that a ledger made anew from the
 * same feed gives the same rows. Ids are told by URLs. */
gboolean survey_each_fact(Ledger *ledger, LedgerRowFunc func, gpointer user, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
