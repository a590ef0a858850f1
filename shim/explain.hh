/*
 * explain.hh: how much of its weight a document owes to each term of a query, for reader.cc.
 *
 * Xapian gives a hit one number. The query tree is walked once more, each leaf asked alone with the same weighting and
 * restricted to the documents in question, and the answers are put together by the rules of the nodes.
 */
#ifndef ISOGLOT_EXPLAIN_HH
#define ISOGLOT_EXPLAIN_HH

#include <map>
#include <string>
#include <vector>

#include "shim/guard.hh"
#include "shim/index.h"
#include "shim/sum.hh"

/* Term with its prefix → weight that it gave. */
using TermWeights = std::map<std::string, double>;

/* One map per document, in the order of `docids`. Throws what Xapian throws. */
std::vector<TermWeights> explain_query(const Xapian::Database &db, const Bm25 &weighting, const QueryNode *query,
                                       const std::vector<Xapian::docid> &docids);

#endif
