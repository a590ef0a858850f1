#include "query/report_csv.h"

#include <string.h>

#include "query/report_plain.h"

/* Always in quotes, so that a reader need not guess. */
static void add_text(GString *out, const char *text)
{
    g_string_append_c(out, '"');
    if (*text && strchr("=+-@\t\r", *text))
        g_string_append_c(out, '\'');
    for (; *text; text++) {
        if (*text == '"')
            g_string_append_c(out, '"');
        g_string_append_c(out, *text);
    }
    g_string_append_c(out, '"');
}

static void add_cell(GString *out, const Cell *cell)
{
    g_autofree char *plain = report_plain_cell(cell);
    if (cell->type == CELL_NONE)
        return;
    if (report_plain_is_number(cell))
        g_string_append(out, plain);
    else
        add_text(out, plain);
}

char *report_csv(const ReportTable *table)
{
    GString *out = g_string_new("\xEF\xBB\xBF");
    for (guint i = 0; i < table->columns->len; i++) {
        const ReportColumn *column = &g_array_index(table->columns, ReportColumn, i);
        g_string_append(out, i ? "," : "");
        add_text(out, column->text ? column->text : column->id);
    }
    g_string_append(out, "\r\n");
    for (guint i = 0; i < table->rows->len; i++) {
        const Cell *row = g_ptr_array_index(table->rows, i);
        for (guint k = 0; k < table->columns->len; k++) {
            g_string_append(out, k ? "," : "");
            add_cell(out, &row[k]);
        }
        g_string_append(out, "\r\n");
    }
    return g_string_free(out, FALSE);
}
