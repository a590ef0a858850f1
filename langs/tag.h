/*
 * tag.h: is a language tag one that means something? The only door to ICU's list of languages and regions.
 */
#ifndef ISOGLOT_TAG_H
#define ISOGLOT_TAG_H

#include <glib.h>

G_BEGIN_DECLS

/*
 * What is wrong with a tag as hreflang wants it: a language of ISO 639, then perhaps a script (ISO 15924) and
 * a region (ISO 3166-1, or a number of UN M.49), parted by hyphens; "x-default" is one, too. NULL: nothing.
 * The text names the part, "no region 'UK'"; g_free().
 */
char *tag_find_problem(const char *tag);

G_END_DECLS

#endif
