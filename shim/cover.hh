/*
 * cover.hh: how much of a query's words documents have, for reader.cc.
 */
#ifndef ISOGLOT_COVER_HH
#define ISOGLOT_COVER_HH

#include <map>
#include <vector>

#include "shim/guard.hh"
#include "shim/index.h"
#include "shim/sum.hh"

/* Of each document, given by its id and its id term: 0 … 1. Throws what Xapian throws. */
std::map<Xapian::docid, double> cover_query(const Xapian::Database &db, const Bm25 &weighting, const QueryNode *query,
                                            const std::vector<std::string> &id_terms);

#endif
