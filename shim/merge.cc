#include "shim/guard.hh"

#include <glib/gstdio.h>

#include "shim/disk.h"
#include "shim/index.h"

gboolean index_merge(const char *const *sources, const char *target, GError **error)
{
    return guarded(subject_of(target), error, [&]() -> gboolean {
        g_autofree char *temporary = g_strdup_printf("%s.new.XXXXXX", target);
        if (!g_mkdtemp_full(temporary, 0755))
            throw FaultException{FAULT_STOP, std::string("cannot make '") + temporary + "': " + g_strerror(errno)};
        try {
            Xapian::Database all;
            for (; *sources; sources++)
                all.add_database(Xapian::Database(*sources));
            all.compact(temporary, 0);
        } catch (...) {
            disk_remove(temporary);
            throw;
        }
        g_autoptr(GError) cause = nullptr;
        if (!disk_publish(temporary, target, &cause)) {
            disk_remove(temporary);
            throw FaultException{FAULT_STOP, cause->message};
        }
        return TRUE;
    });
}
