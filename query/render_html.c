#include "query/html.h"
#include "query/render.h"
#include "query/render_result.h"
#include "query/rescue.h"

static void begin_page(GString *out, const LangProfile *lang, const char *title)
{
    html_add(out,
        "<!DOCTYPE html>\n<html lang=\"%s\" dir=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"robots\" content=\"noindex\">\n<title>%s</title>\n"
        "<link rel=\"stylesheet\" href=\"style.css\">\n</head>\n<body>\n",
        lang_code(lang), lang_direction(lang), title, NULL);
}

static void add_language_bar(GString *out, const Request *r, const GPtrArray *languages)
{
    g_autofree char *label = message_text(r->lang, "languages");
    html_add(out, "<nav class=\"languages\" aria-label=\"%s\"><ul>\n", label, NULL);
    for (guint i = 0; i < languages->len; i++) {
        const LangProfile *p = g_ptr_array_index(languages, i);
        g_autofree char *link = request_link(r, "lang", lang_code(p));
        html_add(out, "<li><a href=\"%s\" lang=\"%s\" dir=\"%s\" hreflang=\"%s\"", link, lang_code(p), lang_direction(p),
            lang_code(p), NULL);
        html_add(out, p == r->lang ? " aria-current=\"true\">%s</a></li>\n" : ">%s</a></li>\n", lang_name(p), NULL);
    }
    g_string_append(out, "</ul></nav>\n");
}

static void add_form(GString *out, const Request *r)
{
    g_autofree char *label = message_text(r->lang, "search_label"), *button = message_text(r->lang, "search");
    html_add(out,
        "<form role=\"search\" action=\"search\" method=\"get\">\n<input type=\"hidden\" name=\"lang\" value=\"%s\">\n"
        "<input type=\"search\" name=\"q\" value=\"%s\" aria-label=\"%s\" dir=\"auto\" maxlength=\"1024\">\n"
        "<button type=\"submit\">%s</button>\n</form>\n",
        lang_code(r->lang), r->query, label, button, NULL);
}

/* What was searched instead, and the way back. */
static void add_corrected(GString *out, const Request *r, const Answer *a)
{
    g_autofree char *says = rescue_message(r->lang, a->corrected_kind, a->corrected);
    g_autofree char *instead = message_text_1(r->lang, "corrected_instead", r->query);
    g_autofree char *link = request_link(r, "spelling", "0");
    html_add(out, "<p class=\"notice\">%s <a href=\"%s\">%s</a></p>\n", says, link, instead, NULL);
}

static void add_count(GString *out, const Request *r, const Answer *a)
{
    MessageArgument arguments[] = {MESSAGE_ARG_NUMBER(a->total), MESSAGE_ARG_TEXT(a->corrected ? a->corrected : r->query)};
    g_autofree char *count =
        message_format(r->lang, a->total_is_estimate ? "results_about" : "results_count", arguments, 2);
    html_add(out, "<p role=\"status\">%s</p>\n", count, NULL);
    if (a->corrected)
        add_corrected(out, r, a);
    for (guint i = 0; i < a->notices->len; i++) {
        const Notice *n = &g_array_index(a->notices, Notice, i);
        gboolean is_link = a->elsewhere->len && g_str_equal(n->code, "elsewhere");
        html_add(out, is_link ? "<p class=\"notice\"><a href=\"#elsewhere\">%s</a></p>\n" : "<p class=\"notice\">%s</p>\n",
                 n->text, NULL);
    }
}

static void add_page_link(GString *out, const Request *r, guint page, const char *rel, const char *key)
{
    g_autofree char *number = g_strdup_printf("%u", page), *link = request_link(r, "p", number);
    g_autofree char *text = message_text(r->lang, key);
    html_add(out, "<a rel=\"%s\" href=\"%s\">%s</a>\n", rel, link, text, NULL);
}

static void add_pages(GString *out, const Request *r, const Answer *a)
{
    guint64 pages = (a->reachable + r->per_page - 1) / r->per_page;
    if (pages <= 1)
        return;
    g_autofree char *label = message_text(r->lang, "pages");
    MessageArgument numbers[] = {MESSAGE_ARG_NUMBER(r->page), MESSAGE_ARG_NUMBER(pages)};
    g_autofree char *place = message_format(r->lang, "page_of", numbers, 2);
    html_add(out, "<nav class=\"pages\" aria-label=\"%s\">\n", label, NULL);
    if (r->page > 1)
        add_page_link(out, r, r->page - 1, "prev", "page_previous");
    html_add(out, "<span>%s</span>\n", place, NULL);
    if (r->page < pages)
        add_page_link(out, r, r->page + 1, "next", "page_next");
    g_string_append(out, "</nav>\n");
}

/* What there is in other languages when there is nothing in the asked one, each with a link that searches there. */
static void add_found_in(GString *out, const Request *r, const Answer *a)
{
    g_string_append(out, "<ul class=\"found-in\">\n");
    for (guint i = 0; i < a->found_in->len; i++) {
        const FoundIn *f = &g_array_index(a->found_in, FoundIn, i);
        g_autoptr(GPtrArray) languages = g_ptr_array_new();
        g_autofree char *link = request_link(r, "lang", lang_code(f->lang));
        HtmlMark mark = html_mark(0);
        const MessageArgument arguments[] = {MESSAGE_ARG_TEXT(mark.text), MESSAGE_ARG_NUMBER(f->total)};
        g_ptr_array_add(languages, (gpointer)f->lang);
        html_add(out, "<li><a href=\"%s\" hreflang=\"%s\">", link, lang_code(f->lang), NULL);
        html_add_languages_message(out, r->lang, "found_in", arguments, 2, languages);
        g_string_append(out, "</a></li>\n");
    }
    g_string_append(out, "</ul>\n");
}

static void add_list(GString *out, const Request *r, const GPtrArray *results)
{
    for (guint i = 0; i < results->len; i++)
        render_result(out, r->lang, g_ptr_array_index(results, i), r->explain);
}

static void add_elsewhere(GString *out, const Request *r, const Answer *a)
{
    if (!a->elsewhere->len)
        return;
    g_string_append(out, "<section class=\"elsewhere\" aria-labelledby=\"elsewhere\">\n<h2 id=\"elsewhere\">");
    html_add_message(out, r->lang, "other_languages", NULL, 0);
    g_string_append(out, "</h2>\n<ol>\n");
    add_list(out, r, a->elsewhere);
    g_string_append(out, "</ol>\n</section>\n");
}

static void add_results(GString *out, const Request *r, const Answer *a)
{
    g_autofree char *region = message_text(r->lang, "results_region");
    add_count(out, r, a);
    if (!a->results->len) {
        g_string_append(out, "<p>");
        html_add_message(out, r->lang, "no_results_help", NULL, 0);
        g_string_append(out, "</p>\n");
        if (a->found_in->len)
            add_found_in(out, r, a);
        add_elsewhere(out, r, a);
        return;
    }
    html_add(out, "<section id=\"results\" aria-label=\"%s\">\n<ol start=\"", region, NULL);
    g_string_append_printf(out, "%u\">\n", (r->page - 1) * r->per_page + 1);
    add_list(out, r, a->results);
    g_string_append(out, "</ol>\n</section>\n");
    add_pages(out, r, a);
    add_elsewhere(out, r, a);
}

char *render_html(const Request *r, const Answer *a, const GPtrArray *languages, const char *site_name)
{
    GString *out = g_string_new(NULL);
    g_autofree char *title =
        a ? message_text_1(r->lang, "results_title", r->query) : message_text(r->lang, "search_label");
    begin_page(out, r->lang, title);
    if (a && a->results->len) {
        g_string_append(out, "<a class=\"skip\" href=\"#results\">");
        html_add_message(out, r->lang, "skip_to_results", NULL, 0);
        g_string_append(out, "</a>\n");
    }
    g_string_append(out, "<header>\n");
    add_language_bar(out, r, languages);
    html_add(out, "<h1>%s</h1>\n", *site_name ? site_name : title, NULL);
    add_form(out, r);
    g_string_append(out, "</header>\n<main>\n");
    if (a)
        add_results(out, r, a);
    g_string_append(out, "</main>\n</body>\n</html>\n");
    return g_string_free(out, FALSE);
}

char *render_html_error(const LangProfile *lang, const char *message)
{
    GString *out = g_string_new(NULL);
    g_autofree char *title = message_text(lang, "error_title"), *text = message_text(lang, message);
    begin_page(out, lang, title);
    html_add(out, "<main>\n<h1>%s</h1>\n<p>%s</p>\n</main>\n</body>\n</html>\n", title, text, NULL);
    return g_string_free(out, FALSE);
}
