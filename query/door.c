#include "query/door.h"

#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "shim/limits.h"

/* One byte, with a descriptor beside it, which keeps it apart from the next byte (unix(7), SCM_RIGHTS). */
typedef struct {
    struct msghdr head;
    struct iovec text;
    char byte;
    union {
        struct cmsghdr head;
        char bytes[CMSG_SPACE(sizeof(int))];
    } control;
} Message;

static void begin(Message *m)
{
    *m = (Message){.text = {&m->byte, 1}};
    m->head = (struct msghdr){.msg_iov = &m->text,
                              .msg_iovlen = 1,
                              .msg_control = m->control.bytes,
                              .msg_controllen = sizeof m->control.bytes};
}

gboolean door_open(Door *door)
{
    int ends[2], room = LIMIT_WAITING * LIMIT_WAITING_BYTES;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) != 0)
        return FALSE;
    setsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
    *door = (Door){ends[0], ends[1]};
    return TRUE;
}

guint door_count(const Door *door)
{
    int n = 0;
    return ioctl(door->out, FIONREAD, &n) == 0 ? n : 0;
}

gboolean door_let_in(const Door *door, int connection)
{
    Message m;
    begin(&m);
    struct cmsghdr *control = CMSG_FIRSTHDR(&m.head);
    *control =
        (struct cmsghdr){.cmsg_len = CMSG_LEN(sizeof connection), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS};
    *(int *)CMSG_DATA(control) = connection;
    if (sendmsg(door->in, &m.head, MSG_NOSIGNAL) != 1)
        return FALSE;
    close(connection);
    return TRUE;
}

int door_take(const Door *door)
{
    Message m;
    begin(&m);
    if (recvmsg(door->out, &m.head, MSG_CMSG_CLOEXEC) != 1)
        return -1;
    const struct cmsghdr *control = CMSG_FIRSTHDR(&m.head);
    return control && control->cmsg_type == SCM_RIGHTS ? *(const int *)CMSG_DATA(control) : -1;
}
