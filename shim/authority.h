/*
 * authority.h: the ledger's part about what the site says of its own pages by linking to them: how much
 * (cluster.h, column `authority`), and in which words.
 *
 * Data on disk:
 *
 *   called  cluster, lang, texts: what links in pages of this language call the cluster, whatever language
 * version they lead to: one text a line, the most frequent first, as keys (langs/lexeme.h)
 *
 * What they are made of, and when, is told in indexer/authority.h. Rules as in ledger.h: FAULT_RETRY and
 * FAULT_STOP; writing opens a transaction, ledger_commit() ends it. A callback runs no statement; its strings
 * live as long as the call.
 */
#ifndef ISOGLOT_AUTHORITY_H
#define ISOGLOT_AUTHORITY_H

#include "shim/ledger.h"

G_BEGIN_DECLS

/* ------------------------------------------------------------------ what it is made of */

typedef void (*AuthorityMemberFunc)(gint64 page, gint64 cluster, const char *indexed_lang, gpointer user);

/* Pages that are in a cluster, in the order of clusters. */
gboolean authority_each_member(Ledger *ledger, AuthorityMemberFunc func, gpointer user,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef void (*AuthorityAliasFunc)(gint64 page, gint64 target, gpointer user);

/* URLs that are another one: left out as its duplicate, or redirecting to it. */
gboolean authority_each_alias(Ledger *ledger, AuthorityAliasFunc func, gpointer user,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef void (*AuthorityLinkFunc)(gint64 source, gint64 target, const char *text, gpointer user);

/* Links of pages that are in a cluster, in the order of clusters; nofollow is left out. */
gboolean authority_each_link(Ledger *ledger, AuthorityLinkFunc func, gpointer user,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* ------------------------------------------------------------------ what it is */

typedef void (*AuthorityTitleFunc)(const char *title, double authority, gpointer user);

/* Pages of the index of this language that have a title, with the authority of their clusters; in no order. */
gboolean authority_each_title(Ledger *ledger, const char *lang, AuthorityTitleFunc func, gpointer user,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A difference of less than a thousandth is not written. */
gboolean authority_put(Ledger *ledger, gint64 cluster, double authority,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Forgets all texts. */
gboolean authority_clear_texts(Ledger *ledger, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean authority_put_texts(Ledger *ledger, gint64 cluster, const char *lang, const char *texts,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Of the cluster that a page is in, its authority and its texts in a language, "" for none, g_free(); of a page in none 1 and
 * "". */
gboolean authority_find_links(Ledger *ledger, const char *url, const char *lang, double *authority, char **texts,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
