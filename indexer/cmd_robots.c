#include <stdio.h>

#include "indexer/commands.h"
#include "indexer/fetch.h"
#include "indexer/robots.h"

static gboolean is_url(const char *name)
{
    return g_ascii_strncasecmp(name, "http://", 7) == 0 || g_ascii_strncasecmp(name, "https://", 8) == 0;
}

static Robots *fetch(const char *url, const char *agent, GError **error)
{
    g_autoptr(Page) page = fetch_named(url, error);
    gsize n = 0;
    const char *body = page && page->body ? g_bytes_get_data(page->body, &n) : NULL;
    return robots_new_for_status(page ? page->http_status : 0, body, n, agent);
}

static Robots *read_file(const char *path, const char *agent, GError **error)
{
    g_autofree char *body = NULL;
    g_autoptr(GError) cause = NULL;
    gsize n;
    if (g_file_get_contents(path, &body, &n, &cause))
        return robots_new(body, n, agent);
    g_set_error_literal(error, FAULT, FAULT_USAGE, cause->message);
    return NULL;
}

/* As the crawler would take them: a robots.txt that cannot be fetched forbids all, after a word about it. */
static int print_verdicts(const char *name, const char *agent, char **urls)
{
    GError *error = NULL;
    g_autoptr(Robots) robots = is_url(name) ? fetch(name, agent, &error) : read_file(name, agent, &error);
    int status = error ? command_fail(error) : EXIT_DONE;
    for (char **url = urls; robots && *url; url++) {
        const RobotsRule *rule = robots_find(robots, *url);
        printf("%s\t%s\t%s\n", !rule || rule->is_allow ? "allowed" : "disallowed", *url,
               rule ? rule->text : "-");
    }
    return status;
}

int cmd_robots(const Config *config, int argc, char **argv)
{
    (void)config;
    g_autofree char *agent = NULL;
    const GOptionEntry options[] = {{"agent", 0, 0, G_OPTION_ARG_STRING, &agent,
                                     "Product token of the crawler (" FETCH_PRODUCT ")", "NAME"},
                                    {0}};
    if (!command_options(
            options, "FILE|URL URL…",
            "Say of each URL whether a robots.txt lets the crawler fetch it, and by which line (-: none).",
            &argc, &argv))
        return EXIT_USAGE;
    if (argc < 3) {
        g_printerr("isoglot: robots needs a file or URL, and URLs to ask it about\n");
        return EXIT_USAGE;
    }
    return print_verdicts(argv[1], agent ? agent : FETCH_PRODUCT, argv + 2);
}
