#include "query/parity_finding.h"
#include "shim/limits.h"
#include "shim/supply.h"

typedef enum { ANSWER_MOVED, ANSWER_CLIENT, ANSWER_SERVER, ANSWER_NONE, N_ANSWERS } AnswerClass;

/* A URL that gave no page, and who links to it. */
typedef struct {
    char *url, *error;
    guint status;
    AnswerClass class;
    gint lang;      /* of the page that it was, or that of most pages which link to it; -1: not known */
    guint links;    /* to it */
    guint *by_lang; /* of them, by language of the page */
} Answer;

typedef struct {
    const ParityFacts *facts;
    GHashTable *answers; /* url id → Answer */
    GPtrArray *list;     /* the same, by URL */
} Answers;

static void answer_free(gpointer data)
{
    Answer *a = data;
    g_free(a->url);
    g_free(a->error);
    g_free(a->by_lang);
    g_free(a);
}

static AnswerClass classify(const SupplyAnswer *answer)
{
    if (*answer->redirect)
        return ANSWER_MOVED;
    return answer->status >= 500 ? ANSWER_SERVER : answer->status ? ANSWER_CLIENT : ANSWER_NONE;
}

static void add_answer(const SupplyAnswer *answer, gpointer user)
{
    Answers *all = user;
    Answer *a = g_new0(Answer, 1);
    a->url = g_strdup(answer->url);
    a->error = g_strdup(answer->error);
    a->status = answer->status;
    a->class = classify(answer);
    a->by_lang = g_new0(guint, all->facts->languages->len);
    a->lang = -1;
    for (guint l = 0; l < all->facts->languages->len; l++)
        if (g_str_equal(answer->lang, lang_code(parity_lang(all->facts, l))))
            a->lang = l;
    g_ptr_array_add(all->list, a);
    g_hash_table_insert(all->answers, GSIZE_TO_POINTER(answer->id), a);
}

static void count_link(const SupplyLink *link, gpointer user)
{
    const Answers *all = user;
    Answer *a = g_hash_table_lookup(all->answers, GSIZE_TO_POINTER(link->dst));
    const ParityPage *from = a ? parity_find_page(all->facts, link->src) : NULL;
    if (!from)
        return;
    a->links++;
    if (from->lang >= 0)
        a->by_lang[from->lang]++;
}

static void settle_language(const ParityFacts *f, Answer *a)
{
    guint most = 0;
    for (guint l = 0; a->lang < 0 && l < f->languages->len; l++)
        most = MAX(most, a->by_lang[l]);
    for (guint l = 0; most && a->lang < 0 && l < f->languages->len; l++)
        if (a->by_lang[l] == most)
            a->lang = l;
}

static void add_counts(const Answers *all, ReportChapter *chapter)
{
    static const char *const columns[N_ANSWERS] = {"moved", "client-errors", "server-errors", "no-answer"};
    const ParityFacts *f = all->facts;
    g_autofree guint64 *counts = g_new0(guint64, f->languages->len * N_ANSWERS);
    for (guint i = 0; i < all->list->len; i++) {
        const Answer *a = g_ptr_array_index(all->list, i);
        if (a->lang >= 0)
            counts[a->lang * N_ANSWERS + a->class]++;
    }
    ReportTable *table = report_add_table(chapter, "errors-answers");
    report_table_add_column(table, "language");
    for (guint k = 0; k < N_ANSWERS; k++)
        report_table_add_column(table, columns[k]);
    for (guint l = 0; l < f->languages->len; l++) {
        Cell row[N_ANSWERS + 1] = {cell_lang(parity_lang(f, l))};
        for (guint k = 0; k < N_ANSWERS; k++)
            row[k + 1] = cell_number(CELL_COUNT, counts[l * N_ANSWERS + k]);
        report_table_add_row(table, row);
    }
}

/* The most linked to first. */
static gint compare_answers(gconstpointer a, gconstpointer b)
{
    const Answer *x = *(Answer *const *)a, *y = *(Answer *const *)b;
    return x->links != y->links ? (x->links < y->links) - (x->links > y->links) : g_strcmp0(x->url, y->url);
}

static void add_urls(const Answers *all, ReportChapter *chapter)
{
    static const char *const columns[] = {"page", "language", "status", "answer", "links"};
    ReportTable *table = report_add_table(chapter, "errors-urls");
    table->is_list = TRUE;
    for (guint i = 0; i < G_N_ELEMENTS(columns); i++)
        report_table_add_column(table, columns[i]);
    g_ptr_array_sort(all->list, compare_answers);
    for (guint i = 0; i < all->list->len; i++) {
        const Answer *a = g_ptr_array_index(all->list, i);
        const Cell row[] = {cell_url(a->url), a->lang >= 0 ? cell_lang(parity_lang(all->facts, a->lang)) : cell_none(),
                            a->status ? cell_number(CELL_COUNT, a->status) : cell_none(), cell_text(a->error, NULL),
                            cell_number(CELL_COUNT, a->links)};
        report_table_add_row(table, row);
    }
}

gboolean parity_add_errors(const ParityFacts *f, Report *report, GError **error)
{
    g_autoptr(GHashTable) answers = g_hash_table_new(g_direct_hash, g_direct_equal);
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(answer_free);
    Answers all = {f, answers, list};
    if (!parity_add_theme(f, report, parity_find_theme("errors"), error) ||
        !supply_each_answer(f->ledger, add_answer, &all, error) ||
        (list->len && !supply_each_link(f->ledger, 0, count_link, &all, error)))
        return FALSE;
    ReportChapter *chapter = g_ptr_array_index(report->chapters, report->chapters->len - 1);
    for (guint i = 0; i < list->len; i++)
        settle_language(f, g_ptr_array_index(list, i));
    add_counts(&all, chapter);
    add_urls(&all, chapter);
    return TRUE;
}
