/*
 * json.h: strict JSON (RFC 8259) in and out. The query side's only door to jansson.
 */
#ifndef ISOGLOT_QUERY_JSON_H
#define ISOGLOT_QUERY_JSON_H

#include "query/indexnow.h"
#include "query/search.h"

G_BEGIN_DECLS

/* A text as JSON writes it, in quotes; what is not UTF-8 is replaced. */
void json_add_text(GString *out, const char *text);

/* An answer as DESIGN.md section 5 has it, and an error; g_free(). */
char *render_json(const Request *request, const Answer *answer, const Config *config);
char *render_json_error(const char *code, const char *text);

/* What `isoglot parity` prints: where the report is, its digest, the index, and the language that is served worst with its
 * own (NaN, NULL: not known, null); g_free(). */
char *render_json_headline(const char *report, const char *digest, double index, const char *worst, double worst_index);

/* OpenSearch suggestions, [typed, [text…], [""…], [url…]], in this order; g_free(). */
char *render_json_suggestions(const char *typed, const GPtrArray *texts, const GPtrArray *urls);

/*
 * The ping that the body of a POST describes: {"host":…, "key":…, "keyLocation":…, "urlList":[…]}; `key` and
 * `keyLocation` may be absent, other keys are passed over. Duplicates in the list are merged. FAULT_SKIP: it
 * is not JSON ("not JSON: …"; a key that comes twice, NUL in a text and what exceeds LIMIT_JSON_DEPTH or
 * LIMIT_INDEXNOW_VALUES are refused too), or a value is not of the type it should have.
 */
Ping *json_parse_ping(const char *text, gsize n, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
