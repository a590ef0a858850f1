#include "langs/fold.h"

#include <string.h>

#include "langs/number.h"
#include "langs/segment.h"
#include "shim/limits.h"

#define MAX_TERM (LIMIT_TERM - 8)
#define MAX_SOURCE (16 * LIMIT_TERM) /* bytes of a piece that are looked at: no term holds what is behind them */

void lang_fold_word(const LangProfile *p, GString *word)
{
    uni_fold_spelling(word);
    if (p->fold)
        p->fold(word);
}

/* Is the word before an apostrophe one that lost its vowel there, and not the beginning of a name? */
static gboolean is_elided(const LangProfile *p, const char *head, const char *rest, const char *end)
{
    gsize n = rest < end ? MIN(g_utf8_skip[(guchar)*rest], end - rest) : 0;
    if (!n || uni_extends(g_utf8_get_char_validated(rest, n)))
        return FALSE;
    if (g_strv_contains(p->elisions, head))
        return TRUE;
    if (!p->clitics || !g_strv_contains(p->clitics, head))
        return FALSE;
    g_autoptr(GString) letter = g_string_new(NULL);
    uni_casefold(rest, n, letter);
    uni_fold_spelling(letter);
    return letter->len && strchr(p->vowels, *letter->str);
}

/* Moves `start` behind an elided word ("l'" of "l'école"). */
static gboolean cut_elision(const LangProfile *p, const char *text, gsize *start, gsize end)
{
    for (gsize i = *start; p->elisions && i < end; i++) {
        gsize mark = segment_apostrophe(text + i, text + end);
        if (!mark)
            continue;
        g_autoptr(GString) head = g_string_new(NULL);
        uni_casefold(text + *start, i - *start, head);
        if (!is_elided(p, head->str, text + i + mark, text + end))
            return FALSE;
        *start = i + mark;
        return TRUE;
    }
    return FALSE;
}

/* Cuts an ending with its apostrophe ("'s") off the casefolded word. */
static gboolean cut_ending(const LangProfile *p, GString *word)
{
    for (const char *const *e = p->endings; e && *e; e++) {
        gsize n = strlen(*e);
        if (word->len <= n || !g_str_has_suffix(word->str, *e))
            continue;
        for (gsize mark = 1; mark <= 3 && mark + n < word->len; mark++) {
            gsize at = word->len - n - mark;
            if (segment_apostrophe(word->str + at, word->str + at + mark) == mark) {
                g_string_truncate(word, at);
                return TRUE;
            }
        }
    }
    return FALSE;
}

void fold_cut(GString *word)
{
    if (word->len > MAX_TERM)
        g_string_truncate(word, g_utf8_find_prev_char(word->str, word->str + MAX_TERM + 1) - word->str);
}

const char *fold_piece(const LangProfile *p, const char *source, gsize n, UniKind kind, GString *exact, GString *word,
                       gsize *cut)
{
    const char *rule = kind == UNI_NUMBER ? "number" : kind == UNI_HAN ? "dictionary" : "word";
    if (n > MAX_SOURCE)
        n = g_utf8_find_prev_char(source, source + MAX_SOURCE + 1) - source;
    *cut = 0;
    if (cut_elision(p, source, cut, n))
        rule = "elision";
    g_string_truncate(exact, 0);
    uni_casefold(source + *cut, n - *cut, exact);
    if (cut_ending(p, exact))
        rule = "ending";
    fold_cut(exact);
    if (!g_utf8_validate(exact->str, exact->len, NULL))
        g_string_truncate(exact, 0);
    g_string_assign(word, exact->str);
    lang_fold_word(p, word);
    if (kind == UNI_NUMBER)
        number_fold(word);
    fold_cut(word);
    return rule;
}
