/*
 * opensearch.h: the search as other programs know it, by OpenSearch 1.1 (draft 6): a description document for each
 * language, which browsers offer to add, and the media types.
 */
#ifndef ISOGLOT_OPENSEARCH_H
#define ISOGLOT_OPENSEARCH_H

#include "query/cgi.h"

G_BEGIN_DECLS

#define OPENSEARCH_NAMESPACE "http://a9.com/-/spec/opensearch/1.1/"
#define OPENSEARCH_TYPE "application/opensearchdescription+xml"
#define SUGGESTIONS_TYPE "application/x-suggestions+json"

/* GET /opensearch.xml?lang=…: the description in that language, else in the one that Accept-Language wants. Its addresses are
 * below visit_address(). */
RouteFunc opensearch_answer;

G_END_DECLS

#endif
