/*
 * visit.h: what an answer of a host means for the URL that was asked.
 *
 * Two steps, both without network, disk or clock: visit_examine() reads the answer (the expensive one, for a worker), and
 * visit_judge() brings the URL's row of the frontier to what follows from it.
 *
 *   answer                              page                                  feed
 *   200, a document                     present, in this version              response, or revisit if it is the same
 *   304, of a version that is known     present, as it was                    revisit
 *   304 that newly says noindex         not looked at yet: to be got whole    nothing
 *   200 that stands for "not found"     unknown                               nothing
 *   301, 308                            gone once its target is present       response
 *   another 3xx                         unknown; the target is a URL itself   response
 *   410                                 gone                                  response
 *   404                                 gone if it has been 404 for MISSING_S  response, but once
 *   200, no document, never was one     nothing of the index                  nothing
 *   anything else, or no answer         unknown                               nothing
 *
 * A page that is unknown stays as it is in the index. Gone is a verdict, which indexer/guard.h looks at before anybody
 * acts on it (FAULTS.md, F21 to F26).
 */
#ifndef ISOGLOT_VISIT_H
#define ISOGLOT_VISIT_H

#include "indexer/fetch.h"
#include "indexer/page.h"
#include "shim/frontier.h"

G_BEGIN_DECLS

/* An answer, and what was read in it. Either `response` or `error` is there. */
typedef struct {
    Response *response;
    GError *error;      /* no answer, or one that cannot be read */
    Page *page;         /* of a 2xx response: its body decoded */
    Document *document; /* of a page that is a document */
    char *payload;      /* digest of the body as it came, and " noindex" if that is said of it */
    char *text_hash;    /* document_hash() */
    char *bare_hash;    /* the same without what repeats the URL, as texts do that stand for "not found" */
    guint64 simhash;    /* simhash.h */
    gboolean is_news;   /* a 304 whose header says noindex: if the version known does not, it is to be got whole */
} Visit;

/* Fills what follows from `response`, or `error`. */
void visit_examine(Visit *visit);
void visit_clear(Visit *visit);

typedef enum {
    VISIT_NEW,     /* a version of the page to be put into the feed whole */
    VISIT_SAME,    /* the version known: a revisit */
    VISIT_OTHER,   /* a redirect or an error that is new, which the feed keeps */
    VISIT_NOTHING, /* nothing for the feed */
} VisitResult;

/* How a host answers for pages that are not there, if not by 404. */
typedef struct {
    const char *text_hash; /* bare, "" : by 404 */
    guint64 simhash;
    const char *before;    /* the same as the pass before found it; NULL: unknown */
} MissingText;

/*
 * Brings `entry` to what the visit at `now` (seconds since 1970) says; `pass` becomes its pass. `missing` is asked of pages
 * that are new or have changed. Some sites show their first page instead of one that is missing, so it is not asked of a
 * seed that is new or had the text of `before` itself.
 */
VisitResult visit_judge(const Visit *visit, const MissingText *missing, gint64 pass, gint64 now, FrontierEntry *entry);

/* Is this an answer after which the host itself has to be left in peace for a while? (429, 5xx, none) */
gboolean visit_is_trouble(const Visit *visit);

/* The next look gets the page whole: no version of it is known by which it could be the same. */
void visit_forget_version(FrontierEntry *entry);

/* The entry is disallowed by robots.txt, by `rule`: unknown, and gone when that has lasted MISSING_S. */
void visit_judge_blocked(const char *rule, gint64 pass, gint64 now, FrontierEntry *entry);

/* The entry is not of the crawl any more, as the configuration says now: it is not asked for, and stays as it is. */
void visit_judge_out(const char *reason, gint64 pass, gint64 now, FrontierEntry *entry);

G_END_DECLS

#endif
