/* The promises of indexer/symbol.h. */
#include "indexer/symbol.h"

#include <string.h>

#include "langs/lang.h"
#include "shim/limits.h"

static void check(const char *title, const char *url, const char *expected)
{
    g_autofree char *found = symbols_find(title, url);
    g_assert_cmpstr(found, ==, expected);
}

static void in_title(const char *title, const char *expected)
{
    check(title, "http://site.example/page", expected);
}

static void in_url(const char *path, const char *expected)
{
    g_autofree char *url = g_strconcat("http://site.example/", path, NULL);
    check("A title", url, expected);
}

static void symbols_of_organisations_are_found(void)
{
    in_title("Resolution A/RES/77/1 of the Assembly", "ares77-1");
    in_title("S-100", "s100");
    in_title("Recommendation ITU-T H.264 (06/2019)", "h264");
    in_title("COM(2020) 123 final", "com2020-123");
    in_title("ISO 9001, ISO/IEC 27001", "iso9001 isoiec27001");
    in_title("E/CN.4/2006/L.1/Add.2", "ecn4-2006l1add2");
    in_title("IPv6", "ipv6");
}

static void their_spellings_are_one(void)
{
    static const char *const spellings[] = {"A/RES/77/1", "A-RES-77-1", "A_RES_77_1", "Ａ／ＲＥＳ／７７／１",
                                            "A‑RES‑77‑1"};
    for (guint i = 0; i < G_N_ELEMENTS(spellings); i++)
        in_title(spellings[i], "ares77-1");
    in_title("A/RES/7/71", "ares7-71");
}

static void what_is_none_gives_none(void)
{
    in_title("", "");
    in_title("A title in 2020, of 1,000 words", "");
    in_title("10.6. Network", "");
    in_title("Chapter-10 of the covid-19 book", "");
    in_title("Q1 2020", "");
    in_title("été2020 ÉTÉ2020 Été-1 ÉT20 S20É", "");
}

static void other_scripts_end_one(void)
{
    in_title("Резолюция A/RES/77/1 Ассамблеи", "ares77-1");
    in_title("第A/RES/77/1号决议", "ares77-1");
    in_title("القرار \u200fA/RES/77/1\u200f", "ares77-1");
    in_title("МСЭ-R 1", "");
}

static void the_url_has_them_too(void)
{
    in_url("docs/A-RES-77-1.pdf", "ares77-1");
    in_url("A/RES/77/1", "ares77-1");
    in_url("x/A/RES/77/1/", "ares77-1");
    in_url("rec/T-REC-H.264-201906/index.html", "trech264-201906");
    in_url("doc?symbol=A%2FRES%2F77%2F1&n=5", "ares77-1");
    in_url("2020/05/some-page-17", "");
    check("A/RES/77/1", "http://site.example/A-RES-77-1", "ares77-1");
}

static void a_language_behind_it_is_cut_off(void)
{
    in_url("docs/S-100-E.pdf", "s100");
    in_url("docs/S-100_F", "s100");
    for (guint i = 0; i < lang_count(); i++) {
        g_autofree char *path = g_strdup_printf("docs/S-100-%s.pdf", lang_code(lang_get(i)));
        in_url(path, "s100");
    }
}

static void only_some_are_kept_those_of_the_title_first(void)
{
    g_autoptr(GString) title = g_string_new(NULL);
    for (guint i = 0; i < LIMIT_SYMBOLS; i++)
        g_string_append_printf(title, "B-10%u, ", LIMIT_SYMBOLS - 1 - i);
    g_autofree char *found = symbols_find(title->str, "http://site.example/A-100");
    g_auto(GStrv) symbols = g_strsplit(found, " ", -1);
    g_assert_cmpuint(g_strv_length(symbols), ==, LIMIT_SYMBOLS);
    g_assert_cmpstr(symbols[0], ==, "b100");
}

static void ill_formed_urls_are_read(void)
{
    in_url("%ff%fe/S-100", "s100");
    in_url("?a=%ff&b=S-100", "s100");
    in_url("?a=%00&b=S-100&c", "s100");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add_func("/symbol/" #name, name)
    ADD(symbols_of_organisations_are_found);
    ADD(their_spellings_are_one);
    ADD(what_is_none_gives_none);
    ADD(other_scripts_end_one);
    ADD(the_url_has_them_too);
    ADD(a_language_behind_it_is_cut_off);
    ADD(only_some_are_kept_those_of_the_title_first);
    ADD(ill_formed_urls_are_read);
    return g_test_run();
}
