/*
 * json.h: strict JSON (RFC 8259) in and out. The indexer's only door to jansson.
 */
#ifndef ISOGLOT_INDEXER_JSON_H
#define ISOGLOT_INDEXER_JSON_H

#include <glib.h>

#include "indexer/page.h"

G_BEGIN_DECLS

/* The page that one line of JSON Lines describes (DESIGN.md section 4). FAULT_SKIP: what is wrong with which key. */
Page *json_parse_page(const char *line, gsize n, GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct JsonValue JsonValue; /* a value that was read */

/* NULL: it is not JSON, nested deeper than LIMIT_JSON_DEPTH, or has more than about `values` values. */
JsonValue *json_parse(const char *text, gsize n, guint values) G_GNUC_WARN_UNUSED_RESULT;
void json_value_free(JsonValue *value);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(JsonValue, json_value_free)

/* What is read lives as long as the value that json_parse() gave. NULL: it is no object, or has no such member. */
const JsonValue *json_find(const JsonValue *object, const char *key);
const char *json_text(const JsonValue *value); /* NULL: it is no text; a NULL value is none */

/* Calls `func` with the members of an array or object, in order; with anything else not at all. */
typedef void (*JsonFunc)(const JsonValue *value, gpointer user);
void json_each(const JsonValue *value, JsonFunc func, gpointer user);
gboolean json_is_list(const JsonValue *value);

typedef struct JsonObject JsonObject; /* an object that is being written, keys in order */

JsonObject *json_object_new(void);
void json_put_text(JsonObject *object, const char *key, const char *value); /* NULL: null */
void json_put_number(JsonObject *object, const char *key, double value);
void json_put_integer(JsonObject *object, const char *key, gint64 value);
void json_put_boolean(JsonObject *object, const char *key, gboolean value);
void json_put_object(JsonObject *object, const char *key, JsonObject *value); /* takes value */
void json_put_array(JsonObject *object, const char *key, GPtrArray *objects); /* takes the JsonObjects in it */
void json_put_texts(JsonObject *object, const char *key, const GPtrArray *texts); /* an array of them */
void json_put_date(JsonObject *object, const char *key, gint64 seconds);     /* ISO 8601, or null if unknown */

/* One line without its end, valid UTF-8; frees the object. g_free(). */
char *json_object_finish(JsonObject *object);

G_END_DECLS

#endif
