/*
 * address.h: which network addresses are the public web's, and which belong to a machine, a building or a
 * protocol.
 *
 * A crawler that follows links must not be led into the network that it runs in: what an address is counts at
 * the moment it is connected to, whatever name it was found under.
 */
#ifndef ISOGLOT_ADDRESS_H
#define ISOGLOT_ADDRESS_H

#include <glib.h>
#include <sys/socket.h>

G_BEGIN_DECLS

/*
 * TRUE: a global unicast address, IPv4 or IPv6. FALSE: anything else, also a family that is neither.
 *
 * Source: the IANA special-purpose address registries (RFC 6890; IPv4 and IPv6, as of 2025), column "globally
 * reachable", where "not applicable" counts as no; multicast and what IANA has not assigned (outside
 * 2000::/3, RFC 4291 2.4) are not global unicast. An address that leads to an IPv4 address is judged by that:
 * mapped (::ffff:0:0/96), translated (64:ff9b::/96, RFC 6052), 6to4 (2002::/16, RFC 3056).
 */
gboolean address_is_public(const struct sockaddr *address);

G_END_DECLS

#endif
