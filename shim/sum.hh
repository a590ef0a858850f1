/*
 * sum.hh: many weighed terms read as one posting list, for translate.cc.
 *
 * A tree of OR over a hundred terms is Xapian's slowest query: every posting passes through all levels of the
 * tree. Where nothing but the sum of the weights is asked for, the lists can be read one after another, a
 * window of documents at a time, in a third of the time ("term at a time", Turtle and Flood 1995; within a
 * window, as Lucene's BooleanScorer).
 */
#ifndef ISOGLOT_SUM_HH
#define ISOGLOT_SUM_HH

#include <map>
#include <string>

#include "shim/guard.hh"

/* BM25 as Xapian has it, with k2 0, k3 1 and no least length. */
struct Bm25 {
    double k1, b;

    Xapian::BM25Weight scheme() const
    {
        return Xapian::BM25Weight(k1, 0, 1, b, 0);
    }
};

/* Term with its prefix → factor of its weight. */
using SumTerms = std::map<std::string, double>;

/* Matches what OR over the terms matches, with the same weights. To be searched once, in one database.
 * Memory: 16 bytes per posting in a window of 1,024 documents. */
Xapian::Query sum_query(SumTerms terms, const Bm25 &weighting);

#endif
