#include "query/render_result.h"

#include "query/html.h"
#include "query/snippet.h"
#include "shim/index.h"
#include "shim/schema.h"

#define REASONS_MOST 12 /* terms that are told */

static void add_place(GString *out, const LangProfile *lang, const Result *r)
{
    g_autofree char *shown = g_uri_unescape_string(r->url, "/?#%");
    html_add(out, "<p class=\"url\"><bdi>%s</bdi>",
             shown && g_utf8_validate(shown, -1, NULL) ? shown : r->url, NULL);
    if (r->date != RECORD_DATE_UNKNOWN) {
        g_autofree char *date = message_date(lang, r->date);
        g_string_append(out, " <span class=\"date\"");
        html_add_lang(out, lang);
        html_add(out, "><bdi>%s</bdi></span>", date, NULL);
    }
    if (r->lang != lang)
        html_add(out, " <span class=\"language\">%s</span>", lang_name(r->lang), NULL);
    g_string_append(out, "</p>\n");
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

void render_result(GString *out, const LangProfile *lang, const Result *r, gboolean is_explained)
{
    g_string_append(out, "<li><article");
    html_add_lang(out, r->lang);
    html_add(out, ">\n<h2><a href=\"%s\"", r->url, NULL);
    if (r->lang != lang)
        html_add(out, " hreflang=\"%s\"", lang_code(r->lang), NULL);
    html_add(out, ">%s</a></h2>\n", *r->title ? r->title : r->url, NULL);
    add_place(out, lang, r);
    add_snippet(out, r);
    if (r->notice)
        add_availability(out, lang, r);
    add_alternates(out, lang, r);
    if (is_explained)
        add_explanation(out, lang, r);
    g_string_append(out, "</article></li>\n");
}
