#include "query/cover.h"

#include <string.h>

#include "langs/lexeme.h"

/* A word in the language of the index: one of its terms is enough. */
typedef struct {
    guint first, n; /* terms */
    guint32 position;
    gboolean is_stop;
} Word;

/* A way to say some words of the question. */
typedef struct {
    guint first, n; /* words */
    guint group;    /* ways of one group say the same */
} Way;

typedef struct {
    GPtrArray *terms; /* char* with prefix */
    GArray *words;    /* Word */
    GArray *ways;     /* Way */
    GArray *weights;  /* double, of each group: words of the question */
} Plan;

static void plan_clear(Plan *p)
{
    g_ptr_array_unref(p->terms);
    g_array_unref(p->words);
    g_array_unref(p->ways);
    g_array_unref(p->weights);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Plan, plan_clear)

static void add_token(const Token *t, gpointer user)
{
    Plan *p = user;
    Word *last = p->words->len ? &g_array_index(p->words, Word, p->words->len - 1) : NULL;
    if (t->form != TOKEN_WORD && t->form != TOKEN_STEM)
        return;
    if (!last || last->position != t->position) {
        Word word = {p->terms->len, 0, t->position, t->is_stop};
        g_array_append_val(p->words, word);
        last = &g_array_index(p->words, Word, p->words->len - 1);
    }
    g_ptr_array_add(p->terms, g_strconcat(token_form_prefix(t->form), t->term, NULL));
    last->n++;
}

/* Appends a text as a way of the last group. */
static void add_way(Plan *p, LangAnalyser *analyser, const char *text)
{
    Way way = {p->words->len, 0, p->weights->len - 1};
    Word border = {p->terms->len, 0, 0, TRUE}; /* positions begin anew */
    g_array_append_val(p->words, border);
    lang_analyse(analyser, text, strlen(text), add_token, p);
    way.n = p->words->len - way.first;
    g_array_append_val(p->ways, way);
}

static void add_group(Plan *p, double weight)
{
    g_array_append_val(p->weights, weight);
}

/* What was not carried: each word is a group by itself, with one way. */
static void plan_text(Plan *p, LangAnalyser *analyser, const char *text)
{
    lang_analyse(analyser, text, strlen(text), add_token, p);
    for (guint i = 0; i < p->words->len; i++) {
        Way way = {i, 1, p->weights->len};
        if (g_array_index(p->words, Word, i).is_stop)
            continue;
        add_group(p, 1);
        g_array_append_val(p->ways, way);
    }
}

static void count_word(const Lexeme *l, gpointer words)
{
    *(double *)words += !l->is_stop;
}

/* What was carried: the steps of one run of words are the ways of one group. */
static void plan_steps(Plan *p, const Asked *asked, LangAnalyser *analyser)
{
    const GArray *steps = asked->carried->steps;
    const char *source = NULL;
    for (guint i = 0; i < steps->len; i++) {
        const CarryStep *step = &g_array_index(steps, CarryStep, i);
        double words = 0;
        lexeme_each(asked->home, step->source, strlen(step->source), count_word, &words);
        if (g_strcmp0(source, step->source) != 0)
            add_group(p, MAX(words, 1));
        source = step->source;
        add_way(p, analyser, step->target);
    }
}

/* The share of a way's words that a page has. */
static double share(const Plan *p, const Way *way, const gboolean *has)
{
    guint words = 0, found = 0;
    for (guint i = way->first; i < way->first + way->n; i++) {
        const Word *w = &g_array_index(p->words, Word, i);
        gboolean is_found = FALSE;
        for (guint t = w->first; t < w->first + w->n; t++)
            is_found |= has[t];
        words += !w->is_stop;
        found += is_found && !w->is_stop;
    }
    return words ? found / (double)words : 0;
}

static double cover(const Plan *p, const gboolean *has)
{
    g_autofree double *best = g_new0(double, p->weights->len + 1);
    double all = 0, covered = 0;
    for (guint i = 0; i < p->ways->len; i++) {
        const Way *way = &g_array_index(p->ways, Way, i);
        best[way->group] = MAX(best[way->group], share(p, way, has));
    }
    for (guint i = 0; i < p->weights->len; i++) {
        all += g_array_index(p->weights, double, i);
        covered += g_array_index(p->weights, double, i) * best[i];
    }
    return all > 0 ? covered / all : 0;
}

gboolean cover_hits(const Inquiry *q, double *coverage, GError **error)
{
    if (!q->found->hits->len)
        return TRUE;
    g_auto(Plan) p = {g_ptr_array_new_with_free_func(g_free), g_array_new(FALSE, FALSE, sizeof(Word)),
                      g_array_new(FALSE, FALSE, sizeof(Way)), g_array_new(FALSE, FALSE, sizeof(double))};
    if (q->asked.carried)
        plan_steps(&p, &q->asked, q->room->analyser);
    else
        plan_text(&p, q->room->analyser, q->asked.text);
    g_autofree gboolean *has = g_new0(gboolean, p.terms->len * q->found->hits->len + 1);
    if (!index_reader_have(q->room->reader, q->found, (const char *const *)p.terms->pdata, p.terms->len, has, error))
        return FALSE;
    for (guint i = 0; i < q->found->hits->len; i++)
        coverage[i] = q->asked.coverage * cover(&p, has + i * p.terms->len);
    return TRUE;
}
