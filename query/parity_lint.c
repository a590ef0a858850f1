#include "query/parity_lint.h"

#include <string.h>

#include "langs/message.h"
#include "query/json.h"
#include "query/parity_difference.h"
#include "query/parity_finding.h"
#include "query/parity_freshness.h"

/* A finding that is to be told. */
typedef struct {
    const char *url;
    char *code, *detail;
    guint line;
} LintRow;

typedef struct {
    guint section;    /* whose pages are looked at … */
    gboolean is_page; /* … unless it is one page */
    GArray *rows;
} Lint;

static void clear_row(gpointer data)
{
    LintRow *row = data;
    g_free(row->code);
    g_free(row->detail);
}

static void add_row(const ParityFinding *finding, gpointer user)
{
    Lint *l = user;
    if (!l->is_page && finding->page->section != l->section)
        return;
    const LintRow row = {finding->page->url, g_strdup(finding->code), g_strdup(finding->detail), finding->line};
    g_array_append_val(l->rows, row);
}

static gint compare_rows(gconstpointer a, gconstpointer b)
{
    const LintRow *x = a, *y = b;
    gint order = strcmp(x->url, y->url);
    order = order ? order : (x->line > y->line) - (x->line < y->line);
    order = order ? order : strcmp(x->code, y->code);
    return order ? order : strcmp(x->detail, y->detail);
}

static const ParityPage *find_url(const ParityFacts *f, const char *url)
{
    for (guint i = 0; i < f->pages->len; i++)
        if (g_str_equal(parity_page(f, i)->url, url))
            return parity_page(f, i);
    return NULL;
}

/* The section of this name; the one of the rest: there is none. */
static guint find_section(const ParityFacts *f, const char *name)
{
    guint s = 0;
    while (s + 1 < f->n_sections && !g_str_equal(parity_section_name(f, s), name))
        s++;
    return s;
}

static gboolean find_all(const ParityFacts *f, const ParityPage *only, Lint *lint, GError **error)
{
    static const ParityFindFunc finds[] = {parity_find_defects,     parity_find_foreign_links, parity_find_dead_links,
                                           parity_find_bars,        parity_find_unreachable,   parity_find_not_listed,
                                           parity_find_differences, parity_find_outdated};
    for (guint i = 0; i < G_N_ELEMENTS(finds); i++)
        if (!finds[i](f, only, add_row, lint, error))
            return FALSE;
    g_array_sort(lint->rows, compare_rows);
    return TRUE;
}

static void print_text(GString *out, const LintRow *row, const char *message)
{
    g_string_append(out, row->url);
    if (row->line)
        g_string_append_printf(out, ":%u", row->line);
    g_string_append_printf(out, ": %s: %s%s%s\n", row->code, message, *row->detail ? ": " : "", row->detail);
}

static void print_json(GString *out, const LintRow *row, const char *message)
{
    const char *const fields[][2] = {{"code", row->code}, {"message", message}, {"detail", row->detail}};
    g_string_append(out, out->len > 1 ? ",\n {\"url\": " : "\n {\"url\": ");
    json_add_text(out, row->url);
    if (row->line)
        g_string_append_printf(out, ", \"line\": %u", row->line);
    else
        g_string_append(out, ", \"line\": null");
    for (guint i = 0; i < G_N_ELEMENTS(fields); i++) {
        g_string_append_printf(out, ", \"%s\": ", fields[i][0]);
        json_add_text(out, fields[i][1]);
    }
    g_string_append_c(out, '}');
}

static void print(GString *out, const Lint *lint, gboolean is_json, const LangProfile *words)
{
    g_autoptr(GString) list = g_string_new(is_json ? "[" : NULL);
    for (guint i = 0; i < lint->rows->len; i++) {
        const LintRow *row = &g_array_index(lint->rows, LintRow, i);
        g_autofree char *key = parity_code_key(row->code), *message = message_text(words, key);
        (is_json ? print_json : print_text)(list, row, message);
    }
    if (is_json)
        g_string_append(list, lint->rows->len ? "\n]\n" : "]\n");
    g_string_append(out, list->str);
}

gboolean parity_lint(const ParityFacts *f, const char *what, gboolean is_json, const LangProfile *words, GString *out,
                     guint64 *n, GError **error)
{
    const ParityPage *page = find_url(f, what);
    guint section = find_section(f, what);
    *n = 0;
    if (!page && !parity_section_name(f, section)) {
        g_set_error(error, FAULT, FAULT_USAGE, "'%s' is neither a page of an index nor a section", what);
        return FALSE;
    }
    g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(LintRow));
    g_array_set_clear_func(rows, clear_row);
    Lint lint = {section, page != NULL, rows};
    if (!find_all(f, page, &lint, error))
        return FALSE;
    *n = rows->len;
    print(out, &lint, is_json, words);
    return TRUE;
}
