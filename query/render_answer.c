#include "query/html.h"
#include "query/render_parts.h"
#include "query/rescue.h"

#define PAGES_AROUND 2 /* pages before and behind the one that is shown that are linked to */

static void add_link(GString *out, const LangProfile *lang, const char *link, const char *key)
{
    html_add(out, "<a href=\"%s\">", link, NULL);
    html_add_message(out, lang, key, NULL, 0);
    g_string_append(out, "</a>");
}

/* What was searched instead, and the way back. */
static void add_corrected(GString *out, const Request *r, const Answer *a)
{
    HtmlMark mark = html_mark(0);
    g_autofree char *says = rescue_message(r->lang, a->corrected_kind, mark.text);
    g_autofree char *instead = message_text_1(r->lang, "corrected_instead", mark.text);
    g_autofree char *link = request_link(r, "spelling", "0");
    g_string_append(out, "<p class=\"notice\">");
    html_add_quoting(out, says, a->corrected);
    html_add(out, " <a href=\"%s\">", link, NULL);
    html_add_quoting(out, instead, r->query);
    g_string_append(out, "</a></p>\n");
}

static void add_count(GString *out, const Request *r, const Answer *a)
{
    HtmlMark mark = html_mark(0);
    const MessageArgument arguments[] = {MESSAGE_ARG_NUMBER(a->total), MESSAGE_ARG_TEXT(mark.text)};
    g_autofree char *count =
        message_format(r->lang, a->total_is_estimate ? "results_about" : "results_count", arguments, 2);
    g_string_append(out, "<p class=\"total\" role=\"status\">");
    html_add_quoting(out, count, a->corrected ? a->corrected : r->query);
    g_string_append(out, "</p>\n");
    if (a->corrected)
        add_corrected(out, r, a);
    for (guint i = 0; i < a->notices->len; i++) {
        const Notice *n = &g_array_index(a->notices, Notice, i);
        gboolean is_link = a->elsewhere->len && g_str_equal(n->code, "elsewhere");
        html_add(out,
                 is_link ? "<p class=\"notice\"><a href=\"#elsewhere\">%s</a></p>\n" : "<p class=\"notice\">%s</p>\n",
                 n->text, NULL);
    }
}

static void add_turn(GString *out, const Request *r, guint page, const char *rel, const char *key)
{
    g_autofree char *number = g_strdup_printf("%u", page), *link = request_link(r, "p", number);
    html_add(out, "<li><a rel=\"%s\" href=\"%s\">", rel, link, NULL);
    html_add_message(out, r->lang, key, NULL, 0);
    g_string_append(out, "</a></li>\n");
}

static void add_page(GString *out, const Request *r, guint page)
{
    g_autofree char *parameter = g_strdup_printf("%u", page), *link = request_link(r, "p", parameter);
    g_autofree char *number = message_number(r->lang, page);
    g_autofree char *name = message_format(r->lang, "page_number", &MESSAGE_ARG_NUMBER(page), 1);
    html_add(out, "<li><a href=\"%s\" aria-label=\"%s\"", link, name, NULL);
    html_add(out, page == r->page ? " aria-current=\"page\">%s</a></li>\n" : ">%s</a></li>\n", number, NULL);
}

static void add_pages(GString *out, const Request *r, const Answer *a)
{
    guint64 pages = (a->reachable + r->per_page - 1) / r->per_page;
    if (pages <= 1)
        return;
    g_autofree char *label = message_text(r->lang, "pages");
    MessageArgument numbers[] = {MESSAGE_ARG_NUMBER(r->page), MESSAGE_ARG_NUMBER(pages)};
    g_autofree char *place = message_format(r->lang, "page_of", numbers, 2);
    html_add(out, "<nav class=\"pages\" aria-label=\"%s\">\n<p>%s</p>\n<ul>\n", label, place, NULL);
    if (r->page > 1)
        add_turn(out, r, r->page - 1, "prev", "page_previous");
    guint first = r->page > PAGES_AROUND ? r->page - PAGES_AROUND : 1;
    for (guint64 page = first; page <= MIN(pages, (guint64)first + 2 * PAGES_AROUND); page++)
        add_page(out, r, page);
    if (r->page < pages)
        add_turn(out, r, r->page + 1, "next", "page_next");
    g_string_append(out, "</ul>\n</nav>\n");
}

/* What there is in other languages when there is nothing in the asked one, each with a link that searches there. */
static void add_found_in(GString *out, const Request *r, const Answer *a)
{
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
}

/* What can be done when nothing was found. */
static void add_help(GString *out, const View *v)
{
    const Request *r = v->request;
    g_autofree char *everywhere = request_link(r, "all", "1"), *unfiltered = render_unfiltered_link(r);
    gboolean has_everywhere = v->languages->len > 1 && !r->all_languages, has_unfiltered = render_is_filtered(r);
    g_string_append(out, "<p>");
    html_add_message(out, r->lang, "no_results_help", NULL, 0);
    g_string_append(out, "</p>\n");
    if (!has_everywhere && !has_unfiltered && !v->answer->found_in->len)
        return;
    g_string_append(out, "<p id=\"help\">");
    html_add_message(out, r->lang, "no_results_try", NULL, 0);
    g_string_append(out, "</p>\n<ul class=\"found-in\" aria-labelledby=\"help\">\n");
    if (has_unfiltered) {
        g_string_append(out, "<li>");
        add_link(out, r->lang, unfiltered, "filter_none");
        g_string_append(out, "</li>\n");
    }
    add_found_in(out, r, v->answer);
    if (has_everywhere) {
        g_string_append(out, "<li>");
        add_link(out, r->lang, everywhere, "search_everywhere");
        g_string_append(out, "</li>\n");
    }
    g_string_append(out, "</ul>\n");
}

/* Explaining costs time and room: it is asked for. The page stays the one that is shown. */
static void add_explain_link(GString *out, const Request *r)
{
    Request changed = *r;
    g_autofree char *page = r->page > 1 ? g_strdup_printf("%u", r->page) : NULL;
    changed.explain = !r->explain;
    g_autofree char *link = request_link(&changed, "p", page);
    g_string_append(out, "<p class=\"explain\">");
    add_link(out, r->lang, link, r->explain ? "explain_hide" : "explain_show");
    g_string_append(out, "</p>\n");
}

static void add_list(GString *out, const View *v, const GPtrArray *results, guint level)
{
    for (guint i = 0; i < results->len; i++)
        render_result(out, v, g_ptr_array_index(results, i), level);
}

static void add_elsewhere(GString *out, const View *v)
{
    if (!v->answer->elsewhere->len)
        return;
    g_string_append(out, "<section class=\"elsewhere\" aria-labelledby=\"elsewhere\">\n<h2 id=\"elsewhere\">");
    html_add_message(out, v->request->lang, "other_languages", NULL, 0);
    g_string_append(out, "</h2>\n<ol>\n");
    add_list(out, v, v->answer->elsewhere, 3);
    g_string_append(out, "</ol>\n</section>\n");
}

void render_answer(GString *out, const View *v)
{
    const Request *r = v->request;
    const Answer *a = v->answer;
    g_autofree char *region = message_text(r->lang, "results_region");
    add_count(out, r, a);
    if (a->results->len || render_is_filtered(r))
        render_filters(out, v);
    html_add(out, "<section id=\"results\" aria-label=\"%s\">\n", region, NULL);
    if (a->results->len) {
        g_string_append_printf(out, "<ol start=\"%u\">\n", (r->page - 1) * r->per_page + 1);
        add_list(out, v, a->results, 2);
        g_string_append(out, "</ol>\n");
    } else {
        add_help(out, v);
    }
    g_string_append(out, "</section>\n");
    add_pages(out, r, a);
    add_elsewhere(out, v);
    if (a->results->len || a->elsewhere->len)
        add_explain_link(out, r);
}
