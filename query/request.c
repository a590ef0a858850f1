#include "query/request.h"

#include <stdlib.h>
#include <string.h>

#include "query/represent.h"
#include "shim/limits.h"

#define DEFAULT_PER_PAGE 10

Request *request_new(const LangProfile *lang)
{
    Request *r = g_new0(Request, 1);
    r->query = g_strdup("");
    r->lang = lang;
    r->page = 1;
    r->per_page = DEFAULT_PER_PAGE;
    r->section = g_strdup("");
    r->type = g_strdup("");
    r->site = g_strdup("");
    r->after = r->before = RECORD_DATE_UNKNOWN;
    return r;
}

void request_free(Request *r)
{
    g_free(r->query);
    g_free(r->section);
    g_free(r->type);
    g_free(r->site);
    g_free(r);
}

static gboolean fail(GError **error, const char *what, const char *where)
{
    g_set_error(error, FAULT, FAULT_SKIP, "bad request: %s in '%s'", what, where);
    return FALSE;
}

char *request_clean_query(const char *query)
{
    g_autofree char *valid = g_utf8_make_valid(query, -1);
    gsize n = strlen(valid);
    if (n > LIMIT_QUERY)
        *(char *)g_utf8_find_prev_char(valid, valid + LIMIT_QUERY + 1) = '\0';
    for (char *p = valid; *p; p++)
        if (g_ascii_iscntrl(*p))
            *p = ' ';
    return g_strdup(g_strstrip(valid));
}

gint64 request_parse_date(const char *text)
{
    static const char shape[] = "dddd-dd-dd";
    gsize n = strlen(text);
    if ((n != 4 && n != 7 && n != 10) || *text == '0')
        return RECORD_DATE_UNKNOWN;
    for (gsize i = 0; i < n; i++)
        if (shape[i] == 'd' ? !g_ascii_isdigit(text[i]) : text[i] != shape[i])
            return RECORD_DATE_UNKNOWN;
    int year = atoi(text), month = n > 4 ? atoi(text + 5) : 1, day = n > 7 ? atoi(text + 8) : 1;
    g_autoptr(GDateTime) when = g_date_time_new_utc(year, month, day, 0, 0, 0);
    return when ? g_date_time_to_unix(when) : RECORD_DATE_UNKNOWN;
}

static gboolean read_number(const char *value, guint64 least, guint64 most, guint *out, const char *name,
                            GError **error)
{
    guint64 number;
    if (!g_ascii_string_to_unsigned(value, 10, least, most, &number, NULL))
        return fail(error, "a number that is out of range", name);
    *out = number;
    return TRUE;
}

static void take(char **field, char **value)
{
    g_free(*field);
    *field = g_steal_pointer(value);
}

static gboolean read_parameter(Request *r, const char *name, char **value, const GPtrArray *languages, GError **error)
{
    const char *v = *value;
    if (!*v)
        return TRUE; /* an empty field of the form */
    if (g_str_equal(name, "q")) {
        g_free(r->query);
        r->query = request_clean_query(v);
    } else if (g_str_equal(name, "lang")) {
        r->lang = lang_find(v);
        return (r->lang && g_ptr_array_find((GPtrArray *)languages, r->lang, NULL)) ||
               fail(error, "an unknown language", "lang");
    } else if (g_str_equal(name, "ql")) {
        r->tongue = lang_find(v);
        return (r->tongue && g_ptr_array_find((GPtrArray *)languages, r->tongue, NULL)) ||
               fail(error, "an unknown language", "ql");
    } else if (g_str_equal(name, "p")) {
        return read_number(v, 1, LIMIT_DEPTH_OF_RESULTS, &r->page, name, error);
    } else if (g_str_equal(name, "n")) {
        return read_number(v, 1, LIMIT_PER_PAGE, &r->per_page, name, error);
    } else if (g_str_equal(name, "sort")) {
        r->sort = g_str_equal(v, "date") ? SORT_NEWEST : SORT_RELEVANCE;
    } else if (g_str_equal(name, "section")) {
        take(&r->section, value);
    } else if (g_str_equal(name, "type")) {
        take(&r->type, value);
    } else if (g_str_equal(name, "site")) {
        take(&r->site, value);
    } else if (g_str_equal(name, "after") || g_str_equal(name, "before")) {
        gint64 date = request_parse_date(v);
        *(name[0] == 'a' ? &r->after : &r->before) = date;
        return date != RECORD_DATE_UNKNOWN || fail(error, "no date", name);
    } else if (g_str_equal(name, "all")) {
        r->all_languages = g_str_equal(v, "1");
    } else if (g_str_equal(name, "explain")) {
        r->explain = g_str_equal(v, "1");
    } else if (g_str_equal(name, "spelling")) {
        r->is_literal = g_str_equal(v, "0");
    } else if (g_str_equal(name, "format")) {
        r->form = representation_find(v);
        return r->form || fail(error, "an unknown format", "format");
    }
    return TRUE; /* other parameters are the site's own business */
}

char *request_decode(const char *text)
{
    g_autofree char *spaced = g_strdelimit(g_strdup(text), "+", ' ');
    g_autofree char *plain = g_uri_unescape_string(spaced, NULL);
    return plain && g_utf8_validate(plain, -1, NULL) ? g_steal_pointer(&plain) : NULL;
}

static gboolean read_pair(Request *r, char *pair, const GPtrArray *languages, GError **error)
{
    char *equals = strchr(pair, '=');
    if (equals)
        *equals++ = '\0';
    g_autofree char *name = request_decode(pair), *value = request_decode(equals ? equals : "");
    if (!name || !value)
        return fail(error, "ill-formed encoding", "query string");
    return read_parameter(r, name, &value, languages, error);
}

Request *request_parse(const char *query_string, const char *accept_language, const char *accept,
                       const GPtrArray *languages, GError **error)
{
    g_autoptr(Request) r = request_new(lang_negotiate(accept_language, languages));
    query_string = query_string ? query_string : "";
    if (strlen(query_string) > LIMIT_QUERY_STRING) {
        fail(error, "too many bytes", "query string");
        return NULL;
    }
    r->form = representation_negotiate(accept);
    g_auto(GStrv) pairs = g_strsplit(query_string, "&", LIMIT_PARAMETERS + 1);
    if (g_strv_length(pairs) > LIMIT_PARAMETERS) {
        fail(error, "too many parameters", "query string");
        return NULL;
    }
    for (char **pair = pairs; *pair; pair++)
        if (!read_pair(r, *pair, languages, error))
            return NULL;
    if ((guint64)r->page * r->per_page > LIMIT_DEPTH_OF_RESULTS) {
        fail(error, "a page too far", "p");
        return NULL;
    }
    return g_steal_pointer(&r);
}

static char *date_text(gint64 seconds)
{
    g_autoptr(GDateTime) when =
        seconds == RECORD_DATE_UNKNOWN ? NULL : g_date_time_new_from_unix_utc(seconds);
    return when ? g_date_time_format(when, "%Y-%m-%d") : NULL;
}

static void add(GString *out, const char *name, const char *value, const char *changed)
{
    if (!value || !*value || g_str_equal(name, changed))
        return;
    g_autofree char *escaped = g_uri_escape_string(value, NULL, FALSE);
    g_string_append_printf(out, "%s%s=%s", out->len > 1 ? "&" : "", name, escaped);
}

char *request_link(const Request *r, const char *parameter, const char *value)
{
    GString *out = g_string_new("?");
    g_autofree char *after = date_text(r->after), *before = date_text(r->before);
    g_autofree char *per_page = r->per_page == DEFAULT_PER_PAGE ? NULL : g_strdup_printf("%u", r->per_page);
    add(out, "q", r->query, parameter);
    add(out, "lang", lang_code(r->lang), parameter);
    add(out, "ql", r->tongue ? lang_code(r->tongue) : NULL, parameter);
    add(out, "sort", r->sort == SORT_NEWEST ? "date" : NULL, parameter);
    add(out, "section", r->section, parameter);
    add(out, "type", r->type, parameter);
    add(out, "site", r->site, parameter);
    add(out, "after", after, parameter);
    add(out, "before", before, parameter);
    add(out, "n", per_page, parameter);
    add(out, "all", r->all_languages ? "1" : NULL, parameter);
    add(out, "explain", r->explain ? "1" : NULL, parameter);
    add(out, "spelling", r->is_literal ? "0" : NULL, parameter);
    add(out, parameter, value, "");
    return g_string_free(out, FALSE);
}
