#include "indexer/fetch.h"

#include <curl/curl.h>
#include <netdb.h>
#include <string.h>
#include <unistd.h>

#include "indexer/address.h"
#include "indexer/http.h"
#include "indexer/proxy.h"
#include "indexer/url.h"
#include "shim/limits.h"
#include "shim/record.h"

#define PROTOCOLS "http,https"
#define SLOWEST_BYTES_PER_SECOND 100

/*
 * libcurl's handles are made once and used again: each costs as much as a small transfer, and each keeps the
 * TLS sessions of its own. The last one that became idle is the next that is used, so that it finds them. (A
 * CURLSH would share them among the handles; with it libcurl 8.0 was seen to speak TLS to an http port of a
 * host that has https too, curl's issue 11787.)
 */
struct Fetcher {
    CURLM *multi;
    char *user_agent, *certificates;
    GHashTable *private_hosts; /* set */
    Proxies *proxies;
    GPtrArray *under_way; /* Transfer* */
    GPtrArray *idle;      /* CURL* */
};

/* One request to one URL, and what has come of it. */
typedef struct {
    CURL *curl;
    struct curl_slist *fields;
    char *proxy; /* NULL: direct */
    gboolean may_be_private;
    char *refused;          /* the private address that was not connected to */
    guint sockets;          /* addresses that were connected to, or tried */
    gsize head_n;           /* bytes of all heads, and of a trailer */
    gboolean head_is_whole; /* up to its empty line */
    const char *excess;     /* what was larger than `ceiling` and ended it, or NULL */
    gsize ceiling;
    gint64 started_at; /* monotonic, in microseconds */
    Response *response;
    gboolean goes_out; /* in this round of libcurl's */
    void (*sent)(gpointer user);
    FetchDoneFunc done;
    gpointer user;
    char reason[CURL_ERROR_SIZE];
} Transfer;

Fetcher *fetcher_new(const FetchOptions *options)
{
    static const FetchOptions defaults;
    const FetchOptions *o = options ? options : &defaults;
    curl_global_init(CURL_GLOBAL_DEFAULT); /* counted */
    Fetcher *f = g_new0(Fetcher, 1);
    f->multi = curl_multi_init();
    g_assert(f->multi); /* only for lack of memory */
    curl_multi_setopt(f->multi, CURLMOPT_MAXCONNECTS, (long)LIMIT_CONNECTIONS);
    f->user_agent = g_strdup(o->user_agent ? o->user_agent : FETCH_PRODUCT "/1.0");
    f->certificates = g_strdup(g_getenv("SSL_CERT_FILE"));
    f->private_hosts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (const char *const *host = o->private_hosts; host && *host; host++)
        g_hash_table_add(f->private_hosts, g_strdup(*host));
    f->proxies = proxies_new();
    f->under_way = g_ptr_array_new();
    f->idle = g_ptr_array_new_with_free_func((GDestroyNotify)curl_easy_cleanup);
    return f;
}

/* Its handle goes back to the idle ones. */
static void transfer_free(Fetcher *f, Transfer *t)
{
    curl_multi_remove_handle(f->multi, t->curl);
    curl_easy_reset(t->curl); /* nothing in it points here any more */
    g_ptr_array_add(f->idle, t->curl);
    curl_slist_free_all(t->fields);
    g_free(t->proxy);
    g_free(t->refused);
    g_clear_pointer(&t->response, response_free);
    g_free(t);
}

void fetcher_free(Fetcher *f)
{
    for (guint i = 0; i < f->under_way->len; i++)
        transfer_free(f, g_ptr_array_index(f->under_way, i));
    g_ptr_array_unref(f->under_way);
    g_ptr_array_unref(f->idle);
    curl_multi_cleanup(f->multi);
    g_hash_table_unref(f->private_hosts);
    proxies_free(f->proxies);
    g_free(f->user_agent);
    g_free(f->certificates);
    g_free(f);
    curl_global_cleanup();
}

static size_t exceed(Transfer *t, const char *what, gsize ceiling)
{
    t->excess = what;
    t->ceiling = ceiling;
    return 0; /* ends the transfer */
}

/* After an interim response (100, 103) another one comes; after any other only a trailer does. */
static gboolean is_interim(const GString *head)
{
    const char *status = strchr(head->str, ' ');
    return status && status[1] == '1';
}

static size_t take_head(char *line, size_t size, size_t n, void *user)
{
    Transfer *t = user;
    n *= size;
    t->head_n += n;
    if (t->head_n > LIMIT_HTTP_HEADER)
        return exceed(t, "head", LIMIT_HTTP_HEADER);
    if (t->head_is_whole && is_interim(t->response->head)) {
        g_string_truncate(t->response->head, 0);
        t->head_is_whole = FALSE;
    }
    if (!t->head_is_whole)
        g_string_append_len(t->response->head, line, n);
    t->head_is_whole |= n && (*line == '\r' || *line == '\n');
    return n;
}

static size_t take_body(char *bytes, size_t size, size_t n, void *user)
{
    Transfer *t = user;
    n *= size;
    if (n > t->response->ceiling - t->response->body->len)
        return exceed(t, "body", t->response->ceiling);
    g_byte_array_append(t->response->body, (const guint8 *)bytes, n);
    return n;
}

static char *show_address(const struct curl_sockaddr *address)
{
    char text[NI_MAXHOST];
    if (getnameinfo(&address->addr, address->addrlen, text, sizeof text, NULL, 0, NI_NUMERICHOST) != 0)
        return g_strdup("of no known kind");
    return g_strdup(text);
}

/* The address policy: here it is known what is really connected to. */
static curl_socket_t open_socket(void *user, curlsocktype purpose, struct curl_sockaddr *address)
{
    Transfer *t = user;
    (void)purpose; /* there is one */
    if (!t->may_be_private && !t->proxy && !address_is_public(&address->addr)) {
        g_free(t->refused);
        t->refused = show_address(address);
        return CURL_SOCKET_BAD;
    }
    t->sockets++;
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static int go_out(void *user, char *ip, char *own_ip, int port, int own_port)
{
    Transfer *t = user;
    (void)ip, (void)own_ip, (void)port, (void)own_port;
    t->goes_out = TRUE;
    return CURL_PREREQFUNC_OK;
}

static gboolean is_private_host(const Fetcher *f, const char *url)
{
    g_autofree char *host = url_host(url);
    return g_hash_table_contains(f->private_hosts, "*") || g_hash_table_contains(f->private_hosts, host);
}

static void add_field(Transfer *t, const char *name, const char *value)
{
    g_autofree char *line = value ? g_strconcat(name, ": ", value, NULL) : NULL;
    if (line)
        t->fields = curl_slist_append(t->fields, line);
}

static Transfer *transfer_new(Fetcher *f, const FetchRequest *request, FetchDoneFunc done, gpointer user)
{
    Transfer *t = g_new0(Transfer, 1);
    t->response = response_new(request->url);
    t->response->ceiling = request->ceiling ? request->ceiling : LIMIT_PAGE;
    t->response->fetched_at = g_get_real_time() / G_USEC_PER_SEC;
    t->started_at = g_get_monotonic_time();
    t->may_be_private = is_private_host(f, request->url);
    t->proxy = t->may_be_private ? NULL : proxies_find(f->proxies, request->url);
    t->sent = request->sent;
    t->done = done;
    t->user = user;
    /* Codings are undone by inflate.h: libcurl takes a gzip body that was cut for a whole one. */
    add_field(t, "Accept-Encoding", "gzip");
    add_field(t, "If-None-Match", request->etag);
    add_field(t, "If-Modified-Since", request->last_modified);
    t->curl = f->idle->len ? g_ptr_array_steal_index_fast(f->idle, f->idle->len - 1) : curl_easy_init();
    g_assert(t->curl); /* only for lack of memory */
    return t;
}

static void set_request(const Fetcher *f, Transfer *t)
{
    CURL *curl = t->curl;
    curl_easy_setopt(curl, CURLOPT_URL, t->response->url);
    curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L); /* it is normalised already */
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, PROTOCOLS);
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, f->user_agent);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, t->fields);
    curl_easy_setopt(curl, CURLOPT_PROXY,
                     t->proxy ? t->proxy : ""); /* "": none, whatever the environment says */
    curl_easy_setopt(curl, CURLOPT_NOPROXY, "");
    curl_easy_setopt(curl, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L); /* the proxy's own are none of the page */
    if (f->certificates)
        curl_easy_setopt(curl, CURLOPT_CAINFO, f->certificates);
    curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
    curl_easy_setopt(curl, CURLOPT_PIPEWAIT, 1L); /* rather one more stream than one more connection */
}

static void set_limits(Transfer *t)
{
    CURL *curl = t->curl;
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)LIMIT_FETCH_CONNECT_MS);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)LIMIT_FETCH_MS);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, (long)SLOWEST_BYTES_PER_SECOND);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, (long)LIMIT_FETCH_SLOW_SECONDS);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_QUICK_EXIT, 1L); /* a name that is not answered must not stop the others */
}

static void set_callbacks(Transfer *t)
{
    CURL *curl = t->curl;
    curl_easy_setopt(curl, CURLOPT_PRIVATE, t);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_head);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, t);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, t);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, t);
    curl_easy_setopt(curl, CURLOPT_PREREQFUNCTION, go_out);
    curl_easy_setopt(curl, CURLOPT_PREREQDATA, t);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, t->reason);
}

void fetcher_start(Fetcher *f, const FetchRequest *request, FetchDoneFunc done, gpointer user)
{
    Transfer *t = transfer_new(f, request, done, user);
    set_request(f, t);
    set_limits(t);
    set_callbacks(t);
    g_ptr_array_add(f->under_way, t);
    CURLMcode code = curl_multi_add_handle(f->multi, t->curl);
    g_assert(code == CURLM_OK); /* only for lack of memory, or from within libcurl's callbacks */
}

static gboolean fail(GError **error, Fault code, const char *url, const char *reason)
{
    g_set_error(error, FAULT, code, "cannot fetch '%s': %s", url, reason);
    return FALSE;
}

/* From libcurl's codes to what the caller may do. */
static gboolean judge(CURLcode code, const Transfer *t, GError **error)
{
    const char *url = t->response->url;
    if (code == CURLE_OK)
        return t->head_is_whole || fail(error, FAULT_RETRY, url, "its head ends early");
    g_autofree char *reason = NULL;
    if (t->excess)
        reason = g_strdup_printf("too large, its %s has more than %zu bytes", t->excess, t->ceiling);
    else if (t->refused && !t->sockets)
        reason = g_strdup_printf("its address %s is private", t->refused);
    if (reason)
        return fail(error, FAULT_SKIP, url, reason);
    gboolean is_hopeless =
        code == CURLE_UNSUPPORTED_PROTOCOL || code == CURLE_URL_MALFORMAT || code == CURLE_WEIRD_SERVER_REPLY;
    return fail(error, is_hopeless ? FAULT_SKIP : FAULT_RETRY, url,
                *t->reason ? t->reason : curl_easy_strerror(code));
}

static void complete(Transfer *t)
{
    Response *r = t->response;
    long status = 0;
    char *ip = NULL;
    curl_easy_getinfo(t->curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(t->curl, CURLINFO_PRIMARY_IP, &ip);
    r->status = status;
    r->ip = ip && *ip && !t->proxy ? g_strdup(ip) : NULL;
    r->elapsed_ms = (g_get_monotonic_time() - t->started_at) / 1000;
    response_read_head(r);
}

/* Ends one transfer and says so. The Fetcher is whole again before `done` is called. */
static void finish(Fetcher *f, Transfer *t, CURLcode code)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Response) response = NULL;
    FetchDoneFunc done = t->done;
    gpointer user = t->user;
    if (judge(code, t, &error)) {
        complete(t);
        response = g_steal_pointer(&t->response);
    }
    g_ptr_array_remove_fast(f->under_way, t);
    transfer_free(f, t);
    done(g_steal_pointer(&response), error, user);
}

/* Gives how many have ended. */
static guint finish_ended(Fetcher *f)
{
    guint n = 0;
    int left;
    for (CURLMsg *m; (m = curl_multi_info_read(f->multi, &left)) != NULL; n++) {
        Transfer *t = NULL;
        CURLcode code = m->data.result; /* `m` does not outlive the handle in it */
        curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &t);
        finish(f, t, code);
    }
    return n;
}

/* Of the requests that libcurl has sent just now; it says so before it sends. */
static void tell_sent(const Fetcher *f)
{
    for (guint i = 0; i < f->under_way->len; i++) {
        Transfer *t = g_ptr_array_index(f->under_way, i);
        if (t->goes_out && t->sent)
            t->sent(t->user);
        t->goes_out = FALSE;
    }
}

guint fetcher_run(Fetcher *f, guint timeout_ms)
{
    gint64 deadline = g_get_monotonic_time() + (gint64)timeout_ms * 1000;
    int running;
    while (f->under_way->len) {
        curl_multi_perform(f->multi, &running);
        tell_sent(f);
        gint64 left_ms = (deadline - g_get_monotonic_time() + 999) / 1000;
        if (finish_ended(f) || left_ms <= 0)
            break;
        curl_multi_poll(f->multi, NULL, 0, (int)MIN(left_ms, G_MAXINT), NULL);
    }
    return f->under_way->len;
}

/* One hop, waited for. */
typedef struct {
    Response *response;
    GError *error;
    gboolean is_done;
} Hop;

static void end_hop(Response *response, const GError *error, gpointer user)
{
    Hop *hop = user;
    hop->response = response;
    hop->error = error ? g_error_copy(error) : NULL;
    hop->is_done = TRUE;
}

static Response *ask(Fetcher *f, const char *url, GError **error)
{
    Hop hop = {0};
    fetcher_start(f, &(FetchRequest){.url = url}, end_hop, &hop);
    while (!hop.is_done)
        fetcher_run(f, LIMIT_FETCH_MS);
    if (hop.error)
        g_propagate_error(error, hop.error);
    return hop.response;
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

/* Does it redirect to where we do not go? */
static gboolean check_target(const Response *r, GError **error)
{
    g_autofree char *target =
        r->status / 100 == 3 ? http_find_field(r->head->str, r->head->len, "Location") : NULL;
    if (!target || r->redirect || r->status == 304)
        return TRUE;
    g_autofree char *shown = g_utf8_make_valid(target, -1);
    g_autofree char *reason = g_strdup_printf("it redirects to '%s', which is no http or https URL", shown);
    return fail(error, FAULT_SKIP, r->url, reason);
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
        g_autoptr(Response) response = ask(f, next, error);
        g_ptr_array_add(hops, g_steal_pointer(&next));
        if (!response || !check_target(response, error))
            return NULL;
        if (!response->redirect)
            return response_page(response, error);
        next = g_steal_pointer(&response->redirect);
        if (!check_hop(hops, next, error))
            return NULL;
    }
}

Page *fetch_named(const char *url, GError **error)
{
    g_autofree char *normal = url_resolve(NULL, url);
    g_autofree char *host = url_host(normal ? normal : "");
    const char *const hosts[] = {host, NULL};
    g_autoptr(Fetcher) fetcher = fetcher_new(&(FetchOptions){.private_hosts = hosts});
    return fetcher_get(fetcher, url, error);
}

gint64 fetch_parse_date(const char *text)
{
    time_t when = curl_getdate(text, NULL);
    return when < 0 ? RECORD_DATE_UNKNOWN : when;
}
