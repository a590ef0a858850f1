#include "query/expand.h"

#include <math.h>
#include <string.h>

#include "shim/schema.h"

#define LETTERS_LEAST 4       /* shorter words have no relatives */
#define LETTERS_FOR_TWO 9     /* two of its letters may be wrong */
#define STEM_START 5          /* letters, at most, that the stems of a family begin with */
#define FAMILY_MOST 60
#define RELATIVES_MOST 16
#define NEAREST_MOST 10
#define WEIGHT_FAMILY 0.2     /* of the stems with the same beginning, together */
#define WEIGHT_RELATIVE 1.5   /* at most, of one relative */
#define WEIGHT_NEAREST 0.3    /* of what an unknown word is taken for, together */

guint expand_tolerance(const char *word)
{
    glong letters = g_utf8_strlen(word, -1);
    return letters < LETTERS_LEAST ? 0 : letters < LETTERS_FOR_TWO ? 1 : 2;
}

typedef struct {
    QueryNode *node;
    GHashTable *seen, *marked;
} Collector;

/* The stem stands for the word wherever there is one; each is taken once. */
static void collect_main(const Token *t, gpointer user)
{
    Collector *c = user;
    if ((t->form != TOKEN_STEM && t->form != TOKEN_WORD) || t->weight < 1)
        return;
    g_autofree char *term = g_strconcat(token_form_prefix(t->form), t->term, NULL);
    if (g_hash_table_contains(c->seen, term))
        return;
    query_node_add(c->node, query_node_term("", term));
    if (c->marked)
        g_hash_table_add(c->marked, g_strdup(term));
    g_hash_table_add(c->seen, g_steal_pointer(&term));
}

/* Scales a node that has children; frees one that has none. */
static QueryNode *scaled_unless_empty(double weight, QueryNode *node)
{
    if (node->children->len)
        return query_node_scale(weight, node);
    query_node_free(node);
    return NULL;
}

static QueryNode *find_family(const char *stem)
{
    glong letters = stem ? g_utf8_strlen(stem, -1) : 0;
    if (letters < LETTERS_LEAST)
        return NULL;
    g_autofree char *start = g_utf8_substring(stem, 0, MIN(letters, STEM_START));
    QueryNode *family = query_node_term(PREFIX_STEM, start);
    family->op = QUERY_PREFIX;
    family->limit = FAMILY_MOST;
    return query_node_scale(WEIGHT_FAMILY, family);
}

/* BM25's weight of a term in so many documents. */
static double rarity(const Vocabulary *v, guint32 documents)
{
    double all = vocabulary_documents(v), n = MIN(documents, all);
    return log(1 + (all - n + 0.5) / (n + 0.5));
}

/* `kinship`: per unit of it, in the place of the relative's own rarity. */
static QueryNode *find_relatives(Vocabulary *v, LangAnalyser *analyser, const char *word, double kinship,
                                 GHashTable *seen)
{
    g_autoptr(GArray) relatives = vocabulary_relatives(v, word, RELATIVES_MOST);
    QueryNode *all = query_node_new(QUERY_OR);
    for (guint i = 0; i < relatives->len; i++) {
        const VocabularyWord *w = &g_array_index(relatives, VocabularyWord, i);
        Collector c = {query_node_new(QUERY_OR), seen, NULL};
        lang_analyse(analyser, w->word, strlen(w->word), collect_main, &c);
        double weight = kinship * w->kinship / rarity(v, w->documents);
        query_node_add(all, scaled_unless_empty(MIN(weight, WEIGHT_RELATIVE), c.node));
    }
    return scaled_unless_empty(1, all);
}

static QueryNode *find_nearest(Vocabulary *v, LangAnalyser *analyser, const char *word, GHashTable *seen,
                               GHashTable *marked)
{
    g_autoptr(GArray) nearest = vocabulary_nearest(v, word, expand_tolerance(word), NEAREST_MOST);
    Collector c = {query_node_new(QUERY_SYNONYM), seen, marked};
    for (guint i = 0; i < nearest->len; i++) {
        const char *other = g_array_index(nearest, VocabularyWord, i).word;
        lang_analyse(analyser, other, strlen(other), collect_main, &c);
    }
    return scaled_unless_empty(WEIGHT_NEAREST, c.node);
}

void expand_word(Vocabulary *v, LangAnalyser *analyser, const char *word, const char *stem, QueryNode *match,
                 QueryNode *help, GHashTable *marked)
{
    if (!expand_tolerance(word))
        return;
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    double kinship = lang_kinship(lang_analyser_profile(analyser));
    if (!vocabulary_find(v, word))
        query_node_add(match, find_nearest(v, analyser, word, seen, marked));
    query_node_add(match, find_family(stem));
    if (kinship > 0)
        query_node_add(help, find_relatives(v, analyser, word, kinship, seen));
}
