#include <string.h>

#include "query/html.h"
#include "query/render.h"
#include "query/render_parts.h"

/* Leads to where the routes are; an address that is none of them may be deeper than they. */
static const char *root_of(const View *v)
{
    return v->error ? v->error->root : "";
}

static void add_assets(GString *out, const char *root)
{
    html_add(out, "<link rel=\"stylesheet\" href=\"%sstyle.css\">\n<script type=\"module\" src=\"%sisoglot.js\"></script>\n",
             root, root, NULL);
}

/* What only a head may have: title, description for browsers, the same answer as a feed. */
static void add_head(GString *out, const View *v, const char *title)
{
    const Request *r = v->request;
    g_autofree char *name = message_text(r->lang, "search_label"), *feed = request_link(r, "format", "rss");
    html_add(out, "<meta name=\"robots\" content=\"noindex\">\n<title>%s</title>\n", title, NULL);
    add_assets(out, root_of(v));
    html_add(out,
             "<link rel=\"search\" type=\"application/opensearchdescription+xml\" href=\"%sopensearch.xml?lang=%s\" "
             "title=\"%s\">\n",
             root_of(v), lang_code(r->lang), name, NULL);
    if (*r->query)
        html_add(out, "<link rel=\"alternate\" type=\"application/rss+xml\" href=\"%s\" title=\"%s\">\n", feed, title, NULL);
}

static void begin_page(GString *out, const View *v, const char *title)
{
    const Request *r = v->request;
    html_add(out,
             "<!DOCTYPE html>\n<html lang=\"%s\" dir=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
             "<meta name=\"color-scheme\" content=\"light dark\">\n",
             lang_code(r->lang), lang_direction(r->lang), NULL);
    add_head(out, v, title);
    g_string_append(out, "</head>\n<body class=\"isoglot-page\">\n");
}

/* To the same in the other languages; from an error to the search in them. */
static void add_language_bar(GString *out, const View *v)
{
    const Request *r = v->request;
    g_autofree char *label = message_text(r->lang, "languages");
    html_add(out, "<nav class=\"languages\" aria-label=\"%s\"><ul>\n", label, NULL);
    for (guint i = 0; i < v->languages->len; i++) {
        const LangProfile *p = g_ptr_array_index(v->languages, i);
        g_autofree char *link = request_link(r, "lang", lang_code(p));
        html_add(out, "<li><a href=\"%s%s%s\" lang=\"%s\" dir=\"%s\" hreflang=\"%s\"", root_of(v),
                 v->error ? "search" : "", link, lang_code(p), lang_direction(p), lang_code(p), NULL);
        html_add(out, p == r->lang ? " aria-current=\"true\">%s</a></li>\n" : ">%s</a></li>\n", lang_name(p), NULL);
    }
    g_string_append(out, "</ul></nav>\n");
}

static void add_form(GString *out, const View *v)
{
    const Request *r = v->request;
    g_autofree char *label = message_text(r->lang, "search_label"), *button = message_text(r->lang, "search");
    g_autofree char *suggestions = message_text(r->lang, "suggestions");
    html_add(out,
        "<form role=\"search\" action=\"%ssearch\" method=\"get\" data-suggestions=\"%s\">\n"
        "<input type=\"hidden\" name=\"lang\" value=\"%s\">\n",
        root_of(v), suggestions, lang_code(r->lang), NULL);
    if (r->all_languages)
        g_string_append(out, "<input type=\"hidden\" name=\"all\" value=\"1\">\n");
    html_add(out,
        "<input type=\"search\" name=\"q\" value=\"%s\" aria-label=\"%s\" dir=\"auto\" maxlength=\"1024\" "
        "autocomplete=\"off\" autocapitalize=\"none\" spellcheck=\"false\">\n"
        "<button type=\"submit\">%s</button>\n</form>\n",
        r->query, label, button, NULL);
}

static void add_error(GString *out, const View *v)
{
    g_string_append(out, "<h2>");
    html_add_message(out, v->request->lang, "error_title", NULL, 0);
    g_string_append(out, "</h2>\n<p>");
    html_add_message(out, v->request->lang, v->error->key, NULL, 0);
    g_string_append(out, "</p>\n");
}

/* The search itself: language bar, form, answer. */
static void add_search(GString *out, const View *v, const char *heading, gboolean is_shell)
{
    const Request *r = v->request;
    g_string_append(out, "<div class=\"isoglot\"");
    html_add_lang(out, r->lang);
    g_string_append(out, ">\n");
    if (v->answer) {
        g_string_append(out, "<a class=\"skip\" href=\"#results\">");
        html_add_message(out, r->lang, "skip_to_results", NULL, 0);
        g_string_append(out, "</a>\n");
    }
    g_string_append(out, is_shell ? "<div>\n" : "<header>\n");
    add_language_bar(out, v);
    html_add(out, "<h1>%s</h1>\n", heading, NULL);
    add_form(out, v);
    g_string_append(out, is_shell ? "</div>\n<div class=\"answer\"" : "</header>\n<main class=\"answer\"");
    if (v->config->has_log)
        html_add(out, " data-log=\"click\" data-lang=\"%s\"", lang_code(r->lang), NULL);
    g_string_append(out, ">\n");
    if (v->answer)
        render_answer(out, v);
    if (v->error)
        add_error(out, v);
    g_string_append(out, is_shell ? "</div>\n</div>\n" : "</main>\n</div>\n");
}

/* The query between isolates (UAX #9), since a title has no markup. */
static char *page_title(const View *v)
{
    const Request *r = v->request;
    if (v->error)
        return message_text(r->lang, "error_title");
    g_autofree char *apart = g_strconcat("\u2068", r->query, "\u2069", NULL);
    return v->answer ? message_text_1(r->lang, "results_title", apart) : message_text(r->lang, "search_label");
}

/* The shell with what belongs there in the places of the marks. */
static char *fill_shell(const char *shell, const View *v, const char *title, const char *search)
{
    const char *place = strstr(shell, RENDER_SHELL_MARKER), *head = strstr(shell, RENDER_SHELL_HEAD);
    GString *out = g_string_new(NULL);
    place = place ? place : shell + strlen(shell);
    if (head && head < place) {
        g_string_append_len(out, shell, head - shell);
        add_head(out, v, title);
        shell = head + strlen(RENDER_SHELL_HEAD);
        g_string_append_len(out, shell, place - shell);
    } else {
        g_string_append_len(out, shell, place - shell);
        add_assets(out, root_of(v));
    }
    g_string_append(out, search);
    g_string_append(out, *place ? place + strlen(RENDER_SHELL_MARKER) : "");
    return g_string_free(out, FALSE);
}

static char *show_page(const View *v, const char *shell)
{
    const LangProfile *lang = v->request->lang;
    g_autoptr(GString) search = g_string_new(NULL);
    g_autofree char *title = page_title(v), *label = message_text(lang, "search_label");
    const char *name = config_site_name(v->config, lang_code(lang));
    add_search(search, v, *name ? name : label, shell != NULL);
    if (shell)
        return fill_shell(shell, v, title, search->str);
    GString *out = g_string_new(NULL);
    begin_page(out, v, title);
    g_string_append_len(out, search->str, search->len);
    g_string_append(out, "</body>\n</html>\n");
    return g_string_free(out, FALSE);
}

char *render_html(const Request *r, const Answer *a, const GPtrArray *languages, const Config *config, const char *shell)
{
    const View view = {.request = r, .answer = a, .languages = languages, .config = config};
    return show_page(&view, shell);
}

char *render_html_error(const ShownError *e)
{
    g_autoptr(Request) request = request_new(e->lang);
    const View view = {.request = request, .languages = e->languages, .config = e->config, .error = e};
    return show_page(&view, e->shell);
}
