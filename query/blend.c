#include "query/blend.h"

#include "langs/message.h"
#include "query/inquiry.h"

/* One language's part of the list. */
typedef struct {
    Room *room;
    guint offset, limit; /* ranks [offset, offset + limit) are shown */
    guint64 total;
    GPtrArray *results;
} Share;

static void free_if_any(gpointer result)
{
    if (result)
        result_free(result);
}

/* Which ranks of each language stand at places [offset, offset + limit) when all take turns, rank by rank. */
static void divide(Share *shares, guint n, guint offset, guint limit)
{
    guint place = 0;
    for (guint64 rank = 0, left = 1; left && place < offset + limit; rank++) {
        left = 0;
        for (guint i = 0; i < n && place < offset + limit; i++) {
            if (rank >= shares[i].total)
                continue;
            left++;
            if (place++ < offset)
                shares[i].offset++;
            else
                shares[i].limit++;
        }
    }
}

/* One result from each list in turn, by rank: weights of different indexes are never compared. */
static void take_turns(Share *shares, guint n, GPtrArray *results)
{
    guint64 first = G_MAXUINT64, last = 0;
    for (guint i = 0; i < n; i++) {
        first = shares[i].results->len ? MIN(first, shares[i].offset) : first;
        last = MAX(last, (guint64)shares[i].offset + shares[i].results->len);
    }
    for (guint64 rank = first; rank < last; rank++) {
        for (guint i = 0; i < n; i++) {
            if (rank < shares[i].offset || rank >= (guint64)shares[i].offset + shares[i].results->len)
                continue;
            g_ptr_array_add(results, shares[i].results->pdata[rank - shares[i].offset]);
            shares[i].results->pdata[rank - shares[i].offset] = NULL;
        }
    }
}

/* Totals first, so that only those records are read that are shown, however deep. */
static gboolean count_all(Searcher *s, Answer *a, const Request *request, Share *shares,
                          const InquiryRange *range, GError **error)
{
    for (guint i = 0; i < s->languages->len; i++) {
        g_autoptr(GError) cause = NULL;
        InquiryRange count = *range;
        gboolean is_asked = s->rooms[i].profile == request->lang;
        count.has_facets = is_asked;
        g_autoptr(Inquiry) q = inquiry_new(s, shares[i].room, request, &count, &cause);
        if (!q && is_asked) {
            g_propagate_error(error, g_steal_pointer(&cause));
            return FALSE;
        }
        if (!q) {
            answer_add_notice(
                a, "language-missing",
                message_text_1(request->lang, "notice_language_missing", lang_name(s->rooms[i].profile)));
            continue;
        }
        if (is_asked)
            inquiry_describe(q, a);
        shares[i].total = q->found->total;
        a->total += q->found->total;
        a->total_is_estimate |= q->found->total_is_estimate;
    }
    return TRUE;
}

static gboolean read_share(const Searcher *s, Answer *a, const Request *request, Share *share,
                           gint64 deadline_us, GError **error)
{
    const InquiryRange range = {.offset = share->offset, .limit = share->limit, .deadline_us = deadline_us};
    g_autoptr(Inquiry) q = inquiry_new(s, share->room, request, &range, error);
    if (!q)
        return FALSE;
    g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = 0; i < q->found->hits->len; i++) {
        Result *r = inquiry_result(q, i, a, error);
        if (!r)
            return FALSE;
        r->rank_in_language = share->offset + i + 1;
        g_ptr_array_add(share->results, r);
        g_array_append_val(places, i);
    }
    g_autoptr(GPtrArray) reasons = request->explain ? inquiry_explain(q, places, error) : NULL;
    for (guint i = 0; reasons && i < reasons->len; i++)
        ((Result *)share->results->pdata[i])->terms = g_array_ref(reasons->pdata[i]);
    return reasons || !request->explain;
}

gboolean blend_ask(Searcher *s, Answer *a, const Request *request, guint offset, guint limit,
                   gint64 deadline_us, GError **error)
{
    guint n = s->languages->len;
    g_autofree Share *shares = g_new0(Share, n);
    const InquiryRange count = {.depth = offset + limit, .deadline_us = deadline_us};
    for (guint i = 0; i < n; i++)
        shares[i] = (Share){.room = &s->rooms[i], .results = g_ptr_array_new_with_free_func(free_if_any)};
    gboolean ok = count_all(s, a, request, shares, &count, error);
    if (ok)
        divide(shares, n, offset, limit);
    for (guint i = 0; ok && i < n; i++)
        ok = !shares[i].limit || read_share(s, a, request, &shares[i], deadline_us, error);
    if (ok)
        take_turns(shares, n, a->results);
    for (guint i = 0; i < n; i++)
        g_ptr_array_unref(shares[i].results);
    return ok;
}
