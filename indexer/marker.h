/*
 * marker.h: the places of a URL where its language may stand, for pattern.h.
 *
 * A marker is what stands in one of them: a segment of the path (/fr/), the first label of the host (fr.), the end
 * of the file's name before or behind its extension (.ar, -e), a whole file name without its extension, a parameter
 * (lang=ru), or nothing, where a marker of another URL would stand. A slash behind a segment goes with it, so that
 * /fr, /fr/ and / have one pattern.
 */
#ifndef ISOGLOT_MARKER_H
#define ISOGLOT_MARKER_H

#include <glib.h>

G_BEGIN_DECLS

#define MARKER_MOST 32  /* bytes of a marker; a longer one is none */
#define MARKERS_MOST 48 /* of one URL */

typedef enum {
    PLACE_HOST,
    PLACE_FILE,
    PLACE_END,
    PLACE_QUERY,
    PLACE_PATH,
    N_PLACES = PLACE_PATH + 8
} MarkerPlace;

/* Bytes [start, end) of the URL go, and "{}" comes at `at`. */
typedef struct {
    MarkerPlace place; /* PLACE_PATH + i: segment i */
    guint start, end, at;
    const char *text; /* in the URL, `n` bytes: the marker, without what else goes */
    guint n;
} Marker;

/* All of a normalised URL (url.h), those with nothing in them, too; returns how many. */
guint marker_list(const char *url, Marker markers[MARKERS_MOST]);

/* Code of the language whose code the marker is, with or without a region; NULL: it is none that there is. */
const char *marker_code(const Marker *marker);

/* The URL with these markers taken out, `n` of them, none overlapping another. g_free(). */
char *marker_key(const char *url, const Marker *const *markers, guint n);

/* "host", "file", "end", "query", "path 0" …; the other way N_PLACES for no such place. */
const char *marker_place_name(MarkerPlace place);
MarkerPlace marker_place_find(const char *name);

G_END_DECLS

#endif
