#include "indexer/scope.h"

#include <string.h>

#include "indexer/url.h"
#include "shim/limits.h"

/* What was passed over for one reason in one pattern. */
typedef struct {
    char *reason, *pattern, *example;
    guint64 number;
} Skipped;

struct Scope {
    const Config *config;
    GHashTable *origins; /* "host:port" of hosts and seeds, and "host" for the default ports */
    GHashTable *counts;  /* hash of a pattern or an origin → URLs */
    GHashTable *skipped; /* "reason pattern" → Skipped */
};

static const char *const no_documents[] = {
    "png", "jpg", "jpeg", "gif", "svg", "webp", "ico",  "bmp", "tif", "tiff", "css", "js",  "mjs", "map", "woff", "woff2",
    "ttf", "eot", "otf",  "mp3", "mp4", "m4a",  "ogg",  "oga", "ogv", "webm", "avi", "mov", "wmv", "wav", "flac", "zip",
    "gz",  "tgz", "bz2",  "xz",  "7z",  "rar",  "tar",  "iso", "exe", "dmg",  "msi", "deb", "rpm", "apk", "jar",  "bin"};

/* "host:port" of a normalised URL, "host" with the scheme's own port. */
static char *host_and_port(const char *url)
{
    g_autofree char *origin = url_origin(url);
    return g_strdup(strstr(origin, "://") ? strstr(origin, "://") + 3 : origin);
}

static void skipped_free(gpointer p)
{
    Skipped *s = p;
    g_free(s->reason);
    g_free(s->pattern);
    g_free(s->example);
    g_free(s);
}

/* The ports of the seeds that a host has; FALSE: it has none. */
static gboolean add_seeds(Scope *s, const char *host)
{
    gboolean any = FALSE;
    for (char **u = s->config->start; *u; u++) {
        g_autofree char *url = url_resolve(NULL, *u), *of_seed = url ? url_host(url) : NULL;
        if (!url || !g_str_equal(of_seed, host))
            continue;
        g_hash_table_add(s->origins, host_and_port(url));
        any = TRUE;
    }
    return any;
}

Scope *scope_new(const Config *config)
{
    Scope *s = g_new0(Scope, 1);
    s->config = config;
    s->origins = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    s->counts = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    s->skipped = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, skipped_free);
    for (char **h = config->hosts; *h; h++)
        if (!add_seeds(s, *h))
            g_hash_table_add(s->origins, g_strdup(*h)); /* with its port, or on the default ones */
    return s;
}

void scope_free(Scope *s)
{
    g_hash_table_unref(s->origins);
    g_hash_table_unref(s->counts);
    g_hash_table_unref(s->skipped);
    g_free(s);
}

gboolean scope_has_host(const Scope *s, const char *url)
{
    g_autofree char *host = host_and_port(url);
    return g_hash_table_contains(s->origins, host);
}

static gboolean is_session_parameter(const Scope *s, const char *pair)
{
    gsize n = strcspn(pair, "=");
    for (char **p = s->config->crawl.session_parameters; *p; p++) {
        gsize most = strlen(*p);
        gboolean is_prefix = most && (*p)[most - 1] == '*';
        if (is_prefix ? n >= most - 1 && !strncmp(*p, pair, most - 1) : n == most && !strncmp(*p, pair, n))
            return TRUE;
    }
    return FALSE;
}

/* Drops session parameters, of the query and (";jsessionid=…") of the path's end. */
static char *drop_session(const Scope *s, const char *url)
{
    gsize path = strcspn(url, "?"), semicolon = strcspn(url, ";?");
    gboolean is_in_path = url[semicolon] == ';' && is_session_parameter(s, url + semicolon + 1) &&
                          !memchr(url + semicolon, '/', path - semicolon);
    g_autoptr(GString) out = g_string_new_len(url, is_in_path ? semicolon : path);
    if (!url[path])
        return g_strdup(out->str);
    g_auto(GStrv) pairs = g_strsplit(url + path + 1, "&", -1);
    const char *between = "?";
    for (char **p = pairs; *p; p++) {
        if (is_session_parameter(s, *p))
            continue;
        g_string_append_printf(out, "%s%s", between, *p);
        between = "&";
    }
    return g_strdup(out->str);
}

/* Is a group of segments there more often in a row than LIMIT_SAME_SEGMENTS? Groups of up to three are looked for. */
static gboolean repeats(char **segments, guint n)
{
    for (guint size = 1; size <= 3; size++) {
        guint same = 0;
        for (guint i = size; i < n; i++) {
            same = *segments[i] && g_str_equal(segments[i], segments[i - size]) ? same + 1 : 0;
            if (same >= size * LIMIT_SAME_SEGMENTS)
                return TRUE;
        }
    }
    return FALSE;
}

static gboolean is_no_document(const char *url)
{
    gsize path = strcspn(url, "?");
    g_autofree char *name = g_strndup(url, path);
    const char *dot = strrchr(name, '.'), *slash = strrchr(name, '/');
    for (guint i = 0; dot && dot > slash && i < G_N_ELEMENTS(no_documents); i++)
        if (g_ascii_strcasecmp(dot + 1, no_documents[i]) == 0)
            return TRUE;
    return FALSE;
}

static gboolean matches(char **globs, const char *url)
{
    for (; *globs; globs++)
        if (g_pattern_match_simple(*globs, url))
            return TRUE;
    return FALSE;
}

static const char *find_reason(const Scope *s, const char *url)
{
    const ConfigCrawl *crawl = &s->config->crawl;
    if ((*crawl->include && !matches(crawl->include, url)) || matches(crawl->exclude, url))
        return "excluded";
    if (is_no_document(url))
        return "no document";
    g_auto(GStrv) segments = url_segments(url);
    guint n = segments ? g_strv_length(segments) : 0;
    if (n > LIMIT_SEGMENTS)
        return "too many path segments";
    return n && repeats(segments, n) ? "repeated path segments" : NULL;
}

char *scope_normalise(const Scope *s, const char *url, const char **reason)
{
    *reason = NULL;
    if (!scope_has_host(s, url)) {
        *reason = "foreign";
        return NULL;
    }
    g_autofree char *plain = drop_session(s, url);
    *reason = find_reason(s, plain);
    return *reason ? NULL : g_steal_pointer(&plain);
}

static gint compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names of a query's parameters, in the order of the alphabet, each with a "*" for its value. */
static guint append_parameters(GString *out, const char *query)
{
    g_auto(GStrv) pairs = g_strsplit(query, "&", LIMIT_SEGMENTS);
    guint n = g_strv_length(pairs);
    qsort(pairs, n, sizeof *pairs, compare_names);
    for (guint i = 0; i < n; i++)
        g_string_append_printf(out, "%s%.*s=*", i ? "&" : "?", (int)strcspn(pairs[i], "="), pairs[i]);
    return n;
}

static char *find_pattern(const char *url, guint *parameters)
{
    g_autoptr(GString) out = g_string_new(NULL);
    g_autofree char *origin = url_origin(url);
    const char *p = url + strlen(origin);
    g_string_append(out, origin);
    while (*p && *p != '?') {
        gsize digits = strspn(p, "0123456789");
        g_string_append_c(out, digits ? '#' : *p);
        p += digits ? digits : 1;
    }
    *parameters = *p ? append_parameters(out, p + 1) : 0;
    return g_strdup(out->str);
}

char *scope_pattern(const char *url)
{
    guint parameters;
    return find_pattern(url, &parameters);
}

/* FNV-1a: a count is all that is kept of a pattern. */
static gint64 hash_text(const char *text)
{
    guint64 h = 14695981039346656037u;
    for (; *text; text++)
        h = (h ^ (guint8)*text) * 1099511628211u;
    return h;
}

gpointer url_key(const char *url)
{
    return GSIZE_TO_POINTER(hash_text(url));
}

static guint64 get_count(const Scope *s, const char *name)
{
    gint64 key = hash_text(name);
    return GPOINTER_TO_SIZE(g_hash_table_lookup(s->counts, &key));
}

static void add_one(Scope *s, const char *name)
{
    gint64 key = hash_text(name);
    g_hash_table_insert(s->counts, g_memdup2(&key, sizeof key), GSIZE_TO_POINTER(get_count(s, name) + 1));
}

/* "https://host/list?*": all queries of a path together. */
static char *find_path_pattern(const char *url)
{
    g_autofree char *path = g_strndup(url, strcspn(url, "?")), *pattern = scope_pattern(path);
    return g_strconcat(pattern, "?*", NULL);
}

static gboolean is_full(const Scope *s, const char *pattern, guint64 most)
{
    return get_count(s, pattern) >= MAX(most, 1);
}

gboolean scope_count(Scope *s, const char *url)
{
    guint parameters;
    g_autofree char *pattern = find_pattern(url, &parameters), *origin = url_origin(url);
    g_autofree char *path = parameters ? find_path_pattern(url) : NULL;
    guint64 most = s->config->crawl.pattern_pages;
    if (is_full(s, pattern, most / (parameters > 1 ? 10 : 1)) || (path && is_full(s, path, most)) ||
        get_count(s, origin) >= s->config->crawl.host_pages)
        return FALSE;
    add_one(s, pattern);
    add_one(s, origin);
    if (path)
        add_one(s, path);
    return TRUE;
}

/* The pattern by which a URL is told: that of its path, if all combinations of its parameters are too many. */
static char *find_told_pattern(const Scope *s, const char *url)
{
    guint parameters;
    g_autofree char *pattern = find_pattern(url, &parameters), *path = find_path_pattern(url);
    gboolean is_combined = parameters > 1 && is_full(s, path, s->config->crawl.pattern_pages);
    return is_combined ? g_steal_pointer(&path) : g_steal_pointer(&pattern);
}

void scope_skip(Scope *s, const char *url, const char *reason)
{
    g_autofree char *pattern = find_told_pattern(s, url), *key = g_strconcat(reason, " ", pattern, NULL);
    Skipped *skipped = g_hash_table_lookup(s->skipped, key);
    if (!skipped) {
        if (g_hash_table_size(s->skipped) >= LIMIT_SKIPPED)
            return;
        skipped = g_new0(Skipped, 1);
        skipped->reason = g_strdup(reason);
        skipped->pattern = g_steal_pointer(&pattern);
        skipped->example = g_strdup(url);
        g_hash_table_insert(s->skipped, g_steal_pointer(&key), skipped);
    }
    skipped->number++;
}

void scope_each_skipped(Scope *s, ScopeSkippedFunc func, gpointer user)
{
    GHashTableIter iter;
    gpointer value;
    g_hash_table_iter_init(&iter, s->skipped);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        const Skipped *skipped = value;
        func(skipped->reason, skipped->pattern, skipped->number, skipped->example, user);
    }
    g_hash_table_remove_all(s->skipped);
}
