#include "query/rescue.h"

#include "langs/message.h"
#include "langs/romanise.h"
#include "query/parse.h"
#include "query/retype.h"
#include "query/sounding.h"
#include "query/spelling.h"
#include "shim/limits.h"

const char *rescue_kind_name(RescueKind kind)
{
    static const char *const names[] = {"spelling", "layout", "transliteration", "translation"};
    return names[kind];
}

char *rescue_message(const LangProfile *lang, RescueKind kind, const char *query)
{
    static const char *const keys[] = {"corrected", "corrected_layout", "corrected_transliteration",
                                       "corrected_translation"};
    return message_text_1(lang, keys[kind], query);
}

/* A rung: what was meant, in *meant, or NULL. */
typedef gboolean (*Rung)(const Speller *speller, char **meant, GError **error);

static gboolean climb(const Speller *s, char **rescued, RescueKind *kind, GError **error)
{
    gboolean is_together = romanise_is_together(lang_analyser_profile(s->analyser));
    const struct {
        Rung rung;
        RescueKind kind;
        gboolean is_asked;
    } ladder[] = {
        {sounding_find_sure, RESCUE_TRANSLITERATION, s->unknown > 0 && is_together},
        {retype_sounding, RESCUE_LAYOUT, s->unknown > 0 && is_together},
        {retype_query, RESCUE_LAYOUT, s->unknown > 0 || s->is_cut},
        {sounding_find_sure, RESCUE_TRANSLITERATION, s->unknown > 0 && !is_together},
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

gboolean rescue_query(const Searcher *searcher, Room *room, const char *query, char **rescued, RescueKind *kind,
                      GError **error)
{
    *rescued = NULL;
    if (!vocabulary_count(room->vocabulary))
        return TRUE;
    Speller s = {.analyser = room->analyser,
                 .vocabulary = room->vocabulary,
                 .sounds = room_sounds(searcher, room),
                 .reader = room->reader};
    gboolean ok = speller_read(&s, query, error) && climb(&s, rescued, kind, error);
    speller_clear(&s);
    return ok;
}

gboolean rescue_tell(const Room *room, Answer *a, RescueKind kind, char *query, gint64 deadline_us, GError **error)
{
    a->corrected = query;
    a->corrected_kind = kind;
    g_autoptr(ParsedQuery) typed = query_parse(a->request, room->analyser, NULL, QUERY_NARROW);
    const IndexSearch search = {
        .check_at_least = LIMIT_EXACT_TOTAL, .now = g_get_real_time() / G_USEC_PER_SEC, .deadline_us = deadline_us};
    g_autoptr(IndexResult) found = index_reader_search(room->reader, typed->tree, &search, error);
    a->original_total = found ? found->total : 0;
    return found != NULL;
}

gboolean rescue_answer(const Searcher *searcher, Room *room, Answer *a, gint64 deadline_us, GError **error)
{
    g_autofree char *plain = query_plain(a->request->query), *rescued = NULL;
    RescueKind kind;
    if (a->request->is_literal)
        return TRUE;
    if (!room_open(searcher, room, error) || !rescue_query(searcher, room, plain, &rescued, &kind, error))
        return FALSE;
    return !rescued || rescue_tell(room, a, kind, g_steal_pointer(&rescued), deadline_us, error);
}
