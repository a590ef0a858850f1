/* The promises of query/door.h. */
#include <glib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "query/door.h"
#include "shim/limits.h"

/* One end of a connection, of which the other stays here. */
static int connect_one(int *here)
{
    int ends[2];
    g_assert_cmpint(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), ==, 0);
    *here = ends[0];
    return ends[1];
}

static void close_door(Door *door)
{
    close(door->in);
    close(door->out);
}

static void as_many_as_may_wait_have_room_and_are_counted(void)
{
    Door door;
    int here[LIMIT_WAITING];
    g_assert_true(door_open(&door));
    for (guint i = 0; i < LIMIT_WAITING; i++) {
        g_assert_cmpuint(door_count(&door), ==, i);
        g_assert_true(door_let_in(&door, connect_one(&here[i])));
    }
    for (guint i = 0; i < LIMIT_WAITING; i++) {
        int taken = door_take(&door);
        g_assert_cmpint(taken, >=, 0);
        g_assert_cmpuint(door_count(&door), ==, LIMIT_WAITING - i - 1);
        close(taken);
        close(here[i]);
    }
    close_door(&door);
}

static void who_has_waited_longest_is_taken_first_and_lives_on(void)
{
    Door door;
    int first, second;
    char byte = 0;
    g_assert_true(door_open(&door));
    g_assert_true(door_let_in(&door, connect_one(&first)));
    g_assert_true(door_let_in(&door, connect_one(&second)));
    int taken = door_take(&door);
    g_assert_cmpint(write(taken, "1", 1), ==, 1);
    g_assert_cmpint(read(first, &byte, 1), ==, 1);
    close(taken);
    g_assert_cmpint(recv(first, &byte, 1, MSG_DONTWAIT), ==, 0);
    taken = door_take(&door);
    g_assert_cmpint(write(second, "2", 1), ==, 1);
    g_assert_cmpint(read(taken, &byte, 1), ==, 1);
    g_assert_cmpint(byte, ==, '2');
    close(taken);
    close(first);
    close(second);
    close_door(&door);
}

static void from_an_empty_door_nobody_is_taken(void)
{
    Door door;
    g_assert_true(door_open(&door));
    g_assert_cmpint(door_take(&door), ==, -1);
    g_assert_cmpuint(door_count(&door), ==, 0);
    close_door(&door);
}

static void who_finds_no_room_stays_the_callers(void)
{
    Door door;
    struct stat st;
    int here[8 * LIMIT_WAITING], there = -1;
    guint n = 0;
    g_assert_true(door_open(&door));
    while (n < G_N_ELEMENTS(here) && door_let_in(&door, there = connect_one(&here[n])))
        n++;
    g_assert_cmpuint(n, <, G_N_ELEMENTS(here));
    g_assert_cmpint(fstat(there, &st), ==, 0);
    close(there);
    for (guint i = 0; i <= n; i++)
        close(here[i]);
    close_door(&door);
}

static void who_waits_outlives_the_process_that_let_him_in(void)
{
    Door door;
    int here, status = -1;
    char byte;
    g_assert_true(door_open(&door));
    int there = connect_one(&here);
    pid_t pid = fork();
    if (pid == 0)
        _exit(!door_let_in(&door, there));
    close(there);
    g_assert_cmpint(waitpid(pid, &status, 0), ==, pid);
    g_assert_cmpint(status, ==, 0);
    int taken = door_take(&door);
    g_assert_cmpint(write(taken, "x", 1), ==, 1);
    g_assert_cmpint(read(here, &byte, 1), ==, 1);
    close(taken);
    close(here);
    close_door(&door);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/door/as_many_as_may_wait_have_room_and_are_counted",
                    as_many_as_may_wait_have_room_and_are_counted);
    g_test_add_func("/door/who_has_waited_longest_is_taken_first_and_lives_on",
                    who_has_waited_longest_is_taken_first_and_lives_on);
    g_test_add_func("/door/from_an_empty_door_nobody_is_taken", from_an_empty_door_nobody_is_taken);
    g_test_add_func("/door/who_finds_no_room_stays_the_callers", who_finds_no_room_stays_the_callers);
    g_test_add_func("/door/who_waits_outlives_the_process_that_let_him_in",
                    who_waits_outlives_the_process_that_let_him_in);
    return g_test_run();
}
