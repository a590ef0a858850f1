#include "shim/record.h"

#include <string.h>

#include "shim/limits.h"

#define RECORD_TYPE "(ssssssssxi)"
#define STRINGS 8

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

static gboolean fail(gsize n, GError **error)
{
    g_set_error(error, FAULT, FAULT_REINDEX, "damaged record of %" G_GSIZE_FORMAT " bytes in the index", n);
    return FALSE;
}

/* Bytes of each framing offset behind a container of n bytes (GVariant specification, 2.5). */
static gsize offset_size(gsize n)
{
    return n <= G_MAXUINT8 ? 1 : n <= G_MAXUINT16 ? 2 : n <= G_MAXUINT32 ? 4 : 8;
}

/* Framing offsets stand behind the tuple in reverse order, in the machine's byte order as all of it. */
static gsize read_offset(const char *data, gsize n, guint i)
{
    const gsize size = offset_size(n);
    guint64 offset = 0;
    memcpy((char *)&offset + (G_BYTE_ORDER == G_BIG_ENDIAN ? sizeof offset - size : 0), data + n - (i + 1) * size, size);
    return offset;
}

/* The strings follow one another, each with its NUL, of which the framing offsets tell the end. *end: behind the last. */
static gboolean read_strings(const char *data, gsize n, const char **strings[STRINGS], gsize *end)
{
    gsize at = 0;
    for (guint i = 0; i < STRINGS; i++) {
        const gsize next = read_offset(data, n, i);
        if (next <= at || next > n || memchr(data + at, '\0', next - at) != data + next - 1)
            return FALSE;
        *strings[i] = data + at;
        at = next;
    }
    *end = at;
    return TRUE;
}

gboolean record_parse(const char *data, gsize n, Record *r, GError **error)
{
    const char **strings[STRINGS] = {&r->url,  &r->title,   &r->description, &r->text,
                                     &r->type, &r->section, &r->group,       &r->content_hash};
    const gsize offsets = STRINGS * offset_size(n);
    gsize end;
    if (n < offsets || !read_strings(data, n, strings, &end))
        return fail(n, error);
    const gsize date = (end + 7) & ~(gsize)7; /* aligned to its size */
    if (date + sizeof r->date + sizeof r->max_snippet + offsets != n)
        return fail(n, error);
    memcpy(&r->date, data + date, sizeof r->date);
    memcpy(&r->max_snippet, data + date + sizeof r->date, sizeof r->max_snippet);
    for (guint i = 0; i < STRINGS; i++)
        if (*strings[i] != r->text && !g_utf8_validate(*strings[i], -1, NULL))
            return fail(n, error);
    return TRUE;
}

gboolean record_check_text(const Record *r, GError **error)
{
    return g_utf8_validate(r->text, -1, NULL) || fail(strlen(r->text), error);
}

/* The first string of a tuple stands in front, and ends with a NUL (GVariant specification, 2.5). */
const char *record_url(const char *data, gsize n)
{
    return n && memchr(data, '\0', MIN(n, LIMIT_URL + 1)) && g_utf8_validate(data, -1, NULL) ? data : NULL;
}
