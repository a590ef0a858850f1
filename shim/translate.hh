/*
 * translate.hh: from our query tree (shim/index.h) to Xapian's, for reader.cc.
 */
#ifndef ISOGLOT_TRANSLATE_HH
#define ISOGLOT_TRANSLATE_HH

#include <xapian.h>

#include "shim/index.h"
#include "shim/sum.hh"

/* To be searched once. Throws what Xapian throws. Wildcards are expanded here, against `db`, within LIMIT_WILDCARD_WALK. */
Xapian::Query translate_query(const Xapian::Database &db, const QueryNode *node, const Bm25 &weighting);

#endif
