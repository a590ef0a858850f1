#include "shim/config_check.h"

#include <string.h>

/* What a key may hold. */
typedef enum { KEY_TEXT, KEY_LIST, KEY_NUMBER, KEY_BOOLEAN, KEY_INDEXNOW, KEY_URL, KEY_ORIGINS } KeyType;

typedef struct {
    const char *group, *key;
    KeyType type;
} KnownKey;

/* Every key there is; a key "*" takes any name (language codes). */
static const KnownKey known_keys[] = {
    {"site", "name", KEY_TEXT},
    {"site", "name.*", KEY_TEXT},
    {"site", "start", KEY_LIST},
    {"site", "hosts", KEY_LIST},
    {"site", "languages", KEY_LIST},
    {"site", "data", KEY_TEXT},
    {"site", "terminology", KEY_LIST},
    {"crawl", "delay_ms", KEY_NUMBER},
    {"crawl", "concurrency", KEY_NUMBER},
    {"crawl", "max_pages", KEY_NUMBER},
    {"crawl", "pattern_pages", KEY_NUMBER},
    {"crawl", "host_pages", KEY_NUMBER},
    {"crawl", "allow_private_hosts", KEY_LIST},
    {"crawl", "include", KEY_LIST},
    {"crawl", "exclude", KEY_LIST},
    {"crawl", "session_parameters", KEY_LIST},
    {"crawl", "contact", KEY_TEXT},
    {"section", "pattern", KEY_LIST},
    {"section", "title.*", KEY_TEXT},
    {"index", "*", KEY_LIST},
    {"language", "learn", KEY_BOOLEAN},
    {"language", "*", KEY_LIST},
    {"language", "pattern", KEY_LIST},
    {"language", "terminology", KEY_LIST},
    {"query", "log", KEY_BOOLEAN},
    {"query", "origins", KEY_ORIGINS},
    {"query", "parity", KEY_BOOLEAN},
    {"query", "shell.*", KEY_TEXT},
    {"query", "url", KEY_URL},
    {"indexnow", "key", KEY_INDEXNOW},
    {"indexnow", "hosts", KEY_LIST},
};

static const char *const type_names[] = {"a text",
                                         "a list separated by spaces",
                                         "a whole number",
                                         "true or false",
                                         "8 to 128 letters, digits and hyphens",
                                         "an http or https URL without query and fragment",
                                         "origins: http:// or https:// and a host, separated by spaces"};

#define ORIGIN "https?://[A-Za-z0-9.\\-\\[\\]:]+"

static gboolean is_of_type(const char *value, KeyType type)
{
    if (type == KEY_NUMBER)
        return *value && strspn(value, "0123456789") == strlen(value) && strlen(value) < 10;
    if (type == KEY_INDEXNOW)
        return !*value || g_regex_match_simple("^[A-Za-z0-9-]{8,128}$", value, G_REGEX_DOLLAR_ENDONLY, 0);
    if (type == KEY_BOOLEAN)
        return g_str_equal(value, "true") || g_str_equal(value, "false");
    if (type == KEY_URL)
        return !*value || g_regex_match_simple("^" ORIGIN "(/[^?#\\s]*)?$", value, G_REGEX_DOLLAR_ENDONLY, 0);
    if (type == KEY_ORIGINS)
        return g_regex_match_simple("^(" ORIGIN "(\\s+|$))*$", value, G_REGEX_DOLLAR_ENDONLY, 0);
    return TRUE;
}

/* Where the check of a file stands: every line is looked at, so that each mistake has its place. */
typedef struct {
    const char *path;
    guint line;
    const char *kind; /* group of known_keys that is open, NULL: none yet */
    char *group;
    GHashTable *seen; /* groups, and "group\nkey" */
} Check;

static gboolean mistake(const Check *c, const char *subject, const char *expected, GError **error)
{
    g_autofree char *shown = g_utf8_make_valid(subject, -1);
    g_set_error(error, FAULT, FAULT_USAGE, "%s:%u: '%s': expected %s", c->path, c->line, shown, expected);
    return FALSE;
}

/* The kind of a group that there is ("section NAME" is a section), or NULL. */
static const char *group_kind(const char *group)
{
    if (g_str_has_prefix(group, "section "))
        return "section";
    for (guint i = 0; i < G_N_ELEMENTS(known_keys); i++)
        if (g_str_equal(known_keys[i].group, group) && !g_str_equal(group, "section"))
            return known_keys[i].group;
    return NULL;
}

static gboolean check_group(Check *c, const char *line, GError **error)
{
    const char *end = strchr(line, ']');
    if (!end || end[1])
        return mistake(c, line, "[group] or key = value", error);
    g_free(c->group);
    c->group = g_strndup(line + 1, end - line - 1);
    c->kind = group_kind(c->group);
    if (!c->kind)
        return mistake(c, c->group, "one of the groups site, crawl, section NAME, index, language, query, indexnow",
                       error);
    if (strspn(c->group + strlen(c->kind), " ") == strlen(c->group + strlen(c->kind)) &&
        g_str_equal(c->kind, "section"))
        return mistake(c, c->group, "a name behind 'section'", error);
    return g_hash_table_add(c->seen, g_strdup(c->group)) || mistake(c, c->group, "each group only once", error);
}

/* GKeyFile's escapes: \s \n \t \r \\. */
static gboolean has_bad_escape(const char *value)
{
    for (const char *p = value; (p = strchr(p, '\\')); p += 2)
        if (!p[1] || !strchr("sntr\\", p[1]))
            return TRUE;
    return FALSE;
}

static gboolean check_value(const Check *c, const char *key, const char *value, KeyType type, GError **error)
{
    g_autofree char *shown = g_strdup_printf("%s = %s", key, value);
    if (!g_utf8_validate(value, -1, NULL))
        return mistake(c, key, "a value in UTF-8", error);
    if (has_bad_escape(value))
        return mistake(c, shown, "s, n, t, r or \\ behind a \\", error);
    return is_of_type(value, type) || mistake(c, shown, type_names[type], error);
}

static gboolean check_key(Check *c, char *line, GError **error)
{
    char *equals = strchr(line, '=');
    if (!equals)
        return mistake(c, line, "[group] or key = value", error);
    *equals = '\0';
    const char *key = g_strchomp(line), *value = g_strchug(equals + 1);
    if (!c->kind)
        return mistake(c, key, "a group before the first key", error);
    for (guint i = 0; i < G_N_ELEMENTS(known_keys); i++) {
        if (!g_str_equal(known_keys[i].group, c->kind) || !g_pattern_match_simple(known_keys[i].key, key))
            continue;
        return g_hash_table_add(c->seen, g_strconcat(c->group, "\n", key, NULL))
                   ? check_value(c, key, value, known_keys[i].type, error)
                   : mistake(c, key, "each key only once", error);
    }
    return mistake(c, key, "a key that this group knows (see the README)", error);
}

gboolean config_check(const char *path, const char *text, GError **error)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    Check c = {.path = path, .seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
    gboolean ok = TRUE;
    for (char **l = lines; *l && ok; l++) {
        char *line = g_strstrip(*l);
        c.line++;
        if (*line && *line != '#')
            ok = *line == '[' ? check_group(&c, line, error) : check_key(&c, line, error);
    }
    g_hash_table_unref(c.seen);
    g_free(c.group);
    return ok;
}
