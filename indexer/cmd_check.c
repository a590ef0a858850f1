#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "indexer/commands.h"
#include "indexer/recover.h"
#include "langs/lang.h"
#include "shim/disk.h"
#include "shim/duplicate.h"
#include "shim/index.h"

typedef struct {
    IndexReader **readers; /* one per language of the registry, NULL where there is no index */
    guint64 *pages;
    guint faults;
} Check;

static void fault(Check *check, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void fault(Check *check, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    putchar('\n');
    check->faults++;
}

static gboolean is_in(IndexReader *reader, const char *url)
{
    g_autofree char *id = index_id(url), *record = NULL;
    gsize n;
    return reader && index_reader_find_record(reader, id, &record, &n, NULL) && record;
}

/* The page must be in the index that the ledger names, and in no other. */
static gboolean check_page(const char *const *columns, guint n, gpointer user)
{
    Check *check = user;
    (void)n;
    for (guint i = 0; i < lang_count(); i++) {
        gboolean wanted = g_str_equal(lang_code(lang_get(i)), columns[1]);
        gboolean found = is_in(check->readers[i], columns[0]);
        check->pages[i] += wanted;
        if (wanted != found)
            fault(check, "%s: %s index '%s'", columns[0], wanted ? "missing in" : "also in", lang_code(lang_get(i)));
    }
    return TRUE;
}

static gboolean name_stranded(const char *const *columns, guint n, gpointer check)
{
    (void)n;
    fault(check, "%s: left out as a duplicate of a page that is in no index", columns[0]);
    return TRUE;
}

static void check_index(Check *check, const Config *config, guint i)
{
    const char *code = lang_code(lang_get(i));
    g_autoptr(GError) error = NULL;
    g_autofree char *path = generation_current(config->data, code);
    if (!generation_exists(config->data, code))
        return;
    if (!index_check(path, &error) || !(check->readers[i] = index_reader_open(path, NULL, &error)))
        fault(check, "%s", error->message);
}

static void compare_counts(Check *check)
{
    for (guint i = 0; i < lang_count(); i++)
        if (check->readers[i] && index_reader_count(check->readers[i]) != check->pages[i])
            fault(check, "index '%s' holds %" G_GUINT64_FORMAT " pages, the ledger knows %" G_GUINT64_FORMAT,
                  lang_code(lang_get(i)), index_reader_count(check->readers[i]), check->pages[i]);
}

/* Damaged indexes and pages out of place are rebuilt from the feeds. */
static int repair(const Config *config)
{
    char *arguments[] = {(char *)"index", (char *)"--rebuild", NULL};
    puts("rebuilding from the feeds");
    return cmd_index(config, 2, arguments);
}

int cmd_check(const Config *config, int argc, char **argv)
{
    gboolean should_repair = FALSE;
    const GOptionEntry options[] = {
        {"repair", 0, 0, G_OPTION_ARG_NONE, &should_repair, "Rebuild from the feeds what is damaged", NULL}, {0}};
    if (!command_options(options, NULL, "Check that ledger and indexes are sound and agree; name what does not.", &argc,
                         &argv))
        return EXIT_USAGE;
    GError *error = NULL;
    int lock = data_lock(config->data, &error);
    g_autoptr(Ledger) ledger = lock < 0 ? NULL : ledger_open(config->data, LEDGER_WRITE, &error);
    if (!ledger || !ledger_check(ledger, &error))
        return command_fail(error);
    Check check = {g_new0(IndexReader *, lang_count()), g_new0(guint64, lang_count()), 0};
    g_autoptr(GError) cause = NULL;
    if (!recover(ledger, config->data, &cause))
        fault(&check, "%s", cause->message);
    for (guint i = 0; i < lang_count(); i++)
        check_index(&check, config, i);
    if (!ledger_each_indexed(ledger, check_page, &check, &error) ||
        !duplicate_each_stranded(ledger, name_stranded, &check, &error))
        return command_fail(error);
    compare_counts(&check);
    for (guint i = 0; i < lang_count(); i++)
        if (check.readers[i])
            index_reader_close(check.readers[i]);
    g_free(check.readers);
    g_free(check.pages);
    ledger_close(g_steal_pointer(&ledger));
    close(lock);
    if (check.faults)
        return should_repair ? repair(config) : EXIT_FAILED;
    puts("ledger and indexes agree");
    return EXIT_DONE;
}
