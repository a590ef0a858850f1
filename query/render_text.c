#include "langs/message.h"
#include "query/render.h"
#include "query/rescue.h"
#include "query/snippet.h"

/* Text of a page for a terminal: what could steer the terminal becomes a space. */
static char *printable(const char *text)
{
    GString *out = g_string_new(NULL);
    for (const char *p = text; *p; p = g_utf8_next_char(p))
        g_string_append_unichar(out, g_unichar_iscntrl(g_utf8_get_char(p)) ? ' ' : g_utf8_get_char(p));
    return g_string_free(out, FALSE);
}

static void add_explanation(GString *out, const Result *r)
{
    for (guint i = 0; i < r->reasons->len; i++) {
        const Reason *t = &g_array_index(r->reasons, Reason, i);
        g_string_append_printf(out, "%s%s %.3f", i ? ", " : "   matched: ", t->term, t->weight);
        if (t->source)
            g_string_append_printf(out, " (%s: %s)", t->way, t->source);
    }
    g_string_append_printf(out, "; score %.3f, rank %u in '%s', authority %.2f\n", r->score, r->rank_in_language,
                           lang_code(r->lang), r->authority);
    for (guint i = 0; r->votes && i < r->votes->len; i++) {
        const BlendVote *v = &g_array_index(r->votes, BlendVote, i);
        g_string_append_printf(out, "%s%s rank %u %.3f", i ? ", " : "   lists: ", lang_code(v->lang), v->rank,
                               v->score);
    }
    g_string_append(out, r->votes ? "\n" : "");
}

static void add_result(GString *out, const Result *r)
{
    g_autofree char *title = printable(*r->title ? r->title : r->url);
    g_string_append_printf(out, "%u. %s  [%s]\n   %s\n   ", r->rank, title, lang_code(r->lang), r->url);
    for (guint i = 0; i < r->snippet->len; i++) {
        const SnippetPart *part = &g_array_index(r->snippet, SnippetPart, i);
        g_autofree char *text = printable(part->text);
        g_string_append_printf(out, part->is_hit ? "[%s]" : "%s", text);
    }
    g_string_append_c(out, '\n');
    for (guint i = 0; r->alternates && i < r->alternates->len; i++) {
        const ResultAlternate *other = &g_array_index(r->alternates, ResultAlternate, i);
        g_string_append_printf(out, "%s%s %s", i ? ", " : "   also: ", lang_code(other->lang), other->url);
    }
    g_string_append(out, r->alternates ? "\n" : "");
    if (r->notice)
        g_string_append_printf(out, "   %s\n", r->notice);
    if (r->reasons)
        add_explanation(out, r);
    g_string_append_c(out, '\n');
}

char *render_text(const Answer *a)
{
    GString *out = g_string_new(NULL);
    g_autofree char *elsewhere = message_text(a->request->lang, "other_languages");
    if (a->corrected) {
        g_autofree char *says = rescue_message(a->request->lang, a->corrected_kind, a->corrected);
        g_string_append_printf(out, "%s\n", says);
    }
    for (guint i = 0; i < a->notices->len; i++)
        g_string_append_printf(out, "%s\n", g_array_index(a->notices, Notice, i).text);
    for (guint i = 0; i < a->results->len; i++)
        add_result(out, g_ptr_array_index(a->results, i));
    if (a->elsewhere->len)
        g_string_append_printf(out, "%s\n\n", elsewhere);
    for (guint i = 0; i < a->elsewhere->len; i++)
        add_result(out, g_ptr_array_index(a->elsewhere, i));
    for (guint i = 0; i < a->found_in->len; i++) {
        const FoundIn *f = &g_array_index(a->found_in, FoundIn, i);
        const MessageArgument arguments[] = {MESSAGE_ARG_TEXT(lang_name(f->lang)), MESSAGE_ARG_NUMBER(f->total)};
        g_autofree char *found = message_format(a->request->lang, "found_in", arguments, 2);
        g_string_append_printf(out, "%s\n", found);
    }
    g_string_append_printf(out, "%s%" G_GUINT64_FORMAT " pages, %.1f ms\n", a->total_is_estimate ? "about " : "",
                           a->total, a->took_us / 1000.0);
    return g_string_free(out, FALSE);
}

char *render_trec(const Answer *a, const char *qid)
{
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < a->results->len; i++) {
        const Result *r = g_ptr_array_index(a->results, i);
        char score[G_ASCII_DTOSTR_BUF_SIZE];
        g_ascii_formatd(score, sizeof score, "%.6f", r->score);
        g_string_append_printf(out, "%s Q0 %s %u %s isoglot\n", qid, r->url, r->rank, score);
    }
    return g_string_free(out, FALSE);
}
