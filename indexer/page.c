#include "indexer/page.h"

#include "indexer/url.h"
#include "shim/limits.h"
#include "shim/record.h"

Page *page_new(void)
{
    Page *p = g_new0(Page, 1);
    p->date = RECORD_DATE_UNKNOWN;
    return p;
}

void page_free(Page *p)
{
    char *strings[] = {p->url,           p->source, p->media_type, p->charset, p->content_language, p->link_header,
                       p->robots_header, p->lang,   p->title,      p->text,    p->group};
    for (guint i = 0; i < G_N_ELEMENTS(strings); i++)
        g_free(strings[i]);
    g_clear_pointer(&p->body, g_bytes_unref);
    g_free(p);
}

static void link_free(gpointer p)
{
    Link *link = p;
    g_free(link->url);
    g_free(link->text);
    g_free(link->lang);
    g_free(link);
}

static void alternate_free(gpointer p)
{
    Alternate *alternate = p;
    g_free(alternate->url);
    g_free(alternate->lang);
    g_free(alternate);
}

static void defect_free(gpointer p)
{
    DocumentDefect *defect = p;
    g_free(defect->detail);
    g_free(defect);
}

Document *document_new(void)
{
    Document *d = g_new0(Document, 1);
    char **strings[] = {&d->encoding,  &d->encoding_source, &d->type,      &d->title,       &d->lang_html,
                        &d->lang_http, &d->lang_schema,     &d->canonical, &d->description, &d->symbols,
                        &d->own_hash};
    for (guint i = 0; i < G_N_ELEMENTS(strings); i++)
        *strings[i] = g_strdup("");
    d->headings = g_ptr_array_new_with_free_func(g_free);
    d->links = g_ptr_array_new_with_free_func(link_free);
    d->alternates = g_ptr_array_new_with_free_func(alternate_free);
    d->text = g_string_new(NULL);
    d->prose = g_string_new(NULL);
    d->navigation = g_string_new(NULL);
    d->bar = g_string_new(NULL);
    d->defects = g_ptr_array_new_with_free_func(defect_free);
    d->nosnippet = g_array_new(FALSE, FALSE, sizeof(TextRange));
    d->max_snippet = -1;
    d->unavailable_after = d->date = RECORD_DATE_UNKNOWN;
    return d;
}

void document_free(Document *d)
{
    char *strings[] = {d->encoding,  d->encoding_source, d->type,      d->title,       d->lang_html,
                       d->lang_http, d->lang_schema,     d->canonical, d->description, d->symbols,
                       d->own_hash};
    for (guint i = 0; i < G_N_ELEMENTS(strings); i++)
        g_free(strings[i]);
    g_ptr_array_unref(d->headings);
    g_ptr_array_unref(d->links);
    g_ptr_array_unref(d->alternates);
    g_string_free(d->text, TRUE);
    g_string_free(d->prose, TRUE);
    g_array_unref(d->nosnippet);
    g_string_free(d->navigation, TRUE);
    g_string_free(d->bar, TRUE);
    g_ptr_array_unref(d->defects);
    g_free(d);
}

void document_set_canonical(Document *d, const char *base, const char *href)
{
    char *url = *d->canonical ? NULL : url_resolve(base, href);
    if (!url)
        return;
    g_free(d->canonical);
    d->canonical = url;
}

const char *alternate_evidence_name(AlternateEvidence evidence)
{
    static const char *const names[] = {"html", "http", "schema"};
    return names[evidence];
}

void document_add_alternate(Document *d, const char *base, const char *href, const char *lang, AlternateEvidence evidence)
{
    char *url = d->alternates->len < LIMIT_ALTERNATES ? url_resolve(base, href) : NULL;
    if (!url)
        return;
    Alternate *a = g_new0(Alternate, 1);
    a->url = url;
    a->lang = g_strndup(lang, 35);
    a->evidence = evidence;
    g_ptr_array_add(d->alternates, a);
}

void document_add_defect(Document *d, const char *code, const char *detail, guint line)
{
    DocumentDefect *defect = g_new0(DocumentDefect, 1);
    defect->code = code;
    defect->detail = g_strdup(detail);
    defect->line = line;
    g_ptr_array_add(d->defects, defect);
}

char *document_snippet_text(const Document *d)
{
    GString *shown = g_string_sized_new(d->text->len);
    gsize at = 0;
    for (guint i = 0; i < d->nosnippet->len; i++) {
        const TextRange *hidden = &g_array_index(d->nosnippet, TextRange, i);
        g_string_append_len(shown, d->text->str + at, hidden->start - at);
        at = hidden->end;
    }
    g_string_append_len(shown, d->text->str + at, d->text->len - at);
    return g_string_free(shown, FALSE);
}

char *document_hash(const Document *d)
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    g_checksum_update(sum, (const guchar *)d->title, -1);
    g_checksum_update(sum, (const guchar *)"\n", 1);
    g_checksum_update(sum, (const guchar *)d->text->str, d->text->len);
    return g_strdup(g_checksum_get_string(sum));
}
