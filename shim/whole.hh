/*
 * whole.hh: an index directory that appears whole or not at all, for the C++ side of the shim.
 */
#ifndef ISOGLOT_WHOLE_HH
#define ISOGLOT_WHOLE_HH

#include "shim/guard.hh"

#include <cerrno>

#include "shim/disk.h"

/*
 * Lets `fill` write into a temporary directory beside `target`, syncs it and gives it its name. Throws FaultException
 * (FAULT_STOP) when the directory cannot be made or published, and what `fill` throws; nothing is left behind then.
 */
template <typename Fill> void appear_whole(const std::string &target, Fill &&fill)
{
    g_autofree char *temporary = g_strdup_printf("%s.new.XXXXXX", target.c_str());
    if (!g_mkdtemp_full(temporary, 0755))
        throw FaultException{FAULT_STOP, std::string("cannot make '") + temporary + "': " + g_strerror(errno)};
    try {
        fill(temporary);
        g_autoptr(GError) cause = nullptr;
        if (!disk_publish(temporary, target.c_str(), &cause))
            throw FaultException{FAULT_STOP, cause->message};
    } catch (...) {
        disk_remove(temporary);
        throw;
    }
}

#endif
