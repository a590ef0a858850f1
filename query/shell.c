#include "query/shell.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "shim/disk.h"
#include "shim/limits.h"

static const char *find_path(const Config *config, const LangProfile *lang)
{
    return g_hash_table_lookup(config->shells, lang_code(lang));
}

static char *fail(const char *path, const char *why, GError **error)
{
    g_set_error(error, FAULT, FAULT_SKIP, "cannot use shell '%s': %s", path, why);
    return NULL;
}

char *shell_read(const Config *config, const LangProfile *lang, GError **error)
{
    const char *path = find_path(config, lang);
    FILE *file = path ? fopen(path, "re") : NULL;
    if (!path || !file)
        return path ? fail(path, g_strerror(errno), error) : NULL;
    g_autofree char *text = g_malloc(LIMIT_SHELL + 1);
    gsize n = fread(text, 1, LIMIT_SHELL + 1, file);
    gboolean is_read = !ferror(file);
    fclose(file);
    if (!is_read || n > LIMIT_SHELL)
        return fail(path, is_read ? "too long" : "cannot be read", error);
    text[n] = '\0';
    return g_utf8_validate_len(text, n, NULL) ? g_steal_pointer(&text) : fail(path, "not UTF-8", error);
}

guint64 shell_stamp(const Config *config, const LangProfile *lang)
{
    const char *path = find_path(config, lang);
    return path ? disk_stamp(path) : 0;
}
