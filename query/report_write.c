#include "query/report_write.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "query/report_csv.h"
#include "query/report_html.h"
#include "query/report_json.h"
#include "query/report_odt.h"
#include "shim/disk.h"

/* What is being written, and where. */
typedef struct {
    const Report *report;
    const Config *config;
    const GPtrArray *languages;
    const char *folder;
} Writing;

static gboolean write_bytes(const Writing *w, const char *folder, const char *file, const void *bytes, gsize n,
                            GError **error)
{
    g_autofree char *path = g_build_filename(w->folder, folder, file, NULL);
    g_autoptr(GError) failure = NULL;
    if (g_file_set_contents(path, bytes, (gssize)n, &failure))
        return disk_sync(path, error);
    g_set_error(error, FAULT, FAULT_STOP, "cannot write '%s': %s", path, failure->message);
    return FALSE;
}

/* Takes `text`. */
static gboolean write_file(const Writing *w, const char *folder, const char *name, const char *ending, char *text,
                           GError **error)
{
    g_autofree char *taken = text, *file = g_strconcat(name, ending, NULL);
    return write_bytes(w, folder, file, taken, strlen(taken), error);
}

static gboolean write_document(const Writing *w, const ReportView *view, GError **error)
{
    g_autoptr(GByteArray) odt = report_odt(view);
    return write_bytes(w, lang_code(view->lang), "report.odt", odt->data, odt->len, error);
}

static gboolean make_folder(const char *path, GError **error)
{
    if (g_mkdir_with_parents(path, 0755) == 0)
        return TRUE;
    g_set_error(error, FAULT, FAULT_STOP, "cannot make '%s': %s", path, g_strerror(errno));
    return FALSE;
}

static gboolean make_folder_in(const Writing *w, const char *name, GError **error)
{
    g_autofree char *path = g_build_filename(w->folder, name, NULL);
    return make_folder(path, error);
}

static gboolean write_lists(const Writing *w, const ReportView *view, const ReportChapter *chapter, GError **error)
{
    for (guint i = 0; i < chapter->tables->len; i++) {
        const ReportTable *table = g_ptr_array_index(chapter->tables, i);
        g_autofree char *name = report_file_name(chapter, table);
        if (table->is_list && !write_file(w, lang_code(view->lang), name, ".html",
                                          report_html_list(view, chapter, table, w->languages), error))
            return FALSE;
    }
    return TRUE;
}

static gboolean write_language(const Writing *w, const LangProfile *lang, GError **error)
{
    const ReportView view = {w->report, w->config, lang};
    const char *code = lang_code(lang);
    gboolean ok = make_folder_in(w, code, error) &&
                  write_file(w, code, "index", ".html", report_html_index(&view, w->languages), error) &&
                  write_file(w, code, "method", ".html", report_html_method(&view, w->languages), error) &&
                  write_file(w, code, "service", ".html", report_html_service(&view, w->languages), error) &&
                  write_document(w, &view, error);
    for (guint i = 0; ok && i < w->report->chapters->len; i++)
        ok = write_lists(w, &view, g_ptr_array_index(w->report->chapters, i), error);
    return ok;
}

static gboolean write_tables(const Writing *w, const ReportChapter *chapter, const GPtrArray *tables, GError **error)
{
    for (guint i = 0; i < tables->len; i++) {
        const ReportTable *table = g_ptr_array_index(tables, i);
        g_autofree char *name = report_file_name(chapter, table);
        if (!write_file(w, "csv", name, ".csv", report_csv(table), error))
            return FALSE;
    }
    return TRUE;
}

static gboolean write_data(const Writing *w, GError **error)
{
    gboolean ok = make_folder_in(w, "csv", error) && write_tables(w, NULL, w->report->first, error) &&
                  write_file(w, "", "parity", ".json", report_json(w->report, FALSE), error) &&
                  write_file(w, "", "service", ".json", report_json(w->report, TRUE), error);
    for (guint i = 0; ok && i < w->report->chapters->len; i++) {
        const ReportChapter *chapter = g_ptr_array_index(w->report->chapters, i);
        ok = write_tables(w, chapter, chapter->tables, error);
    }
    return ok;
}

static gboolean write_all(const Writing *w, GError **error)
{
    gboolean ok =
        make_folder(w->folder, error) && write_file(w, "", "report", ".css", g_strdup(report_html_style()), error) &&
        write_file(w, "", "index", ".html", report_html_languages(w->report, w->config, w->languages), error) &&
        write_data(w, error);
    for (guint i = 0; ok && i < w->languages->len; i++)
        ok = write_language(w, g_ptr_array_index(w->languages, i), error);
    return ok;
}

/* Nothing, an empty folder or a report: what may be replaced. */
static gboolean may_replace(const char *out, GError **error)
{
    g_autofree char *mark = g_build_filename(out, "parity.json", NULL);
    g_autoptr(GDir) dir = g_dir_open(out, 0, NULL);
    gboolean is_there = g_file_test(out, G_FILE_TEST_EXISTS);
    if (!is_there || (dir && !g_dir_read_name(dir)) || g_file_test(mark, G_FILE_TEST_IS_REGULAR))
        return TRUE;
    g_set_error(error, FAULT, FAULT_USAGE, "cannot write the report to '%s': it holds other files", out);
    return FALSE;
}

/* The former report steps aside until the new one is there. */
static gboolean replace(const char *fresh, const char *out, GError **error)
{
    g_autofree char *former = g_strconcat(out, ".isoglot-old", NULL);
    disk_remove(former);
    if (g_rename(out, former) != 0 && errno != ENOENT) {
        g_set_error(error, FAULT, FAULT_STOP, "cannot replace '%s': %s", out, g_strerror(errno));
        return FALSE;
    }
    if (!disk_publish(fresh, out, error)) {
        (void)g_rename(former, out);
        return FALSE;
    }
    disk_remove(former);
    return TRUE;
}

gboolean report_write(const Report *report, const Config *config, const LangProfile *only, const char *out,
                      GError **error)
{
    g_autofree char *target = g_canonicalize_filename(out, NULL), *parent = g_path_get_dirname(target);
    g_autofree char *fresh = g_strconcat(target, ".isoglot-new", NULL);
    g_autoptr(GPtrArray) one = g_ptr_array_new();
    if (only)
        g_ptr_array_add(one, (gpointer)only);
    const Writing w = {report, config, only ? one : report->languages, fresh};
    if (!may_replace(target, error) || !make_folder(parent, error))
        return FALSE;
    disk_remove(fresh);
    if (write_all(&w, error) && replace(fresh, target, error))
        return TRUE;
    disk_remove(fresh);
    return FALSE;
}
