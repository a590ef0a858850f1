/* The promises of indexer/terminology.h, and of indexer/skos.h and indexer/tbx.h, whose readers it drives. */
#include "indexer/terminology.h"

#include "lexica.h"
#include "settings.h"
#include "shim/limits.h"
#include "suite.h"

/* What became of files that were given to terminology_add(). */
typedef struct {
    Lexica lexica;
    Settings settings;
    TerminologyCount count;
    GString *told;
} Taken;

static void tell(const char *message, gpointer user)
{
    g_string_append_printf(user, "%s\n", message);
}

/* `@0@` in a text is the code of the first language, `@1@` that of the second. */
static char *fill(const char *text)
{
    GString *filled = g_string_new(text);
    for (guint i = 0; i < 3; i++) {
        g_autofree char *mark = g_strdup_printf("@%u@", i);
        g_string_replace(filled, mark, lang_code(lang_get(i)), 0);
    }
    return g_string_free(filled, FALSE);
}

static void take_bytes(Taken *t, const char *name, const char *bytes, gsize n)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *lines = g_strdup_printf("[language]\nterminology = %s\n", name);
    lexica_open(&t->lexica);
    settings_open(&t->settings, lines);
    t->told = g_string_new(NULL);
    g_autofree char *path = g_build_filename(t->settings.data, name, NULL);
    if (bytes)
        g_assert_true(g_file_set_contents(path, bytes, n, NULL));
    g_assert_true(terminology_add(t->settings.config, t->lexica.languages, t->lexica.writers, tell, t->told,
                                  &t->count, &error));
    g_assert_no_error(error);
    g_autofree char *folder = g_strconcat(t->settings.data, "/", NULL);
    g_string_replace(t->told, folder, "", 0);
}

static void take(Taken *t, const char *name, const char *text)
{
    g_autofree char *filled = fill(text);
    take_bytes(t, name, filled, strlen(filled));
}

static void taken_clear(Taken *t)
{
    lexica_clear(&t->lexica);
    settings_clear(&t->settings);
    g_string_free(t->told, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Taken, taken_clear)

static void assert_found(const Taken *t, guint from, const char *text, guint to, const char *expected)
{
    g_autofree char *found = lexica_find(&t->lexica, from, text, to);
    g_assert_cmpstr(found, ==, expected);
}

/* The same two concepts in every format; the second of the first language is deprecated or hidden. */
static void check_both(const char *name, const char *text)
{
    g_auto(Taken) t = {.count = {0}};
    g_test_message("%s", name);
    take(&t, name, text);
    g_assert_cmpstr(t.told->str, ==, "");
    g_assert_cmpuint(t.count.files, ==, 1);
    g_assert_cmpuint(t.count.concepts, ==, 2);
    g_assert_cmpuint(t.count.terms, ==, 6);
    g_assert_cmpuint(t.count.entries, ==, 6 + 2);
    g_assert_cmpuint(t.count.refused, ==, 0);
    assert_found(&t, 0, "Zorble frabjous", 1, "klimpo (terminology 1.0); klimp (terminology 0.6)");
    assert_found(&t, 1, "klimp", 0, "zorble frabjous (terminology 1.0)");
    assert_found(&t, 0, "zorbl", 1, "klimpo (terminology 1.0); klimp (terminology 0.6)");
    assert_found(&t, 0, "snark & co", 1, "boojum (terminology 1.0)");
}

#define SKOS_PREFIXES                                                                                        \
    "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"                                               \
    "@prefix xl: <http://www.w3.org/2008/05/skos-xl#> .\n@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
#define RDF_OPEN                                                                                             \
    "<?xml version='1.0' encoding='UTF-8'?>\n<rdf:RDF "                                                      \
    "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "                                               \
    "xmlns:skos='http://www.w3.org/2004/02/skos/core#'>\n"

static void skos_is_read_in_all_syntaxes(void)
{
    check_both("a.ttl",
               SKOS_PREFIXES "<a> a skos:Concept ; skos:prefLabel \"zorble frabjous\"@@0@, \"klimpo\"@@1@ ;\n"
                             " skos:altLabel \"klimp\"@@1@-XY ; skos:hiddenLabel \"zorbl\"@@0@ .\n"
                             "<b> skos:prefLabel \"snark & co\"@@0@ , \"boojum\"@@1@ , \"other\"@tlh .\n");
    check_both("a.rdf",
               RDF_OPEN "<skos:Concept rdf:about='http://e.example/a'><skos:prefLabel xml:lang='@0@'>zorble "
                        "frabjous</skos:prefLabel><skos:prefLabel xml:lang='@1@'>klimpo</skos:prefLabel>\n"
                        "<skos:altLabel xml:lang='@1@'>klimp</skos:altLabel><skos:hiddenLabel "
                        "xml:lang='@0@'>zorbl</skos:hiddenLabel></skos:Concept><rdf:Description "
                        "rdf:about='b'><skos:prefLabel xml:lang='@0@'>snark &amp; co</skos:prefLabel>"
                        "<skos:prefLabel xml:lang='@1@'>boojum</skos:prefLabel></rdf:Description></rdf:RDF>");
#define LABEL(subject, name, text, language)                                                                 \
    "<http://e.example/" subject "> <http://www.w3.org/2004/02/skos/core#" name "> \"" text "\"@" language   \
    " .\n"
    check_both("a.nt",
               LABEL("a", "prefLabel", "zorble frabjous", "@0@") LABEL("b", "prefLabel", "snark & co", "@0@")
                   LABEL("a", "altLabel", "klimp", "@1@") LABEL("a", "prefLabel", "klimpo", "@1@")
                       LABEL("a", "hiddenLabel", "zorbl", "@0@") LABEL("b", "prefLabel", "boojum", "@1@"));
}

static void labels_may_be_things_of_their_own(void)
{
    check_both("a.ttl",
               SKOS_PREFIXES "<1> xl:literalForm \"zorble frabjous\"@@0@ .\n"
                             "<a> xl:prefLabel <1>, [ xl:literalForm \"klimpo\"@@1@ ] ; xl:altLabel <2> ;\n"
                             " xl:hiddenLabel <3> . <2> xl:literalForm \"klimp\"@@1@ .\n"
                             "<3> xl:literalForm \"zorbl\"@@0@ .\n"
                             "<b> skos:prefLabel \"snark & co\"@@0@ , \"boojum\"@@1@ .\n");
}

static void tbx_is_read_in_all_versions_and_styles(void)
{
#define NOTE(status) "<termNote type='administrativeStatus'>" status "</termNote>"
    check_both("a.tbx",
               "<?xml version='1.0'?>\n<!DOCTYPE martif SYSTEM 'TBXcoreStructV02.dtd'>\n<martif "
               "type='TBX'><text><body>"
               "<termEntry><descrip type='subjectField'>x</descrip><langSet xml:lang='@0@'><tig><term>zorble "
               "<hi>frabjous</hi></term>" NOTE("preferredTerm-admn-sts") "</tig><ntig><termGrp><term>zorbl</"
                                                                         "term>" NOTE("deprecatedTerm-admn-"
                                                                                      "sts") "</termGrp></"
                                                                                             "ntig></"
                                                                                             "langSet><"
                                                                                             "langSet "
                                                                                             "xml:lang='@1@'>"
                                                                                             "<ntig><termGrp>"
                                                                                             "<term>klimpo</"
                                                                                             "term>" NOTE(
                                                                                                 "preferredTe"
                                                                                                 "rm-admn-"
                                                                                                 "sts") "</"
                                                                                                        "term"
                                                                                                        "Grp>"
                                                                                                        "</"
                                                                                                        "ntig"
                                                                                                        "><"
                                                                                                        "tig>"
                                                                                                        "<ter"
                                                                                                        "m>"
                                                                                                        "klim"
                                                                                                        "p</"
                                                                                                        "term"
                                                                                                        "></"
                                                                                                        "tig>"
                                                                                                        "</"
                                                                                                        "lang"
                                                                                                        "Set>"
                                                                                                        "</"
                                                                                                        "term"
                                                                                                        "Entr"
                                                                                                        "y><"
                                                                                                        "term"
                                                                                                        "Entr"
                                                                                                        "y><"
                                                                                                        "lang"
                                                                                                        "Set "
                                                                                                        "xml:"
                                                                                                        "lang"
                                                                                                        "='@"
                                                                                                        "0@'>"
                                                                                                        "<tig"
                                                                                                        "><"
                                                                                                        "term"
                                                                                                        ">sna"
                                                                                                        "rk "
                                                                                                        "&amp"
                                                                                                        "; "
                                                                                                        "co</"
                                                                                                        "term"
                                                                                                        "></"
                                                                                                        "tig>"
                                                                                                        "</"
                                                                                                        "lang"
                                                                                                        "Set>"
                                                                                                        "<lan"
                                                                                                        "gSet"
                                                                                                        " xml"
                                                                                                        ":lan"
                                                                                                        "g='@"
                                                                                                        "1@'>"
                                                                                                        "<tig"
                                                                                                        ">" NOTE(
                                                                                                            "preferredTerm-admn-sts") "<term>boojum</term></tig>"
                                                                                                                                      "</langSet></termEntry></body></text></martif>");
#define SECTION(language, sections) "<langSec xml:lang='" language "'>" sections "</langSec>"
#define TERM(text, status) "<termSec><term>" text "</term>" status "</termSec>"
#define ENTRIES(preferred, superseded)                                                                       \
    "<text><body><conceptEntry id='1'>" SECTION("@0@", TERM("zorble frabjous", preferred)                    \
                                                           TERM("zorbl", superseded))                        \
        SECTION("@1@",                                                                                       \
                TERM("klimpo", preferred) TERM(                                                              \
                    "klimp", "")) "</conceptEntry><conceptEntry id='2'>" SECTION("@0@",                      \
                                                                                 TERM("snark &amp; co", "")) \
            SECTION("@1@-Xyyz", TERM("boojum", preferred))                                                   \
                SECTION("tlh", TERM("other", "")) "</conceptEntry></body></text></tbx>"
    check_both("dca.xml", "<tbx style='dca' type='TBX-Basic' xmlns='urn:iso:std:iso:30042:ed-2'>" ENTRIES(
                              NOTE("preferredTerm-admn-sts"), NOTE("supersededTerm-admn-sts")));
#define STATUS(status) "<min:administrativeStatus>" status "</min:administrativeStatus>"
    check_both("dct.tbx", "<tbx style='dct' type='TBX-Min' xmlns='urn:iso:std:iso:30042:ed-2' "
                          "xmlns:min='http://www.tbxinfo.net/ns/min'>" ENTRIES(
                              STATUS("preferredTerm-admn-sts"), STATUS("supersededTerm-admn-sts")));
}

static void a_deprecated_concept_is_left_out(void)
{
    g_auto(Taken) t = {.count = {0}};
    take(&t, "a.ttl",
         SKOS_PREFIXES "<a> skos:prefLabel \"zorble\"@@0@, \"klimpo\"@@1@ ; owl:deprecated true .\n");
    g_assert_cmpuint(t.count.concepts, ==, 0);
    assert_found(&t, 0, "zorble", 1, "");
}

static void utf_16_and_declared_encodings_are_read(void)
{
    static const char tbx[] =
        "<?xml version='1.0' encoding='%s'?><martif><termEntry><langSet xml:lang='@0@'><tig>"
        "<term>zörble</term></tig></langSet><langSet xml:lang='@1@'><tig><term>klimpo</term>"
        "</tig></langSet></termEntry></martif>";
    static const char *const encodings[] = {"UTF-16", "ISO-8859-1", "UTF-8"};
    for (guint i = 0; i < G_N_ELEMENTS(encodings); i++) {
        g_auto(Taken) t = {.count = {0}};
        g_autoptr(GString) text = g_string_new(tbx);
        g_string_replace(text, "%s", encodings[i], 0);
        g_autofree char *filled = fill(text->str);
        gsize n;
        g_autofree char *bytes = g_convert(filled, -1, encodings[i], "UTF-8", NULL, &n, NULL);
        take_bytes(&t, "a.tbx", bytes, n);
        g_assert_cmpstr(t.told->str, ==, "");
        assert_found(&t, 1, "klimpo", 0, "zörble (terminology 0.6)");
    }
}

static void a_bad_term_costs_only_itself_and_is_told(void)
{
    g_auto(Taken) t = {.count = {0}};
    take(&t, "a.tbx",
         "<tbx><conceptEntry><langSec xml:lang='@0@'>\n<termSec><term> "
         "</term></termSec></langSec></conceptEntry>\n"
         "<conceptEntry><langSec><termSec><term>x</term></termSec></langSec><langSec "
         "xml:lang='@0@'><termSec><term>"
         "zorble</term></termSec></langSec>\n<langSec "
         "xml:lang='@1@'><termSec><term>klimpo</term></termSec></langSec>"
         "</conceptEntry></tbx>");
    g_assert_cmpstr(t.told->str, ==,
                    "a.tbx: line 2: a term is empty\na.tbx: line 3: terms without language\n");
    g_assert_cmpuint(t.count.refused, ==, 2);
    assert_found(&t, 0, "zorble", 1, "klimpo (terminology 0.6)");
}

static void a_label_that_is_none_is_told_with_its_concept(void)
{
    g_auto(Taken) t = {.count = {0}};
    take(&t, "a.nt",
         "<http://e.example/a> <http://www.w3.org/2004/02/skos/core#prefLabel> \"x\" .\noops\n"
         "<http://e.example/a> <http://www.w3.org/2004/02/skos/core#prefLabel> <http://e.example/b> .\n");
    g_assert_cmpstr(t.told->str, ==,
                    "a.nt: line 1: 'http://e.example/a': a label without language\n"
                    "a.nt: line 2: not well-formed: saw 'o', expected subject term <URIref> or _:bnodeID\n"
                    "a.nt: line 3: 'http://e.example/a': a label that is no text\n");
}

static void what_came_before_a_mistake_counts(void)
{
    g_auto(Taken) t = {.count = {0}};
    take(&t, "a.tbx",
         "<tbx><conceptEntry><langSec xml:lang='@0@'><termSec><term>zorble</term></termSec></langSec>"
         "<langSec xml:lang='@1@'><termSec><term>klimpo</term></termSec></langSec></conceptEntry>\n</oops>");
    g_assert_true(g_str_has_prefix(t.told->str, "a.tbx: line 2: not well-formed: "));
    g_assert_cmpuint(t.count.files, ==, 1);
    assert_found(&t, 0, "zorble", 1, "klimpo (terminology 0.6)");
}

static void mistakes_beyond_the_limit_are_counted(void)
{
    g_auto(Taken) t = {.count = {0}};
    g_autoptr(GString) text = g_string_new("<tbx>");
    for (guint i = 0; i < LIMIT_TERM_MESSAGES + 5; i++)
        g_string_append(text, "<langSec/>\n");
    g_string_append(text, "</tbx>");
    take(&t, "a.tbx", text->str);
    g_auto(GStrv) lines = g_strsplit(g_strchomp(t.told->str), "\n", -1);
    g_assert_cmpuint(g_strv_length(lines), ==, LIMIT_TERM_MESSAGES + 1);
    g_assert_cmpstr(lines[LIMIT_TERM_MESSAGES], ==, "a.tbx: more mistakes, which are only counted");
    g_assert_cmpuint(t.count.refused, ==, LIMIT_TERM_MESSAGES + 5);
}

static void check_refused(const char *name, const char *text, const char *expected)
{
    g_auto(Taken) t = {.count = {0}};
    take_bytes(&t, name, text, text ? strlen(text) : 0);
    g_assert_cmpstr(t.told->str, ==, expected);
    g_assert_cmpuint(t.count.refused, ==, 1);
    g_assert_cmpuint(t.count.entries, ==, 0);
    g_assert_cmpuint(t.count.names, >, 1000);
}

static void what_is_no_terminology_is_refused(void)
{
    check_refused("none.tbx", NULL,
                  "none.tbx: cannot read: Error opening file none.tbx: No such file or directory\n");
    check_refused("a.xml", "<html><p/></html>", "a.xml: neither SKOS nor TBX: its element is 'html'\n");
    check_refused("a.xml", "<tbx", "a.xml: no element in the first 65536 bytes\n");
    check_refused("a.tbx", "<!DOCTYPE martif [<!ENTITY e 'x'>]><martif>&e;</martif>",
                  "a.tbx: line 1: a DOCTYPE with declarations of its own is not allowed\n");
    check_refused("a.rdf", "<!DOCTYPE rdf:RDF [<!ENTITY e 'x'>]><rdf:RDF/>",
                  "a.rdf: line 1: a DOCTYPE with declarations of its own is not allowed\n");
}

static void names_of_countries_and_languages_are_in_it(void)
{
    g_auto(Taken) t = {.count = {0}};
    take(&t, "a.ttl", "");
    g_assert_cmpuint(t.count.names, >, 250 * lang_count() * (lang_count() - 1));
    for (guint i = 0; i + 1 < lang_count(); i++) {
        g_autofree char *own = lexica_find(&t.lexica, i, lang_name(lang_get(i)), i + 1);
        g_assert_nonnull(strstr(own, "(name 1.0)"));
    }
}

static void attacks_are_refused_or_read_soon(void)
{
    if (suite_is_absent("xml-attacks"))
        return;
    static const char *const names[] = {"lol_classic.xml", "lol_ep.xml", "huge_dtd.xml", "lol_param.xml",
                                        "lol_long_name.xml"};
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_auto(Taken) t = {.count = {0}};
        g_autofree char *name = g_strconcat("xml-attacks/recurse/", names[i], NULL);
        gsize n;
        g_autofree char *bytes = suite_read(name, &n);
        gint64 before = g_get_monotonic_time();
        take_bytes(&t, names[i], bytes, n);
        g_assert_cmpint(g_get_monotonic_time() - before, <, 1000 * 1000);
        g_assert_cmpuint(t.count.refused, ==, 1);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/terminology/skos_is_read_in_all_syntaxes", skos_is_read_in_all_syntaxes);
    g_test_add_func("/terminology/labels_may_be_things_of_their_own", labels_may_be_things_of_their_own);
    g_test_add_func("/terminology/tbx_is_read_in_all_versions_and_styles",
                    tbx_is_read_in_all_versions_and_styles);
    g_test_add_func("/terminology/a_deprecated_concept_is_left_out", a_deprecated_concept_is_left_out);
    g_test_add_func("/terminology/utf_16_and_declared_encodings_are_read",
                    utf_16_and_declared_encodings_are_read);
    g_test_add_func("/terminology/a_bad_term_costs_only_itself_and_is_told",
                    a_bad_term_costs_only_itself_and_is_told);
    g_test_add_func("/terminology/a_label_that_is_none_is_told_with_its_concept",
                    a_label_that_is_none_is_told_with_its_concept);
    g_test_add_func("/terminology/what_came_before_a_mistake_counts", what_came_before_a_mistake_counts);
    g_test_add_func("/terminology/mistakes_beyond_the_limit_are_counted",
                    mistakes_beyond_the_limit_are_counted);
    g_test_add_func("/terminology/what_is_no_terminology_is_refused", what_is_no_terminology_is_refused);
    g_test_add_func("/terminology/names_of_countries_and_languages_are_in_it",
                    names_of_countries_and_languages_are_in_it);
    g_test_add_func("/terminology/attacks_are_refused_or_read_soon", attacks_are_refused_or_read_soon);
    return g_test_run();
}
