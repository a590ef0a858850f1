#include "shim/guard.hh"

#include <new>

static Fault set(GError **error, Fault code, const std::string &subject, const std::string &what)
{
    g_set_error(error, FAULT, code, "%s: %s", subject.c_str(), what.c_str());
    return code;
}

/* Xapian's description without the class name, with the system's reason where there is one. */
static std::string describe(const Xapian::Error &e)
{
    std::string text = e.get_msg();
    const char *reason = e.get_error_string();
    if (reason && *reason)
        text += std::string(" (") + reason + ")";
    return text;
}

Fault fault_from_exception(const std::string &subject, GError **error) noexcept
{
    try {
        throw;
    } catch (const FaultException &e) {
        return set(error, e.code, subject, e.message);
    } catch (const Xapian::DatabaseLockError &e) {
        return set(error, FAULT_RETRY, subject, describe(e));
    } catch (const Xapian::DatabaseModifiedError &e) {
        return set(error, FAULT_RETRY, subject, "the index kept changing while it was read");
    } catch (const Xapian::DatabaseCorruptError &e) {
        return set(error, FAULT_REINDEX, subject, "damaged: " + describe(e) + "; reindex");
    } catch (const Xapian::DatabaseVersionError &e) {
        return set(error, FAULT_REINDEX, subject, "of another version: " + describe(e) + "; reindex");
    } catch (const Xapian::Error &e) {
        return set(error, FAULT_STOP, subject, describe(e));
    } catch (const std::bad_alloc &) {
        return set(error, FAULT_STOP, subject, "out of memory");
    } catch (const std::exception &e) {
        return set(error, FAULT_STOP, subject, e.what());
    } catch (...) {
        return set(error, FAULT_STOP, subject, "unknown failure");
    }
}
