#include "query/rescue.h"

#include "query/retype.h"
#include "query/sounding.h"
#include "query/spelling.h"

const char *rescue_kind_name(RescueKind kind)
{
    static const char *const names[] = {"spelling", "layout", "transliteration", "translation"};
    return names[kind];
}

/* A rung: what was meant, in *meant, or NULL. */
typedef gboolean (*Rung)(const Speller *speller, char **meant, GError **error);

static gboolean climb(const Speller *s, char **rescued, RescueKind *kind, GError **error)
{
    const struct {
        Rung rung;
        RescueKind kind;
        gboolean is_asked;
    } ladder[] = {
        {retype_query, RESCUE_LAYOUT, s->unknown > 0 || s->is_cut},
        {sounding_find_sure, RESCUE_TRANSLITERATION, s->unknown > 0},
        {spelling_correct, RESCUE_SPELLING, TRUE},
        {sounding_find, RESCUE_TRANSLITERATION, s->unknown > 0},
    };
    for (guint i = 0; i < G_N_ELEMENTS(ladder) && !*rescued; i++) {
        *kind = ladder[i].kind;
        if (ladder[i].is_asked && !ladder[i].rung(s, rescued, error))
            return FALSE;
    }
    return TRUE;
}

gboolean rescue_query(const RescueIndex *index, const char *query, char **rescued, RescueKind *kind,
                      GError **error)
{
    *rescued = NULL;
    if (!vocabulary_count(index->vocabulary))
        return TRUE;
    Speller s = {.analyser = index->analyser,
                 .vocabulary = index->vocabulary,
                 .sounds = index->sounds,
                 .reader = index->reader};
    gboolean ok = speller_read(&s, query, error) && climb(&s, rescued, kind, error);
    speller_clear(&s);
    return ok;
}
