#include "query/backlog.h"

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

static gboolean ask_kernel(int netlink, ino_t inode)
{
    struct {
        struct nlmsghdr header;
        struct unix_diag_req body;
    } request = {
        .header = {.nlmsg_len = sizeof request, .nlmsg_type = SOCK_DIAG_BY_FAMILY, .nlmsg_flags = NLM_F_REQUEST},
        .body = {.sdiag_family = AF_UNIX,
                 .udiag_states = G_MAXUINT32,
                 .udiag_ino = inode,
                 .udiag_show = UDIAG_SHOW_RQLEN,
                 .udiag_cookie = {G_MAXUINT32, G_MAXUINT32}},
    };
    return send(netlink, &request, sizeof request, 0) == sizeof request;
}

/* The queue's length in the kernel's answer. */
static guint read_answer(int netlink)
{
    union {
        struct nlmsghdr header;
        char bytes[4096];
    } answer;
    ssize_t n = recv(netlink, &answer, sizeof answer, 0);
    if (n < (ssize_t)NLMSG_LENGTH(sizeof(struct unix_diag_msg)) || !NLMSG_OK(&answer.header, (size_t)n) ||
        answer.header.nlmsg_type != SOCK_DIAG_BY_FAMILY)
        return 0;
    const struct unix_diag_msg *message = NLMSG_DATA(&answer.header);
    int left = answer.header.nlmsg_len - NLMSG_LENGTH(sizeof *message);
    for (const struct rtattr *a = (const struct rtattr *)(message + 1); RTA_OK(a, left); a = RTA_NEXT(a, left))
        if (a->rta_type == UNIX_DIAG_RQLEN && RTA_PAYLOAD(a) >= sizeof(struct unix_diag_rqlen))
            return ((const struct unix_diag_rqlen *)RTA_DATA(a))->udiag_rqueue;
    return 0;
}

static guint count_local(int fd)
{
    struct stat st;
    int netlink = fstat(fd, &st) == 0 ? socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG) : -1;
    if (netlink < 0)
        return 0;
    struct timeval limit = {.tv_usec = 100000};
    setsockopt(netlink, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    guint n = ask_kernel(netlink, st.st_ino) ? read_answer(netlink) : 0;
    close(netlink);
    return n;
}

guint backlog_count(int fd)
{
    struct tcp_info info;
    socklen_t n = sizeof info;
    if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &n) == 0)
        return info.tcpi_unacked;
    return count_local(fd);
}
