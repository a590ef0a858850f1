#include "query/html.h"
#include "query/report_odt.h"

const char report_odt_namespaces[] = " xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\""
                                     " xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\""
                                     " xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\""
                                     " xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\""
                                     " xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\""
                                     " xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\""
                                     " xmlns:svg=\"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0\""
                                     " xmlns:meta=\"urn:oasis:names:tc:opendocument:xmlns:meta:1.0\""
                                     " xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
                                     "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" office:version=\"1.2\"";

/* A paragraph style: name, parent, and the properties of paragraph and text. */
typedef struct {
    const char *name, *parent, *level, *paragraph, *text;
} OdtStyle;

/* Heights of lines are fixed: fonts of some scripts have more than others. */
static const OdtStyle styles[] = {
    {"Text_20_body", "Standard", NULL, "fo:line-height=\"0.5cm\" fo:margin-bottom=\"0.1cm\"", ""},
    {"Title", "Standard", NULL, "fo:line-height=\"1cm\" fo:margin-bottom=\"0.1cm\" fo:keep-with-next=\"always\"",
     "fo:font-size=\"20pt\" style:font-size-asian=\"20pt\" style:font-size-complex=\"20pt\" fo:font-weight=\"bold\" "
     "style:font-weight-asian=\"bold\" style:font-weight-complex=\"bold\""},
    {"Subtitle", "Standard", NULL, "fo:line-height=\"0.5cm\"", "fo:color=\"#444444\""},
    {"Heading_20_1", "Standard", "1",
     "fo:line-height=\"0.75cm\" fo:margin-top=\"0.5cm\" fo:margin-bottom=\"0.15cm\" fo:keep-with-next=\"always\"",
     "fo:font-size=\"15pt\" style:font-size-asian=\"15pt\" style:font-size-complex=\"15pt\" fo:font-weight=\"bold\" "
     "style:font-weight-asian=\"bold\" style:font-weight-complex=\"bold\""},
    {"Heading_20_2", "Standard", "2",
     "fo:line-height=\"0.6cm\" fo:margin-top=\"0.3cm\" fo:margin-bottom=\"0.1cm\" fo:keep-with-next=\"always\"",
     "fo:font-size=\"11.5pt\" style:font-size-asian=\"11.5pt\" style:font-size-complex=\"11.5pt\" "
     "fo:font-weight=\"bold\" "
     "style:font-weight-asian=\"bold\" style:font-weight-complex=\"bold\""},
    {"Headline", "Text_20_body", NULL, "fo:margin-bottom=\"0.2cm\"",
     "fo:font-size=\"12pt\" style:font-size-asian=\"12pt\" style:font-size-complex=\"12pt\" fo:font-weight=\"bold\" "
     "style:font-weight-asian=\"bold\" style:font-weight-complex=\"bold\""},
    {"Note", "Text_20_body", NULL, "",
     "fo:color=\"#444444\" fo:font-size=\"9pt\" style:font-size-asian=\"9pt\" "
     "style:font-size-complex=\"9pt\""},
    {"Table_20_Contents", "Standard", NULL, "fo:line-height=\"0.37cm\"",
     "fo:font-size=\"8pt\" style:font-size-asian=\"8pt\" style:font-size-complex=\"8pt\""},
    {"Table_20_Heading", "Table_20_Contents", NULL, "fo:keep-with-next=\"always\"",
     "fo:font-weight=\"bold\" style:font-weight-asian=\"bold\" style:font-weight-complex=\"bold\""},
    {"Contents_20_Heading", "Heading_20_1", NULL, "", ""},
    {"Contents_20_1", "Standard", NULL, "", ""},
    {"Footer", "Standard", NULL, "fo:text-align=\"center\"",
     "fo:font-size=\"8pt\" style:font-size-asian=\"8pt\" style:font-size-complex=\"8pt\""},
};

static gboolean is_mirrored(const LangProfile *lang)
{
    return g_str_equal(lang_direction(lang), "rtl");
}

static const char *writing_mode(const LangProfile *lang)
{
    return is_mirrored(lang) ? "rl-tb" : "lr-tb";
}

/* The language of text, whichever of the three kinds of script it has. */
static void add_language(GString *out, const LangProfile *lang)
{
    const char *code = lang_code(lang);
    html_add(out,
             " fo:language=\"%s\" fo:country=\"none\" style:language-asian=\"%s\" style:country-asian=\"none\""
             " style:language-complex=\"%s\" style:country-complex=\"none\"",
             code, code, code, NULL);
}

/* Sides are named outright: what "start" is in text from right to left is read in two ways. */
static void add_default(GString *out, const LangProfile *lang)
{
    html_add(out,
             "<style:default-style style:family=\"paragraph\"><style:paragraph-properties fo:text-align=\"%s\" "
             "style:writing-mode=\"%s\" fo:orphans=\"2\" fo:widows=\"2\"/><style:text-properties fo:font-family=\"Noto "
             "Sans\" "
             "style:font-family-asian=\"Noto Sans CJK SC\" style:font-family-complex=\"Noto Sans Arabic\" "
             "fo:font-size=\"10pt\" "
             "style:font-size-asian=\"10pt\" style:font-size-complex=\"10pt\"",
             is_mirrored(lang) ? "right" : "left", writing_mode(lang), NULL);
    add_language(out, lang);
    g_string_append(out,
                    "/></style:default-style>\n<style:style style:name=\"Standard\" style:family=\"paragraph\"/>\n");
}

/* Numbers end where lines do. */
static void add_numbers(GString *out, const LangProfile *lang)
{
    static const char *const names[][2] = {{"Table_20_Number", "Table_20_Contents"},
                                           {"Table_20_Number_20_Heading", "Table_20_Heading"}};
    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
        html_add(out,
                 "<style:style style:name=\"%s\" style:family=\"paragraph\" style:parent-style-name=\"%s\">"
                 "<style:paragraph-properties fo:text-align=\"%s\"/></style:style>\n",
                 names[i][0], names[i][1], is_mirrored(lang) ? "left" : "right", NULL);
}

static void add_style(GString *out, const OdtStyle *style)
{
    html_add(out, "<style:style style:name=\"%s\" style:family=\"paragraph\" style:parent-style-name=\"%s\"",
             style->name, style->parent, NULL);
    if (style->level)
        html_add(out, " style:default-outline-level=\"%s\"", style->level, NULL);
    g_string_append_printf(out, "><style:paragraph-properties %s/><style:text-properties %s/></style:style>\n",
                           style->paragraph, style->text);
}

static void add_page(GString *out, const LangProfile *lang)
{
    html_add(
        out,
        "</office:styles>\n<office:automatic-styles>\n<style:page-layout "
        "style:name=\"page\"><style:page-layout-properties "
        "fo:page-width=\"21cm\" fo:page-height=\"29.7cm\" fo:margin=\"1.5cm\" style:writing-mode=\"%s\"/>"
        "<style:footer-style><style:header-footer-properties fo:min-height=\"0.8cm\" fo:margin-top=\"0.1cm\"/>"
        "</style:footer-style></style:page-layout>\n</office:automatic-styles>\n<office:master-styles>\n"
        "<style:master-page style:name=\"Standard\" style:page-layout-name=\"page\"><style:footer>"
        "<text:p text:style-name=\"Footer\"><text:page-number text:select-page=\"current\"/></text:p></style:footer>"
        "</style:master-page>\n</office:master-styles>\n</office:document-styles>\n",
        writing_mode(lang), NULL);
}

char *report_odt_styles(const ReportView *view)
{
    GString *out = g_string_new("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-styles");
    g_string_append_printf(out, "%s>\n<office:styles>\n", report_odt_namespaces);
    add_default(out, view->lang);
    for (guint i = 0; i < G_N_ELEMENTS(styles); i++)
        add_style(out, &styles[i]);
    add_numbers(out, view->lang);
    for (guint i = 0; i < lang_count(); i++) {
        html_add(out, "<style:style style:name=\"lang-%s\" style:family=\"text\"><style:text-properties",
                 lang_code(lang_get(i)), NULL);
        add_language(out, lang_get(i));
        g_string_append(out, "/></style:style>\n");
    }
    add_page(out, view->lang);
    return g_string_free(out, FALSE);
}
