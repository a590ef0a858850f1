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

/* The narrow no-break space of French, which UAX #29 takes for a part of the word before it (ExtendNumLet). */
static gboolean is_narrow_space(const char *p, const char *end)
{
    return end - p >= 3 && memcmp(p, "\xE2\x80\xAF", 3) == 0;
}

/* Bytes of a mark that divides a word, at `p`; 0: there is none. Those that are not ASCII are rare inside one and stay (a
 * middle dot of Catalan, gershayim of Hebrew). */
static gsize dividing_mark(const char *p, const char *end)
{
    if (g_ascii_ispunct(*p) && *p != '\'')
        return 1;
    return is_narrow_space(p, end) ? 3 : 0;
}

/* Marks that join pieces into one name. A zero-width space only offers a place to break the line. */
static gboolean joins(gunichar c)
{
    return (c < 0x80 && c && strchr("-/.@_:&+", c)) || c == 0x2010 || c == 0x2011 || c == 0x200B || c == 0x2060 ||
           c == 0xA0 || c == 0x202F || c == 0x2009;
}

static gunichar find_joiner(const Segmenter *s, gsize start)
{
    gsize gap = start - s->previous_end;
    if (!s->has_previous || gap < 1 || gap > 3)
        return 0;
    gunichar c = g_utf8_get_char_validated(s->text + s->previous_end, gap);
    return g_unichar_validate(c) && (gsize)g_unichar_to_utf8(c, NULL) == gap && joins(c) ? c : 0;
}

/* Numbers keep their marks: "1,000.5". */
static gsize piece_end(const Segmenter *s)
{
    const char *p = s->text + s->at, *end = s->text + s->end;
    while (p < end && !(s->kind == UNI_NUMBER ? is_narrow_space(p, end) : dividing_mark(p, end) > 0))
        p++;
    return p - s->text;
}

/* Passes the marks at s->at by which a word is divided, each with what is written above or below it. */
static void skip_marks(Segmenter *s)
{
    for (gsize n; s->at < s->end && (n = dividing_mark(s->text + s->at, s->text + s->end)) > 0;) {
        s->at += n;
        while (s->at < s->end && (guchar)s->text[s->at] >= 0x80 &&
               uni_extends(g_utf8_get_char_validated(s->text + s->at, s->end - s->at)))
            s->at = g_utf8_next_char(s->text + s->at) - s->text;
    }
}

gboolean segmenter_next(Segmenter *s, Piece *piece)
{
    do {
        skip_marks(s);
        if (s->at >= s->end && !uni_breaker_next(s->breaker, &s->at, &s->end, &s->kind))
            return FALSE;
        skip_marks(s);
    } while (s->at >= s->end);
    *piece = (Piece){s->at, piece_end(s), s->kind, find_joiner(s, s->at)};
    s->at = piece->end;
    s->previous_end = piece->end;
    s->has_previous = TRUE;
    return TRUE;
}
