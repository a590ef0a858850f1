#include "shim/explain.hh"

#include <algorithm>

#include "shim/schema.h"
#include "shim/translate.hh"

namespace
{

/* What a node says of one document. */
struct Verdict {
    bool matches = false;
    TermWeights weights;

    void add(const Verdict &other, double factor = 1)
    {
        for (const auto &[term, weight] : other.weights)
            weights[term] += factor * weight;
    }
    double total() const
    {
        double sum = 0;
        for (const auto &entry : weights)
            sum += entry.second;
        return sum;
    }
};

using Verdicts = std::vector<Verdict>; /* one per document */

class Explainer
{
    const Xapian::Database &db;
    const Bm25 weighting;
    const std::vector<Xapian::docid> &docids;
    std::map<Xapian::docid, size_t> places;
    Xapian::Query only_these;

    /* Asks a query alone: the documents that match it, by their place, with its weight. */
    std::map<size_t, double> ask(const Xapian::Query &query) const
    {
        Xapian::Enquire enquire(db);
        enquire.set_query(Xapian::Query(Xapian::Query::OP_FILTER, query, only_these));
        enquire.set_weighting_scheme(weighting.scheme());
        Xapian::MSet mset = enquire.get_mset(0, docids.size());
        std::map<size_t, double> weights;
        for (auto i = mset.begin(); i != mset.end(); ++i)
            weights[places.at(*i)] = i.get_weight();
        return weights;
    }

    /* Terms that are weighed as one: each gets the part that its occurrences in the document are of all. */
    void share(const Xapian::Query &query, Xapian::docid docid, double weight, TermWeights &weights) const
    {
        std::map<std::string, double> counts;
        double sum = 0;
        auto have = db.termlist_begin(docid);
        for (auto t = query.get_unique_terms_begin(); t != query.get_unique_terms_end(); ++t) {
            have.skip_to(*t);
            if (have == db.termlist_end(docid))
                break;
            if (*have == *t)
                sum += counts[*t] = have.get_wdf();
        }
        for (const auto &[term, count] : counts)
            weights[term] = sum > 0 ? weight * count / sum : weight / counts.size();
    }

    Verdicts leaf(const QueryNode *node, bool has_terms) const
    {
        Verdicts verdicts(docids.size());
        Xapian::Query query = translate_query(db, node, weighting);
        for (const auto &[place, weight] : ask(query)) {
            verdicts[place].matches = true;
            if (has_terms)
                share(query, docids[place], weight, verdicts[place].weights);
        }
        return verdicts;
    }

    std::vector<Verdicts> children(const QueryNode *node) const
    {
        std::vector<Verdicts> all;
        for (guint i = 0; i < node->children->len; i++)
            all.push_back(weigh(static_cast<const QueryNode *>(g_ptr_array_index(node->children, i))));
        return all;
    }

    /* All children must match, and all weigh; a phrase's have been looked at for their places, too. */
    Verdicts all_of(const std::vector<Verdicts> &parts, const Verdicts *condition) const
    {
        Verdicts verdicts(docids.size());
        for (size_t d = 0; d < docids.size(); d++) {
            auto matches = [d](const Verdicts &part) { return part[d].matches; };
            if (parts.empty() || !std::all_of(parts.begin(), parts.end(), matches) ||
                (condition && !(*condition)[d].matches))
                continue;
            verdicts[d].matches = true;
            for (const auto &part : parts)
                verdicts[d].add(part[d]);
        }
        return verdicts;
    }

    Verdicts any_of(const std::vector<Verdicts> &parts, double factor, bool heaviest_only) const
    {
        Verdicts verdicts(docids.size());
        for (size_t d = 0; d < docids.size(); d++) {
            const Verdict *heaviest = nullptr;
            for (const auto &part : parts) {
                if (!part[d].matches)
                    continue;
                verdicts[d].matches = true;
                if (!heaviest || part[d].total() > heaviest->total())
                    heaviest = &part[d];
                if (!heaviest_only)
                    verdicts[d].add(part[d], factor);
            }
            if (heaviest && heaviest_only)
                verdicts[d].add(*heaviest, factor);
        }
        return verdicts;
    }

    /* The first child decides; the others forbid, restrict or add. */
    Verdicts first_of(const std::vector<Verdicts> &parts, QueryOp op) const
    {
        Verdicts verdicts = parts.empty() ? Verdicts(docids.size()) : parts[0];
        for (size_t d = 0; d < docids.size(); d++) {
            for (size_t i = 1; i < parts.size(); i++) {
                bool matches = parts[i][d].matches;
                if ((op == QUERY_AND_NOT && matches) || (op == QUERY_FILTER && !matches))
                    verdicts[d] = Verdict();
                if (op == QUERY_AND_MAYBE && matches && verdicts[d].matches)
                    verdicts[d].add(parts[i][d]);
            }
        }
        return verdicts;
    }

  public:
    Explainer(const Xapian::Database &database, const Bm25 &bm25, const std::vector<Xapian::docid> &ids)
        : db(database), weighting(bm25), docids(ids)
    {
        std::vector<Xapian::Query> names;
        for (size_t d = 0; d < ids.size(); d++) {
            places[ids[d]] = d;
            try {
                auto term = db.termlist_begin(ids[d]);
                term.skip_to(PREFIX_ID);
                if (term != db.termlist_end(ids[d]))
                    names.emplace_back(*term);
            } catch (const Xapian::DocNotFoundError &) {
                continue; /* gone since it was found: nothing to explain */
            }
        }
        only_these = Xapian::Query(Xapian::Query::OP_OR, names.begin(), names.end());
    }

    Verdicts weigh(const QueryNode *node) const
    {
        switch (node->op) {
        case QUERY_TERM:
        case QUERY_PREFIX:
        case QUERY_SYNONYM:
            return leaf(node, true);
        case QUERY_NOTHING:
        case QUERY_ALL:
        case QUERY_RANGE:
            return leaf(node, false);
        case QUERY_PHRASE: {
            Verdicts places_fit = leaf(node, false);
            return all_of(children(node), &places_fit);
        }
        case QUERY_AND:
            return all_of(children(node), nullptr);
        case QUERY_OR:
            return any_of(children(node), 1, false);
        case QUERY_MAX:
            return any_of(children(node), 1, true);
        case QUERY_SCALE:
            return any_of(children(node), node->factor, false);
        case QUERY_AND_NOT:
        case QUERY_AND_MAYBE:
        case QUERY_FILTER:
            return first_of(children(node), node->op);
        }
        return Verdicts(docids.size());
    }
};

} // namespace

std::vector<TermWeights> explain_query(const Xapian::Database &db, const Bm25 &weighting, const QueryNode *query,
                                       const std::vector<Xapian::docid> &docids)
{
    std::vector<TermWeights> answers;
    for (auto &verdict : Explainer(db, weighting, docids).weigh(query))
        answers.push_back(std::move(verdict.weights));
    return answers;
}
