/*
 * report_json.h: a report for programs, as query/web/parity.schema.json has it ("isoglot-parity-1"): a version of the schema adds members
 * and takes none away; what would break a reader is another version.
 *
 * Cells are as report_plain.h writes them, numbers as numbers, nothing as null, what is suppressed as {"less_than": 5}.
 */
#ifndef ISOGLOT_REPORT_JSON_H
#define ISOGLOT_REPORT_JSON_H

#include "query/report.h"

G_BEGIN_DECLS

/* What does not depend on the moment, or (`is_service`) what does; g_free(). */
char *report_json(const Report *report, gboolean is_service);

G_END_DECLS

#endif
