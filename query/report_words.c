#include "query/report_words.h"

#include "shim/limits.h"

char *report_key(const char *kind, const char *id, const char *suffix)
{
    char *key = g_strconcat("report_", kind ? kind : "", kind ? "_" : "", id, suffix ? "_" : NULL, suffix, NULL);
    return g_strdelimit(key, "-", '_');
}

char *report_words(const ReportView *view, const char *kind, const char *id, const char *suffix)
{
    g_autofree char *key = report_key(kind, id, suffix);
    return message_pattern(view->lang, key) ? message_text(view->lang, key) : NULL;
}

gboolean cell_is_number(const Cell *cell)
{
    return cell->type >= CELL_COUNT && cell->type <= CELL_DATE;
}

char *report_section_words(const ReportView *view, const char *name)
{
    if (!*name)
        return message_text(view->lang, "report_all_sections");
    for (guint i = 0; view->config && i < view->config->sections->len; i++) {
        const ConfigSection *section = g_ptr_array_index(view->config->sections, i);
        const char *title =
            g_str_equal(section->name, name) ? g_hash_table_lookup(section->titles, lang_code(view->lang)) : NULL;
        if (title)
            return g_strdup(title);
    }
    return g_strdup(name);
}

static char *number_words(const LangProfile *lang, const Cell *cell)
{
    switch (cell->type) {
    case CELL_SHARE:
        return message_percent(lang, cell->number);
    case CELL_NUMBER:
        return message_decimal(lang, cell->number, 2);
    case CELL_MS:
        return message_quantity(lang, cell->number, MESSAGE_MILLISECONDS);
    case CELL_DAYS:
        return message_quantity(lang, cell->number, MESSAGE_DAYS);
    case CELL_DATE:
        return message_date(lang, (gint64)cell->number);
    default:
        return message_number(lang, (gint64)cell->number);
    }
}

char *report_cell_words(const ReportView *view, const Cell *cell)
{
    if (cell_is_number(cell))
        return number_words(view->lang, cell);
    switch (cell->type) {
    case CELL_NONE:
        return g_strdup("–");
    case CELL_SUPPRESSED:
        return message_format(view->lang, "report_suppressed", &MESSAGE_ARG_NUMBER(LIMIT_REPORT_LEAST), 1);
    case CELL_KEY:
        return message_text(view->lang, cell->text);
    case CELL_LANG:
        return g_strdup(lang_name(cell->lang));
    case CELL_SECTION:
        return report_section_words(view, cell->text);
    default:
        return g_strdup(cell->text);
    }
}

char *report_column_words(const ReportView *view, const ReportColumn *column)
{
    if (column->is_lang)
        return g_strdup(lang_name(column->lang));
    if (column->text)
        return g_strdup(column->text);
    g_autofree char *key = report_key("column", column->id, NULL);
    return message_text(view->lang, key);
}

/* What may run in another direction than the text around it, kept apart from it (UAX #9). */
static char *isolate(const char *text, gboolean is_url)
{
    return g_strconcat(is_url ? "\xE2\x81\xA6" : "\xE2\x81\xA8", text, "\xE2\x81\xA9", NULL);
}

char *report_isolated_cell_words(const ReportView *view, const Cell *cell)
{
    char *words = report_cell_words(view, cell);
    if (cell->type != CELL_TEXT && cell->type != CELL_LANG && cell->type != CELL_SECTION && cell->type != CELL_URL)
        return words;
    g_autofree char *plain = words;
    return isolate(plain, cell->type == CELL_URL);
}

/* The first cell of a column that is known; NULL: there is none. */
static const Cell *first_known(const ReportTable *table, guint column)
{
    for (guint i = 0; i < table->rows->len; i++) {
        const Cell *cell = &((const Cell *)g_ptr_array_index(table->rows, i))[column];
        if (cell->type != CELL_NONE && cell->type != CELL_SUPPRESSED)
            return cell;
    }
    return NULL;
}

gboolean report_column_is_number(const ReportTable *table, guint column)
{
    const Cell *cell = first_known(table, column);
    return column > 0 && cell && cell_is_number(cell);
}

char *report_sentence_words(const ReportView *view, const ReportSentence *sentence)
{
    guint n = MIN(sentence->cells->len, MESSAGE_ARGUMENTS);
    char *texts[MESSAGE_ARGUMENTS + 1] = {NULL};
    MessageArgument arguments[MESSAGE_ARGUMENTS] = {{NULL, 0}};
    for (guint i = 0; i < n; i++) {
        const Cell *cell = &g_array_index(sentence->cells, Cell, i);
        texts[i] = report_isolated_cell_words(view, cell);
        arguments[i] = (MessageArgument){texts[i], cell->number};
    }
    char *words = message_format(view->lang, sentence->key, arguments, n);
    for (guint i = 0; i < n; i++)
        g_free(texts[i]);
    return words;
}

char *report_title_words(const ReportView *view)
{
    const char *name = view->config ? config_site_name(view->config, lang_code(view->lang)) : "";
    g_autofree char *site = isolate(*name ? name : view->report->site, FALSE);
    return message_text_1(view->lang, "report_title", site);
}

char *report_date_words(const ReportView *view)
{
    return message_date(view->lang, view->report->date);
}

char *report_file_name(const ReportChapter *chapter, const ReportTable *table)
{
    return g_strconcat(chapter && chapter->is_service ? "service." : "", table->id, NULL);
}
