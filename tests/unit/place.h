/*
 * place.h: a ledger in a temporary data directory, a fixture for the tests of what is kept in it. SQLite's
 * own program looks at the database where another eye is needed.
 */
#ifndef ISOGLOT_TEST_PLACE_H
#define ISOGLOT_TEST_PLACE_H

#include <glib/gstdio.h>

#include "shim/disk.h"
#include "tests/unit/plain_page.h"

typedef struct {
    char *data, *file;
    Ledger *ledger;
} Place;

static inline void open_ledger(Place *p)
{
    g_autoptr(GError) error = NULL;
    p->ledger = ledger_open(p->data, LEDGER_WRITE, &error);
    g_assert_no_error(error);
}

static inline void close_ledger(Place *p)
{
    g_clear_pointer(&p->ledger, ledger_close);
}

static inline void set_up(Place *p, gconstpointer data)
{
    (void)data;
    p->data = g_dir_make_tmp("isoglot-t-XXXXXX", NULL);
    p->file = g_build_filename(p->data, "ledger.db", NULL);
    open_ledger(p);
}

static inline void tear_down(Place *p, gconstpointer data)
{
    (void)data;
    close_ledger(p);
    disk_remove(p->data);
    g_free(p->data);
    g_free(p->file);
}

/* The page is in the index of a language; "" : in none. */
static inline void put_page(Place *p, const char *url, PageState state, const char *lang)
{
    const LedgerPage page = plain_page(url, state, lang);
    g_assert_true(ledger_put(p->ledger, &page, lang, NULL, NULL, NULL, NULL));
    g_assert_true(ledger_acknowledge(p->ledger, NULL));
}

/* What sqlite3 answers, without the newline. */
static inline char *sqlite(const Place *p, const char *sql)
{
    const char *argv[] = {"sqlite3", p->file, sql, NULL};
    g_autoptr(GError) error = NULL;
    int status;
    char *out = NULL;
    g_assert_true(g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, NULL,
                               &status, &error));
    g_assert_true(g_spawn_check_wait_status(status, &error));
    return g_strchomp(out);
}

static inline void assert_sqlite(const Place *p, const char *sql, const char *expected)
{
    g_autofree char *answer = sqlite(p, sql);
    g_assert_cmpstr(answer, ==, expected);
}

/* The rows as lines, their columns with bars between them; a LedgerRowFunc. */
static inline gboolean add_columns(const char *const *columns, guint n, gpointer user)
{
    for (guint i = 0; i < n; i++)
        g_string_append_printf(user, "%s%s", i ? "|" : "", columns[i]);
    g_string_append_c(user, '\n');
    return TRUE;
}

#endif
