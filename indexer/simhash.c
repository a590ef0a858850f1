#include "indexer/simhash.h"

#include "langs/uni.h"

#define BITS 64
#define HASH_START G_GUINT64_CONSTANT(0xcbf29ce484222325) /* FNV-1a, 64 bits */
#define HASH_PRIME G_GUINT64_CONSTANT(0x100000001b3)
#define FIRST_WIDE 0x1100 /* no character before is wide */

typedef struct {
    guint64 before[2]; /* hashes of the two words before */
    guint64 words;
    guint64 shingles;
    SimhashSum sum; /* of the shingles */
} Sum;

/* The finaliser of SplitMix64: every bit of the input reaches every bit of the result. */
static guint64 mix(guint64 h)
{
    h = (h ^ h >> 30) * G_GUINT64_CONSTANT(0xbf58476d1ce4e5b9);
    h = (h ^ h >> 27) * G_GUINT64_CONSTANT(0x94d049bb133111eb);
    return h ^ h >> 31;
}

static void add_mixed(SimhashSum *s, guint64 hash, guint weight)
{
    for (guint i = 0; i < BITS; i++)
        s->counts[i] += (hash >> i & 1) * weight;
    s->weight += weight;
}

void simhash_add(SimhashSum *s, guint64 feature, guint weight)
{
    add_mixed(s, mix(feature), weight);
}

guint64 simhash_of_sum(const SimhashSum *s)
{
    guint64 result = 0;
    for (guint i = 0; i < BITS; i++)
        if (s->counts[i] > s->weight / 2)
            result |= G_GUINT64_CONSTANT(1) << i;
    return result || !s->weight ? result : 1; /* 0 says that there is none */
}

guint64 simhash_bytes(guint64 hash, const char *bytes, gsize n)
{
    hash = hash ? hash : HASH_START;
    for (gsize i = 0; i < n; i++)
        hash = (hash ^ (guchar)bytes[i]) * HASH_PRIME;
    return hash;
}

static void add_word(Sum *s, guint64 hash)
{
    if (++s->words > 2) {
        add_mixed(&s->sum, mix(mix(mix(s->before[0]) + s->before[1]) + hash), 1);
        s->shingles++;
    }
    s->before[0] = s->before[1];
    s->before[1] = hash;
}

static gboolean is_of_word(gunichar c)
{
    return c < 0x80 ? g_ascii_isalnum(c) : g_unichar_isalnum(c) || g_unichar_ismark(c);
}

static void add_text(Sum *s, const GString *text)
{
    guint64 hash = HASH_START;
    gboolean is_open = FALSE;
    for (const char *p = text->str, *next; p < text->str + text->len; p = next) {
        gunichar c = g_utf8_get_char(p);
        next = g_utf8_next_char(p);
        gboolean is_letter = is_of_word(c), is_alone = is_letter && c >= FIRST_WIDE && g_unichar_iswide(c);
        if (is_open && (!is_letter || is_alone)) {
            add_word(s, hash);
            hash = HASH_START;
            is_open = FALSE;
        }
        for (; is_letter && p < next; p++)
            hash = (hash ^ (guchar)*p) * HASH_PRIME;
        if (is_alone) {
            add_word(s, hash);
            hash = HASH_START;
        } else {
            is_open = is_letter;
        }
    }
    if (is_open)
        add_word(s, hash);
}

guint64 simhash(const char *text, gsize n)
{
    Sum s = {0};
    g_autoptr(GString) folded = g_string_sized_new(n + 1);
    uni_casefold(text, n, folded);
    add_text(&s, folded);
    if (s.shingles < SIMHASH_SHINGLES_LEAST)
        return 0;
    return simhash_of_sum(&s.sum);
}

guint simhash_distance(guint64 a, guint64 b)
{
    return __builtin_popcountll(a ^ b);
}
