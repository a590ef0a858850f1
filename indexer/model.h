/*
 * model.h: which word is which, learned from beads of two languages.
 *
 * Among the candidates of each word (indexer/candidates.h) expectation maximisation decides: IBM Model 1
 * (Brown et al. 1993) in both directions, trained to agree (Liang, Taskar and Klein, "Alignment by
 * Agreement", 2006), with an empty word and a preference for the diagonal (Dyer et al. 2013).
 *
 * Memory: 4 bytes per token of one side, 24 per candidate.
 */
#ifndef ISOGLOT_MODEL_H
#define ISOGLOT_MODEL_H

#include "indexer/candidates.h"

G_BEGIN_DECLS

typedef struct {
    const Bitext *a, *b;
    guint32 *rows;         /* candidates of word w of a: [rows[w], rows[w + 1]) */
    Candidate *candidates; /* of each word in the order of their numbers */
    double *of_a, *of_b;   /* sum of the counts of each word */
} Model;

Model *model_learn(const Bitext *a, const Bitext *b, const GArray *beads);
void model_free(Model *model);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Model, model_free)

/* Word `i` of bead's a and word `j` of its b are translations of each other, with this probability. */
typedef struct {
    guint16 i, j;
    guint32 candidate;
    float probability;
} ModelLink;

/* The links of a bead that are not out of the question, by i; `links` is emptied first. */
typedef struct ModelReader ModelReader;
ModelReader *model_reader_new(const Model *model);
void model_reader_find(ModelReader *reader, const Bead *bead, GArray *links);
void model_reader_free(ModelReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ModelReader, model_reader_free)

/* For each word of b the word of a that it most probably translates, else what `otherwise` says; g_free(). */
guint32 *model_anchors(const Model *model, const guint32 *otherwise);

G_END_DECLS

#endif
