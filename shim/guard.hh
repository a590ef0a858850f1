/*
 * guard.hh: where every C++ exception of the shim ends.
 *
 * Every extern "C" body is one guarded(subject, error, [&] { … return value; }). What is thrown becomes a GError of
 * domain FAULT by the one ladder in guard.cc, and the value returned is the type's zero (FALSE, nullptr).
 */
#ifndef ISOGLOT_GUARD_HH
#define ISOGLOT_GUARD_HH

#include <string>
#include <utility>

#include <xapian.h>

#include "shim/error.h"

/* How an index is named in front of every message about it. */
inline std::string subject_of(const std::string &path)
{
    return "index '" + path + "'";
}

/* Thrown where our own code finds the fault; the message is complete. */
struct FaultException {
    Fault code;
    std::string message;
};

/* Sets *error from the exception being handled; to be called inside a catch block only. Returns the code. */
Fault fault_from_exception(const std::string &subject, GError **error) noexcept;

template <typename Body> auto guarded(const std::string &subject, GError **error, Body &&body) noexcept -> decltype(body())
{
    try {
        return std::forward<Body>(body)();
    } catch (...) {
        fault_from_exception(subject, error);
        return {};
    }
}

#endif
