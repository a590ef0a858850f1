#include <stdio.h>

#include "indexer/commands.h"
#include "indexer/fetch.h"
#include "indexer/input.h"
#include "indexer/robots.h"

static Robots *fetch(const char *url, const char *agent, GError **error)
{
    g_autoptr(Page) page = fetch_named(url, error);
    gsize n = 0;
    const char *body = page && page->body ? g_bytes_get_data(page->body, &n) : NULL;
    return robots_new_for_status(page ? page->http_status : 0, body, n, agent);
}

static Robots *read_file(const char *path, const char *agent, GError **error)
{
    gsize n;
    g_autofree char *body = input_file(path, &n, error);
    return body ? robots_new(body, n, agent) : NULL;
}

/* As the crawler would take them: a robots.txt that cannot be fetched forbids all, after a word about it. */
static int print_verdicts(const char *name, const char *agent, char **urls)
{
    GError *error = NULL;
    g_autoptr(Robots) robots = input_is_url(name) ? fetch(name, agent, &error) : read_file(name, agent, &error);
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
