#include "shim/config.h"

#include <string.h>

#include "shim/config_check.h"
#include "shim/limits.h"

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

/* What the page is in, and who may ask. Relative paths are relative to the file. */
static void read_query(Config *c, GKeyFile *file, const char *directory)
{
    c->url = get_text(file, "query", "url");
    if (g_str_has_suffix(c->url, "/"))
        c->url[strlen(c->url) - 1] = '\0';
    c->origins = get_list(file, "query", "origins");
    g_autofree char *log = get_text(file, "query", "log");
    c->has_log = g_str_equal(log, "true");
    g_autofree char *parity = get_text(file, "query", "parity");
    c->has_parity = g_str_equal(parity, "true");
    g_auto(GStrv) keys = g_key_file_get_keys(file, "query", NULL, NULL);
    for (char **k = keys; k && *k; k++) {
        if (!g_str_has_prefix(*k, "shell."))
            continue;
        g_autofree char *path = get_text(file, "query", *k);
        g_hash_table_insert(c->shells, g_strdup(*k + strlen("shell.")), g_canonicalize_filename(path, directory));
    }
}

static void read_names(Config *c, GKeyFile *file)
{
    g_auto(GStrv) keys = g_key_file_get_keys(file, "site", NULL, NULL);
    for (char **k = keys; k && *k; k++)
        if (g_str_has_prefix(*k, "name."))
            g_hash_table_insert(c->names, g_strdup(*k + strlen("name.")), get_text(file, "site", *k));
}

static void read_values(Config *c, GKeyFile *file)
{
    g_autofree char *directory = g_path_get_dirname(c->path);
    g_autofree char *data = g_key_file_get_string(file, "site", "data", NULL);
    if (!c->data && data)
        c->data = g_path_is_absolute(data) ? g_strdup(data) : g_build_filename(directory, data, NULL);
    g_free(c->name);
    c->name = g_key_file_get_string(file, "site", "name", NULL);
    read_names(c, file);
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
    read_query(c, file, directory);
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
    if (!config_check(c->path, text, error))
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
    char ***lists[] = {&c->start, &c->hosts, &c->languages, &c->url_patterns, &c->indexnow_hosts, &c->terminology, &c->origins,
                       &c->crawl.private_hosts, &c->crawl.include, &c->crawl.exclude};
    for (guint i = 0; i < G_N_ELEMENTS(lists); i++)
        if (!*lists[i])
            *lists[i] = g_new0(char *, 1);
    char **texts[] = {&c->name, &c->indexnow_key, &c->url, &c->crawl.contact};
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
    c->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    c->shells = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
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
    g_free(c->url);
    g_strfreev(c->origins);
    g_hash_table_unref(c->names);
    g_hash_table_unref(c->shells);
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

const char *config_site_name(const Config *config, const char *lang)
{
    const char *name = g_hash_table_lookup(config->names, lang);
    return name ? name : config->name;
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
