/*
 * build.h: pages put into the ledger and the indexes, so that a crash at any moment loses nothing that was acknowledged.
 *
 * A build is either incremental, on the live generations, or bulk: into a new generation of every language, published
 * together at the end. Opening one takes the lock of the data directory and finishes what a crash has left (the protocol
 * stands in shim/ledger.h).
 *
 *     build_put ─▶ prepare.h, by the workers ─▶ in the feed's order again: ledger, room.h ─▶ writers, by the workers
 *
 * Pages are prepared side by side and put in the order in which they came: the same feed gives the same result, and of
 * two versions of a page the later one counts. Memory is bounded by LIMIT_AHEAD_… and LIMIT_BATCH_…, whatever the
 * number of pages. A build is used by one thread; the workers are its own.
 *
 * Not put are versions that the crawl holds back (LedgerPlace, held_at), and, unless asked for by name, those of pages removed
 * or gone that are no later than that. Of pages that are the same one is in the index, the others are left out
 * (dedup.h). When it leaves or changes, the others return: before build_finish() whoever has the feeds puts again those of
 * duplicate_each_returning(); what is not put is left to the next crawl, which fetches it anew.
 */
#ifndef ISOGLOT_BUILD_H
#define ISOGLOT_BUILD_H

#include "indexer/count.h"
#include "indexer/page.h"
#include "shim/config.h"
#include "shim/ledger.h"

G_BEGIN_DECLS

typedef enum { BUILD_INCREMENTAL, BUILD_BULK } BuildMode;

typedef struct Build Build;

/*
 * FAULT_USAGE: an unknown language in the configuration; FAULT_RETRY: another process is at work; FAULT_REINDEX: a live
 * index was made by another analysis (incremental only); FAULT_STOP.
 */
Build *build_open(const Config *config, BuildMode mode, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Is called, in the order of the pages and out of the functions below, for each page that is refused. */
typedef void (*BuildRefusalFunc)(const GError *reason, gpointer user);
void build_on_refusal(Build *build, BuildRefusalFunc func, gpointer user);

/* Extracts, decides, analyses and puts one page (takes it), now or while later ones are put. An error: the build is over. */
gboolean build_put(Build *build, Page *page, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* All pages that were put are in the ledger, or refused. */
gboolean build_wait(Build *build, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The feed says that this page was gone at `gone_at`: a version that is not newer leaves. Nothing, if it is in no index. */
gboolean build_put_gone(Build *build, const char *url, gint64 gone_at, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Takes a page out, at once visible after build_finish(). FAULT_SKIP: it is in no index, and no duplicate. */
gboolean build_remove(Build *build, const char *url, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Takes out the pages that the crawl has found to be gone (frontier_each_gone()), but for those of which a later version has
 * been put; *removed: how many were in an index. Like a removed one, a gone page returns with a version fetched later. */
gboolean build_remove_gone(Build *build, guint *removed, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Makes everything put so far searchable and acknowledges it; a bulk build can only be closed then. */
gboolean build_finish(Build *build, GError **error) G_GNUC_WARN_UNUSED_RESULT;

Ledger *build_ledger(Build *build);                  /* after build_wait() it knows all pages */
guint64 build_pages(const Build *build);            /* put into an index */
guint64 build_excluded(const Build *build);         /* in none of the languages, or noindex */
guint64 build_duplicates(const Build *build);       /* left out, at once or later, for another that is the same */
const GPtrArray *build_editions(const Build *build); /* BuildCount*, of the pages seen of each edition */
const GPtrArray *build_languages(const Build *build); /* BuildCount*, in the order of the language bar */

/* Discards what was not finished, and releases the lock. */
void build_close(Build *build);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Build, build_close)

G_END_DECLS

#endif
