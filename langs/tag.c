#include "langs/tag.h"

#include <string.h>
#include <unicode/uloc.h>

#include "langs/uni.h"

static gboolean is_listed(const char *const *list, const char *code)
{
    for (; *list; list++)
        if (g_ascii_strcasecmp(*list, code) == 0)
            return TRUE;
    return FALSE;
}

static gboolean is_script(const char *part)
{
    if (strlen(part) != 4)
        return FALSE;
    g_autofree char *name = g_ascii_strdown(part, -1);
    name[0] = g_ascii_toupper(name[0]);
    return uni_script_code(name) >= 0;
}

static gboolean is_region(const char *part)
{
    return (strlen(part) == 3 && strspn(part, "0123456789") == 3) ||
           (strlen(part) == 2 && is_listed(uloc_getISOCountries(), part));
}

char *tag_find_problem(const char *tag)
{
    if (g_ascii_strcasecmp(tag, "x-default") == 0)
        return NULL;
    g_auto(GStrv) parts = g_strsplit(tag, "-", 8);
    char **part = parts;
    if (!*part || !is_listed(uloc_getISOLanguages(), *part))
        return g_strdup_printf("no language '%s'", *part ? *part : "");
    part++;
    if (*part && is_script(*part))
        part++;
    if (!*part)
        return NULL;
    if (!is_region(*part))
        return g_strdup_printf("no region '%s'", *part);
    return part[1] ? g_strdup_printf("'%s' behind the region", part[1]) : NULL;
}
