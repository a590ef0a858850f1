#include "query/tongue.h"

#include <string.h>

#include "langs/identify.h"
#include "langs/lexeme.h"
#include "query/parse.h"

#define CERTAIN 0.8 /* confidence of a guess that counts: below, it decides nothing (identify.h) */
#define LETTERS_LEAST 3
#define WORDS_LEAST 3 /* by which alone a language can be known … */
#define LEAD 0.5      /* … when it knows this share of them more than the asked one */

/* Words of a query, of those that a vocabulary could have. */
typedef struct {
    const Vocabulary *vocabulary;
    guint words, known;
} Count;

static void count_word(const Lexeme *l, gpointer user)
{
    Count *c = user;
    gboolean is_short = g_utf8_strlen(l->word, -1) < LETTERS_LEAST && (guchar)*l->word < 0x80;
    if (is_short || strcspn(l->word, "0123456789") < strlen(l->word))
        return;
    c->words++;
    c->known += vocabulary_find(c->vocabulary, l->word) > 0;
}

static Count count_words(const Room *room, const char *query)
{
    Count count = {.vocabulary = room->vocabulary};
    lexeme_each(room->analyser, query, strlen(query), count_word, &count);
    return count;
}

/* Share of the words that are known; none: 0. */
static double share(Count c)
{
    return c.words ? c.known / (double)c.words : 0;
}

/* The language that the text looks like; NULL: the asked one, or it cannot be told. */
static const LangProfile *guess(const Searcher *s, const LangProfile *asked, const char *query)
{
    g_autoptr(LangIdentifier) identifier = lang_identifier_new(s->languages);
    LangGuess g = lang_identify(identifier, query, strlen(query), asked);
    return g.confidence >= CERTAIN && g.lang != asked ? g.lang : NULL;
}

/* The language that knows most of the words, if it knows many more than the asked one. */
static const LangProfile *find_knowing(Searcher *s, const Room *asked, const char *query)
{
    const LangProfile *best = asked->profile;
    double least = share(count_words(asked, query)) + LEAD;
    for (guint i = 0; i < s->languages->len; i++) {
        Room *room = &s->rooms[i];
        double known = room != asked && room_open(s, room, NULL) ? share(count_words(room, query)) : 0;
        if (known >= least) {
            best = room->profile;
            least = known;
        }
    }
    return best;
}

const LangProfile *query_tongue(Searcher *s, const Request *request, const LangProfile *asked, GError **error)
{
    if (request->tongue || request->is_literal)
        return request->tongue ? request->tongue : asked;
    Room *room = searcher_find_room(s, asked);
    if (!room_open(s, room, error))
        return NULL;
    g_autofree char *query = query_words(request, room->analyser);
    Count here = count_words(room, query);
    if (here.known == here.words)
        return asked;
    const LangProfile *other = guess(s, asked, query);
    if (!other)
        return here.words >= WORDS_LEAST && share(here) <= 1 - LEAD ? find_knowing(s, room, query) : asked;
    Room *there = searcher_find_room(s, other);
    if (!room_open(s, there, NULL))
        return asked; /* nothing is known of its words, and nothing could be carried */
    return share(count_words(there, query)) > share(here) ? other : asked;
}
