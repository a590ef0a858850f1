/*
 * dedup.h: of pages that are the same within one language, one is in the index.
 *
 * Two pages are the same if their content hash is, or if their titles are and their simhashes are near
 * (simhash.h). Of two that are the same stays, in this order: the one that did not come over HTTP (the
 * operator has named it, it is never left out); one that a page that is the same, or itself, names as
 * canonical, and that names no other; one that is named and names another; the one with the shorter URL; the
 * lesser in the order of bytes. Chains and loops of canonicals need no more.
 *
 * So there is an order of all pages, and the pages that stay are those that none before them that stays is
 * the same as: each page that is left out is the same as one that is in the index, and no two that are in the
 * index are the same. It does not depend on the order in which pages come, but a page that was left out and
 * has to return, as the page in its place has left or changed, has to be read again:
 * duplicate_each_returning().
 *
 * A canonical that is known and not the same page (another language's included) is ignored, and a defect of
 * the page that names it: "canonical-differs".
 *
 * Errors are the ledger's. Costs some look-ups per page, and more only for pages that have duplicates.
 */
#ifndef ISOGLOT_DEDUP_H
#define ISOGLOT_DEDUP_H

#include "shim/duplicate.h"

G_BEGIN_DECLS

/* What comes of a version of a page that is about to be put. */
typedef struct {
    char *url;
    PageText *before;    /* the version before it, NULL for none */
    gint64 duplicate_of; /* the page that stays in its place; 0: this one stays */
    GPtrArray *losers;   /* PageText*: pages in the index that have to leave it for this one */
} Dedup;

/* `now`: the new version, `id` and what follows from is_left_out unused; NULL: it belongs into no index, or
 * is removed. */
Dedup *dedup_choose(Ledger *ledger, const char *url, const PageText *now,
                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* After the page has been put into the ledger, and the losers out of their index: the ledger says so, and
 * what else follows from it for other pages. */
gboolean dedup_settle(Ledger *ledger, const Dedup *dedup, GError **error) G_GNUC_WARN_UNUSED_RESULT;

void dedup_free(Dedup *dedup);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Dedup, dedup_free)

G_END_DECLS

#endif
