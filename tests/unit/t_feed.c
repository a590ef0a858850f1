/* The promises of indexer/feed.h, for each kind of feed, and of indexer/revisit.h. */
#include "tests/unit/feed_folder.h"

#define BASE "http://x.example/docs/"

static void write_file(const Place *p, const char *name, const char *text)
{
    g_autofree char *path = in_folder(p, name), *parent = g_path_get_dirname(path);
    g_mkdir_with_parents(parent, 0755);
    g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static int read_folder(Place *p)
{
    return read_feed(p, p->folder, &(FeedOptions){.base = BASE});
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
    return g_test_run();
}
