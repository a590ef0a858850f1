#include "query/parity_lint.h"

#include <string.h>

#include "langs/message.h"
#include "query/json.h"
#include "query/parity_difference.h"
#include "query/parity_finding.h"
#include "query/parity_freshness.h"
