/*
 * number.h: the spellings of one number made one; for langs/ only.
 */
#ifndef ISOGLOT_NUMBER_H
#define ISOGLOT_NUMBER_H

#include <glib.h>

G_BEGIN_DECLS

/* Is the text ASCII digits, one at least? */
gboolean number_is_digits(const char *text, gsize n);

/* "1,000,000" and "1.000.000" are one number, "1,5" and "1.5" are one; marks that are neither stay ("2.6.32"). The word
 * has ASCII digits and marks (uni_fold_spelling()). A lone group of three digits is read as thousands: "1.000" is 1000. */
void number_fold(GString *word);

G_END_DECLS

#endif
