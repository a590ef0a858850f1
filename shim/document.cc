#include "shim/document.hh"

#include <cstring>

#include "shim/guard.hh"
#include "shim/limits.h"
#include "shim/schema.h"

char *index_id(const char *url)
{
    g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, url, -1);
    return g_strdup_printf(PREFIX_ID "%.32s", hash);
}

gsize index_number(double number, char out[9])
{
    std::string packed = Xapian::sortable_serialise(number);
    memcpy(out, packed.data(), packed.size());
    return packed.size();
}

static void check_term(const IndexTerm &t)
{
    size_t n = t.name ? strlen(t.name) : 0;
    if (n == 0 || n > LIMIT_TERM)
        throw FaultException{FAULT_SKIP, n ? "a term of " + std::to_string(n) + " bytes" : "an empty term"};
    if (!g_utf8_validate(t.name, n, nullptr))
        throw FaultException{FAULT_SKIP, "a term that is not UTF-8"};
}

void check_document(const IndexDocument &d)
{
    if (!d.id || !g_str_has_prefix(d.id, PREFIX_ID) || strlen(d.id) > LIMIT_TERM)
        throw FaultException{FAULT_SKIP, "a document without id"};
    if (d.n_terms > LIMIT_TERMS)
        throw FaultException{FAULT_SKIP, std::to_string(d.n_terms) + " terms"};
    if (d.record_n > LIMIT_RECORD)
        throw FaultException{FAULT_SKIP, "a record of " + std::to_string(d.record_n) + " bytes"};
    for (gsize i = 0; i < d.n_terms; i++)
        check_term(d.terms[i]);
    for (gsize i = 0; i < d.n_values; i++)
        if (d.values[i].n > LIMIT_VALUE)
            throw FaultException{FAULT_SKIP, "a value of " + std::to_string(d.values[i].n) + " bytes"};
}

Xapian::Document to_xapian(const IndexDocument &d)
{
    Xapian::Document document;
    std::string name;
    for (gsize i = 0; i < d.n_terms; i++) {
        const IndexTerm &t = d.terms[i];
        name.assign(t.name);
        for (guint32 p = 0; p < t.n_positions; p++)
            document.add_posting(name, t.positions[p], 0);
        document.add_term(name, t.count);
    }
    for (gsize i = 0; i < d.n_values; i++)
        document.add_value(d.values[i].slot, std::string(d.values[i].data, d.values[i].n));
    document.set_data(std::string(d.record, d.record_n));
    document.add_boolean_term(d.id);
    return document;
}

gboolean index_document_check(const IndexDocument *d, GError **error)
{
    return guarded("document", error, [&]() -> gboolean {
        check_document(*d);
        return TRUE;
    });
}

/* Where the next part of the copy goes. */
static void *place(char **at, const void *from, gsize n, gsize alignment)
{
    *at += -reinterpret_cast<gsize>(*at) & (alignment - 1);
    char *to = *at;
    if (n)
        memcpy(to, from, n);
    *at += n;
    return to;
}

static gsize size_of(const IndexDocument &d)
{
    gsize n = sizeof d + strlen(d.id) + 1 + d.record_n + d.n_terms * sizeof *d.terms + d.n_values * sizeof *d.values;
    for (gsize i = 0; i < d.n_terms; i++)
        n += d.terms[i].n_positions * sizeof(guint32) + strlen(d.terms[i].name) + 1;
    for (gsize i = 0; i < d.n_values; i++)
        n += d.values[i].n;
    return n + 3 * alignof(gpointer);
}

IndexDocument *index_document_copy(const IndexDocument *d, gsize *n)
{
    *n = size_of(*d);
    char *at = static_cast<char *>(g_malloc(*n));
    auto copy = static_cast<IndexDocument *>(place(&at, d, sizeof *d, 1));
    auto terms = static_cast<IndexTerm *>(place(&at, d->terms, d->n_terms * sizeof *d->terms, alignof(IndexTerm)));
    auto values = static_cast<IndexValue *>(place(&at, d->values, d->n_values * sizeof *d->values, alignof(IndexValue)));
    for (gsize i = 0; i < d->n_terms; i++)
        terms[i].positions = static_cast<guint32 *>(
            place(&at, d->terms[i].positions, d->terms[i].n_positions * sizeof(guint32), alignof(guint32)));
    for (gsize i = 0; i < d->n_terms; i++)
        terms[i].name = static_cast<char *>(place(&at, d->terms[i].name, strlen(d->terms[i].name) + 1, 1));
    for (gsize i = 0; i < d->n_values; i++)
        values[i].data = static_cast<char *>(place(&at, d->values[i].data, d->values[i].n, 1));
    copy->terms = terms;
    copy->values = values;
    copy->id = static_cast<char *>(place(&at, d->id, strlen(d->id) + 1, 1));
    copy->record = static_cast<char *>(place(&at, d->record, d->record_n, 1));
    return copy;
}
