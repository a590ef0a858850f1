/*
 * ping_site.h: a site that is pinged, for the tests of query/indexnow.h.
 */
#ifndef ISOGLOT_TEST_PING_SITE_H
#define ISOGLOT_TEST_PING_SITE_H

#include <string.h>
#include <unistd.h>

#include "query/indexnow.h"
#include "query/json.h"
#include "shim/limits.h"
#include "tests/unit/place.h"

#define KEY "0123456789-abcDEF"
#define A "http://www.example.org/a"

typedef struct {
    Place place;
    Config *config;
} Site;

/* `hosts` as [indexnow] has them, "" for none; `key` may be "". */
static inline void configure(Site *s, const char *key, const char *hosts)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = g_build_filename(s->place.data, "isoglot.conf", NULL);
    g_autofree char *text = g_strdup_printf("[site]\ndata = .\nhosts = www.example.org xn--bcher-kva.example:8080\n"
                                            "[indexnow]\nkey = %s\nhosts = %s\n",
                                            key, hosts);
    g_assert_true(g_file_set_contents(path, text, -1, NULL));
    g_clear_pointer(&s->config, config_free);
    s->config = config_open(path, NULL, &error);
    g_assert_no_error(error);
}

static inline void set_up_site(Site *s, gconstpointer data)
{
    set_up(&s->place, data);
    configure(s, KEY, "");
}

static inline void tear_down_site(Site *s, gconstpointer data)
{
    config_free(s->config);
    tear_down(&s->place, data);
}

#endif
