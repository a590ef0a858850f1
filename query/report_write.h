/*
 * report_write.h: a parity report as a folder that people, meetings and programs read.
 *
 *     OUT/index.html             the languages, each with its headline
 *     OUT/report.css
 *     OUT/LANG/index.html        the report: a page of summary, then a chapter per indicator
 *     OUT/LANG/TABLE.html        a working list
 *     OUT/LANG/method.html       how each figure is computed
 *     OUT/LANG/service.html      the chapters that depend on the moment
 *     OUT/LANG/report.odt        the report as a document for a meeting
 *     OUT/csv/TABLE.csv          each table; service.TABLE.csv those of service
 *     OUT/parity.json            all of it (query/web/parity.schema.json); service.json what depends on the moment
 *
 * The same Report gives the same bytes. What depends on the moment stands in files named service.* only.
 */
#ifndef ISOGLOT_REPORT_WRITE_H
#define ISOGLOT_REPORT_WRITE_H

#include "query/report.h"
#include "shim/config.h"

G_BEGIN_DECLS

/*
 * Writes the folder `out`, whole or not at all. Sections are named by their titles in `config`. `only`: no pages and
 * document but those of this language; NULL: of all languages of the report. An `out` that is there must be empty or a
 * report, which is replaced: else FAULT_USAGE. FAULT_STOP: the disk refuses; what was there stays.
 */
gboolean report_write(const Report *report, const Config *config, const LangProfile *only, const char *out,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
