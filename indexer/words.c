#include "indexer/words.h"

#include <string.h>

#include "langs/romanise.h"
#include "shim/sound.h"
#include "shim/vocabulary.h"

G_STATIC_ASSERT(SOUND_KEYS == ROMANISE_KEYS + 1 && SOUND_LENGTH == ROMANISE_LENGTH);

static guint make_keys(const char *word, SoundKey keys[SOUND_KEYS], gpointer user)
{
    const LangProfile *lang = user;
    if (g_ascii_isdigit(*word))
        return 0;
    guint n = romanise_word(lang, word, keys);
    return n + romanise_name(lang, word, keys[n]);
}

gboolean words_write(const char *dir, const LangProfile *lang, GError **error)
{
    return vocabulary_write(dir, error) && sounds_write(dir, make_keys, (gpointer)lang, error);
}
