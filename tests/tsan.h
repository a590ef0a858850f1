/*
 * tsan.h: included before everything by `make SAN=thread`. GLib's locks are futexes of its own, which ThreadSanitizer
 * does not see; here it is told what they order.
 */
#include <glib.h>
#include <sanitizer/tsan_interface.h>

static inline void tsan_lock(GMutex *m)
{
    g_mutex_lock(m);
    __tsan_acquire(m);
}

static inline void tsan_unlock(GMutex *m)
{
    __tsan_release(m);
    g_mutex_unlock(m);
}

static inline void tsan_wait(GCond *c, GMutex *m)
{
    __tsan_release(m);
    g_cond_wait(c, m);
    __tsan_acquire(m);
}

#define g_mutex_lock tsan_lock
#define g_mutex_unlock tsan_unlock
#define g_cond_wait tsan_wait
