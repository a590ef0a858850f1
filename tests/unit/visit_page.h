/*
 * visit_page.h: a page that is asked for again and again, for the tests of indexer/visit.h.
 */
#ifndef ISOGLOT_TEST_VISIT_PAGE_H
#define ISOGLOT_TEST_VISIT_PAGE_H

#include "indexer/visit.h"

#include <string.h>

#include "indexer/simhash.h"
#include "shim/limits.h"

#define URL "http://x.example/a"
#define NOW G_GINT64_CONSTANT(1700000000)
#define DAY 86400

typedef struct {
    FrontierEntry *entry;
    MissingText missing;
    gint64 pass, now;
} Fixture;

static inline FrontierEntry *entry_new(void)
{
    FrontierEntry *e = g_new0(FrontierEntry, 1);
    char **texts[] = {&e->error,     &e->etag,     &e->last_modified, &e->payload,
                      &e->text_hash, &e->redirect, &e->verdict,       &e->indexed_lang};
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
        *texts[i] = g_strdup("");
    e->id = 7;
    e->url = g_strdup(URL);
    e->depth = 1;
    return e;
}

static inline void set_up(Fixture *f, gconstpointer data)
{
    (void)data;
    f->entry = entry_new();
    f->missing.text_hash = "";
    f->now = NOW;
}

static inline void tear_down(Fixture *f, gconstpointer data)
{
    (void)data;
    frontier_entry_free(f->entry);
}

/* An answer: "STATUS", or "STATUS Header: value". */
static inline void answer(Visit *v, const char *head, const char *body, gint64 now)
{
    *v = (Visit){.response = response_new(URL)};
    g_autofree char *field = strlen(head) > 4 ? g_strconcat(head + 4, "\r\n", NULL) : g_strdup("");
    v->response->status = g_ascii_strtoull(head, NULL, 10);
    v->response->fetched_at = now;
    g_string_printf(v->response->head, "HTTP/1.1 %.3s X\r\nContent-Type: text/html; charset=utf-8\r\n%s\r\n", head,
                    field);
    g_byte_array_append(v->response->body, (const guint8 *)body, strlen(body));
    response_read_head(v->response);
    visit_examine(v);
}

/* The URL is asked in another pass; what that means for the feed. */
static inline VisitResult look(Fixture *f, const char *head, const char *body)
{
    Visit v;
    answer(&v, head, body, f->now);
    VisitResult result = visit_judge(&v, &f->missing, ++f->pass, f->now, f->entry);
    g_assert_cmpint(f->entry->pass, ==, f->pass);
    g_assert_cmpint(f->entry->checked_at, ==, f->now);
    visit_clear(&v);
    return result;
}

static inline VisitResult look_in_vain(Fixture *f, Fault code)
{
    Visit v = {.error = g_error_new_literal(FAULT, code, "cannot fetch")};
    VisitResult result = visit_judge(&v, &f->missing, ++f->pass, f->now, f->entry);
    visit_clear(&v);
    return result;
}

#define CUT "\x1f\x8b\x08\x01\x01\x01\x01\x01\x01\x03\x4b" /* the beginning of a gzip file */
#define PAGE_1 "<title>One</title><p>the first version"
#define PAGE_2 "<title>Two</title><p>the second version"

/* The page is known, and in an index. */
static inline void know(Fixture *f)
{
    g_assert_cmpint(look(f, "200 ETag: \"1\"", PAGE_1), ==, VISIT_NEW);
    g_free(f->entry->indexed_lang);
    f->entry->indexed_lang = g_strdup("la");
    f->now += DAY;
}

static inline void assert_present(const Fixture *f)
{
    g_assert_cmpstr(f->entry->error, ==, "");
    g_assert_cmpstr(f->entry->verdict, ==, "");
}

/* The page stays in the index as it was. */
static inline void assert_unknown(const Fixture *f)
{
    g_assert_cmpstr(f->entry->error, !=, "");
    g_assert_cmpstr(f->entry->verdict, ==, "");
}

static inline void assert_gone(const Fixture *f, const char *why)
{
    g_assert_cmpstr(f->entry->verdict, ==, why);
}

#define NOT_FOUND "<title>Sorry</title><p>there is no such page"

#endif
