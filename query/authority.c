#include "query/authority.h"

#include <math.h>
#include <string.h>

#include "shim/schema.h"

/* A word of the query, in a term of it. */
typedef struct {
    const char *text;
    gsize n;
} AskedWord;

static GArray *list_asked(const ParsedQuery *parsed)
{
    static const char *const prefixes[] = {PREFIX_STEM, PREFIX_WORD};
    GArray *asked = g_array_new(FALSE, FALSE, sizeof(AskedWord));
    GHashTableIter iter;
    gpointer term;
    g_hash_table_iter_init(&iter, parsed->terms);
    while (g_hash_table_iter_next(&iter, &term, NULL))
        for (guint i = 0; i < G_N_ELEMENTS(prefixes); i++) {
            const char *text = (const char *)term + strlen(prefixes[i]);
            const AskedWord word = {text, strlen(text)};
            if (g_str_has_prefix(term, prefixes[i]))
                g_array_append_val(asked, word);
        }
    return asked;
}

/* Is a word, as a link text has it, one of the query's? */
static gboolean is_asked(const GArray *asked, const char *word, gsize n)
{
    for (guint i = 0; i < asked->len; i++) {
        const AskedWord *a = &g_array_index(asked, AskedWord, i);
        if (a->n == n && memcmp(a->text, word, n) == 0)
            return TRUE;
    }
    return FALSE;
}

/* Words that both have, of those that either has; 0 … 1. `text` ends with its line. */
static double overlap(const ParsedQuery *parsed, const GArray *asked, const char *text)
{
    guint n = 0, common = 0;
    for (gsize length = 0; *text && *text != '\n'; n++, text += length + (text[length] == ' ')) {
        length = strcspn(text, " \n");
        common += is_asked(asked, text, length);
    }
    guint words = MAX(parsed->words, common);
    return n ? (double)common / (words + n - common) : 0;
}

static double best_overlap(const ParsedQuery *parsed, const GArray *asked, const char *texts)
{
    double best = 0;
    for (const char *line = texts; line; line = strchr(line, '\n')) {
        line += *line == '\n';
        best = MAX(best, overlap(parsed, asked, line));
    }
    return best;
}

/* What the hit's weight is multiplied by; FALSE: the ledger does not say. */
static gboolean find_factor(Clusters *clusters, const Room *room, const ParsedQuery *parsed, const GArray *asked,
                            const IndexHit *hit, double *factor)
{
    g_autofree char *texts = NULL;
    double authority;
    if (!*hit->url || !clusters_find_links(clusters, hit->url, room->profile, &authority, &texts))
        return FALSE;
    double links = authority > 0 ? CLAMP(log2(authority), -AUTHORITY_MOST, AUTHORITY_MOST) : 0;
    *factor = (1 + AUTHORITY_LINKS * links) * (1 + AUTHORITY_TEXTS * best_overlap(parsed, asked, texts));
    return TRUE;
}

/* A hit and the place where it was. */
typedef struct {
    IndexHit hit;
    guint place;
} Placed;

static gint compare_placed(gconstpointer a, gconstpointer b)
{
    const Placed *x = a, *y = b;
    if (x->hit.weight != y->hit.weight)
        return x->hit.weight > y->hit.weight ? -1 : 1;
    return x->place < y->place ? -1 : x->place > y->place;
}

static void raise_hits(Clusters *clusters, const Room *room, const ParsedQuery *parsed, GArray *hits)
{
    guint n = MIN(hits->len, AUTHORITY_HITS);
    g_autoptr(GArray) asked = list_asked(parsed);
    g_autoptr(GArray) placed = g_array_sized_new(FALSE, FALSE, sizeof(Placed), n);
    for (guint i = 0; i < n; i++) {
        Placed p = {g_array_index(hits, IndexHit, i), i};
        double factor;
        if (!find_factor(clusters, room, parsed, asked, &p.hit, &factor))
            return;
        p.hit.weight *= factor;
        g_array_append_val(placed, p);
    }
    g_array_sort(placed, compare_placed);
    for (guint i = 0; i < n; i++)
        g_array_index(hits, IndexHit, i) = g_array_index(placed, Placed, i).hit;
}

/* Only the hits at [offset, offset + limit) stay. */
static void keep_range(GArray *hits, guint offset, guint limit)
{
    for (guint i = 0; i < hits->len; i++)
        if (i < offset || i >= offset + limit)
            g_free(g_array_index(hits, IndexHit, i).url);
    if (hits->len > offset + limit)
        g_array_set_size(hits, offset + limit);
    g_array_remove_range(hits, 0, MIN(offset, hits->len));
}

IndexResult *authority_search(Clusters *clusters, const Room *room, const ParsedQuery *parsed,
                              const IndexSearch *search, GError **error)
{
    if (!clusters || !clusters_are_known(clusters) || search->sort != SORT_RELEVANCE || search->offset >= AUTHORITY_HITS || !search->limit)
        return index_reader_search(room->reader, parsed->tree, search, error);
    IndexSearch wider = *search;
    wider.offset = 0;
    wider.limit = MAX(AUTHORITY_HITS, search->offset + search->limit);
    IndexResult *found = index_reader_search(room->reader, parsed->tree, &wider, error);
    if (!found)
        return NULL;
    raise_hits(clusters, room, parsed, found->hits);
    keep_range(found->hits, search->offset, search->limit);
    return found;
}
