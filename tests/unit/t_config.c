/* The promises of shim/config.h. */
#include <glib/gstdio.h>
#include <string.h>

#include "shim/config.h"
#include "shim/disk.h"

typedef struct {
    char *folder, *path, *before;
} Place;

static void set_up(Place *p, gconstpointer data)
{
    (void)data;
    p->folder = g_dir_make_tmp("isoglot-t-XXXXXX", NULL);
    p->path = g_build_filename(p->folder, "isoglot.conf", NULL);
    p->before = g_get_current_dir();
}

static void tear_down(Place *p, gconstpointer data)
{
    (void)data;
    g_assert_cmpint(g_chdir(p->before), ==, 0);
    disk_remove(p->folder);
    g_free(p->folder);
    g_free(p->path);
    g_free(p->before);
}

static Config *read_text(const Place *p, const char *text, const char *data, GError **error)
{
    g_assert_true(g_file_set_contents(p->path, text, -1, NULL));
    return config_open(p->path, data, error);
}

static void every_key_is_read(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autoptr(Config) c = read_text(
        p,
        "# a comment\n[site]\nname = The Site: ünïcode\nname.eo = La ejo\nstart = https://x.example/ \t https://y.example/\n"
        "hosts = X.example  y.example\nlanguages = la eo\ndata = here\nterminology = a.tbx\n"
        "[crawl]\ndelay_ms = 500\nconcurrency = 2\nmax_pages = 10\nallow_private_hosts = localhost\n"
        "[section News]\npattern = *://x.example/news/* *://x.example/n/*\ntitle.la = Nova\ntitle.eo = "
        "Novaĵoj\n"
        "[section Old]\npattern = *\n"
        "[index]\nla = local\neo = remote h:1 i:2\n"
        "[language]\neo = */eo/*\nla = */la/* */lat/*\nterminology = b.tbx\npattern = /{}/ -{a,b}.html\nlearn = false\n"
        "[query]\nlog = true\nparity = true\norigins = https://x.example\nshell.la = shell.html\n"
        "[indexnow]\nkey = 0123456789-Key\nhosts = x.example\n",
        NULL, &error);
    g_assert_no_error(error);
    g_autofree char *here = g_build_filename(p->folder, "here", NULL);
    g_autofree char *a = g_build_filename(p->folder, "a.tbx", NULL), *b = g_build_filename(p->folder, "b.tbx", NULL);
    g_assert_cmpstr(c->name, ==, "The Site: ünïcode");
    g_assert_cmpstr(c->data, ==, here);
    g_assert_true(g_strv_equal((const char *const *)c->terminology, (const char *const[]){a, b, NULL}));
    g_assert_null(config_find_language(c, "b.tbx"));
    g_assert_true(g_strv_equal((const char *const *)c->url_patterns, (const char *const[]){"/{}/", "-{a,b}.html", NULL}));
    g_assert_null(config_find_language(c, "/{}/"));
    g_assert_false(c->may_learn);
    g_assert_true(c->has_log);
    g_assert_true(c->has_parity);
    g_assert_null(config_find_language(c, "false"));
    g_assert_true(g_strv_equal((const char *const *)c->start,
                               (const char *const[]){"https://x.example/", "https://y.example/", NULL}));
    g_assert_true(
        g_strv_equal((const char *const *)c->hosts, (const char *const[]){"x.example", "y.example", NULL}));
    g_assert_true(g_strv_equal((const char *const *)c->languages, (const char *const[]){"la", "eo", NULL}));
    g_assert_cmpstr(g_hash_table_lookup(c->index_locations, "eo"), ==, "remote h:1 i:2");
    g_assert_cmpuint(c->sections->len, ==, 2);
    const ConfigSection *news = config_find_section(c, "http://x.example/news/today");
    g_assert_cmpstr(news->name, ==, "News");
    g_assert_cmpstr(g_hash_table_lookup(news->titles, "eo"), ==, "Novaĵoj");
    g_assert_cmpstr(config_find_section(c, "http://x.example/about")->name, ==, "Old");
    g_assert_cmpstr(config_site_name(c, "eo"), ==, "La ejo");
    g_assert_cmpstr(config_site_name(c, "la"), ==, "The Site: ünïcode");
    g_assert_cmpstr(config_section_title(c, "News", "eo"), ==, "Novaĵoj");
    g_assert_cmpstr(config_section_title(c, "Old", "eo"), ==, "Old");
    g_assert_cmpstr(config_section_title(c, "nothing", "eo"), ==, "nothing");
    g_assert_cmpstr(config_find_language(c, "http://x.example/lat/a"), ==, "la");
    g_assert_null(config_find_language(c, "http://x.example/b.tbx"));
    g_assert_true(config_has_host(c, "y.example"));
    g_assert_false(config_has_host(c, "z.example"));
}

static void a_mistake_is_named_with_file_line_key_and_what_was_expected(Place *p, gconstpointer data)
{
    (void)data;
    static const struct {
        const char *text;
        guint line;
        const char *key, *expected;
    } rows[] = {
        {"[site]\ndata = d\ncolour = red\n", 3, "'colour'", "a key that this group knows"},
        {"[site]\ndata = d\n\n[shop]\nkey = x\n", 4, "'shop'", "one of the groups site,"},
        {"[site]\ndata = d\n[sections]\npattern = x\n", 3, "'sections'", "one of the groups"},
        {"[site]\ndata = d\n[crawl]\ndelay_ms = soon\n", 4, "'delay_ms = soon'", "a whole number"},
        {"[site]\ndata = d\n[crawl]\ndelay_ms = -1\n", 4, "'delay_ms = -1'", "a whole number"},
        {"[site]\ndata = d\n[crawl]\nmax_pages=\n", 4, "'max_pages = '", "a whole number"},
        {"[site]\ndata = d\n[crawl]\nmax_pages = 99999999999\n", 4, "'max_pages = 99999999999'",
         "a whole number"},
        {"[site]\ndata = d\n[query]\nlog = yes\n", 4, "'log = yes'", "true or false"},
        {"[site]\ndata = d\n[language]\nlearn = no\n", 4, "'learn = no'", "true or false"},
        {"[site]\ndata = d\n[indexnow]\nkey = 1234567\n", 4, "'key = 1234567'", "8 to 128 letters"},
        {"[site]\ndata = d\n[indexnow]\nkey = 12345678_\n", 4, "'key = 12345678_'", "8 to 128 letters"},
        {"[site]\ndata = d\n[section A]\npattern = x\n[section B]\npatern = y\n", 6, "'patern'",
         "a key that"},
        {"[site]\ndata = d\nnames = x\nname = y\n", 3, "'names'", "a key that"},
        {"[site]\ndata = d\n[query]\nshell = x\n", 4, "'shell'", "a key that"},
        {"[site]\ndata = d\n[empty]\n", 3, "'empty'", "one of the groups"},
        {"[site]\ndata = d\ndata = e\n", 3, "'data'", "only once"},
        {"[site]\ndata = d\n[crawl]\n[site]\nname = x\n", 4, "'site'", "only once"},
        {"[site]\ndata = d\nno equals sign\n", 3, "'no equals sign'", "key = value"},
        {"data = d\n", 1, "'data'", "a group"},
        {"[site]\ndata = d\n[site\nname = x\n", 3, "'[site'", "key = value"},
        {"[site]\ndata = d\nname = \xff\xfe\n", 3, "'name'", "UTF-8"},
        {"[site]\ndata = d\nname = a\\d\n", 3, "'name = a\\d'", "behind a"},
        {"\r\n# x\r\n[site]\r\ndata = d\r\nname = x\r\nnam = x\r\n", 6, "'nam'", "a key that"},
        {"[section]\npattern = x\n", 1, "'section'", "section NAME"},
        {"[site]\ndata = d\n[section ]\npattern = x\n", 3, "'section '", "a name"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(Config) c = read_text(p, rows[i].text, NULL, &error);
        g_assert_null(c);
        g_test_message("%s", error->message);
        g_assert_error(error, FAULT, FAULT_USAGE);
        g_autofree char *place = g_strdup_printf("%s:%u: %s", p->path, rows[i].line, rows[i].key);
        g_assert_true(g_str_has_prefix(error->message, place));
        g_assert_nonnull(strstr(error->message, "expected "));
        g_assert_nonnull(strstr(error->message, rows[i].expected));
    }
}

static void pings_are_taken_about_hosts_of_their_own_or_else_the_sites(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(Config) site = read_text(p, "[site]\ndata = d\nhosts = X.example y.example:81\n", NULL, NULL);
    g_assert_true(config_takes_pings(site, "x.example", 80) && config_takes_pings(site, "x.example", 8080));
    g_assert_true(config_takes_pings(site, "y.example", 81));
    g_assert_false(config_takes_pings(site, "y.example", 80) || config_takes_pings(site, "z.example", 80));
    g_autoptr(Config) own =
        read_text(p, "[site]\ndata = d\nhosts = x.example\n[indexnow]\nkey =\nhosts = Y.example\n", NULL, NULL);
    g_assert_cmpstr(own->indexnow_key, ==, "");
    g_assert_true(config_takes_pings(own, "y.example", 80));
    g_assert_false(config_takes_pings(own, "x.example", 80));
    g_autoptr(Config) bare = read_text(p, "[site]\ndata = d\n", NULL, NULL);
    g_assert_false(config_takes_pings(bare, "x.example", 80));
}

static void without_a_data_directory_it_is_a_usage_error(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_assert_null(read_text(p, "[site]\nname = x\n", NULL, &error));
    g_assert_error(error, FAULT, FAULT_USAGE);
    g_assert_nonnull(strstr(error->message, p->path));
    g_assert_nonnull(strstr(error->message, "'data'"));
    g_clear_error(&error);
    g_remove(p->path);
    g_assert_cmpint(g_chdir(p->folder), ==, 0);
    g_assert_null(config_open(NULL, NULL, &error));
    g_assert_error(error, FAULT, FAULT_USAGE);
    g_assert_nonnull(strstr(error->message, "--data"));
    g_clear_error(&error);
    g_assert_null(config_open("none.conf", NULL, &error));
    g_assert_error(error, FAULT, FAULT_USAGE);
    g_assert_nonnull(strstr(error->message, "none.conf"));
}

static void data_given_needs_no_file_and_overrides_it(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autoptr(Config) bare = config_open(NULL, "/given", &error);
    g_autoptr(Config) both = read_text(p, "[site]\ndata = /file\n", "/given", &error);
    g_assert_cmpstr(bare->data, ==, "/given");
    g_assert_cmpstr(bare->name, ==, "");
    g_assert_cmpuint(g_strv_length(bare->languages) + g_strv_length(bare->hosts) + g_strv_length(bare->start),
                     ==, 0);
    g_assert_true(config_has_host(bare, "any.example"));
    g_assert_false(bare->has_log);
    g_assert_null(config_find_section(bare, "http://x.example/"));
    g_assert_cmpstr(both->data, ==, "/given");
}

static void the_file_of_the_working_directory_is_found(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_assert_true(g_file_set_contents(p->path, "[site]\ndata = /file\nname = here\n", -1, NULL));
    g_assert_cmpint(g_chdir(p->folder), ==, 0);
    g_autoptr(Config) found = config_open(NULL, NULL, &error);
    g_autoptr(Config) given = config_open(NULL, "/given", &error);
    g_assert_cmpstr(found->name, ==, "here");
    g_assert_cmpstr(given->name, ==, ""); /* with --data nothing is looked for */
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add("/config/" #name, Place, NULL, set_up, name, tear_down)
    ADD(every_key_is_read);
    ADD(a_mistake_is_named_with_file_line_key_and_what_was_expected);
    ADD(pings_are_taken_about_hosts_of_their_own_or_else_the_sites);
    ADD(without_a_data_directory_it_is_a_usage_error);
    ADD(data_given_needs_no_file_and_overrides_it);
    ADD(the_file_of_the_working_directory_is_found);
    return g_test_run();
}
