#include "query/cgi.h"

#include <string.h>

#include "query/indexnow.h"
#include "query/json.h"
#include "query/render.h"
#include "shim/limits.h"

/* The style sheet, a table that the Makefile makes of web/style.css. */
extern const char style_css[];

typedef struct {
    int status;
    const char *type;
    const LangProfile *lang; /* Content-Language, or NULL */
    char *body;
    const char *extra;       /* further header lines, each with its end, or "" */
} Reply;

static const char *reason(int status)
{
    static const struct {
        int status;
        const char *text;
    } reasons[] = {
        {200, "OK"},
        {202, "Accepted"},
        {400, "Bad Request"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {411, "Length Required"},
        {413, "Content Too Large"},
        {422, "Unprocessable Content"},
        {429, "Too Many Requests"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(reasons); i++)
        if (reasons[i].status == status)
            return reasons[i].text;
    return "Service Unavailable";
}

static void send_reply(const Reply *r, gboolean with_body, FILE *out)
{
    gboolean is_css = g_str_has_prefix(r->type, "text/css");
    fprintf(out, "Status: %d %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\n", r->status, reason(r->status), r->type,
            strlen(r->body));
    if (r->lang)
        fprintf(out, "Content-Language: %s\r\n", lang_code(r->lang));
    fprintf(out,
            "Vary: Accept, Accept-Language\r\nCache-Control: %s\r\n"
            "Content-Security-Policy: default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
            "frame-ancestors 'self'\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: same-origin\r\n%s\r\n",
            is_css ? "max-age=86400" : "no-cache", r->extra);
    if (with_body)
        fputs(r->body, out);
}

static Reply error_reply(int status, const char *message, const LangProfile *lang, gboolean is_json)
{
    Reply r = {status, "text/html; charset=utf-8", lang, NULL, ""};
    if (status == 405)
        r.extra = "Allow: GET, HEAD\r\n";
    if (status == 503)
        r.extra = "Retry-After: 5\r\n";
    if (is_json) {
        r.type = "application/json";
        r.body = render_json_error(message, reason(status));
    } else {
        r.body = render_html_error(lang, message);
    }
    return r;
}

/* Was JSON asked for? Of a request that may be too ill-formed to be parsed. */
static gboolean wants_json(CgiVariable variable)
{
    const char *query = variable("QUERY_STRING"), *accept = variable("HTTP_ACCEPT");
    g_auto(GStrv) pairs = g_strsplit(query ? query : "", "&", -1);
    return g_strv_contains((const char *const *)pairs, "format=json") ||
           (accept && strstr(accept, "application/json") && !strstr(accept, "text/html"));
}

static Reply plain_error(Searcher *s, int status, const char *message, CgiVariable variable)
{
    return error_reply(status, message,
                       lang_negotiate(variable("HTTP_ACCEPT_LANGUAGE"), searcher_languages(s)),
                       wants_json(variable));
}

static Reply answer_search(Searcher *s, const Config *config, CgiVariable variable, GError **error)
{
    const GPtrArray *languages = searcher_languages(s);
    const char *accept_language = variable("HTTP_ACCEPT_LANGUAGE");
    g_autoptr(Request) request =
        request_parse(variable("QUERY_STRING"), accept_language, variable("HTTP_ACCEPT"), languages, NULL);
    if (!request)
        return plain_error(s, 400, "error_bad_request", variable);
    gboolean is_empty = !*request->query && !request->is_json;
    g_autoptr(Answer) answer = is_empty ? NULL : searcher_ask(s, request, error);
    if (!answer && !is_empty)
        return error_reply(503, "error_busy", request->lang, request->is_json);
    Reply r = {200, "text/html; charset=utf-8", request->lang, NULL, ""};
    if (request->is_json) {
        r.type = "application/json";
        r.body = render_json(request, answer, config);
    } else {
        r.body = render_html(request, answer, languages, config, NULL);
    }
    return r;
}

/* Can every language be searched? Asks each for nothing. */
static Reply answer_health(Searcher *s, CgiVariable variable, GError **error)
{
    const GPtrArray *languages = searcher_languages(s);
    for (guint i = 0; i < languages->len; i++) {
        g_autoptr(Request) request = request_new(g_ptr_array_index(languages, i));
        g_autoptr(Answer) answer = searcher_ask(s, request, error);
        if (!answer)
            return plain_error(s, 503, "error_busy", variable);
    }
    return (Reply){200, "text/plain; charset=utf-8", NULL, g_strdup("ok\n"), ""};
}

/* To a machine, in one language. */
static Reply answer_ping(const Config *config, CgiVariable variable, int in, GError **error)
{
    Reply r = {0, "text/plain; charset=utf-8", NULL, NULL, ""};
    r.status = indexnow_answer(config, variable, in, &r.body, error);
    if (r.status == 405)
        r.extra = "Allow: GET, POST\r\n";
    if (r.status == 429)
        r.extra = "Retry-After: " G_STRINGIFY(INDEXNOW_RATE_S) "\r\n";
    if (r.status == 503)
        r.extra = "Retry-After: 5\r\n";
    return r;
}

static Reply answer_visitor(Searcher *s, const Config *config, const char *path, CgiVariable variable, GError **error)
{
    const char *method = variable("REQUEST_METHOD");
    if (method && !g_str_equal(method, "GET") && !g_str_equal(method, "HEAD"))
        return plain_error(s, 405, "error_method", variable);
    if (g_str_equal(path, "/search") || g_str_equal(path, "/"))
        return answer_search(s, config, variable, error);
    if (g_str_equal(path, "/style.css"))
        return (Reply){200, "text/css; charset=utf-8", NULL, g_strdup(style_css), ""};
    if (g_str_equal(path, "/healthz"))
        return answer_health(s, variable, error);
    return plain_error(s, 404, "error_not_found", variable);
}

gboolean cgi_answer(Searcher *s, const Config *config, CgiVariable variable, int in, FILE *out, GError **error)
{
    const char *path = variable("PATH_INFO");
    path = path && *path ? path : "/search";
    g_autoptr(GError) cause = NULL;
    Reply r = g_str_equal(path, "/indexnow") ? answer_ping(config, variable, in, &cause)
                                             : answer_visitor(s, config, path, variable, &cause);
    send_reply(&r, g_strcmp0(variable("REQUEST_METHOD"), "HEAD") != 0, out);
    g_free(r.body);
    if (cause)
        g_propagate_error(error, g_steal_pointer(&cause));
    return r.status < 500;
}
