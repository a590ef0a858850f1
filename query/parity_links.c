#include <string.h>

#include "langs/names.h"
#include "query/parity_finding.h"
#include "shim/authority.h"
#include "shim/supply.h"

/* URLs that are another one, redirecting to it or left out as its duplicate: id → id. */
static void add_alias(gint64 page, gint64 target, gpointer aliases)
{
    g_hash_table_insert(aliases, GSIZE_TO_POINTER(page), GSIZE_TO_POINTER(target));
}

static GHashTable *list_aliases(const ParityFacts *f, GError **error)
{
    GHashTable *aliases = g_hash_table_new(g_direct_hash, g_direct_equal);
    if (authority_each_alias(f->ledger, add_alias, aliases, error))
        return aliases;
    g_hash_table_unref(aliases);
    return NULL;
}

#define LONGEST_CHAIN 8 /* of aliases that are followed */

static const ParityPage *find_target(const ParityFacts *f, GHashTable *aliases, gint64 id)
{
    const ParityPage *page = parity_find_page(f, id);
    for (guint i = 0; !page && i < LONGEST_CHAIN; i++) {
        id = GPOINTER_TO_SIZE(g_hash_table_lookup(aliases, GSIZE_TO_POINTER(id)));
        if (!id)
            break;
        page = parity_find_page(f, id);
    }
    return page;
}

/* ------------------------------------------------------------------ links that do not say their language */

typedef struct {
    const ParityFacts *facts;
    ParityFindingFunc func;
    gpointer user;
    GHashTable *aliases, *answers;
    char **names; /* of language d in language s, folded, at d × languages + s */
} Links;

static char **list_names(const ParityFacts *f)
{
    guint n = f->languages->len;
    char **names = g_new0(char *, n *n + 1);
    for (guint d = 0; d < n; d++)
        for (guint s = 0; s < n; s++) {
            g_autofree char *name =
                s == d ? g_strdup(lang_name(parity_lang(f, d))) : names_language(parity_lang(f, d), parity_lang(f, s));
            names[d * n + s] = g_utf8_casefold(name, -1);
        }
    return names;
}

/* The code as a word of its own, in capitals or in brackets: "EN", "(en)". */
static gboolean has_code(const char *text, const char *code)
{
    gsize n = strlen(code);
    g_autofree char *capitals = g_ascii_strup(code, -1);
    for (const char *p = text; *p; p++) {
        if (g_ascii_strncasecmp(p, code, n) != 0 || g_ascii_isalnum(p[n]) || (p > text && g_ascii_isalnum(p[-1])))
            continue;
        if (strncmp(p, capitals, n) == 0 || (p > text && strchr("([", p[-1]) && p[n] && strchr(")]", p[n])))
            return TRUE;
    }
    return FALSE;
}

static gboolean says_language(const Links *l, const SupplyLink *link, gint lang)
{
    guint n = l->facts->languages->len;
    if (*link->lang || has_code(link->text, lang_code(parity_lang(l->facts, lang))))
        return TRUE;
    g_autofree char *text = g_utf8_casefold(link->text, -1);
    for (guint s = 0; s < n; s++)
        if (strstr(text, l->names[lang * n + s]))
            return TRUE;
    return FALSE;
}

static void inspect_language(const SupplyLink *link, gpointer user)
{
    const Links *l = user;
    const ParityPage *from = parity_find_page(l->facts, link->src);
    const ParityPage *to = from ? find_target(l->facts, l->aliases, link->dst) : NULL;
    if (!to || to->lang < 0 || from->lang < 0 || to->lang == from->lang || says_language(l, link, to->lang))
        return;
    g_autofree char *detail = g_strdup_printf("%s: %s", lang_code(parity_lang(l->facts, to->lang)), to->url);
    const ParityFinding finding = {from, "link-language", detail, link->line};
    l->func(&finding, l->user);
}

gboolean parity_find_foreign_links(const ParityFacts *f, const ParityPage *only, ParityFindingFunc func, gpointer user,
                                   GError **error)
{
    g_autoptr(GHashTable) aliases = list_aliases(f, error);
    if (!aliases)
        return FALSE;
    g_auto(GStrv) names = list_names(f);
    Links links = {.facts = f, .func = func, .user = user, .aliases = aliases, .names = names};
    return supply_each_link(f->ledger, only ? only->id : 0, inspect_language, &links, error);
}

/* ------------------------------------------------------------------ links that lead nowhere */

/* What a URL answered. */
typedef struct {
    char *text; /* "URL: HTTP status 404" */
    gboolean is_moved;
} Answer;

static void answer_free(gpointer data)
{
    g_free(((Answer *)data)->text);
    g_free(data);
}

static gboolean has_moved(const SupplyAnswer *a)
{
    return *a->redirect && (a->status == 301 || a->status == 308);
}

static void add_answer(const SupplyAnswer *a, gpointer answers)
{
    if (*a->redirect && !has_moved(a))
        return;
    Answer *answer = g_new0(Answer, 1);
    answer->text = g_strdup_printf("%s: %s", a->url, a->error);
    answer->is_moved = has_moved(a);
    g_hash_table_insert(answers, GSIZE_TO_POINTER(a->id), answer);
}

static void inspect_answer(const SupplyLink *link, gpointer user)
{
    const Links *l = user;
    const Answer *answer = g_hash_table_lookup(l->answers, GSIZE_TO_POINTER(link->dst));
    const ParityPage *from = answer ? parity_find_page(l->facts, link->src) : NULL;
    const ParityFinding finding = {from, answer && answer->is_moved ? "link-redirect" : "link-broken",
                                   answer ? answer->text : "", link->line};
    if (from)
        l->func(&finding, l->user);
}

gboolean parity_find_dead_links(const ParityFacts *f, const ParityPage *only, ParityFindingFunc func, gpointer user,
                                GError **error)
{
    g_autoptr(GHashTable) answers = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, answer_free);
    Links links = {.facts = f, .func = func, .user = user, .answers = answers};
    return supply_each_answer(f->ledger, add_answer, answers, error) &&
           (!g_hash_table_size(answers) ||
            supply_each_link(f->ledger, only ? only->id : 0, inspect_answer, &links, error));
}

/* ------------------------------------------------------------------ pages that only other languages link to */

typedef struct {
    const ParityFacts *facts;
    GHashTable *aliases;
    guint8 *own;    /* by page: does one of its language link to it? */
    guint *foreign; /* by page: number + 1 of the one of another language that does, the first by URL */
} Reach;

static void count_link(const SupplyLink *link, gpointer user)
{
    const Reach *r = user;
    const ParityPage *from = parity_find_page(r->facts, link->src);
    const ParityPage *to = from ? find_target(r->facts, r->aliases, link->dst) : NULL;
    if (!to || to == from || to->lang < 0 || from->lang < 0)
        return;
    guint target = to - parity_page(r->facts, 0), source = from - parity_page(r->facts, 0);
    guint *foreign = &r->foreign[target];
    if (from->lang == to->lang)
        r->own[target] = TRUE;
    else if (!*foreign || strcmp(from->url, parity_page(r->facts, *foreign - 1)->url) < 0)
        *foreign = source + 1;
}

gboolean parity_find_unreachable(const ParityFacts *f, const ParityPage *only, ParityFindingFunc func, gpointer user,
                                 GError **error)
{
    g_autoptr(GHashTable) aliases = list_aliases(f, error);
    if (!aliases)
        return FALSE;
    g_autofree guint8 *own = g_new0(guint8, f->pages->len + 1);
    g_autofree guint *foreign = g_new0(guint, f->pages->len + 1);
    Reach reach = {f, aliases, own, foreign};
    if (!supply_each_link(f->ledger, 0, count_link, &reach, error))
        return FALSE;
    for (guint i = 0; i < f->pages->len; i++) {
        const ParityPage *page = parity_page(f, i);
        if (!foreign[i] || own[i] || (only && only != page))
            continue;
        const ParityFinding finding = {page, "unreachable", parity_page(f, foreign[i] - 1)->url, 0};
        func(&finding, user);
    }
    return TRUE;
}
