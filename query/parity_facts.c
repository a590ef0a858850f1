#include "query/parity_facts.h"

#include <string.h>

#include "shim/supply.h"

#define MOST_LANGUAGES 63

typedef struct {
    ParityFacts *facts;
    ParityDemandFunc demand;
    gpointer user;
} Reading;

static gint find_language(const ParityFacts *f, const char *code)
{
    for (guint i = 0; i < f->languages->len; i++)
        if (g_str_equal(lang_code(parity_lang(f, i)), code))
            return i;
    return -1;
}

static guint find_section(const ParityFacts *f, const char *url)
{
    const ConfigSection *section = config_find_section(f->config, url);
    guint i = f->n_sections - 1;
    return section && g_ptr_array_find(f->config->sections, section, &i) ? i : f->n_sections - 1;
}

/* Ids are small, and nearly all of them are pages: no hash is needed. */
static void number_page(ParityFacts *f, gint64 id, guint i)
{
    if ((guint64)id >= f->numbers->len)
        g_array_set_size(f->numbers, id + 1 + id / 2);
    g_array_index(f->numbers, guint32, id) = i + 1;
}

static void add_cluster(const Reading *r, const SupplyPage *row)
{
    ParityFacts *f = r->facts;
    const ParityCluster c = {.id = row->cluster,
                             .authority = row->authority,
                             .demand = r->demand ? r->demand(row->cluster, r->user) : 0,
                             .first = f->pages->len,
                             .section = f->n_sections - 1};
    g_array_append_val(f->clusters, c);
}

static void add_page(const SupplyPage *row, gpointer user)
{
    const Reading *r = user;
    ParityFacts *f = r->facts;
    if (!f->clusters->len || parity_cluster(f, f->clusters->len - 1)->id != row->cluster)
        add_cluster(r, row);
    const ParityPage page = {.id = row->id,
                             .url = g_string_chunk_insert(f->texts, row->url),
                             .cluster = f->clusters->len - 1,
                             .section = find_section(f, row->url),
                             .lang = find_language(f, row->lang),
                             .index = find_language(f, row->indexed_lang),
                             .purity = row->purity,
                             .words = row->words,
                             .is_document = !g_str_equal(row->type, "html") && !g_str_equal(row->type, "json"),
                             .is_listed = row->is_listed,
                             .looked_at = row->looked_at,
                             .has_shape = row->has_shape,
                             .headings = row->shape.headings,
                             .links = row->shape.links,
                             .tables = row->shape.tables,
                             .numbers = row->shape.numbers,
                             .bar = g_string_chunk_insert_const(f->texts, row->shape.bar)};
    g_array_append_val(f->pages, page);
    f->has_sitemaps |= page.is_listed;
    g_array_index(f->clusters, ParityCluster, page.cluster).n++;
}

/* By language, those in none of the site's at the end; then by URL. */
static gint compare_pages(gconstpointer a, gconstpointer b)
{
    const ParityPage *x = a, *y = b;
    guint s = x->lang, t = y->lang; /* -1 is the greatest */
    return s != t ? (s > t) - (s < t) : strcmp(x->url, y->url);
}

static void settle_cluster(ParityFacts *f, ParityCluster *c)
{
    ParityPage *pages = &g_array_index(f->pages, ParityPage, c->first);
    qsort(pages, c->n, sizeof *pages, compare_pages);
    for (guint i = c->n; i-- > 0;) {
        number_page(f, pages[i].id, c->first + i);
        if (parity_is_answer(&pages[i]))
            c->answers |= G_GUINT64_CONSTANT(1) << pages[i].lang;
        if (pages[i].section != f->n_sections - 1)
            c->section = pages[i].section;
    }
}

static gint compare_core(gconstpointer a, gconstpointer b, gpointer user)
{
    const ParityFacts *f = user;
    const ParityCluster *x = parity_cluster(f, *(const guint *)a), *y = parity_cluster(f, *(const guint *)b);
    if (x->authority != y->authority)
        return x->authority < y->authority ? 1 : -1;
    return strcmp(parity_page(f, x->first)->url, parity_page(f, y->first)->url);
}

static void find_core(ParityFacts *f)
{
    g_autoptr(GArray) order = g_array_sized_new(FALSE, FALSE, sizeof(guint), f->clusters->len);
    for (guint i = 0; i < f->clusters->len; i++)
        g_array_append_val(order, i);
    g_array_sort_with_data(order, compare_core, f);
    for (guint i = 0; i < MIN(order->len, PARITY_CORE); i++)
        g_array_index(f->clusters, ParityCluster, g_array_index(order, guint, i)).is_core = TRUE;
}

static void find_models(ParityFacts *f)
{
    guint n[MOST_LANGUAGES + 1] = {0};
    for (guint i = 0; i < f->clusters->len; i++)
        for (guint l = 0; l < f->languages->len; l++)
            n[l] += parity_cluster(f, i)->answers >> l & 1;
    for (guint l = 0; l < f->languages->len; l++) {
        guint at = l;
        for (; at > 0 && n[f->model[at - 1]] < n[l]; at--)
            f->model[at] = f->model[at - 1];
        f->model[at] = l;
    }
}

ParityFacts *parity_facts_new(Ledger *ledger, const Config *config, const GPtrArray *languages, gint64 date,
                              ParityDemandFunc demand, gpointer user, GError **error)
{
    g_assert(languages->len <= MOST_LANGUAGES);
    g_autoptr(ParityFacts) f = g_new0(ParityFacts, 1);
    *f = (ParityFacts){.ledger = ledger,
                       .config = config,
                       .languages = languages,
                       .date = date,
                       .n_sections = config->sections->len + 1,
                       .pages = g_array_new(FALSE, FALSE, sizeof(ParityPage)),
                       .clusters = g_array_new(FALSE, FALSE, sizeof(ParityCluster)),
                       .numbers = g_array_new(FALSE, TRUE, sizeof(guint32)),
                       .texts = g_string_chunk_new(64 * 1024)};
    Reading reading = {f, demand, user};
    if (!supply_each_page(ledger, add_page, &reading, error))
        return NULL;
    for (guint i = 0; i < f->clusters->len; i++)
        settle_cluster(f, &g_array_index(f->clusters, ParityCluster, i));
    find_core(f);
    find_models(f);
    return g_steal_pointer(&f);
}

void parity_facts_free(ParityFacts *f)
{
    g_array_unref(f->pages);
    g_array_unref(f->clusters);
    g_array_unref(f->numbers);
    g_string_chunk_free(f->texts);
    g_free(f);
}

const ParityPage *parity_find_page(const ParityFacts *f, gint64 id)
{
    guint32 number = id >= 0 && (guint64)id < f->numbers->len ? g_array_index(f->numbers, guint32, id) : 0;
    return number ? parity_page(f, number - 1) : NULL;
}

gboolean parity_is_answer(const ParityPage *page)
{
    return page->lang >= 0 && page->lang == page->index;
}

const char *parity_section_name(const ParityFacts *f, guint section)
{
    if (section + 1 >= f->n_sections)
        return NULL;
    return ((const ConfigSection *)g_ptr_array_index(f->config->sections, section))->name;
}

const ParityPage *parity_answer(const ParityFacts *f, const ParityCluster *c, guint lang)
{
    for (guint i = c->first; i < c->first + c->n; i++)
        if (parity_page(f, i)->lang == (gint)lang && parity_is_answer(parity_page(f, i)))
            return parity_page(f, i);
    return NULL;
}

const ParityPage *parity_model(const ParityFacts *f, const ParityCluster *c)
{
    for (guint i = 0; i < f->languages->len; i++)
        if (c->answers >> f->model[i] & 1)
            return parity_answer(f, c, f->model[i]);
    return parity_page(f, c->first);
}

gint parity_compare_wanted(const ParityFacts *f, const ParityCluster *a, const ParityCluster *b)
{
    if (a->demand != b->demand)
        return a->demand < b->demand ? 1 : -1;
    if (a->authority != b->authority)
        return a->authority < b->authority ? 1 : -1;
    return strcmp(parity_page(f, a->first)->url, parity_page(f, b->first)->url);
}
