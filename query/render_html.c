#include <string.h>

#include "langs/message.h"
#include "query/render.h"
#include "query/rescue.h"
#include "query/snippet.h"
#include "shim/limits.h"

/* Text, escaped for element content and quoted attributes alike. */
static void add_text(GString *out, const char *text)
{
    g_autofree char *escaped = g_markup_escape_text(text, -1);
    g_string_append(out, escaped);
}

/* A literal with each %s replaced by the next argument, escaped. NULL ends the arguments. */
static void add(GString *out, const char *format, ...) G_GNUC_NULL_TERMINATED;
static void add(GString *out, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    for (const char *p = format; *p; p++) {
        if (p[0] == '%' && p[1] == 's') {
            add_text(out, va_arg(args, const char *));
            p++;
        } else {
            g_string_append_c(out, *p);
        }
    }
    va_end(args);
}

static void add_message(GString *out, const LangProfile *lang, const char *key)
{
    g_autofree char *text = message_text(lang, key);
    add_text(out, text);
}

static void begin_page(GString *out, const LangProfile *lang, const char *title)
{
    add(out,
        "<!DOCTYPE html>\n<html lang=\"%s\" dir=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"robots\" content=\"noindex\">\n<title>%s</title>\n"
        "<link rel=\"stylesheet\" href=\"style.css\">\n</head>\n<body>\n",
        lang_code(lang), lang_direction(lang), title, NULL);
}

static void add_language_bar(GString *out, const Request *r, const GPtrArray *languages)
{
    g_autofree char *label = message_text(r->lang, "languages");
    add(out, "<nav class=\"languages\" aria-label=\"%s\"><ul>\n", label, NULL);
    for (guint i = 0; i < languages->len; i++) {
        const LangProfile *p = g_ptr_array_index(languages, i);
        g_autofree char *link = request_link(r, "lang", lang_code(p));
        add(out, "<li><a href=\"%s\" lang=\"%s\" dir=\"%s\" hreflang=\"%s\"", link, lang_code(p), lang_direction(p),
            lang_code(p), NULL);
        add(out, p == r->lang ? " aria-current=\"true\">%s</a></li>\n" : ">%s</a></li>\n", lang_name(p), NULL);
    }
    g_string_append(out, "</ul></nav>\n");
}

static void add_form(GString *out, const Request *r)
{
    g_autofree char *label = message_text(r->lang, "search_label"), *button = message_text(r->lang, "search");
    add(out,
        "<form role=\"search\" action=\"search\" method=\"get\">\n<input type=\"hidden\" name=\"lang\" value=\"%s\">\n"
        "<input type=\"search\" name=\"q\" value=\"%s\" aria-label=\"%s\" dir=\"auto\" maxlength=\"1024\">\n"
        "<button type=\"submit\">%s</button>\n</form>\n",
        lang_code(r->lang), r->query, label, button, NULL);
}

static void add_result(GString *out, const LangProfile *page_lang, const Result *r)
{
    add(out, "<li><article lang=\"%s\" dir=\"%s\">\n<h2><a href=\"%s\">%s</a></h2>\n", lang_code(r->lang),
        lang_direction(r->lang), r->url, *r->title ? r->title : r->url, NULL);
    g_autofree char *shown = g_uri_unescape_string(r->url, "/?#%");
    add(out, "<p class=\"url\"><bdi>%s</bdi>", shown && g_utf8_validate(shown, -1, NULL) ? shown : r->url, NULL);
    if (r->date != RECORD_DATE_UNKNOWN) {
        g_autofree char *date = message_date(page_lang, r->date);
        add(out, " <span class=\"date\" lang=\"%s\" dir=\"%s\"><bdi>%s</bdi></span>", lang_code(page_lang),
            lang_direction(page_lang), date, NULL);
    }
    if (r->lang != page_lang)
        add(out, " <span class=\"language\">%s</span>", lang_name(r->lang), NULL);
    g_string_append(out, "</p>\n<p class=\"snippet\">");
    for (guint i = 0; i < r->snippet->len; i++) {
        const SnippetPart *part = &g_array_index(r->snippet, SnippetPart, i);
        add(out, part->is_hit ? "<mark>%s</mark>" : "%s", part->text, NULL);
    }
    g_string_append(out, "</p>\n</article></li>\n");
}

/* What was searched instead, and the way back. */
static void add_corrected(GString *out, const Request *r, const Answer *a)
{
    g_autofree char *says = rescue_message(r->lang, a->corrected_kind, a->corrected);
    g_autofree char *instead = message_text_1(r->lang, "corrected_instead", r->query);
    g_autofree char *link = request_link(r, "spelling", "0");
    add(out, "<p class=\"notice\">%s <a href=\"%s\">%s</a></p>\n", says, link, instead, NULL);
}

static void add_count(GString *out, const Request *r, const Answer *a)
{
    MessageArgument arguments[] = {MESSAGE_ARG_NUMBER(a->total), MESSAGE_ARG_TEXT(a->corrected ? a->corrected : r->query)};
    g_autofree char *count =
        message_format(r->lang, a->total_is_estimate ? "results_about" : "results_count", arguments, 2);
    add(out, "<p role=\"status\">%s</p>\n", count, NULL);
    if (a->corrected)
        add_corrected(out, r, a);
    for (guint i = 0; i < a->notices->len; i++)
        add(out, "<p class=\"notice\">%s</p>\n", g_array_index(a->notices, Notice, i).text, NULL);
}

static void add_page_link(GString *out, const Request *r, guint page, const char *rel, const char *key)
{
    g_autofree char *number = g_strdup_printf("%u", page), *link = request_link(r, "p", number);
    g_autofree char *text = message_text(r->lang, key);
    add(out, "<a rel=\"%s\" href=\"%s\">%s</a>\n", rel, link, text, NULL);
}

static void add_pages(GString *out, const Request *r, const Answer *a)
{
    guint64 pages = MIN((a->total + r->per_page - 1) / r->per_page, LIMIT_DEPTH_OF_RESULTS / r->per_page);
    if (pages <= 1)
        return;
    g_autofree char *label = message_text(r->lang, "pages");
    MessageArgument numbers[] = {MESSAGE_ARG_NUMBER(r->page), MESSAGE_ARG_NUMBER(pages)};
    g_autofree char *place = message_format(r->lang, "page_of", numbers, 2);
    add(out, "<nav class=\"pages\" aria-label=\"%s\">\n", label, NULL);
    if (r->page > 1)
        add_page_link(out, r, r->page - 1, "prev", "page_previous");
    add(out, "<span>%s</span>\n", place, NULL);
    if (r->page < pages)
        add_page_link(out, r, r->page + 1, "next", "page_next");
    g_string_append(out, "</nav>\n");
}

static void add_results(GString *out, const Request *r, const Answer *a)
{
    g_autofree char *region = message_text(r->lang, "results_region");
    add_count(out, r, a);
    if (!a->results->len) {
        g_string_append(out, "<p>");
        add_message(out, r->lang, "no_results_help");
        g_string_append(out, "</p>\n");
        return;
    }
    add(out, "<section id=\"results\" aria-label=\"%s\">\n<ol start=\"", region, NULL);
    g_string_append_printf(out, "%u\">\n", (r->page - 1) * r->per_page + 1);
    for (guint i = 0; i < a->results->len; i++)
        add_result(out, r->lang, g_ptr_array_index(a->results, i));
    g_string_append(out, "</ol>\n</section>\n");
    add_pages(out, r, a);
}

char *render_html(const Request *r, const Answer *a, const GPtrArray *languages, const char *site_name)
{
    GString *out = g_string_new(NULL);
    g_autofree char *title =
        a ? message_text_1(r->lang, "results_title", r->query) : message_text(r->lang, "search_label");
    begin_page(out, r->lang, title);
    if (a) {
        g_string_append(out, "<a class=\"skip\" href=\"#results\">");
        add_message(out, r->lang, "skip_to_results");
        g_string_append(out, "</a>\n");
    }
    g_string_append(out, "<header>\n");
    add_language_bar(out, r, languages);
    add(out, "<h1>%s</h1>\n", *site_name ? site_name : title, NULL);
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
    add(out, "<main>\n<h1>%s</h1>\n<p>%s</p>\n</main>\n</body>\n</html>\n", title, text, NULL);
    return g_string_free(out, FALSE);
}
