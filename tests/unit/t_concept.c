/* The promises of indexer/concept.h. */
#include "indexer/concept.h"
#include "lexica.h"
#include "shim/limits.h"

static void add(Concept *concept, guint language, const char *text, TermUse use)
{
    const char *reason = NULL;
    g_assert_true(concept_add(concept, lang_get(language), text, use, &reason));
}

static void assert_found(const Lexica *l, guint from, const char *text, guint to, const char *expected)
{
    g_autofree char *found = lexica_find(l, from, text, to);
    g_assert_cmpstr(found, ==, expected);
}

static guint put(const Lexica *l, const Concept *concept)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(ConceptSink) sink = concept_sink_new(l->languages, l->writers, &error);
    g_assert_no_error(error);
    return concept_sink_put(sink, concept, LEXICON_TERMINOLOGY);
}

static void each_term_leads_to_those_of_every_other_language(void)
{
    g_auto(Lexica) l = {NULL};
    g_autoptr(Concept) concept = concept_new();
    lexica_open(&l);
    add(concept, 0, "alpha one", TERM_PREFERRED);
    add(concept, 1, "beta", TERM_PREFERRED);
    add(concept, 1, "bet", TERM_ADMITTED);
    add(concept, 2, "gamma", TERM_PREFERRED);
    g_assert_cmpuint(put(&l, concept), ==, 3 + 2 * 2 + 3);
    assert_found(&l, 0, "Alpha ONE", 1, "beta (terminology 1.0); bet (terminology 0.6)");
    assert_found(&l, 1, "bet", 0, "alpha one (terminology 1.0)");
    assert_found(&l, 2, "gamma", 1, "beta (terminology 1.0); bet (terminology 0.6)");
    assert_found(&l, 1, "beta", 1, "");
}

static void what_is_not_to_be_used_is_understood_but_never_suggested(void)
{
    g_auto(Lexica) l = {NULL};
    g_autoptr(Concept) concept = concept_new();
    lexica_open(&l);
    add(concept, 0, "alpha", TERM_KEY);
    add(concept, 1, "beta", TERM_PREFERRED);
    put(&l, concept);
    assert_found(&l, 0, "alpha", 1, "beta (terminology 1.0)");
    assert_found(&l, 1, "beta", 0, "");
}

static void a_qualified_term_is_a_key_and_what_it_is_called_without(void)
{
    g_auto(Lexica) l = {NULL};
    g_autoptr(Concept) concept = concept_new();
    lexica_open(&l);
    add(concept, 0, "alpha (letters)", TERM_PREFERRED);
    add(concept, 1, "beta\xEF\xBC\x88zeta\xEF\xBC\x89", TERM_PREFERRED);
    add(concept, 2, "(gamma)", TERM_PREFERRED);
    put(&l, concept);
    assert_found(&l, 0, "alpha letters", 1, "beta (terminology 1.0)");
    assert_found(&l, 0, "alpha", 1, "beta (terminology 1.0)");
    assert_found(&l, 1, "beta", 0, "alpha (terminology 1.0)");
    assert_found(&l, 1, "beta", 2, "(gamma) (terminology 1.0)");
}

static void white_space_is_made_single(void)
{
    g_auto(Lexica) l = {NULL};
    g_autoptr(Concept) concept = concept_new();
    lexica_open(&l);
    add(concept, 0, "\n  alpha\t\n one\xC2\xA0two ", TERM_PREFERRED);
    add(concept, 0, "alpha one two", TERM_PREFERRED);
    g_assert_cmpuint(concept_count(concept), ==, 1);
    add(concept, 1, "beta", TERM_PREFERRED);
    put(&l, concept);
    assert_found(&l, 1, "beta", 0, "alpha one two (terminology 1.0)");
}

static void assert_refused(Concept *concept, const char *text, const char *expected)
{
    const char *reason = NULL;
    guint before = concept_count(concept);
    g_assert_false(concept_add(concept, lang_get(0), text, TERM_PREFERRED, &reason));
    g_assert_cmpstr(reason, ==, expected);
    g_assert_cmpuint(concept_count(concept), ==, before);
}

static void what_is_refused_says_why(void)
{
    g_autoptr(Concept) concept = concept_new();
    g_autofree char *longest = g_strnfill(LIMIT_TERM_TEXT, 'a'),
                    *longer = g_strnfill(LIMIT_TERM_TEXT + 1, 'a');
    assert_refused(concept, " \n", "a term is empty");
    assert_refused(concept, longer, "a term is too long");
    add(concept, 0, longest, TERM_PREFERRED);
    for (guint i = 1; i < LIMIT_CONCEPT_TERMS; i++) {
        g_autofree char *text = g_strdup_printf("term %u", i);
        add(concept, 0, text, TERM_ADMITTED);
    }
    assert_refused(concept, "one more", "too many terms of one language");
    add(concept, 1, "another language", TERM_ADMITTED);
}

static void a_tag_finds_the_language_if_it_is_wanted(void)
{
    g_auto(Lexica) l = {NULL};
    g_autoptr(GError) error = NULL;
    lexica_open(&l);
    g_ptr_array_remove_index(l.languages, 1);
    g_autoptr(ConceptSink) sink = concept_sink_new(l.languages, l.writers, &error);
    g_assert_no_error(error);
    g_autofree char *tag = g_strconcat(lang_code(lang_get(0)), "_XY", NULL);
    g_assert_true(concept_sink_language(sink, tag) == lang_get(0));
    g_assert_null(concept_sink_language(sink, lang_code(lang_get(1))));
    g_assert_null(concept_sink_language(sink, ""));
    g_ptr_array_insert(l.languages, 1, (gpointer)lang_get(1));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/concept/each_term_leads_to_those_of_every_other_language",
                    each_term_leads_to_those_of_every_other_language);
    g_test_add_func("/concept/what_is_not_to_be_used_is_understood_but_never_suggested",
                    what_is_not_to_be_used_is_understood_but_never_suggested);
    g_test_add_func("/concept/a_qualified_term_is_a_key_and_what_it_is_called_without",
                    a_qualified_term_is_a_key_and_what_it_is_called_without);
    g_test_add_func("/concept/white_space_is_made_single", white_space_is_made_single);
    g_test_add_func("/concept/what_is_refused_says_why", what_is_refused_says_why);
    g_test_add_func("/concept/a_tag_finds_the_language_if_it_is_wanted",
                    a_tag_finds_the_language_if_it_is_wanted);
    return g_test_run();
}
