#include "query/parity_supply.h"

const ParityChapter parity_supply_chapters[] = {
    {"supply", parity_add_pages},
    {"coverage", parity_add_coverage},
    {"completeness", parity_add_completeness},
    {"missing", parity_add_missing},
    {NULL, NULL},
};
