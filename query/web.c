#include "query/web.h"

const WebFile *web_find(const char *name)
{
    for (guint i = 0; i < web_files_n; i++)
        if (g_str_equal(web_files[i].name, name))
            return &web_files[i];
    return NULL;
}
