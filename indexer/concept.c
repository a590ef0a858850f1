#include "indexer/concept.h"

#include <string.h>

#include "langs/lexeme.h"
#include "shim/limits.h"

#define PROBABILITY_PREFERRED 1.0f
#define PROBABILITY_ADMITTED 0.6f

typedef struct {
    const LangProfile *language;
    char *text;
    TermUse use;
    char *key; /* once a sink has it; NULL: there is none */
} Term;

struct Concept {
    GArray *terms; /* Term */
};

struct ConceptSink {
    const GPtrArray *languages;
    LexiconWriter *const *writers;
    GPtrArray *analysers;
    guint entries;
};

static void clear_term(gpointer data)
{
    Term *term = data;
    g_free(term->text);
    g_free(term->key);
}

Concept *concept_new(void)
{
    Concept *c = g_new0(Concept, 1);
    c->terms = g_array_new(FALSE, FALSE, sizeof(Term));
    g_array_set_clear_func(c->terms, clear_term);
    return c;
}

guint concept_count(const Concept *c)
{
    return c->terms->len;
}

void concept_free(Concept *c)
{
    g_array_unref(c->terms);
    g_free(c);
}

/* White space of all kinds as single blanks, none at the ends; g_free(). */
static char *normalise(const char *text)
{
    GString *out = g_string_new(NULL);
    gboolean is_parted = FALSE;
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (g_unichar_isspace(c)) {
            is_parted = out->len > 0;
            continue;
        }
        if (is_parted)
            g_string_append_c(out, ' ');
        g_string_append_unichar(out, c);
        is_parted = FALSE;
    }
    return g_string_free(out, FALSE);
}

/* Bytes before a qualifier in parentheses that ends the term; 0: it has none, or is nothing else. */
static gsize unqualified_length(const char *text)
{
    static const char *const brackets[][2] = {{"(", ")"}, {"\xEF\xBC\x88", "\xEF\xBC\x89"}};
    for (guint i = 0; i < G_N_ELEMENTS(brackets); i++) {
        const char *open = g_str_has_suffix(text, brackets[i][1]) ? g_strrstr(text, brackets[i][0]) : NULL;
        gsize n = open ? open - text : 0;
        while (n && text[n - 1] == ' ')
            n--;
        if (n)
            return n;
    }
    return 0;
}

static gboolean has_term(const Concept *c, const LangProfile *language, const char *text)
{
    for (guint i = 0; i < c->terms->len; i++) {
        const Term *t = &g_array_index(c->terms, Term, i);
        if (t->language == language && g_str_equal(t->text, text))
            return TRUE;
    }
    return FALSE;
}

static guint count_in(const Concept *c, const LangProfile *language)
{
    guint n = 0;
    for (guint i = 0; i < c->terms->len; i++)
        n += g_array_index(c->terms, Term, i).language == language;
    return n;
}

static void add_term(Concept *c, const LangProfile *language, char *text, TermUse use)
{
    Term term = {language, text, use, NULL};
    if (has_term(c, language, text))
        g_free(text);
    else
        g_array_append_val(c->terms, term);
}

static gboolean refuse(const char **reason, const char *why)
{
    *reason = why;
    return FALSE;
}

gboolean concept_add(Concept *c, const LangProfile *language, const char *text, TermUse use,
                     const char **reason)
{
    if (strlen(text) > LIMIT_TERM_TEXT)
        return refuse(reason, "a term is too long");
    g_autofree char *normal = normalise(text);
    if (!*normal)
        return refuse(reason, "a term is empty");
    if (count_in(c, language) >= LIMIT_CONCEPT_TERMS)
        return refuse(reason, "too many terms of one language");
    gsize n = unqualified_length(normal);
    if (n)
        add_term(c, language, g_strndup(normal, n), use);
    add_term(c, language, g_steal_pointer(&normal), n ? TERM_KEY : use);
    return TRUE;
}

/* ------------------------------------------------------------------ into the lexicon */

ConceptSink *concept_sink_new(const GPtrArray *languages, LexiconWriter *const *writers, GError **error)
{
    g_autoptr(ConceptSink) s = g_new0(ConceptSink, 1);
    s->languages = languages;
    s->writers = writers;
    s->analysers = g_ptr_array_new_with_free_func((GDestroyNotify)lang_analyser_free);
    for (guint i = 0; i < languages->len; i++) {
        LangAnalyser *analyser = lang_analyser_new(g_ptr_array_index(languages, i), error);
        if (!analyser)
            return NULL;
        g_ptr_array_add(s->analysers, analyser);
    }
    return g_steal_pointer(&s);
}

void concept_sink_free(ConceptSink *s)
{
    g_ptr_array_unref(s->analysers);
    g_free(s);
}

static gboolean find_language(const ConceptSink *s, const LangProfile *language, guint *at)
{
    return g_ptr_array_find((GPtrArray *)s->languages, language, at);
}

const LangProfile *concept_sink_language(const ConceptSink *s, const char *tag)
{
    const LangProfile *language = lang_find(tag);
    return language && find_language(s, language, NULL) ? language : NULL;
}

gboolean concept_sink_is_full(const ConceptSink *s)
{
    return s->entries >= LIMIT_TERM_ENTRIES;
}

static void make_keys(ConceptSink *s, const Concept *c)
{
    for (guint i = 0; i < c->terms->len; i++) {
        Term *t = &g_array_index(c->terms, Term, i);
        guint at;
        g_clear_pointer(&t->key, g_free);
        if (find_language(s, t->language, &at))
            t->key = lexeme_key(g_ptr_array_index(s->analysers, at), t->text, strlen(t->text));
    }
}

static guint put_term(ConceptSink *s, const Concept *c, const Term *from, LexiconOrigin origin)
{
    guint before = s->entries, at;
    if (!find_language(s, from->language, &at))
        return 0;
    for (guint i = 0; i < c->terms->len && !concept_sink_is_full(s); i++) {
        const Term *to = &g_array_index(c->terms, Term, i);
        if (to->language == from->language || to->use == TERM_KEY || !to->key)
            continue;
        const LexiconEntry entry = {.target = lang_code(to->language),
                                    .words = to->key,
                                    .shown = to->text,
                                    .probability = to->use == TERM_PREFERRED ? PROBABILITY_PREFERRED
                                                                             : PROBABILITY_ADMITTED,
                                    .origin = origin};
        lexicon_writer_add(s->writers[at], from->key, &entry);
        s->entries++;
    }
    return s->entries - before;
}

guint concept_sink_put(ConceptSink *s, const Concept *c, LexiconOrigin origin)
{
    guint entries = 0;
    make_keys(s, c);
    for (guint i = 0; i < c->terms->len; i++)
        if (g_array_index(c->terms, Term, i).key)
            entries += put_term(s, c, &g_array_index(c->terms, Term, i), origin);
    return entries;
}
