/* The promises of langs/identify.h, on texts of the languages' own folders, and its marks on texts of others. */
#include <jansson.h>
#include <string.h>

#include "indexer/extract.h"
#include "langs/identify.h"

#define HANDBOOK "/usr/share/doc/debian-handbook/html"
#define OTHERS "tests/identify/others.tsv"
#define SENTENCES_RIGHT .97 /* in each language of the site … */
#define SENTENCES_RIGHT_ALL .98
#define TITLES_RIGHT .92
#define OTHERS_TAKEN .05

typedef struct {
    GPtrArray *profiles;
    LangIdentifier *identifier;
} Site;

static void site_open(Site *s, gconstpointer data G_GNUC_UNUSED)
{
    s->profiles = lang_find_all(NULL, NULL);
    s->identifier = lang_identifier_new(s->profiles);
}

static void site_close(Site *s, gconstpointer data G_GNUC_UNUSED)
{
    lang_identifier_free(s->identifier);
    g_ptr_array_unref(s->profiles);
}

static LangGuess identify(Site *s, const char *text)
{
    return lang_identify(s->identifier, text, strlen(text), NULL);
}

/* Rows of a table, each a GStrv of two; NULL: there is no such file. */
static GPtrArray *read_rows(const char *path)
{
    g_autofree char *text = NULL;
    if (!g_file_get_contents(path, &text, NULL, NULL))
        return NULL;
    GPtrArray *rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **l = lines; *l; l++) {
        char **row = g_strsplit(*l, "\t", 2);
        if (**l != '#' && g_strv_length(row) == 2)
            g_ptr_array_add(rows, row);
        else
            g_strfreev(row);
    }
    return rows;
}

static GPtrArray *own_rows(const LangProfile *p)
{
    g_autofree char *path = g_strdup_printf("langs/%s/identify_test.tsv", lang_code(p));
    GPtrArray *rows = read_rows(path);
    g_assert_nonnull(rows);
    return rows;
}

static void own_texts_are_told_without_a_hint(Site *s, gconstpointer data G_GNUC_UNUSED)
{
    for (guint i = 0; i < lang_count(); i++) {
        g_autoptr(GPtrArray) rows = own_rows(lang_get(i));
        for (guint r = 0; r < rows->len; r++) {
            char **row = g_ptr_array_index(rows, r);
            LangGuess guess = identify(s, row[1]);
            if (guess.lang != lang_get(i))
                g_test_message("%s: %s", lang_code(lang_get(i)), row[1]);
            g_assert_true(guess.lang == lang_get(i));
            g_assert_cmpstr(guess.other, ==, "");
            g_assert_cmpfloat(guess.confidence, >, g_str_equal(row[0], "sentence") ? .9 : .5);
        }
    }
}

static void texts_of_other_languages_are_none(Site *s, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GPtrArray) rows = read_rows(OTHERS);
    g_assert_nonnull(rows);
    for (guint r = 0; r < rows->len; r++) {
        char **row = g_ptr_array_index(rows, r);
        LangGuess guess = identify(s, row[1]);
        if (guess.lang)
            g_test_message("%s: %s", row[0], row[1]);
        g_assert_null(guess.lang);
    }
}

static void a_language_that_is_not_configured_is_none(Site *s G_GNUC_UNUSED, gconstpointer data G_GNUC_UNUSED)
{
    for (guint without = 0; without < lang_count(); without++) {
        g_autoptr(GPtrArray) some = lang_find_all(NULL, NULL);
        g_ptr_array_remove_index(some, without);
        g_autoptr(LangIdentifier) identifier = lang_identifier_new(some);
        g_autoptr(GPtrArray) rows = own_rows(lang_get(without));
        for (guint r = 0; r < rows->len; r++) {
            char **row = g_ptr_array_index(rows, r);
            if (g_str_equal(row[0], "sentence"))
                g_assert_null(lang_identify(identifier, row[1], strlen(row[1]), NULL).lang);
        }
    }
}

static void a_hint_decides_only_what_could_be_either(Site *s, gconstpointer data G_GNUC_UNUSED)
{
    for (guint i = 0; i < lang_count(); i++) {
        const LangProfile *hint = lang_get(i);
        for (guint j = 0; j < lang_count(); j++) {
            g_autoptr(GPtrArray) rows = own_rows(lang_get(j));
            for (guint r = 0; r < rows->len; r++) {
                char **row = g_ptr_array_index(rows, r);
                if (g_str_equal(row[0], "sentence"))
                    g_assert_true(lang_identify(s->identifier, row[1], strlen(row[1]), hint).lang == lang_get(j));
            }
        }
    }
    const char *name = "Alfa";
    for (guint i = 0; i < lang_count(); i++) {
        double without = identify(s, name).confidence;
        LangGuess with = lang_identify(s->identifier, name, strlen(name), lang_get(i));
        g_assert_true(!with.lang || with.lang == lang_get(i) || with.confidence <= without);
    }
}

static void text_without_letters_is_nothing(Site *s, gconstpointer data G_GNUC_UNUSED)
{
    static const char *const texts[] = {"", "2024", "12.3 % → (…)", "\xF0\x9F\x98\x80 !", "\n\n"};
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        LangGuess guess = identify(s, texts[i]);
        g_assert_null(guess.lang);
        g_assert_cmpstr(guess.other, ==, "");
        g_assert_cmpfloat(guess.confidence, ==, 0);
        g_autoptr(GArray) shares = lang_identify_shares(s->identifier, texts[i], strlen(texts[i]), NULL);
        g_assert_cmpuint(shares->len, ==, 0);
    }
}

static void shares_follow_the_lines(Site *s, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GString) text = g_string_new("2024\n");
    guint64 words = 0;
    for (guint i = 0; i < lang_count(); i++) {
        g_autoptr(GPtrArray) rows = own_rows(lang_get(i));
        char **row = g_ptr_array_index(rows, 0);
        g_string_append_printf(text, "%s\nXY-12\n", row[1]);
    }
    g_autoptr(GArray) shares = lang_identify_shares(s->identifier, text->str, text->len, NULL);
    g_assert_cmpuint(shares->len, ==, lang_count());
    for (guint i = 0; i < shares->len; i++) {
        const LangShare *share = &g_array_index(shares, LangShare, i);
        g_assert_nonnull(share->lang);
        g_assert_true(i == 0 || share->words <= words);
        words = share->words;
        g_assert_cmpuint(words, >, 5);
    }
}

static void an_endless_line_is_read(Site *s, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GPtrArray) rows = own_rows(lang_get(0));
    while (text->len < 2000000)
        g_string_append(text, ((char **)rows->pdata[0])[1]);
    g_assert_true(identify(s, text->str).lang == lang_get(0));
    memset(text->str, 'x', text->len);
    identify(s, text->str);
}

/* ------------------------------------------------------------------ the marks, on data that need not be there */

typedef struct {
    guint n, right, taken;
} Tally;

static void tally(Site *s, Tally *t, const char *text, const LangProfile *wanted)
{
    LangGuess guess = identify(s, text);
    t->n++;
    t->right += guess.lang == wanted;
    t->taken += guess.lang && guess.lang != wanted;
}

static guint count_words(const char *text)
{
    guint words = 0, han = 0;
    gboolean inside = FALSE;
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        gboolean is_han = g_unichar_get_script(c) == G_UNICODE_SCRIPT_HAN, is_letter = g_unichar_isalpha(c);
        han += is_han;
        words += is_letter && !is_han && !inside;
        inside = is_letter && !is_han;
    }
    return words + han / 2;
}

/* Strings of a set of the shared bench with so many words, by language. */
static gboolean tally_set(Site *s, const char *set, guint least, guint most, Tally *tallies)
{
    const char *shared = g_getenv("ISOGLOT_SHARED");
    g_autofree char *path = g_build_filename(shared ? shared : "../shared", "bench/parallel", set, NULL), *text = NULL;
    if (!g_file_get_contents(path, &text, NULL, NULL))
        return FALSE;
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **l = lines; *l; l++) {
        json_t *row = json_loads(*l, 0, NULL);
        for (guint i = 0; row && i < lang_count(); i++) {
            const char *string = json_string_value(json_object_get(row, lang_code(lang_get(i))));
            guint words = string ? count_words(string) : 0;
            if (words >= least && words <= most)
                tally(s, &tallies[i], string, lang_get(i));
        }
        json_decref(row);
    }
    return TRUE;
}

static void check_marks(const Tally *tallies, double each, double all)
{
    Tally sum = {0};
    for (guint i = 0; i < lang_count(); i++) {
        const Tally *t = &tallies[i];
        g_test_message("%s: %u, right %.4f, taken for another %.4f", lang_code(lang_get(i)), t->n, (double)t->right / t->n,
                       (double)t->taken / t->n);
        g_assert_cmpuint(t->n, >, 50);
        g_assert_cmpfloat((double)t->right / t->n, >=, each);
        sum.n += t->n;
        sum.right += t->right;
    }
    g_assert_cmpfloat((double)sum.right / sum.n, >=, all);
}

static void sentences_meet_their_mark(Site *s, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree Tally *tallies = g_new0(Tally, lang_count());
    if (!tally_set(s, "ntrex_sent.jsonl", 1, G_MAXUINT, tallies)) {
        g_test_skip("no shared data");
        return;
    }
    check_marks(tallies, SENTENCES_RIGHT, SENTENCES_RIGHT_ALL);
}

static void titles_meet_their_mark(Site *s, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree Tally *tallies = g_new0(Tally, lang_count());
    if (!tally_set(s, "osguide_par.jsonl", 3, 12, tallies) || !tally_set(s, "sdg.jsonl", 3, 12, tallies)) {
        g_test_skip("no shared data");
        return;
    }
    check_marks(tallies, TITLES_RIGHT, TITLES_RIGHT);
}

/* Lines of the handbook's edition; those long enough to be sentences. */
static GPtrArray *edition_lines(const char *folder)
{
    GPtrArray *found = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *path = g_build_filename(HANDBOOK, folder, NULL);
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    for (const char *name; dir && (name = g_dir_read_name(dir));) {
        g_autofree char *file = g_build_filename(path, name, NULL), *body = NULL;
        g_autoptr(Page) page = page_new();
        gsize n;
        if (!g_str_has_suffix(name, ".html") || !g_file_get_contents(file, &body, &n, NULL))
            continue;
        page->url = g_strconcat("https://handbook.example/", name, NULL);
        page->media_type = g_strdup("text/html");
        page->body = g_bytes_new(body, n);
        g_autoptr(Document) d = extract(page, NULL);
        g_assert_nonnull(d);
        g_auto(GStrv) lines = g_strsplit(d->text->str, "\n", -1);
        for (char **l = lines; *l; l++)
            if (g_utf8_strlen(*l, -1) >= 60)
                g_ptr_array_add(found, g_strdup(*l));
    }
    return found;
}

/* Beginning and end of a line, by which an untranslated one is known even if a link in it has another text. */
static void note_ends(GHashTable *seen, const char *line, guint edition, gboolean *is_original)
{
    g_autofree char *head = g_utf8_substring(line, 0, 25);
    g_autofree char *tail = g_utf8_substring(line, g_utf8_strlen(line, -1) - 25, -1);
    char *ends[] = {head, tail};
    *is_original = FALSE;
    for (guint i = 0; i < 2; i++) {
        guint64 editions = GPOINTER_TO_SIZE(g_hash_table_lookup(seen, ends[i])) | (gsize)1 << edition;
        g_hash_table_insert(seen, g_strdup(ends[i]), GSIZE_TO_POINTER(editions));
        *is_original = *is_original || __builtin_popcountll(editions) > 2;
    }
}

/* Of each edition, the lines that were translated: what stands in more than two editions was not. */
static void editions_of_other_languages_are_none(Site *s, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) editions = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GDir) dir = g_dir_open(HANDBOOK, 0, NULL);
    gboolean is_original;
    for (const char *name; dir && (name = g_dir_read_name(dir)) && editions->len < 60;) {
        GPtrArray *lines = edition_lines(name);
        for (guint l = 0; l < lines->len; l++)
            note_ends(seen, lines->pdata[l], editions->len, &is_original);
        g_ptr_array_add(editions, lines);
        g_ptr_array_add(names, g_strdup(name));
    }
    if (!editions->len)
        g_test_skip("no debian-handbook");
    for (guint e = 0; e < editions->len; e++) {
        GPtrArray *lines = editions->pdata[e];
        const LangProfile *wanted = lang_find(names->pdata[e]);
        Tally t = {0};
        for (guint l = 0; l < lines->len; l++) {
            note_ends(seen, lines->pdata[l], e, &is_original);
            if (!is_original)
                tally(s, &t, lines->pdata[l], wanted);
        }
        g_test_message("%s: %u, right %u, taken for another %u", (char *)names->pdata[e], t.n, t.right, t.taken);
        if (t.n < 100) /* the original, and editions hardly begun */
            continue;
        if (wanted)
            g_assert_cmpuint(t.right, >=, t.n * SENTENCES_RIGHT);
        else
            g_assert_cmpuint(t.taken, <=, t.n * OTHERS_TAKEN);
    }
}

#define TEST(function) g_test_add("/identify/" #function, Site, NULL, site_open, function, site_close)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    TEST(own_texts_are_told_without_a_hint);
    TEST(texts_of_other_languages_are_none);
    TEST(a_language_that_is_not_configured_is_none);
    TEST(a_hint_decides_only_what_could_be_either);
    TEST(text_without_letters_is_nothing);
    TEST(shares_follow_the_lines);
    TEST(an_endless_line_is_read);
    TEST(sentences_meet_their_mark);
    TEST(titles_meet_their_mark);
    TEST(editions_of_other_languages_are_none);
    return g_test_run();
}
