/*
 * feed_kind.h: what a kind of feed is to feed.c. One file feed_NAME.c per kind.
 */
#ifndef ISOGLOT_FEED_KIND_H
#define ISOGLOT_FEED_KIND_H

#include "indexer/feed.h"

G_BEGIN_DECLS

typedef struct {
    const char *name;
    gpointer (*open)(const char *path, int fd, const FeedOptions *options, GError **error); /* takes fd */
    gboolean (*next)(gpointer feed, Page **page, GError **error);
    double (*progress)(gpointer feed);
    void (*close)(gpointer feed);
} FeedKind;

extern const FeedKind feed_warc, feed_dir, feed_jsonl;

G_END_DECLS

#endif
