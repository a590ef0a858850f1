/*
 * parity_digest.h: what the report's figures come from, as one number: who has the same feed, configuration, logs
 * and topics and makes a report of the same date gets the same digest, and, with the same program, the same files.
 */
#ifndef ISOGLOT_PARITY_DIGEST_H
#define ISOGLOT_PARITY_DIGEST_H

#include "query/parity.h"

G_BEGIN_DECLS

/*
 * SHA-256, hexadecimal, over the versions of schema and analysis, the date and the period, the bytes of the
 * configuration file but for the data directory, the languages, the facts of the ledger (shim/survey.h) and the
 * bytes of the access logs and of the topics, in this order; each text with its NUL. g_free(). FAULT_USAGE: a file
 * cannot be read, named; and the ledger's errors.
 */
char *parity_digest(const ParityInput *input, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
