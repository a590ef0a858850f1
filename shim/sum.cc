#include "shim/sum.hh"

#include <algorithm>
#include <cmath>
#include <vector>

namespace
{

constexpr Xapian::docid WINDOW = 1024; /* documents whose postings are held at once */

/* A posting list, read so far. */
struct List {
    Xapian::PostingIterator at;
    double weight; /* that it adds at most */
};

/* A posting of the window; those of a document are linked. */
struct Posting {
    Xapian::termcount next; /* place of the document's next one, counted from 1; 0: none */
    Xapian::termcount count;
    double weight;
};

class SumSource : public Xapian::PostingSource
{
    const SumTerms terms;
    const Bm25 weighting;
    Xapian::Database db;
    double average_length = 1;
    Xapian::doccount least = 0, most = 0;          /* documents that match */
    std::vector<List> lists;                       /* of which something is left */
    Xapian::docid current = 0, start = 1, end = 1; /* the window: [start, end) */
    std::vector<Xapian::termcount> heads; /* place of each document's first posting, counted from 1; 0: none */
    std::vector<Posting> postings;

    /* As BM25Weight has it: what is frequent does not weigh less than nothing. */
    double weigh(Xapian::doccount documents) const
    {
        double odds = (db.get_doccount() - documents + 0.5) / (documents + 0.5);
        return std::log(odds < 2 ? odds / 2 + 1 : odds) * (weighting.k1 + 1);
    }

    /* Reads the list up to the window's end; false: nothing of it is left. */
    bool read(List &list)
    {
        const Xapian::PostingIterator none;
        if (*list.at < start)
            list.at.skip_to(start);
        for (; list.at != none; ++list.at) {
            Xapian::docid docid = *list.at;
            if (docid >= end)
                return true;
            Xapian::termcount &head = heads[docid - start];
            postings.push_back({head, list.at.get_wdf(), list.weight});
            head = postings.size();
        }
        return false;
    }

    void load(Xapian::docid first)
    {
        start = first;
        end = first + WINDOW;
        heads.assign(WINDOW, 0);
        postings.clear();
        auto done = [this](List &list) { return !read(list); };
        lists.erase(std::remove_if(lists.begin(), lists.end(), done), lists.end());
    }

    bool is_in_window(Xapian::docid docid) const
    {
        return docid >= start && docid < end;
    }

  public:
    SumSource(SumTerms all, const Bm25 &bm25) : terms(std::move(all)), weighting(bm25)
    {
    }

    void init(const Xapian::Database &database) override
    {
        db = database;
        average_length = std::max(db.get_avlength(), 1.0);
        double heaviest = 0;
        for (const auto &[term, factor] : terms) {
            Xapian::doccount documents = db.get_termfreq(term);
            if (!documents)
                continue;
            least = std::max(least, documents);
            most = std::min(db.get_doccount(), most + documents);
            lists.push_back({db.postlist_begin(term), weigh(documents) * factor});
            heaviest += lists.back().weight;
        }
        set_maxweight(heaviest);
    }

    void skip_to(Xapian::docid docid, double) override
    {
        for (current = docid;; current = end) {
            if (!is_in_window(current)) {
                if (lists.empty())
                    return;
                load(current);
            }
            for (; current < end; current++)
                if (heads[current - start])
                    return;
        }
    }

    bool check(Xapian::docid docid, double) override
    {
        current = docid;
        if (!is_in_window(docid))
            load(docid);
        return heads[docid - start] != 0;
    }

    void next(double least_weight) override
    {
        skip_to(current + 1, least_weight);
    }

    bool at_end() const override
    {
        return lists.empty() && !is_in_window(current);
    }

    double get_weight() const override
    {
        double length = db.get_doclength(current) / average_length, sum = 0;
        double base = weighting.k1 * (1 - weighting.b + weighting.b * length);
        for (Xapian::termcount at = heads[current - start]; at; at = postings[at - 1].next) {
            const Posting &p = postings[at - 1];
            sum += p.weight * p.count / (p.count + base);
        }
        return sum;
    }

    Xapian::docid get_docid() const override
    {
        return current;
    }
    Xapian::doccount get_termfreq_min() const override
    {
        return least;
    }
    Xapian::doccount get_termfreq_est() const override
    {
        return most;
    }
    Xapian::doccount get_termfreq_max() const override
    {
        return most;
    }
};

} // namespace

Xapian::Query sum_query(SumTerms terms, const Bm25 &weighting)
{
    return Xapian::Query((new SumSource(std::move(terms), weighting))->release());
}
