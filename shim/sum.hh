/*
 * sum.hh: many weighed terms read as one posting list, for translate.cc.
 *
 * A tree of OR over a hundred terms costs Xapian some 130 ns a posting. Where nothing but the sum of the weights is asked
 * for, the lists can be read one after another, a window of documents at a time, for a tenth of that: Broder et al.'s
 * "term at a time" within a window, as Lucene's BooleanScorer does it.
 */
#ifndef ISOGLOT_SUM_HH
#define ISOGLOT_SUM_HH

#include <string>
#include <vector>

#include <xapian.h>

/* BM25 as Xapian has it, with k2 0, k3 1 and no least length. */
struct Bm25 {
    double k1, b;

    Xapian::BM25Weight scheme() const
    {
        return Xapian::BM25Weight(k1, 0, 1, b, 0);
    }
};

struct SumTerm {
    std::string term; /* with its prefix */
    double factor;    /* of its weight */
};

/* Matches what OR over the terms matches, with the same weights. To be searched once, in the database it was made for. */
Xapian::Query sum_query(std::vector<SumTerm> terms, const Bm25 &weighting);

#endif
