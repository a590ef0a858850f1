/*
 * workers.h: threads that do jobs, begun in the order in which they were given.
 *
 * A job is the first member of a struct that holds what it needs and what it finds; its owner keeps the struct until it
 * has waited for it. What the owner wrote before workers_start() the job sees, what the job wrote the owner sees after
 * workers_wait(). Jobs share nothing else: a handle belongs to one job, or is kept per thread. All functions are called
 * by the one thread that made the workers; a job calls none of them.
 */
#ifndef ISOGLOT_WORKERS_H
#define ISOGLOT_WORKERS_H

#include <glib.h>

G_BEGIN_DECLS

typedef struct Workers Workers;
typedef struct Job Job;

struct Job {
    void (*run)(Job *job, guint thread); /* `thread`: 0 … workers_count() - 1, for handles that are kept per thread */
    gboolean is_done;                    /* the workers' */
};

/* One thread per processor, at most LIMIT_THREADS. */
Workers *workers_new(void);
guint workers_count(const Workers *workers);

void workers_start(Workers *workers, Job *job);

/* Returns when the job is done; at once if it was never started or has been waited for. */
void workers_wait(Workers *workers, Job *job);

/* Is a job that was started done? Does not wait. */
gboolean workers_try(Workers *workers, const Job *job);

/* All that was started is done first. */
void workers_free(Workers *workers);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Workers, workers_free)

G_END_DECLS

#endif
