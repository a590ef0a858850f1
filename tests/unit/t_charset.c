/* The promises of langs/charset.h, and the order in which extract() believes declarations. */
#include <stdlib.h>
#include <string.h>

#include "indexer/extract.h"
#include "langs/charset.h"
#include "tests/unit/suite.h"

#define BAD "\xEF\xBF\xBD"

static void check_decoded(const char *encoding, const char *bytes, const char *expected)
{
    gsize n;
    g_autofree char *text = charset_decode(bytes, strlen(bytes), encoding, &n);
    g_assert_cmpstr(text, ==, expected);
    g_assert_cmpuint(n, ==, strlen(expected));
}

static void labels_are_those_of_the_standard(void)
{
    static const struct {
        const char *label, *encoding;
    } rows[] = {{"latin1", "windows-1252"},   {" US-ASCII\n", "windows-1252"}, {"iso-8859-9", "windows-1254"},
                {"Tis-620", "windows-874"},   {"gb2312", "GBK"},               {"gb18030", "gb18030"},
                {"unicode", "UTF-16LE"},      {"csbig5", "Big5"},              {"x-sjis", "Shift_JIS"},
                {"ks_c_5601-1987", "EUC-KR"}, {"hz-gb-2312", "replacement"},   {"logical", "ISO-8859-8-I"},
                {"866", "IBM866"},            {"x-x-big5", "Big5"},            {"utf-8", "UTF-8"}};
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        const char *encoding = charset_of_label(rows[i].label);
        g_assert_cmpstr(encoding, ==, rows[i].encoding);
        g_assert_cmpstr(charset_of_label(encoding), ==, encoding);
    }
    static const char *const unknown[] = {"utf-7", "ibm037", "utf-32", "", "utf 8", "latin-1", "iso-8859-12"};
    for (guint i = 0; i < G_N_ELEMENTS(unknown); i++)
        g_assert_null(charset_of_label(unknown[i]));
    g_assert_false(charset_is_safe("replacement"));
    g_assert_true(charset_is_safe("EUC-JP"));
}

static void single_bytes_are_those_of_the_suite(void)
{
    if (suite_is_absent("encoding-decoders"))
        return;
    json_t *suite = suite_read_json("encoding-decoders/single-byte.json"), *row;
    const char *label;
    json_object_foreach(suite, label, row) {
        for (guint i = 0; i < 128; i++) {
            const char byte[] = {0x80 + i, '\0'}, *code = json_string_value(json_array_get(row, i));
            g_autoptr(GString) expected = g_string_new(NULL);
            g_string_append_unichar(expected, code ? strtoul(code + 2, NULL, 16) : 0xFFFD);
            check_decoded(charset_of_label(label), byte, expected->str);
        }
        for (char c = 1; c > 0; c++)
            check_decoded(charset_of_label(label), (char[]){c, '\0'}, (char[]){c, '\0'});
    }
    g_assert_cmpuint(json_object_size(suite), ==, 27);
    json_decref(suite);
}

/* Every pointer of an index, one a line; each line on its own, then all in one. */
static void multi_bytes_are_those_of_the_suite(void)
{
    static const struct {
        const char *file, *encoding;
        guint lines;
    } rows[] = {{"big5", "Big5", 19786},         {"euc_kr", "EUC-KR", 23944},
                {"gb18030", "gb18030", 23944},   {"gb18030", "GBK", 23944},
                {"shift_jis", "Shift_JIS", 11284}, {"iso_2022_jp", "ISO-2022-JP", 8840}};
    if (suite_is_absent("encoding-decoders"))
        return;
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *in_name = g_strdup_printf("encoding-decoders/multi-byte/%s_in.txt", rows[i].file);
        g_autofree char *out_name = g_strdup_printf("encoding-decoders/multi-byte/%s_in_ref.txt", rows[i].file);
        gsize in_n, out_n, n;
        g_autofree char *in = suite_read(in_name, &in_n), *out = suite_read(out_name, &out_n);
        g_autofree char *whole = charset_decode(in, in_n, rows[i].encoding, &n);
        g_assert_cmpmem(whole, n, out, out_n);
        g_auto(GStrv) from = g_strsplit(in, "\n", -1), to = g_strsplit(out, "\n", -1);
        g_assert_cmpuint(g_strv_length(from), ==, rows[i].lines + 1);
        for (guint line = 0; from[line]; line++)
            check_decoded(rows[i].encoding, from[line], to[line]);
    }
}

/* EUC-JP has the index of Shift_JIS, at another place. */
static void eucjp_has_the_index_of_shift_jis(void)
{
    for (guint pointer = 0; pointer < 94 * 94; pointer++) {
        guint lead = pointer / 188, trail = pointer % 188;
        const char euc[] = {0xA1 + pointer / 94, 0xA1 + pointer % 94, '\0'};
        const char sjis[] = {lead + (lead < 0x1F ? 0x81 : 0xC1), trail + (trail < 0x3F ? 0x40 : 0x41), '\0'};
        gsize n;
        g_autofree char *expected = charset_decode(sjis, 2, "Shift_JIS", &n);
        if (g_str_has_prefix(expected, BAD)) /* the one may keep an ASCII byte, the other has none */
            expected[strlen(BAD)] = '\0';
        check_decoded("EUC-JP", euc, expected);
    }
    check_decoded("EUC-JP", "\x8E\xB1\x8F\xB0\xA1", "ｱ丂");
}

/* A browser that keeps the byte sees markup where one that swallows it sees none. */
static void ascii_after_a_bad_lead_byte_is_kept(void)
{
    static const char *const encodings[] = {"Big5", "EUC-KR", "Shift_JIS", "EUC-JP", "gb18030", "GBK", "UTF-8"};
    for (guint i = 0; i < G_N_ELEMENTS(encodings); i++) {
        for (guint lead = 0x81; lead < 0xFF; lead++) {
            static const char kept[] = "\"'<> \n&";
            for (const char *ascii = kept; *ascii; ascii++) {
                const char bytes[] = {'a', lead, *ascii, 'b', 'c', '\0'};
                gsize n;
                g_autofree char *text = charset_decode(bytes, 5, encodings[i], &n);
                g_assert_nonnull(strchr(text, *ascii));
                g_assert_true(g_str_has_prefix(text, "a") && g_str_has_suffix(text, "bc"));
            }
        }
    }
    check_decoded("gb18030", "\x81\x30<a", BAD "0<a");
    check_decoded("gb18030", "\x81\x30\x81<a", BAD "0" BAD "<a");
    check_decoded("gb18030", "\xFE\x39\xFE\x39z", BAD "z");
    check_decoded("EUC-JP", "\x8F\xA1<a", BAD "<a");
    check_decoded("EUC-KR", "\xFF<\x80<", BAD "<" BAD "<");
    check_decoded("ISO-2022-JP", "a\033$<b>", "a" BAD "$<b>");
    check_decoded("ISO-2022-JP", "\033$B\033(B<", BAD "<");
    check_decoded("Big5", "\x81\xFE\x85\xFE\x88\x62", BAD BAD "\xC3\x8A\xCC\x84");
}

static void utf8_is_repaired_by_maximal_subparts(void)
{
    check_decoded("UTF-8", "a\xF0\x9F\x98z\xC0\x80\xED\xA0\x80\xE2\x82\xAC", "a" BAD "z" BAD BAD BAD BAD BAD "€");
    check_decoded("UTF-8", "\xE2\x82", BAD);
    gsize n;
    g_autofree char *nul = charset_decode("a\0b", 3, "UTF-8", &n);
    g_assert_cmpmem(nul, n, "ab", 2);
    g_autofree char *little = charset_decode("\x3D\xD8\x00\xDE" "a\0\x1B\xD8" "b\0c", 11, "UTF-16LE", &n);
    g_assert_cmpstr(little, ==, "\xF0\x9F\x98\x80" "a" BAD "b" BAD);
    g_autofree char *big = charset_decode("\xD8\x3D\xDE\x00\0a", 6, "UTF-16BE", &n);
    g_assert_cmpstr(big, ==, "\xF0\x9F\x98\x80" "a");
}

/* Pairs of surrogates and of characters stand across the end of any buffer inside. */
static void long_texts_are_decoded_whole(void)
{
    static const struct {
        const char *encoding, *unit, *text;
    } rows[] = {{"gb18030", "\x94\x39\xDA\x33", "\xF0\x9F\x92\xA9"},
                {"Big5", "\x88\x62", "\xC3\x8A\xCC\x84"},
                {"EUC-KR", "\xFF", BAD}};
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        for (guint shift = 0; shift < 2; shift++) {
            g_autoptr(GString) in = g_string_new(shift ? "a" : ""), out = g_string_new(shift ? "a" : "");
            for (guint k = 0; k < 10000; k++) {
                g_string_append(in, rows[i].unit);
                g_string_append(out, rows[i].text);
            }
            gsize n;
            g_autofree char *text = charset_decode(in->str, in->len, rows[i].encoding, &n);
            g_assert_true(n == out->len && memcmp(text, out->str, n) == 0);
        }
    }
}

static void other_encodings_are_decoded_as_the_standard_says(void)
{
    check_decoded("x-user-defined", "a\x80\xFF", "a\xEF\x9E\x80\xEF\x9F\xBF");
    check_decoded("replacement", "\033$)C<script>", BAD);
    check_decoded("replacement", "", "");
    check_decoded("no such encoding", "abc", BAD);
    check_decoded("ISO-8859-8-I", "\xE0", "א");
}

static const char *bytes_of[] = {"<p>\xC3\xA9t\xC3\xA9</p>", "\xEF\xBB\xBF<p>\xC3\xA9t\xC3\xA9</p>",
                                 "<meta charset=koi8-r><p>\xD4\xC5\xCB\xD3\xD4</p>"};

static void check_source_n(const char *bytes, gsize n, const char *http, const char *encoding, const char *source)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Page) page = page_new();
    page->url = g_strdup("http://a.example/");
    page->media_type = g_strdup("text/html");
    page->charset = g_strdup(http);
    page->body = g_bytes_new(bytes, n);
    g_autoptr(Document) d = extract(page, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(d->encoding, ==, encoding);
    g_assert_cmpstr(d->encoding_source, ==, source);
}

static void check_source(const char *bytes, const char *http, const char *encoding, const char *source)
{
    check_source_n(bytes, strlen(bytes), http, encoding, source);
}

static void a_mark_is_believed_before_http_meta_and_the_bytes(void)
{
    check_source(bytes_of[1], "windows-1251", "UTF-8", "bom");
    check_source_n("\xFE\xFF\0<\0p\0>\0a", 10, NULL, "UTF-16BE", "bom");
    check_source(bytes_of[2], "windows-1251", "windows-1251", "http");
    check_source(bytes_of[2], "no-such-label", "KOI8-R", "meta");
    check_source(bytes_of[2], NULL, "KOI8-R", "meta");
    check_source(bytes_of[0], NULL, "UTF-8", "default");
    check_source("<meta http-equiv=content-type content='text/html; charset=GB2312'>\xD6\xD0", NULL, "GBK", "meta");
    check_source("<!-- <meta charset=koi8-r> --><meta charset=utf-16>a", NULL, "UTF-8", "meta");
    check_source("<meta charset=nonsense><meta charset=x-user-defined>a", NULL, "windows-1252", "meta");
    check_source("<?xml version='1.0' encoding='iso-8859-5'?><p>\xE2", NULL, "ISO-8859-5", "meta");
    check_source("<p>\xD4\xEE\xF0\xF3\xEC \xEF\xEE\xEB\xFC\xE7\xEE\xE2\xE0\xF2\xE5\xEB\xE5\xE9 \xE8 "
                 "\xF0\xE0\xE7\xF0\xE0\xE1\xEE\xF2\xF7\xE8\xEA\xEE\xE2 \xED\xE0 \xF0\xF3\xF1\xF1\xEA\xEE\xEC</p>",
                 NULL, "windows-1251", "detected");
}

static void a_page_in_an_encoding_of_attackers_is_refused(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Page) page = page_new();
    page->url = g_strdup("http://a.example/");
    page->charset = g_strdup("iso-2022-kr");
    page->body = g_bytes_new_static("<p>text", 7);
    g_assert_null(extract(page, &error));
    g_assert_error(error, FAULT, FAULT_SKIP);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/charset/labels_are_those_of_the_standard", labels_are_those_of_the_standard);
    g_test_add_func("/charset/single_bytes_are_those_of_the_suite", single_bytes_are_those_of_the_suite);
    g_test_add_func("/charset/multi_bytes_are_those_of_the_suite", multi_bytes_are_those_of_the_suite);
    g_test_add_func("/charset/eucjp_has_the_index_of_shift_jis", eucjp_has_the_index_of_shift_jis);
    g_test_add_func("/charset/ascii_after_a_bad_lead_byte_is_kept", ascii_after_a_bad_lead_byte_is_kept);
    g_test_add_func("/charset/utf8_is_repaired_by_maximal_subparts", utf8_is_repaired_by_maximal_subparts);
    g_test_add_func("/charset/long_texts_are_decoded_whole", long_texts_are_decoded_whole);
    g_test_add_func("/charset/other_encodings_are_decoded_as_the_standard_says",
                    other_encodings_are_decoded_as_the_standard_says);
    g_test_add_func("/charset/a_mark_is_believed_before_http_meta_and_the_bytes",
                    a_mark_is_believed_before_http_meta_and_the_bytes);
    g_test_add_func("/charset/a_page_in_an_encoding_of_attackers_is_refused",
                    a_page_in_an_encoding_of_attackers_is_refused);
    return g_test_run();
}
