/* The promises of shim/cluster_table.h, on a ledger without indexes. */
#include <fcntl.h>
#include <signal.h>
#include <string.h>

#include "langs/lang.h"
#include "shim/authority.h"
#include "shim/cluster_table.h"
#include "shim/clustering.h"
#include "tests/unit/harm.h"
#include "tests/unit/place.h"

#define NOWHERE "http://s/nowhere"

static const char *code(guint i)
{
    return lang_code(lang_get(i));
}

/* A page in the index of a language ("": in none), in a cluster (0: in none) as one of a language. */
static void put(Place *p, const char *url, const char *indexed_lang, gint64 cluster, const char *lang)
{
    put_page(p, url, PAGE_PRESENT, indexed_lang);
    g_autofree char *sql = g_strdup_printf("SELECT id FROM url WHERE url='%s'", url), *id = sqlite(p, sql);
    gint64 page = g_ascii_strtoll(id, NULL, 10);
    g_assert_true(!cluster || clustering_put_member(p->ledger, page, cluster, lang, NULL));
    g_assert_true(ledger_commit(p->ledger, NULL));
}

static void add_clusters(Place *p, guint n)
{
    gint64 id;
    for (guint i = 0; i < n; i++)
        g_assert_true(clustering_add_cluster(p->ledger, &id, NULL));
    g_assert_true(ledger_commit(p->ledger, NULL));
}

static void update(const Place *p)
{
    g_autoptr(GError) error = NULL;
    g_assert_true(cluster_table_update(p->data, &error));
    g_assert_no_error(error);
}

/* A cluster of two pages, one of two of which one is in no index, one of a page that has no place; a page in no cluster. */
static void put_site(Place *p)
{
    add_clusters(p, 3);
    put(p, "http://s/a", code(0), 1, code(0));
    put(p, "http://s/b", code(1), 1, code(1));
    put(p, "http://s/c", code(0), 2, code(0));
    put(p, "http://s/d", "", 2, code(1));
    put(p, "http://s/e", code(2), 3, "");
    put(p, "http://s/f", code(3), 0, "");
    g_assert_true(authority_put(p->ledger, 2, 3.25, NULL));
    g_assert_true(authority_put_texts(p->ledger, 2, code(0), "one\ntwo", NULL));
    g_assert_true(authority_put_texts(p->ledger, 2, code(1), "three", NULL));
    g_assert_true(authority_put_texts(p->ledger, 9, code(1), "of a cluster that has gone", NULL));
    g_assert_true(ledger_commit(p->ledger, NULL));
}

static char *describe(const Cluster *c)
{
    GString *out = g_string_new(NULL);
    if (c)
        g_string_append_printf(out, "%" G_GINT64_FORMAT " %.6f", c->id, c->authority);
    for (guint i = 0; c && i < c->members->len; i++) {
        const ClusterMember *m = &g_array_index(c->members, ClusterMember, i);
        g_string_append_printf(out, "|%" G_GINT64_FORMAT " %s %s %s %s", m->page, m->url, m->title, m->lang,
                               m->indexed_lang);
    }
    return g_string_free(out, FALSE);
}

static void assert_same_links(const Place *p, const ClusterTable *table, const char *url)
{
    for (guint i = 0; i < lang_count(); i++) {
        g_autofree char *expected = NULL;
        double authority, expected_authority;
        const char *texts = cluster_table_find_links(table, url, code(i), &authority);
        g_assert_true(authority_find_links(p->ledger, url, code(i), &expected_authority, &expected, NULL));
        g_assert_cmpstr(texts, ==, expected);
        g_assert_cmpfloat(authority, ==, expected_authority);
    }
}

static void assert_same(const Place *p, const ClusterTable *table)
{
    static const char *const names[] = {"a", "b", "c", "d", "e", "f", "nowhere"};
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *url = g_strconcat("http://s/", names[i], NULL);
        g_autoptr(Cluster) found = cluster_table_find(table, url), expected = NULL;
        g_assert_true(cluster_find(p->ledger, url, &expected, NULL));
        g_autofree char *a = describe(found), *b = describe(expected);
        g_assert_cmpstr(a, ==, b);
        assert_same_links(p, table, url);
    }
}

static void it_says_what_the_ledger_says(Place *p, gconstpointer data)
{
    (void)data;
    put_site(p);
    update(p);
    g_autoptr(ClusterTable) table = cluster_table_open(p->data);
    g_assert_nonnull(table);
    assert_same(p, table);
    g_autoptr(Cluster) c = cluster_table_find(table, "http://s/d");
    g_assert_cmpint(c->id, ==, 2);
    g_assert_cmpfloat(c->authority, ==, 3.25);
    g_assert_cmpuint(c->members->len, ==, 1);
    g_assert_null(cluster_table_find(table, NOWHERE));
}

static void whatever_is_written_makes_it_one_that_nobody_reads(Place *p, gconstpointer data)
{
    (void)data;
    put_site(p);
    g_assert_null(cluster_table_open(p->data));
    update(p);
    g_autoptr(ClusterTable) table = cluster_table_open(p->data);
    g_assert_true(cluster_table_is_current(table, p->data));
    put(p, "http://s/c", code(1), 2, code(1));
    g_assert_false(cluster_table_is_current(table, p->data));
    g_assert_null(cluster_table_open(p->data));
    update(p);
    g_autoptr(ClusterTable) fresh = cluster_table_open(p->data);
    g_assert_nonnull(fresh);
    assert_same(p, fresh);
    g_autofree char *none = sqlite(p, "UPDATE cluster SET authority=2 WHERE id=1");
    g_assert_null(cluster_table_open(p->data));
}

static void it_is_written_once(Place *p, gconstpointer data)
{
    (void)data;
    g_autofree char *path = g_build_filename(p->data, "clusters", NULL);
    put_site(p);
    update(p);
    guint64 stamp = disk_stamp(path);
    update(p);
    g_assert_cmpuint(disk_stamp(path), ==, stamp);
}

static void languages_lack_what_another_has_alone(Place *p, gconstpointer data)
{
    (void)data;
    put_site(p);
    update(p);
    g_autoptr(ClusterTable) table = cluster_table_open(p->data);
    g_assert_true(cluster_table_has_all(table, code(1), code(0)));
    g_assert_false(cluster_table_has_all(table, code(0), code(1)));
    g_assert_true(cluster_table_has_all(table, code(0), code(0)));
    g_assert_false(cluster_table_has_all(table, code(0), code(4))); /* that has no pages: it is not in the table */
    g_assert_false(cluster_table_has_all(table, code(4), code(0)));
}

static void a_page_without_a_place_counts_as_alone(Place *p, gconstpointer data)
{
    (void)data;
    put_site(p);
    put(p, "http://s/g", code(0), 3, code(0));
    update(p);
    g_autoptr(ClusterTable) table = cluster_table_open(p->data);
    g_assert_false(cluster_table_has_all(table, code(2), code(0)));
}

static void a_page_in_no_cluster_counts_as_alone(Place *p, gconstpointer data)
{
    (void)data;
    put_site(p);
    put(p, "http://s/g", code(3), 1, code(3));
    update(p);
    g_autoptr(ClusterTable) table = cluster_table_open(p->data);
    g_assert_false(cluster_table_has_all(table, code(3), code(0)));
}

static void without_a_ledger_there_is_nothing_to_write(Place *p, gconstpointer data)
{
    (void)data;
    close_ledger(p);
    g_assert_cmpint(g_unlink(p->file), ==, 0);
    update(p);
    g_autofree char *path = g_build_filename(p->data, "clusters", NULL);
    g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
    open_ledger(p);
}

static void it_is_left_to_who_is_at_it(Place *p, gconstpointer data)
{
    (void)data;
    put_site(p);
    int lock = clusters_lock(p->data, NULL);
    g_assert_cmpint(lock, >=, 0);
    update(p);
    g_assert_null(cluster_table_open(p->data));
    close(lock);
    update(p);
    g_autoptr(ClusterTable) table = cluster_table_open(p->data);
    g_assert_nonnull(table);
}

/* Changes the ledger and writes the table, which stands for a moment, again and again. */
static void write_on(const char *data)
{
    g_autoptr(Ledger) ledger = ledger_open(data, LEDGER_WRITE, NULL);
    for (guint i = 1;; i++) {
        if (!authority_put(ledger, 1 + i % 3, i, NULL) || !ledger_commit(ledger, NULL))
            _exit(1);
        if (i % 4 == 0 && !cluster_table_update(data, NULL))
            _exit(1);
        g_usleep(i % 4 == 0 ? 10000 : 0);
    }
}

static void a_kill_leaves_one_that_is_right_or_none_that_counts(Place *p, gconstpointer data)
{
    (void)data;
    guint n = 0;
    put_site(p);
    for (guint i = 0; i < 30; i++) {
        pid_t child = fork();
        if (child == 0)
            write_on(p->data);
        g_usleep(30000 + g_random_int_range(0, 60000));
        g_assert_cmpint(kill(child, SIGKILL), ==, 0);
        g_assert_cmpint(waitpid(child, NULL, 0), ==, child);
        g_autoptr(ClusterTable) table = cluster_table_open(p->data);
        if (table)
            assert_same(p, table);
        n += table != NULL;
    }
    g_test_message("%u tables of 30 counted", n);
}

/* Everything that can be asked; gives the members found, each cluster as often as it has pages. */
static guint ask_everything(gconstpointer data)
{
    g_autoptr(ClusterTable) table = cluster_table_open(data);
    guint n = 0;
    for (char name = 'a'; table && name < 'g'; name++) {
        const char url[] = {'h', 't', 't', 'p', ':', '/', '/', 's', '/', name, '\0'};
        g_autoptr(Cluster) c = cluster_table_find(table, url);
        double authority;
        g_assert_true(g_utf8_validate(cluster_table_find_links(table, url, code(0), &authority), -1, NULL));
        for (guint i = 0; c && i < c->members->len; i++, n++) {
            const ClusterMember *m = &g_array_index(c->members, ClusterMember, i);
            g_assert_true(g_utf8_validate(m->url, -1, NULL) && g_utf8_validate(m->title, -1, NULL));
        }
        (void)cluster_table_has_all(table, code(0), code(1));
    }
    return n;
}

static void a_damaged_file_gives_wrong_answers_at_worst(Place *p, gconstpointer data)
{
    (void)data;
    put_site(p);
    update(p);
    g_autofree char *path = g_build_filename(p->data, "clusters", NULL), *bytes = NULL;
    gsize n;
    g_assert_cmpuint(ask_everything(p->data), ==, 7);
    flip_bytes(path, ask_everything, p->data);
    g_assert_true(g_file_get_contents(path, &bytes, &n, NULL));
    for (gsize i = 0; i < n; i += 13) {
        g_assert_true(g_file_set_contents(path, bytes, i, NULL));
        g_assert_cmpuint(ask_everything(p->data), ==, 0);
    }
}

/* 0: the disk refused, as it should. */
static int write_again(gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *ledger = g_build_filename(data, "ledger.db", NULL);
    const struct timespec now[2] = {{.tv_nsec = UTIME_NOW}, {.tv_nsec = UTIME_NOW}};
    if (utimensat(AT_FDCWD, ledger, now, 0) != 0)
        return 2;
    return cluster_table_update(data, &error) || error->code != FAULT_STOP;
}

static guint is_there(gconstpointer data)
{
    g_autofree char *path = g_build_filename(data, "clusters", NULL), *bytes = NULL;
    gsize n;
    return g_file_get_contents(path, &bytes, &n, NULL) ? g_str_hash(bytes) : 0;
}

static void a_disk_that_refuses_leaves_what_was_there(Place *p, gconstpointer data)
{
    (void)data;
    put_site(p);
    update(p);
    g_autofree char *path = g_build_filename(p->data, "clusters", NULL);
    fill_disk(path, 97, write_again, is_there, is_there(p->data), p->data);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add("/cluster_table/" #name, Place, NULL, set_up, name, tear_down)
    ADD(it_says_what_the_ledger_says);
    ADD(whatever_is_written_makes_it_one_that_nobody_reads);
    ADD(it_is_written_once);
    ADD(languages_lack_what_another_has_alone);
    ADD(a_page_without_a_place_counts_as_alone);
    ADD(a_page_in_no_cluster_counts_as_alone);
    ADD(without_a_ledger_there_is_nothing_to_write);
    ADD(it_is_left_to_who_is_at_it);
    ADD(a_kill_leaves_one_that_is_right_or_none_that_counts);
    ADD(a_damaged_file_gives_wrong_answers_at_worst);
    ADD(a_disk_that_refuses_leaves_what_was_there);
    return g_test_run();
}
