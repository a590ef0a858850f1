#include "query/report_json.h"

#include "query/json.h"
#include "query/report_plain.h"
#include "query/report_words.h"
#include "shim/limits.h"

static void add_member(GString *out, const char *name, const char *text)
{
    g_string_append_printf(out, "\"%s\": ", name);
    if (text)
        json_add_text(out, text);
    else
        g_string_append(out, "null");
}

static void add_cell(GString *out, const Cell *cell)
{
    g_autofree char *plain = report_plain_cell(cell);
    if (report_plain_is_number(cell))
        g_string_append(out, plain);
    else if (cell->type == CELL_NONE || (cell_is_number(cell) && cell->type != CELL_DATE))
        g_string_append(out, "null");
    else if (cell->type == CELL_SUPPRESSED)
        g_string_append_printf(out, "{\"less_than\": %d}", LIMIT_REPORT_LEAST);
    else
        json_add_text(out, plain);
}

static void add_cells(GString *out, const Cell *cells, guint n)
{
    g_string_append_c(out, '[');
    for (guint i = 0; i < n; i++) {
        g_string_append(out, i ? ", " : "");
        add_cell(out, &cells[i]);
    }
    g_string_append_c(out, ']');
}

static void add_sentences(GString *out, const GPtrArray *sentences)
{
    g_string_append_c(out, '[');
    for (guint i = 0; i < sentences->len; i++) {
        const ReportSentence *s = g_ptr_array_index(sentences, i);
        g_string_append(out, i ? ",\n  {" : "\n  {");
        add_member(out, "key", s->key);
        g_string_append(out, ", \"values\": ");
        add_cells(out, (const Cell *)(const void *)s->cells->data, s->cells->len);
        g_string_append_c(out, '}');
    }
    g_string_append_c(out, ']');
}

static void add_columns(GString *out, const ReportTable *table)
{
    g_string_append(out, "\"columns\": [");
    for (guint i = 0; i < table->columns->len; i++) {
        const ReportColumn *column = &g_array_index(table->columns, ReportColumn, i);
        g_string_append(out, i ? ", {" : "{");
        add_member(out, "id", column->id);
        g_string_append(out, ", ");
        add_member(out, "lang", column->is_lang ? lang_code(column->lang) : NULL);
        g_string_append(out, ", ");
        add_member(out, "text", column->text);
        g_string_append_c(out, '}');
    }
    g_string_append_c(out, ']');
}

static void add_tables(GString *out, const GPtrArray *tables)
{
    g_string_append_c(out, '[');
    for (guint i = 0; i < tables->len; i++) {
        const ReportTable *table = g_ptr_array_index(tables, i);
        g_string_append(out, i ? ",\n  {" : "\n  {");
        add_member(out, "id", table->id);
        g_string_append_printf(out, ", \"is_list\": %s, \"n\": %" G_GUINT64_FORMAT ",\n   ",
                               table->is_list ? "true" : "false", table->n);
        add_columns(out, table);
        g_string_append(out, ",\n   \"rows\": [");
        for (guint k = 0; k < table->rows->len; k++) {
            g_string_append(out, k ? ",\n    " : "\n    ");
            add_cells(out, g_ptr_array_index(table->rows, k), table->columns->len);
        }
        g_string_append(out, "]}");
    }
    g_string_append_c(out, ']');
}

static void add_chapters(GString *out, const Report *report, gboolean is_service)
{
    const char *separator = "\n ";
    g_string_append(out, "\"chapters\": [");
    for (guint i = 0; i < report->chapters->len; i++) {
        const ReportChapter *chapter = g_ptr_array_index(report->chapters, i);
        if (chapter->is_service != is_service)
            continue;
        g_string_append_printf(out, "%s{", separator);
        separator = ",\n ";
        add_member(out, "id", chapter->id);
        g_string_append_printf(out, ", \"n\": %" G_GUINT64_FORMAT ",\n  \"sentences\": ", chapter->n);
        add_sentences(out, chapter->sentences);
        g_string_append(out, ",\n  \"tables\": ");
        add_tables(out, chapter->tables);
        g_string_append_c(out, '}');
    }
    g_string_append_c(out, ']');
}

static void add_figures(GString *out, const Report *report, gboolean is_service)
{
    const char *separator = "\n ";
    g_string_append(out, "\"figures\": [");
    for (guint i = 0; i < report->figures->len; i++) {
        const ReportFigure *f = &g_array_index(report->figures, ReportFigure, i);
        const Cell value = cell_number(CELL_NUMBER, f->value);
        if (f->is_service != is_service)
            continue;
        g_string_append_printf(out, "%s{", separator);
        separator = ",\n ";
        add_member(out, "indicator", f->indicator);
        g_string_append(out, ", ");
        add_member(out, "lang", f->lang ? lang_code(f->lang) : NULL);
        g_string_append(out, ", ");
        add_member(out, "section", f->section);
        g_string_append(out, ", \"value\": ");
        add_cell(out, &value);
        g_string_append_printf(out, ", \"n\": %" G_GUINT64_FORMAT "}", f->n);
    }
    g_string_append_c(out, ']');
}

char *report_json(const Report *report, gboolean is_service)
{
    GString *out = g_string_new("{\"schema\": \"isoglot-parity-1\",\n");
    g_autofree char *date = report_plain_date(report->date);
    add_member(out, "site", report->site);
    g_string_append(out, ",\n");
    add_member(out, "date", date);
    g_string_append(out, ",\n");
    add_member(out, "digest", is_service ? NULL : report->digest);
    g_string_append_printf(out, ",\n\"is_service\": %s,\n\"languages\": [", is_service ? "true" : "false");
    for (guint i = 0; i < report->languages->len; i++) {
        g_string_append(out, i ? ", " : "");
        json_add_text(out, lang_code(g_ptr_array_index(report->languages, i)));
    }
    g_string_append(out, "],\n");
    if (!is_service) {
        g_string_append(out, "\"summary\": ");
        add_sentences(out, report->summary);
        g_string_append(out, ",\n\"first\": ");
        add_tables(out, report->first);
        g_string_append(out, ",\n");
    }
    add_chapters(out, report, is_service);
    g_string_append(out, ",\n");
    add_figures(out, report, is_service);
    g_string_append(out, "}\n");
    return g_string_free(out, FALSE);
}
