#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "indexer/commands.h"
#include "indexer/url.h"
#include "langs/lang.h"

static char *list_languages(void)
{
    g_autoptr(GString) list = g_string_new(NULL);
    for (guint i = 0; i < lang_count(); i++)
        g_string_append_printf(list, "%s%s", i ? " " : "", lang_code(lang_get(i)));
    return g_strdup(list->str);
}

static char *write_text(const char *url)
{
    g_autofree char *host = url_host(url), *languages = list_languages();
    return g_strdup_printf("# Isoglot's configuration. Lists are separated by spaces. See the README for every key.\n"
                           "\n[site]\n"
                           "name = %s\n"
                           "# Where crawling begins.\nstart = %s\n"
                           "# Hosts that belong to the site; others are neither crawled nor indexed.\nhosts = %s\n"
                           "# Languages of the site, by their codes.\nlanguages = %s\n"
                           "# Where ledger, feeds and indexes live, relative to this file.\ndata = data\n"
                           "\n# How the site is asked: milliseconds between two requests to a host, and how many at a time.\n"
                           "[crawl]\ndelay_ms = 500\nconcurrency = 2\n"
                           "# Patterns of URLs that are not fetched:\n# exclude = *://*/print/* *&sort=*\n"
                           "# Whom to ask about this crawler, told to every server:\n# contact = https://www.example.org/about-search\n"
                           "\n# Searches and clicks, counted per day; no addresses, no question that fewer than five have asked:\n"
                           "# [query]\n# log = true\n"
                           "\n# Pings of a content system (IndexNow), with a key of your own:\n# [indexnow]\n# key = \n"
                           "\n# Where URLs say their language, if it is not found out: {} is a code, {a,b} one of these texts.\n"
                           "# [language]\n# pattern = /{}/ -{a,b}.html\n"
                           "\n# A part of the site that is counted and filtered on its own:\n"
                           "# [section news]\n# pattern = %snews/*\n# title.%s = News\n",
                           host, url, host, languages, url, lang_code(lang_get(0)));
}

int cmd_init(const Config *config, int argc, char **argv)
{
    (void)config;
    const GOptionEntry options[] = {{0}};
    if (!command_options(options, "URL [DIR]", "Write a commented isoglot.conf for a site into DIR (here by default).",
                         &argc, &argv))
        return EXIT_USAGE;
    g_autofree char *url = argc > 1 ? url_resolve(NULL, argv[1]) : NULL;
    if (!url || argc > 3) {
        g_printerr("isoglot: init needs the site's http or https URL%s%s\n", argc > 1 ? ", not " : "",
                   argc > 1 ? argv[1] : "");
        return EXIT_USAGE;
    }
    const char *folder = argc > 2 ? argv[2] : ".";
    g_autofree char *path = g_build_filename(folder, "isoglot.conf", NULL);
    g_autofree char *text = write_text(url);
    g_autoptr(GError) error = NULL;
    if (g_file_test(path, G_FILE_TEST_EXISTS)) {
        g_printerr("isoglot: '%s' is there already\n", path);
        return EXIT_FAILED;
    }
    if (g_mkdir_with_parents(folder, 0755) != 0 || !g_file_set_contents(path, text, -1, &error)) {
        g_printerr("isoglot: cannot write '%s': %s\n", path, error ? error->message : g_strerror(errno));
        return EXIT_FAILED;
    }
    printf("%s written; next: isoglot --config %s crawl, then index\n", path, path);
    return EXIT_DONE;
}
