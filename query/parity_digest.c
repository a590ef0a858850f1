#include "query/parity_digest.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "query/parity_judged.h"
#include "shim/ledger_schema.h"
#include "shim/schema.h"
#include "shim/survey.h"

static void add_text(GChecksum *sum, const char *text)
{
    g_checksum_update(sum, (const guchar *)text, strlen(text) + 1);
}

static void add_number(GChecksum *sum, gint64 number)
{
    char text[24];
    g_snprintf(text, sizeof text, "%" G_GINT64_FORMAT, number);
    add_text(sum, text);
}

static gboolean add_fact(const char *const *columns, guint n, gpointer sum)
{
    for (guint i = 0; i < n; i++)
        add_text(sum, columns[i]);
    return TRUE;
}

/* A file as it stands. */
static gboolean add_file(GChecksum *sum, const char *path, GError **error)
{
    char bytes[65536];
    gsize n;
    FILE *in = fopen(path, "rbe");
    if (!in) {
        g_set_error(error, FAULT, FAULT_USAGE, "cannot read '%s': %s", path, g_strerror(errno));
        return FALSE;
    }
    while ((n = fread(bytes, 1, sizeof bytes, in)))
        g_checksum_update(sum, (const guchar *)bytes, n);
    gboolean ok = !ferror(in);
    fclose(in);
    if (!ok)
        g_set_error(error, FAULT, FAULT_USAGE, "cannot read '%s'", path);
    return ok;
}

/* The configuration, but for where its data are: elsewhere they are the same. */
static gboolean add_configuration(GChecksum *sum, const char *path, GError **error)
{
    g_autofree char *text = NULL;
    g_autoptr(GError) cause = NULL;
    if (!path)
        return TRUE;
    if (!g_file_get_contents(path, &text, NULL, &cause)) {
        g_set_error(error, FAULT, FAULT_USAGE, "cannot read the configuration: %s", cause->message);
        return FALSE;
    }
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (guint i = 0; lines[i]; i++) {
        const char *key = lines[i] + strspn(lines[i], " \t");
        gboolean is_data = g_str_has_prefix(key, "data") && key[4 + strspn(key + 4, " \t")] == '=';
        add_text(sum, is_data ? "" : lines[i]);
    }
    return TRUE;
}

static gboolean add_files(GChecksum *sum, char *const *paths, GError **error)
{
    for (guint i = 0; paths && paths[i]; i++)
        if (!add_file(sum, paths[i], error))
            return FALSE;
    return TRUE;
}

char *parity_digest(const ParityInput *input, GError **error)
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    const GPtrArray *languages = searcher_languages(input->searcher);
    add_number(sum, SCHEMA_VERSION);
    add_number(sum, n_ledger_migrations);
    add_number(sum, input->date);
    add_number(sum, input->from);
    add_number(sum, input->to);
    for (guint i = 0; i < languages->len; i++) {
        g_autofree char *analysis = lang_fingerprint(languages->pdata[i]);
        add_text(sum, lang_code(languages->pdata[i]));
        add_text(sum, analysis);
    }
    g_auto(GStrv) topics = judged_files(input->topics, languages);
    if (!add_configuration(sum, input->config->path, error) || !survey_each_fact(input->ledger, add_fact, sum, error) ||
        !add_files(sum, input->access_logs, error) || !add_files(sum, topics, error))
        return NULL;
    return g_strdup(g_checksum_get_string(sum));
}
