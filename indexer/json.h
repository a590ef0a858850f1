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
