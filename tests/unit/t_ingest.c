/* The promises of indexer/ingest.h. */
#include "indexer/ingest.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/warc_writer.h"
#include "shim/frontier.h"
#include "tests/unit/sample.h"
#include "tests/unit/settings.h"

#define X "http://x.example"
#define AT G_GINT64_CONSTANT(1700000000)

typedef struct {
    Settings settings;
    char *folder;
    WarcWriter *writer;
    guint pages, gone; /* of the last build */
    GString *refused;
} Fixture;

static void set_up(Fixture *f, gconstpointer data)
{
    (void)data;
    settings_open(&f->settings, "[site]\nname = X\n");
    f->folder = g_build_filename(f->settings.data, "feed", NULL);
    f->writer = warc_writer_open(f->folder, NULL, 0, NULL);
    f->refused = g_string_new(NULL);
}

static void tear_down(Fixture *f, gconstpointer data)
{
    (void)data;
    warc_writer_close(f->writer);
    settings_clear(&f->settings);
    g_free(f->folder);
    g_string_free(f->refused, TRUE);
}

/* Version number `seed` of a page, fetched then, at the end of a feed. */
static void put_to(WarcWriter *writer, const char *url, guint seed, gint64 at)
{
    static const char head[] = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n";
    g_autoptr(GString) text = sample_text(lang_get(0), seed, 1000);
    g_autofree char *html =
        g_strdup_printf("<html lang=%s><title>T</title><p>%s", lang_code(lang_get(0)), text->str);
    WarcResponse r = {.url = url,
                      .head = head,
                      .head_n = strlen(head),
                      .body = (const guint8 *)html,
                      .body_n = strlen(html),
                      .fetched_at = at};
    g_assert_true(warc_writer_put_response(writer, &r, NULL));
}

static void put(Fixture *f, const char *url, guint seed, gint64 at)
{
    put_to(f->writer, url, seed, at);
}

static void begin_file(Fixture *f)
{
    warc_writer_close(f->writer);
    f->writer = warc_writer_open(f->folder, NULL, 0, NULL);
}

static Ledger *open_ledger(const Fixture *f)
{
    g_autoptr(GError) error = NULL;
    Ledger *ledger = ledger_open(f->settings.data, LEDGER_WRITE, &error);
    g_assert_no_error(error);
    return ledger;
}

/* The crawler acknowledges what it has written; its mark. */
static guint64 acknowledge(Fixture *f)
{
    g_autoptr(Ledger) ledger = open_ledger(f);
    g_autofree char *file = NULL;
    guint64 offset;
    warc_writer_get_position(f->writer, &file, &offset);
    g_assert_true(frontier_put_feed(ledger, file, offset, NULL) && ledger_commit(ledger, NULL));
    return offset;
}

static GPtrArray *find(Fixture *f, gboolean rebuild)
{
    g_autoptr(GError) error = NULL;
    GPtrArray *feeds = ingest_feeds_new();
    g_assert_true(ingest_find(f->settings.config, rebuild, feeds, &error));
    g_assert_no_error(error);
    return feeds;
}

static void refuse(const GError *reason, gpointer user)
{
    Fixture *f = user;
    g_string_append_printf(f->refused, "%s\n", reason->message);
}

static void build(Fixture *f, BuildMode mode, const GPtrArray *feeds)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Build) b = build_open(f->settings.config, mode, &error);
    g_assert_no_error(error);
    g_string_truncate(f->refused, 0);
    g_assert_true(ingest(f->settings.config, b, feeds, &(IngestEvents){refuse, NULL, f}, &f->gone, &error));
    g_assert_no_error(error);
    f->pages = build_pages(b);
}

/* What `isoglot index` does. */
static void index_new(Fixture *f)
{
    g_autoptr(GPtrArray) feeds = find(f, FALSE);
    build(f, ingest_has_index(f->settings.config) ? BUILD_INCREMENTAL : BUILD_BULK, feeds);
}

static void rebuild(Fixture *f)
{
    g_autoptr(GPtrArray) feeds = find(f, TRUE);
    build(f, BUILD_BULK, feeds);
}

static gboolean add_row(const char *const *columns, guint n, gpointer rows)
{
    (void)n;
    g_string_append_printf(rows, "%s ", strrchr(columns[0], '/'));
    return TRUE;
}

static void assert_indexed(const Fixture *f, const char *expected)
{
    g_autoptr(Ledger) ledger = open_ledger(f);
    g_autoptr(GString) rows = g_string_new(NULL);
    g_assert_true(ledger_each_indexed(ledger, add_row, rows, NULL));
    g_assert_cmpstr(rows->str, ==, expected);
}

/* How far our feed has been read. */
static void assert_mark(const Fixture *f, guint64 expected)
{
    g_autoptr(Ledger) ledger = open_ledger(f);
    g_autofree char *file = NULL;
    gint64 offset;
    g_assert_true(frontier_get_indexed(ledger, &file, &offset, NULL));
    g_assert_cmpint(offset, ==, expected);
}

/* ------------------------------------------------------------------ our own feed */

static void it_is_read_from_the_last_build_to_the_crawlers_mark(Fixture *f, gconstpointer data)
{
    (void)data;
    put(f, X "/a", 1, AT);
    put(f, X "/b", 2, AT);
    guint64 first = acknowledge(f);
    put(f, X "/c", 3, AT); /* just being written */
    index_new(f);
    assert_indexed(f, "/a /b ");
    assert_mark(f, first);
    guint64 second = acknowledge(f);
    g_autoptr(GPtrArray) feeds = find(f, FALSE);
    const IngestFeed *feed = g_ptr_array_index(feeds, 0);
    g_assert_cmpuint(feeds->len, ==, 1);
    g_assert_true(feed->is_own);
    g_assert_cmpuint(feed->options.from, ==, first);
    g_assert_cmpuint(feed->options.until, ==, second);
    build(f, BUILD_INCREMENTAL, feeds);
    g_assert_cmpuint(f->pages, ==, 1);
    assert_indexed(f, "/a /b /c ");
    assert_mark(f, second);
}

static void when_nothing_is_new_nothing_is_read(Fixture *f, gconstpointer data)
{
    (void)data;
    put(f, X "/a", 1, AT);
    guint64 mark = acknowledge(f);
    index_new(f);
    put(f, X "/b", 2, AT);
    g_autoptr(GPtrArray) feeds = find(f, FALSE);
    g_assert_cmpuint(feeds->len, ==, 0);
    build(f, BUILD_INCREMENTAL, feeds);
    assert_mark(f, mark);
    assert_indexed(f, "/a ");
}

static void it_is_read_over_several_files(Fixture *f, gconstpointer data)
{
    (void)data;
    put(f, X "/a", 1, AT);
    acknowledge(f);
    index_new(f);
    put(f, X "/b", 2, AT); /* behind the mark of the first file … */
    begin_file(f);
    put(f, X "/c", 3, AT);
    begin_file(f);
    put(f, X "/d", 4, AT);
    guint64 mark = acknowledge(f);
    begin_file(f);
    put(f, X "/e", 5, AT);
    index_new(f);
    g_assert_cmpuint(f->pages, ==, 3);
    assert_indexed(f, "/a /b /c /d ");
    assert_mark(f, mark);
}

static void a_build_that_is_discarded_is_read_again(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    put(f, X "/a", 1, AT);
    acknowledge(f);
    index_new(f);
    put(f, X "/b", 2, AT);
    acknowledge(f);
    Build *b = build_open(f->settings.config, BUILD_INCREMENTAL, &error);
    g_autoptr(GPtrArray) feeds = find(f, FALSE);
    g_autoptr(Feed) feed =
        feed_open(((IngestFeed *)g_ptr_array_index(feeds, 0))->path, &(FeedOptions){0}, &error);
    Page *page = NULL;
    while (feed_next(feed, &page, NULL) && page)
        g_assert_true(build_put(b, page, NULL));
    g_assert_true(build_wait(b, NULL));
    build_close(b);
    index_new(f);
    assert_indexed(f, "/a /b ");
}

static void the_first_build_reads_all_of_it_whatever_the_mark(Fixture *f, gconstpointer data)
{
    (void)data;
    put(f, X "/a", 1, AT);
    guint64 offset = acknowledge(f);
    g_autofree char *file = NULL;
    warc_writer_get_position(f->writer, &file, &offset);
    g_autoptr(Ledger) ledger = open_ledger(f); /* as if the indexes had been lost */
    g_assert_true(frontier_put_indexed(ledger, file, offset, NULL) && ledger_commit(ledger, NULL));
    g_clear_pointer(&ledger, ledger_close);
    g_assert_false(ingest_has_index(f->settings.config));
    index_new(f);
    assert_indexed(f, "/a ");
    g_assert_true(ingest_has_index(f->settings.config));
}

static void a_rebuild_reads_all_of_it_up_to_the_mark(Fixture *f, gconstpointer data)
{
    (void)data;
    put(f, X "/a", 1, AT);
    acknowledge(f);
    index_new(f);
    put(f, X "/a", 2, AT + 1);
    begin_file(f);
    put(f, X "/b", 3, AT);
    acknowledge(f);
    put(f, X "/c", 4, AT);
    rebuild(f);
    assert_indexed(f, "/a /b ");
}

static void names_are_those_of_our_files_in_their_order(Fixture *f, gconstpointer data)
{
    (void)data;
    for (guint i = 0; i < 3; i++, begin_file(f))
        put(f, X "/a", i, AT);
    g_autofree char *other = g_build_filename(f->folder, "other.warc.gz", NULL),
                    *draft = g_build_filename(f->folder, "isoglot-1.txt", NULL);
    g_assert_true(g_file_set_contents(other, "", 0, NULL) && g_file_set_contents(draft, "", 0, NULL));
    g_autoptr(GPtrArray) names = ingest_list_own(f->settings.config);
    g_assert_cmpuint(names->len, ==, 3);
    for (guint i = 1; i < names->len; i++)
        g_assert_cmpstr(g_ptr_array_index(names, i - 1), <, g_ptr_array_index(names, i));
}

/* ------------------------------------------------------------------ gone */

static void what_the_crawler_says_is_gone_leaves_and_returns_with_a_later_version(Fixture *f,
                                                                                  gconstpointer data)
{
    (void)data;
    put(f, X "/a", 1, AT);
    put(f, X "/b", 2, AT);
    acknowledge(f);
    index_new(f);
    g_assert_true(warc_writer_put_gone(f->writer, X "/a", AT + 10, NULL));
    acknowledge(f);
    index_new(f);
    assert_indexed(f, "/b ");
    put(f, X "/a", 1, AT + 20);
    acknowledge(f);
    index_new(f);
    assert_indexed(f, "/a /b ");
}

static void a_rebuild_leaves_it_out_too(Fixture *f, gconstpointer data)
{
    (void)data;
    put(f, X "/a", 1, AT);
    put(f, X "/b", 2, AT);
    g_assert_true(warc_writer_put_gone(f->writer, X "/a", AT + 10, NULL));
    acknowledge(f);
    rebuild(f);
    assert_indexed(f, "/b ");
}

static void verdicts_that_are_released_are_carried_out(Fixture *f, gconstpointer data)
{
    (void)data;
    put(f, X "/a", 1, AT);
    put(f, X "/b", 2, AT);
    acknowledge(f);
    index_new(f);
    g_autoptr(Ledger) ledger = open_ledger(f);
    g_autoptr(FrontierHost) host = NULL;
    g_autoptr(FrontierEntry) entry = NULL;
    g_assert_true(frontier_find_host(ledger, X, &host, NULL) &&
                  frontier_add(ledger, host->id, X "/a", 1, 0, 0, NULL));
    g_assert_true(frontier_find(ledger, X "/a", &entry, NULL));
    g_free(entry->verdict);
    entry->verdict = g_strdup("410");
    entry->checked_at = AT + 10;
    g_assert_true(frontier_settle(ledger, entry, NULL) && frontier_release_page(ledger, X "/a", NULL) &&
                  ledger_commit(ledger, NULL));
    g_clear_pointer(&ledger, ledger_close);
    index_new(f);
    g_assert_cmpuint(f->gone, ==, 1);
    assert_indexed(f, "/b ");
}

/* ------------------------------------------------------------------ other feeds */

static void other_files_in_the_folder_are_read_whole(Fixture *f, gconstpointer data)
{
    (void)data;
    put(f, X "/a", 1, AT);
    begin_file(f);
    g_autoptr(GPtrArray) names = ingest_list_own(f->settings.config);
    g_autofree char *from = g_build_filename(f->folder, g_ptr_array_index(names, 0), NULL),
                    *to = g_build_filename(f->folder, "from-elsewhere.warc.gz", NULL);
    g_assert_cmpint(g_rename(from, to), ==, 0);
    put(f, X "/b", 2, AT);
    acknowledge(f);
    index_new(f);
    assert_indexed(f, "/a /b ");
    g_autoptr(GPtrArray) feeds = find(f, FALSE);
    const IngestFeed *feed = g_ptr_array_index(feeds, 0);
    g_assert_cmpuint(feeds->len, ==, 1); /* each time */
    g_assert_cmpstr(feed->path, ==, to);
    g_assert_true(!feed->is_own && !feed->options.from && !feed->options.until);
}

static void without_a_feed_there_is_nothing_to_build(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) feeds = ingest_feeds_new();
    disk_remove(f->folder);
    g_assert_false(ingest_find(f->settings.config, FALSE, feeds, &error));
    g_assert_error(error, FAULT, FAULT_USAGE);
    g_assert_nonnull(strstr(error->message, f->folder));
}

static char *write_lines(const Fixture *f, const char *name, const char *lines)
{
    char *path = g_build_filename(f->settings.data, name, NULL);
    g_assert_true(g_file_set_contents(path, lines, -1, NULL));
    return path;
}

static void a_mistyped_name_costs_nothing(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) feeds = ingest_feeds_new();
    g_autofree char *path = write_lines(f, "a.jsonl", "");
    ingest_add(feeds, "-", NULL, FALSE); /* is not opened twice */
    ingest_add(feeds, path, NULL, FALSE);
    g_assert_true(ingest_check(feeds, &error));
    ingest_add(feeds, "/none.jsonl", NULL, FALSE);
    g_assert_false(ingest_check(feeds, &error));
    g_assert_error(error, FAULT, FAULT_USAGE);
    g_assert_nonnull(strstr(error->message, "/none.jsonl"));
}

static void a_feed_that_is_given_is_read_again_by_a_rebuild(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GString) text = sample_text(lang_get(0), 1, 500);
    g_autofree char *line = g_strdup_printf("{\"url\": \"" X "/a\", \"text\": \"%s\", \"lang\": \"%s\"}\n",
                                            text->str, lang_code(lang_get(0)));
    g_autofree char *path = write_lines(f, "a.jsonl", line);
    g_autoptr(GPtrArray) feeds = ingest_feeds_new();
    ingest_add(feeds, path, NULL, FALSE);
    build(f, BUILD_BULK, feeds);
    assert_indexed(f, "/a ");
    assert_mark(f, 0); /* which is our own feed's alone */
    rebuild(f);
    g_assert_cmpuint(f->pages, ==, 1);
    assert_indexed(f, "/a ");
}

static void each_refusal_is_told_once(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autofree char *path = write_lines(f, "a.jsonl", "{\n{\"url\": \"mailto:x\", \"text\": \"x\"}\n");
    g_autoptr(GPtrArray) feeds = ingest_feeds_new();
    ingest_add(feeds, path, NULL, FALSE);
    build(f, BUILD_BULK, feeds);
    g_auto(GStrv) lines = g_strsplit(f->refused->str, "\n", -1);
    g_assert_cmpuint(g_strv_length(lines), ==, 3);
    g_assert_nonnull(strstr(lines[0], "a.jsonl:1: "));
    g_assert_nonnull(strstr(lines[1], "a.jsonl:2: "));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add("/ingest/" #name, Fixture, NULL, set_up, name, tear_down)
    ADD(it_is_read_from_the_last_build_to_the_crawlers_mark);
    ADD(when_nothing_is_new_nothing_is_read);
    ADD(it_is_read_over_several_files);
    ADD(a_build_that_is_discarded_is_read_again);
    ADD(the_first_build_reads_all_of_it_whatever_the_mark);
    ADD(a_rebuild_reads_all_of_it_up_to_the_mark);
    ADD(names_are_those_of_our_files_in_their_order);
    ADD(what_the_crawler_says_is_gone_leaves_and_returns_with_a_later_version);
    ADD(a_rebuild_leaves_it_out_too);
    ADD(verdicts_that_are_released_are_carried_out);
    ADD(other_files_in_the_folder_are_read_whole);
    ADD(without_a_feed_there_is_nothing_to_build);
    ADD(a_mistyped_name_costs_nothing);
    ADD(a_feed_that_is_given_is_read_again_by_a_rebuild);
    ADD(each_refusal_is_told_once);
    return g_test_run();
}
