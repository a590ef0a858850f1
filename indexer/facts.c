#include "indexer/facts.h"

#include "shim/shape.h"

gboolean facts_put(Ledger *ledger, const Page *page, const Prepared *p, PageState state, gint64 duplicate_of,
                   GError **error)
{
    const char *staged = state == PAGE_PRESENT ? lang_code(p->decision->decided) : "";
    const Document *doc = p->document;
    const Decision *d = p->decision;
    LedgerPage row = {.url = page->url,
                      .state = state,
                      .content_hash = p->hash,
                      .title = doc->title,
                      .declared = d->declared,
                      .declared_source = d->declared_source,
                      .detected = d->detected ? lang_code(d->detected) : "",
                      .decided = d->decided ? lang_code(d->decided) : "",
                      .confidence = d->confidence,
                      .declared_share = d->declared_share,
                      .purity = d->purity,
                      .fetched_at = page->fetched_at,
                      .date = doc->date,
                      .bytes = page->body ? g_bytes_get_size(page->body) : doc->text->len,
                      .words = d->words,
                      .type = doc->type,
                      .group = page->group ? page->group : "",
                      .edition = d->edition,
                      .is_from_http = page->http_status != 0,
                      .simhash = p->simhash,
                      .canonical = p->canonical,
                      .duplicate_of = duplicate_of,
                      .fingerprint = doc->fingerprint,
                      .symbols = doc->symbols};
    const Shape shape = {doc->n_headings, doc->n_links, doc->n_tables, doc->numbers, doc->bar->str};
    return ledger_put(ledger, &row, staged, p->links, p->alternates, d->defects, error) &&
           shape_put(ledger, page->url, doc->has_outline ? &shape : NULL, error) &&
           shape_put_version(ledger, page->url, page->fetched_at, doc->has_outline ? doc->own_hash : p->hash, d->words,
                             error);
}
