/*
 * shape.h: the ledger's part about how web pages are made and how their content changes; what a report measures without
 * reading a page again.
 *
 * Data on disk (tables of the ledger, shim/ledger.h):
 *
 *   shape   page (url id), of the version seen last: headings, links, tables of its own content, without what pages of a
 *           site share (indexer/fingerprint.h); numbers: set of the numbers of three digits and more in its text, one
 *           bit of 64 for each by its hash, as a signed integer; bar: codes of the languages that its
 *           links are named by, in their order, parted by spaces. Only web pages have a row
 *   change  page, at, content_hash, words: one row for each version whose own content, without what pages of a site
 *           share, differs from that of the version before; `at` is when it was fetched, so that a feed read again gives the same rows. Of a page the latest
 *           LIMIT_CHANGES are kept
 *   listed  page, pass: the last pass of the crawl (frontier.h) in which a sitemap had the URL
 *
 * and the columns `line` of the tables defect and link: of the page's source, from 1; 0: not known.
 *
 * Rules as in ledger.h: FAULT_RETRY and FAULT_STOP; writing opens a transaction, ledger_commit() ends it.
 */
#ifndef ISOGLOT_SHAPE_H
#define ISOGLOT_SHAPE_H

#include "shim/ledger.h"

G_BEGIN_DECLS

typedef struct {
    guint headings, links, tables;
    guint64 numbers;
    const char *bar;
} Shape;

/* Replaces what is known of the page; `shape` NULL: it is no web page, and has none. */
gboolean shape_put(Ledger *ledger, const char *url, const Shape *shape, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A version of the page was fetched. In whatever order versions are told, the rows are the same. */
gboolean shape_put_version(Ledger *ledger, const char *url, gint64 fetched_at, const char *content_hash, guint64 words,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A sitemap has this URL, in this pass. */
gboolean shape_put_listed(Ledger *ledger, const char *url, gint64 pass, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
