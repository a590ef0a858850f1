/*
 * represent.h: the forms in which an answer is given: one table (represent.c), which the search route, content negotiation
 * and `format=` read. A new form is one row there.
 */
#ifndef ISOGLOT_REPRESENT_H
#define ISOGLOT_REPRESENT_H

#include "query/search.h"

G_BEGIN_DECLS

/* What there is to show. */
typedef struct {
    const Request *request;
    const Answer *answer; /* NULL: nothing was asked (only where `is_page`) */
    const Config *config;
    const GPtrArray *languages; /* of the site */
    const char *shell;          /* the page of the site that a page stands in (render.h), or NULL */
    const char *address;        /* below which the routes are, as a URL without a slash at its end; "": not known */
} Shown;

/* An error, and whom it is shown to. */
typedef struct {
    const LangProfile *lang;
    const char *key; /* of its message */
    guint status;
    const Config *config;
    const GPtrArray *languages; /* of the site */
    const char *shell;          /* as above */
    const char *root;           /* leads from the address that was asked for to where the routes are: "", "../" … */
} ShownError;

struct Representation {
    const char *format;                  /* in format= */
    const char *type;                    /* media type, in Accept … */
    const char *content_type;            /* … and Content-Type */
    gboolean is_page;                    /* for people: an empty question is asked for, not answered */
    char *(*render)(const Shown *shown); /* g_free() */
    char *(*render_error)(const ShownError *error); /* g_free() */
};

/* The form that format= names; NULL: there is none. */
const Representation *representation_find(const char *format);

/* The form that Accept (NULL: none was sent) wants most, by RFC 9110, 12.5.1: the greatest quality, of equal ones the one
 * that is named more precisely, of those the first of the table. Nothing that fits, or nonsense: the first of all. */
const Representation *representation_negotiate(const char *accept);

G_END_DECLS

#endif
