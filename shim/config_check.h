/*
 * config_check.h: a configuration's text, checked line by line before it is read: the table of all groups and keys with
 * the type of their values. For config.c.
 */
#ifndef ISOGLOT_CONFIG_CHECK_H
#define ISOGLOT_CONFIG_CHECK_H

#include <glib.h>

#include "shim/error.h"

G_BEGIN_DECLS

/* FAULT_USAGE: the first mistake in `text`, the file at `path`, with its line, the key and what was expected. */
gboolean config_check(const char *path, const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
