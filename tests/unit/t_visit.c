/* The promises of indexer/visit.h: single answers, and outages as sequences of visits over simulated days. */
#include "indexer/visit.h"

#include <string.h>

#include "indexer/simhash.h"
#include "shim/limits.h"

#define URL "http://x.example/a"
#define TARGET "http://x.example/b"
#define NOW G_GINT64_CONSTANT(1700000000)
#define DAY 86400
#define HOUR 3600

typedef struct {
    FrontierEntry *entry;
    MissingText missing;
    gint64 pass, now;
} Fixture;

static FrontierEntry *entry_new(void)
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

static void set_up(Fixture *f, gconstpointer data)
{
    (void)data;
    f->entry = entry_new();
    f->missing.text_hash = "";
    f->now = NOW;
}

static void tear_down(Fixture *f, gconstpointer data)
{
    (void)data;
    frontier_entry_free(f->entry);
}

/* An answer: "STATUS", or "STATUS Header: value". */
static void answer(Visit *v, const char *head, const char *body, gint64 now)
{
    *v = (Visit){.response = response_new(URL)};
    g_autofree char *field = strlen(head) > 4 ? g_strconcat(head + 4, "\r\n", NULL) : g_strdup("");
    v->response->status = g_ascii_strtoull(head, NULL, 10);
    v->response->fetched_at = now;
    g_string_printf(v->response->head, "HTTP/1.1 %.3s X\r\nContent-Type: text/html; charset=utf-8\r\n%s\r\n",
                    head, field);
    g_byte_array_append(v->response->body, (const guint8 *)body, strlen(body));
    response_read_head(v->response);
    visit_examine(v);
}

/* The URL is asked in another pass; what that means for the feed. */
static VisitResult look(Fixture *f, const char *head, const char *body)
{
    Visit v;
    answer(&v, head, body, f->now);
    VisitResult result = visit_judge(&v, &f->missing, ++f->pass, f->now, f->entry);
    g_assert_cmpint(f->entry->pass, ==, f->pass);
    g_assert_cmpint(f->entry->checked_at, ==, f->now);
    visit_clear(&v);
    return result;
}

static VisitResult look_in_vain(Fixture *f, Fault code)
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
static void know(Fixture *f)
{
    g_assert_cmpint(look(f, "200 ETag: \"1\"", PAGE_1), ==, VISIT_NEW);
    g_free(f->entry->indexed_lang);
    f->entry->indexed_lang = g_strdup("la");
    f->now += DAY;
}

static void assert_present(const Fixture *f)
{
    g_assert_cmpstr(f->entry->error, ==, "");
    g_assert_cmpstr(f->entry->verdict, ==, "");
}

/* The page stays in the index as it was. */
static void assert_unknown(const Fixture *f)
{
    g_assert_cmpstr(f->entry->error, !=, "");
    g_assert_cmpstr(f->entry->verdict, ==, "");
}

static void assert_gone(const Fixture *f, const char *why)
{
    g_assert_cmpstr(f->entry->verdict, ==, why);
}

/* ------------------------------------------------------------------ one answer */

static void a_document_is_a_version(Fixture *f, gconstpointer data)
{
    (void)data;
    g_assert_cmpint(look(f, "200 ETag: \"1\"", PAGE_1), ==, VISIT_NEW);
    assert_present(f);
    g_assert_cmpuint(f->entry->status, ==, 200);
    g_assert_cmpint(f->entry->fetched_at, ==, NOW);
    g_assert_cmpstr(f->entry->etag, ==, "\"1\"");
    g_assert_cmpstr(f->entry->last_modified, ==, "");
    g_assert_cmpstr(f->entry->payload, !=, "");
    g_assert_cmpstr(f->entry->text_hash, !=, "");
}

static void the_same_document_is_a_revisit(Fixture *f, gconstpointer data)
{
    (void)data;
    know(f);
    g_assert_cmpint(look(f, "200", PAGE_1), ==, VISIT_SAME);
    assert_present(f);
    g_assert_cmpint(f->entry->fetched_at, ==, NOW);
    g_assert_cmpint(look(f, "200", PAGE_2), ==, VISIT_NEW);
    g_assert_cmpint(f->entry->fetched_at, ==, f->now);
}

static void not_modified_is_present_as_it_was(Fixture *f, gconstpointer data)
{
    (void)data;
    know(f);
    g_assert_cmpint(look(f, "304", ""), ==, VISIT_SAME);
    assert_present(f);
    g_assert_cmpint(f->entry->fetched_at, ==, NOW);
    g_assert_cmpstr(f->entry->etag, ==, "\"1\"");
}

static void not_modified_of_nothing_known_is_unknown(Fixture *f, gconstpointer data)
{
    (void)data;
    g_assert_cmpint(look(f, "304", ""), ==, VISIT_NOTHING);
    assert_unknown(f);
}

static void redirects_are_kept_once_with_their_target(Fixture *f, gconstpointer data)
{
    (void)data;
    static const char *const heads[] = {"301 Location: /b", "302 Location: /b", "303 Location: /b",
                                        "307 Location: /b", "308 Location: /b"};
    know(f);
    for (guint i = 0; i < G_N_ELEMENTS(heads); i++) {
        g_assert_cmpint(look(f, heads[i], "moved"), ==, VISIT_OTHER);
        assert_unknown(f);
        g_assert_cmpstr(f->entry->redirect, ==, TARGET);
        g_assert_cmpint(look(f, heads[i], "moved"), ==, VISIT_NOTHING);
    }
    look(f, "200", PAGE_1);
    assert_present(f);
    g_assert_cmpstr(f->entry->redirect, ==, "");
}

static void a_redirect_to_itself_or_nowhere_is_named(Fixture *f, gconstpointer data)
{
    (void)data;
    look(f, "302 Location: /a", "");
    g_assert_cmpstr(f->entry->error, ==, "redirects to itself");
    look(f, "302 Location: ftp://x.example/", "");
    g_assert_cmpstr(f->entry->error, ==, "HTTP status 302 to nowhere");
    g_assert_cmpstr(f->entry->redirect, ==, "");
}

static void gone_is_gone_at_once(Fixture *f, gconstpointer data)
{
    (void)data;
    know(f);
    g_assert_cmpint(look(f, "410", "gone"), ==, VISIT_OTHER);
    assert_gone(f, "410");
    g_assert_cmpint(look(f, "410", "gone"), ==, VISIT_NOTHING);
}

static void missing_is_gone_when_it_lasts(Fixture *f, gconstpointer data)
{
    (void)data;
    know(f);
    g_assert_cmpint(look(f, "404", "no"), ==, VISIT_OTHER);
    assert_unknown(f);
    f->now += MISSING_S - 1;
    g_assert_cmpint(look(f, "404", "no"), ==, VISIT_NOTHING);
    assert_unknown(f);
    f->now += 1;
    look(f, "404", "no");
    assert_gone(f, "missing");
}

static void missing_counts_404s_in_a_row(Fixture *f, gconstpointer data)
{
    (void)data;
    static const char *const between[] = {"200", "503", "302 Location: /b", "403", "304"};
    know(f);
    for (guint i = 0; i < G_N_ELEMENTS(between); i++) {
        look(f, "404", "no");
        f->now += DAY;
        look(f, between[i], PAGE_1);
        f->now += DAY;
        look(f, "404", "no");
        assert_unknown(f);
        look(f, "200", PAGE_1);
    }
    look(f, "404", "no");
    f->now += 2 * DAY;
    look_in_vain(f, FAULT_RETRY);
    look(f, "404", "no");
    assert_unknown(f);
}

static void noindex_is_gone_at_once(Fixture *f, gconstpointer data)
{
    (void)data;
    know(f);
    g_assert_cmpint(look(f, "200", "<meta name=robots content=noindex>" PAGE_1), ==, VISIT_NEW);
    g_assert_cmpstr(f->entry->error, ==, "");
    assert_gone(f, "noindex");
    g_assert_cmpint(look(f, "304", ""), ==, VISIT_SAME); /* the version says it still */
    assert_gone(f, "noindex");
    look(f, "200", PAGE_1);
    assert_present(f);
}

static void noindex_of_a_page_that_is_in_no_index_is_no_loss(Fixture *f, gconstpointer data)
{
    (void)data;
    g_assert_cmpint(look(f, "200", "<meta name=robots content=noindex>" PAGE_1), ==, VISIT_NEW);
    assert_present(f);
}

static void noindex_in_the_header_alone_is_another_version(Fixture *f, gconstpointer data)
{
    (void)data;
    know(f);
    g_assert_cmpint(look(f, "200 X-Robots-Tag: noindex", PAGE_1), ==, VISIT_NEW);
    assert_gone(f, "noindex");
    g_assert_cmpint(look(f, "200 X-Robots-Tag: noindex", PAGE_1), ==, VISIT_SAME);
    g_assert_cmpint(look(f, "200", PAGE_1), ==, VISIT_NEW);
    assert_present(f);
}

static void a_304_with_a_noindex_that_is_new_is_looked_at_again(Fixture *f, gconstpointer data)
{
    (void)data;
    know(f);
    Visit v;
    answer(&v, "304 X-Robots-Tag: noindex", "", f->now);
    gint64 pass = f->entry->pass;
    g_assert_cmpint(visit_judge(&v, &f->missing, pass + 1, f->now, f->entry), ==, VISIT_NOTHING);
    g_assert_cmpint(f->entry->pass, ==, pass);
    g_assert_cmpstr(f->entry->etag, ==, "");
    visit_clear(&v);
    g_assert_cmpint(look(f, "200 X-Robots-Tag: noindex", PAGE_1), ==, VISIT_NEW);
    assert_gone(f, "noindex");
    g_assert_cmpint(look(f, "304 X-Robots-Tag: noindex", ""), ==, VISIT_SAME);
}

static void anything_else_is_unknown(Fixture *f, gconstpointer data)
{
    (void)data;
    static const char *const heads[] = {"400", "401", "403", "405", "429", "451",
                                        "500", "502", "503", "599", "300", "305"};
    know(f);
    for (guint i = 0; i < G_N_ELEMENTS(heads); i++) {
        VisitResult result = look(f, heads[i], "no");
        g_assert_true(result == VISIT_NOTHING || *heads[i] == '3');
        assert_unknown(f);
    }
    for (Fault code = FAULT_SKIP; code <= FAULT_RETRY; code++) {
        g_assert_cmpint(look_in_vain(f, code), ==, VISIT_NOTHING);
        g_assert_cmpstr(f->entry->error, ==, "cannot fetch");
        g_assert_cmpuint(f->entry->status, ==, 0);
    }
    assert_unknown(f);
    g_assert_cmpint(f->entry->fetched_at, ==, NOW);
    g_assert_cmpint(look(f, "200", PAGE_1), ==, VISIT_SAME);
    assert_present(f);
}

static void a_body_that_cannot_be_decoded_is_unknown(Fixture *f, gconstpointer data)
{
    (void)data;
    know(f);
    g_assert_cmpint(look(f, "200 Content-Encoding: gzip", CUT), ==, VISIT_NOTHING);
    assert_unknown(f);
    g_assert_cmpint(look(f, "200", PAGE_1), ==, VISIT_SAME);
}

static void a_document_that_is_none_any_more_is_unknown(Fixture *f, gconstpointer data)
{
    (void)data;
    know(f);
    g_assert_cmpint(look(f, "200", ""), ==, VISIT_NOTHING); /* an outage that answers with nothing */
    assert_unknown(f);
    g_assert_cmpint(look(f, "200", PAGE_1), ==, VISIT_SAME);
    assert_present(f);
}

static void what_was_never_a_document_is_no_error(Fixture *f, gconstpointer data)
{
    (void)data;
    g_assert_cmpint(look(f, "200", ""), ==, VISIT_NOTHING);
    assert_present(f);
    g_assert_cmpint(look(f, "200", PAGE_1), ==, VISIT_NEW);
}

/* ------------------------------------------------------------------ pages that return */

static void a_page_that_was_gone_returns_whole(Fixture *f, gconstpointer data)
{
    (void)data;
    know(f);
    look(f, "410", "gone");
    g_assert_cmpstr(f->entry->etag, ==, "");
    g_assert_cmpint(look(f, "200", PAGE_1), ==, VISIT_NEW);
    assert_present(f);
    look(f, "404", "no");
    f->now += DAY;
    look(f, "404", "no");
    assert_gone(f, "missing");
    g_assert_cmpint(look(f, "200", PAGE_1), ==, VISIT_NEW);
    assert_present(f);
}

/* ------------------------------------------------------------------ soft 404 */

#define NOT_FOUND "<title>Sorry</title><p>there is no such page"

static char *long_text(const char *end)
{
    GString *text = g_string_new("<p>");
    for (guint i = 0; i < 200; i++)
        g_string_append_printf(text, "word%u ", i);
    g_string_append(text, end);
    return g_string_free(text, FALSE);
}

static void the_text_of_missing_pages_is_unknown(Fixture *f, gconstpointer data)
{
    (void)data;
    Visit probe;
    answer(&probe, "200", NOT_FOUND, NOW);
    know(f);
    f->missing = (MissingText){.text_hash = probe.bare_hash, .simhash = probe.simhash};
    g_assert_cmpint(look(f, "200", NOT_FOUND), ==, VISIT_NOTHING);
    assert_unknown(f);
    g_assert_cmpint(look(f, "200", PAGE_2), ==, VISIT_NEW);
    assert_present(f);
    visit_clear(&probe);
}

static void a_text_that_differs_by_its_own_address_is_unknown(Fixture *f, gconstpointer data)
{
    (void)data;
    Visit probe = {.response = response_new("http://x.example/isoglot-0123")}, page = {.response = response_new("http://x.example/news/today")};
    Visit *visits[] = {&probe, &page};
    for (guint i = 0; i < G_N_ELEMENTS(visits); i++) {
        Response *r = visits[i]->response;
        g_autofree char *body = g_strdup_printf("<title>Sorry</title><p>There is no %s here", strchr(r->url + 8, '/'));
        r->status = 200;
        g_string_assign(r->head, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n");
        g_byte_array_append(r->body, (const guint8 *)body, strlen(body));
        visit_examine(visits[i]);
    }
    know(f);
    f->missing = (MissingText){.text_hash = probe.bare_hash};
    g_assert_cmpint(visit_judge(&page, &f->missing, ++f->pass, f->now, f->entry), ==, VISIT_NOTHING);
    assert_unknown(f);
    visit_clear(&probe);
    visit_clear(&page);
}

static void a_text_that_is_near_to_it_is_unknown(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autofree char *missing = long_text("no page at /isoglot-1"), *near = long_text("no page at /a");
    Visit probe;
    answer(&probe, "200", missing, NOW);
    know(f);
    f->missing = (MissingText){.text_hash = probe.bare_hash, .simhash = probe.simhash};
    g_assert_cmpint(look(f, "200", near), ==, VISIT_NOTHING);
    assert_unknown(f);
    visit_clear(&probe);
}

static void a_page_that_was_so_before_is_believed(Fixture *f, gconstpointer data)
{
    (void)data;
    Visit probe;
    answer(&probe, "200", PAGE_1, NOW);
    know(f); /* the site's only page answers for all */
    f->missing = (MissingText){.text_hash = probe.bare_hash, .simhash = probe.simhash};
    g_assert_cmpint(look(f, "200", PAGE_1 "<!-- other bytes -->"), ==, VISIT_NEW);
    assert_present(f);
    visit_clear(&probe);
}

/* Some sites show their first page instead of one that is missing. */
static void a_seed_that_is_new_or_was_the_text_of_missing_pages_is_believed(Fixture *f, gconstpointer data)
{
    (void)data;
    Visit first, second;
    answer(&first, "200", PAGE_1, NOW);
    answer(&second, "200", PAGE_2, NOW);
    f->entry->depth = 0;
    f->missing = (MissingText){.text_hash = first.text_hash, .simhash = first.simhash};
    g_assert_cmpint(look(f, "200", PAGE_1), ==, VISIT_NEW);
    f->missing = (MissingText){second.text_hash, second.simhash, first.text_hash};
    g_assert_cmpint(look(f, "200", PAGE_2), ==, VISIT_NEW);
    assert_present(f);
    visit_clear(&first);
    visit_clear(&second);
}

/* A login wall stands before all pages, the first one, too. */
static void a_seed_that_was_another_text_is_not(Fixture *f, gconstpointer data)
{
    (void)data;
    Visit wall;
    answer(&wall, "200", PAGE_2, NOW);
    know(f);
    f->entry->depth = 0;
    f->missing = (MissingText){wall.text_hash, wall.simhash, ""};
    g_assert_cmpint(look(f, "200", PAGE_2), ==, VISIT_NOTHING);
    assert_unknown(f);
    f->missing.before = wall.text_hash; /* on the next day */
    g_assert_cmpint(look(f, "200", PAGE_2), ==, VISIT_NOTHING);
    assert_unknown(f);
    visit_clear(&wall);
}

/* ------------------------------------------------------------------ robots.txt */

static void disallowed_is_unknown_and_gone_when_it_lasts(Fixture *f, gconstpointer data)
{
    (void)data;
    know(f);
    visit_judge_blocked("/", 5, f->now, f->entry);
    g_assert_cmpint(f->entry->pass, ==, 5);
    g_assert_cmpint(f->entry->checked_at, ==, f->now);
    g_assert_cmpstr(f->entry->error, ==, "disallowed by robots.txt: '/'");
    assert_unknown(f);
    visit_judge_blocked("/", 6, f->now + MISSING_S - 1, f->entry);
    assert_unknown(f);
    visit_judge_blocked("/", 7, f->now + MISSING_S, f->entry);
    assert_gone(f, "blocked");
    g_assert_cmpint(look(f, "200", PAGE_1), ==, VISIT_NEW);
    assert_present(f);
}

static void what_is_out_of_the_crawl_stays_as_it_is(Fixture *f, gconstpointer data)
{
    (void)data;
    know(f);
    visit_judge_out("excluded", 5, f->now, f->entry);
    visit_judge_out("excluded", 6, f->now + 2 * MISSING_S, f->entry);
    g_assert_cmpint(f->entry->pass, ==, 6);
    g_assert_cmpstr(f->entry->error, ==, "not followed: excluded");
    assert_unknown(f);
}

/* Whatever it answers: that it is asked says that it is allowed. */
static void a_page_that_was_asked_is_not_disallowed_since_before(Fixture *f, gconstpointer data)
{
    (void)data;
    static const char *const between[] = {"200", "503", "404", "302 Location: /b"};
    know(f);
    for (guint i = 0; i < G_N_ELEMENTS(between); i++) {
        visit_judge_blocked("/", 5, f->now, f->entry);
        f->now += DAY;
        look(f, between[i], PAGE_1);
        f->now += DAY;
        visit_judge_blocked("/", 6, f->now, f->entry);
        assert_unknown(f);
        f->now += HOUR;
        look(f, "200", PAGE_1);
    }
}

/* ------------------------------------------------------------------ intervals */

static void an_interval_grows_without_changes_and_shrinks_with_them(Fixture *f, gconstpointer data)
{
    (void)data;
    look(f, "200", PAGE_1);
    g_assert_cmpint(f->entry->interval_s, ==, LIMIT_INTERVAL_FIRST_S);
    g_assert_cmpint(f->entry->due_at, ==, NOW + LIMIT_INTERVAL_FIRST_S);
    look(f, "304", "");
    g_assert_cmpint(f->entry->interval_s, ==, LIMIT_INTERVAL_FIRST_S * 3 / 2);
    look(f, "200", PAGE_2);
    g_assert_cmpint(f->entry->interval_s, ==, LIMIT_INTERVAL_FIRST_S * 3 / 4);
    g_assert_cmpint(f->entry->due_at, ==, f->now + f->entry->interval_s);
    look(f, "200", PAGE_2 "<!-- a clock -->"); /* other bytes, the same text */
    g_assert_cmpint(f->entry->interval_s, ==, LIMIT_INTERVAL_FIRST_S * 3 / 4 * 3 / 2);
}

static void an_interval_has_bounds(Fixture *f, gconstpointer data)
{
    (void)data;
    know(f);
    for (guint i = 0; i < 50; i++)
        look(f, "304", "");
    g_assert_cmpint(f->entry->interval_s, ==, LIMIT_INTERVAL_MOST_S);
    for (guint i = 0; i < 50; i++)
        look(f, "200", i % 2 ? PAGE_1 : PAGE_2);
    g_assert_cmpint(f->entry->interval_s, ==, LIMIT_INTERVAL_LEAST_S);
}

static void trouble_does_not_change_an_interval_and_is_looked_at_soon(Fixture *f, gconstpointer data)
{
    (void)data;
    static const char *const heads[] = {"503", "404", "410", "301 Location: /b", "403"};
    know(f);
    for (guint i = 0; i < G_N_ELEMENTS(heads); i++) {
        look(f, heads[i], "");
        g_assert_cmpint(f->entry->interval_s, ==, LIMIT_INTERVAL_FIRST_S);
        g_assert_cmpint(f->entry->due_at, ==, f->now + LIMIT_INTERVAL_TROUBLE_S);
    }
    visit_judge_blocked("/", 5, f->now, f->entry);
    g_assert_cmpint(f->entry->due_at, ==, f->now + LIMIT_INTERVAL_TROUBLE_S);
}

/* ------------------------------------------------------------------ hosts in trouble */

static void trouble_is_429_5xx_and_no_answer(Fixture *f, gconstpointer data)
{
    (void)f;
    (void)data;
    static const struct {
        const char *head;
        gboolean is_trouble;
    } rows[] = {{"200", FALSE}, {"304", FALSE}, {"301 Location: /b", FALSE},
                {"404", FALSE}, {"410", FALSE}, {"403", FALSE},
                {"429", TRUE},  {"500", TRUE},  {"503", TRUE},
                {"599", TRUE}};
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        Visit v;
        answer(&v, rows[i].head, "", NOW);
        g_assert_cmpint(visit_is_trouble(&v), ==, rows[i].is_trouble);
        visit_clear(&v);
    }
    Visit none = {.error = g_error_new_literal(FAULT, FAULT_RETRY, "refused")};
    Visit never = {.error = g_error_new_literal(FAULT, FAULT_SKIP, "too large")};
    g_assert_true(visit_is_trouble(&none));
    g_assert_false(visit_is_trouble(&never)); /* the page's own fault */
    visit_clear(&none);
    visit_clear(&never);
}

/* ------------------------------------------------------------------ outages of days */

/* One answer an hour for `hours`; "" is no answer, "-" robots.txt that forbids. */
typedef struct {
    const char *name, *head, *body;
    guint hours;
    const char *verdict; /* in the end */
} Outage;

static const Outage outages[] = {
    {"every page 500", "500", "", 72, ""},
    {"every page 503 with a Retry-After", "503 Retry-After: 99", "", 72, ""},
    {"too many requests", "429", "", 72, ""},
    {"no connection", "", "", 240, ""},
    {"a login wall by 401", "401", "", 72, ""},
    {"forbidden", "403", "", 72, ""},
    {"a login wall by 302", "302 Location: http://x.example/login", "", 72, ""},
    {"the text of missing pages", "200", NOT_FOUND, 72, ""},
    {"an empty body", "200", "", 72, ""},
    {"a compressed body that is cut", "200 Content-Encoding: gzip", CUT, 72, ""},
    {"404 for less than a day", "404", "", 24, ""},
    {"404 for more than a day", "404", "", 25, "missing"},
    {"robots.txt forbids for less than a day", "-", "", 24, ""},
    {"robots.txt forbids for more than a day", "-", "", 25, "blocked"},
};

static void an_outage_never_deletes_and_what_it_hid_is_there_again(Fixture *f, gconstpointer data)
{
    const Outage *o = data;
    Visit probe;
    answer(&probe, "200", NOT_FOUND, NOW);
    know(f);
    f->missing = (MissingText){.text_hash = probe.bare_hash, .simhash = probe.simhash};
    for (guint i = 0; i < o->hours; i++, f->now += HOUR) {
        if (*o->head == '-')
            visit_judge_blocked("/", ++f->pass, f->now, f->entry);
        else if (*o->head)
            g_assert_cmpint(look(f, o->head, o->body), !=, VISIT_NEW);
        else
            look_in_vain(f, FAULT_RETRY);
        g_assert_cmpstr(f->entry->error, !=, "");
        g_assert_cmpint(f->entry->fetched_at, ==, NOW);
    }
    g_assert_cmpstr(f->entry->verdict, ==, o->verdict);
    VisitResult result = look(f, "200", PAGE_1);
    g_assert_cmpint(result, ==, *o->verdict ? VISIT_NEW : VISIT_SAME);
    assert_present(f);
    visit_clear(&probe);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add("/visit/" #name, Fixture, NULL, set_up, name, tear_down)
    ADD(a_document_is_a_version);
    ADD(the_same_document_is_a_revisit);
    ADD(not_modified_is_present_as_it_was);
    ADD(not_modified_of_nothing_known_is_unknown);
    ADD(redirects_are_kept_once_with_their_target);
    ADD(a_redirect_to_itself_or_nowhere_is_named);
    ADD(gone_is_gone_at_once);
    ADD(missing_is_gone_when_it_lasts);
    ADD(missing_counts_404s_in_a_row);
    ADD(noindex_is_gone_at_once);
    ADD(noindex_of_a_page_that_is_in_no_index_is_no_loss);
    ADD(noindex_in_the_header_alone_is_another_version);
    ADD(a_304_with_a_noindex_that_is_new_is_looked_at_again);
    ADD(anything_else_is_unknown);
    ADD(a_body_that_cannot_be_decoded_is_unknown);
    ADD(a_document_that_is_none_any_more_is_unknown);
    ADD(what_was_never_a_document_is_no_error);
    ADD(a_page_that_was_gone_returns_whole);
    ADD(the_text_of_missing_pages_is_unknown);
    ADD(a_text_that_differs_by_its_own_address_is_unknown);
    ADD(a_text_that_is_near_to_it_is_unknown);
    ADD(a_page_that_was_so_before_is_believed);
    ADD(a_seed_that_is_new_or_was_the_text_of_missing_pages_is_believed);
    ADD(a_seed_that_was_another_text_is_not);
    ADD(disallowed_is_unknown_and_gone_when_it_lasts);
    ADD(what_is_out_of_the_crawl_stays_as_it_is);
    ADD(a_page_that_was_asked_is_not_disallowed_since_before);
    ADD(an_interval_grows_without_changes_and_shrinks_with_them);
    ADD(an_interval_has_bounds);
    ADD(trouble_does_not_change_an_interval_and_is_looked_at_soon);
    ADD(trouble_is_429_5xx_and_no_answer);
    for (guint i = 0; i < G_N_ELEMENTS(outages); i++) {
        g_autofree char *name = g_strconcat("/visit/an_outage_never_deletes/", outages[i].name, NULL);
        g_test_add(name, Fixture, &outages[i], set_up, an_outage_never_deletes_and_what_it_hid_is_there_again,
                   tear_down);
    }
    return g_test_run();
}
