/*
 * sound.h: the words of one language's index by how they are written in other letters, or sound: keys to
 * words.
 *
 * Data on disk: DATA/index/LANG/gen-N/sounds, made from the index beside it and never the only place of
 * anything:
 *
 *     header | entry per key and word, in byte order of the keys: places of their texts, documents of the word | texts
 *
 * What a key is, its writer decides (langs/romanise.h); this file only keeps them. Readers map it; a look-up
 * is a binary search, some microseconds. Like the vocabulary it may lag behind the index. Rules of index.h
 * hold.
 */
#ifndef ISOGLOT_SOUND_H
#define ISOGLOT_SOUND_H

#include "shim/index.h"

G_BEGIN_DECLS

#define SOUND_KEYS 9    /* of one word */
#define SOUND_LENGTH 48 /* bytes of a key, with its end */

typedef char SoundKey[SOUND_LENGTH];

/* The keys of a word, at most SOUND_KEYS; gives their number. Empty ones, and a word's same key again, are
 * left out. */
typedef guint (*SoundKeysFunc)(const char *word, SoundKey keys[SOUND_KEYS], gpointer user);

/* Writes the keys of all words of the index at `dir` into it, whole or not at all. Memory: about 40 bytes per
 * key. */
gboolean sounds_write(const char *dir, SoundKeysFunc keys, gpointer user,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct Sounds Sounds;

/* The keys of the index at `dir`, whose file is opened when they are first asked for; none when there is no such file yet or it
 * is damaged as a whole. In a file
 * that is damaged otherwise words may be missing or wrong, but they are UTF-8. */
Sounds *sounds_open(const char *dir);
void sounds_close(Sounds *sounds);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Sounds, sounds_close)

guint32 sounds_count(Sounds *sounds); /* keys, each as often as it has words */

typedef struct {
    const char *word; /* folded, as the index has it; lives as long as the sounds */
    guint32 documents;
} SoundWord;

/* Appends the words of a key to `words` (SoundWord), the more frequent first, at most `most`. */
void sounds_find(Sounds *sounds, const char *key, guint most, GArray *words);

/* The same for all keys that begin so and have at most `further` bytes more. */
void sounds_find_start(Sounds *sounds, const char *start, gsize further, guint most, GArray *words);

/* Does any key begin so? */
gboolean sounds_has_start(Sounds *sounds, const char *start);

G_END_DECLS

#endif
