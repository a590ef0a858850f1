#include "indexer/build.h"
#include "indexer/commands.h"
#include "indexer/url.h"

int cmd_remove(const Config *config, int argc, char **argv)
{
    const GOptionEntry options[] = {{0}};
    if (!command_options(options, "URL…", "Take pages out of the search at once; they stay out until newer versions come.",
                         &argc, &argv) ||
        argc < 2) {
        g_printerr("isoglot: remove needs a URL\n");
        return EXIT_USAGE;
    }
    GError *error = NULL;
    g_autoptr(Build) build = build_open(config, BUILD_INCREMENTAL, &error);
    if (!build)
        return command_fail(error);
    int status = EXIT_DONE;
    for (int i = 1; i < argc; i++) {
        g_autofree char *url = url_resolve(NULL, argv[i]);
        if (!build_remove(build, url ? url : argv[i], &error)) {
            status = command_fail(g_steal_pointer(&error));
            if (status != EXIT_REFUSALS)
                return status;
        }
    }
    return build_finish(build, &error) ? status : command_fail(error);
}
