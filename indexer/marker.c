#include "indexer/marker.h"

#include <string.h>

#include "langs/lang.h"

#define LONGEST_EXTENSION 5
#define DELIMITERS ".-_!"

typedef struct {
    const char *url;
    Marker *markers;
    guint n;
} List;

static void add(List *l, MarkerPlace place, const char *start, const char *end, const char *text,
                const char *text_end)
{
    if (l->n == MARKERS_MOST || text_end - text > MARKER_MOST)
        return;
    l->markers[l->n++] = (Marker){.place = place,
                                  .start = start - l->url,
                                  .end = end - l->url,
                                  .at = start - l->url,
                                  .text = text,
                                  .n = text_end - text};
}

static void add_nothing(List *l, MarkerPlace place, const char *at)
{
    add(l, place, at, at, at, at);
}

/* The first label goes if a name with a dot is left. */
static void list_host(List *l, const char *host, const char *end)
{
    const char *dot = memchr(host, '.', end - host);
    const char *second = dot ? memchr(dot + 1, '.', end - dot - 1) : NULL;
    if (second && g_ascii_isalpha(*host))
        add(l, PLACE_HOST, host, dot + 1, host, dot + 1);
    add_nothing(l, PLACE_HOST, host);
}

/* Each segment, and nothing before each. */
static void list_path(List *l, const char *path, const char *end)
{
    const char *p = path;
    for (guint i = 0; p < end && PLACE_PATH + i < N_PLACES; i++) {
        const char *segment = p + 1, *slash = memchr(segment, '/', end - segment);
        const char *stop = slash ? slash : end;
        add_nothing(l, PLACE_PATH + i, segment);
        if (stop > segment)
            add(l, PLACE_PATH + i, segment, slash ? slash + 1 : stop, segment, stop);
        p = stop;
    }
}

/* Where the extension begins, with its dot; `end` if there is none. */
static const char *find_extension(const char *name, const char *end)
{
    const char *dot = memrchr(name, '.', end - name);
    if (!dot || dot == name || end - dot < 2 || end - dot > LONGEST_EXTENSION + 1)
        return end;
    for (const char *p = dot + 1; p < end; p++)
        if (!g_ascii_isalnum(*p))
            return end;
    return dot;
}

/* The last segment: what stands at the end of the name, before the extension and behind it. */
static void list_file(List *l, const char *path, const char *end)
{
    gboolean is_folder = end > path && end[-1] == '/';
    const char *stop = is_folder ? end - 1 : end;
    const char *slash = memrchr(path, '/', stop - path), *name = slash ? slash + 1 : path;
    if (name >= stop)
        return;
    const char *extension = is_folder ? stop : find_extension(name, stop), *delimiter = extension - 1;
    while (delimiter > name && !strchr(DELIMITERS, *delimiter))
        delimiter--;
    if (delimiter > name)
        add(l, PLACE_FILE, delimiter, extension, delimiter, extension);
    if (extension < stop) {
        add(l, PLACE_FILE, name, extension, name, extension);
        add(l, PLACE_END, extension, stop, extension, stop);
    }
    add_nothing(l, PLACE_FILE, extension);
    add_nothing(l, PLACE_END, stop);
}

/* Each parameter goes with the sign before or behind it, and "{}" comes behind all. */
static void list_query(List *l, const char *mark, const char *end)
{
    for (const char *p = mark; p < end;) {
        const char *name = p + 1, *next = memchr(name, '&', end - name), *stop = next ? next : end;
        gboolean is_first = *p == '?';
        if (stop > name && memchr(name, '=', stop - name))
            add(l, PLACE_QUERY, is_first && next ? name : p, is_first && next ? next + 1 : stop, name, stop);
        p = stop;
    }
    add_nothing(l, PLACE_QUERY, end);
    for (guint i = 0; i < l->n; i++)
        if (l->markers[i].place == PLACE_QUERY)
            l->markers[i].at = end - l->url;
}

guint marker_list(const char *url, Marker markers[MARKERS_MOST])
{
    List l = {url, markers, 0};
    const char *scheme = strstr(url, "://");
    if (!scheme)
        return 0;
    const char *host = scheme + 3, *path = host + strcspn(host, "/?#"), *query = path + strcspn(path, "?#");
    const char *end = query + strcspn(query, "#");
    list_host(&l, host, path);
    list_path(&l, path, query);
    list_file(&l, path, query);
    list_query(&l, query, end);
    return l.n;
}

/* Two or three letters, and at most a script and a region behind them. */
static gboolean is_tag(const char *text, gsize n)
{
    gsize letters = 0;
    while (letters < n && g_ascii_isalpha(text[letters]))
        letters++;
    if (letters < 2 || letters > 3)
        return FALSE;
    for (gsize i = letters; i < n;) {
        gsize part = 1;
        if (text[i] != '-' && text[i] != '_')
            return FALSE;
        while (i + part < n && g_ascii_isalnum(text[i + part]))
            part++;
        if (part < 3 || part > 5)
            return FALSE;
        i += part;
    }
    return TRUE;
}

const char *marker_code(const Marker *m)
{
    const char *text = m->text, *end = m->text + m->n;
    if (m->place == PLACE_QUERY && m->n)
        text = (const char *)memchr(text, '=', m->n) + 1;
    if (m->place == PLACE_HOST && m->n)
        end--;
    while (text < end && strchr(DELIMITERS, *text))
        text++;
    if (!is_tag(text, end - text))
        return NULL;
    g_autofree char *tag = g_strndup(text, end - text);
    const LangProfile *lang = lang_find(tag);
    return lang ? lang_code(lang) : NULL;
}

char *marker_key(const char *url, const Marker *const *markers, guint n)
{
    GString *key = g_string_new(NULL);
    gsize length = strlen(url);
    for (gsize i = 0; i <= length; i++) {
        gboolean goes = i == length;
        for (guint m = 0; m < n; m++) {
            if (markers[m]->at == i)
                g_string_append(key, "{}");
            goes = goes || (i >= markers[m]->start && i < markers[m]->end);
        }
        if (!goes)
            g_string_append_c(key, url[i]);
    }
    return g_string_free(key, FALSE);
}

const char *marker_place_name(MarkerPlace place)
{
    static const char *const names[N_PLACES] = {"host",   "file",   "end",    "query",  "path 0", "path 1",
                                                "path 2", "path 3", "path 4", "path 5", "path 6", "path 7"};
    return names[place];
}

MarkerPlace marker_place_find(const char *name)
{
    MarkerPlace place = 0;
    while (place < N_PLACES && !g_str_equal(marker_place_name(place), name))
        place++;
    return place;
}
