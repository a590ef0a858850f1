/*
 * ledger.h: what is known of every URL. (The door to SQLite stands behind it: ledger_sql.h.)
 *
 * Data on disk: DATA/ledger.db, one SQLite database in WAL mode, synchronous=FULL, its schema numbered in user_version
 * and migrated step by step when it is opened for writing (the steps stand in ledger_schema.c; a step is never changed,
 * only followed by another). A database from a newer program is refused. Tables:
 *
 *   url         one row per URL ever seen: its state, and the facts of the version seen last
 *   link        src, dst (url ids), text, nofollow: links between pages of the site
 *   alternate   page, target (url ids), lang, evidence: "this page is that one in another language"
 *   defect      page, code, detail: what a report has to say about the page
 *   feed        the feeds that were indexed, so that a rebuild can read them again
 *   publication languages whose new generation is being published (see below)
 *
 * Those of the crawl stand in frontier.h, of the queue in queue.h; what `url` has for duplicates in duplicate.h.
 *
 * Order of truth (DESIGN.md section 3): page in the feed → committed in the index → acknowledged in the ledger.
 * `indexed_lang` names the language in whose index the page is, acknowledged; `staged_lang` the language into which a
 * batch is putting it right now. Each batch goes
 *     ledger_put (staged) → ledger_commit → index commits: put into the new languages → remove from the old languages
 *     → ledger_acknowledge
 * and a bulk build, whose indexes are not visible before they are published, goes
 *     ledger_begin_build → (ledger_put, ledger_commit)… → ledger_plan_publication → renames → ledger_finish_publication.
 * After a crash ledger_next_staged() tells the pages whose place has to be looked up, and ledger_next_publication() the renames
 * that have to be finished: all of it was decided before, so finishing is repeating.
 *
 * Whoever writes without a break leaves others a moment between two transactions, so that all of them come to their turn.
 *
 * Rules: errors are FAULT (FAULT_RETRY: another process writes, longer than LIMIT_LEDGER_WAIT_MS; FAULT_STOP: everything
 * else, the path named). Strings passed in are copied; strings handed out live until the next call on the ledger
 * unless said otherwise. One thread at a time.
 */
#ifndef ISOGLOT_LEDGER_H
#define ISOGLOT_LEDGER_H

#include <glib.h>

#include "shim/error.h"

G_BEGIN_DECLS

typedef struct Ledger Ledger;

typedef enum { LEDGER_READ, LEDGER_WRITE } LedgerMode;

#define LEDGER_FILE "ledger.db" /* below DATA */

/* Opens DATA/ledger.db; LEDGER_WRITE makes and migrates it, LEDGER_READ needs it (FAULT_STOP when there is none). */
Ledger *ledger_open(const char *data, LedgerMode mode, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void ledger_close(Ledger *ledger); /* an open transaction is rolled back */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Ledger, ledger_close)

/* From the first question after ledger_begin_reading() on, one that only reads finds the ledger as it is then, and spares
 * itself the locks that each question takes otherwise. For some milliseconds: what is written meanwhile stays in the log. */
gboolean ledger_begin_reading(Ledger *ledger, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void ledger_end_reading(Ledger *ledger);

/* Is called with each row of a list; FALSE: no more are wanted. */
typedef gboolean (*LedgerRowFunc)(const char *const *columns, guint n, gpointer user); /* NULL columns become "" */

/* One of them: appends a copy of the first column to `strings`, a GPtrArray of char*. */
gboolean ledger_collect(const char *const *columns, guint n, gpointer strings);

/* ------------------------------------------------------------------ pages */

typedef enum {
    PAGE_SEEN,     /* linked to, never fetched */
    PAGE_PRESENT,  /* its last version is known */
    PAGE_EXCLUDED, /* present, but kept out of the index: noindex, or in none of the configured languages */
    PAGE_REMOVED,  /* taken out by `remove` */
    PAGE_GONE,     /* gone for certain (410, 404 twice) */
    PAGE_UNKNOWN,  /* could not be fetched lately; never deletes */
    PAGE_DUPLICATE, /* present, but left out for another page that is the same (shim/duplicate.h) */
} PageState;

const char *page_state_name(PageState state);

/* How a page's text stands to its declared language (PARITY.md, "Terms"). */
typedef enum { PURITY_PURE, PURITY_MIXED, PURITY_UNTRANSLATED, PURITY_UNKNOWN } PagePurity;

const char *page_purity_name(PagePurity purity);

typedef struct {
    const char *url;
    PageState state;
    const char *content_hash;    /* SHA-256 of title and text, hexadecimal */
    const char *title;
    const char *declared;        /* language tag as declared, "" for none */
    const char *declared_source; /* html, http, schema, hreflang, url, feed, "" */
    const char *detected;        /* code of the text's main language, "" for none of the configured */
    const char *decided;         /* code of the index it belongs to, "" for none */
    double confidence;           /* of the detection, 0 … 1 */
    double declared_share;       /* words in the declared language / words identified; -1: unknown */
    PagePurity purity;
    gint64 fetched_at;           /* seconds since 1970 */
    gint64 date;                 /* as the page says, seconds since 1970, or RECORD_DATE_UNKNOWN */
    guint64 bytes, words;
    const char *type;
    const char *group;           /* cluster named by the feed, "" for none */
    const char *edition;         /* what the refusals and counts are grouped by: the URL's language segment, or "" */
    gboolean is_from_http;       /* this and the rest: shim/duplicate.h */
    guint64 simhash;
    const char *canonical;       /* NULL: "" */
    gint64 duplicate_of;         /* with PAGE_DUPLICATE */
    guint64 fingerprint;         /* this and the next: shim/cluster.h, the columns `numbers` and `symbols` */
    const char *symbols;         /* NULL: "" */
} LedgerPage;

typedef struct {
    const char *url;  /* target, absolute */
    const char *text; /* link text */
    const char *lang; /* hreflang */
    gboolean nofollow;
    guint line;       /* this and that of a defect: shim/shape.h */
} LedgerLink;

typedef struct {
    const char *url, *lang, *evidence; /* evidence: html, http, sitemap, schema */
} LedgerAlternate;

typedef struct {
    const char *code;   /* conflict, untranslated, mixed, canonical-foreign, missing-lang … */
    const char *detail; /* what it is about, in no language: URLs, codes, numbers */
    guint line;
} LedgerDefect;

/* Opens a transaction if none is open, and writes a page's facts; `staged_lang` ("" for: into no index) is where the
 * batch puts it. The lists replace those of the version before. */
gboolean ledger_put(Ledger *ledger, const LedgerPage *page, const char *staged_lang, const GArray *links,
                    const GArray *alternates, const GArray *defects, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What a sitemap says of a page's translations, instead of what it said before; a page's own lists do not touch it. */
gboolean ledger_put_sitemap_alternates(Ledger *ledger, const char *url, const GArray *alternates,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Where a page stands before it is put. FALSE only on error; `found` is FALSE for a URL never put. */
typedef struct {
    gboolean found;
    PageState state;
    char content_hash[65];  /* of the version acknowledged in the index, "" if none */
    char indexed_lang[36];  /* "" for none */
    gboolean is_staged;     /* a version of it has been put and is not acknowledged yet, into … */
    char staged_lang[36];   /* "" for none */
    gint64 fetched_at, removed_at;
    gint64 held_at;         /* fetched_at of a version that is not to be indexed (shim/frontier.h, or noindex and not released) */
} LedgerPlace;
gboolean ledger_find(Ledger *ledger, const char *url, LedgerPlace *place, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Language tag of an hreflang that points at this URL, "" for none (x-default is not counted); g_free(). */
gboolean ledger_find_hreflang(Ledger *ledger, const char *url, char **lang, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Pages that an alternate joins to this one, directly or by a page between, and those of its cluster: url. */
gboolean ledger_each_translation(Ledger *ledger, const char *url, LedgerRowFunc func, gpointer user,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Marks a URL as PAGE_REMOVED by the operator or PAGE_GONE, now; staged into no index. FAULT_SKIP: this URL is in no index,
 * nor left out of one as a duplicate. */
gboolean ledger_remove(Ledger *ledger, const char *url, PageState state, gint64 now,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* ------------------------------------------------------------------ batches */

/* Makes durable what was put since the last commit. */
gboolean ledger_commit(Ledger *ledger, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* All that is staged has been committed in the indexes: it is their place now. Durable when it returns. */
gboolean ledger_acknowledge(Ledger *ledger, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Next page, in the order of ids after *id (start with 0), that is staged; *id 0 on return: no more.
 * What a crashed batch left: look where the page is, and settle it with ledger_settle(). Those that it was leaving out
 * as duplicates come afterwards, from duplicate_next_staged(). */
gboolean ledger_next_staged(Ledger *ledger, gint64 *id, char **url, char **staged_lang, char **indexed_lang,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The page is in `indexed_lang` ("" for none) with this content ("" unknown); nothing of it is staged any more. */
gboolean ledger_settle(Ledger *ledger, gint64 id, const char *indexed_lang, const char *content_hash,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Forgets what an unpublished bulk build had staged. */
gboolean ledger_begin_build(Ledger *ledger, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The intent of a publication: language `codes` get generation `generation`. Durable when it returns. */
gboolean ledger_plan_publication(Ledger *ledger, const char *const *codes, guint generation,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A publication that was planned and not finished: *codes (g_strfreev()) is NULL if there is none. */
gboolean ledger_next_publication(Ledger *ledger, char ***codes, guint *generation,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The planned generations are visible: in these languages exactly the staged pages are indexed. */
gboolean ledger_finish_publication(Ledger *ledger, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* ------------------------------------------------------------------ feeds and questions */

gboolean ledger_put_feed(Ledger *ledger, const char *path, const char *base, gboolean lang_from_path, gint64 now,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Feeds in the order in which they were given first: path, base, lang_from_path ("1" or ""). */
gboolean ledger_each_feed(Ledger *ledger, LedgerRowFunc func, gpointer user, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Counts: language of the index ("" for none), state, declared language, purity, number of pages, edition. */
gboolean ledger_each_count(Ledger *ledger, LedgerRowFunc func, gpointer user, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Acknowledged pages: url, indexed_lang, content_hash; in the order of URLs. */
gboolean ledger_each_indexed(Ledger *ledger, LedgerRowFunc func, gpointer user, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Pages whose declared language would now be another, because an hreflang found later points at them: url. */
gboolean ledger_each_redeclared(Ledger *ledger, LedgerRowFunc func, gpointer user,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* SQLite's own integrity check. FAULT_STOP names the damage. */
gboolean ledger_check(Ledger *ledger, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
