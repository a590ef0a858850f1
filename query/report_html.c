#include "query/report_html.h"

#include "query/html.h"
#include "query/report_chart.h"
#include "query/report_table.h"
#include "query/web.h"
#include "shim/limits.h"

const char *report_html_style(void)
{
    return web_find("report.css")->text;
}

/* A page of the folder in one language, its file's name without ending. */
typedef struct {
    GString *out;
    const ReportView *view;
    const char *name;
    const GPtrArray *languages;
} Page;

static void add_element(const Page *page, const char *begin, const char *key, const char *end)
{
    g_string_append(page->out, begin);
    html_add_message(page->out, page->view->lang, key, NULL, 0);
    g_string_append(page->out, end);
}

static void add_language_bar(const Page *page)
{
    g_autofree char *label = message_text(page->view->lang, "report_languages");
    html_add(page->out, "<nav class=\"languages\" aria-label=\"%s\"><ul>\n", label, NULL);
    for (guint i = 0; i < page->languages->len; i++) {
        const LangProfile *p = g_ptr_array_index(page->languages, i);
        html_add(page->out, "<li><a href=\"../%s/%s.html\" lang=\"%s\" dir=\"%s\" hreflang=\"%s\"", lang_code(p),
                 page->name, lang_code(p), lang_direction(p), lang_code(p), NULL);
        html_add(page->out, p == page->view->lang ? " aria-current=\"true\">%s</a></li>\n" : ">%s</a></li>\n",
                 lang_name(p), NULL);
    }
    g_string_append(page->out, "</ul></nav>\n");
}

static void begin_document(GString *out, const char *title, const char *style)
{
    html_add(
        out,
        "<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"robots\" content=\"noindex\">\n<title>%s</title>\n<link rel=\"stylesheet\" href=\"%s\">\n"
        "</head>\n<body>\n",
        title, style, NULL);
}

/* `heading` NULL: the title of the report. */
static void begin_page(const Page *page, const char *heading)
{
    const ReportView *view = page->view;
    g_autofree char *title = report_title_words(view), *date = report_date_words(view);
    g_autofree char *whole = heading ? g_strconcat(heading, " – ", title, NULL) : g_strdup(title);
    g_string_append(page->out, "<!DOCTYPE html>\n<html");
    html_add_lang(page->out, view->lang);
    g_string_append(page->out, ">\n");
    begin_document(page->out, whole, "../report.css");
    add_element(page, "<a class=\"skip\" href=\"#report\">", "report_skip", "</a>\n");
    g_string_append(page->out, "<header>\n");
    add_language_bar(page);
    html_add(page->out, heading ? "<p><a href=\"index.html\">%s</a></p>\n<h1>%s</h1>\n" : "<h1>%s</h1>\n", title,
             heading, NULL);
    html_add(page->out, "<p class=\"date\"><bdi>%s</bdi></p>\n</header>\n<main id=\"report\">\n", date, NULL);
}

static char *end_page(const Page *page, gboolean has_digest)
{
    g_string_append(page->out, "</main>\n");
    if (has_digest && page->view->report->digest) {
        g_string_append(page->out, "<footer><p class=\"digest\">");
        const HtmlMark mark = html_mark(0);
        const LangProfile *lang = page->view->lang;
        g_autofree char *words = message_text_1(lang, "report_digest", mark.text);
        g_auto(GStrv) parts = g_strsplit(words, mark.text, 2);
        html_add(page->out, "%s<bdi dir=\"ltr\">%s</bdi>%s", parts[0], page->view->report->digest,
                 parts[1] ? parts[1] : "", NULL);
        g_string_append(page->out, "</p></footer>\n");
    }
    g_string_append(page->out, "</body>\n</html>\n");
    return g_string_free(page->out, FALSE);
}

static char *chapter_title(const ReportView *view, const ReportChapter *chapter)
{
    char *title = report_words(view, NULL, chapter->id, NULL);
    return title ? title : g_strdup(chapter->id);
}

static char *table_title(const ReportView *view, const ReportTable *table)
{
    char *title = report_words(view, NULL, table->id, NULL);
    return title ? title : g_strdup(table->id);
}

static void add_sentences(const Page *page, const GPtrArray *sentences, const char *class)
{
    for (guint i = 0; i < sentences->len; i++) {
        html_add(page->out, "<p class=\"%s\">", class, NULL);
        report_html_add_sentence(page->out, page->view, g_ptr_array_index(sentences, i));
        g_string_append(page->out, "</p>\n");
    }
}

static void add_task(const Page *page, const ReportTable *table)
{
    g_autofree char *task = report_words(page->view, NULL, table->id, "task");
    if (!task || !table->is_list)
        return;
    add_element(page, "<p class=\"task\"><strong>", "report_to_do", "</strong> ");
    html_add(page->out, "%s</p>\n", task, NULL);
}

/* The whole table: on a page of its own, if it is a working list, and as CSV. */
static void add_links(const Page *page, const ReportChapter *chapter, const ReportTable *table)
{
    g_autofree char *name = report_file_name(chapter, table), *title = table_title(page->view, table);
    g_autofree char *words = message_text_1(page->view->lang, "report_rows_all", title);
    g_string_append(page->out, "<p class=\"all\">");
    if (chapter && table->is_list)
        html_add(page->out, "<a href=\"%s.html\">%s</a> ", name, words, NULL);
    html_add(page->out, "<a href=\"../csv/%s.csv\" aria-label=\"CSV: %s\">CSV</a></p>\n", name, title, NULL);
}

static void add_rows_shown(const Page *page, const ReportTable *table, guint shown)
{
    if (table->n <= shown)
        return;
    const MessageArgument numbers[] = {MESSAGE_ARG_NUMBER(shown), MESSAGE_ARG_NUMBER((double)table->n)};
    g_string_append(page->out, "<p class=\"rows\">");
    html_add_message(page->out, page->view->lang, "report_rows", numbers, 2);
    g_string_append(page->out, "</p>\n");
}

/* A table with its chart; of a working list the beginning, and a link. `place` makes ids unique. */
static void add_table(const Page *page, const ReportChapter *chapter, const ReportTable *table, const char *place)
{
    guint shown = table->is_list ? MIN(LIMIT_REPORT_SHOWN, table->rows->len) : table->rows->len;
    g_autofree char *id = g_strconcat(place, table->id, NULL), *title = table_title(page->view, table);
    html_add(page->out, "<section class=\"table\" id=\"%s\">\n<h3>%s</h3>\n", id, title, NULL);
    if (!table->rows->len)
        add_element(page, "<p>", "report_nothing", "</p>\n");
    else {
        add_task(page, table);
        if (report_has_chart(table))
            report_html_add_chart(page->out, page->view, table, id);
        report_html_add_table(page->out, page->view, table, shown);
        add_rows_shown(page, table, shown);
        add_links(page, chapter, table);
    }
    g_string_append(page->out, "</section>\n");
}

static void add_chapter(const Page *page, const ReportChapter *chapter)
{
    g_autofree char *title = chapter_title(page->view, chapter);
    g_autofree char *about = report_words(page->view, NULL, chapter->id, "about");
    html_add(page->out, "<section class=\"chapter\" id=\"%s\">\n<h2>%s</h2>\n", chapter->id, title, NULL);
    if (about)
        html_add(page->out, "<p class=\"about\">%s</p>\n", about, NULL);
    g_string_append(page->out, "<p class=\"n\">");
    html_add_message(page->out, page->view->lang, "report_measured", &MESSAGE_ARG_NUMBER((double)chapter->n), 1);
    html_add(page->out, " <a href=\"method.html#%s\">", chapter->id, NULL);
    html_add_message(page->out, page->view->lang, "report_method", NULL, 0);
    g_string_append(page->out, "</a></p>\n");
    add_sentences(page, chapter->sentences, "finding");
    for (guint i = 0; i < chapter->tables->len; i++)
        add_table(page, chapter, g_ptr_array_index(chapter->tables, i), "table-");
    g_string_append(page->out, "</section>\n");
}

static void add_chapters(const Page *page, gboolean is_service)
{
    const GPtrArray *chapters = page->view->report->chapters;
    for (guint i = 0; i < chapters->len; i++) {
        const ReportChapter *chapter = g_ptr_array_index(chapters, i);
        if (chapter->is_service == is_service)
            add_chapter(page, chapter);
    }
}

/* The chapters, each a link. */
static void add_contents(const Page *page, gboolean is_service)
{
    const GPtrArray *chapters = page->view->report->chapters;
    g_autofree char *label = message_text(page->view->lang, "report_contents");
    html_add(page->out, "<nav class=\"contents\" aria-label=\"%s\">\n<h2>%s</h2>\n<ol>\n", label, label, NULL);
    for (guint i = 0; i < chapters->len; i++) {
        const ReportChapter *chapter = g_ptr_array_index(chapters, i);
        g_autofree char *title = chapter_title(page->view, chapter);
        if (chapter->is_service == is_service)
            html_add(page->out, "<li><a href=\"#%s\">%s</a></li>\n", chapter->id, title, NULL);
    }
    g_string_append(page->out, "</ol>\n");
}

static gboolean has_chapters(const Report *report, gboolean is_service)
{
    for (guint i = 0; i < report->chapters->len; i++)
        if (((const ReportChapter *)g_ptr_array_index(report->chapters, i))->is_service == is_service)
            return TRUE;
    return FALSE;
}

static void add_files(const Page *page)
{
    g_string_append(page->out, "<ul class=\"files\">\n");
    if (has_chapters(page->view->report, TRUE))
        add_element(page, "<li><a href=\"service.html\">", "report_service", "</a></li>\n");
    add_element(page, "<li><a href=\"method.html\">", "report_method", "</a></li>\n");
    add_element(page, "<li><a href=\"report.odt\">", "report_as_document", "</a></li>\n");
    add_element(page, "<li>", "report_as_data", ": <a href=\"../parity.json\">JSON</a></li>\n");
    g_string_append(page->out, "</ul>\n");
}

char *report_html_index(const ReportView *view, const GPtrArray *languages)
{
    const Page page = {g_string_new(NULL), view, "index", languages};
    begin_page(&page, NULL);
    add_element(&page, "<section class=\"summary\">\n<h2>", "report_summary", "</h2>\n");
    add_sentences(&page, view->report->summary, "headline");
    for (guint i = 0; i < view->report->first->len; i++)
        add_table(&page, NULL, g_ptr_array_index(view->report->first, i), "first-");
    g_string_append(page.out, "</section>\n");
    add_contents(&page, FALSE);
    add_files(&page);
    g_string_append(page.out, "</nav>\n");
    add_chapters(&page, FALSE);
    return end_page(&page, TRUE);
}

char *report_html_service(const ReportView *view, const GPtrArray *languages)
{
    const Page page = {g_string_new(NULL), view, "service", languages};
    g_autofree char *heading = message_text(view->lang, "report_service");
    begin_page(&page, heading);
    add_element(&page, "<p class=\"about\">", "report_service_intro", "</p>\n");
    add_contents(&page, TRUE);
    g_string_append(page.out, "</nav>\n");
    add_chapters(&page, TRUE);
    return end_page(&page, FALSE);
}

char *report_html_method(const ReportView *view, const GPtrArray *languages)
{
    const Page page = {g_string_new(NULL), view, "method", languages};
    g_autofree char *heading = message_text(view->lang, "report_method");
    begin_page(&page, heading);
    add_element(&page, "<p class=\"about\">", "report_method_intro", "</p>\n");
    for (guint i = 0; i < view->report->chapters->len; i++) {
        const ReportChapter *chapter = g_ptr_array_index(view->report->chapters, i);
        g_autofree char *title = chapter_title(view, chapter),
                        *method = report_words(view, NULL, chapter->id, "method");
        html_add(page.out, "<section id=\"%s\">\n<h2>%s</h2>\n<p>%s</p>\n</section>\n", chapter->id, title,
                 method ? method : "", NULL);
    }
    return end_page(&page, TRUE);
}

char *report_html_list(const ReportView *view, const ReportChapter *chapter, const ReportTable *table,
                       const GPtrArray *languages)
{
    g_autofree char *name = report_file_name(chapter, table), *heading = table_title(view, table);
    const Page page = {g_string_new(NULL), view, name, languages};
    begin_page(&page, heading);
    add_task(&page, table);
    add_rows_shown(&page, table, table->rows->len);
    report_html_add_table(page.out, view, table, table->rows->len);
    return end_page(&page, !chapter->is_service);
}

/* The page before the others is in no language: its own words are names and headlines, each in its own. */
char *report_html_languages(const Report *report, const Config *config, const GPtrArray *languages)
{
    const Page page = {g_string_new("<!DOCTYPE html>\n<html lang=\"mul\">\n"), NULL, "index", languages};
    begin_document(page.out, report->site, "report.css");
    html_add(page.out, "<main>\n<h1>%s</h1>\n<ul class=\"choice\">\n", report->site, NULL);
    for (guint i = 0; i < languages->len; i++) {
        const ReportView view = {report, config, g_ptr_array_index(languages, i)};
        const char *code = lang_code(view.lang);
        g_autofree char *title = report_title_words(&view), *date = report_date_words(&view);
        g_string_append(page.out, "<li");
        html_add_lang(page.out, view.lang);
        html_add(page.out, "><h2><a href=\"%s/index.html\" hreflang=\"%s\">%s</a></h2>\n<p>%s, <bdi>%s</bdi></p>\n",
                 code, code, lang_name(view.lang), title, date, NULL);
        if (report->summary->len) {
            g_string_append(page.out, "<p class=\"headline\">");
            report_html_add_sentence(page.out, &view, g_ptr_array_index(report->summary, 0));
            g_string_append(page.out, "</p>\n");
        }
        g_string_append(page.out, "</li>\n");
    }
    g_string_append(page.out, "</ul>\n</main>\n</body>\n</html>\n");
    return g_string_free(page.out, FALSE);
}
