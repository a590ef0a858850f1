/*
 * host.h: the host of a URL, by the WHATWG URL Standard (section 3.5).
 */
#ifndef ISOGLOT_HOST_H
#define ISOGLOT_HOST_H

#include <glib.h>

G_BEGIN_DECLS

/*
 * Appends the one spelling of a host: a domain in lower case, percent-decoded, IDN as punycode (UTS #46, nontransitional);
 * an IPv4 address as four decimal numbers, whatever short, octal or hexadecimal form it had ("0x7f.1" → "127.0.0.1"); an
 * IPv6 address in brackets, its longest run of zeros left out. A dot behind the domain stays. FALSE: not a host, or longer
 * than LIMIT_URL; `out` is as it was.
 */
gboolean host_parse(const char *host, gsize n, GString *out) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
