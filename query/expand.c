#include "query/expand.h"

#include <string.h>

#include "shim/schema.h"

#define LETTERS_LEAST 4     /* shorter words have no relatives */
#define LIKENESS_LEAST 0.3  /* of a relative */
#define RELATIVES_MOST 20
#define WEIGHT_RELATIVES 0.3 /* of a known word's relatives, together */
#define WEIGHT_NEAREST 0.8   /* of what an unknown word is taken for */

guint expand_tolerance(const char *word)
{
    glong letters = g_utf8_strlen(word, -1);
    return letters < LETTERS_LEAST ? 0 : letters < 8 ? 1 : 2;
}

typedef struct {
    QueryNode *node;
    GHashTable *seen, *marked;
} Collector;

static void collect_stem(const Token *t, gpointer user)
{
    Collector *c = user;
    if (t->form != TOKEN_STEM && t->form != TOKEN_WORD)
        return;
    g_autofree char *term = g_strconcat(token_form_prefix(t->form), t->term, NULL);
    /* The stem stands for the word wherever there is one. */
    if (t->weight < 1 || g_hash_table_contains(c->seen, term))
        return;
    query_node_add(c->node, query_node_term("", term));
    if (c->marked)
        g_hash_table_add(c->marked, g_strdup(term));
    g_hash_table_add(c->seen, g_steal_pointer(&term));
}

QueryNode *expand_word(const Vocabulary *v, LangAnalyser *analyser, const char *word, GHashTable *marked)
{
    guint tolerance = expand_tolerance(word);
    if (!tolerance)
        return NULL;
    gboolean is_known = vocabulary_find(v, word) > 0;
    g_autoptr(GArray) similar =
        vocabulary_similar(v, word, LIKENESS_LEAST, is_known ? 0 : tolerance, RELATIVES_MOST);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    QueryNode *relatives = query_node_new(QUERY_SYNONYM), *nearest = query_node_new(QUERY_SYNONYM);
    for (guint i = 0; i < similar->len; i++) {
        const VocabularyWord *w = &g_array_index(similar, VocabularyWord, i);
        gboolean is_near = !is_known && w->distance <= tolerance;
        Collector c = {is_near ? nearest : relatives, seen, is_near ? marked : NULL};
        lang_analyse(analyser, w->word, strlen(w->word), collect_stem, &c);
    }
    QueryNode *both[] = {query_node_scale(WEIGHT_RELATIVES, relatives), query_node_scale(WEIGHT_NEAREST, nearest)};
    if (!relatives->children->len)
        g_clear_pointer(&both[0], query_node_free);
    if (!nearest->children->len)
        g_clear_pointer(&both[1], query_node_free);
    return query_node_pair(QUERY_OR, both[0], both[1]);
}
