#include "indexer/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#define IPV4(bits) (96 + (bits))
#define BYTES 16

/* An IPv4 address is looked up as ::ffff:a.b.c.d, so that there is one table. */
static const guint8 mapped[BYTES] = {[10] = 0xFF, 0xFF};

typedef enum { PRIVATE, PUBLIC, INSIDE } Verdict; /* INSIDE: judged by the IPv4 address within */

/* The first prefix that fits decides; exceptions stand before what they are taken from. */
static const struct {
    const char *prefix;
    guint bits;
    Verdict verdict;
    guint offset; /* of the IPv4 address, in bytes */
} blocks[] = {
    {"::ffff:0.0.0.0", IPV4(8), PRIVATE, 0},       /* this network, RFC 791 */
    {"::ffff:10.0.0.0", IPV4(8), PRIVATE, 0},      /* private use, RFC 1918 */
    {"::ffff:100.64.0.0", IPV4(10), PRIVATE, 0},   /* shared address space, RFC 6598 */
    {"::ffff:127.0.0.0", IPV4(8), PRIVATE, 0},     /* loopback, RFC 1122 */
    {"::ffff:169.254.0.0", IPV4(16), PRIVATE, 0},  /* link-local, RFC 3927 */
    {"::ffff:172.16.0.0", IPV4(12), PRIVATE, 0},   /* private use, RFC 1918 */
    {"::ffff:192.0.0.9", IPV4(32), PUBLIC, 0},     /* PCP anycast, RFC 7723 */
    {"::ffff:192.0.0.10", IPV4(32), PUBLIC, 0},    /* TURN anycast, RFC 8155 */
    {"::ffff:192.0.0.0", IPV4(24), PRIVATE, 0},    /* protocol assignments, RFC 6890 */
    {"::ffff:192.0.2.0", IPV4(24), PRIVATE, 0},    /* documentation, RFC 5737 */
    {"::ffff:192.88.99.0", IPV4(24), PRIVATE, 0},  /* 6to4 relay anycast, deprecated by RFC 7526 */
    {"::ffff:192.168.0.0", IPV4(16), PRIVATE, 0},  /* private use, RFC 1918 */
    {"::ffff:198.18.0.0", IPV4(15), PRIVATE, 0},   /* benchmarking, RFC 2544 */
    {"::ffff:198.51.100.0", IPV4(24), PRIVATE, 0}, /* documentation, RFC 5737 */
    {"::ffff:203.0.113.0", IPV4(24), PRIVATE, 0},  /* documentation, RFC 5737 */
    {"::ffff:224.0.0.0", IPV4(4), PRIVATE, 0},     /* multicast, RFC 5771 */
    {"::ffff:240.0.0.0", IPV4(4), PRIVATE, 0},     /* reserved, RFC 1112; limited broadcast, RFC 919 */
    {"::ffff:0.0.0.0", IPV4(0), PUBLIC, 0},        /* all other IPv4 */
    {"64:ff9b::", 96, INSIDE, 12},                 /* IPv4-IPv6 translation, RFC 6052 */
    {"2001:1::1", 128, PUBLIC, 0},                 /* PCP anycast, RFC 7723 */
    {"2001:1::2", 128, PUBLIC, 0},                 /* TURN anycast, RFC 8155 */
    {"2001:1::3", 128, PUBLIC, 0},                 /* DNS-SD service registration anycast, RFC 9665 */
    {"2001:3::", 32, PUBLIC, 0},                   /* AMT, RFC 7450 */
    {"2001:4:112::", 48, PUBLIC, 0},               /* AS112-v6, RFC 7535 */
    {"2001:20::", 28, PUBLIC, 0},                  /* ORCHIDv2, RFC 7343 */
    {"2001:30::", 28, PUBLIC, 0},                  /* drone remote identification, RFC 9374 */
    {"2001::", 23, PRIVATE, 0},                    /* protocol assignments, RFC 2928; Teredo among them */
    {"2001:db8::", 32, PRIVATE, 0},                /* documentation, RFC 3849 */
    {"2002::", 16, INSIDE, 2},                     /* 6to4, RFC 3056 */
    {"3fff::", 20, PRIVATE, 0},                    /* documentation, RFC 9637 */
    {"2000::", 3, PUBLIC, 0},                      /* global unicast, RFC 4291 */
    /* Outside it lie ::, ::1, 64:ff9b:1::/48, 100::/64, 5f00::/16, fc00::/7, fe80::/10, ff00::/8. */
};

static gboolean has_prefix(const guint8 *address, const char *text, guint bits)
{
    guint8 prefix[BYTES];
    g_assert(inet_pton(AF_INET6, text, prefix) == 1); /* the table is ours */
    guint whole = bits / 8, rest = bits % 8;
    return memcmp(address, prefix, whole) == 0 &&
           (!rest || (address[whole] ^ prefix[whole]) >> (8 - rest) == 0);
}

static gboolean is_public(const guint8 *address)
{
    for (guint i = 0; i < G_N_ELEMENTS(blocks); i++) {
        if (!has_prefix(address, blocks[i].prefix, blocks[i].bits))
            continue;
        if (blocks[i].verdict != INSIDE)
            return blocks[i].verdict == PUBLIC;
        guint8 inner[BYTES];
        memcpy(inner, mapped, BYTES);
        memcpy(inner + 12, address + blocks[i].offset, 4);
        return is_public(inner); /* a mapped address holds no other */
    }
    return FALSE;
}

gboolean address_is_public(const struct sockaddr *address)
{
    guint8 bytes[BYTES];
    memcpy(bytes, mapped, BYTES);
    if (address->sa_family == AF_INET)
        memcpy(bytes + 12, &((const struct sockaddr_in *)(const void *)address)->sin_addr, 4);
    else if (address->sa_family == AF_INET6)
        memcpy(bytes, &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr, BYTES);
    else
        return FALSE;
    return is_public(bytes);
}
