#include "shim/translate.hh"

#include <algorithm>
#include <string>
#include <vector>

#include "shim/limits.h"

using Xapian::Query;

typedef std::vector<std::pair<Xapian::doccount, std::string>> Frequencies;

/* The most frequent terms that begin with the node's, as one synonym. */
static Query expand_prefix(const Xapian::Database &db, const QueryNode *node)
{
    Frequencies found;
    guint walked = 0;
    for (auto t = db.allterms_begin(node->term); t != db.allterms_end(node->term); ++t) {
        found.emplace_back(t.get_termfreq(), *t);
        if (++walked == LIMIT_WILDCARD_WALK)
            break;
    }
    size_t keep = std::min<size_t>(found.size(), node->limit ? node->limit : LIMIT_WILDCARD_EXPANSIONS);
    std::partial_sort(found.begin(), found.begin() + keep, found.end(), [](const auto &a, const auto &b) {
        return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    std::vector<Query> terms;
    for (size_t i = 0; i < keep; i++)
        terms.emplace_back(found[i].second);
    return Query(Query::OP_SYNONYM, terms.begin(), terms.end());
}

static std::string bytes_of(GBytes *bytes)
{
    gsize n;
    auto data = static_cast<const char *>(g_bytes_get_data(bytes, &n));
    return std::string(data ? data : "", n);
}

static Query range(const QueryNode *node)
{
    if (node->low && node->high)
        return Query(Query::OP_VALUE_RANGE, node->slot, bytes_of(node->low), bytes_of(node->high));
    if (node->low)
        return Query(Query::OP_VALUE_GE, node->slot, bytes_of(node->low));
    /* A document without the value has the empty one, which is below every other: ask for a value, too. */
    if (node->high)
        return Query(Query::OP_VALUE_RANGE, node->slot, std::string(1, '\0'), bytes_of(node->high));
    return Query::MatchAll;
}

static const QueryNode *child(const QueryNode *node, guint i)
{
    return static_cast<const QueryNode *>(g_ptr_array_index(node->children, i));
}

/* Is the term in more documents than it may be? */
static bool is_too_frequent(const Xapian::Database &db, const QueryNode *term)
{
    return term->factor < 1 && db.get_termfreq(term->term) > term->factor * db.get_doccount();
}

/* Adds the terms of a tree that is nothing but their weighted sum; false: it is not. */
static bool collect_sum(const Xapian::Database &db, const QueryNode *node, double factor, SumTerms &terms)
{
    if (node->op == QUERY_TERM && !is_too_frequent(db, node))
        terms[node->term] += factor;
    if (node->op == QUERY_TERM)
        return true;
    if (node->op != QUERY_OR && node->op != QUERY_SCALE)
        return false;
    for (guint i = 0; i < node->children->len; i++)
        if (!collect_sum(db, child(node, i), node->op == QUERY_SCALE ? factor * node->factor : factor, terms))
            return false;
    return true;
}

/* What only adds weight to what matches already. */
static Query translate_addition(const Xapian::Database &db, const QueryNode *node, const Bm25 &weighting)
{
    SumTerms terms;
    return collect_sum(db, node, 1, terms) ? sum_query(std::move(terms), weighting) : translate_query(db, node, weighting);
}

static Query combine(const Xapian::Database &db, const QueryNode *node, Query::op op, guint window, const Bm25 &weighting)
{
    std::vector<Query> children;
    for (guint i = 0; i < node->children->len; i++)
        children.push_back(i && op == Query::OP_AND_MAYBE ? translate_addition(db, child(node, i), weighting)
                                                          : translate_query(db, child(node, i), weighting));
    if (children.empty())
        return Query::MatchNothing;
    if (op == Query::OP_AND_NOT || op == Query::OP_AND_MAYBE || op == Query::OP_FILTER) {
        Query query = children[0];
        for (size_t i = 1; i < children.size(); i++)
            query = Query(op, query, children[i]);
        return query;
    }
    return Query(op, children.begin(), children.end(), window);
}

Query translate_query(const Xapian::Database &db, const QueryNode *node, const Bm25 &weighting)
{
    switch (node->op) {
    case QUERY_NOTHING:
        return Query::MatchNothing;
    case QUERY_ALL:
        return Query(Query::OP_SCALE_WEIGHT, Query::MatchAll, 0.0);
    case QUERY_TERM:
        return is_too_frequent(db, node) ? Query::MatchNothing : Query(node->term);
    case QUERY_PREFIX:
        return expand_prefix(db, node);
    case QUERY_RANGE:
        return Query(Query::OP_SCALE_WEIGHT, range(node), 0.0);
    case QUERY_PHRASE:
        return combine(db, node, Query::OP_PHRASE, std::max<guint>(node->limit, node->children->len), weighting);
    case QUERY_AND:
        return combine(db, node, Query::OP_AND, 0, weighting);
    case QUERY_OR:
        return combine(db, node, Query::OP_OR, 0, weighting);
    case QUERY_SYNONYM:
        return combine(db, node, Query::OP_SYNONYM, 0, weighting);
    case QUERY_MAX:
        return combine(db, node, Query::OP_MAX, 0, weighting);
    case QUERY_AND_NOT:
        return combine(db, node, Query::OP_AND_NOT, 0, weighting);
    case QUERY_AND_MAYBE:
        return combine(db, node, Query::OP_AND_MAYBE, 0, weighting);
    case QUERY_FILTER:
        return combine(db, node, Query::OP_FILTER, 0, weighting);
    case QUERY_SCALE:
        return Query(Query::OP_SCALE_WEIGHT, combine(db, node, Query::OP_OR, 0, weighting), node->factor);
    }
    return Query::MatchNothing;
}
