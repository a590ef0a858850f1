/*
 * plain_page.h: a page for the ledger of which nothing is known but what a test says.
 */
#ifndef ISOGLOT_TEST_PLAIN_PAGE_H
#define ISOGLOT_TEST_PLAIN_PAGE_H

#include "shim/ledger.h"

/* Its language is decided; "" : none. */
static inline LedgerPage plain_page(const char *url, PageState state, const char *lang)
{
    return (LedgerPage){.url = url,
                        .state = state,
                        .content_hash = "1",
                        .title = "",
                        .declared = "",
                        .declared_source = "",
                        .detected = "",
                        .decided = lang,
                        .type = "",
                        .group = "",
                        .edition = ""};
}

#endif
