#include "indexer/parts.h"

#include <string.h>

#define LONGEST_DETAIL 80 /* characters of a text that is told */

static void add_defect(Decision *d, const char *code, const char *detail, guint line)
{
    const LedgerDefect defect = {code, detail, line};
    g_array_append_val(d->defects, defect);
}

static guint count_letters(const char *text)
{
    guint n = 0;
    for (const char *p = text; *p; p = g_utf8_next_char(p))
        n += g_unichar_isalpha(g_utf8_get_char(p)) != 0;
    return n;
}

/* The page's own language: the declared one, if the site has it. */
static const LangProfile *own_language(const Decision *d, const GPtrArray *languages)
{
    const LangProfile *declared = *d->declared ? lang_find(d->declared) : NULL;
    return declared && g_ptr_array_find((GPtrArray *)languages, declared, NULL) ? declared : d->decided;
}

static void judge_part(const char *code, const char *text, const LangProfile *own, LangIdentifier *identifier,
                       Decision *d)
{
    if (count_letters(text) < PARTS_LETTERS)
        return;
    LangGuess guess = lang_identify(identifier, text, strlen(text), own);
    if (!guess.lang || guess.lang == own || guess.confidence < PARTS_SURE)
        return;
    g_autofree char *valid = g_utf8_substring(text, 0, MIN(g_utf8_strlen(text, -1), LONGEST_DETAIL));
    g_autofree char *detail =
        g_strdup_printf("%s: %s", lang_code(guess.lang), g_strstrip(g_strdelimit(valid, "\r\n", ' ')));
    add_defect(d, code, g_string_chunk_insert(d->texts, detail), 0);
}

void parts_judge(const Document *doc, const GPtrArray *languages, LangIdentifier *identifier, Decision *d)
{
    const LangProfile *own = own_language(d, languages);
    for (guint i = 0; i < doc->defects->len; i++) {
        const DocumentDefect *defect = g_ptr_array_index(doc->defects, i);
        add_defect(d, defect->code, defect->detail, defect->line);
    }
    if (!own)
        return;
    judge_part("title-language", doc->title, own, identifier, d);
    judge_part("description-language", doc->description, own, identifier, d);
    judge_part("navigation-language", doc->navigation->str, own, identifier, d);
    if (doc->has_outline && !doc->is_rtl && g_str_equal(lang_direction(own), "rtl"))
        add_defect(d, "missing-dir", "", doc->line_html);
}
