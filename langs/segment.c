#include "langs/segment.h"

#include <string.h>

struct Segmenter {
    UniBreaker *breaker;
    const char *text;
    gsize at, end; /* what is left of the word that is being divided */
    UniKind kind;
    gsize previous_end;
    gboolean has_previous;
};

Segmenter *segmenter_new(GError **error)
{
    UniBreaker *breaker = uni_breaker_new(error);
    if (!breaker)
        return NULL;
    Segmenter *s = g_new0(Segmenter, 1);
    s->breaker = breaker;
    return s;
}

void segmenter_free(Segmenter *s)
{
    uni_breaker_free(s->breaker);
    g_free(s);
}

void segmenter_start(Segmenter *s, const char *text, gsize n)
{
    uni_breaker_start(s->breaker, text, n);
    s->text = text;
    s->at = s->end = 0;
    s->has_previous = FALSE;
}

gsize segment_apostrophe(const char *p, const char *end)
{
    if (p < end && *p == '\'')
        return 1;
    if (end - p >= 3 && (memcmp(p, "\xE2\x80\x99", 3) == 0 || memcmp(p, "\xE2\x80\x98", 3) == 0 ||
                         memcmp(p, "\xEF\xBC\x87", 3) == 0))
        return 3;
    return end - p >= 2 && memcmp(p, "\xCA\xBC", 2) == 0 ? 2 : 0;
}

/* Bytes of a mark at `i` that divides a word, 0: there is none. ASCII marks do, but for those of a number; others are rare
 * inside a word and stay (a middle dot of Catalan, gershayim of Hebrew). ICU takes the narrow no-break space for a letter. */
static gsize divider_at(const Segmenter *s, gsize i)
{
    if (s->end - i >= 3 && memcmp(s->text + i, "\xE2\x80\xAF", 3) == 0)
        return 3;
    return s->kind != UNI_NUMBER && g_ascii_ispunct(s->text[i]) && s->text[i] != '\'';
}

/* Full-width forms as the marks of ASCII that they are. */
static gunichar narrow(gunichar c)
{
    return c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c;
}

/* A zero-width space only offers a place to break the line. */
gboolean segment_joins(gunichar c)
{
    c = narrow(c);
    return (c < 0x80 && c && strchr("-/.@_:&+", c)) || c == 0x2010 || c == 0x2011 || c == 0x200B || c == 0x2060 ||
           c == 0xA0 || c == 0x202F || c == 0x2009;
}

static gunichar find_joiner(const Segmenter *s, gsize start)
{
    gsize gap = start - s->previous_end;
    if (!s->has_previous || gap < 1 || gap > 3)
        return 0;
    gunichar c = g_utf8_get_char_validated(s->text + s->previous_end, gap);
    if (!g_unichar_validate(c) || (gsize)g_unichar_to_utf8(c, NULL) != gap)
        return 0;
    return segment_joins(c) ? narrow(c) : 0;
}

/* Moves s->at behind the dividers it stands on, each with what is written above or below it. FALSE: the word is at its
 * end. */
static gboolean skip_dividers(Segmenter *s)
{
    for (gsize n; s->at < s->end && (n = divider_at(s, s->at));) {
        s->at += n;
        while (s->at < s->end && (guchar)s->text[s->at] >= 0x80 &&
               uni_extends(g_utf8_get_char_validated(s->text + s->at, s->end - s->at)))
            s->at = g_utf8_next_char(s->text + s->at) - s->text;
    }
    return s->at < s->end;
}

static gsize piece_end(const Segmenter *s)
{
    gsize i = s->at;
    while (i < s->end && !divider_at(s, i))
        i++;
    return i;
}

gboolean segmenter_next(Segmenter *s, Piece *piece)
{
    while (!skip_dividers(s))
        if (!uni_breaker_next(s->breaker, &s->at, &s->end, &s->kind))
            return FALSE;
    *piece = (Piece){s->at, piece_end(s), s->kind, find_joiner(s, s->at)};
    s->at = piece->end;
    s->previous_end = piece->end;
    s->has_previous = TRUE;
    return TRUE;
}
