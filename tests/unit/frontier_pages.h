/*
 * frontier_pages.h: pages of two hosts in a ledger, for the tests of shim/frontier.h.
 */
#ifndef ISOGLOT_TEST_FRONTIER_PAGES_H
#define ISOGLOT_TEST_FRONTIER_PAGES_H

#include "shim/frontier.h"
#include "shim/limits.h"
#include "tests/unit/place.h"

#define X "http://x.example"
#define Y "http://y.example"
#define A X "/a"
#define B X "/b"
#define C X "/c"

static inline gint64 host_id(Place *p, const char *origin)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(FrontierHost) host = NULL;
    g_assert_true(frontier_find_host(p->ledger, origin, &host, &error));
    g_assert_no_error(error);
    return host->id;
}

static inline void add(Place *p, const char *origin, const char *url, guint depth)
{
    g_autoptr(GError) error = NULL;
    g_assert_true(frontier_add(p->ledger, host_id(p, origin), url, depth, 0, 0, &error));
    g_assert_no_error(error);
}

static inline FrontierEntry *find(Place *p, const char *url)
{
    g_autoptr(GError) error = NULL;
    FrontierEntry *entry = NULL;
    g_assert_true(frontier_find(p->ledger, url, &entry, &error));
    g_assert_no_error(error);
    return entry;
}

static inline void set(char **field, const char *value)
{
    g_free(*field);
    *field = g_strdup(value);
}

/* A look at a URL in a pass: its error and its verdict. */
static inline void look(Place *p, const char *url, gint64 pass, const char *problem, const char *verdict)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(FrontierEntry) entry = find(p, url);
    entry->pass = pass;
    set(&entry->error, problem);
    set(&entry->verdict, verdict);
    g_assert_true(frontier_settle(p->ledger, entry, &error));
    g_assert_no_error(error);
}

static inline void commit(Place *p)
{
    g_assert_true(ledger_commit(p->ledger, NULL));
}

typedef gboolean (*EachFrom)(Ledger *ledger, gint64 from, LedgerRowFunc func, gpointer user, GError **error);

static inline void assert_each_from(Place *p, EachFrom each, gint64 from, const char *expected)
{
    g_autoptr(GString) rows = g_string_new(NULL);
    g_assert_true(each(p->ledger, from, add_columns, rows, NULL));
    g_assert_cmpstr(rows->str, ==, expected);
}

static inline void assert_urls(const GPtrArray *entries, const char *expected)
{
    g_autoptr(GString) urls = g_string_new(NULL);
    for (guint i = 0; i < entries->len; i++)
        g_string_append_printf(urls, "%s ", ((FrontierEntry *)g_ptr_array_index(entries, i))->url);
    g_assert_cmpstr(urls->str, ==, expected);
}

static inline void assert_next(Place *p, const char *origin, gint64 pass, guint most, const char *expected)
{
    g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func((GDestroyNotify)frontier_entry_free);
    g_assert_true(frontier_next(p->ledger, host_id(p, origin), pass, most, entries, NULL));
    assert_urls(entries, expected);
}

#endif
