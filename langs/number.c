#include "langs/number.h"

#include <string.h>

gboolean number_is_digits(const char *text, gsize n)
{
    for (gsize i = 0; i < n; i++)
        if (!g_ascii_isdigit(text[i]))
            return FALSE;
    return n > 0;
}

/* Are all groups of digits behind the first mark three digits long, up to `end`? */
static gboolean is_grouped(const char *number, const char *end)
{
    gsize first = strcspn(number, ",.");
    if (first > 3 || *number == '0')
        return FALSE;
    for (const char *p = number + first; p < end; p += 4)
        if (end - p < 4 || strcspn(p + 1, ",.") != 3)
            return FALSE;
    return TRUE;
}

void number_fold(GString *word)
{
    char *last = MAX(strrchr(word->str, ','), strrchr(word->str, '.'));
    if (!last || !number_is_digits(word->str, 1) || strspn(word->str, "0123456789,.") != word->len)
        return;
    char other = *last == ',' ? '.' : ',';
    const char *end = word->str + word->len;
    gboolean has_fraction = !is_grouped(word->str, end);
    if (has_fraction && (memchr(word->str, *last, last - word->str) ||
                         (memchr(word->str, other, last - word->str) && !is_grouped(word->str, last))))
        return;
    gsize kept = 0;
    for (char *p = word->str; p < end; p++) {
        if (g_ascii_isdigit(*p))
            word->str[kept++] = *p;
        else if (has_fraction && p == last)
            word->str[kept++] = '.';
    }
    g_string_truncate(word, kept);
}
