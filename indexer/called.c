#include "indexer/called.h"

#include <string.h>

#include "langs/lexeme.h"
#include "shim/limits.h"

/* What links of one language say, as a key. */
typedef struct {
    const char *key;
    guint targets; /* nodes that links with it lead to */
} Text;

typedef struct {
    Text *text;
    guint links;
} Use;

/* A node in one language. */
typedef struct {
    guint64 id;   /* node and language */
    GArray *uses; /* Use, as they came */
} Target;

struct Called {
    guint n_languages;
    GPtrArray *analysers; /* LangAnalyser, of each language */
    GPtrArray *raw;       /* of each language: text as it stands → Text, NULL for one without words */
    GPtrArray *keys;      /* of each language: key → Text */
    GHashTable *targets;  /* id → Target */
    guint distinct;
};

static void target_free(gpointer data)
{
    Target *t = data;
    g_array_unref(t->uses);
    g_free(t);
}

Called *called_new(const GPtrArray *languages, GError **error)
{
    g_autoptr(Called) c = g_new0(Called, 1);
    c->n_languages = languages->len;
    c->analysers = g_ptr_array_new_with_free_func((GDestroyNotify)lang_analyser_free);
    c->raw = g_ptr_array_new_with_free_func((GDestroyNotify)g_hash_table_unref);
    c->keys = g_ptr_array_new_with_free_func((GDestroyNotify)g_hash_table_unref);
    c->targets = g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, target_free);
    for (guint i = 0; i < languages->len; i++) {
        LangAnalyser *analyser = lang_analyser_new(g_ptr_array_index(languages, i), error);
        if (!analyser)
            return NULL;
        g_ptr_array_add(c->analysers, analyser);
        g_ptr_array_add(c->raw, g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL));
        g_ptr_array_add(c->keys, g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free));
    }
    return g_steal_pointer(&c);
}

void called_free(Called *c)
{
    g_ptr_array_unref(c->analysers);
    g_ptr_array_unref(c->raw);
    g_ptr_array_unref(c->keys);
    g_hash_table_unref(c->targets);
    g_free(c);
}

/* The text of a key that nobody has used yet; takes the key, which may be NULL: there are no words. */
static Text *intern_key(GHashTable *keys, char *key)
{
    Text *text = key ? g_hash_table_lookup(keys, key) : NULL;
    if (key && !text) {
        text = g_new0(Text, 1);
        text->key = key;
        g_hash_table_insert(keys, key, text);
        return text;
    }
    g_free(key);
    return text;
}

/* Each text is analysed once. NULL: it has no words, or there are too many texts. */
static Text *intern(Called *c, guint32 language, const char *text)
{
    GHashTable *raw = g_ptr_array_index(c->raw, language);
    gpointer known;
    if (g_hash_table_lookup_extended(raw, text, NULL, &known))
        return known;
    if (c->distinct == LIMIT_CALLED_DISTINCT)
        return NULL;
    c->distinct++;
    char *key = lexeme_key(g_ptr_array_index(c->analysers, language), text, strlen(text));
    Text *made = intern_key(g_ptr_array_index(c->keys, language), key);
    g_hash_table_insert(raw, g_strdup(text), made);
    return made;
}

static Target *get_target(Called *c, guint32 node, guint32 language)
{
    guint64 id = (guint64)node * c->n_languages + language;
    Target *target = g_hash_table_lookup(c->targets, &id);
    if (target)
        return target;
    target = g_new0(Target, 1);
    target->id = id;
    target->uses = g_array_new(FALSE, FALSE, sizeof(Use));
    g_hash_table_insert(c->targets, &target->id, target);
    return target;
}

void called_add(Called *c, guint32 node, guint32 language, const char *text)
{
    gsize n = strlen(text);
    Text *said = n && n <= LIMIT_CALLED_BYTES ? intern(c, language, text) : NULL;
    if (!said)
        return;
    Target *target = get_target(c, node, language);
    for (guint i = 0; i < target->uses->len; i++) {
        Use *use = &g_array_index(target->uses, Use, i);
        if (use->text == said) {
            use->links++;
            return;
        }
    }
    Use use = {said, 1};
    if (target->uses->len == LIMIT_CALLED_SEEN)
        return;
    said->targets++;
    g_array_append_val(target->uses, use);
}

static gint compare_targets(gconstpointer a, gconstpointer b)
{
    const Target *x = *(const Target *const *)a, *y = *(const Target *const *)b;
    return x->id < y->id ? -1 : x->id > y->id;
}

static gint compare_uses(gconstpointer a, gconstpointer b)
{
    const Use *x = a, *y = b;
    return x->links != y->links ? (x->links > y->links ? -1 : 1) : strcmp(x->text->key, y->text->key);
}

/* The lines of a target, "" if nothing that it is called says something. */
static void list_texts(Target *target, GString *lines)
{
    guint n = 0;
    g_array_sort(target->uses, compare_uses);
    g_string_truncate(lines, 0);
    for (guint i = 0; i < target->uses->len && n < LIMIT_CALLED_TEXTS; i++) {
        const Text *text = g_array_index(target->uses, Use, i).text;
        if (text->targets > LIMIT_CALLED_TARGETS)
            continue;
        g_string_append_printf(lines, "%s%s", n++ ? "\n" : "", text->key);
    }
}

void called_each(const Called *c, CalledFunc func, gpointer user)
{
    g_autoptr(GPtrArray) targets = g_ptr_array_new();
    GHashTableIter iter;
    gpointer value;
    g_hash_table_iter_init(&iter, c->targets);
    while (g_hash_table_iter_next(&iter, NULL, &value))
        g_ptr_array_add(targets, value);
    g_autoptr(GString) lines = g_string_new(NULL);
    g_ptr_array_sort(targets, compare_targets);
    for (guint i = 0; i < targets->len; i++) {
        Target *target = g_ptr_array_index(targets, i);
        list_texts(target, lines);
        if (lines->len)
            func(target->id / c->n_languages, target->id % c->n_languages, lines->str, user);
    }
}
