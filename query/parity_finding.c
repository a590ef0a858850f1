#include "query/parity_finding.h"

#include <string.h>

#include "query/parity_difference.h"
#include "query/parity_freshness.h"
#include "shim/supply.h"

typedef struct {
    const ParityFacts *facts;
    ParityFindingFunc func;
    gpointer user;
} Call;

static void give_defect(const SupplyDefect *defect, gpointer user)
{
    const Call *call = user;
    const ParityFinding finding = {parity_find_page(call->facts, defect->page), defect->code, defect->detail,
                                   defect->line};
    if (finding.page)
        call->func(&finding, call->user);
}

gboolean parity_find_defects(const ParityFacts *f, const ParityPage *only, ParityFindingFunc func, gpointer user,
                             GError **error)
{
    Call call = {f, func, user};
    return supply_each_defect(f->ledger, only ? only->id : 0, give_defect, &call, error);
}

gboolean parity_find_not_listed(const ParityFacts *f, const ParityPage *only, ParityFindingFunc func, gpointer user,
                                GError **error)
{
    (void)error;
    for (guint i = 0; f->has_sitemaps && i < f->pages->len; i++) {
        const ParityFinding finding = {parity_page(f, i), "not-listed", "", 0};
        if (!finding.page->is_listed && (!only || only == finding.page))
            func(&finding, user);
    }
    return TRUE;
}

/* ------------------------------------------------------------------ the language bar */

/* The languages of the cluster, but for the page's, that the bar does not lead to; g_free(). */
static char *list_lacking(const ParityFacts *f, const ParityPage *page)
{
    g_auto(GStrv) codes = g_strsplit(page->bar, " ", -1);
    GString *lacking = g_string_new(NULL);
    for (guint l = 0; l < f->languages->len; l++) {
        const char *code = lang_code(parity_lang(f, l));
        gboolean is_other = parity_cluster(f, page->cluster)->answers >> l & 1 && (gint)l != page->lang;
        if (is_other && !g_strv_contains((const char *const *)codes, code))
            g_string_append_printf(lacking, "%s%s", lacking->len ? " " : "", code);
    }
    return g_string_free(lacking, FALSE);
}

static gboolean is_in_order(const ParityFacts *f, const char *bar)
{
    g_auto(GStrv) codes = g_strsplit(bar, " ", -1);
    gint before = -1;
    for (char **code = codes; *code; code++)
        for (guint l = 0; l < f->languages->len; l++) {
            if (!g_str_equal(*code, lang_code(parity_lang(f, l))))
                continue;
            if ((gint)l < before)
                return FALSE;
            before = l;
        }
    return TRUE;
}

static gboolean has_bar(const ParityFacts *f, const ParityPage *page)
{
    guint64 answers = parity_cluster(f, page->cluster)->answers;
    return page->has_shape && page->lang >= 0 && (answers & ~(G_GUINT64_CONSTANT(1) << page->lang));
}

static void inspect_bar(const ParityFacts *f, const ParityPage *page, ParityFindingFunc func, gpointer user)
{
    g_autofree char *lacking = list_lacking(f, page);
    const ParityFinding missing = {page, *page->bar ? "bar-incomplete" : "bar-missing", lacking, 0};
    const ParityFinding order = {page, "bar-order", page->bar, 0};
    if (*lacking)
        func(&missing, user);
    if (!is_in_order(f, page->bar))
        func(&order, user);
}

gboolean parity_find_bars(const ParityFacts *f, const ParityPage *only, ParityFindingFunc func, gpointer user,
                          GError **error)
{
    (void)error;
    for (guint i = 0; i < f->pages->len; i++)
        if ((!only || only == parity_page(f, i)) && has_bar(f, parity_page(f, i)))
            inspect_bar(f, parity_page(f, i), func, user);
    return TRUE;
}

static gboolean find_all_of_bars(const ParityFacts *f, const ParityPage *only, ParityFindingFunc func, gpointer user,
                                 GError **error)
{
    return parity_find_bars(f, only, func, user, error) && parity_find_defects(f, only, func, user, error);
}

/* ------------------------------------------------------------------ the themes */

static gboolean is_any(const ParityFacts *f, const ParityPage *page)
{
    (void)f;
    return page->lang >= 0;
}

static gboolean is_web(const ParityFacts *f, const ParityPage *page)
{
    (void)f;
    return page->has_shape;
}

static gboolean has_sitemaps(const ParityFacts *f, const ParityPage *page)
{
    (void)page;
    return f->has_sitemaps;
}

static const char *const mixed[] = {"untranslated",        "mixed", "title-language", "description-language",
                                    "navigation-language", NULL};
static const char *const foreign_links[] = {"link-language", NULL};
static const char *const bars[] = {"bar-missing", "bar-incomplete", "bar-order",    "bar-home", "bar-many",
                                   "bar-broken",  "bar-redirect",   "bar-language", NULL};
static const char *const markup[] = {"missing-return",     "missing-self",      "alternate-broken",
                                     "alternate-redirect", "alternate-unknown", "alternate-noncanonical",
                                     "alternate-language", "alternate-home",    "alternate-many",
                                     "alternate-code",     "two-pages",         "canonical-language",
                                     "canonical-foreign",  "canonical-differs", "declaration-conflict",
                                     "missing-lang",       "missing-dir",       NULL};
static const char *const reachability[] = {"unreachable", NULL};
static const char *const sitemap[] = {"not-listed", NULL};
static const char *const errors[] = {"link-broken", "link-redirect", NULL};
static const char *const accessibility[] = {"image-alt",  "missing-title", "missing-lang",
                                            "empty-link", "heading-skip",  NULL};

const ParityTheme parity_themes[] = {
    {"discrepancy", "discrepancy", parity_difference_codes, parity_find_differences, parity_is_compared},
    {"freshness", "outdated", parity_freshness_codes, parity_find_outdated, is_any},
    {"mixed", "mixed", mixed, parity_find_defects, is_any},
    {"foreign-links", "foreign-links", foreign_links, parity_find_foreign_links, is_web},
    {"language-bar", "language-bar", bars, find_all_of_bars, has_bar},
    {"markup", "markup", markup, parity_find_defects, is_web},
    {"reachability", "reachability", reachability, parity_find_unreachable, is_any},
    {"sitemap", "sitemap", sitemap, parity_find_not_listed, has_sitemaps},
    {"errors", "errors", errors, parity_find_dead_links, is_web},
    {"accessibility", "accessibility", accessibility, parity_find_defects, is_web},
    {NULL, NULL, NULL, NULL, NULL},
};
