/*
 * ledger_pages.h: pages in a ledger, for the tests of shim/ledger.h.
 */
#ifndef ISOGLOT_TEST_LEDGER_PAGES_H
#define ISOGLOT_TEST_LEDGER_PAGES_H

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "shim/limits.h"
#include "shim/record.h"
#include "tests/unit/place.h"

#define A "http://x.example/a"
#define B "http://x.example/b"

static inline gboolean put(Ledger *l, const char *url, const char *hash, const char *staged, GError **error)
{
    LedgerPage page = {.url = url,
                       .state = *staged ? PAGE_PRESENT : PAGE_EXCLUDED,
                       .content_hash = hash,
                       .title = "Title",
                       .declared = "la",
                       .declared_source = "html",
                       .detected = "la",
                       .decided = staged,
                       .confidence = 0.5,
                       .declared_share = -1,
                       .purity = PURITY_MIXED,
                       .fetched_at = 1000,
                       .date = RECORD_DATE_UNKNOWN,
                       .bytes = 10,
                       .words = 2,
                       .type = "html",
                       .group = "",
                       .edition = "",
                       .is_from_http = TRUE,
                       .simhash = G_MAXUINT64,
                       .canonical = B,
                       .fingerprint = G_MAXUINT64 - 1,
                       .symbols = "s100 s101"};
    return ledger_put(l, &page, staged, NULL, NULL, NULL, error);
}

static inline void put_and_commit(Place *p, const char *url, const char *hash, const char *staged)
{
    g_autoptr(GError) error = NULL;
    g_assert_true(put(p->ledger, url, hash, staged, &error) && ledger_commit(p->ledger, &error));
}

static inline void assert_place(Place *p, const char *url, PageState state, const char *lang, const char *hash)
{
    g_autoptr(GError) error = NULL;
    LedgerPlace place;
    g_assert_true(ledger_find(p->ledger, url, &place, &error));
    g_assert_true(place.found);
    g_assert_cmpint(place.state, ==, state);
    g_assert_cmpstr(place.indexed_lang, ==, lang);
    g_assert_cmpstr(place.content_hash, ==, hash);
}

#endif
