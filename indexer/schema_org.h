/*
 * schema_org.h: what a page says of its translations in the terms of schema.org, as JSON-LD or as microdata.
 *
 * Read are workTranslation and translationOfWork of what the page itself is (schema.org/CreativeWork), which
 * become alternates of the document with the language that they name, if any, and its inLanguage. A thing is
 * what the page itself is if its URL (@id, url; itemid, itemprop url) is the page's or the one that it names
 * as canonical, fragments apart, or if it has none and stands by itself, not in a property of another thing.
 * Of everything else nothing is read, no context is ever loaded, and what is not well-formed says nothing.
 */
#ifndef ISOGLOT_SCHEMA_ORG_H
#define ISOGLOT_SCHEMA_ORG_H

#include "indexer/page.h"

G_BEGIN_DECLS

/* A script of JSON-LD 1.1 (W3C 2020): one thing, a list, or a graph whose things may refer to each other by
 * @id. `url` is the page's, what the script says is relative to `base`. */
void schema_org_read(const char *json, const char *url, const char *base, Document *document);

/* Microdata (HTML Living Standard, section 5), told element by element; `attributes` as in xml.h. */
typedef struct Microdata Microdata;

Microdata *microdata_new(const char *url, Document *document); /* kept by reference */
void microdata_start(Microdata *microdata, const char *base, const char *const *attributes);
void microdata_text(Microdata *microdata, const char *text, gsize n);
void microdata_end(Microdata *microdata);

/* What is open ends. */
void microdata_free(Microdata *microdata);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Microdata, microdata_free)

G_END_DECLS

#endif
