/*
 * date.h: dates as sitemaps, feeds and pages write them, in seconds since 1970, UTC.
 *
 * White space around a date is passed over; anything else that is too much or missing makes it malformed, and
 * a malformed date, or a day that the calendar does not have, is RECORD_DATE_UNKNOWN (shim/record.h). No
 * locale is asked.
 */
#ifndef ISOGLOT_DATE_H
#define ISOGLOT_DATE_H

#include <glib.h>

G_BEGIN_DECLS

/*
 * W3C datetime (NOTE-datetime) in all its precisions: "2024", "2024-06", "2024-06-03",
 * "2024-06-03T10:30+02:00", with seconds and fractions of any length; what is left out is the first (of
 * January, 00:00). Beyond it, as sites write: a space for "T", lower case, a zone of "+0200" or "+02", no
 * zone (UTC).
 */
gint64 date_parse_w3c(const char *text);

/*
 * A date of mail (RFC 822, RFC 2822 3.3 and 4.3): the weekday and the seconds may be missing, the year may
 * have two digits, the zone must be there. A name of a zone that the RFC does not know means UTC.
 */
gint64 date_parse_mail(const char *text);

/* ISO 8601 as GLib reads it (g_date_time_new_from_iso8601(): weeks and days of the year as well, nothing less precise than a
 * day), as pages and WARC files write it. No zone: UTC. */
gint64 date_parse_iso8601(const char *text);

G_END_DECLS

#endif
