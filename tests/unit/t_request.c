/* The promises of query/request.h. */
#include <string.h>

#include "query/represent.h"
#include "query/request.h"
#include "shim/limits.h"

static Request *parse(const char *query_string, const char *accept_language, const char *accept,
                      GError **error)
{
    g_autoptr(GPtrArray) all = lang_find_all(NULL, NULL);
    return request_parse(query_string, accept_language, accept, all, error);
}

static void check_refused(const char *query_string)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Request) r = parse(query_string, NULL, NULL, &error);
    if (r)
        g_test_message("accepted: %.80s", query_string);
    g_assert_null(r);
    g_assert_error(error, FAULT, FAULT_SKIP);
}

static void ill_formed_is_refused(void)
{
    static const char *const bad[] = {"q=%",
                                      "q=%4",
                                      "q=%zz",
                                      "q=%00",
                                      "q=a%00b",
                                      "q=%ff",
                                      "q=%c3",
                                      "q=%ed%a0%80",
                                      "q=%c0%af",
                                      "q=\xff",
                                      "%ff=1",
                                      "p=0",
                                      "p=-1",
                                      "p=1x",
                                      "p=99999999999999999999",
                                      "n=0",
                                      "n=101",
                                      "n=1e1",
                                      "p=10000&n=100",
                                      "lang=qqq",
                                      "ql=qqq",
                                      "lang=%2e%2e%2f",
                                      "format=xml",
                                      "after=never",
                                      "after=2024-13",
                                      "before=2024-02-30",
                                      "after=+024",
                                      "after=2024- 1"};
    for (guint i = 0; i < G_N_ELEMENTS(bad); i++)
        check_refused(bad[i]);
}

static void too_much_is_refused(void)
{
    g_autofree char *big = g_strnfill(LIMIT_QUERY_STRING + 1, 'a');
    check_refused(big);
    g_autoptr(GString) many = g_string_new("q=1");
    for (guint i = 0; i < LIMIT_PARAMETERS; i++)
        g_string_append(many, "&x=1");
    check_refused(many->str);
}

static void well_formed_is_read(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Request) r =
        parse("q=a+b%20c%2Bd&p=3&n=20&sort=date&site=x.example&type=pdf&section=s&after=2020"
              "&before=2021-02-03&all=1&explain=1&format=json&unknown=1&&lang=",
              NULL, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(r->query, ==, "a b c+d");
    g_assert_cmpuint(r->page, ==, 3);
    g_assert_cmpuint(r->per_page, ==, 20);
    g_assert_true(r->sort == SORT_NEWEST && r->all_languages && r->explain && r->form == representation_find("json"));
    g_assert_cmpstr(r->site, ==, "x.example");
    g_assert_cmpint(r->after, ==, 1577836800);
    g_assert_cmpint(r->before, ==, 1612310400);
}

static void a_query_is_cleaned_and_cut_between_characters(void)
{
    g_autofree char *clean = request_clean_query(" \ta\nb\x1b\x7f ");
    g_assert_cmpstr(clean, ==, "a b");
    for (guint lead = 0; lead < 4; lead++) {
        g_autoptr(GString) text = g_string_new(NULL);
        for (guint i = 0; i < lead; i++)
            g_string_append_c(text, 'x');
        while (text->len <= LIMIT_QUERY + 8)
            g_string_append(text, "汉");
        g_autofree char *cut = request_clean_query(text->str);
        g_assert_cmpuint(strlen(cut), <=, LIMIT_QUERY);
        g_assert_cmpuint(strlen(cut), >, LIMIT_QUERY - 4);
        g_assert_true(g_utf8_validate(cut, -1, NULL));
    }
}

static void the_language_is_named_or_negotiated(void)
{
    for (guint i = 0; i < lang_count(); i++) {
        const char *code = lang_code(lang_get(i));
        g_autofree char *accept = g_strdup_printf("qqq, %s-ZZ;q=0.9, *;q=0.1", code),
                        *named = g_strconcat("lang=", code, NULL);
        g_autoptr(Request) negotiated = parse(NULL, accept, NULL, NULL);
        g_autoptr(Request) asked = parse(named, "*", NULL, NULL);
        g_assert_true(negotiated->lang == lang_get(i));
        g_assert_true(asked->lang == lang_get(i));
    }
}

static void the_language_of_the_query_may_be_said(void)
{
    g_autoptr(GError) error = NULL;
    const LangProfile *said = lang_get(lang_count() - 1);
    g_autofree char *text = g_strdup_printf("q=x&ql=%s", lang_code(said));
    g_autoptr(Request) r = parse(text, NULL, NULL, &error), unsaid = parse("q=x", NULL, NULL, &error);
    g_assert_true(r->tongue == said);
    g_assert_null(unsaid->tongue);
    g_autofree char *link = request_link(r, "p", "2"), *own = g_strdup_printf("ql=%s", lang_code(said));
    g_assert_nonnull(strstr(link, own));
}

static void a_language_that_is_not_configured_is_refused(void)
{
    if (lang_count() < 2) {
        g_test_skip("one language");
        return;
    }
    const char *one[] = {lang_code(lang_get(0)), NULL};
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) offered = lang_find_all(one, NULL);
    g_autofree char *query = g_strconcat("lang=", lang_code(lang_get(1)), NULL);
    g_autoptr(Request) r = request_parse(query, NULL, NULL, offered, &error);
    g_assert_null(r);
    g_assert_error(error, FAULT, FAULT_SKIP);
}

static void a_link_changes_one_parameter_only(void)
{
    g_autoptr(Request) r =
        parse("q=a%26b%3D%22%E6%B1%89&n=20&sort=date&site=x.example&type=pdf&section=s%2Bt&after=2020"
              "&before=2021-02-03&all=1&explain=1&p=2",
              NULL, NULL, NULL);
    g_autofree char *link = request_link(r, "p", "3");
    g_autoptr(GError) error = NULL;
    g_autoptr(Request) back = parse(link + 1, NULL, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(back->page, ==, 3);
    g_assert_cmpstr(back->query, ==, "a&b=\"汉");
    g_assert_cmpstr(back->section, ==, "s+t");
    g_assert_cmpstr(back->site, ==, r->site);
    g_assert_cmpstr(back->type, ==, r->type);
    g_assert_cmpuint(back->per_page, ==, 20);
    g_assert_cmpint(back->after, ==, r->after);
    g_assert_cmpint(back->before, ==, r->before);
    g_assert_true(back->lang == r->lang && back->sort == r->sort && back->all_languages && back->explain);
}

static void a_form_is_chosen_by_format_or_accept(void)
{
    static const struct {
        const char *query_string, *accept, *form;
    } rows[] = {
        {"q=x", NULL, "html"},
        {"q=x", "", "html"},
        {"q=x", "*/*", "html"},
        {"q=x", "application/json", "json"},
        {"q=x", "application/json, text/plain, */*", "json"},
        {"q=x", "text/html,application/json;q=0.9", "html"},
        {"q=x", "text/html;q=0.5, application/json ; q=0.9", "json"},
        {"q=x", "text/*;q=0.1, application/*;q=0.2", "json"},
        {"q=x", "application/json;q=0, */*;q=0.1", "html"},
        {"q=x", "image/png", "html"},
        {"q=x", ";;q=,,;q=x/", "html"},
        {"q=x&format=html", "application/json", "html"},
        {"q=x&format=json", "text/html", "json"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(Request) r = parse(rows[i].query_string, NULL, rows[i].accept, NULL);
        g_assert_cmpstr(r->form->format, ==, rows[i].form);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/request/ill_formed_is_refused", ill_formed_is_refused);
    g_test_add_func("/request/too_much_is_refused", too_much_is_refused);
    g_test_add_func("/request/well_formed_is_read", well_formed_is_read);
    g_test_add_func("/request/a_query_is_cleaned_and_cut_between_characters",
                    a_query_is_cleaned_and_cut_between_characters);
    g_test_add_func("/request/the_language_is_named_or_negotiated", the_language_is_named_or_negotiated);
    g_test_add_func("/request/the_language_of_the_query_may_be_said", the_language_of_the_query_may_be_said);
    g_test_add_func("/request/a_language_that_is_not_configured_is_refused",
                    a_language_that_is_not_configured_is_refused);
    g_test_add_func("/request/a_link_changes_one_parameter_only", a_link_changes_one_parameter_only);
    g_test_add_func("/request/a_form_is_chosen_by_format_or_accept", a_form_is_chosen_by_format_or_accept);
    return g_test_run();
}
