/*
 * keyboard.h: what was typed while another keyboard layout was active than the one that was meant.
 *
 * A layout tells what each of the 47 keys of letters and signs gives, without and with Shift; a folder
 * langs/LANG/ has those that people use who write the language, in keyboard.txt:
 *
 *     # comment
 *     layout NAME
 *     E ` 1 2 …     13 keys from the one left of "1"          D q w e …     13 keys, the last one above Enter
 *     C a s d …     11 keys                                   B z x c …     10 keys right of Shift
 *     E ~ ! @ …     and the same four rows with Shift
 *
 * Keys stand between spaces; one may give several letters. ◌ before a mark: a key that is pressed before the
 * letter it belongs to. Layouts are constant data and may be shared.
 */
#ifndef ISOGLOT_KEYBOARD_H
#define ISOGLOT_KEYBOARD_H

#include <glib.h>

G_BEGIN_DECLS

typedef struct LangLayout LangLayout; /* langs/profile.h */

const char *layout_name(const LangLayout *layout);

/*
 * What the keys that gave `typed` under the layout `active` give under `meant`; capitals count as small
 * letters, spaces and signs that have no key stay. g_free(). NULL: `active` has no keys that give this, or it
 * is the same under both. `takes_single`: what one key gives as several letters was typed letter by letter,
 * where these are keys, too.
 */
char *layout_retype(const LangLayout *active, const LangLayout *meant, const char *typed,
                    gboolean takes_single);

G_END_DECLS

#endif
