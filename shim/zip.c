#include "shim/zip.h"

#include <gio/gio.h>
#include <string.h>

#define GZIP_HEAD 10 /* bytes that gzip writes before the deflated ones … */
#define GZIP_TAIL 8  /* … and behind them: CRC-32 and size */

struct ZipWriter {
    GByteArray *out, *directory;
    guint n;
    guint16 time, date; /* as MS-DOS has them */
};

static void add_16(GByteArray *out, guint number)
{
    guint16 bytes = GUINT16_TO_LE((guint16)number);
    g_byte_array_append(out, (const guint8 *)&bytes, sizeof bytes);
}

static void add_32(GByteArray *out, guint32 number)
{
    guint32 bytes = GUINT32_TO_LE(number);
    g_byte_array_append(out, (const guint8 *)&bytes, sizeof bytes);
}

ZipWriter *zip_writer_new(gint64 time)
{
    g_autoptr(GDateTime) when = g_date_time_new_from_unix_utc(time);
    ZipWriter *w = g_new0(ZipWriter, 1);
    int year = when ? MAX(g_date_time_get_year(when), 1980) : 1980;
    w->out = g_byte_array_new();
    w->directory = g_byte_array_new();
    w->date = (guint16)((year - 1980) << 9 |
                        (when ? g_date_time_get_month(when) << 5 | g_date_time_get_day_of_month(when) : 33));
    w->time = (guint16)(when ? g_date_time_get_hour(when) << 11 | g_date_time_get_minute(when) << 5 : 0);
    return w;
}

/* As gzip, whose body and check sum are those of ZIP. */
static GByteArray *compress(const void *bytes, gsize n)
{
    g_autoptr(GConverter) gzip = G_CONVERTER(g_zlib_compressor_new(G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9));
    GByteArray *out = g_byte_array_new();
    gsize room = n + n / 1000 + 1024, read = 0, written = 0, done = 0;
    GConverterResult result = G_CONVERTER_CONVERTED;
    g_byte_array_set_size(out, (guint)room);
    for (gsize at = 0; result == G_CONVERTER_CONVERTED; at += read, done += written)
        result = g_converter_convert(gzip, (const guint8 *)bytes + at, n - at, out->data + done, room - done,
                                     G_CONVERTER_INPUT_AT_END, &read, &written, NULL);
    g_assert(result == G_CONVERTER_FINISHED);
    g_byte_array_set_size(out, (guint)done);
    return out;
}

/* What the entry's head and the directory both say. */
static void add_facts(const ZipWriter *w, GByteArray *out, gboolean is_stored, guint32 crc, gsize packed, gsize n,
                      const char *name)
{
    add_16(out, is_stored ? 10 : 20);
    add_16(out, 1 << 11); /* names are UTF-8 */
    add_16(out, is_stored ? 0 : 8);
    add_16(out, w->time);
    add_16(out, w->date);
    add_32(out, crc);
    add_32(out, (guint32)packed);
    add_32(out, (guint32)n);
    add_16(out, (guint)strlen(name));
    add_16(out, 0);
}

void zip_writer_add(ZipWriter *w, const char *name, const void *bytes, gsize n, gboolean is_stored)
{
    g_autoptr(GByteArray) gzip = compress(bytes, n);
    guint32 crc, offset = w->out->len;
    memcpy(&crc, gzip->data + gzip->len - GZIP_TAIL, sizeof crc);
    crc = GUINT32_FROM_LE(crc);
    const guint8 *packed = is_stored ? bytes : gzip->data + GZIP_HEAD;
    gsize packed_n = is_stored ? n : gzip->len - GZIP_HEAD - GZIP_TAIL;
    add_32(w->out, 0x04034b50);
    add_facts(w, w->out, is_stored, crc, packed_n, n, name);
    g_byte_array_append(w->out, (const guint8 *)name, (guint)strlen(name));
    g_byte_array_append(w->out, packed, (guint)packed_n);
    add_32(w->directory, 0x02014b50);
    add_16(w->directory, 20);
    add_facts(w, w->directory, is_stored, crc, packed_n, n, name);
    add_16(w->directory, 0); /* comment */
    add_16(w->directory, 0); /* disk */
    add_16(w->directory, 0); /* attributes */
    add_32(w->directory, 0);
    add_32(w->directory, offset);
    g_byte_array_append(w->directory, (const guint8 *)name, (guint)strlen(name));
    w->n++;
}

GByteArray *zip_writer_end(ZipWriter *w)
{
    GByteArray *out = w->out;
    guint32 start = out->len;
    g_byte_array_append(out, w->directory->data, w->directory->len);
    add_32(out, 0x06054b50);
    add_16(out, 0);
    add_16(out, 0);
    add_16(out, w->n);
    add_16(out, w->n);
    add_32(out, w->directory->len);
    add_32(out, start);
    add_16(out, 0);
    g_byte_array_unref(w->directory);
    g_free(w);
    return out;
}
