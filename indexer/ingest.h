/*
 * ingest.h: feeds read into a build.
 *
 * A feed that is given is read whole. The feed of our own crawler, DATA/feed/isoglot-*.warc.gz, only grows: it is read from
 * where the last build stopped (state `indexed` of the ledger) to where the crawler has acknowledged it (`feed`), so that
 * neither old records are read again nor one that is just being written. Other WARC files in that folder are read whole.
 */
#ifndef ISOGLOT_INGEST_H
#define ISOGLOT_INGEST_H

#include "indexer/build.h"
#include "indexer/feed.h"

G_BEGIN_DECLS

typedef struct {
    char *path;
    FeedOptions options;
    gboolean is_own; /* our crawler's */
} IngestFeed;

GPtrArray *ingest_feeds_new(void); /* of IngestFeed* */
void ingest_add(GPtrArray *feeds, const char *path, const char *base, gboolean lang_from_path);

/* What the crawl has left; with `rebuild` all of it, and the feeds that were given before. */
gboolean ingest_find(const Config *config, gboolean rebuild, GPtrArray *feeds, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Names (char*) of our own crawler's files in DATA/feed, in the order in which they were written. */
GPtrArray *ingest_list_own(const Config *config);

/* Opens every feed once, so that a mistyped name costs nothing. FAULT_USAGE. */
gboolean ingest_check(const GPtrArray *feeds, GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct {
    void (*refused)(const GError *reason, gpointer user); /* a record or page; each once */
    void (*progress)(const Feed *feed, gpointer user);    /* NULL: nobody asks */
    gpointer user;
} IngestEvents;

/* Reads all feeds into the build and finishes it; pages that an hreflang found later declares anew are put again, those
 * that are gone for certain taken out (*gone of them), duplicates of those put back. An error: the build is over. */
gboolean ingest(const Config *config, Build *build, const GPtrArray *feeds, const IngestEvents *events, guint *gone,
                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Does any configured language have an index? Without one a build is bulk. */
gboolean ingest_has_index(const Config *config);

G_END_DECLS

#endif
