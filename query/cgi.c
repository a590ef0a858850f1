#include "query/cgi.h"

#include <string.h>

#include "query/render.h"

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
    switch (status) {
    case 200:
        return "OK";
    case 400:
        return "Bad Request";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    default:
        return "Service Unavailable";
    }
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

static Reply answer_search(Searcher *s, const Config *config, CgiVariable variable)
{
    g_autoptr(GError) error = NULL;
    const GPtrArray *languages = searcher_languages(s);
    const char *accept_language = variable("HTTP_ACCEPT_LANGUAGE");
    g_autoptr(Request) request =
        request_parse(variable("QUERY_STRING"), accept_language, variable("HTTP_ACCEPT"), languages, &error);
    if (!request)
        return error_reply(400, "error_bad_request", lang_negotiate(accept_language, languages), FALSE);
    gboolean is_empty = !*request->query && !request->is_json;
    g_autoptr(Answer) answer = is_empty ? NULL : searcher_ask(s, request, &error);
    if (!answer && !is_empty)
        return error_reply(503, "error_busy", request->lang, request->is_json);
    Reply r = {200, "text/html; charset=utf-8", request->lang, NULL, ""};
    if (request->is_json) {
        r.type = "application/json";
        r.body = render_json(request, answer, config);
    } else {
        r.body = render_html(request, answer, languages, config->name);
    }
    return r;
}

static Reply route(Searcher *s, const Config *config, CgiVariable variable)
{
    const char *path = variable("PATH_INFO");
    path = path && *path ? path : "/search";
    if (g_str_equal(path, "/search") || g_str_equal(path, "/"))
        return answer_search(s, config, variable);
    if (g_str_equal(path, "/style.css"))
        return (Reply){200, "text/css; charset=utf-8", NULL, g_strdup(style_css), ""};
    if (g_str_equal(path, "/healthz"))
        return (Reply){200, "text/plain; charset=utf-8", NULL, g_strdup("ok\n"), ""};
    return error_reply(404, "error_not_found",
                       lang_negotiate(variable("HTTP_ACCEPT_LANGUAGE"), searcher_languages(s)), FALSE);
}

void cgi_answer(Searcher *s, const Config *config, CgiVariable variable, FILE *out)
{
    const char *method = variable("REQUEST_METHOD");
    gboolean is_head = g_strcmp0(method, "HEAD") == 0, is_get = !method || g_str_equal(method, "GET");
    Reply r = is_head || is_get
                  ? route(s, config, variable)
                  : error_reply(405, "error_method",
                                lang_negotiate(variable("HTTP_ACCEPT_LANGUAGE"), searcher_languages(s)), FALSE);
    send_reply(&r, !is_head, out);
    g_free(r.body);
}
