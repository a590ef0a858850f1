#include "shim/error.h"

G_DEFINE_QUARK(isoglot-fault, fault)
