#include "indexer/entity.h"

#include <stdlib.h>
#include <string.h>

#define LONGEST_NAME 32
#define LONGEST_OLD_NAME 6 /* of those that need no semicolon */

typedef struct {
    const char *name;
    gunichar text[2];
    gboolean is_old;
} Entity;

#include "indexer/entities.h"

static int compare_name(const void *key, const void *row)
{
    return strcmp(key, ((const Entity *)row)->name);
}

static const Entity *find_entity(const char *p, gsize n)
{
    char name[LONGEST_NAME + 1];
    if (n > LONGEST_NAME)
        return NULL;
    memcpy(name, p, n);
    name[n] = '\0';
    return bsearch(name, entities, G_N_ELEMENTS(entities), sizeof *entities, compare_name);
}

static gsize append_entity(const Entity *e, gsize length, GString *out)
{
    g_string_append_unichar(out, e->text[0]);
    if (e->text[1])
        g_string_append_unichar(out, e->text[1]);
    return length;
}

static gsize decode_name(const char *p, gsize n, gboolean in_attribute, GString *out)
{
    gsize length = 0;
    while (1 + length < n && length <= LONGEST_NAME && g_ascii_isalnum(p[1 + length]))
        length++;
    const Entity *e = 1 + length < n && p[1 + length] == ';' ? find_entity(p + 1, length) : NULL;
    if (e)
        return append_entity(e, length + 2, out);
    for (gsize shorter = MIN(length, LONGEST_OLD_NAME); shorter >= 2; shorter--) {
        e = find_entity(p + 1, shorter);
        if (!e || !e->is_old)
            continue;
        char next = 1 + shorter < n ? p[1 + shorter] : '\0';
        return in_attribute && (next == '=' || g_ascii_isalnum(next)) ? 0 : append_entity(e, shorter + 1, out);
    }
    return 0;
}

static gunichar character_of_number(guint32 number)
{
    static const guint16 windows[32] = {0x20AC, 0,      0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021,
                                        0x2C6,  0x2030, 0x160,  0x2039, 0x152,  0,      0x17D,  0,
                                        0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                        0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0,      0x17E,  0x178};
    if (number == 0 || number > 0x10FFFF || (number >= 0xD800 && number < 0xE000))
        return 0xFFFD;
    return number >= 0x80 && number < 0xA0 && windows[number - 0x80] ? windows[number - 0x80] : number;
}

static gsize decode_number(const char *p, gsize n, GString *out)
{
    gboolean is_hex = n > 2 && g_ascii_tolower(p[2]) == 'x';
    gsize first = is_hex ? 3 : 2, i = first;
    guint32 number = 0;
    for (; i < n && (is_hex ? g_ascii_isxdigit(p[i]) : g_ascii_isdigit(p[i])); i++)
        number = MIN(number * (is_hex ? 16 : 10) + (guint32)g_ascii_xdigit_value(p[i]), 0x110000u);
    if (i == first)
        return 0;
    g_string_append_unichar(out, character_of_number(number));
    return i < n && p[i] == ';' ? i + 1 : i;
}

gsize entity_decode(const char *p, gsize n, gboolean in_attribute, GString *out)
{
    return n > 1 && p[1] == '#' ? decode_number(p, n, out) : decode_name(p, n, in_attribute, out);
}
