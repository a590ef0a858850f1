#include "query/question.h"

#include <string.h>

#include "langs/lexeme.h"

/* Does the query ask for more than its words? */
static gboolean has_operators(const char *query)
{
    g_autofree char *plain = query_plain(query);
    gboolean is_start = TRUE;
    for (const char *p = plain; *p; is_start = *p == ' ', p++)
        if (*p == '"' || *p == '*' || (is_start && (*p == '+' || *p == '-')) || (*p == ':' && p[1] && p[1] != ' '))
            return TRUE;
    return FALSE;
}

/* A title as something that can be typed, its signs without a meaning. g_free() */
static char *title_query(const char *title)
{
    char *query = query_plain(title);
    for (char *p = query; *p; p++)
        if (strchr("\"*:", *p) || (strchr("+-", *p) && (p == query || p[-1] == ' ')))
            *p = ' ';
    return query;
}

gboolean question_is_title(const Question *q, const Room *room, const char *title)
{
    const char *query = q->request->query;
    if (has_operators(query))
        return FALSE;
    g_autofree char *asked = lexeme_key(room->analyser, query, strlen(query));
    g_autofree char *key = lexeme_key(room->analyser, title, strlen(title));
    return asked && g_strcmp0(asked, key) == 0;
}

/* Asks for a text as it stands. */
static void ask_text(const Question *q, const Room *room, char *query, QueryWidth width, Asked *asked)
{
    Request request = *q->request;
    request.query = query;
    asked->parsed = query_parse(&request, room->analyser, room->vocabulary, width);
    asked->text = query_words(&request, room->analyser);
}

static gboolean carry(const Question *q, Room *room, Asked *asked, GError **error)
{
    Room *home = searcher_find_room(q->searcher, q->tongue);
    if (!room_open(q->searcher, home, error))
        return FALSE;
    const CarryEnd from = {home->analyser, home->vocabulary, NULL};
    const CarryEnd to = {room->analyser, room->vocabulary, room_sounds(q->searcher, room)};
    asked->home = home->analyser;
    asked->carried = query_carry(q->request, &from, &to, room_lexicon(q->searcher, home));
    asked->parsed = asked->carried->query;
    asked->coverage = asked->carried->coverage;
    return TRUE;
}

gboolean question_put(const Question *q, Room *room, QueryWidth width, Asked *asked, GError **error)
{
    *asked = (Asked){.coverage = 1};
    const ClusterMember *m = q->title ? cluster_get_member(q->title, lang_code(room->profile)) : NULL;
    if (room->profile == q->tongue) {
        ask_text(q, room, q->request->query, width, asked);
        return TRUE;
    }
    if (!m)
        return carry(q, room, asked, error);
    g_autofree char *query = title_query(m->title);
    ask_text(q, room, query, width, asked);
    asked->typed = q->request->query;
    return TRUE;
}

void asked_clear(Asked *a)
{
    if (a->carried)
        carried_free(a->carried);
    else if (a->parsed)
        parsed_query_free(a->parsed);
    g_free(a->text);
    *a = (Asked){0};
}
