#include "shim/nesting.h"

gboolean nesting_exceeds(const char *json, gsize n, guint depth, guint values)
{
    gboolean in_string = FALSE;
    guint open = 0, seen = 1;
    for (gsize i = 0; i < n; i++) {
        char c = json[i];
        if (in_string && c == '\\')
            i++;
        else if (c == '"')
            in_string = !in_string;
        else if (in_string)
            continue;
        else if ((c == '[' || c == '{' || c == ',') && (seen++ >= values || (c != ',' && ++open > depth)))
            return TRUE;
        else if ((c == ']' || c == '}') && open)
            open--;
    }
    return FALSE;
}
