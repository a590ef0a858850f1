/*
 * parity_lint.h: the defects of one page, or of one section's pages, for those who have to mend them
 * (`isoglot parity --lint`).
 *
 * As text, one defect a line, as compilers print them:
 *
 *     URL:LINE: CODE: what is wrong: DETAIL
 *
 * LINE is missing where no line of the page is known; of the same URL lines come in their order. As JSON, one array:
 * [{"url": …, "line": N | null, "code": …, "message": …, "detail": …}, …]. The codes are those of parity_finding.h. What
 * is wrong is said in the words of a language (message report_code_CODE, hyphens as underscores).
 */
#ifndef ISOGLOT_PARITY_LINT_H
#define ISOGLOT_PARITY_LINT_H

#include "query/parity_facts.h"

G_BEGIN_DECLS

/*
 * Appends the defects of `what`, a URL or the name of a configured section, to `out`, and counts them in *n. FAULT_USAGE:
 * no page of an index has this URL, and no section this name. Pages come in the order of their URLs.
 */
gboolean parity_lint(const ParityFacts *facts, const char *what, gboolean is_json, const LangProfile *words,
                     GString *out, guint64 *n, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
