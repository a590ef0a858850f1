/*
 * rdf.h: RDF as a stream of statements: RDF/XML, N-Triples and Turtle by raptor. The only door to raptor.
 *
 * Nothing is fetched and no file is opened, whatever a document names. RDF/XML passes through xml_repair.h
 * first, which lets no entity be declared. Relative IRIs are resolved against a base that stands for the
 * document.
 */
#ifndef ISOGLOT_RDF_H
#define ISOGLOT_RDF_H

#include <glib.h>

#include "shim/error.h"

G_BEGIN_DECLS

typedef enum { RDF_XML, RDF_NTRIPLES, RDF_TURTLE } RdfSyntax;

/* One statement; strings are UTF-8 and valid during the callback. */
typedef struct {
    const char *subject, *predicate; /* IRIs; a blank node is "_:NAME" */
    const char *object;              /* IRI, blank node, or the text of a literal */
    gboolean is_literal;
    const char *language; /* of a literal, as it stands there; "" for none */
    guint line;           /* near which it stands; 0: raptor does not know */
} RdfStatement;

typedef struct {
    void (*statement)(const RdfStatement *statement, gpointer user);
    void (*mistake)(guint line, const char *what,
                    gpointer user); /* a line of N-Triples that is passed over */
} RdfEvents;

typedef struct RdfReader RdfReader;

/* `events` must outlive the reader. */
RdfReader *rdf_reader_new(RdfSyntax syntax, const RdfEvents *events, gpointer user);

/*
 * The document's next bytes, UTF-8; `is_last`: there are no more. FAULT_SKIP: line and mistake; what came
 * before it has been told, and nothing comes after. Memory does not grow with the document. Some 40 MB/s.
 */
gboolean rdf_reader_feed(RdfReader *reader, const char *bytes, gsize n, gboolean is_last,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

void rdf_reader_free(RdfReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdfReader, rdf_reader_free)

G_END_DECLS

#endif
