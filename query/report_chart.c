#include "query/report_chart.h"

#include <math.h>

#include "query/html.h"
#include "shim/limits.h"

#define WIDTH 640
#define LABEL 170  /* of the column of names */
#define VALUE 90   /* of the column of figures behind bars */
#define LINE 26    /* from one row to the next */
#define PARTS 8    /* patterns there are */
#define PANEL 150  /* height of one of the small multiples … */
#define PANELS 2   /* … and how many stand side by side */
#define LETTERS 24 /* of a name, wide ones twice; a longer one is cut: the table has it whole */

typedef struct {
    GString *out;
    const ReportView *view;
    const ReportTable *table;
    const char *id;
    gboolean is_mirrored;
} Chart;

/* Numbers of a picture: one decimal, whatever the locale. */
static void add_format(GString *out, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void add_format(GString *out, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_string_append_vprintf(out, format, args);
    va_end(args);
}

static double mirror(const Chart *c, double x, double width)
{
    return c->is_mirrored ? WIDTH - x - width : x;
}

static const Cell *cell_at(const Chart *c, guint row, guint column)
{
    return &((const Cell *)g_ptr_array_index(c->table->rows, row))[column];
}

static gboolean is_drawn(const Cell *cell)
{
    return cell_is_number(cell) && isfinite(cell->number) && cell->number >= 0;
}

/* The name of a row, cut to what has room. */
static char *short_name(const char *name)
{
    GString *out = g_string_new(NULL);
    guint letters = 0;
    for (const char *p = name; *p; p = g_utf8_next_char(p)) {
        gunichar ch = g_utf8_get_char(p);
        letters += g_unichar_iswide(ch) ? 2 : 1;
        if (letters > LETTERS) {
            g_string_append(out, "…");
            break;
        }
        g_string_append_unichar(out, ch);
    }
    return g_string_free(out, FALSE);
}

/* Text whose start is at x, or its middle, counted from where reading begins. */
static void add_text(const Chart *c, double x, double y, gboolean is_middle, const char *class, const char *text)
{
    const char *anchor = is_middle ? "middle" : c->is_mirrored ? "end" : "start";
    add_format(c->out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\"", mirror(c, x, 0), y, anchor);
    html_add(c->out, " class=\"%s\">%s</text>\n", class, text, NULL);
}

static void add_rect(const Chart *c, double x, double y, double width, double height, const char *attributes)
{
    add_format(c->out, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" %s/>\n", mirror(c, x, width), y,
               width, height, attributes);
}

static void add_name(const Chart *c, guint row, double x, double y)
{
    g_autofree char *name = report_cell_words(c->view, cell_at(c, row, 0)), *cut = short_name(name);
    add_text(c, x, y, FALSE, "name", cut);
}

static void add_value(const Chart *c, const Cell *cell, double x, double y, gboolean is_middle)
{
    g_autofree char *words = report_cell_words(c->view, cell);
    add_text(c, x, y, is_middle, "value", words);
}

/* The highest figure of these columns, at least 1 of shares, so that half a bar is a half. */
static double highest(const Chart *c, guint first, guint last)
{
    double most = 0;
    for (guint i = 0; i < c->table->rows->len; i++)
        for (guint k = first; k <= last; k++) {
            const Cell *cell = cell_at(c, i, k);
            if (is_drawn(cell))
                most = MAX(most, cell->type == CELL_SHARE ? MAX(1, cell->number) : cell->number);
        }
    return most > 0 ? most : 1;
}

static void add_bars(const Chart *c)
{
    guint column = c->table->chart_column;
    double most = highest(c, column, column), room = WIDTH - LABEL - VALUE;
    for (guint i = 0; i < c->table->rows->len; i++) {
        const Cell *cell = cell_at(c, i, column);
        double y = i * LINE, width = is_drawn(cell) ? room * cell->number / most : 0;
        add_name(c, i, 0, y + 17);
        add_rect(c, LABEL, y + 4, width, LINE - 8, "class=\"bar\"");
        add_value(c, cell, LABEL + width + 6, y + 17, FALSE);
    }
}

/* The count columns, behind each other: what a stacked bar is made of. */
static GArray *parts_of(const Chart *c)
{
    GArray *parts = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint k = 1; k < c->table->columns->len; k++)
        if (c->table->rows->len && cell_at(c, 0, k)->type == CELL_COUNT)
            g_array_append_val(parts, k);
    return parts;
}

static double sum_of(const Chart *c, guint row, const GArray *parts)
{
    double sum = 0;
    for (guint k = 0; k < parts->len; k++) {
        const Cell *cell = cell_at(c, row, g_array_index(parts, guint, k));
        sum += is_drawn(cell) ? cell->number : 0;
    }
    return sum;
}

static void add_patterns(const Chart *c)
{
    static const char *const shapes[PARTS] = {
        "<rect width=\"8\" height=\"8\" class=\"ink\"/>",
        "<path d=\"M-2 2l4-4M0 8l8-8M6 10l4-4\" class=\"stroke\"/>",
        "<circle cx=\"4\" cy=\"4\" r=\"2\" class=\"ink\"/>",
        "<path d=\"M0 4h8\" class=\"stroke\"/>",
        "<path d=\"M4 0v8\" class=\"stroke\"/>",
        "<path d=\"M0 4h8M4 0v8\" class=\"stroke\"/>",
        "<path d=\"M-2 6l4 4M0 0l8 8M6-2l4 4\" class=\"stroke\"/>",
        "",
    };
    g_string_append(c->out, "<defs>\n");
    for (guint i = 0; i < PARTS; i++)
        add_format(c->out,
                   "<pattern id=\"%s-p%u\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">"
                   "<rect width=\"8\" height=\"8\" class=\"ground\"/>%s</pattern>\n",
                   c->id, i, shapes[i]);
    g_string_append(c->out, "</defs>\n");
}

static void add_part(const Chart *c, guint part, double x, double y, double width, double height)
{
    g_autofree char *fill = g_strdup_printf("fill=\"url(#%s-p%u)\" class=\"part\"", c->id, part % PARTS);
    add_rect(c, x, y, width, height, fill);
}

static double legend_height(const GArray *parts)
{
    return LINE * ((parts->len + 2) / 3) + 8;
}

static void add_stacks(const Chart *c)
{
    g_autoptr(GArray) parts = parts_of(c);
    double most = 0, room = WIDTH - LABEL - VALUE, top = legend_height(parts);
    add_patterns(c);
    for (guint k = 0; k < parts->len; k++) {
        const ReportColumn *column = &g_array_index(c->table->columns, ReportColumn, g_array_index(parts, guint, k));
        g_autofree char *words = report_column_words(c->view, column), *cut = short_name(words);
        double x = (k % 3) * (WIDTH / 3.0), y = k / 3 * LINE;
        add_part(c, k, x, y + 4, 18, 18);
        add_text(c, x + 24, y + 18, FALSE, "name", cut);
    }
    for (guint i = 0; i < c->table->rows->len; i++)
        most = MAX(most, sum_of(c, i, parts));
    for (guint i = 0; i < c->table->rows->len; i++) {
        double x = LABEL, y = top + i * LINE;
        add_name(c, i, 0, y + 17);
        for (guint k = 0; k < parts->len; k++) {
            const Cell *cell = cell_at(c, i, g_array_index(parts, guint, k));
            double width = is_drawn(cell) && most > 0 ? room * cell->number / most : 0;
            if (width > 0)
                add_part(c, k, x, y + 4, width, LINE - 8);
            x += width;
        }
        const Cell sum = cell_number(CELL_COUNT, sum_of(c, i, parts));
        add_value(c, &sum, x + 6, y + 17, FALSE);
    }
}

static void add_matrix(const Chart *c)
{
    guint n = c->table->columns->len - 1;
    double width = (WIDTH - LABEL) / (double)n, most = highest(c, 1, n);
    for (guint k = 0; k < n; k++) {
        g_autofree char *words = report_column_words(c->view, &g_array_index(c->table->columns, ReportColumn, k + 1));
        add_text(c, LABEL + (k + .5) * width, 17, TRUE, "name", words);
    }
    for (guint i = 0; i < c->table->rows->len; i++) {
        double y = (i + 1) * LINE;
        add_name(c, i, 0, y + 17);
        for (guint k = 0; k < n; k++) {
            const Cell *cell = cell_at(c, i, k + 1);
            g_autofree char *shade =
                g_strdup_printf("class=\"shade\" fill-opacity=\"%.2f\"", is_drawn(cell) ? .6 * cell->number / most : 0);
            add_rect(c, LABEL + k * width, y, width, LINE, shade);
            add_value(c, cell, LABEL + (k + .5) * width, y + 17, TRUE);
        }
    }
}

static void add_panel(const Chart *c, guint row, double left, double top, double width, double most)
{
    guint n = c->table->columns->len - 1;
    double height = PANEL - 60, step = n > 1 ? (width - 60) / (n - 1) : 0, last_x = left, last_y = top + 24 + height;
    const Cell *last = NULL;
    g_autoptr(GString) line = g_string_new(NULL);
    add_name(c, row, left, top + 16);
    for (guint k = 0; k < n; k++) {
        const Cell *cell = cell_at(c, row, k + 1);
        if (!is_drawn(cell))
            continue;
        last = cell;
        last_x = left + 4 + k * step;
        last_y = top + 24 + height * (1 - cell->number / most);
        add_format(line, "%.1f,%.1f ", mirror(c, last_x, 0), last_y);
        add_format(c->out, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" class=\"ink\"/>\n", mirror(c, last_x, 0), last_y);
    }
    add_format(c->out, "<polyline points=\"%s\" class=\"line\"/>\n", line->str);
    add_format(c->out, "<path d=\"M%.1f %.1fh%.1f\" class=\"axis\"/>\n", mirror(c, left, width - 50), top + 24 + height,
               width - 50);
    if (last)
        add_value(c, last, last_x + 6, MAX(last_y, top + 30) + 4, FALSE);
}

static void add_lines(const Chart *c)
{
    guint n = c->table->columns->len - 1;
    double width = WIDTH / (double)PANELS, most = highest(c, 1, n);
    for (guint i = 0; i < c->table->rows->len; i++)
        add_panel(c, i, i % PANELS * width, i / PANELS * PANEL, width - 10, most);
}

static double height_of(const Chart *c)
{
    guint rows = c->table->rows->len;
    if (c->table->chart == CHART_LINES)
        return PANEL * ((rows + PANELS - 1) / PANELS);
    if (c->table->chart == CHART_MATRIX)
        return LINE * (rows + 1);
    g_autoptr(GArray) parts = parts_of(c);
    return LINE * rows + (c->table->chart == CHART_STACK ? legend_height(parts) : 0);
}

gboolean report_has_chart(const ReportTable *table)
{
    return table->chart != CHART_NONE && !table->is_list && table->columns->len > 1 && table->rows->len > 0 &&
           table->rows->len <= LIMIT_REPORT_CHART && table->chart_column < table->columns->len;
}

static void add_drawing(const Chart *c)
{
    static void (*const draw[])(const Chart *) = {
        [CHART_BARS] = add_bars, [CHART_STACK] = add_stacks, [CHART_MATRIX] = add_matrix, [CHART_LINES] = add_lines};
    draw[c->table->chart](c);
}

static void add_title(const Chart *c)
{
    g_autofree char *name = report_words(c->view, NULL, c->table->id, NULL);
    g_autofree char *title = message_text_1(c->view->lang, "report_chart", name ? name : c->table->id);
    g_autofree char *description = message_text(c->view->lang, "report_chart_table");
    html_add(c->out, "<title id=\"%s-title\">%s</title>\n<desc id=\"%s-about\">%s</desc>\n", c->id, title, c->id,
             description, NULL);
}

static gboolean is_mirrored(const ReportView *view)
{
    return g_str_equal(lang_direction(view->lang), "rtl");
}

void report_html_add_chart(GString *out, const ReportView *view, const ReportTable *table, const char *id)
{
    const Chart c = {out, view, table, id, is_mirrored(view)};
    add_format(out,
               "<svg viewBox=\"0 0 %d %.0f\" role=\"img\" direction=\"ltr\" aria-labelledby=\"%s-title\" "
               "aria-describedby=\"%s-about\">\n",
               WIDTH, height_of(&c), id, id);
    add_title(&c);
    add_drawing(&c);
    g_string_append(out, "</svg>\n");
}

char *report_chart_file(const ReportView *view, const ReportTable *table, double *height)
{
    const Chart c = {g_string_new("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"), view, table, "chart",
                     is_mirrored(view)};
    *height = height_of(&c);
    add_format(
        c.out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %.0f\" width=\"%d\" height=\"%.0f\" "
        "font-family=\"Noto Sans\" font-size=\"13\">\n<style>"
        ".bar, .ink, .shade { fill: #0b4f9e } .stroke, .line { stroke: #0b4f9e; stroke-width: 2; fill: none } "
        ".ground { fill: #fff } .part { stroke: #0b4f9e } .shade { stroke: #888 } .axis { stroke: #888 }</style>\n",
        WIDTH, *height, WIDTH, *height);
    add_title(&c);
    add_drawing(&c);
    g_string_append(c.out, "</svg>\n");
    return g_string_free(c.out, FALSE);
}
