/*
 * prepare.h: a page's bytes in, its facts and its term vector out.
 *
 * The expensive part of indexing, and a pure one: it reads the configuration and the profiles, writes nothing, and may
 * run anywhere and in any order. What it gives is plain data.
 */
#ifndef ISOGLOT_PREPARE_H
#define ISOGLOT_PREPARE_H

#include "indexer/decide.h"
#include "indexer/page.h"
#include "shim/config.h"
#include "shim/index.h"

G_BEGIN_DECLS

/* The handles that preparing needs; one per thread. `languages`: the configured profiles; both are kept by reference. */
typedef struct Preparer Preparer;

Preparer *preparer_new(const Config *config, const GPtrArray *languages);
void preparer_free(Preparer *preparer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Preparer, preparer_free)

typedef struct {
    Document *document;
    Decision *decision;
    char *hash;             /* document_hash() */
    guint64 simhash;        /* of the text */
    const char *canonical;  /* "" for none, or one of a foreign host; points into `document` */
    GArray *links;          /* LedgerLink, of the site's hosts only; they point into `document` */
    GArray *alternates;     /* LedgerAlternate; they point into `document` */
    IndexDocument *posted;  /* for the index of decision->decided; NULL: the page belongs into none */
    gsize posted_n;         /* its bytes */
} Prepared;

/*
 * `hreflang`: as for decide(). FAULT_SKIP: the page is refused, named. FAULT_STOP: an analyser cannot be opened.
 */
Prepared *prepare(Preparer *preparer, const Page *page, const char *hreflang, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void prepared_free(Prepared *prepared);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Prepared, prepared_free)

G_END_DECLS

#endif
