#include "query/question.h"

#include <string.h>

#include "langs/lexeme.h"

#define WORDS_LEAST 2    /* of a query that is a part of a title … */
#define SHARE_LEAST 0.66 /* … and of the title's words that it must have */

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

/* Is a word of a text the number of a chapter or the like? */
static gboolean is_number(const char *word)
{
    return strspn(word, "0123456789.") == strlen(word);
}

static gboolean has_number(const char *query)
{
    g_auto(GStrv) words = g_strsplit(query, " ", -1);
    gboolean has = FALSE;
    for (char **word = words; *word; word++)
        has |= **word && is_number(*word);
    return has;
}

/* A title as something that can be typed, its signs without a meaning; with the numbers of chapters as in `query`, in
 * which they are or are not. g_free() */
static char *title_query(const char *title, const char *query)
{
    g_autofree char *plain = query_plain(title);
    for (char *p = plain; *p; p++)
        if (strchr("\"*:", *p) || (strchr("+-", *p) && (p == plain || p[-1] == ' ')))
            *p = ' ';
    g_auto(GStrv) words = g_strsplit(plain, " ", -1);
    g_autoptr(GString) out = g_string_new(NULL);
    gboolean with_numbers = has_number(query);
    for (char **word = words; *word; word++)
        if (with_numbers || !is_number(*word))
            g_string_append_printf(out, "%s%s", out->len ? " " : "", *word);
    return g_strdup(out->len ? out->str : plain);
}

/* The words of a key, each once; numbers, by which chapters are counted, only when `with_numbers`. */
static GHashTable *read_key(const char *key, gboolean with_numbers)
{
    GHashTable *words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_auto(GStrv) all = g_strsplit(key, " ", -1);
    for (char **word = all; *word; word++)
        if (with_numbers || !is_number(*word))
            g_hash_table_add(words, g_strdup(*word));
    return words;
}

gboolean question_is_title(const Question *q, const Room *room, const char *title)
{
    const char *query = q->request->query;
    if (has_operators(query))
        return FALSE;
    g_autofree char *asked = lexeme_key(room->analyser, query, strlen(query));
    g_autofree char *key = lexeme_key(room->analyser, title, strlen(title));
    if (!asked || !key || g_str_equal(asked, key))
        return asked && key;
    g_autoptr(GHashTable) wanted = read_key(asked, TRUE), words = read_key(key, FALSE);
    GHashTableIter iter;
    gpointer word;
    g_hash_table_iter_init(&iter, wanted);
    while (g_hash_table_iter_next(&iter, &word, NULL))
        if (!g_hash_table_contains(words, word))
            return FALSE;
    guint n = g_hash_table_size(wanted);
    return n == g_hash_table_size(words) || (n >= WORDS_LEAST && n >= SHARE_LEAST * g_hash_table_size(words));
}

/* Asks for a text as it stands. */
static void ask_text(const Question *q, const Room *room, char *query, QueryWidth width, Asked *asked)
{
    Request request = *q->request;
    request.query = query;
    asked->parsed = query_parse(&request, room->analyser, room->vocabulary, width);
    asked->text = query_words(&request, room->analyser);
}

static gboolean carry(const Question *q, Room *room, QueryWidth width, Asked *asked, GError **error)
{
    Room *home = searcher_find_room(q->searcher, q->tongue);
    if (!room_open(q->searcher, home, error))
        return FALSE;
    const CarryEnd from = {home->analyser, home->vocabulary, NULL};
    const CarryEnd to = {room->analyser, room->vocabulary, room_sounds(q->searcher, room)};
    asked->home = home->analyser;
    asked->carried = query_carry(q->request, &from, &to, room_lexicon(q->searcher, home), width);
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
        return carry(q, room, width, asked, error);
    g_autofree char *query = title_query(m->title, q->request->query);
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
