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
    for (guint i = 0; r->reasons && i < r->reasons->len; i++) {
        const Reason *t = &g_array_index(r->reasons, Reason, i);
        g_string_append_printf(out, "%s%s %.3f", i ? ", " : "   matched: ", t->term, t->weight);
    }
    if (r->reasons)
        g_string_append_printf(out, "; score %.3f, rank %u in '%s'\n", r->score, r->rank_in_language, lang_code(r->lang));
    g_string_append_c(out, '\n');
}

char *render_text(const Answer *a)
{
    GString *out = g_string_new(NULL);
    if (a->corrected) {
        g_autofree char *says = rescue_message(a->request->lang, a->corrected_kind, a->corrected);
        g_string_append_printf(out, "%s\n", says);
    }
    for (guint i = 0; i < a->notices->len; i++)
        g_string_append_printf(out, "%s\n", g_array_index(a->notices, Notice, i).text);
    for (guint i = 0; i < a->results->len; i++)
        add_result(out, g_ptr_array_index(a->results, i));
    g_string_append_printf(out, "%s%" G_GUINT64_FORMAT " pages, %.1f ms\n", a->total_is_estimate ? "about " : "", a->total,
                           a->took_us / 1000.0);
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
