#include "indexer/model.h"

#include <math.h>

#include "shim/limits.h"

#define ROUNDS 5
#define EMPTY 0.01   /* weight of the empty word against a word that surely is the translation */
#define DIAGONAL 3.0 /* how fast the weight of a link falls with its distance from the diagonal */
#define STEPS 64     /* of that distance */
#define UNSURE 0.5   /* added to what a word counts: one occurrence proves little */
#define SURE 0.4     /* probability of a link that counts for its page */
#define ANCHOR 0.3   /* probability both ways of an anchor */

static const guint32 *words_of(const Bitext *text, guint32 first)
{
    return &g_array_index(text->tokens, guint32, first);
}

/* ------------------------------------------------------------------ links of a bead */

struct ModelReader {
    const Model *model;
    guint16 *places;                          /* by word of b: its last place in the bead, plus 1 */
    guint16 before[2 * LIMIT_LEARN_SENTENCE]; /* the place of the same word before it, plus 1 */
    float of_a[2 * LIMIT_LEARN_SENTENCE], of_b[2 * LIMIT_LEARN_SENTENCE]; /* weight of all links of a place */
    float nearness[STEPS + 1];
};

ModelReader *model_reader_new(const Model *m)
{
    ModelReader *r = g_new0(ModelReader, 1);
    r->model = m;
    r->places = g_new0(guint16, m->b->words->len + 1);
    for (guint i = 0; i <= STEPS; i++)
        r->nearness[i] = DIAGONAL * expf(-DIAGONAL * i / STEPS) / (1 - expf(-DIAGONAL)); /* 1 on average */
    return r;
}

void model_reader_free(ModelReader *r)
{
    g_free(r->places);
    g_free(r);
}

/* Weight of a link by its distance from the diagonal. */
static float weigh_place(const ModelReader *r, const Bead *bead, guint i, guint j)
{
    gint64 x = (gint64)(2 * i + 1) * bead->n_b, y = (gint64)(2 * j + 1) * bead->n_a;
    return r->nearness[ABS(x - y) * STEPS / (2 * (gint64)bead->n_a * bead->n_b)];
}

/* Links with their forward weights as yet, which are summed up by places of b, and the backward ones by
 * places of a. */
static void collect_links(ModelReader *r, const Bead *bead, GArray *links)
{
    const Model *m = r->model;
    const guint32 *of_a = words_of(m->a, bead->a);
    for (guint i = 0; i < bead->n_a; i++) {
        r->of_a[i] = EMPTY;
        for (guint32 k = m->rows[of_a[i]]; k < m->rows[of_a[i] + 1]; k++) {
            const Candidate *c = &m->candidates[k];
            for (guint j = r->places[c->word]; j; j = r->before[j - 1]) {
                float weight = weigh_place(r, bead, i, j - 1);
                ModelLink link = {i, j - 1, k, c->forward * weight};
                r->of_a[i] += c->backward * weight;
                r->of_b[j - 1] += link.probability;
                g_array_append_val(links, link);
            }
        }
    }
}

void model_reader_find(ModelReader *r, const Bead *bead, GArray *links)
{
    const guint32 *of_b = words_of(r->model->b, bead->b);
    g_array_set_size(links, 0);
    for (guint j = 0; j < bead->n_b; j++) {
        r->before[j] = r->places[of_b[j]];
        r->places[of_b[j]] = j + 1;
        r->of_b[j] = EMPTY;
    }
    collect_links(r, bead, links);
    for (guint j = 0; j < bead->n_b; j++)
        r->places[of_b[j]] = 0;
    for (guint k = 0; k < links->len; k++) {
        ModelLink *l = &g_array_index(links, ModelLink, k);
        const Candidate *c = &r->model->candidates[l->candidate];
        float backward = c->backward * weigh_place(r, bead, l->i, l->j);
        l->probability = l->probability / r->of_b[l->j] * (backward / r->of_a[l->i]);
    }
}

/* ------------------------------------------------------------------ learning */

/* Counts what the links of all beads say together, and in how many pages they surely do. */
static void count_links(Model *m, const GArray *beads)
{
    g_autoptr(ModelReader) reader = model_reader_new(m);
    g_autoptr(GArray) links = g_array_new(FALSE, FALSE, sizeof(ModelLink));
    for (guint32 k = 0; k < m->rows[m->a->words->len]; k++) {
        m->candidates[k].count = m->candidates[k].pages = 0;
        m->candidates[k].last_page = BITEXT_NONE;
    }
    for (guint i = 0; i < beads->len; i++) {
        const Bead *bead = &g_array_index(beads, Bead, i);
        model_reader_find(reader, bead, links);
        for (guint k = 0; k < links->len; k++) {
            const ModelLink *l = &g_array_index(links, ModelLink, k);
            Candidate *c = &m->candidates[l->candidate];
            c->count += l->probability;
            if (l->probability >= SURE && c->last_page != bead->page) {
                c->last_page = bead->page;
                c->pages++;
            }
        }
    }
}

/* Probabilities from the counts. */
static void estimate(Model *m)
{
    for (guint w = 0; w < m->b->words->len; w++)
        m->of_b[w] = 0;
    for (guint w = 0; w < m->a->words->len; w++) {
        m->of_a[w] = 0;
        for (guint32 k = m->rows[w]; k < m->rows[w + 1]; k++) {
            m->of_a[w] += m->candidates[k].count;
            m->of_b[m->candidates[k].word] += m->candidates[k].count;
        }
    }
    for (guint w = 0; w < m->a->words->len; w++)
        for (guint32 k = m->rows[w]; k < m->rows[w + 1]; k++) {
            Candidate *c = &m->candidates[k];
            c->forward = c->count / (m->of_a[w] + UNSURE);
            c->backward = c->count / (m->of_b[c->word] + UNSURE);
        }
}

Model *model_learn(const Bitext *a, const Bitext *b, const GArray *beads)
{
    Model *m = g_new0(Model, 1);
    m->a = a;
    m->b = b;
    m->rows = g_new(guint32, a->words->len + 1);
    m->candidates = candidates_find(a, b, beads, m->rows);
    m->of_a = g_new(double, a->words->len + 1);
    m->of_b = g_new(double, b->words->len + 1);
    for (guint i = 0; i < ROUNDS; i++) {
        count_links(m, beads);
        estimate(m);
    }
    return m;
}

void model_free(Model *m)
{
    g_free(m->rows);
    g_free(m->candidates);
    g_free(m->of_a);
    g_free(m->of_b);
    g_free(m);
}

guint32 *model_anchors(const Model *m, const guint32 *otherwise)
{
    guint32 *anchors = g_memdup2(otherwise, (m->b->words->len + 1) * sizeof(guint32));
    g_autofree float *best = g_new0(float, m->b->words->len + 1);
    for (guint w = 0; w < m->a->words->len; w++)
        for (guint32 k = m->rows[w]; k < m->rows[w + 1]; k++) {
            const Candidate *c = &m->candidates[k];
            if (MIN(c->forward, c->backward) >= ANCHOR && c->backward > best[c->word]) {
                best[c->word] = c->backward;
                anchors[c->word] = w;
            }
        }
    return anchors;
}
