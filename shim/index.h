/*
 * index.h: one language's index, seen from C. The only door to Xapian.
 *
 * Data on disk: a directory holding one Xapian glass database, written by one process at a time (Xapian's lock), read
 * by any number. Its metadata names the analysis that made it (META_FINGERPRINT); another analysis refuses it.
 *
 * Rules common to all functions:
 *   1. What can fail returns gboolean or a pointer and sets a GError of domain FAULT (shim/error.h). No C++ exception
 *      ever leaves this door.
 *   2. Nothing is published except by index_writer_commit(): close, exit, crash and SIGKILL all discard what was not
 *      committed (a transaction is always open underneath).
 *   3. Strings that are passed in are copied; what a result holds lives until index_result_free().
 *   4. A handle is used by one thread at a time; handles share nothing.
 *   5. Out of memory is FAULT_STOP when Xapian reports it as std::bad_alloc.
 */
#ifndef ISOGLOT_INDEX_H
#define ISOGLOT_INDEX_H

#include <glib.h>

#include "shim/error.h"

G_BEGIN_DECLS

/* ------------------------------------------------------------------ writing */

typedef struct {
    const char *name;          /* with its prefix; not empty, at most LIMIT_TERM bytes, valid UTF-8 without NUL */
    guint32 count;             /* within-document frequency; 0 for a filter that must not weigh */
    const guint32 *positions;  /* ascending, or NULL */
    guint32 n_positions;
} IndexTerm;

typedef struct {
    guint slot;
    const char *data;          /* bytes, at most LIMIT_VALUE; order of bytes is order of values */
    gsize n;
} IndexValue;

/* One document, whole: replaces any document with the same id. */
typedef struct {
    const char *id;            /* as index_id() makes it, with its prefix */
    const IndexTerm *terms;    /* without the id term */
    gsize n_terms;             /* at most LIMIT_TERMS */
    const IndexValue *values;
    gsize n_values;
    const char *record;        /* as record_pack() makes it; at most LIMIT_RECORD */
    gsize record_n;
} IndexDocument;

/* FAULT_SKIP: the document breaks one of the limits above; what index_writer_put() would say. Needs no writer. */
gboolean index_document_check(const IndexDocument *document, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A copy with all that it points to in one block of *n bytes; g_free(). */
IndexDocument *index_document_copy(const IndexDocument *document, gsize *n);

typedef struct IndexWriter IndexWriter;

/*
 * Opens the index at `dir` for writing, and makes it if there is none: in a temporary directory beside `dir`, committed
 * once, synced and renamed, so that a new index appears whole or not at all. `dir` may be a symbolic link.
 * Errors: FAULT_RETRY, another writer holds the lock (the message names its pid when it can be found out);
 * FAULT_REINDEX, the index was made with another fingerprint or is damaged; FAULT_STOP, anything else.
 */
IndexWriter *index_writer_open(const char *dir, const char *language, const char *fingerprint,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Puts one document into the open batch. FAULT_SKIP: a term, value or the record breaks a limit above; the document is
 * refused before Xapian sees it, the batch is as it was. FAULT_REOPEN: Xapian failed; the batch is lost and the writer
 * is spent: every further call but close answers FAULT_REOPEN with the first cause.
 */
gboolean index_writer_put(IndexWriter *writer, const IndexDocument *document,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Takes the document with this id out; it is no error if there is none. Errors as for put. */
gboolean index_writer_remove(IndexWriter *writer, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Publishes the batch, durable (fsync) when it returns, and begins the next. A failure (disk full …) leaves what was
 * committed before untouched and the writer spent. */
gboolean index_writer_commit(IndexWriter *writer, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Documents in the index, the open batch included. */
guint64 index_writer_count(const IndexWriter *writer);

/* Discards what was not committed and releases the lock. */
void index_writer_close(IndexWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(IndexWriter, index_writer_close)

/*
 * A shard: a part of an index that is being built, which nobody reads before index_merge() has made it one with the
 * others. As index_writer_open(), but nothing is synced, and index_writer_put() only adds: the caller sees to it that
 * no document is put twice.
 */
IndexWriter *index_writer_open_shard(const char *dir, const char *language, const char *fingerprint,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Copies the indexes at `sources` (NULL-terminated, at least one, of one language and analysis), in this order and
 * compacted, to the new directory `target`, synced; appears whole or not at all. Opens five files per source. */
gboolean index_merge(const char *const *sources, const char *target, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Id term of a URL: PREFIX_ID and 32 hexadecimal digits. Free with g_free(). */
char *index_id(const char *url);

/* A number as bytes whose order is the numbers' order (Xapian's sortable_serialise); `out` has room for 9. */
gsize index_number(double number, char out[9]);

/* ------------------------------------------------------------------ asking */

typedef enum {
    QUERY_NOTHING,  /* matches no document */
    QUERY_ALL,      /* matches all, weight 0 */
    QUERY_TERM,     /* term */
    QUERY_PREFIX,   /* term: expanded to the `limit` most frequent terms beginning with it, as one synonym */
    QUERY_RANGE,    /* slot between low and high, each may be NULL; weight 0 */
    QUERY_PHRASE,   /* children are terms, adjacent and in order (window: words spanned; 0 = as many as there are) */
    QUERY_AND,
    QUERY_OR,
    QUERY_SYNONYM,  /* children weighted as if they were one term */
    QUERY_MAX,      /* the heaviest child's weight */
    QUERY_AND_NOT,  /* first child without the second */
    QUERY_AND_MAYBE,/* first child; the second only adds weight */
    QUERY_FILTER,   /* first child, restricted by the second */
    QUERY_SCALE,    /* only child, weight times factor */
} QueryOp;

/* A node of a query tree. Build with the functions below; a parent owns its children. */
typedef struct QueryNode QueryNode;
struct QueryNode {
    QueryOp op;
    char *term;          /* TERM, PREFIX */
    double factor;       /* SCALE; TERM: a term in more than this share of all documents matches none */
    guint32 limit;       /* PREFIX: expansions; PHRASE: window */
    guint slot;          /* RANGE */
    GBytes *low, *high;  /* RANGE */
    GPtrArray *children; /* QueryNode*, owned */
};

QueryNode *query_node_new(QueryOp op);                       /* a node with (so far) no children */
QueryNode *query_node_term(const char *prefix, const char *term);
QueryNode *query_node_scale(double factor, QueryNode *child);  /* takes child */
QueryNode *query_node_pair(QueryOp op, QueryNode *left, QueryNode *right); /* takes both; a NULL side: the other alone */
void query_node_add(QueryNode *parent, QueryNode *child);    /* takes child; NULL is ignored */
void query_node_free(QueryNode *node);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(QueryNode, query_node_free)

typedef enum { SORT_RELEVANCE, SORT_NEWEST } IndexSort;

typedef struct {
    guint offset, limit;      /* ranks [offset, offset + limit) */
    guint check_at_least;     /* documents looked at before `total` may be an estimate */
    IndexSort sort;           /* SORT_NEWEST: by SLOT_DATE, then by weight */
    const guint *facet_slots; /* values counted over the matches looked at, or NULL */
    guint n_facet_slots;
    double bm25_k1, bm25_b;   /* 0, 0: the defaults 1.2, 0.7 */
    gint64 now;               /* seconds since 1970: documents whose SLOT_EXPIRY is before match nothing; 0: all */
    gint64 deadline_us;       /* g_get_monotonic_time() after which nothing is retried; 0: none */
} IndexSearch;

typedef struct {
    guint32 docid;
    double weight;      /* comparable within this index only */
    char *url;          /* of SLOT_URL, else of the record; "" if neither has one in UTF-8 */
} IndexHit;

typedef struct {
    char *value;
    guint count;
} IndexFacet;

typedef struct {
    guint64 total;             /* documents that match */
    gboolean total_is_estimate;
    double max_weight;         /* weight that a document matching everything could have */
    GArray *hits;              /* IndexHit, best first */
    GPtrArray *facets;         /* one GArray of IndexFacet per facet slot, most frequent first */
} IndexResult;

typedef struct IndexReader IndexReader;

/*
 * Opens the index at `dir` (usually the `current` link of a language). FAULT_REINDEX: another fingerprint, or damage;
 * FAULT_STOP: none there, not readable. `fingerprint` NULL: any (for check and status).
 */
IndexReader *index_reader_open(const char *dir, const char *fingerprint, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Answers a query. When a writer commits meanwhile, the reader reopens and starts again, LIMIT_REOPENS times at most
 * and only inside the deadline; after that FAULT_RETRY. FAULT_REINDEX: damage. Never modifies `query`.
 */
IndexResult *index_reader_search(IndexReader *reader, const QueryNode *query, const IndexSearch *search,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What nothing finds. */
IndexResult *index_result_new(void);
void index_result_free(IndexResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(IndexResult, index_result_free)

/* What one term of a query gave to a document's weight. */
typedef struct {
    char *term;    /* with its prefix */
    double weight; /* of terms that are weighed as one (SYNONYM, PREFIX), each by its share of the occurrences */
} IndexTermWeight;

/*
 * Why do the hits of `result`, found with this query and search, weigh what they weigh? One GArray of IndexTermWeight per
 * hit, in their order, the heaviest term first; the weights of a hit add up to its own. Terms that only restrict
 * (FILTER, AND_NOT) are not among them. Costs one small search per leaf of the query. The array owns all.
 */
GPtrArray *index_reader_explain(IndexReader *reader, const QueryNode *query, const IndexSearch *search,
                                const IndexResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Which of `n` terms (with their prefixes) do the hits of `result` have? `has` has room for hits times `n`: those of the
 * first hit come first. Costs one look-up per term and hit. */
gboolean index_reader_have(IndexReader *reader, const IndexResult *result, const char *const *terms, guint n, gboolean *has,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * The record of a hit; g_free(). Records are long and compressed, so that only those are read that are shown. *record is
 * NULL when the index has changed since it was searched and the page is not in it any more.
 */
gboolean index_reader_read_record(IndexReader *reader, const IndexHit *hit, char **record, gsize *record_n,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Documents in which a term (with its prefix) occurs; 0: none. */
gboolean index_reader_term_frequency(IndexReader *reader, const char *term, guint32 *documents,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Called for each term beginning with `prefix`, in byte order; return FALSE to stop. PREFIX_WORD, which is empty: words
 * that begin with a letter. */
typedef gboolean (*IndexTermFunc)(const char *term, guint32 documents, gpointer user);
gboolean index_reader_each_term(IndexReader *reader, const char *prefix, IndexTermFunc func, gpointer user,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The record of the document with this id (index_id()). *record is NULL if there is none; else g_free() it. */
gboolean index_reader_find_record(IndexReader *reader, const char *id, char **record, gsize *record_n,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

guint64 index_reader_count(IndexReader *reader);

void index_reader_close(IndexReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(IndexReader, index_reader_close)

/*
 * Reads the whole index with xapian-check's own code, in a child process, since that code may crash on damage.
 * TRUE: no damage found. FAULT_REINDEX: damage, named. FAULT_STOP: could not be checked.
 */
gboolean index_check(const char *dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
