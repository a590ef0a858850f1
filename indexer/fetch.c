#include "indexer/fetch.h"

#include <curl/curl.h>
#include <string.h>

#include "indexer/http.h"
#include "indexer/url.h"
#include "shim/limits.h"
#include "shim/record.h"

#define PROTOCOLS "http,https"
#define SLOWEST_BYTES_PER_SECOND 100

gint64 fetch_parse_date(const char *text)
{
    time_t when = curl_getdate(text, NULL);
    return when < 0 ? RECORD_DATE_UNKNOWN : when;
}

struct Fetcher {
    CURL *curl; /* one handle for all transfers, so that connections are used again */
    struct curl_slist *headers;
};

/* One request to one URL, and what has come of it. */
typedef struct {
    char *url;
    GString *head; /* of the last response: an interim one is replaced */
    gsize head_n;  /* bytes of all heads */
    GByteArray *body;
    const char *excess; /* what was larger than `ceiling` and ended it, or NULL */
    gsize ceiling;
    char reason[CURL_ERROR_SIZE];
} Transfer;

Fetcher *fetcher_new(void)
{
    curl_global_init(CURL_GLOBAL_DEFAULT); /* counted */
    Fetcher *f = g_new0(Fetcher, 1);
    f->curl = curl_easy_init();
    /* Codings are undone by inflate.h: libcurl takes a gzip body that was cut for a whole one. */
    f->headers = curl_slist_append(NULL, "Accept-Encoding: gzip, deflate, br");
    g_assert(f->curl && f->headers); /* only for lack of memory */
    return f;
}

void fetcher_free(Fetcher *f)
{
    curl_easy_cleanup(f->curl);
    curl_slist_free_all(f->headers);
    g_free(f);
    curl_global_cleanup();
}

static Transfer *transfer_new(const char *url)
{
    Transfer *t = g_new0(Transfer, 1);
    t->url = g_strdup(url);
    t->head = g_string_new(NULL);
    t->body = g_byte_array_new();
    return t;
}

static void transfer_free(Transfer *t)
{
    g_free(t->url);
    g_string_free(t->head, TRUE);
    g_byte_array_unref(t->body);
    g_free(t);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Transfer, transfer_free)

static size_t take_head(char *line, size_t size, size_t n, void *user)
{
    Transfer *t = user;
    n *= size;
    if (n >= 5 && memcmp(line, "HTTP/", 5) == 0)
        g_string_truncate(t->head, 0);
    t->head_n += n;
    if (t->head_n > LIMIT_HTTP_HEADER) {
        t->excess = "head";
        t->ceiling = LIMIT_HTTP_HEADER;
        return 0;
    }
    g_string_append_len(t->head, line, n);
    return n;
}

static size_t take_body(char *bytes, size_t size, size_t n, void *user)
{
    Transfer *t = user;
    n *= size;
    if (t->body->len + n > LIMIT_PAGE) {
        t->excess = "body";
        t->ceiling = LIMIT_PAGE;
        return 0;
    }
    g_byte_array_append(t->body, (const guint8 *)bytes, n);
    return n;
}

static void set_up(CURL *curl, const struct curl_slist *headers, Transfer *t)
{
    curl_easy_reset(curl); /* keeps connections */
    curl_easy_setopt(curl, CURLOPT_URL, t->url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, PROTOCOLS);
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, FETCH_PRODUCT "/1.0");
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)LIMIT_FETCH_CONNECT_MS);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)LIMIT_FETCH_MS);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, (long)SLOWEST_BYTES_PER_SECOND);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, (long)LIMIT_FETCH_SLOW_SECONDS);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_head);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, t);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, t);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, t->reason);
}

static gboolean fail(GError **error, Fault code, const char *url, const char *reason)
{
    g_set_error(error, FAULT, code, "cannot fetch '%s': %s", url, reason);
    return FALSE;
}

static gboolean fail_excess(GError **error, const char *url, const char *what, gsize ceiling)
{
    g_autofree char *reason = g_strdup_printf("too large, its %s has more than %zu bytes", what, ceiling);
    return fail(error, FAULT_SKIP, url, reason);
}

/* From libcurl's codes to what the caller may do. */
static gboolean judge(CURLcode code, const Transfer *t, GError **error)
{
    if (code == CURLE_OK)
        return TRUE;
    if (t->excess)
        return fail_excess(error, t->url, t->excess, t->ceiling);
    gboolean is_hopeless = code == CURLE_BAD_CONTENT_ENCODING || code == CURLE_UNSUPPORTED_PROTOCOL ||
                           code == CURLE_URL_MALFORMAT || code == CURLE_WEIRD_SERVER_REPLY;
    return fail(error, is_hopeless ? FAULT_SKIP : FAULT_RETRY, t->url,
                *t->reason ? t->reason : curl_easy_strerror(code));
}

static Page *make_page(const Transfer *t, GError **error)
{
    g_autoptr(Page) page = page_new();
    page->url = g_strdup(t->url);
    page->source = g_strdup(t->url);
    page->fetched_at = g_get_real_time() / G_USEC_PER_SEC;
    if (!http_read_message(t->head->str, t->head->len, t->body->data, t->body->len, page, error)) {
        g_prefix_error(error, "cannot fetch '%s': ", t->url);
        return NULL;
    }
    if (!page->truncated)
        return g_steal_pointer(&page);
    if (g_bytes_get_size(page->body) == LIMIT_PAGE)
        fail_excess(error, t->url, "body", LIMIT_PAGE);
    else
        fail(error, FAULT_RETRY, t->url, "its body ends early");
    return NULL;
}

/* Where the answer sends us, normalised; NULL without an error: nowhere. */
static char *find_redirect(CURL *curl, const char *url, GError **error)
{
    char *target = NULL;
    curl_easy_getinfo(curl, CURLINFO_REDIRECT_URL, &target);
    char *next = target ? url_resolve(url, target) : NULL;
    if (target && !next) {
        g_autofree char *shown = g_utf8_make_valid(target, -1);
        g_autofree char *reason =
            g_strdup_printf("it redirects to '%s', which is no http or https URL", shown);
        fail(error, FAULT_SKIP, url, reason);
    }
    return next;
}

/* `hops` are the URLs asked so far; may `next` be asked? */
static gboolean check_hop(GPtrArray *hops, const char *next, GError **error)
{
    const char *first = g_ptr_array_index(hops, 0);
    if (hops->len > LIMIT_REDIRECTS) {
        g_autofree char *reason =
            g_strdup_printf("more than %d redirects, the last to '%s'", LIMIT_REDIRECTS, next);
        return fail(error, FAULT_SKIP, first, reason);
    }
    guint i;
    if (!g_ptr_array_find_with_equal_func(hops, next, g_str_equal, &i))
        return TRUE;
    g_autoptr(GString) loop = g_string_new("redirect loop: ");
    for (; i < hops->len; i++)
        g_string_append_printf(loop, "'%s' → ", (char *)g_ptr_array_index(hops, i));
    g_string_append_printf(loop, "'%s'", next);
    return fail(error, FAULT_SKIP, first, loop->str);
}

Page *fetcher_get(Fetcher *f, const char *url, GError **error)
{
    g_autoptr(GPtrArray) hops = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *next = url_resolve(NULL, url);
    if (!next) {
        fail(error, FAULT_SKIP, url, "no http or https URL");
        return NULL;
    }
    for (;;) {
        g_autoptr(Transfer) t = transfer_new(next);
        g_autoptr(GError) cause = NULL;
        g_ptr_array_add(hops, g_steal_pointer(&next));
        set_up(f->curl, f->headers, t);
        if (!judge(curl_easy_perform(f->curl), t, error))
            return NULL;
        next = find_redirect(f->curl, t->url, &cause);
        if (cause) {
            g_propagate_error(error, g_steal_pointer(&cause));
            return NULL;
        }
        if (!next)
            return make_page(t, error);
        if (!check_hop(hops, next, error))
            return NULL;
    }
}
