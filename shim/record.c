#include "shim/record.h"

#include <string.h>

#include "shim/limits.h"

#define RECORD_TYPE "(ssssssssxi)"

/* `text` itself, or the part of it that fits into `limit` bytes, as *cut for the caller to free. */
static const char *cut_text(const char *text, gsize limit, char **cut)
{
    if (strnlen(text, limit + 1) <= limit)
        return text;
    const char *end = g_utf8_find_prev_char(text, text + limit + 1);
    return *cut = g_strndup(text, end - text);
}

char *record_pack(const Record *r, gsize *n)
{
    g_autofree char *cut = NULL;
    g_autoptr(GVariant) v = g_variant_ref_sink(
        g_variant_new(RECORD_TYPE, r->url, r->title, r->description, cut_text(r->text, LIMIT_SNIPPET_TEXT, &cut),
                      r->type, r->section, r->group, r->content_hash, r->date, r->max_snippet));
    *n = g_variant_get_size(v);
    return g_memdup2(g_variant_get_data(v), *n);
}

gboolean record_parse(const char *data, gsize n, Record *r, GVariant **holder, GError **error)
{
    g_autoptr(GBytes) bytes = g_bytes_new(data, n);
    g_autoptr(GVariant) v =
        g_variant_ref_sink(g_variant_new_from_bytes(G_VARIANT_TYPE(RECORD_TYPE), bytes, FALSE));
    if (!g_variant_is_normal_form(v)) {
        g_set_error(error, FAULT, FAULT_REINDEX, "damaged record of %" G_GSIZE_FORMAT " bytes in the index", n);
        return FALSE;
    }
    g_variant_get(v, "(&s&s&s&s&s&s&s&sxi)", &r->url, &r->title, &r->description, &r->text, &r->type, &r->section,
                  &r->group, &r->content_hash, &r->date, &r->max_snippet);
    *holder = g_steal_pointer(&v);
    return TRUE;
}

/* The first string of a tuple stands in front, and ends with a NUL (GVariant specification, 2.5). */
const char *record_url(const char *data, gsize n)
{
    return n && memchr(data, '\0', MIN(n, LIMIT_URL + 1)) && g_utf8_validate(data, -1, NULL) ? data : NULL;
}
