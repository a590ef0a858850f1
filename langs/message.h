/*
 * message.h: the words of the interface, in each language, from the language's messages.txt
 * and, those of the parity report, its report.txt.
 *
 * A message is an ICU MessageFormat pattern (plural, select and number forms by CLDR) with numbered arguments:
 *     results_count = {0,plural, =0{No results} one{# result} other{# results}}
 * Every language has every key (a build condition: the Makefile compares the keys). ICU's formatting headers are
 * included by message.c only.
 */
#ifndef ISOGLOT_MESSAGE_H
#define ISOGLOT_MESSAGE_H

#include <glib.h>

#include "langs/lang.h"

G_BEGIN_DECLS

#define MESSAGE_ARGUMENTS 6 /* that a message may have */

/* An argument of a message. A place that counts ({0,number}, {0,plural,…}) takes the number, a plain one ({0}) the text, or,
 * if that is NULL, the number with two decimals. Styles of ICU that are no doubles (integer, select) are not used. */
typedef struct {
    const char *text;
    double number;
} MessageArgument;

#define MESSAGE_ARG_TEXT(s) ((MessageArgument){(s), 0})
#define MESSAGE_ARG_NUMBER(n) ((MessageArgument){NULL, (n)})

/* The pattern of `key` as it stands in the file, but for no-break spaces (tables.awk); or NULL. */
const char *message_pattern(const LangProfile *profile, const char *key);

/* The message, formatted as plain text (the caller escapes it for its place), with at most MESSAGE_ARGUMENTS arguments. A missing
 * key is a programming error and gives the key itself. Free with g_free(). */
char *message_format(const LangProfile *profile, const char *key, const MessageArgument *arguments, guint n);

/* Short forms of the above. */
char *message_text(const LangProfile *profile, const char *key);
char *message_text_1(const LangProfile *profile, const char *key, const char *argument);

/* A list of texts as CLDR writes one in this language: "a, b and c"; g_free(). */
char *message_list(const LangProfile *profile, const char *const *texts, guint n);

/* A date (seconds since 1970, shown in UTC) and a whole number as CLDR writes them in this language; g_free(). */
char *message_date(const LangProfile *profile, gint64 seconds);
char *message_number(const LangProfile *profile, gint64 number);

/* A year: the language's digits, in one group; g_free(). */
char *message_year(const LangProfile *profile, int year);

/* A number with `decimals` (none if it is whole), a share (0 … 1) as per cent with one decimal at most, and a number of units, as
 * CLDR writes them; g_free(). */
typedef enum { MESSAGE_MILLISECONDS, MESSAGE_DAYS } MessageUnit;
char *message_decimal(const LangProfile *profile, double number, guint decimals);
char *message_percent(const LangProfile *profile, double share);
char *message_quantity(const LangProfile *profile, double number, MessageUnit unit);

/* Messages there are, and the key of each, sorted; for tests. */
guint message_count(const LangProfile *profile);
const char *message_key(const LangProfile *profile, guint i);

G_END_DECLS

#endif
