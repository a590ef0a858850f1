/* The promises of indexer/xml.h for XML, and of indexer/xml_repair.h; those for HTML stand in t_extract.c. */
#include <string.h>

#include "indexer/xml.h"
#include "indexer/xml_repair.h"
#include "shim/limits.h"

/* What the events were: "<name a=v>", text, "</>"; and the repairs, which are told ahead of them: "[line:
 * repair]". */
typedef struct {
    GString *events, *repairs;
} Told;

static void on_start(const XmlName *name, const char *const *attributes, gpointer user)
{
    GString *got = ((Told *)user)->events;
    g_string_append_printf(got, "<%s", name->name);
    if (name->prefix)
        g_string_append_printf(got, ":%s", name->prefix);
    if (name->uri)
        g_string_append_printf(got, "{%s}", name->uri);
    for (; *attributes; attributes += 2)
        g_string_append_printf(got, " %s=%s", attributes[0], attributes[1]);
    g_string_append_c(got, '>');
}

static void on_end(gpointer user)
{
    g_string_append(((Told *)user)->events, "</>");
}

static void on_text(const char *text, gsize n, gpointer user)
{
    g_string_append_len(((Told *)user)->events, text, n);
}

static void on_repair(guint line, const char *what, gpointer user)
{
    g_string_append_printf(((Told *)user)->repairs, "[%u: %s]", line, what);
}

static const XmlEvents events = {on_start, on_end, on_text, on_repair};

/* The events of a document that is fed `step` bytes at a time, and "!" with the mistake. */
static char *read_steps(const char *xml, gsize n, gsize step)
{
    g_autoptr(GError) error = NULL;
    Told told = {g_string_new(NULL), g_string_new(NULL)};
    g_autoptr(XmlReader) reader = xml_reader_new(&events, &told);
    gboolean ok = TRUE;
    for (gsize at = 0; ok && at < n; at += step)
        ok = xml_reader_feed(reader, xml + at, MIN(step, n - at), FALSE, &error);
    ok = ok && xml_reader_feed(reader, "", 0, TRUE, &error);
    g_assert_true(ok == (error == NULL));
    if (error) {
        g_assert_error(error, FAULT, FAULT_SKIP);
        g_string_append_printf(told.events, "!%s", error->message);
    }
    g_string_append(told.repairs, told.events->str);
    g_string_free(told.events, TRUE);
    return g_string_free(told.repairs, FALSE);
}

static void check_n(const char *xml, gsize n, const char *expected)
{
    static const gsize steps[] = {1, 2, 3, 7, 1 << 20};
    for (guint i = 0; i < G_N_ELEMENTS(steps); i++) {
        g_autofree char *got = read_steps(xml, n, steps[i]);
        g_assert_cmpstr(got, ==, expected);
    }
}

static void check(const char *xml, const char *expected)
{
    check_n(xml, strlen(xml), expected);
}

static void names_and_attributes_are_resolved(void)
{
    check("<?xml version='1.0' encoding='koi8-r'?><a xmlns='u' xmlns:p='v'><p:b c='1 &amp; &#38;amp; &lt;' "
          "xml:base='x' p:d=''/></a>",
          "<a{u}><b:p{v} c=1 & &amp; < xml:base=x d=></></>");
    check("<q:a><q:b/></q:a>", "<a:q><b:q></></>");
}

static void text_comes_from_cdata_and_references(void)
{
    check("<a>1 &lt; 2 &#x26; <![CDATA[<b> & &amp; ]] ]]>é&#233;</a>", "<a>1 < 2 & <b> & &amp; ]] éé</>");
}

static void comments_and_instructions_are_left_out(void)
{
    check("\n<!-- <!DOCTYPE a> -- & --><?x <!DOCTYPE a>?><a><!--\n-->b<?y > \n?></a>\n\n<b/>",
          "<a>\nb\n</>!line 6: not well-formed: extra content at the end of the document");
}

static void an_ampersand_that_is_not_escaped_is_repaired_and_told_once(void)
{
    check("<a href='/?a=1&b=2&copy=3'>\n?a=1&b=2 & &;&nbsp;&eacute;&nosuch;&</a>",
          "[1: '&' is not escaped]<a href=/?a=1&b=2&copy=3>\n?a=1&b=2 & &;\xC2\xA0é&nosuch;&</>");
}

static void what_is_no_character_is_replaced(void)
{
    static const char bad[] =
        "<a>\xE9t\xE9 \x00\x01 &#0; &#xFFFF; &#x110000; &#99999999999999999999; \xEF\xBF\xBE \xC3</a>";
    check_n(bad, sizeof bad - 1,
            "[1: not UTF-8][1: a character that XML does not have]<a>\xEF\xBF\xBDt\xEF\xBF\xBD "
            "\xEF\xBF\xBD\xEF\xBF\xBD "
            "\xEF\xBF\xBD \xEF\xBF\xBD \xEF\xBF\xBD \xEF\xBF\xBD \xEF\xBF\xBD \xEF\xBF\xBD</>");
}

static void any_declaration_is_refused(void)
{
    static const char no[] = "!line 1: a DOCTYPE or other declaration is not allowed";
    check("<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>", no);
    check("<!doctype a SYSTEM 'file:///etc/passwd'><a/>", no);
    check("<a><b/><!ENTITY e 'x'></a>", "<a><b></>!line 1: a DOCTYPE or other declaration is not allowed");
    check("<!", "!line 1: not well-formed: it ends too early");
}

/* The events of a document whose DOCTYPE may pass. */
static void check_passed(const char *xml, const char *expected)
{
    for (gsize step = 1; step < 30; step += 7) {
        g_autoptr(GError) error = NULL;
        Told told = {g_string_new(NULL), g_string_new(NULL)};
        g_autoptr(XmlReader) reader = xml_reader_new(&events, &told);
        gboolean ok = TRUE;
        xml_reader_pass_doctype(reader);
        for (gsize at = 0; ok && at < strlen(xml); at += step)
            ok = xml_reader_feed(reader, xml + at, MIN(step, strlen(xml) - at), FALSE, &error);
        if (!ok || !xml_reader_feed(reader, "", 0, TRUE, &error))
            g_string_append_printf(told.events, "!%s", error->message);
        g_assert_cmpstr(told.events->str, ==, expected);
        g_string_free(told.events, TRUE);
        g_string_free(told.repairs, TRUE);
    }
}

static void a_doctype_that_only_names_a_dtd_may_pass(void)
{
    check_passed("<?xml version='1.0'?>\n<!DOCTYPE a SYSTEM\n'a>[.dtd'>\n<a>\n<b></a>",
                 "<a>\n<b>!line 5: not well-formed: opening and ending tag mismatch: b line 5 and a");
    check_passed("<!DOCTYPE a PUBLIC \"-//x//\" 'file:///etc/passwd'><a>&nbsp;</a>", "<a>\xC2\xA0</>");
    check_passed("<!DOCTYPE a\n[<!ENTITY e 'x'>]><a/>", "!line 2: a DOCTYPE with declarations of its own is not allowed");
    check_passed("<!DOCTYPE a><!DOCTYPE a><a/>", "!line 1: a DOCTYPE or other declaration is not allowed");
    check_passed("<a><b/><!DOCTYPE a></a>", "<a><b></>!line 1: a DOCTYPE or other declaration is not allowed");
    check_passed("<!ENTITY e 'x'><a/>", "!line 1: a DOCTYPE or other declaration is not allowed");
    check_passed("<!DOCTYPE a SYSTEM 'x", "!line 1: not well-formed: it ends too early");
    g_autofree char *name = g_strnfill(LIMIT_XML_TAG, 'x'), *xml = g_strdup_printf("<!DOCTYPE %s><a/>", name);
    check_passed(xml, "!line 1: a DOCTYPE is too long");
}

static void a_mistake_ends_the_reading_after_what_came_before(void)
{
    check("<a>\n<b>c</b><d></a>",
          "<a>\n<b>c</><d>!line 2: not well-formed: opening and ending tag mismatch: d line 2 and a");
    check("<a><b>c</b>", "<a><b>c</>!line 1: not well-formed: it ends too early");
    check("<a><b/><c", "<a><b></>!line 1: not well-formed: it ends too early");
    check("<a><b/><c d='", "<a><b></>!line 1: not well-formed: it ends too early");
    g_autofree char *got = read_steps("<a b='1' b='2'/>", 16, 100);
    g_assert_true(g_str_has_prefix(got, "!line 1: not well-formed: attribute b redefined"));
}

static void tags_have_limits(void)
{
    g_autoptr(GString) many = g_string_new("<a"), most = g_string_new("<a"), longest = g_string_new("<a ");
    for (guint i = 0; i <= LIMIT_ATTRIBUTES; i++) {
        if (i == LIMIT_ATTRIBUTES)
            g_string_assign(most, many->str);
        g_string_append_printf(many, " a%u=''", i);
    }
    g_string_append(most, "/>");
    for (guint i = 0; i <= LIMIT_XML_TAG; i++)
        g_string_append_c(longest, ' ');
    g_autofree char *a = read_steps(many->str, many->len, 1000), *b = read_steps(most->str, most->len, 1000);
    g_autofree char *c = read_steps(longest->str, longest->len, 1000);
    g_assert_cmpstr(a, ==, "!line 1: a tag has too many attributes");
    g_assert_true(g_str_has_suffix(b, "a99=></>"));
    g_assert_cmpstr(c, ==, "!line 1: a tag is too long");
}

static void depth_and_namespaces_have_limits(void)
{
    g_autoptr(GString) deep = g_string_new(NULL), wide = g_string_new(NULL), flat = g_string_new("<r>");
    for (guint i = 0; i < 300; i++) {
        g_string_append(deep, "<a>");
        g_string_append_printf(wide, "<a xmlns:a%u='1' xmlns:b%u='2'>", i, i);
        g_string_append(flat, "<a xmlns:a='1' xmlns:b='2'></a>");
    }
    g_string_append(flat, "</r>");
    g_autofree char *a = read_steps(deep->str, deep->len, 1000), *b = read_steps(wide->str, wide->len, 1000);
    g_autofree char *c = read_steps(flat->str, flat->len, 1000);
    g_assert_nonnull(strstr(a, "!line 1: nested too deep"));
    g_assert_true(g_str_has_suffix(b, "too many namespaces"));
    g_assert_null(strchr(c, '!'));
}

static void names_have_a_limit(void)
{
    for (guint extra = 0; extra <= 1000; extra += 1000) {
        g_autoptr(GString) many = g_string_new("<r>");
        for (guint i = 0; i < LIMIT_XML_NAMES - 500 + extra; i++)
            g_string_append_printf(many, "<n%u/>", i);
        g_string_append(many, "</r>");
        g_autofree char *got = read_steps(many->str, many->len, 1000);
        g_assert_true(g_str_has_suffix(got, extra ? "!line 1: too many names" : "</></>"));
    }
}

static void an_end_tag_that_is_cut_is_told(void)
{
    static const struct {
        const char *xml;
        gboolean is_in_end_tag;
    } rows[] = {{"<a>b</a", TRUE}, {"<a>b</", TRUE},  {"<a>b<", FALSE},
                {"<a>b", FALSE},   {"<a>b<c", FALSE}, {"<a>b</a>", FALSE}};
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GString) got = g_string_new(NULL);
        g_autoptr(GError) error = NULL;
        Told told = {got, got};
        g_autoptr(XmlReader) reader = xml_reader_new(&events, &told);
        gboolean ok = xml_reader_feed(reader, rows[i].xml, strlen(rows[i].xml), TRUE, &error);
        g_assert_cmpint(ok, ==, g_str_has_suffix(rows[i].xml, "</a>"));
        g_assert_cmpint(xml_reader_is_in_end_tag(reader), ==, rows[i].is_in_end_tag);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/xml/names_and_attributes_are_resolved", names_and_attributes_are_resolved);
    g_test_add_func("/xml/text_comes_from_cdata_and_references", text_comes_from_cdata_and_references);
    g_test_add_func("/xml/comments_and_instructions_are_left_out", comments_and_instructions_are_left_out);
    g_test_add_func("/xml/an_ampersand_that_is_not_escaped_is_repaired_and_told_once",
                    an_ampersand_that_is_not_escaped_is_repaired_and_told_once);
    g_test_add_func("/xml/what_is_no_character_is_replaced", what_is_no_character_is_replaced);
    g_test_add_func("/xml/any_declaration_is_refused", any_declaration_is_refused);
    g_test_add_func("/xml/a_doctype_that_only_names_a_dtd_may_pass", a_doctype_that_only_names_a_dtd_may_pass);
    g_test_add_func("/xml/a_mistake_ends_the_reading_after_what_came_before",
                    a_mistake_ends_the_reading_after_what_came_before);
    g_test_add_func("/xml/tags_have_limits", tags_have_limits);
    g_test_add_func("/xml/depth_and_namespaces_have_limits", depth_and_namespaces_have_limits);
    g_test_add_func("/xml/names_have_a_limit", names_have_a_limit);
    g_test_add_func("/xml/an_end_tag_that_is_cut_is_told", an_end_tag_that_is_cut_is_told);
    return g_test_run();
}
