/*
 * supply.h: what the ledger tells the report's chapters on supply, row by row: pages, links, defects, changes, answers of
 * web servers.
 *
 * Rules as in ledger.h: FAULT_RETRY and FAULT_STOP. A callback runs no statement; its strings live as long as the call.
 * Rows come in an order that suits the tables, whatever sorts them has to do it anew.
 */
#ifndef ISOGLOT_SUPPLY_H
#define ISOGLOT_SUPPLY_H

#include "shim/shape.h"

G_BEGIN_DECLS

/* A page that is in an index. */
typedef struct {
    gint64 id, cluster;
    const char *url, *indexed_lang, *lang; /* lang: in its cluster */
    double authority;                      /* of its cluster */
    PagePurity purity;
    guint64 words;
    const char *type;
    gint64 looked_at;   /* of the last look that gave the page, be it unchanged; G_MAXINT64: it was not crawled */
    gboolean is_listed; /* in a sitemap, in the last pass in which its host had any */
    gboolean has_shape;
    Shape shape;
} SupplyPage;

typedef void (*SupplyPageFunc)(const SupplyPage *page, gpointer user);

/* In the order of clusters. */
gboolean supply_each_page(Ledger *ledger, SupplyPageFunc func, gpointer user, GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct {
    gint64 src, dst; /* url ids */
    const char *text, *lang;
    guint line;
} SupplyLink;

typedef void (*SupplyLinkFunc)(const SupplyLink *link, gpointer user);

/* All links, in the order of their sources; of one page where `src` is not 0. */
gboolean supply_each_link(Ledger *ledger, gint64 src, SupplyLinkFunc func, gpointer user,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct {
    gint64 page;
    const char *code, *detail;
    guint line;
} SupplyDefect;

typedef void (*SupplyDefectFunc)(const SupplyDefect *defect, gpointer user);

/* In the order of pages, codes and details; of one page where `page` is not 0. */
gboolean supply_each_defect(Ledger *ledger, gint64 page, SupplyDefectFunc func, gpointer user,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef void (*SupplyChangeFunc)(gint64 page, gint64 at, gpointer user);

/* Versions of pages in an index, by page, the earliest first. */
gboolean supply_each_change(Ledger *ledger, SupplyChangeFunc func, gpointer user,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What the web server answered, when last asked, where it gave no page: an error, "HTTP status 200" with the text of a page that
 * is not there among them, or a redirect. What was not asked for, or is no document, is not among them. */
typedef struct {
    gint64 id;
    const char *url;
    guint status;         /* of HTTP; 0: no answer */
    const char *error;    /* what happened */
    const char *redirect; /* where to, "" for nowhere: an error */
    const char *lang;     /* code of the index that the page was in last, or "" */
} SupplyAnswer;

typedef void (*SupplyAnswerFunc)(const SupplyAnswer *answer, gpointer user);

/* By URL. */
gboolean supply_each_answer(Ledger *ledger, SupplyAnswerFunc func, gpointer user,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Title of a page, "" for none; g_free(). */
gboolean supply_find_title(Ledger *ledger, gint64 id, char **title, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
