#include "indexer/workers.h"

#include "shim/limits.h"

typedef struct {
    Workers *workers;
    guint number;
    GThread *thread;
} Worker;

struct Workers {
    GMutex lock; /* over everything below, and Job.is_done */
    GCond work, done;
    GQueue waiting; /* Job* */
    gboolean is_over;
    guint n;
    Worker threads[LIMIT_THREADS];
};

/* The next job; NULL: there will be none any more. */
static Job *take_job(Workers *w)
{
    g_mutex_lock(&w->lock);
    while (g_queue_is_empty(&w->waiting) && !w->is_over)
        g_cond_wait(&w->work, &w->lock);
    Job *job = g_queue_pop_head(&w->waiting);
    g_mutex_unlock(&w->lock);
    return job;
}

static gpointer work(gpointer data)
{
    const Worker *worker = data;
    Workers *w = worker->workers;
    for (Job *job; (job = take_job(w));) {
        job->run(job, worker->number);
        g_mutex_lock(&w->lock);
        job->is_done = TRUE;
        g_cond_broadcast(&w->done);
        g_mutex_unlock(&w->lock);
    }
    return NULL;
}

Workers *workers_new(void)
{
    Workers *w = g_new0(Workers, 1);
    g_mutex_init(&w->lock);
    g_cond_init(&w->work);
    g_cond_init(&w->done);
    g_queue_init(&w->waiting);
    w->n = CLAMP(g_get_num_processors(), 1, LIMIT_THREADS);
    for (guint i = 0; i < w->n; i++) {
        w->threads[i] = (Worker){.workers = w, .number = i};
        w->threads[i].thread = g_thread_new("worker", work, &w->threads[i]);
    }
    return w;
}

guint workers_count(const Workers *w)
{
    return w->n;
}

void workers_start(Workers *w, Job *job)
{
    g_mutex_lock(&w->lock);
    job->is_done = FALSE;
    g_queue_push_tail(&w->waiting, job);
    g_cond_signal(&w->work);
    g_mutex_unlock(&w->lock);
}

void workers_wait(Workers *w, Job *job)
{
    g_mutex_lock(&w->lock);
    while (job->run && !job->is_done)
        g_cond_wait(&w->done, &w->lock);
    g_mutex_unlock(&w->lock);
}

gboolean workers_try(Workers *w, const Job *job)
{
    g_mutex_lock(&w->lock);
    gboolean is_done = job->is_done;
    g_mutex_unlock(&w->lock);
    return is_done;
}

void workers_free(Workers *w)
{
    g_mutex_lock(&w->lock);
    w->is_over = TRUE;
    g_cond_broadcast(&w->work);
    g_mutex_unlock(&w->lock);
    for (guint i = 0; i < w->n; i++)
        g_thread_join(w->threads[i].thread);
    g_mutex_clear(&w->lock);
    g_cond_clear(&w->work);
    g_cond_clear(&w->done);
    g_free(w);
}
