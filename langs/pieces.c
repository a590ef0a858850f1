#include "langs/pieces.h"

#include <math.h>
#include <string.h>

#include "langs/uni.h"

const PieceModel *piece_model_find(const char *code)
{
    for (guint i = 0; i < piece_models_n; i++)
        if (g_str_equal(piece_models[i].code, code))
            return &piece_models[i];
    return NULL;
}

static gboolean is_apostrophe(gunichar c)
{
    return c == '\'' || c == 0x2019;
}

void piece_stream_start(PieceStream *s, const char *text, gsize n, gboolean is_latin, gboolean is_without_names)
{
    const int latin = uni_script_code("Latn");
    gunichar *to = s->letters;
    gboolean is_start = TRUE, is_name = FALSE;
    *to++ = '_';
    for (const char *p = text, *end = text + n; p < end && to < s->letters + PIECES_LETTERS - 1;) {
        gunichar c = g_utf8_get_char(p);
        p = g_utf8_next_char(p);
        int script = uni_script_of(c);
        if (script >= 0 && (script == latin) == is_latin) {
            gunichar lower = c < 0x80 ? (gunichar)g_ascii_tolower(c) : g_unichar_tolower(c);
            is_name = is_name || (is_without_names && to[-1] == '_' && lower != c && !is_start);
            is_start = FALSE;
            if (!is_name)
                *to++ = lower;
            continue;
        }
        if (script < 0 && c >= 0x80 && (g_unichar_ismark(c) || g_unichar_isalpha(c)))
            continue;
        is_name = FALSE;
        is_start = is_start || piece_ends_sentence(c);
        if (is_apostrophe(c) && to[-1] != '_' && to[-1] != '\'' && p < end && g_unichar_isalpha(g_utf8_get_char(p)))
            *to++ = '\'';
        else if (to[-1] != '_')
            *to++ = '_';
    }
    if (to[-1] != '_')
        *to++ = '_';
    s->n = to - s->letters;
    s->walked = 0;
    memset(s->sums, 0, sizeof s->sums);
}

/* PIECE_ROOT: there is none. */
static guint find_node(guint parent, gunichar letter)
{
    const guint64 key = PIECE_NODE(letter, parent, 0);
    for (guint at = piece_place(parent, letter) & piece_mask;; at = (at + 1) & piece_mask) {
        if (PIECE_KEY(piece_nodes[at]) == key)
            return at;
        if (!piece_nodes[at])
            return PIECE_ROOT;
    }
}

gboolean piece_stream_walk(PieceStream *s, guint letters)
{
    if (s->walked == s->n)
        return FALSE;
    for (guint stop = MIN(s->n, s->walked + letters); s->walked < stop; s->walked++) {
        guint node = PIECE_ROOT;
        for (guint i = s->walked; i < s->n && (node = find_node(node, s->letters[i])) != PIECE_ROOT; i++) {
            guint first = PIECE_WEIGHTS(piece_nodes[node]);
            if (!first)
                continue;
            const PieceWeight *w = &piece_weights[first];
            do
                s->sums[w->class] += w->weight;
            while (!w++->is_last);
        }
    }
    return TRUE;
}

static double class_score(const PieceStream *s, guint class)
{
    return (s->sums[class] / sqrt(MAX(s->walked, 1)) + piece_classes[class].bias) / PIECES_TENTHS;
}

double piece_model_lead(const PieceModel *m, const PieceStream *s, const char *code)
{
    for (guint c = m->first + 1; c < m->first + m->n; c++)
        if (g_str_equal(piece_classes[c].code, code))
            return class_score(s, m->first) - class_score(s, c);
    return 0;
}

double piece_model_score(const PieceModel *m, const PieceStream *s, const char **rival)
{
    double own = 0, best = 0, others = 1; /* the rest of the world: exp(0) */
    *rival = "";
    for (guint c = m->first; c < m->first + m->n; c++) {
        double z = class_score(s, c);
        if (c == m->first) {
            own = z;
            continue;
        }
        others += exp(MIN(z, 300));
        if (z > best && z > own) {
            best = z;
            *rival = piece_classes[c].code;
        }
    }
    return own - log(others);
}
