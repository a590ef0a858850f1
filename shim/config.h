/*
 * config.h: isoglot.conf, read and checked.
 *
 * The file is GLib's key file (INI): groups [site], [section NAME], [index], [language], [query], [crawl], [indexnow];
 * lists are separated by spaces. What is wrong is FAULT_USAGE with file, line, key and what was expected. Languages
 * are strings here; langs/ knows whether they exist.
 *
 * A configuration is not needed when the data directory is given: then all languages there are are configured.
 */
#ifndef ISOGLOT_CONFIG_H
#define ISOGLOT_CONFIG_H

#include <glib.h>

#include "shim/error.h"

G_BEGIN_DECLS

typedef struct {
    char *name;       /* of the section */
    char **patterns;  /* globs over whole URLs; the first section that matches wins */
    GHashTable *titles; /* language code → title */
} ConfigSection;

/* [crawl]: how the site is fetched. */
typedef struct {
    guint delay_ms;           /* between the beginnings of two requests to one host */
    guint concurrency;        /* requests to one host that may be under way */
    guint64 max_pages;        /* of one crawl, 0: no limit */
    guint64 pattern_pages;    /* URLs of one pattern that are followed (indexer/scope.h) */
    guint64 host_pages;       /* URLs of one host that are followed */
    char **private_hosts;     /* whose addresses may be private; "*": those of all hosts of the site */
    char **include, **exclude; /* URL globs: only these, and none of those; empty: all, none */
    char **session_parameters; /* names, or beginnings of names with a "*", that are dropped from every query */
    char *contact;            /* URL or address in User-Agent, "" for none */
} ConfigCrawl;

typedef struct {
    char *path;         /* of the file, or NULL */
    char *data;         /* data directory; relative paths are relative to the file */
    char *name;         /* of the site, "" if not given */
    GHashTable *names;  /* language code → its name in that language */
    char **start;       /* seed URLs */
    char **hosts;       /* hosts of the site, lower case, with or without port; by default those of `start`; empty: not restricted */
    char **languages;   /* codes; empty: all there are */
    GPtrArray *sections;  /* ConfigSection* */
    char **url_patterns;  /* where URLs say their language (indexer/pattern.h); empty: what is learned counts */
    GHashTable *language_globs; /* code → char** of URL globs that declare a page's language */
    GHashTable *index_locations; /* code → "local" or "remote HOST:PORT …" */
    char **terminology; /* files of terms, relative ones to the file */
    gboolean may_learn; /* may `index` learn from translations by itself? */
    ConfigCrawl crawl;
    char *url;          /* below which the search's routes are, without a slash at its end; "": as the server says */
    char **origins;     /* of other sites whose pages may ask ("https://www.example.org") */
    GHashTable *shells; /* code → file of the page that wraps the search's, absolute */
    gboolean has_parity; /* is the latest parity report served? FALSE unless the file says so */
    gboolean has_log;   /* are searches counted (shim/querylog.h)? FALSE unless the file says so */
    char *indexnow_key;      /* 8 … 128 of A-Z, a-z, 0-9 and "-"; "": no pings are taken */
    char **indexnow_hosts;   /* hosts about which pings are taken, lower case; empty: those of the site */
} Config;

/*
 * Reads `path`; NULL: ./isoglot.conf if there is one and `data` is NULL. `data` (may be NULL) overrides the file's.
 * FAULT_USAGE: no data directory named anywhere, or a mistake in the file.
 */
Config *config_open(const char *path, const char *data, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void config_free(Config *config);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Config, config_free)

/* Section of a URL, or NULL. */
const ConfigSection *config_find_section(const Config *config, const char *url);

/* What the site is called in the language of this code: its name in that, or else its name. */
const char *config_site_name(const Config *config, const char *lang);

/* What the section is called in the language of this code; its name where it has no title in that. */
const char *config_section_title(const Config *config, const char *section, const char *lang);

/* Language that a `[language]` glob gives to this URL, or NULL. */
const char *config_find_language(const Config *config, const char *url);

/* Does the site own this host (on any port)? TRUE for all while no hosts are configured. */
gboolean config_has_host(const Config *config, const char *host);

/* Are pings taken about this host, in lower case, on this port? Those of `indexnow_hosts`, or else of `hosts`; an entry
 * without a port stands for all ports. FALSE while there is none. */
gboolean config_takes_pings(const Config *config, const char *host, guint port);

/* Hosts, NULL-terminated, whose addresses may be private: those that [crawl] names, and of [site] those whose name is
 * itself such an address or "localhost". g_strfreev(). */
char **config_private_hosts(const Config *config);

G_END_DECLS

#endif
