/* The promises of indexer/feed.h, for each kind of feed, and of indexer/revisit.h. */
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "indexer/feed.h"
#include "indexer/warc.h"
#include "shim/disk.h"
#include "shim/limits.h"
#include "tests/unit/archive.h"

#define BASE "http://x.example/docs/"
#define DATE "2024-01-02T03:04:05Z"
#define LATER "2024-02-02T03:04:05Z"

typedef struct {
    char *folder;
    GString *pages;    /* "URL body\n" of each page, in order */
    GString *refusals; /* the messages, one a line */
    guint truncated;   /* pages that say so */
} Place;

static void set_up(Place *p, gconstpointer data)
{
    (void)data;
    p->folder = g_dir_make_tmp("isoglot-t-XXXXXX", NULL);
    p->pages = g_string_new(NULL);
    p->refusals = g_string_new(NULL);
}

static void tear_down(Place *p, gconstpointer data)
{
    (void)data;
    disk_remove(p->folder);
    g_free(p->folder);
    g_string_free(p->pages, TRUE);
    g_string_free(p->refusals, TRUE);
}

static char *in_folder(const Place *p, const char *name)
{
    return g_build_filename(p->folder, name, NULL);
}

static void write_file(const Place *p, const char *name, const char *text)
{
    g_autofree char *path = in_folder(p, name), *parent = g_path_get_dirname(path);
    g_mkdir_with_parents(parent, 0755);
    g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static void note_page(Place *p, const Page *page)
{
    gsize n = 0;
    const char *body = page->body ? g_bytes_get_data(page->body, &n) : page->text;
    g_string_append_printf(p->pages, "%s %.*s\n", page->url, page->body ? (int)n : -1, body ? body : "");
    p->truncated += page->truncated;
}

/* Reads the whole feed into pages and refusals; gives the fault that ended it, -1 for none. */
static int read_feed(Place *p, const char *path, const FeedOptions *options)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Feed) feed = feed_open(path, options, &error);
    g_string_truncate(p->pages, 0);
    g_string_truncate(p->refusals, 0);
    p->truncated = 0;
    while (feed) {
        g_autoptr(Page) page = NULL;
        g_clear_error(&error);
        gboolean ok = feed_next(feed, &page, &error);
        g_assert_cmpfloat(feed_progress(feed), <=, 1);
        if (ok && !page)
            return -1;
        if (ok)
            note_page(p, page);
        else if (g_error_matches(error, FAULT, FAULT_SKIP))
            g_string_append_printf(p->refusals, "%s\n", error->message);
        else
            return error->code;
    }
    return error->code;
}

static int read_folder(Place *p)
{
    return read_feed(p, p->folder, &(FeedOptions){.base = BASE});
}

static int read_bytes(Place *p, const char *name, const GByteArray *bytes)
{
    g_autofree char *path = in_folder(p, name);
    g_assert_true(g_file_set_contents(path, (const char *)bytes->data, bytes->len, NULL));
    return read_feed(p, path, &(FeedOptions){0});
}

/* ------------------------------------------------------------------ all kinds */

static void what_is_no_feed_is_named(Place *p, gconstpointer data)
{
    (void)data;
    static const char *const names[] = {"none.warc", "picture.png", "pipe.jsonl", "socket.warc"};
    write_file(p, "picture.png", "x");
    g_autofree char *pipe = in_folder(p, "pipe.jsonl");
    g_assert_cmpint(mkfifo(pipe, 0600), ==, 0);
    g_autofree char *socket_path = in_folder(p, "socket.warc");
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    g_strlcpy(address.sun_path, socket_path, sizeof address.sun_path);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    g_assert_cmpint(bind(fd, (struct sockaddr *)&address, sizeof address), ==, 0);
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *path = in_folder(p, names[i]);
        g_assert_null(feed_open(path, &(FeedOptions){0}, &error));
        g_assert_error(error, FAULT, FAULT_USAGE);
        g_assert_nonnull(strstr(error->message, names[i]));
    }
    close(fd);
}

/* ------------------------------------------------------------------ directories */

static void a_directory_needs_a_base(Place *p, gconstpointer data)
{
    (void)data;
    static const char *const bases[] = {NULL, "", "x.example", "ftp://x.example/"};
    for (guint i = 0; i < G_N_ELEMENTS(bases); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_null(feed_open(p->folder, &(FeedOptions){.base = bases[i]}, &error));
        g_assert_error(error, FAULT, FAULT_USAGE);
        g_assert_nonnull(strstr(error->message, "--base"));
    }
}

static void a_url_is_base_and_relative_path(Place *p, gconstpointer data)
{
    (void)data;
    write_file(p, "a/index.html", "1");
    write_file(p, "a b.html", "2");
    write_file(p, "a?b#c%.html", "3");
    write_file(p, "\xff.txt", "4");
    write_file(p, "new\nline.html", "5");
    write_file(p, "b.png", "no document");
    write_file(p, ".hidden.html", "not seen");
    g_assert_cmpint(read_folder(p), ==, -1);
    g_assert_cmpstr(p->pages->str, ==,
                    BASE "a/index.html 1\n" BASE "a%20b.html 2\n" BASE "a%3Fb%23c%25.html 3\n" BASE
                         "new%0Aline.html 5\n" BASE "%FF.txt 4\n");
    g_assert_cmpstr(p->refusals->str, ==, "");
}

static void a_name_is_one_line_of_a_message(Place *p, gconstpointer data)
{
    (void)data;
    static const char *const names[] = {"new\nline.html", "esc\x1b[31m.html", "\xff\xfe.html"};
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = in_folder(p, names[i]);
        g_assert_cmpint(symlink("nowhere", path), ==, 0);
    }
    g_assert_cmpint(read_folder(p), ==, -1);
    g_auto(GStrv) lines = g_strsplit(p->refusals->str, "\n", -1);
    g_assert_cmpuint(g_strv_length(lines), ==, G_N_ELEMENTS(names) + 1);
    g_assert_true(g_utf8_validate(p->refusals->str, -1, NULL));
    g_assert_null(strchr(p->refusals->str, '\x1b'));
}

static void links_and_special_files_are_refused_by_name(Place *p, gconstpointer data)
{
    (void)data;
    static const char *const refused[] = {"loop: a symbolic link", "passwd.html: a symbolic link",
                                          "pipe: neither", "pipe.html: neither", "socket: neither"};
    g_autofree char *loop = in_folder(p, "loop"), *link = in_folder(p, "passwd.html"),
                    *pipe = in_folder(p, "pipe"), *named = in_folder(p, "pipe.html"),
                    *socket_path = in_folder(p, "socket"), *picture = in_folder(p, "picture.png");
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    g_strlcpy(address.sun_path, socket_path, sizeof address.sun_path);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    g_assert_cmpint(bind(fd, (struct sockaddr *)&address, sizeof address), ==, 0);
    g_assert_cmpint(symlink(".", loop) | symlink("/etc/passwd", link) | symlink("/nothing", picture), ==, 0);
    g_assert_cmpint(mkfifo(pipe, 0600) | mkfifo(named, 0600), ==, 0);
    write_file(p, "good.html", "good");
    g_assert_cmpint(read_folder(p), ==, -1);
    g_assert_cmpstr(p->pages->str, ==, BASE "good.html good\n");
    for (guint i = 0; i < G_N_ELEMENTS(refused); i++)
        g_assert_nonnull(strstr(p->refusals->str, refused[i]));
    g_assert_null(strstr(p->refusals->str, "picture"));
    close(fd);
}

static void what_cannot_be_read_is_refused_by_name(Place *p, gconstpointer data)
{
    (void)data;
    gboolean is_root = geteuid() == 0;
    write_file(p, "closed/a.html", "a");
    write_file(p, "closed.html", "a");
    write_file(p, "open.html", "a");
    g_autofree char *file = in_folder(p, "closed.html"), *folder = in_folder(p, "closed");
    g_assert_cmpint(chmod(p->folder, 0755) | chmod(file, 0) | chmod(folder, 0), ==, 0);
    if (is_root) /* root may read everything */
        g_assert_cmpint(seteuid(65534), ==, 0);
    int fault = read_folder(p);
    if (is_root)
        g_assert_cmpint(seteuid(0), ==, 0);
    chmod(folder, 0700);
    g_assert_cmpint(fault, ==, -1);
    g_assert_cmpstr(p->pages->str, ==, BASE "open.html a\n");
    g_assert_nonnull(strstr(p->refusals->str, "closed: Permission denied"));
    g_assert_nonnull(strstr(p->refusals->str, "closed.html: Permission denied"));
}

static void a_folder_too_deep_is_refused(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(GString) path = g_string_new("top.html");
    write_file(p, path->str, "a");
    for (guint i = 0; i < LIMIT_FOLDER_DEPTH + 5; i++)
        g_string_prepend(path, "d/");
    write_file(p, path->str, "deep");
    g_assert_cmpint(read_folder(p), ==, -1);
    g_assert_cmpstr(p->pages->str, ==, BASE "top.html a\n");
    g_assert_nonnull(strstr(p->refusals->str, "too deep"));
}

static void a_large_file_is_cut_and_said(Place *p, gconstpointer data)
{
    (void)data;
    g_autofree char *big = g_strnfill(LIMIT_PAGE + 10, 'x');
    write_file(p, "big.html", big);
    g_assert_cmpint(read_folder(p), ==, -1);
    g_assert_cmpuint(p->truncated, ==, 1);
}

/* ------------------------------------------------------------------ JSON Lines */

static void a_line_is_a_page(Place *p, gconstpointer data)
{
    (void)data;
    write_file(p, "a.jsonl",
               "{\"url\": \"HTTP://X.example/1\", \"text\": \"one\"}\r\n\n  \n"
               "{\"url\": \"http://x.example/2\", \"text\": \"two\", \"title\": \"T\", \"group\": \"g\", "
               "\"date\": \"2024-05-06\", \"other\": [1]}");
    g_autofree char *path = in_folder(p, "a.jsonl");
    g_assert_cmpint(read_feed(p, path, &(FeedOptions){0}), ==, -1);
    g_assert_cmpstr(p->pages->str, ==, "http://x.example/1 one\nhttp://x.example/2 two\n");
    g_assert_cmpstr(p->refusals->str, ==, "");
}

static void a_bad_line_is_refused_by_its_number(Place *p, gconstpointer data)
{
    (void)data;
    static const char *const bad[] = {
        "{",
        "[]",
        "null",
        "\"text\"",
        "{\"url\": \"http://x.example/\"}",
        "{\"text\": \"x\"}",
        "{\"url\": \"http://x.example/\", \"text\": 7}",
        "{\"url\": \"mailto:x\", \"text\": \"x\"}",
        "{\"url\": \"http://x.example/\", \"text\": \"x\", \"lang\": \"tlh\"}",
        "{\"url\": \"http://x.example/\", \"text\": \"x\", \"date\": \"tomorrow\"}",
        "{\"url\": \"http://x.example/\", \"text\": \"x\", \"text\": \"y\"}",
        "{\"url\": \"http://x.example/\", \"text\": \"\xff\"}",
        "{\"url\": \"http://x.example/\", \"text\": \"x\"} {}",
        "{\"url\": \"http://x.example/\", \"text\": \"a\\u0000b\"}",
    };
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < G_N_ELEMENTS(bad); i++)
        g_string_append_printf(text, "%s\n", bad[i]);
    g_string_append(text, "{\"url\": \"http://x.example/\", \"text\": \"good\"}\n");
    write_file(p, "a.jsonl", text->str);
    g_autofree char *path = in_folder(p, "a.jsonl");
    g_assert_cmpint(read_feed(p, path, &(FeedOptions){0}), ==, -1);
    g_assert_cmpstr(p->pages->str, ==, "http://x.example/ good\n");
    g_auto(GStrv) lines = g_strsplit(p->refusals->str, "\n", -1);
    g_assert_cmpuint(g_strv_length(lines), ==, G_N_ELEMENTS(bad) + 1);
    for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autofree char *place = g_strdup_printf("a.jsonl:%u: ", i + 1);
        g_assert_nonnull(strstr(lines[i], place));
    }
}

static void a_line_too_long_or_too_deep_is_refused(Place *p, gconstpointer data)
{
    (void)data;
    g_autofree char *many = g_strnfill(LIMIT_JSON_LINE, 'x'), *nest = g_strnfill(LIMIT_JSON_DEPTH + 1, '['),
                    *back = g_strnfill(LIMIT_JSON_DEPTH + 1, ']'), *endless = g_strnfill(100000, '[');
    g_autofree char *text =
        g_strdup_printf("{\"url\": \"http://x.example/\", \"text\": \"%s\"}\n{\"url\": "
                        "\"http://x.example/\", \"text\": \"x\", \"a\": "
                        "%s%s}\n%s\n{\"url\": \"http://x.example/\", \"text\": \"good\"}\n",
                        many, nest, back, endless);
    write_file(p, "a.jsonl", text);
    g_autofree char *path = in_folder(p, "a.jsonl");
    g_assert_cmpint(read_feed(p, path, &(FeedOptions){0}), ==, -1);
    g_assert_cmpstr(p->pages->str, ==, "http://x.example/ good\n");
    g_assert_nonnull(strstr(p->refusals->str, "a.jsonl:1: the line is too long"));
    g_assert_nonnull(strstr(p->refusals->str, "a.jsonl:2: "));
    g_assert_nonnull(strstr(p->refusals->str, "a.jsonl:3: "));
}

/* ------------------------------------------------------------------ WARC */

static void a_warc_gives_documents_and_passes_the_rest(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(GByteArray) file = g_byte_array_new();
    add_record(file, "WARC-Type: warcinfo\r\n", "software: test");
    add_record(file, "WARC-Type: request\r\nWARC-Target-URI: http://x.example/a\r\n",
               "GET /a HTTP/1.1\r\n\r\n");
    add_response(file, "<http://x.example/a>", DATE, "", "a");
    add_response(file, "dns:x.example", DATE, "", "no page");
    add_record(file, "WARC-Type: response\r\nWARC-Target-URI: http://x.example/b\r\n",
               "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\nno page");
    add_record(file, "WARC-Type: response\r\nWARC-Target-URI: http://x.example/c\r\n",
               "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nno page");
    add_record(file, "WARC-Type: response\r\nWARC-Target-URI: http://x.example/d\r\n", "<p>bad");
    add_record(file,
               "WARC-Type: resource\r\nWARC-Target-URI: http://x.example/e\r\nContent-Type: text/plain\r\n",
               "e");
    add_record(file, "WARC-Type: resource\r\nWARC-Target-URI: file:///f\r\nContent-Type: text/plain\r\n",
               "f");
    add_record(file, "WARC-Type: revisit\r\nWARC-Target-URI: http://x.example/d\r\n", "");
    g_assert_cmpint(read_bytes(p, "a.warc", file), ==, -1);
    g_assert_cmpstr(p->pages->str, ==, "http://x.example/a a\nhttp://x.example/e e\n");
    /* /d says nothing of its type: no document, no refusal. */
    g_assert_cmpstr(p->refusals->str, ==, "");
}

static void segments_are_one_page(Place *p, gconstpointer data)
{
    (void)data;
    static const char first[] = "WARC-Segment-Number: 1\r\nWARC-Record-ID: <urn:1>\r\n";
    static const char next[] =
        "WARC-Type: continuation\r\nWARC-Segment-Origin-ID: <urn:1>\r\nWARC-Segment-Number: ";
    g_autofree char *second = g_strconcat(next, "2\r\n", NULL),
                    *third = g_strconcat(next, "3\r\nWARC-Segment-Total-Length: 99\r\n", NULL);
    g_autoptr(GByteArray) file = g_byte_array_new();
    add_response(file, "http://x.example/long", DATE, first, "one ");
    add_response(file, "http://x.example/between", DATE, "", "b");
    add_record(file, second, "two ");
    add_record(file, third, "three");
    g_assert_cmpint(read_bytes(p, "a.warc", file), ==, -1);
    g_assert_cmpstr(p->pages->str, ==, "http://x.example/between b\nhttp://x.example/long one two three\n");
    g_assert_cmpuint(p->truncated, ==, 0);
    g_byte_array_set_size(file, 0);
    add_response(file, "http://x.example/long", DATE, first, "one ");
    add_record(file, third, "three");
    add_response(file, "http://x.example/other", DATE, first, "other");
    g_assert_cmpint(read_bytes(p, "a.warc", file), ==, -1);
    g_assert_cmpstr(p->pages->str, ==, "http://x.example/long one \nhttp://x.example/other other\n");
    g_assert_cmpuint(p->truncated, ==, 2);
}

#define REVISIT(url, date, more)                                                                             \
    "WARC-Type: revisit\r\nWARC-Target-URI: " url "\r\nWARC-Date: " date                                     \
    "\r\nWARC-Profile: http://netpreserve.org/warc/1.1/revisit/identical-payload-digest\r\n" more

static void a_revisit_of_another_url_is_given_with_its_payload(Place *p, gconstpointer data)
{
    (void)data;
    static const char *const ways[] = {
        "WARC-Refers-To: <urn:1>\r\n",
        "WARC-Payload-Digest: SHA1:aBC\r\n",
        "WARC-Refers-To-Target-URI: http://x.example/a\r\nWARC-Refers-To-Date: " DATE "\r\n",
        "WARC-Refers-To-Target-URI: http://X.example:80/a\r\n",
        "WARC-Refers-To-Target-URI: http://x.example/a\r\nWARC-Payload-Digest: sha1:abc\r\n",
    };
    for (guint i = 0; i < 4 * G_N_ELEMENTS(ways); i++) {
        g_autoptr(GByteArray) file = g_byte_array_new();
        g_autofree char *fields = g_strconcat(REVISIT("http://x.example/b", DATE, ""), ways[i / 4], NULL);
        gboolean comes_first = i & 1, has_head = i & 2;
        if (comes_first)
            add_record(file, fields, has_head ? HTML_OK : "");
        add_response(file, "http://x.example/a", DATE,
                     "WARC-Record-ID: <urn:1>\r\nWARC-Payload-Digest: sha1:abc\r\n", "a");
        if (!comes_first)
            add_record(file, fields, has_head ? HTML_OK : "");
        g_assert_cmpint(read_bytes(p, "a.warc", file), ==, -1);
        g_assert_cmpstr(p->pages->str, ==, "http://x.example/a a\nhttp://x.example/b a\n");
        g_assert_cmpstr(p->refusals->str, ==, "");
        g_autoptr(GByteArray) packed = pack(AS_GZIP, file->data, file->len); /* one member for all records */
        g_assert_cmpint(read_bytes(p, "a.warc.gz", packed), ==, -1);
        g_assert_cmpstr(p->pages->str, ==, "http://x.example/a a\nhttp://x.example/b a\n");
    }
}

static void a_revisit_of_the_same_url_is_passed_over(Place *p, gconstpointer data)
{
    (void)data;
    static const char *const more[] = {
        "WARC-Refers-To-Target-URI: http://x.example/a\r\n",
        "WARC-Refers-To-Target-URI: http://x.example/a\r\nWARC-Payload-Digest: sha1:other\r\n",
        "WARC-Refers-To: <urn:not-here>\r\n",
        "WARC-Refers-To: <urn:1>\r\n",
        "WARC-Payload-Digest: sha1:other\r\n",
        "WARC-Payload-Digest: sha1:abc\r\n",
        "",
    };
    g_autoptr(GByteArray) file = g_byte_array_new();
    add_response(file, "http://x.example/a", DATE,
                 "WARC-Record-ID: <urn:1>\r\nWARC-Payload-Digest: sha1:abc\r\n", "a");
    for (guint i = 0; i < G_N_ELEMENTS(more); i++) {
        g_autofree char *fields = g_strconcat(REVISIT("http://x.example/a", LATER, ""), more[i], NULL);
        add_record(file, fields, HTML_OK);
        add_record(file, fields, "HTTP/1.1 304 Not Modified\r\n\r\n");
    }
    g_assert_cmpint(read_bytes(p, "a.warc", file), ==, -1);
    g_assert_cmpstr(p->pages->str, ==, "http://x.example/a a\n");
    g_assert_cmpstr(p->refusals->str, ==, "");
}

static void a_revisit_without_its_original_is_refused(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(GByteArray) file = g_byte_array_new();
    add_record(file,
               REVISIT("http://x.example/b", DATE, "WARC-Refers-To-Target-URI: http://x.example/gone\r\n"),
               HTML_OK);
    guint second = file->len;
    add_record(file,
               REVISIT("http://x.example/c", DATE, "WARC-Refers-To-Target-URI: http://x.example/gone\r\n"),
               "");
    add_record(file,
               REVISIT("http://x.example/d", DATE, "WARC-Refers-To-Target-URI: http://x.example/gone\r\n"),
               "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n");
    add_response(file, "http://x.example/a", DATE, "", "a");
    g_assert_cmpint(read_bytes(p, "a.warc", file), ==, -1);
    g_autofree char *path = in_folder(p, "a.warc");
    g_autofree char *expected = g_strdup_printf("%s:0: revisit of a record that is not in this feed\n"
                                                "%s:%u: revisit of a record that is not in this feed\n",
                                                path, path, second);
    g_assert_cmpstr(p->pages->str, ==, "http://x.example/a a\n");
    g_assert_cmpstr(p->refusals->str, ==, expected);
}

static void another_version_is_not_the_original(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(GByteArray) file = g_byte_array_new();
    add_response(file, "http://x.example/a", DATE, "WARC-Payload-Digest: sha1:old\r\n", "old");
    add_response(file, "http://x.example/a", LATER, "WARC-Payload-Digest: sha1:new\r\n", "new");
    add_record(file,
               REVISIT("http://x.example/b", LATER,
                       "WARC-Refers-To-Target-URI: http://x.example/a\r\nWARC-Payload-Digest: sha1:new\r\n"),
               "");
    add_record(file,
               REVISIT("http://x.example/c", LATER,
                       "WARC-Refers-To-Target-URI: http://x.example/a\r\nWARC-Refers-To-Date: " DATE "\r\n"),
               "");
    add_record(
        file,
        REVISIT("http://x.example/d", LATER,
                "WARC-Refers-To-Target-URI: http://x.example/a\r\nWARC-Payload-Digest: sha1:third\r\n"),
        "");
    g_assert_cmpint(read_bytes(p, "a.warc", file), ==, -1);
    g_assert_cmpstr(
        p->pages->str, ==,
        "http://x.example/a old\nhttp://x.example/a new\nhttp://x.example/c old\nhttp://x.example/b new\n");
    g_assert_cmpuint(g_strrstr(p->refusals->str, "not in this feed") != NULL, ==, 1);
}

static void a_newer_page_of_its_own_replaces_a_revisit(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(GByteArray) file = g_byte_array_new();
    add_response(file, "http://x.example/a", DATE, "WARC-Payload-Digest: sha1:abc\r\n", "a");
    add_record(file, REVISIT("http://x.example/b", DATE, "WARC-Payload-Digest: sha1:abc\r\n"), HTML_OK);
    add_response(file, "http://x.example/b", LATER, "", "b");
    g_assert_cmpint(read_bytes(p, "a.warc", file), ==, -1);
    g_assert_cmpstr(p->pages->str, ==, "http://x.example/a a\nhttp://x.example/b b\n");
}

static void a_revisit_keeps_its_own_head(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(GByteArray) file = g_byte_array_new();
    g_autoptr(GError) error = NULL;
    add_response(file, "http://x.example/a", DATE, "WARC-Payload-Digest: sha1:abc\r\n", "a");
    add_record(file, REVISIT("http://x.example/b", LATER, "WARC-Payload-Digest: sha1:abc\r\n"),
               "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=big5\r\nX-Robots-Tag: noindex\r\n\r\n");
    g_autofree char *path = in_folder(p, "a.warc");
    g_assert_true(g_file_set_contents(path, (const char *)file->data, file->len, NULL));
    g_autoptr(Feed) feed = feed_open(path, &(FeedOptions){0}, &error);
    g_autoptr(Page) a = NULL;
    g_autoptr(Page) b = NULL;
    g_assert_true(feed_next(feed, &a, &error) && feed_next(feed, &b, &error));
    g_assert_cmpstr(b->robots_header, ==, "noindex");
    g_assert_cmpstr(b->media_type, ==, "text/plain");
    g_assert_cmpstr(b->charset, ==, "big5");
    g_assert_cmpint(b->fetched_at, >, a->fetched_at);
}

static void the_memory_for_revisits_is_bounded(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(GByteArray) file = g_byte_array_new();
    g_autofree char *pad = g_strnfill(60000, 'x');
    guint n = LIMIT_WARC_REVISITS / 60000 + 10;
    for (guint i = 0; i < n; i++) {
        g_autofree char *fields =
            g_strdup_printf("WARC-Type: revisit\r\nWARC-Target-URI: http://x.example/%u\r\n"
                            "WARC-Refers-To-Target-URI: http://x.example/gone\r\n",
                            i);
        g_autofree char *head = g_strdup_printf("HTTP/1.1 200 OK\r\nLink: %s\r\n\r\n", pad);
        add_record(file, fields, head);
    }
    g_assert_cmpint(read_bytes(p, "a.warc", file), ==, -1);
    g_auto(GStrv) lines = g_strsplit(p->refusals->str, "\n", -1);
    g_assert_cmpuint(g_strv_length(lines), ==, n + 1);
    g_assert_nonnull(strstr(p->refusals->str, "more revisits than"));
}

/* Three responses and, between them, the word that the second page is gone; offsets[i] is where each record begins. */
static GByteArray *make_own_feed(guint64 *offsets)
{
    static const char *const urls[] = {"http://x.example/a", "http://x.example/b", NULL, "http://x.example/c"};
    GByteArray *file = g_byte_array_new();
    for (guint i = 0; i < 4; i++) {
        g_autoptr(GByteArray) record = g_byte_array_new();
        if (urls[i])
            add_response(record, urls[i], DATE, "", urls[i] + strlen("http://x.example/"));
        else
            add_record(record,
                       "WARC-Type: metadata\r\nWARC-Target-URI: http://x.example/b\r\nWARC-Date: " LATER
                       "\r\nContent-Type: application/warc-fields\r\n",
                       WARC_GONE);
        g_autoptr(GByteArray) packed = pack(AS_GZIP, record->data, record->len);
        offsets[i] = file->len;
        g_byte_array_append(file, packed->data, packed->len);
    }
    offsets[4] = file->len;
    return file;
}

static void a_warc_is_read_from_one_offset_until_another(Place *p, gconstpointer data)
{
    (void)data;
    guint64 offsets[5];
    static const char *const pages[] = {"http://x.example/a a\n", "http://x.example/b b\n", "", "http://x.example/c c\n"};
    g_autoptr(GByteArray) file = make_own_feed(offsets);
    g_autofree char *path = in_folder(p, "a.warc.gz");
    g_assert_true(g_file_set_contents(path, (const char *)file->data, file->len, NULL));
    for (guint from = 0; from < 5; from++)
        for (guint until = from; until < 5; until++) {
            g_autoptr(GString) expected = g_string_new(NULL);
            for (guint i = from; i < (offsets[until] ? until : 4); i++) /* 0: to the end */
                g_string_append(expected, pages[i]);
            g_assert_cmpint(read_feed(p, path, &(FeedOptions){.from = offsets[from], .until = offsets[until]}), ==, -1);
            g_assert_cmpstr(p->pages->str, ==, expected->str);
            g_assert_cmpstr(p->refusals->str, ==, "");
        }
}

static void what_stands_behind_until_is_not_looked_at(Place *p, gconstpointer data)
{
    (void)data;
    guint64 offsets[5];
    g_autoptr(GByteArray) file = make_own_feed(offsets);
    g_autofree char *path = in_folder(p, "a.warc.gz");
    memset(file->data + offsets[3], 'x', file->len - offsets[3]); /* no record at all */
    g_assert_true(g_file_set_contents(path, (const char *)file->data, file->len, NULL));
    g_assert_cmpint(read_feed(p, path, &(FeedOptions){.until = offsets[3]}), ==, -1);
    g_assert_cmpstr(p->pages->str, ==, "http://x.example/a a\nhttp://x.example/b b\n");
    g_assert_cmpstr(p->refusals->str, ==, "");
}

static void a_refusal_names_the_place_in_the_file(Place *p, gconstpointer data)
{
    (void)data;
    guint64 offsets[5];
    g_autoptr(GByteArray) file = make_own_feed(offsets);
    g_autofree char *path = in_folder(p, "a.warc.gz"), *place = NULL;
    memset(file->data + offsets[3] + 20, 'x', 30);
    g_assert_true(g_file_set_contents(path, (const char *)file->data, file->len, NULL));
    g_assert_cmpint(read_feed(p, path, &(FeedOptions){.from = offsets[1]}), ==, -1);
    place = g_strdup_printf("a.warc.gz: record at offset %" G_GUINT64_FORMAT ": ", offsets[3]);
    if (!strstr(p->refusals->str, place))
        g_error("'%s' does not name '%s'", p->refusals->str, place);
}

/* The second reading goes over the whole file, up to the same end. */
static void an_original_may_stand_before_the_first_record_that_is_read(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(GByteArray) file = g_byte_array_new();
    g_autofree char *path = in_folder(p, "a.warc"), *pad = g_strnfill(1000, 'x');
    add_response(file, "http://x.example/pad", DATE, "", pad);
    add_response(file, "http://x.example/a", DATE, "WARC-Payload-Digest: sha1:abc\r\n", "a");
    guint from = file->len;
    add_record(file, REVISIT("http://x.example/b", LATER, "WARC-Payload-Digest: sha1:abc\r\n"), HTML_OK);
    guint until = file->len;
    add_response(file, "http://x.example/c", DATE, "", "c");
    g_assert_true(g_file_set_contents(path, (const char *)file->data, file->len, NULL));
    g_assert_cmpint(read_feed(p, path, &(FeedOptions){.from = from, .until = until}), ==, -1);
    g_assert_cmpstr(p->pages->str, ==, "http://x.example/b a\n");
}

static void what_the_crawler_says_is_gone_is_given_to_who_asks(Place *p, gconstpointer data)
{
    (void)data;
    guint64 offsets[5];
    g_autoptr(GError) error = NULL;
    g_autoptr(GByteArray) file = make_own_feed(offsets);
    g_autofree char *path = in_folder(p, "a.warc.gz");
    g_assert_true(g_file_set_contents(path, (const char *)file->data, file->len, NULL));
    g_autoptr(Feed) feed = feed_open(path, &(FeedOptions){.from = offsets[2], .gives_gone = TRUE}, &error);
    g_autoptr(Page) gone = NULL, next = NULL;
    g_assert_true(feed_next(feed, &gone, &error) && feed_next(feed, &next, &error));
    g_assert_cmpstr(gone->url, ==, "http://x.example/b");
    g_assert_cmpuint(gone->http_status, ==, 410);
    g_assert_null(gone->body);
    g_assert_cmpint(gone->fetched_at, ==, 1706843045); /* LATER */
    g_assert_cmpstr(next->url, ==, "http://x.example/c");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add("/feed/" #name, Place, NULL, set_up, name, tear_down)
    ADD(what_is_no_feed_is_named);
    ADD(a_directory_needs_a_base);
    ADD(a_url_is_base_and_relative_path);
    ADD(a_name_is_one_line_of_a_message);
    ADD(links_and_special_files_are_refused_by_name);
    ADD(what_cannot_be_read_is_refused_by_name);
    ADD(a_folder_too_deep_is_refused);
    ADD(a_large_file_is_cut_and_said);
    ADD(a_line_is_a_page);
    ADD(a_bad_line_is_refused_by_its_number);
    ADD(a_line_too_long_or_too_deep_is_refused);
    ADD(a_warc_gives_documents_and_passes_the_rest);
    ADD(segments_are_one_page);
    ADD(a_revisit_of_another_url_is_given_with_its_payload);
    ADD(a_revisit_of_the_same_url_is_passed_over);
    ADD(a_revisit_without_its_original_is_refused);
    ADD(another_version_is_not_the_original);
    ADD(a_newer_page_of_its_own_replaces_a_revisit);
    ADD(a_revisit_keeps_its_own_head);
    ADD(the_memory_for_revisits_is_bounded);
    ADD(a_warc_is_read_from_one_offset_until_another);
    ADD(what_stands_behind_until_is_not_looked_at);
    ADD(a_refusal_names_the_place_in_the_file);
    ADD(an_original_may_stand_before_the_first_record_that_is_read);
    ADD(what_the_crawler_says_is_gone_is_given_to_who_asks);
    return g_test_run();
}
