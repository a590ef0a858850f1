#include "indexer/sitemap.h"

#include <string.h>

#include "indexer/extract_html.h"
#include "indexer/inflate.h"
#include "indexer/sitemap_sink.h"
#include "indexer/sitemap_text.h"
#include "indexer/sitemap_xml.h"
#include "langs/charset.h"
#include "shim/limits.h"

#define HEAD 1024       /* bytes that tell encoding and form */
#define HEAD_MOST 65536 /* … with the white space before them */
#define TOMORROW (24 * 60 * 60) /* that time zones may be ahead */

/* A sitemap on its way: its bytes, then UTF-8, then one of the readers. */
typedef struct {
    SitemapSink sink;
    GString *head; /* the first bytes, until there are enough to tell what they are */
    gboolean has_begun;
    const char *encoding;
    GByteArray *whole; /* bytes of another encoding than UTF-8, decoded at the end */
    SitemapXml *xml;
    SitemapText *text;
    GError *failure;
} Reading;

const char *sitemap_type_name(SitemapType type)
{
    static const char *const names[] = {NULL, "urlset", "sitemapindex", "text", "rss", "atom"};
    return names[type];
}

static gsize count_blank(const char *bytes, gsize n)
{
    gsize blank = 0;
    while (blank < n && g_ascii_isspace(bytes[blank]))
        blank++;
    return blank;
}

/* NUL beside a character of ASCII is UTF-16 without its mark. */
static const char *find_encoding(const char *bytes, gsize n, gsize *n_mark)
{
    const char *encoding = charset_of_mark(bytes, n, n_mark);
    if (encoding)
        return encoding;
    *n_mark = 0;
    if (n > 1 && bytes[0] && !bytes[1])
        return "UTF-16LE";
    if (n > 1 && !bytes[0] && bytes[1])
        return "UTF-16BE";
    gsize blank = count_blank(bytes, n);
    if (n - blank > 5 && memcmp(bytes + blank, "<?xml", 5) == 0)
        encoding = html_find_encoding(bytes + blank, n - blank);
    return encoding ? encoding : "UTF-8";
}

static gboolean is_binary(const char *bytes, gsize n)
{
    for (gsize i = 0; i < n; i++)
        if ((guchar)bytes[i] < 0x20 && !g_ascii_isspace(bytes[i]))
            return TRUE;
    return FALSE;
}

static void refuse(Reading *r, const char *why)
{
    g_set_error(&r->failure, FAULT, FAULT_SKIP, "no sitemap: %s", why);
}

/* By the first character that is no white space. */
static void find_form(Reading *r, const char *text, gsize n)
{
    gsize blank = count_blank(text, n);
    if (blank < n && text[blank] == '<')
        r->xml = sitemap_xml_new(&r->sink);
    else if (n > 1 && memcmp(text, "\x1F\x8B", 2) == 0)
        refuse(r, "gzip within gzip");
    else if (is_binary(text, MIN(n, HEAD)))
        refuse(r, "neither XML nor text");
    else
        r->text = sitemap_text_new(&r->sink);
}

/* FALSE: no more is wanted. */
static gboolean parse(Reading *r, const char *text, gsize n)
{
    if (!r->xml && !r->text)
        find_form(r, text, n);
    if (r->text)
        sitemap_text_feed(r->text, text, n);
    return (!r->xml || sitemap_xml_feed(r->xml, text, n, &r->failure)) && !r->failure && !r->sink.is_done;
}

static void begin(Reading *r)
{
    gsize n_mark;
    r->has_begun = TRUE;
    r->encoding = find_encoding(r->head->str, r->head->len, &n_mark);
    const char *bytes = r->head->str + n_mark;
    gsize n = r->head->len - n_mark;
    if (!charset_is_safe(r->encoding))
        refuse(r, "its encoding is not read");
    else if (g_str_equal(r->encoding, "UTF-8"))
        parse(r, bytes, n);
    else
        r->whole = g_byte_array_append(g_byte_array_new(), (const guint8 *)bytes, n);
}

/* As parse(). */
static gboolean feed(const guint8 *bytes, gsize n, gpointer user)
{
    Reading *r = user;
    if (r->has_begun && !r->whole)
        return parse(r, (const char *)bytes, n);
    if (r->whole) {
        g_byte_array_append(r->whole, bytes, n);
        return TRUE;
    }
    g_string_append_len(r->head, (const char *)bytes, n);
    gsize blank = count_blank(r->head->str, r->head->len);
    if (r->head->len - blank >= HEAD || r->head->len >= HEAD_MOST)
        begin(r);
    return !r->failure && !r->sink.is_done;
}

/* Gives all bytes within LIMIT_SITEMAP; TRUE: they are not the whole sitemap, and an error has said why. */
static gboolean decode(Reading *r, const guint8 *bytes, gsize n)
{
    g_autoptr(GError) error = NULL;
    gboolean is_gzip = n > 1 && memcmp(bytes, "\x1F\x8B", 2) == 0, cut = n > LIMIT_SITEMAP, ok = TRUE;
    if (is_gzip)
        ok = inflate_gzip(bytes, n, LIMIT_SITEMAP, feed, r, &cut, &error);
    for (gsize at = 0, end = MIN(n, LIMIT_SITEMAP); !is_gzip && at < end; at += HEAD_MOST)
        if (!feed(bytes + at, MIN(HEAD_MOST, end - at), r))
            break;
    if (!r->has_begun && !r->failure)
        begin(r);
    if (!ok)
        sitemap_sink_put_error(&r->sink, 0, "%s", error->message);
    else if (cut && !r->sink.is_done)
        sitemap_sink_put_error(&r->sink, 0, "more than %d bytes, the rest is dropped", LIMIT_SITEMAP);
    return cut || !ok;
}

static void finish(Reading *r, gboolean is_cut)
{
    g_autoptr(GError) error = NULL;
    if (r->whole && !r->failure) {
        gsize n;
        g_autofree char *text = charset_decode((const char *)r->whole->data, r->whole->len, r->encoding, &n);
        parse(r, text, n);
    }
    if (r->text)
        sitemap_text_finish(r->text, is_cut);
    if (r->xml && !sitemap_xml_finish(r->xml, &error) && !r->failure && !is_cut && !r->sink.is_done)
        r->failure = g_steal_pointer(&error);
}

/* A list of URLs without any is one only if somebody says so. */
static void judge_text(Reading *r, const char *media_type, gboolean is_empty)
{
    if (!r->text || r->failure)
        return;
    if (r->sink.sitemap->n_entries || (media_type && g_ascii_strcasecmp(media_type, "text/plain") == 0))
        r->sink.sitemap->type = SITEMAP_TEXT;
    else
        refuse(r, is_empty ? "empty" : "neither XML nor a list of URLs");
}

static void reading_clear(Reading *r)
{
    g_string_free(r->head, TRUE);
    g_clear_pointer(&r->whole, g_byte_array_unref);
    g_clear_pointer(&r->xml, sitemap_xml_free);
    g_clear_pointer(&r->text, sitemap_text_free);
    g_clear_error(&r->failure);
}

gboolean sitemap_read(const char *url, const char *media_type, const guint8 *bytes, gsize n,
                      const SitemapEvents *events, gpointer user, Sitemap *sitemap, GError **error)
{
    Reading r = {.head = g_string_new(NULL)};
    *sitemap = (Sitemap){.type = SITEMAP_UNKNOWN};
    r.sink = (SitemapSink){.base = url, .events = events, .user = user, .sitemap = sitemap};
    r.sink.latest = g_get_real_time() / G_USEC_PER_SEC + TOMORROW;
    gboolean is_cut = decode(&r, bytes, n);
    finish(&r, is_cut);
    judge_text(&r, media_type, count_blank((const char *)bytes, n) == n);
    gboolean ok = sitemap->type != SITEMAP_UNKNOWN;
    if (!ok && !r.failure)
        refuse(&r, "no root element");
    if (ok && r.failure)
        sitemap_sink_put_error(&r.sink, 0, "%s", r.failure->message);
    sitemap->truncated |= is_cut || (ok && r.failure);
    if (!ok)
        g_propagate_error(error, g_steal_pointer(&r.failure));
    reading_clear(&r);
    return ok;
}
