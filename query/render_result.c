#include <string.h>

#include "query/html.h"
#include "query/render_parts.h"
#include "query/snippet.h"
#include "shim/index.h"
#include "shim/schema.h"

#define REASONS_MOST 12 /* terms that are told */

/* One step of the way to a page, as people read it: percent-decoded where that is text. */
static void add_step(GString *out, const char *step, gsize n)
{
    g_autofree char *raw = g_strndup(step, n), *decoded = g_uri_unescape_string(raw, "/?#%");
    html_add(out, "<bdi>%s</bdi>", decoded && g_utf8_validate(decoded, -1, NULL) ? decoded : raw, NULL);
}

/* Host and path as steps, each apart, so that it keeps its own direction and the way has the reader's. */
static void add_place(GString *out, const char *url)
{
    const char *start = strstr(url, "://");
    g_string_append(out, "<p class=\"url\">");
    for (const char *p = start ? start + 3 : url; *p;) {
        gsize n = strcspn(p, "/");
        if (n)
            add_step(out, p, n);
        p += n + strspn(p + n, "/");
        g_string_append(out, n && *p ? " › " : "");
    }
    g_string_append(out, "</p>\n");
}

static void add_fact(GString *out, const char *kind, const char *text, gboolean *has)
{
    html_add(out, *has ? " <span class=\"%s\">%s</span>" : "<span class=\"%s\">%s</span>", kind, text, NULL);
    *has = TRUE;
}

/* Date, type, section, and the language where it is another one than the visitor's. */
static void add_facts(GString *out, const View *v, const Result *r)
{
    const LangProfile *lang = v->request->lang;
    g_autoptr(GString) facts = g_string_new(NULL);
    g_autofree char *date = r->date != RECORD_DATE_UNKNOWN ? message_date(lang, r->date) : NULL;
    g_autofree char *type = render_type_name(lang, r->type);
    gboolean has = FALSE;
    if (date)
        add_fact(facts, "date", date, &has);
    if (*r->type && !g_str_equal(r->type, "html"))
        add_fact(facts, "type", type, &has);
    if (*r->section)
        add_fact(facts, "section", config_section_title(v->config, r->section, lang_code(lang)), &has);
    if (has || r->lang != lang) {
        g_string_append(out, "<p class=\"facts\"");
        html_add_lang(out, lang);
        g_string_append_printf(out, ">%s", facts->str);
        if (r->lang != lang) {
            g_string_append(out, has ? " <span class=\"language\">" : "<span class=\"language\">");
            html_add_language(out, r->lang);
            g_string_append(out, "</span>");
        }
        g_string_append(out, "</p>\n");
    }
}

static void add_snippet(GString *out, const Result *r)
{
    g_string_append(out, "<p class=\"snippet\">");
    for (guint i = 0; i < r->snippet->len; i++) {
        const SnippetPart *part = &g_array_index(r->snippet, SnippetPart, i);
        html_add(out, part->is_hit ? "<mark>%s</mark>" : "%s", part->text, NULL);
    }
    g_string_append(out, "</p>\n");
}

/* That there is no such page in the visitor's language, and in which there is. */
static void add_availability(GString *out, const LangProfile *lang, const Result *r)
{
    g_autoptr(GPtrArray) languages = g_ptr_array_new();
    g_autoptr(GPtrArray) marks = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(languages, (gpointer)lang);
    g_autoptr(GPtrArray) available = result_languages(r);
    for (guint i = 0; i < available->len; i++) {
        g_ptr_array_add(languages, available->pdata[i]);
        g_ptr_array_add(marks, g_strdup(html_mark(i + 1).text));
    }
    g_autofree char *list = message_list(lang, (const char *const *)marks->pdata, marks->len);
    HtmlMark missing = html_mark(0);
    const MessageArgument arguments[] = {MESSAGE_ARG_TEXT(missing.text), MESSAGE_ARG_TEXT(list)};
    g_string_append(out, "<p class=\"notice\"");
    html_add_lang(out, lang);
    g_string_append_c(out, '>');
    html_add_languages_message(out, lang, "available_in", arguments, 2, languages);
    g_string_append(out, "</p>\n");
}

static void add_alternates(GString *out, const LangProfile *lang, const Result *r)
{
    if (!r->alternates)
        return;
    g_string_append(out, "<p class=\"also\"");
    html_add_lang(out, lang);
    g_string_append_c(out, '>');
    html_add_message(out, lang, "also_in", NULL, 0);
    for (guint i = 0; i < r->alternates->len; i++) {
        const ResultAlternate *other = &g_array_index(r->alternates, ResultAlternate, i);
        g_string_append(out, " <a");
        html_add_lang(out, other->lang);
        html_add(out, " hreflang=\"%s\" href=\"%s\">%s</a>", lang_code(other->lang), other->url,
                 lang_name(other->lang), NULL);
    }
    g_string_append(out, "</p>\n");
}

static void add_way(GString *out, const LangProfile *lang, const Reason *t)
{
    g_autofree char *key = g_strconcat("way_", t->way, NULL);
    g_string_append(out, " (");
    html_add_message(out, lang, key, &MESSAGE_ARG_NUMBER(t->pairs), 1);
    g_string_append_c(out, ')');
}

static void add_reason(GString *out, const LangProfile *lang, const Reason *t)
{
    gboolean is_title = t->term[0] == PREFIX_TITLE[0];
    const char *bare = t->term + is_title, *shown = bare + g_ascii_isupper(*bare);
    g_string_append(out, "<li>");
    if (t->source) {
        const MessageArgument arguments[] = {MESSAGE_ARG_TEXT(shown), MESSAGE_ARG_TEXT(t->source)};
        html_add_message(out, lang, "why_step", arguments, 2);
        add_way(out, lang, t);
    } else {
        html_add(out, "<bdi>%s</bdi>", shown, NULL);
    }
    if (is_title) {
        g_string_append(out, ", ");
        html_add_message(out, lang, "why_title", NULL, 0);
    }
    g_string_append_printf(out, ": %.2f</li>\n", t->weight);
}

static void add_reasons(GString *out, const LangProfile *lang, const Result *r)
{
    if (!r->reasons || !r->reasons->len)
        return;
    g_string_append(out, "<li>");
    html_add_message(out, lang, "why_terms", NULL, 0);
    g_string_append(out, "<ul>\n");
    for (guint i = 0; i < MIN(r->reasons->len, REASONS_MOST); i++)
        add_reason(out, lang, &g_array_index(r->reasons, Reason, i));
    g_string_append(out, "</ul></li>\n");
}

static void add_rank(GString *out, const LangProfile *lang, const LangProfile *list, guint rank)
{
    g_autoptr(GPtrArray) languages = g_ptr_array_new();
    HtmlMark mark = html_mark(0);
    const MessageArgument arguments[] = {MESSAGE_ARG_NUMBER(rank), MESSAGE_ARG_TEXT(mark.text)};
    g_ptr_array_add(languages, (gpointer)list);
    g_string_append(out, "<li>");
    if (rank)
        html_add_languages_message(out, lang, "why_rank", arguments, 2, languages);
    else
        html_add_languages_message(out, lang, "why_unranked", arguments + 1, 1, languages);
    g_string_append(out, "</li>\n");
}

static void add_version(GString *out, const LangProfile *lang, const Result *r)
{
    static const char *const keys[] = {"why_asked", "why_query", "why_best"};
    g_autoptr(GPtrArray) languages = g_ptr_array_new();
    HtmlMark mark = html_mark(0);
    g_ptr_array_add(languages, (gpointer)r->lang);
    g_string_append(out, "<li>");
    html_add_languages_message(out, lang, keys[r->version], &MESSAGE_ARG_TEXT(mark.text), 1, languages);
    g_string_append(out, "</li>\n");
}

static void add_explanation(GString *out, const LangProfile *lang, const Result *r)
{
    g_string_append(out, "<details class=\"why\"");
    html_add_lang(out, lang);
    g_string_append(out, "><summary>");
    html_add_message(out, lang, "why_result", NULL, 0);
    g_string_append(out, "</summary>\n<ul>\n");
    add_reasons(out, lang, r);
    if (!r->votes)
        add_rank(out, lang, r->lang, r->rank_in_language);
    for (guint i = 0; r->votes && i < r->votes->len; i++) {
        const BlendVote *vote = &g_array_index(r->votes, BlendVote, i);
        add_rank(out, lang, vote->lang, vote->rank);
    }
    g_string_append(out, "<li>");
    html_add_message(out, lang, "why_authority", &MESSAGE_ARG_NUMBER(r->authority), 1);
    g_string_append(out, "</li>\n");
    add_version(out, lang, r);
    g_string_append(out, "</ul>\n</details>\n");
}

void render_result(GString *out, const View *v, const Result *r, guint level)
{
    const LangProfile *lang = v->request->lang;
    g_string_append(out, "<li><article");
    html_add_lang(out, r->lang);
    g_string_append_printf(out, ">\n<h%u><a", level);
    html_add(out, " href=\"%s\"", r->url, NULL);
    if (r->lang != lang)
        html_add(out, " hreflang=\"%s\"", lang_code(r->lang), NULL);
    html_add(out, ">%s</a>", *r->title ? r->title : r->url, NULL);
    g_string_append_printf(out, "</h%u>\n", level);
    add_place(out, r->url);
    add_facts(out, v, r);
    add_snippet(out, r);
    if (r->notice)
        add_availability(out, lang, r);
    add_alternates(out, lang, r);
    if (v->request->explain)
        add_explanation(out, lang, r);
    g_string_append(out, "</article></li>\n");
}
