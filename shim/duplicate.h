/*
 * duplicate.h: the ledger's part about duplicates: what tells that pages are the same, and which are left out.
 *
 * Data on disk, in the table `url` (shim/ledger.h):
 *
 *   from_http     1: got over HTTP, so that it may be left out for another; 0: named by the operator
 *   simhash       of the text, 64 bits as a signed integer; 0: none
 *   canonical     what the page's rel=canonical names, if it is of the site; ""
 *   duplicate_of  with state PAGE_DUPLICATE: id of the page that is in the index in its place, or of one with
 *                 the same content that is itself left out or returns; 0: there is none any more, the page
 *                 returns: it has to be read again from a feed or fetched
 *
 * Only facts are kept of a page that is left out, no text: the feed has that. What is the same, and which
 * page stays, is not decided here (indexer/dedup.h).
 *
 * A page counts as in the index if it is there or this batch is putting it there; while a bulk build is under
 * way, only what that build has put counts, for these functions alike.
 *
 * Rules as in ledger.h: FAULT_RETRY and FAULT_STOP; writing opens a transaction, ledger_commit() ends it.
 */
#ifndef ISOGLOT_DUPLICATE_H
#define ISOGLOT_DUPLICATE_H

#include "shim/ledger.h"

G_BEGIN_DECLS

/* What tells whether a page is the same as another. Strings are never NULL; page_text_free(), unless it is
 * the caller's. */
typedef struct {
    gint64 id; /* of its row; 0: not put yet */
    char *url;
    char *lang; /* code of the index it belongs to */
    char *title, *content_hash, *canonical;
    guint64 simhash;
    gboolean is_from_http;
    gboolean is_left_out; /* PAGE_DUPLICATE, of … */
    gint64 duplicate_of;
    PagePurity purity; /* makes no difference, but is counted */
} PageText;

void page_text_free(PageText *text); /* NULL: nothing */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PageText, page_text_free)

/* NULL, without an error: no text of this URL is known that belongs into an index. */
gboolean duplicate_find(Ledger *ledger, const char *url, PageText **text,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Pages in the same index, other than `text` itself, of the same content hash, or of the same title and a
 * simhash that has one of its four quarters in common: so all that differ in at most three bits are among
 * them. Appended to `texts`, PageText*.
 */
gboolean duplicate_list_like(Ledger *ledger, const PageText *text, GPtrArray *texts,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Pages left out for the page with this id; appended to `texts`, PageText*. */
gboolean duplicate_list_of(Ledger *ledger, gint64 id, GPtrArray *texts,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Calls `func`, which takes the text and runs no statement, with each other page whose canonical is this URL,
 * until it returns FALSE. */
typedef gboolean (*PageTextFunc)(PageText *text, gpointer user);
gboolean duplicate_each_naming(Ledger *ledger, const char *url, PageTextFunc func, gpointer user,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The page is left out for another; 0: it returns. Staged into no index: whoever calls takes it out of its
 * index. */
gboolean duplicate_put(Ledger *ledger, gint64 id, gint64 duplicate_of,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Adds or drops one defect of a page. */
gboolean duplicate_put_defect(Ledger *ledger, gint64 id, const LedgerDefect *defect,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean duplicate_drop_defect(Ledger *ledger, gint64 id, const char *code,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* ------------------------------------------------------------------ pages that return */

/* Their URLs, in order; without those for which there is a verdict that they are gone. */
gboolean duplicate_each_returning(Ledger *ledger, LedgerRowFunc func, gpointer user,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The next crawl and `watch` fetch them as if they never had, if they are in the frontier. */
gboolean duplicate_recrawl(Ledger *ledger, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* No feed has them: they become as never fetched, and those left out for one of them return in their turn. */
gboolean duplicate_forget_returning(Ledger *ledger, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* ------------------------------------------------------------------ after a crash */

/*
 * Next page, after *id (start with 0), that a cut batch was leaving out, when all other staged pages are
 * settled; *id 0 on return: no more. `is_covered`: the page that stays in its place is in the index, in the
 * version that is known.
 */
gboolean duplicate_next_staged(Ledger *ledger, gint64 *id, char **url, char **indexed_lang,
                               gboolean *is_covered, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The page stays in its index after all; then ledger_settle(). */
gboolean duplicate_keep(Ledger *ledger, gint64 id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Pages left out for one that is neither in the index nor left out itself: url. There are none in a sound
 * ledger. */
gboolean duplicate_each_stranded(Ledger *ledger, LedgerRowFunc func, gpointer user,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
