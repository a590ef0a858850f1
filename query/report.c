#include "query/report.h"

#include <math.h>
#include <string.h>

#include "shim/limits.h"

/* A copy in one line that every format can hold: what is not UTF-8 is replaced, and what XML 1.0 (2.2) has no place for, control
 * characters and U+FFFE and U+FFFF, are spaces. */
static char *clean(const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    GString *out = g_string_sized_new(strlen(valid));
    for (const char *p = valid; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        g_string_append_unichar(out, g_unichar_iscntrl(c) || c == 0xFFFE || c == 0xFFFF ? ' ' : c);
    }
    return g_string_free(out, FALSE);
}

static void clear_cell(Cell *cell)
{
    g_free(cell->text);
}

static void clear_column(gpointer data)
{
    ReportColumn *column = data;
    g_free(column->id);
    g_free(column->text);
}

static void clear_figure(gpointer data)
{
    ReportFigure *figure = data;
    g_free(figure->indicator);
    g_free(figure->section);
}

static void table_free(gpointer data)
{
    ReportTable *table = data;
    for (guint i = 0; i < table->rows->len; i++) {
        Cell *row = g_ptr_array_index(table->rows, i);
        for (guint k = 0; k < table->columns->len; k++)
            clear_cell(&row[k]);
        g_free(row);
    }
    g_ptr_array_unref(table->rows);
    g_array_unref(table->columns);
    g_free(table->id);
    g_free(table);
}

static void sentence_free(gpointer data)
{
    ReportSentence *sentence = data;
    for (guint i = 0; i < sentence->cells->len; i++)
        clear_cell(&g_array_index(sentence->cells, Cell, i));
    g_array_unref(sentence->cells);
    g_free(sentence->key);
    g_free(sentence);
}

static void chapter_free(gpointer data)
{
    ReportChapter *chapter = data;
    g_ptr_array_unref(chapter->sentences);
    g_ptr_array_unref(chapter->tables);
    g_free(chapter->id);
    g_free(chapter);
}

Report *report_new(const char *site, gint64 date, const GPtrArray *languages)
{
    Report *report = g_new0(Report, 1);
    report->site = clean(site);
    report->date = date;
    report->languages = g_ptr_array_new();
    for (guint i = 0; i < languages->len; i++)
        g_ptr_array_add(report->languages, languages->pdata[i]);
    report->chapters = g_ptr_array_new_with_free_func(chapter_free);
    report->figures = g_array_new(FALSE, TRUE, sizeof(ReportFigure));
    g_array_set_clear_func(report->figures, clear_figure);
    report->summary = g_ptr_array_new_with_free_func(sentence_free);
    report->first = g_ptr_array_new_with_free_func(table_free);
    return report;
}

void report_free(Report *report)
{
    if (!report)
        return;
    g_ptr_array_unref(report->languages);
    g_ptr_array_unref(report->chapters);
    g_array_unref(report->figures);
    g_ptr_array_unref(report->summary);
    g_ptr_array_unref(report->first);
    g_free(report->site);
    g_free(report->digest);
    g_free(report);
}

ReportChapter *report_add_chapter(Report *report, const char *id, gboolean is_service)
{
    ReportChapter *chapter = g_new0(ReportChapter, 1);
    chapter->id = g_strdup(id);
    chapter->is_service = is_service;
    chapter->sentences = g_ptr_array_new_with_free_func(sentence_free);
    chapter->tables = g_ptr_array_new_with_free_func(table_free);
    g_ptr_array_add(report->chapters, chapter);
    return chapter;
}

ReportTable *report_table_new(const char *id)
{
    ReportTable *table = g_new0(ReportTable, 1);
    table->id = g_strdup(id);
    table->columns = g_array_new(FALSE, TRUE, sizeof(ReportColumn));
    g_array_set_clear_func(table->columns, clear_column);
    table->rows = g_ptr_array_new();
    return table;
}

ReportTable *report_add_table(ReportChapter *chapter, const char *id)
{
    ReportTable *table = report_table_new(id);
    g_ptr_array_add(chapter->tables, table);
    return table;
}

void report_table_add_column(ReportTable *table, const char *id)
{
    const ReportColumn column = {.id = g_strdup(id)};
    g_array_append_val(table->columns, column);
}

void report_table_add_lang_column(ReportTable *table, const LangProfile *lang)
{
    const ReportColumn column = {.id = g_strdup(lang_code(lang)), .is_lang = TRUE, .lang = lang};
    g_array_append_val(table->columns, column);
}

void report_table_add_text_column(ReportTable *table, const char *id, const char *text)
{
    const ReportColumn column = {.id = g_strdup(id), .text = g_strdup(text)};
    g_array_append_val(table->columns, column);
}

void report_table_add_row(ReportTable *table, const Cell *cells)
{
    guint columns = table->columns->len;
    table->n++;
    if (table->rows->len < LIMIT_REPORT_ROWS) {
        g_ptr_array_add(table->rows, g_memdup2(cells, columns * sizeof *cells));
        return;
    }
    for (guint i = 0; i < columns; i++)
        g_free(cells[i].text);
}

void report_add_sentence(GPtrArray *sentences, const char *key, const Cell *cells, guint n)
{
    ReportSentence *sentence = g_new0(ReportSentence, 1);
    sentence->key = g_strdup(key);
    sentence->cells = g_array_new(FALSE, TRUE, sizeof(Cell));
    if (n)
        g_array_append_vals(sentence->cells, cells, n);
    g_ptr_array_add(sentences, sentence);
}

void report_add_figure(Report *report, const char *indicator, const LangProfile *lang, const char *section,
                       double value, guint64 n, gboolean is_service)
{
    const ReportFigure figure = {g_strdup(indicator), lang, g_strdup(section), value, n, is_service};
    g_array_append_val(report->figures, figure);
}

const ReportFigure *report_find_figure(const Report *report, const char *indicator, const LangProfile *lang,
                                       const char *section)
{
    for (guint i = 0; i < report->figures->len; i++) {
        const ReportFigure *f = &g_array_index(report->figures, ReportFigure, i);
        if (f->lang == lang && g_str_equal(f->indicator, indicator) && g_str_equal(f->section, section))
            return f;
    }
    return NULL;
}

Cell cell_none(void)
{
    return (Cell){CELL_NONE, 0, NULL, NULL};
}

Cell cell_suppressed(void)
{
    return (Cell){CELL_SUPPRESSED, 0, NULL, NULL};
}

Cell cell_text(const char *text, const LangProfile *lang)
{
    return (Cell){CELL_TEXT, 0, clean(text), lang};
}

Cell cell_key(const char *key)
{
    return (Cell){CELL_KEY, 0, g_strdup(key), NULL};
}

Cell cell_lang(const LangProfile *lang)
{
    return (Cell){CELL_LANG, 0, NULL, lang};
}

Cell cell_section(const char *name)
{
    return (Cell){CELL_SECTION, 0, clean(name), NULL};
}

Cell cell_url(const char *url)
{
    return (Cell){CELL_URL, 0, clean(url), NULL};
}

Cell cell_number(CellType type, double number)
{
    return isnan(number) ? cell_none() : (Cell){type, number, NULL, NULL};
}
