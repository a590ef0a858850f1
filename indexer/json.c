#include "indexer/json.h"

#include <jansson.h>
#include <string.h>

#include "indexer/date.h"
#include "indexer/url.h"
#include "langs/lang.h"
#include "shim/limits.h"
#include "shim/nesting.h"
#include "shim/record.h"

static gboolean fail(GError **error, const char *key, const char *expected)
{
    g_set_error(error, FAULT, FAULT_SKIP, "'%s': expected %s", key, expected);
    return FALSE;
}

static gboolean get_text(const json_t *object, const char *key, gboolean required, char **value, GError **error)
{
    const json_t *v = json_object_get(object, key);
    if ((!v || json_is_null(v)) && !required)
        return TRUE;
    if (!json_is_string(v))
        return fail(error, key, "a text");
    *value = g_strdup(json_string_value(v));
    return TRUE;
}

/* A content system may give the parts of one page, named by their fragments, as records of their own. */
static char *resolve_record_url(const char *url)
{
    const char *fragment = strchr(url, '#');
    g_autofree char *page = url_resolve(NULL, url);
    g_autofree char *escaped = fragment ? g_uri_escape_string(fragment + 1, "!$&'()*+,;=:@/?", FALSE) : NULL;
    return page && escaped ? g_strconcat(page, "#", escaped, NULL) : g_steal_pointer(&page);
}

static gboolean read_fields(const json_t *object, Page *page, GError **error)
{
    g_autofree char *url = NULL, *date = NULL;
    if (!get_text(object, "url", TRUE, &url, error) || !get_text(object, "text", TRUE, &page->text, error) ||
        !get_text(object, "lang", FALSE, &page->lang, error) || !get_text(object, "title", FALSE, &page->title, error) ||
        !get_text(object, "group", FALSE, &page->group, error) || !get_text(object, "date", FALSE, &date, error))
        return FALSE;
    page->url = resolve_record_url(url);
    if (!page->url)
        return fail(error, "url", "an absolute http or https URL");
    if (page->lang && !lang_find(page->lang)) {
        g_set_error(error, FAULT, FAULT_SKIP, "'lang': unknown language '%s'", page->lang);
        return FALSE;
    }
    page->date = date && *date ? date_parse_iso8601(date) : RECORD_DATE_UNKNOWN;
    return page->date != RECORD_DATE_UNKNOWN || !date || !*date || fail(error, "date", "an ISO 8601 date");
}

Page *json_parse_page(const char *line, gsize n, GError **error)
{
    json_error_t where;
    if (nesting_exceeds(line, n, LIMIT_JSON_DEPTH, G_MAXUINT)) {
        g_set_error_literal(error, FAULT, FAULT_SKIP, "not JSON: nested too deep");
        return NULL;
    }
    json_t *object = json_loadb(line, n, JSON_REJECT_DUPLICATES, &where);
    g_autoptr(Page) page = page_new();
    if (!object) {
        g_set_error(error, FAULT, FAULT_SKIP, "not JSON: %s", where.text);
        return NULL;
    }
    gboolean ok = json_is_object(object) ? read_fields(object, page, error) : fail(error, "line", "an object");
    json_decref(object);
    return ok ? g_steal_pointer(&page) : NULL;
}

JsonValue *json_parse(const char *text, gsize n, guint values)
{
    if (nesting_exceeds(text, n, LIMIT_JSON_DEPTH, values))
        return NULL;
    return (JsonValue *)json_loadb(text, n, 0, NULL);
}

void json_value_free(JsonValue *v)
{
    json_decref((json_t *)v);
}

const JsonValue *json_find(const JsonValue *object, const char *key)
{
    return (const JsonValue *)json_object_get((const json_t *)object, key);
}

const char *json_text(const JsonValue *v)
{
    return json_string_value((const json_t *)v);
}

gboolean json_is_list(const JsonValue *v)
{
    return json_is_array((const json_t *)v);
}

void json_each(const JsonValue *value, JsonFunc func, gpointer user)
{
    json_t *v = (json_t *)value, *member;
    const char *key;
    gsize i;
    if (json_is_array(v))
        json_array_foreach(v, i, member)
            func((const JsonValue *)member, user);
    else
        json_object_foreach(v, key, member)
            func((const JsonValue *)member, user);
}

struct JsonObject {
    json_t *json;
};

JsonObject *json_object_new(void)
{
    JsonObject *o = g_new(JsonObject, 1);
    o->json = json_object();
    return o;
}

void json_put_text(JsonObject *o, const char *key, const char *value)
{
    json_object_set_new(o->json, key, value ? json_string(value) : json_null());
}

void json_put_number(JsonObject *o, const char *key, double value)
{
    json_object_set_new(o->json, key, json_real(value));
}

void json_put_integer(JsonObject *o, const char *key, gint64 value)
{
    json_object_set_new(o->json, key, json_integer(value));
}

void json_put_boolean(JsonObject *o, const char *key, gboolean value)
{
    json_object_set_new(o->json, key, json_boolean(value));
}

void json_put_object(JsonObject *o, const char *key, JsonObject *value)
{
    json_object_set_new(o->json, key, value->json);
    g_free(value);
}

void json_put_array(JsonObject *o, const char *key, GPtrArray *objects)
{
    json_t *array = json_array();
    for (guint i = 0; i < objects->len; i++) {
        JsonObject *item = g_ptr_array_index(objects, i);
        json_array_append_new(array, item->json);
        g_free(item);
    }
    json_object_set_new(o->json, key, array);
}

void json_put_texts(JsonObject *o, const char *key, const GPtrArray *texts)
{
    json_t *array = json_array();
    for (guint i = 0; i < texts->len; i++)
        json_array_append_new(array, json_string(g_ptr_array_index(texts, i)));
    json_object_set_new(o->json, key, array);
}

void json_put_date(JsonObject *o, const char *key, gint64 seconds)
{
    g_autoptr(GDateTime) when = seconds == RECORD_DATE_UNKNOWN ? NULL : g_date_time_new_from_unix_utc(seconds);
    g_autofree char *text = when ? g_date_time_format_iso8601(when) : NULL;
    json_put_text(o, key, text);
}

char *json_object_finish(JsonObject *o)
{
    char *raw = json_dumps(o->json, JSON_COMPACT);
    char *text = g_strdup(raw);
    free(raw);
    json_decref(o->json);
    g_free(o);
    return text;
}
