#include "query/parity_judged.h"

#include <math.h>
#include <string.h>

#include "query/bootstrap.h"
#include "query/measure.h"
#include "shim/limits.h"

/* ------------------------------------------------------------------ files */

/* Where a language's file stands: DIR/LANG/SHORT or DIR/LANG.LONG; NULL: nowhere. */
static char *find_file(const char *folder, const LangProfile *lang, const char *in_folder, const char *suffix)
{
    g_autofree char *name = g_strconcat(lang_code(lang), suffix, NULL);
    char *path = g_build_filename(folder, lang_code(lang), in_folder, NULL);
    if (g_file_test(path, G_FILE_TEST_IS_REGULAR))
        return path;
    g_free(path);
    path = g_build_filename(folder, name, NULL);
    if (g_file_test(path, G_FILE_TEST_IS_REGULAR))
        return path;
    g_free(path);
    return NULL;
}

static char *find_topics(const char *folder, const LangProfile *lang)
{
    return find_file(folder, lang, "topics.tsv", ".topics.tsv");
}

static char *find_judgements(const char *folder, const LangProfile *lang)
{
    return find_file(folder, lang, "qrels.txt", ".qrels");
}

char **judged_files(const char *folder, const GPtrArray *languages)
{
    g_autoptr(GPtrArray) paths = g_ptr_array_new();
    for (guint i = 0; folder && i < languages->len; i++) {
        char *files[] = {find_topics(folder, languages->pdata[i]), find_judgements(folder, languages->pdata[i])};
        for (guint k = 0; k < G_N_ELEMENTS(files); k++)
            if (files[k])
                g_ptr_array_add(paths, files[k]);
    }
    g_ptr_array_add(paths, NULL);
    return (char **)g_ptr_array_free(g_steal_pointer(&paths), FALSE);
}

static char **read_lines(const char *path, GError **error)
{
    g_autofree char *text = NULL;
    g_autoptr(GError) cause = NULL;
    if (!g_file_get_contents(path, &text, NULL, &cause)) {
        g_set_error(error, FAULT, FAULT_USAGE, "cannot read topics: %s", cause->message);
        return NULL;
    }
    char **lines = g_strsplit(text, "\n", -1);
    for (guint i = 0; lines[i]; i++)
        g_strchomp(lines[i]);
    return lines;
}

static gboolean fail_line(const char *path, guint line, const char *expected, GError **error)
{
    g_set_error(error, FAULT, FAULT_USAGE, "%s:%u: expected %s", path, line + 1, expected);
    return FALSE;
}

/* ------------------------------------------------------------------ judgements */

/* What is relevant, by qid; documents are numbered by their URLs. */
typedef struct {
    GHashTable *levels; /* char*: qid → GHashTable*: gint64* → GUINT_TO_POINTER(level) */
    GHashTable *ids;    /* char*: URL → gint64* */
} Judgements;

static gint64 number_document(GHashTable *ids, const char *url)
{
    const gint64 *known = g_hash_table_lookup(ids, url);
    gint64 id = known ? *known : g_hash_table_size(ids) + 1;
    if (!known)
        g_hash_table_insert(ids, g_strdup(url), g_memdup2(&id, sizeof id));
    return id;
}

static gboolean add_judgement(Judgements *j, char **fields)
{
    char *end;
    gint64 level = g_ascii_strtoll(fields[3], &end, 10);
    if (*end || end == fields[3])
        return FALSE;
    if (level <= 0)
        return TRUE;
    GHashTable *levels = g_hash_table_lookup(j->levels, fields[0]);
    if (!levels) {
        levels = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
        g_hash_table_insert(j->levels, g_strdup(fields[0]), levels);
    }
    gint64 id = number_document(j->ids, fields[2]);
    g_hash_table_replace(levels, g_memdup2(&id, sizeof id), GUINT_TO_POINTER(MIN(level, 30)));
    return TRUE;
}

static gboolean read_judgements(const char *path, Judgements *j, GError **error)
{
    g_auto(GStrv) lines = read_lines(path, error);
    for (guint i = 0; lines && lines[i]; i++) {
        if (!*lines[i])
            continue;
        g_auto(GStrv) parts = g_strsplit_set(lines[i], " \t", -1);
        char *fields[5];
        guint n = 0;
        for (guint k = 0; parts[k] && n < G_N_ELEMENTS(fields); k++)
            if (*parts[k])
                fields[n++] = parts[k];
        if (n != 4 || !add_judgement(j, fields))
            return fail_line(path, i, "qid 0 docno level", error);
    }
    return lines != NULL;
}

/* ------------------------------------------------------------------ a language's topics */

typedef struct {
    GArray *ndcg, *recall; /* double, in the order of the topics */
    guint topics, unjudged;
} Judged;

static void judged_clear(gpointer p)
{
    Judged *j = p;
    g_clear_pointer(&j->ndcg, g_array_unref);
    g_clear_pointer(&j->recall, g_array_unref);
}

static gboolean ask_topic(Searcher *searcher, const LangProfile *lang, const char *query, const Judgements *judgements,
                          GHashTable *levels, Judged *judged, GError **error)
{
    g_autoptr(Request) request = request_new(lang);
    g_free(request->query);
    request->query = request_clean_query(query);
    request->per_page = JUDGED_RECALL_DEPTH;
    request->is_run = TRUE;
    g_autoptr(Answer) answer = searcher_ask(searcher, request, error);
    g_autoptr(GArray) ranking = g_array_new(FALSE, FALSE, sizeof(gint64));
    if (!answer)
        return FALSE;
    for (guint i = 0; i < answer->results->len; i++) {
        const gint64 *known = g_hash_table_lookup(judgements->ids, ((const Result *)answer->results->pdata[i])->url);
        gint64 id = known ? *known : -(gint64)i - 1;
        g_array_append_val(ranking, id);
    }
    double ndcg = measure_ndcg(ranking, levels, JUDGED_NDCG_DEPTH);
    double recall = measure_recall(ranking, levels, JUDGED_RECALL_DEPTH);
    g_array_append_val(judged->ndcg, ndcg);
    g_array_append_val(judged->recall, recall);
    return TRUE;
}

static gboolean ask_topics(Searcher *searcher, const LangProfile *lang, const char *path, const Judgements *judgements,
                           Judged *judged, GError **error)
{
    g_auto(GStrv) lines = read_lines(path, error);
    for (guint i = 0; lines && lines[i]; i++) {
        char *tab = strchr(lines[i], '\t');
        if (!*lines[i])
            continue;
        if (!tab)
            return fail_line(path, i, "qid TAB query", error);
        if (judged->topics++ == LIMIT_TOPICS)
            return fail_line(path, i, "no further topic", error);
        *tab = '\0';
        GHashTable *levels = g_hash_table_lookup(judgements->levels, lines[i]);
        if (!levels)
            judged->unjudged++;
        else if (!ask_topic(searcher, lang, tab + 1, judgements, levels, judged, error))
            return FALSE;
    }
    return lines != NULL;
}

static gboolean judge_language(const ParityInput *input, const LangProfile *lang, Judged *judged, GError **error)
{
    g_autofree char *topics = find_topics(input->topics, lang), *path = find_judgements(input->topics, lang);
    judged->ndcg = g_array_new(FALSE, FALSE, sizeof(double));
    judged->recall = g_array_new(FALSE, FALSE, sizeof(double));
    if (!topics || !path)
        return TRUE;
    g_autoptr(GHashTable) levels =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_hash_table_unref);
    g_autoptr(GHashTable) ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    Judgements judgements = {levels, ids};
    return read_judgements(path, &judgements, error) &&
           ask_topics(input->searcher, lang, topics, &judgements, judged, error);
}

/* ------------------------------------------------------------------ the chapter */

/* The gap between the best and the worst language, with other topics of the same kind. */
static double draw_gap(GRand *random, gconstpointer user)
{
    const GArray *all = user;
    double best = NAN, worst = NAN;
    for (guint i = 0; i < all->len; i++) {
        double mean = bootstrap_mean(random, g_array_index(all, Judged, i).ndcg);
        best = fmax(best, mean);
        worst = fmin(worst, mean);
    }
    return best - worst;
}

static void say_gap(const Report *report, ReportChapter *chapter, GArray *all)
{
    guint worst = 0, best = 0, n = 0;
    double low, high;
    for (guint i = 0; i < all->len; i++) {
        double mean = measure_mean(g_array_index(all, Judged, i).ndcg, NULL);
        if (isnan(mean))
            continue;
        if (!n++ || mean < measure_mean(g_array_index(all, Judged, worst).ndcg, NULL))
            worst = i;
        if (n == 1 || mean > measure_mean(g_array_index(all, Judged, best).ndcg, NULL))
            best = i;
    }
    if (n < 2 || !bootstrap_interval(draw_gap, all, &low, &high))
        return;
    double gap = measure_mean(g_array_index(all, Judged, best).ndcg, NULL) -
                 measure_mean(g_array_index(all, Judged, worst).ndcg, NULL);
    report_add_sentence(chapter->sentences, "report_judged_gap",
                        (Cell[]){cell_lang(report->languages->pdata[worst]), cell_lang(report->languages->pdata[best]),
                                 cell_number(CELL_NUMBER, gap), cell_number(CELL_NUMBER, low),
                                 cell_number(CELL_NUMBER, high)},
                        5);
}

static void add_row(Report *report, ReportChapter *chapter, ReportTable *table, const LangProfile *lang,
                    const Judged *j)
{
    double ndcg = measure_mean(j->ndcg, NULL), recall = measure_mean(j->recall, NULL);
    report_table_add_row(table, (Cell[]){cell_lang(lang), cell_number(CELL_COUNT, j->ndcg->len),
                                         cell_number(CELL_COUNT, j->unjudged), cell_number(CELL_NUMBER, ndcg),
                                         cell_number(CELL_NUMBER, recall)});
    chapter->n += j->ndcg->len;
    if (!j->ndcg->len)
        return;
    report_add_figure(report, "ndcg", lang, "", ndcg, j->ndcg->len, FALSE);
    report_add_figure(report, "recall", lang, "", recall, j->recall->len, FALSE);
}

static gboolean is_without_files(const ParityInput *input, const Report *report, GError **error)
{
    g_auto(GStrv) files = judged_files(input->topics, report->languages);
    if (!*files)
        g_set_error(error, FAULT, FAULT_USAGE, "no topics in '%s': expected LANG/topics.tsv and LANG/qrels.txt",
                    input->topics);
    return !*files;
}

gboolean parity_judged(Report *report, const ParityInput *input, GError **error)
{
    ReportChapter *chapter = report_add_chapter(report, "judged", FALSE);
    if (!input->topics) {
        report_add_sentence(chapter->sentences, "report_judged_none", NULL, 0);
        return TRUE;
    }
    if (is_without_files(input, report, error))
        return FALSE;
    g_autoptr(GArray) all = g_array_new(FALSE, TRUE, sizeof(Judged));
    g_array_set_clear_func(all, judged_clear);
    g_array_set_size(all, report->languages->len);
    ReportTable *table = report_add_table(chapter, "judged");
    static const char *const columns[] = {"language", "topics", "unjudged", "ndcg", "recall"};
    for (guint i = 0; i < G_N_ELEMENTS(columns); i++)
        report_table_add_column(table, columns[i]);
    table->chart = CHART_BARS;
    table->chart_column = 3;
    for (guint i = 0; i < all->len; i++) {
        Judged *j = &g_array_index(all, Judged, i);
        if (!judge_language(input, report->languages->pdata[i], j, error))
            return FALSE;
        add_row(report, chapter, table, report->languages->pdata[i], j);
    }
    say_gap(report, chapter, all);
    return TRUE;
}
