/*
 * document.hh: from an IndexDocument (shim/index.h) to Xapian's, for writer.cc.
 */
#ifndef ISOGLOT_DOCUMENT_HH
#define ISOGLOT_DOCUMENT_HH

#include <xapian.h>

#include "shim/index.h"

/* Throws FaultException, FAULT_SKIP, if the document breaks a limit. */
void check_document(const IndexDocument &document);

Xapian::Document to_xapian(const IndexDocument &document);

#endif
