#include "indexer/prepare.h"

#include "indexer/extract.h"
#include "indexer/parts.h"
#include "indexer/post.h"
#include "indexer/simhash.h"
#include "indexer/url.h"
#include "indexer/xml.h"

struct Preparer {
    const Config *config;
    const GPtrArray *languages;
    LangIdentifier *identifier;
    LangAnalyser **analysers; /* one per language, opened when first needed */
    Poster *poster;
};

Preparer *preparer_new(const Config *config, const GPtrArray *languages)
{
    Preparer *p = g_new0(Preparer, 1);
    html_prepare();
    p->config = config;
    p->languages = languages;
    p->identifier = lang_identifier_new(languages);
    p->analysers = g_new0(LangAnalyser *, languages->len);
    p->poster = poster_new();
    return p;
}

void preparer_free(Preparer *p)
{
    for (guint i = 0; i < p->languages->len; i++)
        g_clear_pointer(&p->analysers[i], lang_analyser_free);
    g_free(p->analysers);
    lang_identifier_free(p->identifier);
    poster_free(p->poster);
    g_free(p);
}

static LangAnalyser *find_analyser(Preparer *p, const LangProfile *lang, GError **error)
{
    guint i = 0;
    while (g_ptr_array_index(p->languages, i) != lang)
        i++;
    if (!p->analysers[i])
        p->analysers[i] = lang_analyser_new(lang, error);
    return p->analysers[i];
}

static GArray *list_links(const Config *config, const Document *doc)
{
    GArray *links = g_array_new(FALSE, FALSE, sizeof(LedgerLink));
    for (guint i = 0; i < doc->links->len; i++) {
        const Link *l = g_ptr_array_index(doc->links, i);
        g_autofree char *host = url_host(l->url);
        LedgerLink link = {l->url, l->text, l->lang, l->nofollow || (doc->robots & ROBOTS_NOFOLLOW), l->line};
        if (config_has_host(config, host))
            g_array_append_val(links, link);
    }
    return links;
}

static GArray *list_alternates(const Document *doc)
{
    GArray *alternates = g_array_new(FALSE, FALSE, sizeof(LedgerAlternate));
    for (guint i = 0; i < doc->alternates->len; i++) {
        const Alternate *a = g_ptr_array_index(doc->alternates, i);
        LedgerAlternate row = {a->url, a->lang, alternate_evidence_name(a->evidence)};
        g_array_append_val(alternates, row);
    }
    return alternates;
}

/* The canonical that counts, or "": one of a foreign host is a defect. */
static const char *check_canonical(const Config *config, const Page *page, const Document *doc, Decision *d)
{
    g_autofree char *ours = url_host(page->url), *theirs = url_host(doc->canonical);
    gboolean foreign = *config->hosts ? !config_has_host(config, theirs) : !g_str_equal(ours, theirs);
    LedgerDefect defect = {.code = "canonical-foreign", .detail = doc->canonical};
    if (*doc->canonical && foreign)
        g_array_append_val(d->defects, defect);
    return foreign ? "" : doc->canonical;
}

static gboolean is_expired(const Document *doc)
{
    return doc->unavailable_after != G_MININT64 && doc->unavailable_after < g_get_real_time() / G_USEC_PER_SEC;
}

static gboolean post(Preparer *p, const Page *page, Prepared *out, GError **error)
{
    const Document *doc = out->document;
    if (!out->decision->decided || (doc->robots & ROBOTS_NOINDEX) || is_expired(doc))
        return TRUE;
    LangAnalyser *analyser = find_analyser(p, out->decision->decided, error);
    if (!analyser)
        return FALSE;
    const ConfigSection *section = config_find_section(p->config, page->url);
    const IndexDocument *posted = poster_post(p->poster, page->url, doc, analyser, section ? section->name : "",
                                              page->group ? page->group : "", out->hash);
    if (!index_document_check(posted, error))
        return FALSE;
    out->posted = index_document_copy(posted, &out->posted_n);
    return TRUE;
}

Prepared *prepare(Preparer *p, const Page *page, const char *hreflang, GError **error)
{
    g_autoptr(Document) doc = extract(page, error);
    if (!doc)
        return NULL;
    g_autoptr(Prepared) out = g_new0(Prepared, 1);
    out->decision = decide(page, doc, hreflang, p->config, p->languages, p->identifier);
    parts_judge(doc, p->languages, p->identifier, out->decision);
    out->canonical = check_canonical(p->config, page, doc, out->decision);
    out->hash = document_hash(doc);
    out->simhash = simhash(doc->text->str, doc->text->len);
    out->links = list_links(p->config, doc);
    out->alternates = list_alternates(doc);
    out->document = g_steal_pointer(&doc);
    return post(p, page, out, error) ? g_steal_pointer(&out) : NULL;
}

void prepared_free(Prepared *p)
{
    document_free(p->document);
    decision_free(p->decision);
    g_free(p->hash);
    g_array_unref(p->links);
    g_array_unref(p->alternates);
    g_free(p->posted);
    g_free(p);
}
