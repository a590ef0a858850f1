#include "query/report_odt.h"

#include <string.h>

#include "query/html.h"
#include "query/report_chart.h"
#include "query/report_plain.h"
#include "shim/limits.h"
#include "shim/zip.h"

#define TEXT_WIDTH 18.0 /* cm, between the margins */
#define LETTER .015       /* cm, of a tenth of a letter in a table, more or less */
#define PADDING .12       /* cm, of a cell */
#define WORD_MOST 160     /* tenths of letters of a word that is not broken; a URL is */
#define CELL_MOST 600     /* … of a text that gets the more room, the longer it is */
#define MEDIA "application/vnd.oasis.opendocument.text"

typedef struct {
    GString *out;
    const ReportView *view;
    ZipWriter *zip;
    GString *manifest;
    GString *styles; /* of the columns of each table */
    guint charts, tables;
} Odt;

static void add_paragraph(const Odt *odt, const char *style, const char *words)
{
    html_add(odt->out, "<text:p text:style-name=\"%s\">%s</text:p>\n", style, words, NULL);
}

static void add_heading(const Odt *odt, guint level, const char *words, const char *bookmark)
{
    g_string_append_printf(odt->out, "<text:h text:style-name=\"Heading_20_%u\" text:outline-level=\"%u\">", level,
                           level);
    if (bookmark)
        html_add(odt->out, "<text:bookmark text:name=\"%s\"/>", bookmark, NULL);
    html_add(odt->out, "%s</text:h>\n", words, NULL);
}

static void add_message(const Odt *odt, const char *style, const char *key, const MessageArgument *arguments, guint n)
{
    g_autofree char *words = message_format(odt->view->lang, key, arguments, n);
    add_paragraph(odt, style, words);
}

static char *title_of(const ReportView *view, const char *id)
{
    char *title = report_words(view, NULL, id, NULL);
    return title ? title : g_strdup(id);
}

static void add_sentence(const Odt *odt, const char *style, const ReportSentence *sentence)
{
    g_autofree char *words = report_sentence_words(odt->view, sentence);
    add_paragraph(odt, style, words);
}

/* Text that is in another language says so. */
static void add_cell(const Odt *odt, const char *style, const char *words, const LangProfile *lang)
{
    g_string_append(odt->out, "<table:table-cell table:style-name=\"cell\" office:value-type=\"string\">");
    html_add(odt->out, "<text:p text:style-name=\"%s\">", style, NULL);
    if (lang && lang != odt->view->lang)
        html_add(odt->out, "<text:span text:style-name=\"lang-%s\">%s</text:span>", lang_code(lang), words, NULL);
    else
        html_add_text(odt->out, words);
    g_string_append(odt->out, "</text:p></table:table-cell>");
}

static void add_head(const Odt *odt, const ReportTable *table)
{
    g_string_append(odt->out, "<table:table-header-rows><table:table-row>");
    for (guint i = 0; i < table->columns->len; i++) {
        const ReportColumn *column = &g_array_index(table->columns, ReportColumn, i);
        g_autofree char *words = report_column_words(odt->view, column);
        add_cell(odt, report_column_is_number(table, i) ? "Table_20_Number_20_Heading" : "Table_20_Heading", words,
                 column->is_lang ? column->lang : NULL);
    }
    g_string_append(odt->out, "</table:table-row></table:table-header-rows>\n");
}

/* What a column needs, in tenths of Latin letters: not to break a word, and not to break a line. */
typedef struct {
    guint word, line;
} Need;

/* Letters of other scripts are broader, if anything. */
static guint width_of(gunichar c)
{
    gboolean is_broad = g_unichar_isalpha(c) && g_unichar_get_script(c) != G_UNICODE_SCRIPT_LATIN;
    return g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 20 : is_broad ? 11 : 10;
}

static void measure(const char *words, Need *need)
{
    guint word = 0, line = 0;
    for (const char *p = words; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        guint width = width_of(c);
        line += width;
        gboolean is_break = g_unichar_isspace(c) && c != 0xA0 && c != 0x202F; /* no-break spaces */
        word = is_break ? 0 : word + width;
        need->word = MAX(need->word, MIN(word, WORD_MOST));
    }
    need->line = MAX(need->line, MIN(line, CELL_MOST));
}

static Need column_need(const Odt *odt, const ReportTable *table, guint column, guint rows)
{
    Need need = {10, 10};
    g_autofree char *head = report_column_words(odt->view, &g_array_index(table->columns, ReportColumn, column));
    measure(head, &need);
    need.word += need.word / 6 + 5; /* it is bold */
    for (guint i = 0; i < rows; i++) {
        g_autofree char *words =
            report_isolated_cell_words(odt->view, &((const Cell *)g_ptr_array_index(table->rows, i))[column]);
        measure(words, &need);
    }
    need.line = MAX(need.line, need.word);
    return need;
}

/* How much of what is left a column gets: most goes to those whose lines are long. */
static double claim(const Need *need)
{
    double more = need->line - need->word + 1;
    return more * more;
}

/* Each column has room for its longest word, as far as there is. */
static void add_columns(Odt *odt, const ReportTable *table, guint rows)
{
    guint n = table->columns->len;
    g_autofree Need *needs = g_new(Need, n);
    double least = 0, more = 0;
    for (guint i = 0; i < n; i++) {
        needs[i] = column_need(odt, table, i, rows);
        least += needs[i].word * LETTER + PADDING;
        more += claim(&needs[i]);
    }
    double left = MAX(TEXT_WIDTH - least, 0), scale = least > TEXT_WIDTH ? TEXT_WIDTH / least : 1;
    odt->tables++;
    for (guint i = 0; i < n; i++) {
        double width = (needs[i].word * LETTER + PADDING) * scale + left * claim(&needs[i]) / more;
        g_string_append_printf(odt->styles,
                               "<style:style style:name=\"column-%u-%u\" style:family=\"table-column\">"
                               "<style:table-column-properties style:column-width=\"%.3fcm\"/></style:style>\n",
                               odt->tables, i, width);
        g_string_append_printf(odt->out, "<table:table-column table:style-name=\"column-%u-%u\"/>\n", odt->tables, i);
    }
}

static void add_table(Odt *odt, const ReportTable *table, guint rows)
{
    html_add(odt->out, "<table:table table:name=\"%s\" table:style-name=\"table\">\n", table->id, NULL);
    add_columns(odt, table, rows);
    add_head(odt, table);
    for (guint i = 0; i < rows; i++) {
        const Cell *row = g_ptr_array_index(table->rows, i);
        g_string_append(odt->out, "<table:table-row table:style-name=\"row\">");
        for (guint k = 0; k < table->columns->len; k++) {
            g_autofree char *words = report_isolated_cell_words(odt->view, &row[k]);
            add_cell(odt, report_column_is_number(table, k) ? "Table_20_Number" : "Table_20_Contents", words,
                     row[k].lang);
        }
        g_string_append(odt->out, "</table:table-row>\n");
    }
    g_string_append(odt->out, "</table:table>\n");
}

/* Adds a file of the document. */
static void add_file(const Odt *odt, const char *name, const char *media, const char *bytes)
{
    zip_writer_add(odt->zip, name, bytes, strlen(bytes), FALSE);
    html_add(odt->manifest, "<manifest:file-entry manifest:full-path=\"%s\" manifest:media-type=\"%s\"/>\n", name,
             media, NULL);
}

static void add_chart(Odt *odt, const ReportTable *table)
{
    double height;
    g_autofree char *svg = report_chart_file(odt->view, table, &height), *title = title_of(odt->view, table->id);
    g_autofree char *alternative = message_text_1(odt->view->lang, "report_chart", title);
    g_autofree char *name = g_strdup_printf("Pictures/chart-%u.svg", ++odt->charts);
    add_file(odt, name, "image/svg+xml", svg);
    g_string_append_printf(
        odt->out,
        "<text:p text:style-name=\"Standard\"><draw:frame draw:style-name=\"chart\" draw:name=\"chart-%u\" "
        "text:anchor-type=\"as-char\" svg:width=\"15cm\" svg:height=\"%.2fcm\"><draw:image xlink:href=\"%s\" "
        "xlink:type=\"simple\" xlink:show=\"embed\" xlink:actuate=\"onLoad\"/>",
        odt->charts, 15 * height / 640, name);
    html_add(odt->out, "<svg:title>%s</svg:title></draw:frame></text:p>\n", alternative, NULL);
}

/* On the first page there is no room for pictures. */
static void add_titled_table(Odt *odt, const ReportTable *table, gboolean has_chart)
{
    guint rows = table->is_list ? MIN(table->rows->len, LIMIT_REPORT_SHOWN) : table->rows->len;
    g_autofree char *title = title_of(odt->view, table->id), *task = report_words(odt->view, NULL, table->id, "task");
    add_heading(odt, 2, title, NULL);
    if (!rows) {
        add_message(odt, "Text_20_body", "report_nothing", NULL, 0);
        return;
    }
    if (task && table->is_list)
        add_paragraph(odt, "Text_20_body", task);
    if (has_chart && report_has_chart(table))
        add_chart(odt, table);
    add_table(odt, table, rows);
    const MessageArgument numbers[] = {MESSAGE_ARG_NUMBER(rows), MESSAGE_ARG_NUMBER((double)table->n)};
    if (table->n > rows)
        add_message(odt, "Note", "report_rows", numbers, 2);
}

static void add_chapter(Odt *odt, const ReportChapter *chapter)
{
    g_autofree char *title = title_of(odt->view, chapter->id);
    g_autofree char *about = report_words(odt->view, NULL, chapter->id, "about");
    add_heading(odt, 1, title, chapter->id);
    if (about)
        add_paragraph(odt, "Note", about);
    add_message(odt, "Note", "report_measured", &MESSAGE_ARG_NUMBER((double)chapter->n), 1);
    for (guint i = 0; i < chapter->sentences->len; i++)
        add_sentence(odt, "Text_20_body", g_ptr_array_index(chapter->sentences, i));
    for (guint i = 0; i < chapter->tables->len; i++)
        add_titled_table(odt, g_ptr_array_index(chapter->tables, i), TRUE);
}

static void add_contents_line(const Odt *odt, const char *title, const char *bookmark)
{
    html_add(
        odt->out,
        "<text:p text:style-name=\"contents\"><text:a xlink:type=\"simple\" xlink:href=\"#%s\">%s</text:a><text:tab/>"
        "<text:bookmark-ref text:reference-format=\"page\" text:ref-name=\"%s\">1</text:bookmark-ref></text:p>\n",
        bookmark, title, bookmark, NULL);
}

/* The table of contents as it stands until the reader's program makes it anew; page numbers are references. */
static void add_contents(const Odt *odt)
{
    g_autofree char *heading = message_text(odt->view->lang, "report_contents");
    g_autofree char *method = message_text(odt->view->lang, "report_method");
    html_add(odt->out,
             "<text:table-of-content text:name=\"contents\" text:protected=\"true\"><text:table-of-content-source "
             "text:outline-level=\"1\"><text:index-title-template text:style-name=\"Contents_20_Heading\">%s"
             "</text:index-title-template><text:table-of-content-entry-template text:outline-level=\"1\" "
             "text:style-name=\"Contents_20_1\"><text:index-entry-link-start/><text:index-entry-text/>"
             "<text:index-entry-link-end/><text:index-entry-tab-stop style:type=\"right\" style:leader-char=\".\"/>"
             "<text:index-entry-page-number/></text:table-of-content-entry-template></text:table-of-content-source>"
             "<text:index-body><text:index-title text:name=\"contents-title\"><text:p "
             "text:style-name=\"Contents_20_Heading\">%s</text:p></text:index-title>\n",
             heading, heading, NULL);
    for (guint i = 0; i < odt->view->report->chapters->len; i++) {
        const ReportChapter *chapter = g_ptr_array_index(odt->view->report->chapters, i);
        g_autofree char *title = title_of(odt->view, chapter->id);
        if (!chapter->is_service)
            add_contents_line(odt, title, chapter->id);
    }
    add_contents_line(odt, method, "method");
    g_string_append(odt->out, "</text:index-body></text:table-of-content>\n");
}

static void add_method(const Odt *odt)
{
    g_autofree char *heading = message_text(odt->view->lang, "report_method");
    add_heading(odt, 1, heading, "method");
    for (guint i = 0; i < odt->view->report->chapters->len; i++) {
        const ReportChapter *chapter = g_ptr_array_index(odt->view->report->chapters, i);
        g_autofree char *title = title_of(odt->view, chapter->id);
        g_autofree char *method = report_words(odt->view, NULL, chapter->id, "method");
        if (!chapter->is_service && method) {
            add_heading(odt, 2, title, NULL);
            add_paragraph(odt, "Text_20_body", method);
        }
    }
    if (odt->view->report->digest)
        add_message(odt, "Note", "report_digest", &MESSAGE_ARG_TEXT(odt->view->report->digest), 1);
}

/* Up to the text: the styles of the columns are known behind it. */
static char *begin_content(const Odt *odt)
{
    GString *out = g_string_new(NULL);
    const char *mode = g_str_equal(lang_direction(odt->view->lang), "rtl") ? "rl-tb" : "lr-tb";
    g_string_append_printf(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-content%s>\n<office:automatic-styles>\n"
        "<style:style style:name=\"table\" style:family=\"table\"><style:table-properties style:width=\"%.0fcm\" "
        "table:align=\"margins\" style:writing-mode=\"%s\" fo:margin-bottom=\"0.2cm\"/></style:style>\n",
        report_odt_namespaces, TEXT_WIDTH, mode);
    g_string_append_printf(
        out,
        "<style:style style:name=\"row\" style:family=\"table-row\"><style:table-row-properties "
        "fo:keep-together=\"always\"/></style:style>\n"
        "<style:style style:name=\"cell\" style:family=\"table-cell\"><style:table-cell-properties "
        "fo:padding=\"0.03cm\" "
        "fo:border-bottom=\"0.5pt solid #888888\"/></style:style>\n"
        "<style:style style:name=\"contents\" style:family=\"paragraph\" style:parent-style-name=\"Contents_20_1\">"
        "<style:paragraph-properties><style:tab-stops><style:tab-stop style:position=\"%.0fcm\" style:type=\"right\" "
        "style:leader-style=\"dotted\" "
        "style:leader-text=\".\"/></style:tab-stops></style:paragraph-properties></style:style>\n"
        "<style:style style:name=\"chart\" style:family=\"graphic\"><style:graphic-properties "
        "fo:border=\"none\"/></style:style>\n"
        "<style:style style:name=\"break\" style:family=\"paragraph\" style:parent-style-name=\"Standard\">"
        "<style:paragraph-properties fo:break-before=\"page\"/></style:style>\n"
        "%s</office:automatic-styles>\n<office:body><office:text>\n",
        TEXT_WIDTH, odt->styles->str);
    return g_string_free(out, FALSE);
}

static void add_content(Odt *odt)
{
    const Report *report = odt->view->report;
    g_autofree char *title = report_title_words(odt->view), *date = report_date_words(odt->view);
    g_autofree char *summary = message_text(odt->view->lang, "report_summary");
    add_paragraph(odt, "Title", title);
    add_paragraph(odt, "Subtitle", date);
    add_heading(odt, 1, summary, NULL);
    for (guint i = 0; i < report->summary->len; i++)
        add_sentence(odt, i ? "Text_20_body" : "Headline", g_ptr_array_index(report->summary, i));
    for (guint i = 0; i < report->first->len; i++)
        add_titled_table(odt, g_ptr_array_index(report->first, i), FALSE);
    add_paragraph(odt, "break", "");
    add_contents(odt);
    for (guint i = 0; i < report->chapters->len; i++) {
        const ReportChapter *chapter = g_ptr_array_index(report->chapters, i);
        if (!chapter->is_service)
            add_chapter(odt, chapter);
    }
    add_method(odt);
    g_autofree char *begin = begin_content(odt);
    g_string_prepend(odt->out, begin);
    g_string_append(odt->out, "</office:text></office:body></office:document-content>\n");
}

static char *meta(const ReportView *view)
{
    GString *out = g_string_new("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-meta");
    g_autofree char *title = report_title_words(view), *date = report_plain_date(view->report->date);
    g_string_append_printf(out, "%s><office:meta>", report_odt_namespaces);
    html_add(out, "<dc:title>%s</dc:title><dc:language>%s</dc:language><dc:date>%sT00:00:00</dc:date>", title,
             lang_code(view->lang), date, NULL);
    g_string_append(out, "<meta:generator>Isoglot</meta:generator></office:meta></office:document-meta>\n");
    return g_string_free(out, FALSE);
}

GByteArray *report_odt(const ReportView *view)
{
    g_autoptr(GString) content = g_string_new(NULL), styles_of_columns = g_string_new(NULL);
    g_autoptr(GString) manifest = g_string_new(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<manifest:manifest "
        "xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" manifest:version=\"1.2\">\n"
        "<manifest:file-entry manifest:full-path=\"/\" manifest:version=\"1.2\" manifest:media-type=\"" MEDIA "\"/>\n");
    Odt odt = {content, view, zip_writer_new(view->report->date), manifest, styles_of_columns, 0, 0};
    g_autofree char *styles = report_odt_styles(view), *about = meta(view);
    zip_writer_add(odt.zip, "mimetype", MEDIA, strlen(MEDIA), TRUE);
    add_content(&odt);
    add_file(&odt, "content.xml", "text/xml", content->str);
    add_file(&odt, "styles.xml", "text/xml", styles);
    add_file(&odt, "meta.xml", "text/xml", about);
    g_string_append(manifest, "</manifest:manifest>\n");
    zip_writer_add(odt.zip, "META-INF/manifest.xml", manifest->str, manifest->len, FALSE);
    return zip_writer_end(odt.zip);
}
