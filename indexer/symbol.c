#include "indexer/symbol.h"

#include <string.h>

#include "indexer/url.h"
#include "langs/lang.h"
#include "shim/limits.h"

#define SHORTEST 3 /* bytes of a symbol, folded … */
#define LONGEST 64
#define LONGEST_WORD 4 /* letters of a part with one in lower case ("Add", "Corr") */

/* What is read of a symbol so far. */
typedef struct {
    GString *folded;
    gboolean has_capital, has_digit, has_word;
    gboolean is_acronym; /* the last part has nothing but capitals, several */
} Reading;

/* The text with wide forms, hyphens, spaces and signs of direction as ASCII has them, or not at all. */
static GString *plain_text(const char *text)
{
    GString *out = g_string_sized_new(strlen(text) + 1);
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (c >= 0xFF01 && c <= 0xFF5E)
            c -= 0xFEE0;
        else if (c >= 0x2010 && c <= 0x2013)
            c = '-';
        else if (g_unichar_isspace(c))
            c = ' ';
        if (c != 0xAD && (c < 0x200B || c > 0x200F) && c != 0x2060)
            g_string_append_unichar(out, c);
    }
    return out;
}

static gboolean is_mark(char c)
{
    return c && strchr("-./_:()", c);
}

/* The next part of the run that came to `p`; NULL: it ends here. */
static const char *find_part(const char *p, gboolean is_acronym)
{
    const char *q = p;
    while (is_mark(*q) && q - p < 2)
        q++;
    if (*q == ' ' && g_ascii_isdigit(q[1]) && (q > p ? q[-1] == ')' : is_acronym))
        return q + 1;
    return q > p && g_ascii_isalnum(*q) ? q : NULL;
}

static const char *read_part(Reading *r, const char *p)
{
    guint small = 0, digits = 0;
    const char *end = p;
    for (; g_ascii_isalnum(*end); end++) {
        small += g_ascii_islower(*end) != 0;
        digits += g_ascii_isdigit(*end) != 0;
    }
    guint n = end - p;
    r->has_word |= small && !digits && n > LONGEST_WORD;
    r->has_digit |= digits > 0;
    r->has_capital |= small + digits < n;
    r->is_acronym = n > 1 && !small && !digits;
    if (r->folded->len && g_ascii_isdigit(r->folded->str[r->folded->len - 1]) && g_ascii_isdigit(*p))
        g_string_append_c(r->folded, '-');
    for (; p < end; p++)
        g_string_append_c(r->folded, g_ascii_tolower(*p));
    return end;
}

static gboolean is_latin(const char *p)
{
    return (guchar)*p >= 0x80 && g_unichar_get_script(g_utf8_get_char(p)) == G_UNICODE_SCRIPT_LATIN;
}

static void keep(GPtrArray *found, const GString *symbol)
{
    for (guint i = 0; i < found->len; i++)
        if (g_str_equal(g_ptr_array_index(found, i), symbol->str))
            return;
    if (found->len < LIMIT_SYMBOLS)
        g_ptr_array_add(found, g_strdup(symbol->str));
}

/* Reads the run that begins at `p`; returns its end. */
static const char *read_run(GPtrArray *found, const char *p, gboolean is_in_word)
{
    g_autoptr(GString) folded = g_string_new(NULL);
    Reading r = {.folded = folded};
    const char *end = p;
    for (const char *part = p; part; part = find_part(end, r.is_acronym))
        end = read_part(&r, part);
    if (r.has_capital && r.has_digit && !r.has_word && !is_in_word && !is_latin(end) &&
        folded->len >= SHORTEST && folded->len <= LONGEST)
        keep(found, folded);
    return end;
}

static void read_text(GPtrArray *found, const char *text)
{
    g_autoptr(GString) plain = plain_text(text);
    gboolean is_in_word = FALSE;
    for (const char *p = plain->str; *p;) {
        if (g_ascii_isalnum(*p)) {
            p = read_run(found, p, is_in_word);
            is_in_word = FALSE;
        } else {
            is_in_word = is_latin(p);
            p = g_utf8_next_char(p);
        }
    }
}

/* Cuts the file's ending, and what names a language behind the last mark. */
static void cut_segment(char *segment)
{
    char *dot = strrchr(segment, '.');
    if (dot && dot > segment && strlen(dot) <= 6 && strcspn(dot, "0123456789") > 1)
        *dot = '\0';
    gsize n = strlen(segment);
    while (n && !is_mark(segment[n - 1]))
        n--;
    const char *last = segment + n;
    if (n && ((g_ascii_isalpha(*last) && !last[1]) || lang_find(last)))
        segment[n - 1] = '\0';
}

/* Reads what has gathered, and begins anew. */
static void read_gathered(GPtrArray *found, GString *text)
{
    read_text(found, text->str);
    g_string_truncate(text, 0);
}

/* Segments without a letter in lower case are one symbol, of which the first begins with a letter. */
static void read_path(GPtrArray *found, const char *url)
{
    g_autoptr(GString) gathered = g_string_new(NULL);
    g_auto(GStrv) segments = url_segments(url);
    for (char **s = segments; s && *s; s++) {
        if (!s[1])
            cut_segment(*s);
        gboolean is_small = strpbrk(*s, "abcdefghijklmnopqrstuvwxyz ") || !g_utf8_validate(*s, -1, NULL);
        if (is_small)
            read_gathered(found, gathered);
        if (gathered->len)
            g_string_append_c(gathered, '/');
        if (gathered->len || g_ascii_isupper(**s) || is_small)
            g_string_append(gathered, g_utf8_validate(*s, -1, NULL) ? *s : "");
        if (is_small)
            read_gathered(found, gathered);
    }
    read_gathered(found, gathered);
}

static void read_query(GPtrArray *found, const char *url)
{
    const char *query = strchr(url, '?');
    g_auto(GStrv) parameters = g_strsplit_set(query ? query + 1 : "", "&;#", LIMIT_PARAMETERS);
    for (char **p = parameters; *p; p++) {
        char *value = strchr(*p, '=');
        g_autofree char *decoded = value ? g_uri_unescape_string(value + 1, NULL) : NULL;
        if (decoded && g_utf8_validate(decoded, -1, NULL)) {
            cut_segment(decoded);
            read_text(found, decoded);
        }
    }
}

static gint compare(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

char *symbols_find(const char *title, const char *url)
{
    g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
    read_text(found, title);
    read_path(found, url);
    read_query(found, url);
    g_ptr_array_sort(found, compare);
    g_ptr_array_add(found, NULL);
    return g_strjoinv(" ", (char **)found->pdata);
}
