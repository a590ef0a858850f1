/*
 * decide.h: which language a page is declared to be in, which its text is in, and which index it belongs to.
 *
 * Declared means, in this order: the feed's word, lang of <html>, Content-Language, schema.org's inLanguage, an hreflang
 * that points at the page, the configuration's globs and the URL's language segment. Nothing declared: the language of the
 * text. A page of which less than 20 % of the words are in its declared language is untranslated and goes to the index of
 * its text's language; 20 – 80 % is mixed and stays with its declared one (PARITY.md, "Terms"). The same holds for a page
 * declared to be in a language that the site does not have, of which the words in no language of the site are taken to be:
 * unless untranslated, it goes to no index. Conflicts are recorded, never hidden.
 */
#ifndef ISOGLOT_DECIDE_H
#define ISOGLOT_DECIDE_H

#include "indexer/page.h"
#include "langs/identify.h"
#include "shim/config.h"
#include "shim/ledger.h"

G_BEGIN_DECLS

typedef struct {
    char *declared;              /* BCP 47 tag as written, "" for none */
    const char *declared_source; /* feed, html, http, schema, hreflang, url, "" */
    const LangProfile *detected; /* main language of the text; NULL: none of the configured, or too little text */
    const LangProfile *decided;  /* the index it belongs to; NULL: none */
    char edition[16];            /* the URL's language segment as written ("fr-FR"), "" for none */
    double confidence;           /* share of the words judged that are in `detected` */
    double declared_share;       /* share in the declared language; -1: unknown */
    PagePurity purity;
    guint64 words;               /* words judged */
    GArray *defects;             /* LedgerDefect; details are owned by `texts` */
    GStringChunk *texts;
} Decision;

/* `hreflang`: the tag with which other pages point at this one, "" for none. `languages`: the configured profiles. */
Decision *decide(const Page *page, const Document *document, const char *hreflang, const Config *config,
                 const GPtrArray *languages, LangIdentifier *identifier);

/* May decide() give another result if `hreflang` is what `now` says instead of what it was `before`? */
gboolean decision_depends(const Decision *decision, const char *before, const char *now);

void decision_free(Decision *decision);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Decision, decision_free)

G_END_DECLS

#endif
