/* The promises of indexer/visit.h: single answers, and outages as sequences of visits over simulated days. */
#include "tests/unit/visit_page.h"

#define TARGET "http://x.example/b"

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
    return g_test_run();
}
