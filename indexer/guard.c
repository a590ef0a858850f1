#include "indexer/guard.h"

#include "shim/frontier.h"
#include "shim/limits.h"

/* Pages that were there, those of them that have gone already, and those that would go now. */
typedef struct {
    guint64 pages, gone, candidates;
} Sum;

/* The same of one host in one language. */
typedef struct {
    char *origin, *lang;
    Sum sum;
} Loss;

static void loss_free(gpointer p)
{
    Loss *loss = p;
    g_free(loss->origin);
    g_free(loss->lang);
    g_free(loss);
}

static gboolean add_loss(const char *const *columns, guint n, gpointer losses)
{
    (void)n;
    Loss *loss = g_new0(Loss, 1);
    loss->origin = g_strdup(columns[0]);
    loss->lang = g_strdup(columns[1]);
    loss->sum.gone = g_ascii_strtoull(columns[3], NULL, 10);
    loss->sum.pages = g_ascii_strtoull(columns[2], NULL, 10) + loss->sum.gone;
    loss->sum.candidates = g_ascii_strtoull(columns[4], NULL, 10);
    g_ptr_array_add(losses, loss);
    return TRUE;
}

static void add_to(GHashTable *sums, const char *name, const Loss *loss)
{
    Sum *sum = g_hash_table_lookup(sums, name);
    if (!sum) {
        sum = g_new0(Sum, 1);
        g_hash_table_insert(sums, g_strdup(name), sum);
    }
    sum->pages += loss->sum.pages;
    sum->gone += loss->sum.gone;
    sum->candidates += loss->sum.candidates;
}

/* Of a host and of a language, by name: the two never look alike. */
static GHashTable *add_up(const GPtrArray *losses)
{
    GHashTable *sums = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    for (guint i = 0; i < losses->len; i++) {
        const Loss *loss = g_ptr_array_index(losses, i);
        add_to(sums, loss->origin, loss);
        add_to(sums, loss->lang, loss);
    }
    return sums;
}

static gboolean is_too_much(const Sum *sum)
{
    return sum->candidates && sum->gone + sum->candidates > (sum->pages * LIMIT_SHRINK_PERCENT + 99) / 100;
}

static void tell(GHashTable *sums, GPtrArray *held)
{
    g_autoptr(GList) names = g_list_sort(g_hash_table_get_keys(sums), (GCompareFunc)g_strcmp0);
    for (GList *name = names; name; name = name->next) {
        const Sum *sum = g_hash_table_lookup(sums, name->data);
        if (is_too_much(sum))
            g_ptr_array_add(held, g_strdup_printf("%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT
                                                  " pages of '%s' seem to be gone, more than %d %%: none is taken out; "
                                                  "if they are, crawl with --allow-shrink",
                                                  sum->candidates, sum->pages, (char *)name->data, LIMIT_SHRINK_PERCENT));
    }
}

typedef struct {
    WarcWriter *writer;
    gint64 now;
    GError *error;
} Notes;

static gboolean note_gone(const char *const *columns, guint n, gpointer user)
{
    (void)n;
    Notes *notes = user;
    g_autoptr(GError) cause = NULL;
    /* A page that says noindex is out by its own version in the feed. */
    if (!g_str_equal(columns[1], "noindex") && !warc_writer_put_gone(notes->writer, columns[0], notes->now, &cause) &&
        !g_error_matches(cause, FAULT, FAULT_SKIP))
        notes->error = g_steal_pointer(&cause);
    return !notes->error;
}

/* All that are released and have not left the index yet; to say it twice does no harm. */
static gboolean note_all_gone(Ledger *ledger, WarcWriter *writer, gint64 now, GError **error)
{
    Notes notes = {writer, now, NULL};
    if (!frontier_each_gone(ledger, note_gone, &notes, error))
        return FALSE;
    if (notes.error) {
        g_propagate_error(error, notes.error);
        return FALSE;
    }
    return warc_writer_sync(writer, error);
}

static gboolean judge_losses(Ledger *ledger, gboolean allows_shrink, gint64 since, GPtrArray *held, GError **error)
{
    g_autoptr(GPtrArray) losses = g_ptr_array_new_with_free_func(loss_free);
    if (!frontier_each_loss(ledger, since, add_loss, losses, error))
        return FALSE;
    g_autoptr(GHashTable) sums = add_up(losses);
    for (guint i = 0; i < losses->len; i++) {
        const Loss *loss = g_ptr_array_index(losses, i);
        gboolean is_held = !allows_shrink && (is_too_much(g_hash_table_lookup(sums, loss->origin)) ||
                                              is_too_much(g_hash_table_lookup(sums, loss->lang)));
        if (loss->sum.candidates &&
            !(is_held ? frontier_withhold : frontier_release)(ledger, loss->origin, loss->lang, error))
            return FALSE;
    }
    if (!allows_shrink)
        tell(sums, held);
    return TRUE;
}

gboolean guard_judge(Ledger *ledger, WarcWriter *writer, gboolean allows_shrink, gint64 since, gint64 now,
                     GPtrArray *held, GError **error)
{
    gboolean any;
    return frontier_judge_moved(ledger, error) && frontier_has_verdicts(ledger, &any, error) &&
           (!any || judge_losses(ledger, allows_shrink, since, held, error)) &&
           note_all_gone(ledger, writer, now, error) && ledger_commit(ledger, error);
}

static gboolean tell_unseen(const char *const *columns, guint n, gpointer held)
{
    (void)n;
    Sum sum = {.pages = g_ascii_strtoull(columns[1], NULL, 10), .candidates = g_ascii_strtoull(columns[2], NULL, 10)};
    if (is_too_much(&sum))
        g_ptr_array_add(held, g_strdup_printf("%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT
                                              " pages of '%s' were not to be had, and stay as they are: '%s': %s",
                                              sum.candidates, sum.pages, columns[0], columns[3], columns[4]));
    return TRUE;
}

gboolean guard_tell_unseen(Ledger *ledger, gint64 pass, GPtrArray *held, GError **error)
{
    return frontier_each_unseen(ledger, pass, tell_unseen, held, error);
}
