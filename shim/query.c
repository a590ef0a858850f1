#include "shim/index.h"

static void node_free_gpointer(gpointer p)
{
    query_node_free(p);
}

QueryNode *query_node_new(QueryOp op)
{
    QueryNode *node = g_new0(QueryNode, 1);
    node->op = op;
    node->factor = 1;
    node->children = g_ptr_array_new_with_free_func(node_free_gpointer);
    return node;
}

QueryNode *query_node_term(const char *prefix, const char *term)
{
    QueryNode *node = query_node_new(QUERY_TERM);
    node->term = g_strconcat(prefix, term, NULL);
    return node;
}

QueryNode *query_node_scale(double factor, QueryNode *child)
{
    QueryNode *node = query_node_new(QUERY_SCALE);
    node->factor = factor;
    query_node_add(node, child);
    return node;
}

QueryNode *query_node_pair(QueryOp op, QueryNode *left, QueryNode *right)
{
    if (!left || !right)
        return left ? left : right;
    QueryNode *node = query_node_new(op);
    query_node_add(node, left);
    query_node_add(node, right);
    return node;
}

void query_node_add(QueryNode *parent, QueryNode *child)
{
    if (child)
        g_ptr_array_add(parent->children, child);
}

void query_node_free(QueryNode *node)
{
    if (!node)
        return;
    g_free(node->term);
    g_clear_pointer(&node->low, g_bytes_unref);
    g_clear_pointer(&node->high, g_bytes_unref);
    g_ptr_array_unref(node->children);
    g_free(node);
}

IndexResult *index_result_new(void)
{
    IndexResult *result = g_new0(IndexResult, 1);
    result->hits = g_array_new(FALSE, FALSE, sizeof(IndexHit));
    result->facets = g_ptr_array_new();
    return result;
}

void index_result_free(IndexResult *result)
{
    for (guint i = 0; i < result->hits->len; i++)
        g_free(g_array_index(result->hits, IndexHit, i).url);
    for (guint f = 0; f < result->facets->len; f++) {
        GArray *facet = g_ptr_array_index(result->facets, f);
        for (guint i = 0; i < facet->len; i++)
            g_free(g_array_index(facet, IndexFacet, i).value);
        g_array_unref(facet);
    }
    g_array_unref(result->hits);
    g_ptr_array_unref(result->facets);
    g_free(result);
}
