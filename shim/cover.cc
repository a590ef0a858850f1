#include "shim/cover.hh"

#include <algorithm>

#include "shim/translate.hh"

static const QueryNode *child(const QueryNode *node, guint i)
{
    return static_cast<const QueryNode *>(g_ptr_array_index(node->children, i));
}

/* What stands side by side: behind filters and refusals, without what only raises; all that must be there counts. */
static void collect_words(const QueryNode *node, std::vector<const QueryNode *> &words)
{
    bool is_join = node->op == QUERY_OR || node->op == QUERY_AND;
    if (!node->children->len || (!is_join && node->op < QUERY_AND_NOT)) {
        words.push_back(node);
    } else if (is_join) {
        for (guint i = 0; i < node->children->len; i++)
            words.push_back(child(node, i));
    } else {
        collect_words(child(node, 0), words);
    }
}

std::map<Xapian::docid, double> cover_query(const Xapian::Database &db, const Bm25 &weighting, const QueryNode *query,
                                            const std::vector<std::string> &id_terms)
{
    std::map<Xapian::docid, double> covered;
    std::vector<const QueryNode *> words;
    collect_words(query, words);
    Xapian::Query only_these(Xapian::Query::OP_OR, id_terms.begin(), id_terms.end());
    double all = 0, most = 0;
    size_t unknown = 0;
    for (const QueryNode *word : words) {
        Xapian::Enquire enquire(db);
        enquire.set_query(Xapian::Query(Xapian::Query::OP_FILTER, translate_query(db, word, weighting), only_these));
        enquire.set_weighting_scheme(weighting.scheme());
        Xapian::MSet mset = enquire.get_mset(0, id_terms.size());
        double weight = mset.get_max_possible();
        all += weight;
        most = std::max(most, weight);
        unknown += weight <= 0;
        for (auto i = mset.begin(); i != mset.end(); ++i)
            covered[*i] += weight;
    }
    all += unknown * most;
    for (auto &entry : covered)
        entry.second = all > 0 ? entry.second / all : 0;
    return covered;
}
