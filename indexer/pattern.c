#include "indexer/pattern.h"

#include <string.h>

#include "indexer/marker.h"
#include "indexer/pattern_learn.h"
#include "langs/lang.h"

struct Patterns {
    char *const *configured;
    GHashTable *rules;      /* "place\nmarker" → Rule* */
    GHashTable *distrusted; /* shape → pages */
};

#define SHAPE "shape" /* among the places of rules */

typedef struct {
    MarkerPlace place;
    char *marker, *lang;
    guint pages;
} Rule;

static void rule_free(gpointer p)
{
    Rule *r = p;
    g_free(r->marker);
    g_free(r->lang);
    g_free(r);
}

Patterns *patterns_new(char *const *configured)
{
    Patterns *p = g_new0(Patterns, 1);
    p->configured = configured;
    p->rules = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, rule_free);
    p->distrusted = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return p;
}

void patterns_free(Patterns *p)
{
    g_hash_table_unref(p->rules);
    g_hash_table_unref(p->distrusted);
    g_free(p);
}

/* ------------------------------------------------------------------ rules */

static char *rule_id(MarkerPlace place, const char *text, gsize n)
{
    return g_strdup_printf("%s\n%.*s", marker_place_name(place), (int)n, text);
}

void patterns_add_rule(Patterns *p, const PatternRule *rule)
{
    MarkerPlace place = marker_place_find(rule->place);
    if (g_str_equal(rule->place, SHAPE))
        patterns_distrust(p, rule->marker, rule->pages);
    if (place == N_PLACES)
        return;
    Rule *r = g_new0(Rule, 1);
    *r = (Rule){place, g_strdup(rule->marker), g_strdup(rule->lang), rule->pages};
    g_hash_table_replace(p->rules, rule_id(place, rule->marker, strlen(rule->marker)), r);
}

static gint compare_rules(gconstpointer a, gconstpointer b)
{
    const Rule *x = *(const Rule *const *)a, *y = *(const Rule *const *)b;
    return x->place != y->place ? (gint)x->place - (gint)y->place : strcmp(x->marker, y->marker);
}

void patterns_each_rule(const Patterns *p, PatternRuleFunc func, gpointer user)
{
    g_autoptr(GPtrArray) rules = g_ptr_array_new();
    GHashTableIter iter;
    gpointer value;
    g_hash_table_iter_init(&iter, p->rules);
    while (g_hash_table_iter_next(&iter, NULL, &value))
        g_ptr_array_add(rules, value);
    g_ptr_array_sort(rules, compare_rules);
    for (guint i = 0; i < rules->len; i++) {
        const Rule *r = g_ptr_array_index(rules, i);
        const PatternRule rule = {marker_place_name(r->place), r->marker, r->lang, r->pages};
        func(&rule, user);
    }
    g_autoptr(GList) shapes = g_list_sort(g_hash_table_get_keys(p->distrusted), (GCompareFunc)strcmp);
    for (GList *s = shapes; s; s = s->next) {
        const PatternRule rule = {SHAPE, s->data, "", GPOINTER_TO_UINT(g_hash_table_lookup(p->distrusted, s->data))};
        func(&rule, user);
    }
}

static void add_learned(const PatternRule *rule, gpointer patterns)
{
    patterns_add_rule(patterns, rule);
}

void patterns_learn(Patterns *p, const PatternExample *examples, guint n)
{
    g_hash_table_remove_all(p->rules);
    g_hash_table_remove_all(p->distrusted);
    pattern_learn(examples, n, add_learned, p);
}

/* ------------------------------------------------------------------ configured patterns */

/* Bytes of the longest of the texts parted by commas that `url` goes on with, before `tail`; -1: none. */
static gssize match_texts(const char *url, const char *texts, gsize n, const char *tail)
{
    gssize longest = -1;
    for (const char *p = texts; p <= texts + n;) {
        gsize length = strcspn(p, ",}");
        if ((gssize)length > longest && strncmp(url, p, length) == 0 && g_str_has_prefix(url + length, tail))
            longest = length;
        p += length + 1;
    }
    return longest;
}

/* Bytes of a language's code, as long as may be, before `tail`; -1: there is none. */
static gssize match_code(const char *url, const char *tail)
{
    for (gsize n = strspn(url, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"); n >= 2;
         n--) {
        const Marker marker = {.place = PLACE_PATH, .text = url, .n = n};
        if (n <= MARKER_MOST && g_str_has_prefix(url + n, tail) && marker_code(&marker))
            return n;
    }
    return -1;
}

/* The URL with what stands at a pattern's braces taken out; NULL: it does not fit. */
static char *match_configured(const char *url, const char *pattern)
{
    const char *open = strchr(pattern, '{'), *close = open ? strchr(open, '}') : NULL;
    if (!close)
        return NULL;
    g_autofree char *head = g_strndup(pattern, open - pattern);
    for (const char *p = url; (p = strstr(p, head)); p++) {
        const char *at = p + strlen(head);
        gssize n = close == open + 1 ? match_code(at, close + 1)
                                     : match_texts(at, open + 1, close - open - 1, close + 1);
        if (n >= 0)
            return g_strdup_printf("%.*s{}%s", (int)(at - url), url, at + n);
        if (!*p)
            break;
    }
    return NULL;
}

/* ------------------------------------------------------------------ keys */

static const Rule *find_rule(const Patterns *p, const Marker *m)
{
    g_autofree char *id = rule_id(m->place, m->text, m->n);
    return g_hash_table_lookup(p->rules, id);
}

static gboolean overlaps(const Marker *m, const Marker *const *others, guint n)
{
    for (guint i = 0; i < n; i++)
        if (m->start < others[i]->end && others[i]->start < m->end)
            return TRUE;
    return FALSE;
}

/* Markers that say the page's language; without any, the first that says another. Returns how many. */
static guint choose_markers(const Patterns *p, const Marker *markers, guint n, const char *lang,
                            const Marker **chosen)
{
    const Marker *other = NULL;
    guint found = 0;
    for (guint i = 0; i < n; i++) {
        const Rule *rule = markers[i].n ? find_rule(p, &markers[i]) : NULL;
        if (!rule || overlaps(&markers[i], chosen, found))
            continue;
        if (g_str_equal(rule->lang, lang))
            chosen[found++] = &markers[i];
        else if (!other)
            other = &markers[i];
    }
    if (!found && other)
        chosen[found++] = other;
    return found;
}

/* The place where the language of this page goes without saying. */
static const Marker *choose_nothing(const Patterns *p, const Marker *markers, guint n, const char *lang)
{
    const Marker *best = NULL;
    guint most = 0;
    for (guint i = 0; i < n; i++) {
        const Rule *rule = markers[i].n ? NULL : find_rule(p, &markers[i]);
        if (rule && rule->pages > most && g_str_equal(rule->lang, lang)) {
            best = &markers[i];
            most = rule->pages;
        }
    }
    return best;
}

char *pattern_shape(const char *key)
{
    GString *shape = g_string_new(NULL);
    for (const char *p = key; *p; p++)
        if (!g_ascii_isdigit(*p))
            g_string_append_c(shape, *p);
        else if (!shape->len || shape->str[shape->len - 1] != '#')
            g_string_append_c(shape, '#');
    return g_string_free(shape, FALSE);
}

void patterns_distrust(Patterns *p, const char *shape, guint pages)
{
    g_hash_table_replace(p->distrusted, g_strdup(shape), GUINT_TO_POINTER(pages));
}

static gboolean is_distrusted(const Patterns *p, const char *key)
{
    if (!g_hash_table_size(p->distrusted))
        return FALSE;
    g_autofree char *shape = pattern_shape(key);
    return g_hash_table_contains(p->distrusted, shape);
}

char *patterns_key(const Patterns *p, const char *url, const char *lang)
{
    for (char *const *c = p->configured; c && *c; c++) {
        char *key = match_configured(url, *c);
        if (key)
            return key;
    }
    if (!g_hash_table_size(p->rules))
        return NULL;
    Marker markers[MARKERS_MOST];
    const Marker *chosen[MARKERS_MOST];
    guint n = marker_list(url, markers), found = choose_markers(p, markers, n, lang, chosen);
    if (!found && (chosen[0] = choose_nothing(p, markers, n, lang)))
        found = 1;
    g_autofree char *key = found ? marker_key(url, chosen, found) : NULL;
    return key && !is_distrusted(p, key) ? g_steal_pointer(&key) : NULL;
}
