/*
 * schema.h: the contract between indexer/ and query/, as it stands on disk.
 *
 * One Xapian database per language under DATA/index/LANG/gen-N, named by the link DATA/index/LANG/current
 * (shim/disk.h). A page is one Xapian document:
 *
 *   terms   one id term, the analysed words, the filters: see the prefixes below. Words are casefolded by
 *           langs/, so an upper-case letter in front can only be a prefix.
 *   values  what is sorted by, filtered by range or counted in facets without reading the record
 *   record  what the result page shows (shim/record.h)
 *
 * Words of the title, of the headings, of the body and of the URL's path share one set of terms, with their within-document
 * frequency weighted by field; positions run on from field to field with a gap of POSITION_GAP, so that no phrase
 * matches across two fields. The same words of the title stand again under PREFIX_TITLE, for `title:`.
 *
 * Changing anything here changes SCHEMA_VERSION, and with it every index's fingerprint: "reindex".
 */
#ifndef ISOGLOT_SCHEMA_H
#define ISOGLOT_SCHEMA_H

#define SCHEMA_VERSION 4

/* Term prefixes (the single letters are those of Xapian Omega's docs/termprefixes.rst). */
#define PREFIX_ID "Q"         /* Q + 32 hexadecimal digits: SHA-256 of the URL, cut; exactly one per document */
#define PREFIX_WORD ""        /* folded word; has positions */
#define PREFIX_STEM "Z"       /* stem; no positions */
#define PREFIX_GRAM "G"       /* part of a word: Han bigram or unigram, or n-gram; no positions */
#define PREFIX_EXACT "E"      /* the word as typed (casefolded only), where folding changed it; no positions */
#define PREFIX_TITLE "S"      /* S + any of the four above: the same token, in the title */
#define PREFIX_HOST "H"       /* host name, lower case; also each parent domain, for `site:` */
#define PREFIX_TYPE "T"       /* document type: html, pdf, … */
#define PREFIX_SECTION "XS"   /* section's name in the configuration */
#define PREFIX_YEAR "Y"       /* Y + four digits */
#define PREFIX_HEADING "XH"   /* XH + a heading as it is shown, white space single: for suggestions, no word to search for */

#define POSITION_GAP 100

/* Value slots. */
enum {
    SLOT_DATE = 0,    /* seconds since 1970, as index_number() packs them; absent: unknown */
    SLOT_TYPE = 1,    /* as PREFIX_TYPE */
    SLOT_SECTION = 2, /* as PREFIX_SECTION */
    SLOT_YEAR = 3,    /* four digits */
    SLOT_WORDS = 4,   /* words of the body, as index_number() packs them */
    SLOT_EXPIRY = 5,  /* seconds since 1970, likewise, after which the page is not found; absent: never (unavailable_after) */
    SLOT_URL = 6,     /* as in the record, which need not be read for it; absent: it is longer than LIMIT_VALUE */
};

/* Metadata keys of each Xapian database. */
#define META_FINGERPRINT "fingerprint" /* lang_fingerprint() of the analysis that made it, with SCHEMA_VERSION */
#define META_LANGUAGE "language"

#endif
