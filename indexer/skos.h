/*
 * skos.h: concepts from RDF statements: SKOS (W3C Recommendation 2009) and its extension for labels, SKOS-XL.
 *
 * prefLabel is preferred, altLabel admitted, hiddenLabel a key; a concept that owl:deprecated calls so is
 * left out. Statements of one concept may stand anywhere in the file, so its labels in the wanted languages
 * are kept until the end, LIMIT_LABELS at most.
 */
#ifndef ISOGLOT_SKOS_H
#define ISOGLOT_SKOS_H

#include "indexer/concept.h"
#include "indexer/rdf.h"

G_BEGIN_DECLS

typedef struct Skos Skos;

/* `events` must outlive it. */
Skos *skos_new(const ConceptEvents *events);

/* A statement; as the event of a reader whose user is a Skos. */
void skos_take(const RdfStatement *statement, gpointer skos);

/* A mistake of the reader, told on. */
void skos_refuse(guint line, const char *what, gpointer skos);

/* There are no more: tells the concepts in the order of their first label. */
void skos_finish(Skos *skos);

void skos_free(Skos *skos);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Skos, skos_free)

G_END_DECLS

#endif
