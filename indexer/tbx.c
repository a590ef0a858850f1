#include "indexer/tbx.h"

#include <string.h>

#include "shim/limits.h"

typedef enum { PART_OTHER, PART_CONCEPT, PART_LANGUAGE, PART_SECTION, PART_TERM, PART_STATUS } Part;

static const struct {
    const char *name;
    Part part;
} parts[] = {{"termEntry", PART_CONCEPT}, {"conceptEntry", PART_CONCEPT},
             {"langSet", PART_LANGUAGE},  {"langSec", PART_LANGUAGE},
             {"tig", PART_SECTION},       {"ntig", PART_SECTION},
             {"termSec", PART_SECTION},   {"term", PART_TERM}};

static const char *const status_names[] = {"administrativeStatus", "normativeAuthorization", NULL};

/* How a status begins: "preferredTerm-admn-sts", "preferredTerm". */
static const struct {
    const char *begin;
    TermUse use;
} statuses[] = {{"preferred", TERM_PREFERRED},
                {"standardized", TERM_PREFERRED},
                {"admitted", TERM_ADMITTED},
                {"deprecated", TERM_KEY},
                {"superseded", TERM_KEY}};

struct Tbx {
    const ConceptEvents *events;
    XmlReader *reader;
    GByteArray *open;            /* Part of each open element */
    Concept *concept;            /* that is open, or NULL */
    const LangProfile *language; /* of the open langSet; NULL: another one, or none is open */
    GString *text;               /* of the open term or status */
    guint text_depth;            /* of its element; 0: none is open */
    char *term;
    TermUse use;
    guint line; /* of the term */
};

static const char *attribute(const char *const *attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (g_str_equal(attributes[0], name))
            return attributes[1];
    return NULL;
}

static Part part_of(const XmlName *name, const char *const *attributes)
{
    const char *type = g_str_equal(name->name, "termNote") ? attribute(attributes, "type") : name->name;
    for (guint i = 0; i < G_N_ELEMENTS(parts); i++)
        if (g_str_equal(parts[i].name, name->name))
            return parts[i].part;
    return type && g_strv_contains(status_names, type) ? PART_STATUS : PART_OTHER;
}

static void tell(Tbx *t, guint line, const char *what)
{
    t->events->mistake(line, what, t->events->user);
}

static void begin_language(Tbx *t, const char *const *attributes)
{
    const char *tag = attribute(attributes, "xml:lang");
    tag = tag ? tag : attribute(attributes, "lang");
    t->language = tag ? concept_sink_language(t->events->sink, tag) : NULL;
    if (!tag)
        tell(t, xml_reader_line(t->reader), "terms without language");
}

static void begin_section(Tbx *t)
{
    g_clear_pointer(&t->term, g_free);
    t->use = TERM_ADMITTED;
    t->line = xml_reader_line(t->reader);
}

static void begin_text(Tbx *t)
{
    g_string_truncate(t->text, 0);
    t->text_depth = t->open->len;
}

static void on_start(const XmlName *name, const char *const *attributes, gpointer user)
{
    Tbx *t = user;
    guint8 part = part_of(name, attributes);
    g_byte_array_append(t->open, &part, 1);
    if (t->text_depth)
        return; /* markup inside a term */
    if (part == PART_CONCEPT && !t->concept)
    t->concept = concept_new();
    else if (part == PART_LANGUAGE) begin_language(t, attributes);
    else if (part == PART_SECTION) begin_section(t);
    else if ((part == PART_TERM || part == PART_STATUS) && t->language) begin_text(t);
}

static TermUse use_of(const char *status)
{
    while (g_ascii_isspace(*status))
        status++;
    for (guint i = 0; i < G_N_ELEMENTS(statuses); i++)
        if (g_ascii_strncasecmp(status, statuses[i].begin, strlen(statuses[i].begin)) == 0)
            return statuses[i].use;
    return TERM_ADMITTED;
}

static void end_text(Tbx *t, Part part)
{
    t->text_depth = 0;
    if (part == PART_STATUS)
        t->use = use_of(t->text->str);
    else if (!t->term)
        t->term = g_strdup(t->text->str);
}

static void end_section(Tbx *t)
{
    const char *reason;
    if (t->concept && t->language &&
        !concept_add(t->concept, t->language, t->term ? t->term : "", t->use, &reason))
        tell(t, t->line, reason);
    g_clear_pointer(&t->term, g_free);
}

static void end_concept(Tbx *t)
{
    if (t->concept && concept_count(t->concept))
    t->events->concept(t->concept, t->events->user);
    g_clear_pointer(&t->concept, concept_free);
}

static void on_end(gpointer user)
{
    Tbx *t = user;
    Part part = t->open->data[t->open->len - 1];
    if (t->text_depth == t->open->len)
        end_text(t, part);
    else if (t->text_depth)
        part = PART_OTHER;
    g_byte_array_set_size(t->open, t->open->len - 1);
    if (part == PART_SECTION)
        end_section(t);
    else if (part == PART_LANGUAGE)
        t->language = NULL;
    else if (part == PART_CONCEPT)
        end_concept(t);
}

/* One byte beyond the limit shows that the term is too long. */
static void on_text(const char *text, gsize n, gpointer user)
{
    Tbx *t = user;
    if (t->text_depth && t->text->len <= LIMIT_TERM_TEXT)
        g_string_append_len(t->text, text, n);
}

static void on_repair(guint line, const char *what, gpointer user)
{
    tell(user, line, what);
}

Tbx *tbx_new(const ConceptEvents *events)
{
    static const XmlEvents xml_events = {on_start, on_end, on_text, on_repair};
    Tbx *t = g_new0(Tbx, 1);
    t->events = events;
    t->reader = xml_reader_new(&xml_events, t);
    t->open = g_byte_array_new();
    t->text = g_string_new(NULL);
    xml_reader_pass_doctype(t->reader);
    return t;
}

gboolean tbx_feed(Tbx *t, const char *bytes, gsize n, gboolean is_last, GError **error)
{
    return xml_reader_feed(t->reader, bytes, n, is_last, error);
}

void tbx_free(Tbx *t)
{
    xml_reader_free(t->reader);
    g_byte_array_unref(t->open);
    g_clear_pointer(&t->concept, concept_free);
    g_string_free(t->text, TRUE);
    g_free(t->term);
    g_free(t);
}
