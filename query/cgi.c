#include "query/cgi.h"

#include <string.h>

#include "query/indexnow.h"
#include "query/kept.h"
#include "query/opensearch.h"
#include "query/parity_serve.h"
#include "query/represent.h"
#include "query/shell.h"
#include "query/suggest.h"
#include "query/visits.h"
#include "query/web.h"
#include "shim/disk.h"
#include "shim/limits.h"

#define TAG_S 300 /* for which a page that nothing has changed is the same */
#define RETRY_S 5 /* after which a visitor may ask again, when it is busy */

typedef struct {
    const char *path;    /* PATH_INFO; with a slash at its end also all that is below */
    const char *methods; /* as in Allow */
    RouteFunc *answer;
} Route;

static const char *visit_variable(const Visit *v, const char *name)
{
    return gateway_variable(v->gateway, name);
}

/* The value of a parameter that is plain ASCII, or NULL; of a request that may be too ill-formed to be parsed. */
static char *plain_parameter(const Visit *v, const char *name)
{
    const char *query = visit_variable(v, "QUERY_STRING");
    g_auto(GStrv) pairs = g_strsplit(query ? query : "", "&", LIMIT_PARAMETERS);
    for (char **p = pairs; *p; p++)
        if (g_str_has_prefix(*p, name) && (*p)[strlen(name)] == '=')
            return g_strdup(*p + strlen(name) + 1);
    return NULL;
}

const LangProfile *visit_language(const Visit *v)
{
    const GPtrArray *languages = searcher_languages(v->searcher);
    g_autofree char *named = plain_parameter(v, "lang");
    const LangProfile *lang = named ? lang_find(named) : NULL;
    if (lang && g_ptr_array_find((GPtrArray *)languages, lang, NULL))
        return lang;
    return lang_negotiate(visit_variable(v, "HTTP_ACCEPT_LANGUAGE"), languages);
}

char *visit_address(const Visit *v)
{
    char *address = *v->config->url ? g_strdup(v->config->url) : gateway_address(v->gateway);
    return address ? address : g_strdup("");
}

/* The way from an address to where the routes are: as often up as it has slashes but the first. */
static char *way_up(const char *path)
{
    GString *way = g_string_new(NULL);
    for (const char *p = *path ? path + 1 : path; (p = strchr(p, '/')); p++)
        g_string_append(way, "../");
    return g_string_free(way, FALSE);
}

static void fail(const Visit *v, guint status, const char *key, const LangProfile *lang, const Representation *form, Reply *reply)
{
    g_autofree char *shell = form->is_page && *v->path ? shell_read(v->config, lang, NULL) : NULL, *root = way_up(v->path);
    const ShownError error = {lang, key, status, v->config, searcher_languages(v->searcher), shell, root};
    reply->status = status;
    reply->type = form->content_type;
    reply->lang = lang;
    reply->retry_s = status == 503 ? RETRY_S : 0;
    reply->assets = shell ? v->config->origins : NULL;
    reply->body = form->render_error(&error);
    reply->caching = "no-store";
    g_clear_pointer(&reply->etag, g_free);
}

void visit_fail(const Visit *v, guint status, const char *key, Reply *reply)
{
    g_autofree char *format = plain_parameter(v, "format");
    const Representation *form = format ? representation_find(format) : NULL;
    fail(v, status, key, visit_language(v), form ? form : representation_negotiate(visit_variable(v, "HTTP_ACCEPT")), reply);
}

/* Weak: how long an answer took stands in it too. What a page says may cease to hold with time. */
static char *search_tag(const Visit *v, const Request *request)
{
    const char *query = visit_variable(v, "QUERY_STRING");
    const guint64 stamps[] = {v->stamp, disk_stamp("/proc/self/exe"), v->config->path ? disk_stamp(v->config->path) : 0,
                              shell_stamp(v->config, request->lang), g_get_real_time() / G_USEC_PER_SEC / TAG_S};
    g_autofree char *seen = g_base64_encode((const guchar *)stamps, sizeof stamps);
    g_autofree char *all = g_strjoin(" ", seen, lang_code(request->lang), request->form->format, query ? query : "", NULL);
    g_autofree char *digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, all, -1);
    return g_strdup_printf("W/\"%.20s\"", digest);
}

/* Gives the reply of the key, if it was kept. */
static gboolean give_kept(const Visit *v, const char *key, Reply *reply)
{
    Reply found;
    if (!kept_find(v->kept, key, &found, v->count))
        return FALSE;
    reply_clear(reply);
    *reply = found;
    visits_note_again(v);
    return TRUE;
}

/* Answers a question that the visitor has no answer to; what comes of it is kept when nothing was left out for want of time. */
static void answer_request(const Visit *v, const Request *request, const char *address, const char *key, Reply *reply, GError **error)
{
    const Representation *form = request->form;
    gboolean is_empty = !*request->query && form->is_page;
    g_autoptr(Answer) answer = is_empty ? NULL : searcher_ask(v->searcher, request, error);
    if (!answer && !is_empty) {
        fail(v, 503, "error_busy", request->lang, form, reply);
        return;
    }
    if (answer)
        visits_note_search(v, answer);
    g_autofree char *shell = form->is_page ? shell_read(v->config, request->lang, error) : NULL;
    const Shown shown = {request, answer, v->config, searcher_languages(v->searcher), shell, address};
    reply->assets = shell ? v->config->origins : NULL;
    reply->body = form->render(&shown);
    if (v->kept && !*error && (!answer || answer->took_us < LIMIT_DEADLINE_MS * G_GINT64_CONSTANT(1000)))
        kept_add(v->kept, key, reply, v->count);
}

static void answer_search(const Visit *v, Reply *reply, GError **error)
{
    const GPtrArray *languages = searcher_languages(v->searcher);
    g_autoptr(Request) request =
        request_parse(visit_variable(v, "QUERY_STRING"), visit_variable(v, "HTTP_ACCEPT_LANGUAGE"),
                      visit_variable(v, "HTTP_ACCEPT"), languages, NULL);
    if (!request) {
        visit_fail(v, 400, "error_bad_request", reply);
        return;
    }
    reply->type = request->form->content_type;
    reply->lang = request->lang;
    reply->etag = search_tag(v, request);
    if (reply_is_known(reply, v->gateway))
        return;
    g_autofree char *address = visit_address(v), *key = g_strjoin(" ", reply->etag, address, NULL);
    if (!v->kept || !give_kept(v, key, reply))
        answer_request(v, request, address, key, reply, error);
}

/* Can every language be searched? Asks each for nothing. */
static void answer_health(const Visit *v, Reply *reply, GError **error)
{
    const GPtrArray *languages = searcher_languages(v->searcher);
    reply->caching = "no-store";
    for (guint i = 0; i < languages->len; i++) {
        g_autoptr(Request) request = request_new(g_ptr_array_index(languages, i));
        g_autoptr(Answer) answer = searcher_ask(v->searcher, request, error);
        if (!answer) {
            visit_fail(v, 503, "error_busy", reply);
            return;
        }
    }
    reply->type = "text/plain; charset=utf-8";
    reply->body = g_strdup("ok\n");
}

/* To a machine, in one language. */
static void answer_ping(const Visit *v, Reply *reply, GError **error)
{
    reply->type = "text/plain; charset=utf-8";
    reply->caching = "no-store";
    reply->status = indexnow_answer(v->config, v->gateway, &reply->body, error);
    reply->retry_s = reply->status == 429 ? INDEXNOW_RATE_S : reply->status == 503 ? RETRY_S : 0;
}

/* A file of query/web/; FALSE: the path is none. */
static gboolean answer_file(const Visit *v, Reply *reply)
{
    const WebFile *file = web_find(v->path + 1);
    if (!file)
        return FALSE;
    reply->type = file->type;
    reply->caching = "max-age=3600";
    reply->etag = g_strdup(file->etag);
    reply->body = g_strdup(file->text);
    return TRUE;
}

static const Route routes[] = {
    {"/search", "GET, HEAD", answer_search},
    {"/", "GET, HEAD", answer_search},
    {"/healthz", "GET, HEAD", answer_health},
    {"/suggest", "GET, HEAD", suggest_answer},
    {"/opensearch.xml", "GET, HEAD", opensearch_answer},
    {"/click", "POST", visits_answer_click},
    {"/indexnow", "GET, POST", answer_ping},
    {"/parity", "GET, HEAD", parity_serve},
    {"/parity/", "GET, HEAD", parity_serve},
};

static gboolean is_at(const Route *route, const char *path)
{
    gsize n = strlen(route->path);
    return g_str_equal(path, route->path) ||
           (n > 1 && route->path[n - 1] == '/' && g_str_has_prefix(path, route->path));
}

static const Route *find_route(const char *path)
{
    for (guint i = 0; i < G_N_ELEMENTS(routes); i++)
        if (is_at(&routes[i], path))
            return &routes[i];
    return NULL;
}

static gboolean is_allowed(const char *method, const char *methods)
{
    g_auto(GStrv) all = g_strsplit(methods, ", ", -1);
    return g_strv_contains((const char *const *)all, method && *method ? method : "GET");
}

static void answer(const Visit *v, Reply *reply, GError **error)
{
    const char *method = visit_variable(v, "REQUEST_METHOD"), *query = visit_variable(v, "QUERY_STRING");
    const Route *route = find_route(v->path);
    reply->allow = route ? route->methods : "GET, HEAD";
    if (query && strlen(query) > LIMIT_QUERY_STRING)
        visit_fail(v, 414, "error_bad_request", reply);
    else if (!is_allowed(method, reply->allow))
        visit_fail(v, 405, "error_method", reply);
    else if (route)
        route->answer(v, reply, error);
    else if (!answer_file(v, reply))
        visit_fail(v, 404, "error_not_found", reply);
    if (reply->status != 405)
        reply->allow = NULL;
}

void cgi_refuse(const CgiSite *site, Gateway *gateway)
{
    const Visit v = {.gateway = gateway, .searcher = site->searcher, .config = site->config, .path = ""};
    Reply reply = {0};
    visit_fail(&v, 503, "error_busy", &reply);
    reply_send(&reply, gateway, site->config->origins);
}

/* A search asked by HEAD counts as none: what is kept of it would not either. */
static KeptReplies *choose_kept(const CgiSite *site, Gateway *gateway)
{
    return gateway_is_method(gateway, "HEAD") ? NULL : site->kept;
}

gboolean cgi_answer(const CgiSite *site, Gateway *gateway, GError **error)
{
    const char *path = gateway_variable(gateway, "PATH_INFO");
    VisitCount count = {0};
    const Visit v = {.gateway = gateway,
                     .searcher = site->searcher,
                     .config = site->config,
                     .kept = choose_kept(site, gateway),
                     .path = path && *path ? path : "/search",
                     .stamp = searcher_refresh(site->searcher),
                     .count = &count};
    Reply reply = {.status = 200, .type = "text/plain; charset=utf-8"};
    g_autoptr(GError) cause = NULL;
    answer(&v, &reply, &cause);
    guint status = reply.status;
    reply_send(&reply, gateway, site->config->origins);
    gateway_finish(gateway);
    gboolean is_counted = visits_count(site->config, &count, cause ? NULL : &cause);
    if (cause)
        g_propagate_error(error, g_steal_pointer(&cause));
    return status < 500 && is_counted;
}
