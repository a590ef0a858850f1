#include "query/report_table.h"

#include "query/html.h"

static void add_foreign(GString *out, const ReportView *view, const char *text, const LangProfile *lang)
{
    if (lang == view->lang) {
        html_add_text(out, text);
        return;
    }
    g_string_append(out, "<bdi");
    if (lang)
        html_add_lang(out, lang);
    html_add(out, ">%s</bdi>", text, NULL);
}

/* A language's name, which is one word. */
static void add_language(GString *out, const LangProfile *lang)
{
    g_string_append(out, "<bdi class=\"language\"");
    html_add_lang(out, lang);
    html_add(out, ">%s</bdi>", lang_name(lang), NULL);
}

static void add_url(GString *out, const char *url)
{
    gboolean is_link = g_str_has_prefix(url, "http://") || g_str_has_prefix(url, "https://");
    if (is_link)
        html_add(out, "<a href=\"%s\">", url, NULL);
    html_add(out, "<bdi class=\"url\" dir=\"ltr\">%s</bdi>", url, NULL);
    if (is_link)
        g_string_append(out, "</a>");
}

void report_html_add_cell(GString *out, const ReportView *view, const Cell *cell)
{
    g_autofree char *words = report_cell_words(view, cell);
    if (cell->type == CELL_LANG)
        add_language(out, cell->lang);
    else if (cell->type == CELL_URL)
        add_url(out, cell->text);
    else if (cell->type == CELL_TEXT)
        add_foreign(out, view, words, cell->lang);
    else if (cell->type == CELL_SECTION || cell_is_number(cell))
        html_add(out, "<bdi>%s</bdi>", words, NULL);
    else if (cell->type == CELL_NONE) {
        g_autofree char *none = message_text(view->lang, "report_none");
        html_add(out, "<span aria-hidden=\"true\">%s</span><span class=\"unseen\">%s</span>", words, none, NULL);
    } else
        html_add_text(out, words);
}

/* A place of the message is a mark, and a cell where the marks come out. */
void report_html_add_sentence(GString *out, const ReportView *view, const ReportSentence *sentence)
{
    guint n = MIN(sentence->cells->len, MESSAGE_ARGUMENTS);
    HtmlMark marks[MESSAGE_ARGUMENTS];
    MessageArgument arguments[MESSAGE_ARGUMENTS] = {{NULL, 0}};
    for (guint i = 0; i < n; i++) {
        marks[i] = html_mark(i);
        arguments[i] = (MessageArgument){marks[i].text, g_array_index(sentence->cells, Cell, i).number};
    }
    g_autofree char *text = message_format(view->lang, sentence->key, arguments, n);
    g_autofree char *escaped = g_markup_escape_text(text, -1);
    gunichar first = g_utf8_get_char(html_mark(0).text);
    for (const char *p = escaped; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (c >= first && c < first + n)
            report_html_add_cell(out, view, &g_array_index(sentence->cells, Cell, c - first));
        else
            g_string_append_unichar(out, c);
    }
}

static void add_head(GString *out, const ReportView *view, const ReportTable *table)
{
    g_string_append(out, "<thead><tr>");
    for (guint i = 0; i < table->columns->len; i++) {
        const ReportColumn *column = &g_array_index(table->columns, ReportColumn, i);
        g_autofree char *words = report_column_words(view, column);
        gboolean is_number =
            i && table->rows->len && cell_is_number(&((const Cell *)g_ptr_array_index(table->rows, 0))[i]);
        g_string_append(out, is_number ? "<th scope=\"col\" class=\"number\">" : "<th scope=\"col\">");
        if (column->is_lang)
            add_language(out, column->lang);
        else if (column->text)
            html_add(out, "<bdi>%s</bdi>", words, NULL);
        else
            html_add_text(out, words);
        g_string_append(out, "</th>");
    }
    g_string_append(out, "</tr></thead>\n");
}

static void add_row(GString *out, const ReportView *view, const ReportTable *table, const Cell *row)
{
    g_string_append(out, "<tr>");
    for (guint i = 0; i < table->columns->len; i++) {
        const char *begin = i == 0                              ? "<th scope=\"row\">"
                            : report_column_is_number(table, i) ? "<td class=\"number\">"
                                                                : "<td>";
        g_string_append(out, begin);
        report_html_add_cell(out, view, &row[i]);
        g_string_append(out, i == 0 ? "</th>" : "</td>");
    }
    g_string_append(out, "</tr>\n");
}

void report_html_add_table(GString *out, const ReportView *view, const ReportTable *table, guint rows)
{
    g_autofree char *title = report_words(view, NULL, table->id, NULL);
    html_add(out, "<section class=\"wide\" tabindex=\"0\" aria-label=\"%s\">\n<table>\n", title ? title : table->id,
             NULL);
    html_add(out, "<caption>%s</caption>\n", title ? title : table->id, NULL);
    add_head(out, view, table);
    g_string_append(out, "<tbody>\n");
    for (guint i = 0; i < MIN(rows, table->rows->len); i++)
        add_row(out, view, table, g_ptr_array_index(table->rows, i));
    g_string_append(out, "</tbody>\n</table>\n</section>\n");
}
