#include "langs/keyboard.h"

#include <string.h>

#include "langs/profile.h"

#define DEAD "◌" /* before the mark of a key that is pressed before its letter */

const char *layout_name(const LangLayout *layout)
{
    return layout->name;
}

/* A key and whether Shift is held. */
typedef struct {
    guint key, shift;
    gsize n; /* bytes of the text that it gave */
} Stroke;

static gboolean is_single(const char *text)
{
    return !*text || !*g_utf8_next_char(text);
}

/* What a key of a mark gives when no letter follows that takes it. */
static gunichar find_mark(gunichar c)
{
    switch (c) {
    case '^':
        return 0x302;
    case '`':
        return 0x300;
    case '~':
        return 0x303;
    case 0xA8: /* diaeresis */
        return 0x308;
    case 0xB4: /* acute */
        return 0x301;
    }
    return 0;
}

/* The stroke that gave what stands at `p`: the longest one, or one of a single letter. */
static gboolean find_stroke(const LangLayout *l, const char *p, gboolean takes_single, Stroke *out)
{
    *out = (Stroke){0};
    for (guint shift = 0; shift < 2; shift++) {
        for (guint key = 0; key < LANG_KEYS; key++) {
            const char *gives = l->keys[shift][key];
            gsize n = strlen(gives);
            if (n > out->n && strncmp(p, gives, n) == 0 && (!takes_single || is_single(gives)))
                *out = (Stroke){key, shift, n};
        }
    }
    return out->n > 0;
}

/* Appends what the stroke gives; a mark waits in `mark` for its letter. */
static void press(const LangLayout *l, const Stroke *s, GString *out, GString *mark)
{
    const char *gives = l->keys[s->shift][s->key];
    if (g_str_has_prefix(gives, DEAD)) {
        g_string_assign(mark, gives + strlen(DEAD));
        return;
    }
    g_string_append(out, gives);
    g_string_append(out, mark->str);
    g_string_truncate(mark, 0);
}

/* The strokes for a letter with a mark that has no key: the mark's, then the letter's; or for the mark alone.
 */
static gboolean press_apart(const LangLayout *active, const LangLayout *meant, gunichar c, GString *out,
                            GString *mark)
{
    gunichar letter = 0, accent = find_mark(c);
    char base[8] = "", dead[16] = DEAD;
    Stroke first, second;
    if (!accent && !g_unichar_decompose(c, &letter, &accent))
        return FALSE;
    base[letter ? g_unichar_to_utf8(letter, base) : 0] = '\0';
    dead[strlen(DEAD) + (accent ? g_unichar_to_utf8(accent, dead + strlen(DEAD)) : 0)] = '\0';
    if (!accent || !find_stroke(active, dead, FALSE, &first) ||
        (letter && !find_stroke(active, base, FALSE, &second)))
        return FALSE;
    press(meant, &first, out, mark);
    if (letter)
        press(meant, &second, out, mark);
    return TRUE;
}

char *layout_retype(const LangLayout *active, const LangLayout *meant, const char *typed,
                    gboolean takes_single)
{
    g_autofree char *down = g_utf8_strdown(typed, -1);
    g_autofree char *composed = g_utf8_normalize(down, -1, G_NORMALIZE_NFC);
    g_autoptr(GString) out = g_string_new(NULL), mark = g_string_new(NULL);
    for (const char *p = composed ? composed : ""; *p;) {
        Stroke stroke;
        if (*p == ' ') {
            g_string_append_c(out, *p++);
        } else if (find_stroke(active, p, takes_single, &stroke)) {
            press(meant, &stroke, out, mark);
            p += stroke.n;
        } else if (press_apart(active, meant, g_utf8_get_char(p), out, mark)) {
            p = g_utf8_next_char(p);
        } else if (!g_unichar_isalnum(g_utf8_get_char(p))) {
            g_string_append_unichar(out, g_utf8_get_char(p)); /* of a third keyboard, or from elsewhere */
            p = g_utf8_next_char(p);
        } else {
            return NULL;
        }
    }
    g_autofree char *retyped = g_utf8_normalize(out->str, -1, G_NORMALIZE_NFC);
    return retyped && composed && !g_str_equal(retyped, composed) ? g_steal_pointer(&retyped) : NULL;
}
