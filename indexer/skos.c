#include "indexer/skos.h"

#include <string.h>

#include "shim/limits.h"

#define SKOS "http://www.w3.org/2004/02/skos/core#"
#define SKOS_XL "http://www.w3.org/2008/05/skos-xl#"
#define LONGEST_SUBJECT_SHOWN 120 /* bytes */
#define DEPRECATED "http://www.w3.org/2002/07/owl#deprecated"

static const struct {
    const char *name;
    TermUse use;
} labels[] = {{"prefLabel", TERM_PREFERRED}, {"altLabel", TERM_ADMITTED}, {"hiddenLabel", TERM_KEY}};

typedef struct {
    Concept *concept;
    gboolean is_deprecated;
} Subject;

/* A label that is a thing of its own: whose it is, and what it says. */
typedef struct {
    Subject *subject;
    char *label;
    TermUse use;
} Link;

typedef struct {
    const LangProfile *language;
    char *text;
    guint line;
} Form;

struct Skos {
    const ConceptEvents *events;
    GHashTable *subjects; /* IRI → Subject */
    GPtrArray *order;     /* Subject, as they came */
    GArray *links;        /* Link */
    GHashTable *forms;    /* IRI of a label → GArray of Form */
    guint n_labels;
};

static void subject_free(gpointer data)
{
    Subject *s = data;
    concept_free(s->concept);
    g_free(s);
}

static void clear_link(gpointer data)
{
    g_free(((Link *)data)->label);
}

static void clear_form(gpointer data)
{
    g_free(((Form *)data)->text);
}

Skos *skos_new(const ConceptEvents *events)
{
    Skos *s = g_new0(Skos, 1);
    s->events = events;
    s->subjects = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    s->order = g_ptr_array_new_with_free_func(subject_free);
    s->links = g_array_new(FALSE, FALSE, sizeof(Link));
    g_array_set_clear_func(s->links, clear_link);
    s->forms = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
    return s;
}

void skos_free(Skos *s)
{
    g_hash_table_unref(s->subjects);
    g_ptr_array_unref(s->order);
    g_array_unref(s->links);
    g_hash_table_unref(s->forms);
    g_free(s);
}

static Subject *get_subject(Skos *s, const RdfStatement *statement)
{
    Subject *subject = g_hash_table_lookup(s->subjects, statement->subject);
    if (subject)
        return subject;
    subject = g_new0(Subject, 1);
    subject->concept = concept_new();
    g_hash_table_insert(s->subjects, g_strdup(statement->subject), subject);
    g_ptr_array_add(s->order, subject);
    return subject;
}

/* Names the concept or label, as the line is not exact in every syntax. */
static void tell(const Skos *s, const RdfStatement *statement, const char *what)
{
    g_autofree char *text = g_strdup_printf("'%.*s': %s", LONGEST_SUBJECT_SHOWN, statement->subject, what);
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    s->events->mistake(statement->line, valid, s->events->user);
}

/* The wanted language of a literal; NULL: it has another one, or none, which is a mistake. */
static const LangProfile *find_language(Skos *s, const RdfStatement *statement)
{
    if (!*statement->language)
        tell(s, statement, "a label without language");
    return concept_sink_language(s->events->sink, statement->language);
}

/* FALSE, told once: no more labels are kept. */
static gboolean has_room(Skos *s, const RdfStatement *statement)
{
    if (s->n_labels == LIMIT_LABELS)
        tell(s, statement, "too many labels: the rest is left out");
    return ++s->n_labels <= LIMIT_LABELS;
}

static void take_label(Skos *s, const RdfStatement *statement, TermUse use)
{
    if (!statement->is_literal) {
        tell(s, statement, "a label that is no text");
        return;
    }
    const LangProfile *language = find_language(s, statement);
    const char *reason;
    if (language && has_room(s, statement) &&
        !concept_add(get_subject(s, statement)->concept, language, statement->object, use, &reason))
        tell(s, statement, reason);
}

static void take_link(Skos *s, const RdfStatement *statement, TermUse use)
{
    if (!has_room(s, statement))
        return;
    Link link = {get_subject(s, statement), g_strdup(statement->object), use};
    g_array_append_val(s->links, link);
}

static void take_form(Skos *s, const RdfStatement *statement)
{
    const LangProfile *language = find_language(s, statement);
    if (!language || !has_room(s, statement))
        return;
    GArray *forms = g_hash_table_lookup(s->forms, statement->subject);
    if (!forms) {
        forms = g_array_new(FALSE, FALSE, sizeof(Form));
        g_array_set_clear_func(forms, clear_form);
        g_hash_table_insert(s->forms, g_strdup(statement->subject), forms);
    }
    Form form = {language, g_strdup(statement->object), statement->line};
    g_array_append_val(forms, form);
}

/* The name behind a vocabulary's IRI, or NULL. */
static const char *name_in(const char *vocabulary, const char *iri)
{
    return g_str_has_prefix(iri, vocabulary) ? iri + strlen(vocabulary) : NULL;
}

void skos_take(const RdfStatement *statement, gpointer user)
{
    Skos *s = user;
    const char *plain = name_in(SKOS, statement->predicate),
               *extended = name_in(SKOS_XL, statement->predicate);
    if (g_str_equal(statement->predicate, DEPRECATED) && g_str_equal(statement->object, "true") &&
        has_room(s, statement))
        get_subject(s, statement)->is_deprecated = TRUE;
    for (guint i = 0; i < G_N_ELEMENTS(labels); i++) {
        if (g_strcmp0(plain, labels[i].name) == 0)
            take_label(s, statement, labels[i].use);
        else if (g_strcmp0(extended, labels[i].name) == 0)
            take_link(s, statement, labels[i].use);
    }
    if (g_strcmp0(extended, "literalForm") == 0 && statement->is_literal)
        take_form(s, statement);
}

void skos_refuse(guint line, const char *what, gpointer user)
{
    const Skos *s = user;
    s->events->mistake(line, what, s->events->user);
}

static void join_forms(Skos *s)
{
    for (guint i = 0; i < s->links->len; i++) {
        const Link *link = &g_array_index(s->links, Link, i);
        const GArray *forms = g_hash_table_lookup(s->forms, link->label);
        for (guint k = 0; forms && k < forms->len; k++) {
            const Form *form = &g_array_index(forms, Form, k);
            const char *reason;
            if (!concept_add(link->subject->concept, form->language, form->text, link->use, &reason))
                s->events->mistake(form->line, reason, s->events->user);
        }
    }
}

void skos_finish(Skos *s)
{
    join_forms(s);
    for (guint i = 0; i < s->order->len; i++) {
        const Subject *subject = g_ptr_array_index(s->order, i);
        if (!subject->is_deprecated && concept_count(subject->concept))
        s->events->concept(subject->concept, s->events->user);
    }
}
