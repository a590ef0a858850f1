#include "shim/guard.hh"

#include <algorithm>
#include <cstring>
#include <memory>
#include <sstream>
#include <sys/wait.h>
#include <unistd.h>

#include "shim/explain.hh"
#include "shim/index.h"
#include "shim/limits.h"
#include "shim/record.h"
#include "shim/schema.h"
#include "shim/translate.hh"

struct IndexReader {
    Xapian::Database db;
    std::string path;
};

/* The kind is known: Xapian need not look for others. */
static Xapian::Database open_database(const std::string &dir)
{
    try {
        return Xapian::Database(dir, Xapian::DB_BACKEND_GLASS);
    } catch (const Xapian::DatabaseOpeningError &) {
        if (!g_file_test(dir.c_str(), G_FILE_TEST_IS_DIR))
            throw FaultException{FAULT_STOP, "there is none"};
        throw;
    }
}

IndexReader *index_reader_open(const char *dir, const char *fingerprint, GError **error)
{
    return guarded(subject_of(dir), error, [&]() -> IndexReader * {
        std::unique_ptr<IndexReader> reader(new IndexReader{open_database(dir), dir});
        std::string found = reader->db.get_metadata(META_FINGERPRINT);
        if (fingerprint && found != fingerprint)
            throw FaultException{FAULT_REINDEX, "made by another analysis ('" + found + "', this program has '" +
                                                    fingerprint + "'): reindex"};
        return reader.release();
    });
}

/*
 * Runs `body` and, when a writer has committed twice meanwhile, opens the newest state and runs it again. The path is
 * opened anew, since the generation may have been exchanged.
 */
template <typename Body>
static auto retried(IndexReader *r, gint64 deadline_us, GError **error, Body &&body) -> decltype(body())
{
    return guarded(subject_of(r->path), error, [&]() -> decltype(body()) {
        for (int attempt = 0;; attempt++) {
            try {
                return body();
            } catch (const Xapian::DatabaseModifiedError &) {
                if (attempt == LIMIT_REOPENS || (deadline_us && g_get_monotonic_time() > deadline_us))
                    throw;
            }
            r->db = open_database(r->path);
        }
    });
}

static std::string url_of_record(const std::string &record)
{
    const char *url = record_url(record.data(), record.size());
    return url ? url : "";
}

static std::string url_of(const Xapian::Document &document)
{
    std::string url = document.get_value(SLOT_URL);
    if (url.empty())
        return url_of_record(document.get_data());
    return g_utf8_validate(url.c_str(), -1, nullptr) ? url : "";
}

static void collect_hits(const Xapian::MSet &mset, IndexResult *result)
{
    for (auto i = mset.begin(); i != mset.end(); ++i) {
        IndexHit hit = {*i, i.get_weight(), g_strdup(url_of(i.get_document()).c_str())};
        g_array_append_val(result->hits, hit);
    }
}

/* What counts a slot's values: nothing where no document has one, and nothing but the matches where all have the same. */
struct FacetCount {
    std::unique_ptr<Xapian::ValueCountMatchSpy> spy;
    std::string all;

    FacetCount(const Xapian::Database &db, guint slot, Xapian::Enquire &enquire)
    {
        Xapian::doccount documents = db.get_value_freq(slot);
        if (documents && documents == db.get_doccount() && db.get_value_lower_bound(slot) == db.get_value_upper_bound(slot)) {
            all = db.get_value_lower_bound(slot);
        } else if (documents) {
            spy.reset(new Xapian::ValueCountMatchSpy(slot));
            enquire.add_matchspy(spy.get());
        }
    }
};

static GArray *collect_facet(const FacetCount &count, const Xapian::MSet &mset)
{
    GArray *facet = g_array_new(FALSE, FALSE, sizeof(IndexFacet));
    if (!count.spy) {
        IndexFacet f = {g_strdup(count.all.c_str()), mset.get_matches_lower_bound()};
        if (*f.value && f.count)
            g_array_append_val(facet, f);
        else
            g_free(f.value);
        return facet;
    }
    const Xapian::ValueCountMatchSpy &spy = *count.spy;
    for (auto v = spy.top_values_begin(LIMIT_PER_PAGE); v != spy.top_values_end(LIMIT_PER_PAGE); ++v) {
        IndexFacet f = {g_strdup((*v).c_str()), v.get_termfreq()};
        if (*f.value)
            g_array_append_val(facet, f);
        else
            g_free(f.value);
    }
    return facet;
}

static Bm25 weighting(const IndexSearch *s)
{
    bool defaults = s->bm25_k1 == 0 && s->bm25_b == 0;
    return {defaults ? 1.2 : s->bm25_k1, defaults ? 0.7 : s->bm25_b};
}

/* Costs nothing where no document has the slot. A document without it has the empty value, which is below every other. */
static Xapian::Query unexpired(const Xapian::Query &query, gint64 now)
{
    char packed[9];
    if (!now)
        return query;
    std::string last(packed, index_number(now - 1, packed));
    return Xapian::Query(Xapian::Query::OP_AND_NOT, query,
                         Xapian::Query(Xapian::Query::OP_VALUE_RANGE, SLOT_EXPIRY, std::string(1, '\0'), last));
}

static IndexResult *run_search(IndexReader *r, const QueryNode *query, const IndexSearch *s)
{
    Xapian::Enquire enquire(r->db);
    enquire.set_query(unexpired(translate_query(r->db, query, weighting(s)), s->now));
    enquire.set_weighting_scheme(weighting(s).scheme());
    if (s->sort == SORT_NEWEST)
        enquire.set_sort_by_value_then_relevance(SLOT_DATE, true);
    std::vector<FacetCount> counts;
    for (guint i = 0; i < s->n_facet_slots; i++)
        counts.emplace_back(r->db, s->facet_slots[i], enquire);
    Xapian::MSet mset = enquire.get_mset(s->offset, s->limit, std::max(s->check_at_least, s->offset + s->limit));
    IndexResult *result = index_result_new();
    std::unique_ptr<IndexResult, decltype(&index_result_free)> holder(result, index_result_free);
    result->total = mset.get_matches_estimated();
    result->total_is_estimate = mset.get_matches_lower_bound() != mset.get_matches_upper_bound();
    result->max_weight = mset.get_max_possible();
    collect_hits(mset, result);
    for (const auto &count : counts)
        g_ptr_array_add(result->facets, collect_facet(count, mset));
    return holder.release();
}

IndexResult *index_reader_search(IndexReader *r, const QueryNode *query, const IndexSearch *s, GError **error)
{
    return retried(r, s->deadline_us, error, [&]() -> IndexResult * { return run_search(r, query, s); });
}

static void clear_weight(gpointer p)
{
    g_free(static_cast<IndexTermWeight *>(p)->term);
}

static gint compare_weights(gconstpointer a, gconstpointer b)
{
    auto x = static_cast<const IndexTermWeight *>(a), y = static_cast<const IndexTermWeight *>(b);
    return x->weight != y->weight ? (x->weight < y->weight ? 1 : -1) : strcmp(x->term, y->term);
}

static GArray *sorted_weights(const TermWeights &weights)
{
    GArray *array = g_array_new(FALSE, FALSE, sizeof(IndexTermWeight));
    g_array_set_clear_func(array, clear_weight);
    for (const auto &[term, weight] : weights) {
        IndexTermWeight entry = {g_strdup(term.c_str()), weight};
        g_array_append_val(array, entry);
    }
    g_array_sort(array, compare_weights);
    return array;
}

GPtrArray *index_reader_explain(IndexReader *r, const QueryNode *query, const IndexSearch *s, const IndexResult *result,
                                GError **error)
{
    return retried(r, s->deadline_us, error, [&]() -> GPtrArray * {
        std::vector<Xapian::docid> docids;
        for (guint i = 0; i < result->hits->len; i++)
            docids.push_back(g_array_index(result->hits, IndexHit, i).docid);
        auto answers = explain_query(r->db, weighting(s), query, docids);
        GPtrArray *all = g_ptr_array_new_with_free_func(reinterpret_cast<GDestroyNotify>(g_array_unref));
        for (const auto &weights : answers)
            g_ptr_array_add(all, sorted_weights(weights));
        return all;
    });
}

gboolean index_reader_have(IndexReader *r, const IndexResult *result, const char *const *terms, guint n, gboolean *has,
                           GError **error)
{
    return retried(r, 0, error, [&]() -> gboolean {
        std::map<Xapian::docid, guint> hits; /* posting lists are read in the order of ids */
        for (guint i = 0; i < result->hits->len; i++)
            hits[g_array_index(result->hits, IndexHit, i).docid] = i;
        for (guint t = 0; t < n; t++) {
            auto posting = r->db.postlist_begin(terms[t]), end = r->db.postlist_end(terms[t]);
            for (const auto &[docid, i] : hits) {
                if (posting != end)
                    posting.skip_to(docid);
                has[i * n + t] = posting != end && *posting == docid;
            }
        }
        return TRUE;
    });
}

gboolean index_reader_term_frequency(IndexReader *r, const char *term, guint32 *documents, GError **error)
{
    return retried(r, 0, error, [&]() -> gboolean {
        *documents = r->db.get_termfreq(term);
        return TRUE;
    });
}

gboolean index_reader_each_term(IndexReader *r, const char *prefix, IndexTermFunc func, gpointer user, GError **error)
{
    return guarded(subject_of(r->path), error, [&]() -> gboolean {
        auto t = r->db.allterms_begin(prefix), end = r->db.allterms_end(prefix);
        if (!*prefix)
            t.skip_to("["); /* behind all prefixes, which are capital letters */
        for (; t != end; ++t)
            if (!func((*t).c_str(), t.get_termfreq(), user))
                break;
        return TRUE;
    });
}

static char *copy_record(const std::string &data, gsize *n)
{
    auto copy = static_cast<char *>(g_malloc(data.size() + 1));
    std::copy(data.begin(), data.end(), copy);
    copy[*n = data.size()] = '\0';
    return copy;
}

gboolean index_reader_find_record(IndexReader *r, const char *id, char **record, gsize *record_n, GError **error)
{
    return retried(r, 0, error, [&]() -> gboolean {
        *record = nullptr;
        auto posting = r->db.postlist_begin(id);
        if (posting == r->db.postlist_end(id))
            return TRUE;
        *record = copy_record(r->db.get_document(*posting).get_data(), record_n);
        return TRUE;
    });
}

gboolean index_reader_read_record(IndexReader *r, const IndexHit *hit, char **record, gsize *record_n, GError **error)
{
    return retried(r, 0, error, [&]() -> gboolean {
        *record = nullptr;
        try {
            std::string data = r->db.get_document(hit->docid).get_data();
            if (url_of_record(data) == hit->url) /* or the number is another page's by now */
                *record = copy_record(data, record_n);
        } catch (const Xapian::DocNotFoundError &) { /* it has left the index */
        }
        return TRUE;
    });
}

guint64 index_reader_count(IndexReader *r)
{
    return retried(r, 0, nullptr, [&]() -> guint64 { return r->db.get_doccount(); });
}

void index_reader_close(IndexReader *r)
{
    delete r;
}

/* What the child of index_check() does: damage goes to `out` as text, the number of errors is the exit status. */
static int check_in_child(const char *dir, int out)
{
    std::ostringstream text;
    size_t errors = 1;
    try {
        errors = Xapian::Database::check(dir, 0, &text);
    } catch (const Xapian::Error &e) {
        text << e.get_msg();
    } catch (...) {
        text << "unknown failure";
    }
    std::string all = errors ? text.str().substr(0, 2000) : "";
    for (size_t done = 0; done < all.size();) {
        ssize_t n = write(out, all.data() + done, all.size() - done);
        if (n <= 0)
            break;
        done += n;
    }
    return errors ? 1 : 0;
}

static std::string read_all(int fd)
{
    std::string text;
    char buffer[4096];
    for (ssize_t n; (n = read(fd, buffer, sizeof buffer)) > 0;)
        text.append(buffer, n);
    return text;
}

gboolean index_check(const char *dir, GError **error)
{
    return guarded(subject_of(dir), error, [&]() -> gboolean {
        int ends[2];
        if (pipe(ends) != 0)
            throw FaultException{FAULT_STOP, "cannot make a pipe"};
        pid_t child = fork();
        if (child == 0)
            _exit(check_in_child(dir, ends[1]));
        close(ends[1]);
        std::string text = child < 0 ? "" : read_all(ends[0]);
        close(ends[0]);
        int status = 0;
        if (child < 0 || waitpid(child, &status, 0) != child)
            throw FaultException{FAULT_STOP, "cannot be checked: no process"};
        if (WIFSIGNALED(status))
            throw FaultException{FAULT_REINDEX, "damaged: checking it crashed; reindex"};
        if (WEXITSTATUS(status) != 0)
            throw FaultException{FAULT_REINDEX, "damaged: " + text + "; reindex"};
        return TRUE;
    });
}
