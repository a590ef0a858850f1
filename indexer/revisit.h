/*
 * revisit.h: revisit records of a WARC feed (ISO 28500:2017, 6.7) that wait for the record which holds their payload.
 *
 * A revisit of the same URL says that the page is what it was: nothing to do. One that may refer to another URL waits;
 * if any is left at the end, the feed is read a second time for the originals alone. So it matters neither which comes
 * first nor how the file is compressed, and a feed without such revisits costs nothing. Memory: LIMIT_WARC_REVISITS.
 */
#ifndef ISOGLOT_REVISIT_H
#define ISOGLOT_REVISIT_H

#include "indexer/warc.h"

G_BEGIN_DECLS

typedef struct Revisits Revisits;

Revisits *revisits_new(void);
void revisits_free(Revisits *revisits);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Revisits, revisits_free)

/*
 * Notes a revisit record, instead of an earlier one of the same URL; one of the same URL, of no document, or without a
 * word about its original is passed over. FAULT_SKIP: it cannot be read, or too many wait already.
 */
gboolean revisits_note(Revisits *revisits, const WarcRecord *record, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A page was given whole: an older revisit of its URL need not be resolved any more. */
void revisits_forget(Revisits *revisits, const Page *page);

/* Does anyone wait? */
gboolean revisits_any(const Revisits *revisits);

/* Does anyone wait for this record? Costs no decoding. */
gboolean revisits_want(Revisits *revisits, const WarcRecord *record);

/* Appends a page for each revisit that waits for `record`, whose page is `original`: the revisit's own URL, date and
 * head, the original's body. */
void revisits_resolve(Revisits *revisits, const WarcRecord *record, const Page *original, const char *path,
                      GPtrArray *pages);

/* After all have been resolved that can be: the next one, by its offset, that names another URL. FALSE: no more. */
gboolean revisits_next_orphan(Revisits *revisits, guint64 *offset);

/* Is this a page that a feed gives: a document, found? */
gboolean is_found_document(const Page *page);

G_END_DECLS

#endif
