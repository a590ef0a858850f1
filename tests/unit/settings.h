/*
 * settings.h: a configuration made of lines, in a temporary data directory.
 */
#ifndef ISOGLOT_TEST_SETTINGS_H
#define ISOGLOT_TEST_SETTINGS_H

#include <glib/gstdio.h>

#include "shim/config.h"
#include "shim/disk.h"

typedef struct {
    char *data;
    Config *config;
} Settings;

/* `lines` are those of isoglot.conf, without the data directory. */
static inline void settings_open(Settings *s, const char *lines)
{
    g_autoptr(GError) error = NULL;
    s->data = g_dir_make_tmp("isoglot-t-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(s->data, "isoglot.conf", NULL);
    g_assert_true(g_file_set_contents(path, lines, -1, NULL));
    s->config = config_open(path, s->data, &error);
    g_assert_no_error(error);
}

static inline void settings_clear(Settings *s)
{
    config_free(s->config);
    disk_remove(s->data);
    g_free(s->data);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Settings, settings_clear)

#endif
