#include "query/workers.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "shim/limits.h"

#define WORKER_PAUSE_MS 100

static const int ending[] = {SIGTERM, SIGINT, SIGUSR1};

static volatile sig_atomic_t told_to_end;

static void note(int signal_number)
{
    told_to_end = signal_number;
}

static void get_ending(sigset_t *set)
{
    sigemptyset(set);
    for (guint i = 0; i < G_N_ELEMENTS(ending); i++)
        sigaddset(set, ending[i]);
}

void worker_begin(void)
{
    struct sigaction action = {.sa_handler = note};
    sigset_t set;
    get_ending(&set);
    sigprocmask(SIG_BLOCK, &set, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(ending); i++)
        sigaction(ending[i], &action, NULL);
}

gboolean worker_wait(int socket)
{
    struct pollfd fd = {.fd = socket, .events = POLLIN};
    sigset_t set, blocked;
    sigprocmask(SIG_BLOCK, NULL, &set);
    for (guint i = 0; i < G_N_ELEMENTS(ending); i++)
        sigdelset(&set, ending[i]);
    /* ppoll() lets no signal through when there is a connection, and under load there always is one. */
    sigprocmask(SIG_SETMASK, &set, &blocked);
    sigprocmask(SIG_SETMASK, &blocked, NULL);
    while (!told_to_end)
        if (ppoll(&fd, 1, NULL, &set) > 0)
            return TRUE;
    return FALSE;
}

static pid_t start(WorkerFunc *work, guint number, gpointer user)
{
    pid_t above = getpid(), pid = fork();
    if (pid != 0)
        return pid;
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != above) /* it ended before it could be known */
        _exit(EXIT_SUCCESS);
    exit(work(number, user));
}

/* Waits for the end of one worker, without `is_complete` for WORKER_PAUSE_MS only; 0: none has ended, or told to end before. */
static pid_t wait_for_end(gboolean is_complete, int *status)
{
    const struct timespec pause = {.tv_nsec = WORKER_PAUSE_MS * 1000000L};
    sigset_t set;
    get_ending(&set);
    sigaddset(&set, SIGCHLD);
    for (;;) {
        pid_t pid = waitpid(-1, status, WNOHANG);
        if (pid != 0 || told_to_end)
            return pid;
        int got = sigtimedwait(&set, NULL, is_complete ? NULL : &pause);
        if (got > 0 && got != SIGCHLD)
            told_to_end = got;
        if (got < 0 && errno == EAGAIN)
            return 0;
    }
}

/* Starts those that are not there; how many are there then. */
static guint fill(pid_t *pids, guint n, WorkerFunc *work, gpointer user)
{
    guint count = 0;
    for (guint i = 0; i < n; i++) {
        if (pids[i] <= 0)
            pids[i] = start(work, i, user);
        count += pids[i] > 0;
    }
    return count;
}

/* From `begin` on. */
static void end_all(const pid_t *pids, guint begin, guint end)
{
    for (guint i = begin; i < end; i++)
        if (pids[i] > 0)
            kill(pids[i], SIGTERM);
    for (guint i = begin; i < end; i++)
        if (pids[i] > 0)
            while (waitpid(pids[i], NULL, 0) < 0 && errno == EINTR)
                ;
}

int workers_run(guint n, WorkerFunc *work, gpointer user)
{
    pid_t pids[LIMIT_WORKERS] = {0};
    sigset_t child;
    int status = 0;
    n = CLAMP(n, 1, LIMIT_WORKERS);
    worker_begin();
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child, NULL);
    guint count = fill(pids, n, work, user);
    while (count && !told_to_end) {
        pid_t ended = wait_for_end(count == n, &status);
        for (guint i = 0; i < n; i++)
            pids[i] = pids[i] == ended ? 0 : pids[i];
        if (ended > 0 && status != 0)
            g_usleep(WORKER_PAUSE_MS * 1000);
        count = told_to_end ? n : fill(pids, n, work, user);
    }
    end_all(pids, 0, 1);
    end_all(pids, 1, n);
    return count ? EXIT_SUCCESS : EXIT_FAILURE;
}
