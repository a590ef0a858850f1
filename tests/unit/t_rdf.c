/* The promises of indexer/rdf.h. */
#include <glib/gstdio.h>
#include <string.h>

#include "indexer/rdf.h"
#include "suite.h"

#define RDF_OPEN                                                                                             \
    "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:e='http://e.example/'>"

/* "subject|predicate|object@language" of each statement. */
static void take(const RdfStatement *s, gpointer user)
{
    g_string_append_printf(user, "%s|%s|%s%s%s\n", s->subject, s->predicate, s->object,
                           s->is_literal ? "@" : "", s->language);
}

static void mistake(guint line, const char *what, gpointer user)
{
    g_string_append_printf(user, "[line %u: %s]\n", line, what);
}

static const RdfEvents events = {take, mistake};

/* The statements of a document fed `step` bytes at a time, "!" and the mistake. */
static char *read_steps(RdfSyntax syntax, const char *text, gsize n, gsize step)
{
    g_autoptr(GString) got = g_string_new(NULL);
    g_autoptr(RdfReader) reader = rdf_reader_new(syntax, &events, got);
    g_autoptr(GError) error = NULL;
    gboolean ok = TRUE;
    for (gsize at = 0; ok && at < n; at += step)
        ok = rdf_reader_feed(reader, text + at, MIN(step, n - at), FALSE, &error);
    ok = ok && rdf_reader_feed(reader, "", 0, TRUE, &error);
    g_assert_true(ok == (error == NULL));
    if (error) {
        g_assert_error(error, FAULT, FAULT_SKIP);
        g_string_append_printf(got, "!%s", error->message);
    }
    return g_strdup(got->str);
}

static void check(RdfSyntax syntax, const char *text, const char *expected)
{
    static const gsize steps[] = {1, 3, 7, 1 << 20};
    for (guint i = 0; i < G_N_ELEMENTS(steps); i++) {
        g_autofree char *got = read_steps(syntax, text, strlen(text), steps[i]);
        g_assert_cmpstr(got, ==, expected);
    }
}

static void check_begins(RdfSyntax syntax, const char *text, const char *expected)
{
    g_autofree char *got = read_steps(syntax, text, strlen(text), 1 << 20);
    g_test_message("%s", got);
    g_assert_true(g_str_has_prefix(got, expected));
}

static void all_syntaxes_say_the_same(void)
{
    static const char expected[] = "http://e.example/a|http://e.example/p|é & <x>@la\n";
    check(RDF_XML,
          "<?xml version='1.0'?>" RDF_OPEN "<rdf:Description rdf:about='http://e.example/a'>"
          "<e:p xml:lang='la'>é &amp; &lt;x></e:p></rdf:Description></rdf:RDF>",
          expected);
    check(RDF_NTRIPLES, "# one\n<http://e.example/a> <http://e.example/p> \"\\u00E9 & <x>\"@la .\n",
          expected);
    check(RDF_TURTLE, "@prefix e: <http://e.example/> .\ne:a e:p \"é & <x>\"@la .\n", expected);
}

static void blank_nodes_have_names_and_iris_are_resolved(void)
{
    g_autofree char *got = NULL;
    check(RDF_TURTLE, "<a> <#p> _:x .", "http://document.invalid/a|http://document.invalid/#p|_:x\n");
    check(RDF_NTRIPLES, "_:x <http://e.example/p> \"y\" .\n", "_:x|http://e.example/p|y@\n");
}

static void a_mistake_keeps_what_came_before(void)
{
    check_begins(RDF_XML, RDF_OPEN "<e:T rdf:about='http://e.example/a'><e:p>x</e:p></e:T>\n</oops>",
                 "http://e.example/a|http://www.w3.org/1999/02/22-rdf-syntax-ns#type|http://e.example/T\n"
                 "http://e.example/a|http://e.example/p|x@\n!line 2: ");
    check_begins(RDF_TURTLE,
                 "<http://e.example/a> <http://e.example/p> \"x\" .\n\n<http://e.example/a> oops .\n",
                 "http://e.example/a|http://e.example/p|x@\n!line 3: not well-formed: syntax error");
}

static void a_bad_line_of_ntriples_costs_only_itself(void)
{
    check(RDF_NTRIPLES,
          "<http://e.example/a> <http://e.example/p> \"x\" .\noops\n<http://e.example/a> "
          "<http://e.example/p> \"z\" .\n",
          "http://e.example/a|http://e.example/p|x@\n"
          "[line 2: not well-formed: saw 'o', expected subject term <URIref> or _:bnodeID]\n"
          "http://e.example/a|http://e.example/p|z@\n");
}

static void no_entity_is_declared(void)
{
    check(RDF_XML, "<!DOCTYPE a [<!ENTITY e 'x'>]>" RDF_OPEN "</rdf:RDF>",
          "!line 1: a DOCTYPE with declarations of its own is not allowed");
    check(RDF_XML, "<!DOCTYPE rdf:RDF SYSTEM 'file:///etc/passwd'>" RDF_OPEN "</rdf:RDF>", "");
}

/* What a hostile document names is not opened: a file that would be read shows in a statement. */
static void nothing_that_a_document_names_is_opened(void)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *folder = g_dir_make_tmp("isoglot-t-XXXXXX", &error);
    g_autofree char *path = g_build_filename(folder, "secret", NULL);
    g_assert_true(g_file_set_contents(path, "secret", -1, NULL));
    g_autofree char *xml =
        g_strdup_printf("<!DOCTYPE x SYSTEM '%s'>" RDF_OPEN
                        "<e:T rdf:about='http://e.example/a'><e:p>&x;</e:p></e:T></rdf:RDF>",
                        path);
    g_autofree char *got = read_steps(RDF_XML, xml, strlen(xml), 1 << 20);
    g_assert_null(strstr(got, "secret"));
    g_assert_cmpint(g_unlink(path), ==, 0);
    g_assert_cmpint(g_rmdir(folder), ==, 0);
}

static void attacks_are_refused_or_read_soon(void)
{
    if (suite_is_absent("xml-attacks"))
        return;
    json_t *cases = suite_read_json("xml-attacks/cases.json"), *one;
    size_t i;
    guint seen = 0;
    json_array_foreach(cases, i, one)
    {
        g_autofree char *name =
            g_strconcat("xml-attacks/", json_string_value(json_object_get(one, "file")), NULL);
        if (!g_str_has_suffix(name, ".xml"))
            continue;
        gsize n;
        g_autofree char *bytes = suite_read(name, &n);
        gint64 before = g_get_monotonic_time();
        g_autofree char *got = read_steps(RDF_XML, bytes, n, 1 << 20);
        g_assert_cmpint(g_get_monotonic_time() - before, <, 1000 * 1000);
        g_assert_cmpuint(strlen(got), <, 1000);
        seen++;
    }
    g_assert_cmpuint(seen, >, 10);
    json_decref(cases);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/rdf/all_syntaxes_say_the_same", all_syntaxes_say_the_same);
    g_test_add_func("/rdf/blank_nodes_have_names_and_iris_are_resolved",
                    blank_nodes_have_names_and_iris_are_resolved);
    g_test_add_func("/rdf/a_mistake_keeps_what_came_before", a_mistake_keeps_what_came_before);
    g_test_add_func("/rdf/a_bad_line_of_ntriples_costs_only_itself",
                    a_bad_line_of_ntriples_costs_only_itself);
    g_test_add_func("/rdf/no_entity_is_declared", no_entity_is_declared);
    g_test_add_func("/rdf/nothing_that_a_document_names_is_opened", nothing_that_a_document_names_is_opened);
    g_test_add_func("/rdf/attacks_are_refused_or_read_soon", attacks_are_refused_or_read_soon);
    return g_test_run();
}
