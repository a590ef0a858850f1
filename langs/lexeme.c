#include "langs/lexeme.h"

/* The word that is open: its stem, if it has one, comes behind it. */
typedef struct {
    LexemeFunc func;
    gpointer user;
    GString *key, *word;
    Lexeme lexeme;
    gboolean may_stem;
} Reading;

static void close_word(Reading *r)
{
    if (r->lexeme.position) {
        r->lexeme.key = r->key->str;
        r->lexeme.word = r->word->str;
        r->func(&r->lexeme, r->user);
    }
}

/* A second word at a position is what is written together once more. */
static void on_token(const Token *token, gpointer user)
{
    Reading *r = user;
    if (token->form == TOKEN_WORD && token->position != r->lexeme.position) {
        close_word(r);
        r->lexeme = (Lexeme){NULL, NULL, token->start, token->end, token->position, token->is_stop};
        r->may_stem = TRUE;
        g_string_assign(r->key, token->term);
        g_string_assign(r->word, token->term);
    } else if (token->form == TOKEN_WORD) {
        r->may_stem = FALSE;
    } else if (token->form == TOKEN_STEM && r->may_stem) {
        g_string_assign(r->key, token->term);
    }
}

void lexeme_each(LangAnalyser *analyser, const char *text, gsize n, LexemeFunc func, gpointer user)
{
    g_autoptr(GString) key = g_string_new(NULL), word = g_string_new(NULL);
    Reading reading = {.func = func, .user = user, .key = key, .word = word};
    lang_analyse(analyser, text, n, on_token, &reading);
    close_word(&reading);
}

typedef struct {
    GString *words;
    guint n;
} Key;

static void add_word(const Lexeme *lexeme, gpointer user)
{
    Key *key = user;
    if (lexeme->is_stop || ++key->n > LEXICON_WORDS)
        return;
    if (key->words->len)
        g_string_append_c(key->words, ' ');
    g_string_append(key->words, lexeme->key);
}

char *lexeme_key(LangAnalyser *analyser, const char *text, gsize n)
{
    g_autoptr(GString) words = g_string_new(NULL);
    Key key = {words, 0};
    lexeme_each(analyser, text, n, add_word, &key);
    return key.n && key.n <= LEXICON_WORDS ? g_strdup(words->str) : NULL;
}
