/*
 * feed.h: one page after another, wherever they come from. The interface to crawlers and content systems.
 *
 * A feed is a WARC file (.warc, .warc.gz; 0.17 to 1.1), a directory of files with a base URL, JSON Lines (.jsonl), or
 * "-" (standard input: JSON Lines or WARC, told apart by the first bytes). Adding a kind adds one file feed_NAME.c and
 * one row to the table in feed.c.
 *
 * A bad record is refused and the feed goes on: feed_next() answers FAULT_SKIP with a message that names the place
 * ("site.warc.gz:10234: …"), and the next call gives the next record.
 *
 * A WARC's revisit record stands for a page whose payload another record holds: with the same URL the page is what it
 * was, and nothing is given; with another URL the page is given, after all others, with its original's payload, and is
 * refused if that is not in this feed (revisit.h).
 *
 * No answer (404, 410, a redirect) takes a page out: nothing is given. Our own crawler says in the feed which page it
 * takes out, and whoever asks for that (FeedOptions.gives_gone) is given a page with http_status 410, the time in
 * fetched_at and no body: what was given of this URL before is void, what comes behind it counts again.
 */
#ifndef ISOGLOT_FEED_H
#define ISOGLOT_FEED_H

#include "indexer/page.h"

G_BEGIN_DECLS

typedef struct Feed Feed;

typedef struct {
    const char *base;        /* directory feeds: URL of the directory, ends in '/' */
    gboolean lang_from_path; /* directory feeds: the first folder that is a language code is the page's language */
    gboolean gives_gone;     /* WARC: also give, in its place, a page that the crawler says is gone (warc_writer.h) */
} FeedOptions;

/* FAULT_USAGE: no such file, not readable, of no known kind, or a directory without a base; the message names it. */
Feed *feed_open(const char *path, const FeedOptions *options, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * TRUE and *page: the next page (the caller frees it). TRUE and *page NULL: the end. FALSE and FAULT_SKIP: one record
 * is refused, call again. FALSE and another code: the feed is at its end (unreadable from here on), named.
 * Files and records that are no documents (images, styles, requests, metadata) are passed over in silence.
 */
gboolean feed_next(Feed *feed, Page **page, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Share of the feed that has been read, 0 … 1, for progress; -1 where it cannot be known. */
double feed_progress(const Feed *feed);

void feed_close(Feed *feed);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Feed, feed_close)

G_END_DECLS

#endif
