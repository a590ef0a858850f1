#include "indexer/schema_org.h"

#include <string.h>

#include "indexer/json.h"
#include "indexer/url.h"
#include "shim/limits.h"

#define LONGEST_TAG 35
#define DEEPEST_ITEM 16 /* items in items that are read */

/* A thing, and those that are its translations or its original. */
typedef struct {
    char *url;               /* absolute; NULL: it has none */
    char *lang;              /* a language tag; NULL: none */
    GPtrArray *translations; /* Work */
} Work;

static void work_free(gpointer p)
{
    Work *w = p;
    g_free(w->url);
    g_free(w->lang);
    g_ptr_array_unref(w->translations);
    g_free(w);
}

static Work *work_new(void)
{
    Work *w = g_new0(Work, 1);
    w->translations = g_ptr_array_new_with_free_func(work_free);
    return w;
}

/* A BCP 47 tag by its looks, and no name of a language, which other properties may give. */
static gboolean is_tag(const char *text)
{
    gsize letters = 0;
    while (g_ascii_isalpha(text[letters]))
        letters++;
    return (letters == 2 || letters == 3) && (!text[letters] || strchr("-_", text[letters])) &&
           strlen(text) <= LONGEST_TAG;
}

static void work_set_lang(Work *w, const char *lang)
{
    g_autofree char *clean = lang ? g_strstrip(g_strdup(lang)) : NULL;
    if (!w->lang && clean && is_tag(clean))
        w->lang = g_steal_pointer(&clean);
}

static void work_set_url(Work *w, const char *base, const char *reference)
{
    if (!w->url && reference && *reference && !g_str_has_prefix(reference, "_:"))
        w->url = url_resolve(base, reference);
}

/* Tells the document what this thing says, if it is what the page is. */
static void tell(const Work *w, const char *page_url, gboolean is_alone, Document *d)
{
    gboolean is_page = w->url ? g_str_equal(w->url, page_url) || g_str_equal(w->url, d->canonical) : is_alone;
    if (!is_page)
        return;
    if (w->lang && !*d->lang_schema) {
        g_free(d->lang_schema);
        d->lang_schema = g_strdup(w->lang);
    }
    for (guint i = 0; i < w->translations->len; i++) {
        const Work *other = g_ptr_array_index(w->translations, i);
        if (other->url)
            document_add_alternate(d, page_url, other->url, other->lang ? other->lang : "",
                                   ALTERNATE_SCHEMA_ORG);
    }
}

/* ------------------------------------------------------------------ JSON-LD */

typedef struct {
    const char *url, *base;
    Document *document;
    GHashTable *things; /* @id → JsonValue* of the thing that says most of itself */
    Work *work;         /* that is being read */
    gboolean is_alone;
} Script;

/* A member by its plain name or with schema.org's prefix. */
static const JsonValue *find(const JsonValue *object, const char *name)
{
    static const char *const prefixes[] = {"", "schema:", "https://schema.org/", "http://schema.org/"};
    const JsonValue *value = NULL;
    for (guint i = 0; !value && i < G_N_ELEMENTS(prefixes); i++) {
        g_autofree char *key = g_strconcat(prefixes[i], name, NULL);
        value = json_find(object, key);
    }
    return value;
}

/* The text of a value, also written {"@value": …} or {"@id": …}. */
static const char *text_of(const JsonValue *value)
{
    const char *text = json_text(value);
    text = text ? text : json_text(json_find(value, "@value"));
    return text ? text : json_text(json_find(value, "@id"));
}

/* inLanguage is a tag or a schema.org/Language; a list of several is no answer. */
static void read_language(Work *w, const JsonValue *value)
{
    static const char *const names[] = {"alternateName", "identifier", "name"};
    work_set_lang(w, text_of(value));
    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
        work_set_lang(w, text_of(find(value, names[i])));
}

static void read_self(const Script *s, Work *w, const JsonValue *thing)
{
    work_set_url(w, s->base, text_of(find(thing, "url")));
    work_set_url(w, s->base, json_text(json_find(thing, "@id")));
    read_language(w, find(thing, "inLanguage"));
}

static void read_translation(const JsonValue *value, gpointer user)
{
    Script *s = user;
    Work *other = work_new();
    const char *id = json_text(json_find(value, "@id"));
    const JsonValue *thing = id ? g_hash_table_lookup(s->things, id) : NULL;
    if (thing)
        read_self(s, other, thing);
    work_set_url(other, s->base, json_text(value));
    read_self(s, other, value);
    g_ptr_array_add(s->work->translations, other);
}

static void read_translations(Script *s, const JsonValue *value)
{
    if (json_is_list(value))
        json_each(value, read_translation, s);
    else if (value)
        read_translation(value, s);
}

static void read_thing(Script *s, const JsonValue *thing, gboolean is_alone)
{
    s->work = work_new();
    read_self(s, s->work, thing);
    read_translations(s, find(thing, "workTranslation"));
    read_translations(s, find(thing, "translationOfWork"));
    tell(s->work, s->url, is_alone, s->document);
    g_clear_pointer(&s->work, work_free);
}

static void walk_member(const JsonValue *value, gpointer user);

/* Reads this thing and those in it. */
static void walk(Script *s, const JsonValue *value, gboolean is_alone)
{
    const JsonValue *graph = json_find(value, "@graph");
    if (json_is_list(value)) {
        s->is_alone = is_alone;
        json_each(value, walk_member, s);
    } else if (graph) {
        walk(s, graph, is_alone);
    } else {
        read_thing(s, value, is_alone);
        s->is_alone = FALSE;
        json_each(value, walk_member, s);
    }
}

static void walk_member(const JsonValue *value, gpointer user)
{
    Script *s = user;
    gboolean is_alone = s->is_alone;
    if (!json_text(value))
        walk(s, value, is_alone);
    s->is_alone = is_alone;
}

/* Notes the things that may be referred to. */
static void note(const JsonValue *value, gpointer user)
{
    Script *s = user;
    const char *id = json_text(json_find(value, "@id"));
    if (id && (find(value, "inLanguage") || find(value, "url")))
        g_hash_table_insert(s->things, (gpointer)id, (gpointer)value);
    json_each(value, note, user);
}

void schema_org_read(const char *json, const char *url, const char *base, Document *d)
{
    if (!strstr(json, "inLanguage") && !strstr(json, "workTranslation") && !strstr(json, "translationOfWork"))
        return;
    g_autoptr(JsonValue) root = json_parse(json, strlen(json), LIMIT_JSON_LD_VALUES);
    if (!root)
        return;
    Script s = {.url = url, .base = base, .document = d, .things = g_hash_table_new(g_str_hash, g_str_equal)};
    note(root, &s);
    walk(&s, root, TRUE);
    g_hash_table_unref(s.things);
}

/* ------------------------------------------------------------------ microdata */

typedef enum { PROPERTY_NONE, PROPERTY_URL, PROPERTY_LANGUAGE, PROPERTY_TRANSLATION } Property;

/* An open item. */
typedef struct {
    guint depth;       /* of its element */
    Property property; /* of the item around it that it is the value of */
    gboolean is_alone;
    Work *work;
} Item;

struct Microdata {
    const char *url;
    Document *document;
    guint depth;      /* open elements */
    GArray *items;    /* Item, from the outermost */
    GString *text;    /* of an element whose text is a language */
    guint text_depth; /* of that element; 0: there is none */
};

Microdata *microdata_new(const char *url, Document *d)
{
    Microdata *m = g_new0(Microdata, 1);
    m->url = url;
    m->document = d;
    m->items = g_array_new(FALSE, FALSE, sizeof(Item));
    m->text = g_string_new(NULL);
    return m;
}

static Item *innermost(Microdata *m)
{
    return m->items->len ? &g_array_index(m->items, Item, m->items->len - 1) : NULL;
}

static void end_item(Microdata *m)
{
    Item item = *innermost(m);
    g_array_set_size(m->items, m->items->len - 1);
    if (item.property == PROPERTY_TRANSLATION && m->items->len) {
        g_ptr_array_add(innermost(m)->work->translations, item.work);
        return;
    }
    if (item.property == PROPERTY_LANGUAGE && m->items->len)
        work_set_lang(innermost(m)->work, item.work->lang);
    tell(item.work, m->url, item.is_alone, m->document);
    work_free(item.work);
}

void microdata_free(Microdata *m)
{
    while (m->items->len)
        end_item(m);
    g_array_unref(m->items);
    g_string_free(m->text, TRUE);
    g_free(m);
}

static const char *attribute(const char *const *attributes, const char *name)
{
    for (; attributes && *attributes; attributes += 2)
        if (g_str_equal(attributes[0], name))
            return attributes[1] ? attributes[1] : "";
    return NULL;
}

/* The property that counts most of a list parted by spaces. A schema.org/Language has its tag for a name. */
static Property property_of(const char *names)
{
    static const struct {
        const char *name;
        Property property;
    } known[] = {{"workTranslation", PROPERTY_TRANSLATION},
                 {"translationOfWork", PROPERTY_TRANSLATION},
                 {"inLanguage", PROPERTY_LANGUAGE},
                 {"alternateName", PROPERTY_LANGUAGE},
                 {"url", PROPERTY_URL}};
    Property found = PROPERTY_NONE;
    g_auto(GStrv) words = g_strsplit_set(names, " \t\r\n", 16);
    for (char **w = words; *w; w++)
        for (guint i = 0; i < G_N_ELEMENTS(known); i++)
            if (g_str_equal(*w, known[i].name))
                found = MAX(found, known[i].property);
    return found;
}

static void put_value(Microdata *m, Property property, const char *base, const char *value, const char *lang)
{
    Work *work = innermost(m)->work;
    if (property == PROPERTY_URL)
        work_set_url(work, base, value);
    else if (property == PROPERTY_LANGUAGE)
        work_set_lang(work, value);
    else if (property == PROPERTY_TRANSLATION) {
        Work *other = work_new();
        work_set_url(other, base, value);
        work_set_lang(other, lang);
        g_ptr_array_add(work->translations, other);
    }
}

static void begin_item(Microdata *m, Property property, gboolean has_property, const char *base,
                       const char *id)
{
    Item item = {m->depth, property, !has_property, work_new()};
    work_set_url(item.work, base, id);
    g_array_append_val(m->items, item);
}

void microdata_start(Microdata *m, const char *base, const char *const *attributes)
{
    m->depth++;
    const char *names = attribute(attributes, "itemprop");
    gboolean is_item = attribute(attributes, "itemscope") && m->items->len < DEEPEST_ITEM;
    if (!is_item && (!names || !m->items->len))
        return;
    Property property = names && m->items->len ? property_of(names) : PROPERTY_NONE;
    if (is_item) {
        begin_item(m, property, names != NULL, base, attribute(attributes, "itemid"));
        return;
    }
    const char *value = attribute(attributes, "content");
    value = value ? value : attribute(attributes, "href");
    if (value) {
        put_value(m, property, base, value, attribute(attributes, "hreflang"));
    } else if (property == PROPERTY_LANGUAGE && !m->text_depth) {
        m->text_depth = m->depth;
        g_string_truncate(m->text, 0);
    }
}

void microdata_text(Microdata *m, const char *text, gsize n)
{
    if (m->text_depth && m->text->len < LIMIT_URL)
        g_string_append_len(m->text, text, n);
}

void microdata_end(Microdata *m)
{
    if (m->text_depth == m->depth && m->text_depth) {
        m->text_depth = 0;
        if (m->items->len)
            work_set_lang(innermost(m)->work, m->text->str);
    }
    while (m->items->len && innermost(m)->depth >= m->depth)
        end_item(m);
    m->depth -= m->depth > 0;
}
