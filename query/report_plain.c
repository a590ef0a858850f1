#include "query/report_plain.h"

#include <math.h>

#include "query/report_words.h"
#include "shim/limits.h"

/* A whole number has all its digits, another ten. */
char *report_plain_number(double number)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    gboolean is_whole = number == floor(number) && fabs(number) < 9e15;
    return g_strdup(g_ascii_formatd(text, sizeof text, is_whole ? "%.0f" : "%.10g", number));
}

char *report_plain_date(gint64 seconds)
{
    g_autoptr(GDateTime) when = g_date_time_new_from_unix_utc(seconds);
    return when ? g_date_time_format(when, "%F") : g_strdup("");
}

gboolean report_plain_is_number(const Cell *cell)
{
    return cell_is_number(cell) && cell->type != CELL_DATE && isfinite(cell->number);
}

char *report_plain_cell(const Cell *cell)
{
    if (report_plain_is_number(cell))
        return report_plain_number(cell->number);
    switch (cell->type) {
    case CELL_DATE:
        return report_plain_date((gint64)cell->number);
    case CELL_SUPPRESSED:
        return g_strdup_printf("<%d", LIMIT_REPORT_LEAST);
    case CELL_LANG:
        return g_strdup(lang_code(cell->lang));
    default:
        return g_strdup(cell->text ? cell->text : "");
    }
}
