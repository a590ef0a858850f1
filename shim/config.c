#include "shim/config.h"

#include <string.h>

#include "shim/limits.h"

/* What a key may hold. */
typedef enum { KEY_TEXT, KEY_LIST, KEY_NUMBER, KEY_BOOLEAN, KEY_INDEXNOW } KeyType;

typedef struct {
    const char *group, *key;
    KeyType type;
} KnownKey;

/* Every key there is; a key "*" takes any name (language codes). */
static const KnownKey known_keys[] = {
    {"site", "name", KEY_TEXT},
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
    {"query", "origins", KEY_LIST},
    {"query", "shell.*", KEY_TEXT},
    {"indexnow", "key", KEY_INDEXNOW},
    {"indexnow", "hosts", KEY_LIST},
};

static const char *const type_names[] = {"a text", "a list separated by spaces", "a whole number",
                                         "true or false", "8 to 128 letters, digits and hyphens"};

static char **split_list(const char *value)
{
    g_auto(GStrv) all = g_strsplit_set(value, " \t", -1);
    g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
    for (char **s = all; *s; s++)
        if (**s)
            g_strv_builder_add(builder, *s);
    return g_strv_builder_end(builder);
}

static void section_free(gpointer p)
{
    ConfigSection *s = p;
    g_free(s->name);
    g_strfreev(s->patterns);
    g_hash_table_unref(s->titles);
    g_free(s);
}

static gboolean is_of_type(const char *value, KeyType type)
{
    if (type == KEY_NUMBER)
        return *value && strspn(value, "0123456789") == strlen(value) && strlen(value) < 10;
    if (type == KEY_INDEXNOW)
        return !*value || g_regex_match_simple("^[A-Za-z0-9-]{8,128}$", value, G_REGEX_DOLLAR_ENDONLY, 0);
    if (type == KEY_BOOLEAN)
        return g_str_equal(value, "true") || g_str_equal(value, "false");
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
        return mistake(c, c->group,
                       "one of the groups site, crawl, section NAME, index, language, query, indexnow",
                       error);
    if (strspn(c->group + strlen(c->kind), " ") == strlen(c->group + strlen(c->kind)) &&
        g_str_equal(c->kind, "section"))
        return mistake(c, c->group, "a name behind 'section'", error);
    return g_hash_table_add(c->seen, g_strdup(c->group)) ||
           mistake(c, c->group, "each group only once", error);
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

static gboolean check_text(const char *path, const char *text, GError **error)
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

static char **get_list(GKeyFile *file, const char *group, const char *key)
{
    g_autofree char *value = g_key_file_get_string(file, group, key, NULL);
    return split_list(value ? value : "");
}

static void read_section(Config *c, GKeyFile *file, const char *group)
{
    ConfigSection *s = g_new0(ConfigSection, 1);
    s->name = g_strstrip(g_strdup(group + strlen("section ")));
    s->patterns = get_list(file, group, "pattern");
    s->titles = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_auto(GStrv) keys = g_key_file_get_keys(file, group, NULL, NULL);
    for (char **k = keys; k && *k; k++)
        if (g_str_has_prefix(*k, "title."))
            g_hash_table_insert(s->titles, g_strdup(*k + strlen("title.")),
                                g_key_file_get_string(file, group, *k, NULL));
    g_ptr_array_add(c->sections, s);
}

static char **get_hosts(GKeyFile *file, const char *group, const char *key)
{
    char **hosts = get_list(file, group, key);
    for (char **h = hosts; *h; h++)
        for (char *p = *h; *p; p++)
            *p = g_ascii_tolower(*p);
    return hosts;
}

static void get_number(GKeyFile *file, const char *key, guint64 *value)
{
    g_autofree char *text = g_key_file_get_string(file, "crawl", key, NULL);
    if (text)
        *value = g_ascii_strtoull(text, NULL, 10);
}

static char *get_text(GKeyFile *file, const char *group, const char *key)
{
    char *text = g_key_file_get_string(file, group, key, NULL);
    return text ? text : g_strdup("");
}

/* "true" and "false" are understood too: all hosts of the site, and none. */
static char **get_private_hosts(GKeyFile *file)
{
    char **hosts = get_hosts(file, "crawl", "allow_private_hosts");
    if (*hosts && !hosts[1] && (g_str_equal(*hosts, "true") || g_str_equal(*hosts, "false"))) {
        gboolean all = g_str_equal(*hosts, "true");
        g_strfreev(hosts);
        hosts = split_list(all ? "*" : "");
    }
    return hosts;
}

static void read_crawl(ConfigCrawl *crawl, GKeyFile *file)
{
    guint64 delay_ms = crawl->delay_ms, concurrency = crawl->concurrency;
    get_number(file, "delay_ms", &delay_ms);
    get_number(file, "concurrency", &concurrency);
    get_number(file, "max_pages", &crawl->max_pages);
    get_number(file, "pattern_pages", &crawl->pattern_pages);
    get_number(file, "host_pages", &crawl->host_pages);
    crawl->delay_ms = delay_ms;
    crawl->concurrency = CLAMP(concurrency, 1, LIMIT_HOST_CONCURRENCY);
    crawl->private_hosts = get_private_hosts(file);
    crawl->include = get_list(file, "crawl", "include");
    crawl->exclude = get_list(file, "crawl", "exclude");
    if (g_key_file_has_key(file, "crawl", "session_parameters", NULL)) {
        g_strfreev(crawl->session_parameters);
        crawl->session_parameters = get_list(file, "crawl", "session_parameters");
    }
    crawl->contact = get_text(file, "crawl", "contact");
}

/* Both groups may have it; relative paths are relative to the file. */
static char **get_terminology(GKeyFile *file, const char *directory)
{
    static const char *const groups[] = {"site", "language"};
    g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
    for (guint i = 0; i < G_N_ELEMENTS(groups); i++) {
        g_auto(GStrv) paths = get_list(file, groups[i], "terminology");
        for (char **path = paths; *path; path++) {
            g_autofree char *whole =
                g_path_is_absolute(*path) ? g_strdup(*path) : g_build_filename(directory, *path, NULL);
            g_strv_builder_add(builder, whole);
        }
    }
    return g_strv_builder_end(builder);
}

static void read_values(Config *c, GKeyFile *file)
{
    g_autofree char *directory = g_path_get_dirname(c->path);
    g_autofree char *data = g_key_file_get_string(file, "site", "data", NULL);
    if (!c->data && data)
        c->data = g_path_is_absolute(data) ? g_strdup(data) : g_build_filename(directory, data, NULL);
    g_free(c->name);
    c->name = g_key_file_get_string(file, "site", "name", NULL);
    c->start = get_list(file, "site", "start");
    c->hosts = get_hosts(file, "site", "hosts");
    c->languages = get_list(file, "site", "languages");
    g_auto(GStrv) groups = g_key_file_get_groups(file, NULL);
    for (char **g = groups; *g; g++)
        if (g_str_has_prefix(*g, "section "))
            read_section(c, file, *g);
    c->url_patterns = get_list(file, "language", "pattern");
    g_auto(GStrv) globs = g_key_file_get_keys(file, "language", NULL, NULL);
    static const char *const other_keys[] = {"terminology", "pattern", "learn", NULL};
    for (char **k = globs; k && *k; k++)
        if (!g_strv_contains(other_keys, *k))
            g_hash_table_insert(c->language_globs, g_strdup(*k), get_list(file, "language", *k));
    c->terminology = get_terminology(file, directory);
    g_autofree char *learn = get_text(file, "language", "learn");
    c->may_learn = !g_str_equal(learn, "false");
    g_auto(GStrv) locations = g_key_file_get_keys(file, "index", NULL, NULL);
    for (char **k = locations; k && *k; k++)
        g_hash_table_insert(c->index_locations, g_strdup(*k), g_key_file_get_string(file, "index", *k, NULL));
    read_crawl(&c->crawl, file);
    c->indexnow_key = get_text(file, "indexnow", "key");
    c->indexnow_hosts = get_hosts(file, "indexnow", "hosts");
}

static gboolean read_file(Config *c, GError **error)
{
    g_autofree char *text = NULL;
    g_autoptr(GError) cause = NULL;
    if (!g_file_get_contents(c->path, &text, NULL, &cause)) {
        g_set_error(error, FAULT, FAULT_USAGE, "cannot read configuration '%s': %s", c->path, cause->message);
        return FALSE;
    }
    if (!check_text(c->path, text, error))
        return FALSE;
    g_autoptr(GKeyFile) file = g_key_file_new();
    if (!g_key_file_load_from_data(file, text, strlen(text), G_KEY_FILE_NONE, &cause)) {
        g_set_error(error, FAULT, FAULT_USAGE, "%s: %s", c->path, cause->message);
        return FALSE;
    }
    read_values(c, file);
    return TRUE;
}

static void set_defaults(ConfigCrawl *crawl)
{
    crawl->delay_ms = 500;
    crawl->concurrency = 2;
    crawl->pattern_pages = 10000;
    crawl->host_pages = 1000000;
    crawl->session_parameters = split_list("utm_* fbclid gclid PHPSESSID JSESSIONID jsessionid");
}

/* Without hosts, those of the seed URLs are the site's. */
static char **hosts_of(char **urls)
{
    g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
    for (; urls && *urls; urls++) {
        g_autoptr(GUri) uri = g_uri_parse(*urls, G_URI_FLAGS_PARSE_RELAXED | G_URI_FLAGS_ENCODED, NULL);
        const char *host = uri ? g_uri_get_host(uri) : NULL;
        g_autofree char *lower = host ? g_ascii_strdown(host, -1) : NULL;
        g_autofree char *entry = lower && strchr(lower, ':') ? g_strconcat("[", lower, "]", NULL) : g_strdup(lower);
        if (entry)
            g_strv_builder_add(builder, entry);
    }
    return g_strv_builder_end(builder);
}

/* What a file did not give, or without one all, is empty and not NULL. */
static void fill_gaps(Config *c)
{
    if (!c->hosts || !*c->hosts) {
        g_strfreev(c->hosts);
        c->hosts = hosts_of(c->start);
    }
    char ***lists[] = {&c->start, &c->hosts, &c->languages, &c->url_patterns, &c->indexnow_hosts, &c->terminology,
                       &c->crawl.private_hosts, &c->crawl.include, &c->crawl.exclude};
    for (guint i = 0; i < G_N_ELEMENTS(lists); i++)
        if (!*lists[i])
            *lists[i] = g_new0(char *, 1);
    char **texts[] = {&c->name, &c->indexnow_key, &c->crawl.contact};
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
        if (!*texts[i])
            *texts[i] = g_strdup("");
}

Config *config_open(const char *path, const char *data, GError **error)
{
    g_autoptr(Config) c = g_new0(Config, 1);
    c->data = g_strdup(data);
    c->name = g_strdup("");
    c->sections = g_ptr_array_new_with_free_func(section_free);
    c->language_globs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_strfreev);
    c->index_locations = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    if (!path && !data && g_file_test("isoglot.conf", G_FILE_TEST_EXISTS))
        path = "isoglot.conf";
    c->path = g_strdup(path);
    c->may_learn = TRUE;
    set_defaults(&c->crawl);
    if (path && !read_file(c, error))
        return NULL;
    fill_gaps(c);
    if (c->data)
        return g_steal_pointer(&c);
    if (path)
        g_set_error(error, FAULT, FAULT_USAGE, "%s: 'data' is missing in [site]: expected a directory", path);
    else
        g_set_error(error, FAULT, FAULT_USAGE,
                    "no data directory: give --data DIR or --config FILE, or make isoglot.conf with 'isoglot "
                    "init URL'");
    return NULL;
}

void config_free(Config *c)
{
    g_free(c->path);
    g_free(c->data);
    g_free(c->name);
    g_strfreev(c->start);
    g_strfreev(c->hosts);
    g_strfreev(c->languages);
    g_strfreev(c->url_patterns);
    g_ptr_array_unref(c->sections);
    g_hash_table_unref(c->language_globs);
    g_hash_table_unref(c->index_locations);
    g_free(c->indexnow_key);
    g_strfreev(c->indexnow_hosts);
    g_strfreev(c->terminology);
    g_strfreev(c->crawl.private_hosts);
    g_strfreev(c->crawl.include);
    g_strfreev(c->crawl.exclude);
    g_strfreev(c->crawl.session_parameters);
    g_free(c->crawl.contact);
    g_free(c);
}

static gboolean any_glob_matches(char **globs, const char *url)
{
    for (; globs && *globs; globs++)
        if (g_pattern_match_simple(*globs, url))
            return TRUE;
    return FALSE;
}

const ConfigSection *config_find_section(const Config *c, const char *url)
{
    for (guint i = 0; i < c->sections->len; i++) {
        const ConfigSection *s = g_ptr_array_index(c->sections, i);
        if (any_glob_matches(s->patterns, url))
            return s;
    }
    return NULL;
}

const char *config_section_title(const Config *config, const char *section, const char *lang)
{
    for (guint i = 0; i < config->sections->len; i++) {
        const ConfigSection *s = g_ptr_array_index(config->sections, i);
        const char *title = g_str_equal(s->name, section) ? g_hash_table_lookup(s->titles, lang) : NULL;
        if (title)
            return title;
    }
    return section;
}

const char *config_find_language(const Config *c, const char *url)
{
    GHashTableIter iter;
    gpointer code, globs;
    g_hash_table_iter_init(&iter, c->language_globs);
    while (g_hash_table_iter_next(&iter, &code, &globs))
        if (any_glob_matches(globs, url))
            return code;
    return NULL;
}

/* Bytes of the host in "host", "host:port", "[v6]" and "[v6]:port". */
static gsize host_length(const char *entry)
{
    const char *end = *entry == '[' ? strchr(entry, ']') : NULL;
    return end ? (gsize)(end + 1 - entry) : strcspn(entry, ":");
}

gboolean config_has_host(const Config *c, const char *host)
{
    if (!*c->hosts)
        return TRUE;
    for (char **h = c->hosts; *h; h++)
        if (host_length(*h) == strlen(host) && g_str_has_prefix(*h, host))
            return TRUE;
    return FALSE;
}

gboolean config_takes_pings(const Config *c, const char *host, guint port)
{
    g_autofree char *with_port = g_strdup_printf("%s:%u", host, port);
    char **hosts = *c->indexnow_hosts ? c->indexnow_hosts : c->hosts;
    return g_strv_contains((const char *const *)hosts, host) || g_strv_contains((const char *const *)hosts, with_port);
}

char **config_private_hosts(const Config *c)
{
    g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
    for (char **p = c->crawl.private_hosts; *p; p++)
        if (!g_str_equal(*p, "*"))
            g_strv_builder_add(builder, *p);
    gboolean all = g_strv_contains((const char *const *)c->crawl.private_hosts, "*");
    for (char **h = c->hosts; *h; h++) {
        g_autofree char *host = g_strndup(*h, host_length(*h));
        if (all || *host == '[' || g_hostname_is_ip_address(host) || g_str_equal(host, "localhost"))
            g_strv_builder_add(builder, host);
    }
    return g_strv_builder_end(builder);
}
