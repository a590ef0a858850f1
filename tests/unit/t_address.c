/* The promises of indexer/address.h: addresses from both edges of every block of the IANA registries. */
#include "indexer/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/un.h>

typedef struct {
    const char *address, *source;
} Row;

static gboolean is_public(const char *text)
{
    struct sockaddr_in v4 = {.sin_family = AF_INET};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
    if (inet_pton(AF_INET, text, &v4.sin_addr) == 1)
        return address_is_public((const struct sockaddr *)&v4);
    if (inet_pton(AF_INET6, text, &v6.sin6_addr) != 1)
        g_error("no address: %s", text);
    return address_is_public((const struct sockaddr *)&v6);
}

static void check(const Row *rows, guint n, gboolean expected)
{
    for (guint i = 0; i < n; i++)
        if (is_public(rows[i].address) != expected)
            g_error("%s (%s) is %s", rows[i].address, rows[i].source, expected ? "private" : "public");
}
#define CHECK(rows, expected) check(rows, G_N_ELEMENTS(rows), expected)

static void special_ipv4_is_private(void)
{
    static const Row rows[] = {
        {"0.0.0.0", "RFC 1122, this host"},
        {"0.255.255.255", "RFC 791, this network"},
        {"10.0.0.0", "RFC 1918"},
        {"10.255.255.255", "RFC 1918"},
        {"100.64.0.0", "RFC 6598, shared"},
        {"100.127.255.255", "RFC 6598, shared"},
        {"127.0.0.0", "RFC 1122, loopback"},
        {"127.0.0.1", "RFC 1122, loopback"},
        {"127.255.255.255", "RFC 1122, loopback"},
        {"169.254.0.0", "RFC 3927, link-local"},
        {"169.254.169.254", "RFC 3927, where clouds keep their secrets"},
        {"169.254.255.255", "RFC 3927, link-local"},
        {"172.16.0.0", "RFC 1918"},
        {"172.31.255.255", "RFC 1918"},
        {"192.0.0.0", "RFC 6890"},
        {"192.0.0.8", "RFC 7600, dummy"},
        {"192.0.0.11", "RFC 6890"},
        {"192.0.0.170", "RFC 7050, NAT64 discovery"},
        {"192.0.0.255", "RFC 6890"},
        {"192.0.2.0", "RFC 5737, documentation"},
        {"192.0.2.255", "RFC 5737, documentation"},
        {"192.88.99.0", "RFC 7526, 6to4 relay"},
        {"192.88.99.255", "RFC 7526, 6to4 relay"},
        {"192.168.0.0", "RFC 1918"},
        {"192.168.255.255", "RFC 1918"},
        {"198.18.0.0", "RFC 2544, benchmarking"},
        {"198.19.255.255", "RFC 2544, benchmarking"},
        {"198.51.100.0", "RFC 5737, documentation"},
        {"198.51.100.255", "RFC 5737, documentation"},
        {"203.0.113.0", "RFC 5737, documentation"},
        {"203.0.113.255", "RFC 5737, documentation"},
        {"224.0.0.1", "RFC 5771, multicast"},
        {"239.255.255.255", "RFC 2365, multicast"},
        {"240.0.0.0", "RFC 1112, reserved"},
        {"255.255.255.254", "RFC 1112, reserved"},
        {"255.255.255.255", "RFC 919, broadcast"},
    };
    CHECK(rows, FALSE);
}

static void other_ipv4_is_public(void)
{
    static const Row rows[] = {
        {"1.0.0.0", "behind 0/8"},
        {"9.255.255.255", "before 10/8"},
        {"11.0.0.0", "behind 10/8"},
        {"100.63.255.255", "before 100.64/10"},
        {"100.128.0.0", "behind 100.64/10"},
        {"126.255.255.255", "before 127/8"},
        {"128.0.0.0", "behind 127/8"},
        {"169.253.255.255", "before 169.254/16"},
        {"169.255.0.0", "behind 169.254/16"},
        {"172.15.255.255", "before 172.16/12"},
        {"172.32.0.0", "behind 172.16/12"},
        {"191.255.255.255", "before 192.0.0/24"},
        {"192.0.0.9", "RFC 7723, PCP anycast"},
        {"192.0.0.10", "RFC 8155, TURN anycast"},
        {"192.0.1.0", "between 192.0.0/24 and 192.0.2/24"},
        {"192.0.3.0", "behind 192.0.2/24"},
        {"192.31.196.1", "RFC 7535, AS112"},
        {"192.52.193.1", "RFC 7450, AMT"},
        {"192.88.98.255", "before 192.88.99/24"},
        {"192.88.100.0", "behind 192.88.99/24"},
        {"192.167.255.255", "before 192.168/16"},
        {"192.169.0.0", "behind 192.168/16"},
        {"192.175.48.1", "RFC 7534, AS112"},
        {"198.17.255.255", "before 198.18/15"},
        {"198.20.0.0", "behind 198.18/15"},
        {"198.51.99.255", "before 198.51.100/24"},
        {"198.51.101.0", "behind 198.51.100/24"},
        {"203.0.112.255", "before 203.0.113/24"},
        {"203.0.114.0", "behind 203.0.113/24"},
        {"223.255.255.255", "before 224/4"},
        {"157.150.185.49", "a web server"},
    };
    CHECK(rows, TRUE);
}

static void special_ipv6_is_private(void)
{
    static const Row rows[] = {
        {"::", "RFC 4291, unspecified"},
        {"::1", "RFC 4291, loopback"},
        {"::2", "RFC 4291, unassigned"},
        {"::8.8.8.8", "RFC 4291 2.5.5.1, IPv4-compatible, deprecated"},
        {"64:ff9b:1::", "RFC 8215, local translation"},
        {"64:ff9b:1:ffff:ffff:ffff:ffff:ffff", "RFC 8215, local translation"},
        {"100::", "RFC 6666, discard"},
        {"100:0:0:1::", "RFC 9780, dummy"},
        {"1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "RFC 4291, before 2000::/3"},
        {"2001::", "RFC 4380, Teredo"},
        {"2001:0:ffff:ffff:ffff:ffff:ffff:ffff", "RFC 4380, Teredo"},
        {"2001:1::", "RFC 2928"},
        {"2001:1::4", "RFC 2928"},
        {"2001:2::", "RFC 5180, benchmarking"},
        {"2001:4:111::", "RFC 2928"},
        {"2001:10::", "RFC 4843, ORCHID, deprecated"},
        {"2001:1f:ffff:ffff:ffff:ffff:ffff:ffff", "RFC 4843, ORCHID, deprecated"},
        {"2001:40::", "RFC 2928"},
        {"2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "RFC 2928"},
        {"2001:db8::", "RFC 3849, documentation"},
        {"2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "RFC 3849, documentation"},
        {"3fff::", "RFC 9637, documentation"},
        {"3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "RFC 9637, documentation"},
        {"4000::", "RFC 4291, behind 2000::/3"},
        {"5f00::1", "RFC 9602, segment routing"},
        {"fc00::", "RFC 4193, unique local"},
        {"fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "RFC 4193, unique local"},
        {"fe80::1", "RFC 4291, link-local"},
        {"febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "RFC 4291, link-local"},
        {"fec0::1", "RFC 3879, site-local, deprecated"},
        {"ff00::", "RFC 4291, multicast"},
        {"ff02::1", "RFC 4291, multicast"},
        {"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "RFC 4291, multicast"},
    };
    CHECK(rows, FALSE);
}

static void other_ipv6_is_public(void)
{
    static const Row rows[] = {
        {"2000::", "RFC 4291, begin of 2000::/3"},
        {"2001:1::1", "RFC 7723, PCP anycast"},
        {"2001:1::2", "RFC 8155, TURN anycast"},
        {"2001:1::3", "RFC 9665, DNS-SD anycast"},
        {"2001:3::", "RFC 7450, AMT"},
        {"2001:4:112::", "RFC 7535, AS112"},
        {"2001:20::", "RFC 7343, ORCHIDv2"},
        {"2001:3f:ffff:ffff:ffff:ffff:ffff:ffff", "RFC 9374, drone identification"},
        {"2001:200::", "behind 2001::/23"},
        {"2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", "before 2001:db8::/32"},
        {"2001:db9::", "behind 2001:db8::/32"},
        {"2003::", "behind 2002::/16"},
        {"2620:4f:8000::1", "RFC 7534, AS112"},
        {"2a00:1450:4001:800::200e", "a web server"},
        {"3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "before 3fff::/20"},
        {"3fff:1000::", "behind 3fff::/20"},
        {"3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "end of 2000::/3"},
    };
    CHECK(rows, TRUE);
}

static void ipv4_inside_ipv6_is_judged_by_itself(void)
{
    static const Row closed[] = {
        {"::ffff:127.0.0.1", "RFC 4291, mapped"},
        {"::ffff:10.0.0.1", "RFC 4291, mapped"},
        {"::ffff:169.254.169.254", "RFC 4291, mapped"},
        {"64:ff9b::127.0.0.1", "RFC 6052, translated"},
        {"64:ff9b::192.168.1.1", "RFC 6052, translated"},
        {"64:ff9b::1:8.8.8.8", "outside 64:ff9b::/96"},
        {"2002:7f00:1::", "RFC 3056, 6to4 of 127.0.0.1"},
        {"2002:c0a8:101::1", "RFC 3056, 6to4 of 192.168.1.1"},
        {"2002:a9fe:a9fe::", "RFC 3056, 6to4 of 169.254.169.254"},
        {"::fffe:8.8.8.8", "outside ::ffff:0:0/96"},
    };
    static const Row open[] = {
        {"::ffff:8.8.8.8", "RFC 4291, mapped"},
        {"::ffff:192.0.0.9", "RFC 4291, mapped"},
        {"64:ff9b::8.8.8.8", "RFC 6052, translated"},
        {"2002:808:808::1", "RFC 3056, 6to4 of 8.8.8.8"},
    };
    CHECK(closed, FALSE);
    CHECK(open, TRUE);
}

static void another_family_is_private(void)
{
    struct sockaddr_un local = {.sun_family = AF_UNIX};
    struct sockaddr_in none = {.sin_family = AF_UNSPEC, .sin_addr.s_addr = htonl(0x08080808)};
    g_assert_false(address_is_public((const struct sockaddr *)&local));
    g_assert_false(address_is_public((const struct sockaddr *)&none));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add_func("/address/" #name, name)
    ADD(special_ipv4_is_private);
    ADD(other_ipv4_is_public);
    ADD(special_ipv6_is_private);
    ADD(other_ipv6_is_public);
    ADD(ipv4_inside_ipv6_is_judged_by_itself);
    ADD(another_family_is_private);
    return g_test_run();
}
