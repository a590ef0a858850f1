/* The promises of indexer/date.h. */
#include "indexer/date.h"
#include "shim/record.h"

typedef struct {
    const char *text, *expected; /* ISO 8601 in UTC, or NULL: RECORD_DATE_UNKNOWN */
} Row;

static void check_rows(gint64 (*parse)(const char *), const Row *rows, guint n)
{
    for (guint i = 0; i < n; i++) {
        gint64 seconds = parse(rows[i].text);
        g_autoptr(GDateTime) when =
            seconds == RECORD_DATE_UNKNOWN ? NULL : g_date_time_new_from_unix_utc(seconds);
        g_autofree char *got = when ? g_date_time_format_iso8601(when) : NULL;
        if (g_strcmp0(got, rows[i].expected) != 0)
            g_error("'%s': expected %s, got %s", rows[i].text, rows[i].expected, got);
    }
}

static void every_precision_of_the_note_is_read(void)
{
    static const Row rows[] = {{"2014", "2014-01-01T00:00:00Z"},
                               {"2014-06", "2014-06-01T00:00:00Z"},
                               {"2014-06-03", "2014-06-03T00:00:00Z"},
                               {"2014-06-03T10:30Z", "2014-06-03T10:30:00Z"},
                               {"2014-06-03T10:30+00:00", "2014-06-03T10:30:00Z"},
                               {"2014-06-03T10:30:45-05:00", "2014-06-03T15:30:45Z"},
                               {"2014-06-03T10:30:45.82+05:30", "2014-06-03T05:00:45Z"},
                               {"2014-06-03T10:30:45.123456789Z", "2014-06-03T10:30:45Z"},
                               {"2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"},
                               {"2024-02-29", "2024-02-29T00:00:00Z"},
                               {"1969-12-31T23:00:00-02:00", "1970-01-01T01:00:00Z"}};
    check_rows(date_parse_w3c, rows, G_N_ELEMENTS(rows));
}

static void what_sites_write_is_read(void)
{
    static const Row rows[] = {{"\n\t 2014-06-03 \n", "2014-06-03T00:00:00Z"},
                               {"2014-06-03 10:30:45", "2014-06-03T10:30:45Z"},
                               {"2014-06-03T10:30:45", "2014-06-03T10:30:45Z"},
                               {"2014-06-03t10:30:45z", "2014-06-03T10:30:45Z"},
                               {"2014-06-03T10:30:45+0200", "2014-06-03T08:30:45Z"},
                               {"2014-06-03T10:30:45+02", "2014-06-03T08:30:45Z"},
                               {"2014-06-03 10:30:45 +0200", "2014-06-03T08:30:45Z"}};
    check_rows(date_parse_w3c, rows, G_N_ELEMENTS(rows));
}

static void what_is_malformed_is_unknown(void)
{
    static const char *const rows[] = {"",
                                       " ",
                                       "blah",
                                       "14",
                                       "20140603",
                                       "2014-6-3",
                                       "2014-13-01",
                                       "2014-00-00",
                                       "2014-02-30",
                                       "0000-00-00",
                                       "-0001-11-30T00:00:00+00:00",
                                       "2014-06-03T",
                                       "2014-06-03T25:00",
                                       "2014-06-03T10",
                                       "2014-06-03T10:61Z",
                                       "2014-06-03T10:30:99Z",
                                       "2014-06-03T10:30:45.Z",
                                       "2014-06-03T10:30+25:00",
                                       "2014-06-03T10:30+02:",
                                       "2014-06-03T10:30:45Zulu",
                                       "2014-06-03 or so",
                                       "3/6/2014",
                                       "99999-01-01"};
    static const char *const mail[] = {"",
                                       "blah",
                                       "05 Jan 17 13:34:55",
                                       "05 Jab 2017 13:34:55 GMT",
                                       "32 Jan 2017 13:34 GMT",
                                       "05 Jan 2017",
                                       "Thu, 05 Jan 2017 13:34:55 GMT and more",
                                       "2017-01-05",
                                       "05 Jan 7 13:34:55 GMT",
                                       "05 Jan 2017 13.34 GMT"};
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
        check_rows(date_parse_w3c, &(const Row){rows[i], NULL}, 1);
    for (guint i = 0; i < G_N_ELEMENTS(mail); i++)
        check_rows(date_parse_mail, &(const Row){mail[i], NULL}, 1);
}

static void dates_of_mail_are_read(void)
{
    static const Row rows[] = {{"Thu, 05 Jan 2017 12:34:50 GMT", "2017-01-05T12:34:50Z"},
                               {"Thu, 05 Jan 2017 13:34:51 +0100", "2017-01-05T12:34:51Z"},
                               {"Thu, 05 Jan 17 13:34:52 +0100", "2017-01-05T12:34:52Z"},
                               {"05 Jan 2017 13:34:53 +0100", "2017-01-05T12:34:53Z"},
                               {"5 Jan 2017 13:34 -0130", "2017-01-05T15:04:00Z"},
                               {"Sun, 6 Nov 94 08:49 EST", "1994-11-06T13:49:00Z"},
                               {"Sunday, 06-Nov-94 08:49:37 GMT", "1994-11-06T08:49:37Z"},
                               {"Mon, 06 September 2010 00:01:00 PDT", "2010-09-06T07:01:00Z"},
                               {"Mon, 06 Sep 2010 00:01:00 +0000 (UTC)", "2010-09-06T00:01:00Z"},
                               {"Mon, 06 Sep 2010 00:01:00 CET", "2010-09-06T00:01:00Z"},
                               {" Mon, 06 Sep 2010 00:01:00 Z ", "2010-09-06T00:01:00Z"}};
    check_rows(date_parse_mail, rows, G_N_ELEMENTS(rows));
}

static void dates_of_iso_8601_are_read(void)
{
    static const Row rows[] = {{"2024-06-03", "2024-06-03T00:00:00Z"},
                               {" 2024-06-03T10:30 ", "2024-06-03T10:30:00Z"},
                               {"2024-06-03T10:30:45", "2024-06-03T10:30:45Z"},
                               {"2024-06-03T10:30:45+02:00", "2024-06-03T08:30:45Z"},
                               {"20240603T103045Z", "2024-06-03T10:30:45Z"},
                               {"2024-W23-1T10:30:45Z", "2024-06-03T10:30:45Z"},
                               {"2024-06", NULL},
                               {"2024-02-30", NULL},
                               {"yesterday", NULL},
                               {"", NULL}};
    check_rows(date_parse_iso8601, rows, G_N_ELEMENTS(rows));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/date/every_precision_of_the_note_is_read", every_precision_of_the_note_is_read);
    g_test_add_func("/date/what_sites_write_is_read", what_sites_write_is_read);
    g_test_add_func("/date/what_is_malformed_is_unknown", what_is_malformed_is_unknown);
    g_test_add_func("/date/dates_of_mail_are_read", dates_of_mail_are_read);
    g_test_add_func("/date/dates_of_iso_8601_are_read", dates_of_iso_8601_are_read);
    return g_test_run();
}
