/*
 * trie langs/LANG/identify.txt ...: writes the constant trie of langs/pieces.h.
 * Lines: "= CODE BIAS" opens the weights of a class, "WEIGHT PIECE PIECE ..." follow; '#' begins a comment.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "langs/pieces.h"

typedef struct {
    guint32 letter;
    guint parent, place;
    GArray *weights; /* PieceWeight */
} Node;

static GPtrArray *nodes;     /* Node, in the order they were met: parents first */
static GHashTable *by_path;  /* piece or beginning of one -> Node */

static void fail(const char *what, const char *line)
{
    fprintf(stderr, "identify.txt: %s: '%.60s'\n", what, line);
    exit(1);
}

/* The node of the first `n` bytes of `piece`, made with all before it. */
static Node *node_of(const char *piece, gsize n)
{
    g_autofree char *path = g_strndup(piece, n);
    Node *node = g_hash_table_lookup(by_path, path);
    if (node)
        return node;
    const char *last = g_utf8_prev_char(path + n);
    Node *parent = last > path ? node_of(path, last - path) : NULL;
    node = g_new0(Node, 1);
    node->letter = g_utf8_get_char(last);
    node->parent = parent ? parent->place : PIECE_ROOT; /* an index so far */
    node->weights = g_array_new(FALSE, FALSE, sizeof(PieceWeight));
    node->place = nodes->len;
    g_ptr_array_add(nodes, node);
    g_hash_table_insert(by_path, g_steal_pointer(&path), node);
    return node;
}

static void print_nodes(void)
{
    guint size = 1024, at_weight = 1;
    while (size < nodes->len / 2 * 3)
        size *= 2;
    if (size > PIECE_ROOT)
        fail("too many pieces", "");
    g_autofree PieceNode *table = g_new0(PieceNode, size);
    for (guint i = 0; i < nodes->len; i++) {
        Node *n = g_ptr_array_index(nodes, i);
        guint parent = n->parent == PIECE_ROOT ? PIECE_ROOT : ((Node *)g_ptr_array_index(nodes, n->parent))->place;
        guint at = piece_place(parent, n->letter) & (size - 1);
        while (table[at])
            at = (at + 1) & (size - 1);
        table[at] = PIECE_NODE(n->letter, parent, n->weights->len ? at_weight : 0);
        n->place = at;
        at_weight += n->weights->len;
    }
    printf("const guint piece_mask = %u;\nconst PieceNode piece_nodes[] = {\n", size - 1);
    for (guint i = 0; i < size; i++)
        printf("%" G_GUINT64_FORMAT "u,%s", table[i], i % 8 == 7 ? "\n" : "");
    printf("};\nconst PieceWeight piece_weights[] = {{0,0,0},\n");
    for (guint i = 0; i < nodes->len; i++) {
        const GArray *w = ((Node *)g_ptr_array_index(nodes, i))->weights;
        for (guint j = 0; j < w->len; j++)
            printf("{%u,%d,%d},", g_array_index(w, PieceWeight, j).class, g_array_index(w, PieceWeight, j).weight, j + 1 == w->len);
        printf(i % 16 == 15 ? "\n" : "");
    }
    printf("};\n");
}

/* One file: a model. */
static void read_model(const char *path, GString *classes, guint *n_classes)
{
    static char line[1 << 18];
    FILE *in = fopen(path, "r");
    if (!in)
        fail("cannot open", path);
    guint first = *n_classes;
    while (fgets(line, sizeof line, in)) {
        g_auto(GStrv) words = g_strsplit(g_strchomp(line), " ", -1);
        guint n = g_strv_length(words);
        if (*line == '#' || !*line)
            continue;
        if (!g_utf8_validate(line, -1, NULL) || n < 2)
            fail("cannot read", line);
        if (g_str_equal(words[0], "=")) {
            if (n != 3 || ++*n_classes > PIECES_CLASSES)
                fail("expected '= CODE BIAS', or too many of them", line);
            g_string_append_printf(classes, "{\"%s\",%d},", words[1], atoi(words[2]));
            continue;
        }
        PieceWeight w = {*n_classes - 1, atoi(words[0]), 0};
        if (*n_classes == first || !w.weight || atoi(words[0]) != w.weight)
            fail("no weight of a class", line);
        for (guint i = 1; i < n; i++)
            g_array_append_val(node_of(words[i], strlen(words[i]))->weights, w);
    }
    fclose(in);
}

int main(int argc, char **argv)
{
    g_autoptr(GString) classes = g_string_new(NULL), models = g_string_new(NULL);
    guint n_classes = 0;
    nodes = g_ptr_array_new();
    by_path = g_hash_table_new(g_str_hash, g_str_equal);
    for (int i = 1; i < argc; i++) {
        g_autofree char *folder = g_path_get_dirname(argv[i]), *code = g_path_get_basename(folder);
        guint first = n_classes;
        read_model(argv[i], classes, &n_classes);
        g_string_append_printf(models, "{\"%s\",%u,%u},", code, first, n_classes - first);
    }
    printf("#include \"langs/pieces.h\"\n\n");
    print_nodes();
    printf("const PieceClass piece_classes[] = {%s{NULL,0}};\n", classes->str);
    printf("const PieceModel piece_models[] = {%s{NULL,0,0}};\n", models->str);
    printf("const guint piece_models_n = %d;\n", argc - 1);
    return 0;
}
