/*
 * indexed.h: pages that are indexed as `isoglot index` does it, into the data directory of a configuration.
 */
#ifndef ISOGLOT_TEST_INDEXED_H
#define ISOGLOT_TEST_INDEXED_H

#include "indexer/ingest.h"
#include "tests/unit/settings.h"

static inline void refuse_none(const GError *reason, gpointer user)
{
    (void)user;
    g_assert_no_error(reason);
}

/* `lines` are pages in JSON Lines; none is refused. */
static inline void settings_index(Settings *s, const GString *lines)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = g_build_filename(s->data, "pages.jsonl", NULL);
    g_assert_true(g_file_set_contents(path, lines->str, lines->len, NULL));
    g_autoptr(GPtrArray) feeds = ingest_feeds_new();
    ingest_add(feeds, path, NULL, FALSE);
    BuildMode mode = ingest_has_index(s->config) ? BUILD_INCREMENTAL : BUILD_BULK;
    g_autoptr(Build) build = build_open(s->config, mode, &error);
    g_assert_no_error(error);
    guint gone;
    g_assert_true(ingest(s->config, build, feeds, &(IngestEvents){refuse_none, NULL, NULL}, &gone, &error));
    g_assert_no_error(error);
}

#endif
