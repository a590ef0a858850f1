#include "shim/index.h"
#include "shim/whole.hh"

gboolean index_merge(const char *const *sources, const char *target, GError **error)
{
    return guarded(subject_of(target), error, [&]() -> gboolean {
        appear_whole(target, [&](const char *temporary) {
            Xapian::Database all;
            for (; *sources; sources++)
                all.add_database(Xapian::Database(*sources));
            all.compact(temporary, 0);
        });
        return TRUE;
    });
}
