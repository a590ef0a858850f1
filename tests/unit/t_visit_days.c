/* The promises of indexer/visit.h on time: robots.txt, intervals, and outages as sequences of visits over simulated days. */
#include "tests/unit/visit_page.h"

#define HOUR 3600

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
