#include "indexer/near.h"

#define BLOCKS 4
#define BLOCK_BITS 16
#define VALUES (1 << BLOCK_BITS)
#define FEW 2000 /* so many are looked at one by one: the tables would cost more */

typedef struct {
    guint64 fingerprint;
    guint place;
} Row;

struct NearIndex {
    guint n;
    Row *rows[BLOCKS];     /* by the value of this block; of few only the first, as they came */
    guint *starts[BLOCKS]; /* of each value's rows; VALUES + 1; of few none */
    GArray *masks[NEAR_MOST / BLOCKS + 1]; /* guint16: with so many bits */
};

static guint count_bits(guint64 bits)
{
    return __builtin_popcountll(bits);
}

static guint block(guint64 fingerprint, guint b)
{
    return fingerprint >> (b * BLOCK_BITS) & (VALUES - 1);
}

static void sort_block(NearIndex *index, guint b, const guint64 *fingerprints, guint n)
{
    guint *starts = index->starts[b] = g_new0(guint, VALUES + 1);
    Row *rows = index->rows[b] = g_new(Row, n);
    for (guint i = 0; i < n; i++)
        starts[block(fingerprints[i], b)]++;
    for (guint v = 0, sum = 0; v <= VALUES; v++)
        starts[v] = sum += starts[v];
    for (guint i = n; i-- > 0;)
        rows[--starts[block(fingerprints[i], b)]] = (Row){fingerprints[i], i};
}

static void list_masks(NearIndex *index)
{
    for (guint bits = 0; bits < G_N_ELEMENTS(index->masks); bits++)
        index->masks[bits] = g_array_new(FALSE, FALSE, sizeof(guint16));
    for (guint mask = 0; mask < VALUES; mask++) {
        guint bits = count_bits(mask);
        guint16 kept = mask;
        if (bits < G_N_ELEMENTS(index->masks))
            g_array_append_val(index->masks[bits], kept);
    }
}

NearIndex *near_index_new(const guint64 *fingerprints, guint n)
{
    NearIndex *index = g_new0(NearIndex, 1);
    index->n = n;
    if (n <= FEW) {
        index->rows[0] = g_new(Row, n);
        for (guint i = 0; i < n; i++)
            index->rows[0][i] = (Row){fingerprints[i], i};
        return index;
    }
    list_masks(index);
    for (guint b = 0; b < BLOCKS; b++)
        sort_block(index, b, fingerprints, n);
    return index;
}

void near_index_free(NearIndex *index)
{
    for (guint bits = 0; bits < G_N_ELEMENTS(index->masks); bits++)
        g_clear_pointer(&index->masks[bits], g_array_unref);
    for (guint b = 0; b < BLOCKS; b++) {
        g_free(index->rows[b]);
        g_free(index->starts[b]);
    }
    g_free(index);
}

/* Is block `b` the first in which the two differ in no more than `most` bits? Then the row is found here. */
static gboolean is_first(guint64 difference, guint b, guint most)
{
    for (guint before = 0; before < b; before++)
        if (count_bits(block(difference, before)) <= most)
            return FALSE;
    return TRUE;
}

/* Looks at rows [from, to) of block `b`, for those that differ in at most `most` bits and that no block
 * before has found; FALSE: enough are found. */
static gboolean look(const NearIndex *index, guint b, guint from, guint to, guint64 fingerprint, guint most,
                     guint limit, GArray *found)
{
    for (guint i = from; i < to; i++) {
        const Row *row = &index->rows[b][i];
        guint64 difference = row->fingerprint ^ fingerprint;
        if (count_bits(difference) > most || !is_first(difference, b, most / BLOCKS))
            continue;
        if (found->len >= limit)
            return FALSE;
        g_array_append_val(found, row->place);
    }
    return TRUE;
}

static gboolean look_up(const NearIndex *index, guint b, guint64 fingerprint, guint most, guint limit,
                        GArray *found)
{
    for (guint bits = 0; bits <= most / BLOCKS; bits++)
        for (guint i = 0; i < index->masks[bits]->len; i++) {
            guint value = block(fingerprint, b) ^ g_array_index(index->masks[bits], guint16, i);
            const guint *start = &index->starts[b][value];
            if (!look(index, b, start[0], start[1], fingerprint, most, limit, found))
                return FALSE;
        }
    return TRUE;
}

void near_index_find(const NearIndex *index, guint64 fingerprint, guint most, guint limit, GArray *found)
{
    most = MIN(most, NEAR_MOST);
    if (!index->starts[0]) {
        look(index, 0, 0, index->n, fingerprint, most, limit, found);
        return;
    }
    for (guint b = 0; b < BLOCKS; b++)
        if (!look_up(index, b, fingerprint, most, limit, found))
            return;
}
