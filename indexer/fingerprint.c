#include "indexer/fingerprint.h"

#include <string.h>

#include "indexer/simhash.h"
#include "langs/number.h"
#include "shim/limits.h"

#define REPEATS 4 /* of one feature that count */
#define LONGEST_NAME 32
#define LEAST_DIGITS 3 /* of a number that is told apart: shorter ones are often written out */
#define TABLES_DEEP 8
#define SPREAD G_GUINT64_CONSTANT(0x9E3779B97F4A7C15) /* 2^64 over the golden ratio: the upper bits depend on all */

/* What a feature is of, so that equal values of different kinds differ; and its weight. */
typedef enum { OF_NUMBER, OF_NAME, OF_CODE, OF_IMAGE, OF_LINK, OF_HEADING, OF_TABLE, OF_LIST } Kind;

enum {
    WEIGHT_DIGIT = 1,
    WEIGHT_SHORT_NUMBER = 2, /* of two digits */
    WEIGHT_NUMBER = 4,
    WEIGHT_NAME = 3,
    WEIGHT_CODE = 3, /* a line of it */
    WEIGHT_IMAGE = 4,
    WEIGHT_LINK = 3,
    WEIGHT_HEADING = 2,
    WEIGHT_TABLE = 2,
    WEIGHT_LIST = 1,
};

typedef struct {
    guint rows, cells, items;
    gboolean is_table;
} Frame; /* an open table or list */

struct Fingerprint {
    SimhashSum sum;
    GHashTable *seen; /* feature → how often */
    GString *text;    /* of the block that is open */
    GString *number;
    Frame frames[TABLES_DEEP];
    guint depth;                             /* open tables and lists, perhaps more than there are frames */
    guint shared, links, articles, verbatim; /* open elements of these kinds */
    guint headings;                          /* so far */
    guint64 numbers;                         /* the longer ones, as a set */
};

Fingerprint *fingerprint_new(void)
{
    Fingerprint *f = g_new0(Fingerprint, 1);
    f->seen = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    f->text = g_string_new(NULL);
    f->number = g_string_new(NULL);
    return f;
}

void fingerprint_free(Fingerprint *f)
{
    g_hash_table_unref(f->seen);
    g_string_free(f->text, TRUE);
    g_string_free(f->number, TRUE);
    g_free(f);
}

static void add(Fingerprint *f, Kind kind, const char *value, gsize n, guint weight)
{
    const char of = 'A' + kind;
    gint64 feature = simhash_bytes(simhash_bytes(0, &of, 1), value, n);
    guint times = GPOINTER_TO_UINT(g_hash_table_lookup(f->seen, &feature));
    if (times >= REPEATS || (!times && g_hash_table_size(f->seen) >= LIMIT_FEATURES))
        return;
    g_hash_table_insert(f->seen, g_memdup2(&feature, sizeof feature), GUINT_TO_POINTER(times + 1));
    simhash_add(&f->sum, (guint64)feature + times, weight);
}

/* ------------------------------------------------------------------ numbers and names in text */

/* Value of the digit at `p`, of any system, or -1; *n: its bytes. */
static int digit_at(const char *p, gsize *n)
{
    *n = 1;
    if ((guchar)*p < 0x80)
        return g_ascii_digit_value(*p);
    gunichar c = g_utf8_get_char(p);
    *n = g_utf8_skip[(guchar)*p];
    int value = g_unichar_digit_value(c);
    if (value < 0 && c >= 0xFF10 && c <= 0xFF19)
        value = c - 0xFF10;
    return value;
}

/* The mark at `p` that may stand within a number, as number_fold() reads it, 0: none; a space stands between
 * groups. */
static char mark_at(const char *p, gsize *n)
{
    static const struct {
        const char *written;
        char mark;
    } marks[] = {{".", '.'},      {",", ','},      {"'", ' '},      {" ", ' '},      {"\u066B", '.'},
                 {"\u066C", ' '}, {"\u00A0", ' '}, {"\u2009", ' '}, {"\u202F", ' '}, {"\u2019", ' '}};
    for (guint i = 0; i < G_N_ELEMENTS(marks); i++)
        if (g_str_has_prefix(p, marks[i].written)) {
            *n = strlen(marks[i].written);
            return marks[i].mark;
        }
    return '\0';
}

static const char *take_digits(GString *number, const char *p)
{
    gsize n;
    for (int value; (value = digit_at(p, &n)) >= 0; p += n)
        g_string_append_c(number, '0' + value);
    return p;
}

/* The number that begins at `p`, a digit, its spellings made one; returns its end. */
static const char *take_number(GString *number, const char *p)
{
    g_string_truncate(number, 0);
    p = take_digits(number, p);
    gsize group = number->len;
    for (gsize n, digit; number->len < LONGEST_NAME;) {
        char mark = mark_at(p, &n);
        if (!mark || digit_at(p + n, &digit) < 0)
            break;
        gsize before = number->len;
        if (mark != ' ')
            g_string_append_c(number, mark);
        gsize start = number->len;
        const char *end = take_digits(number, p + n);
        if (mark == ' ' && (number->len - start != 3 || group > 3)) {
            g_string_truncate(number, before);
            break;
        }
        group = number->len - start;
        p = end;
    }
    number_fold(number);
    return p;
}

static void add_number(Fingerprint *f)
{
    guint weight = f->number->len == 1   ? WEIGHT_DIGIT
                   : f->number->len == 2 ? WEIGHT_SHORT_NUMBER
                                         : WEIGHT_NUMBER;
    add(f, OF_NUMBER, f->number->str, f->number->len, weight);
    if (f->number->len >= LEAST_DIGITS)
        f->numbers |= G_GUINT64_CONSTANT(1) << (simhash_bytes(0, f->number->str, f->number->len) * SPREAD >> 58);
}

/* A Latin letter that is not of ASCII: the word that has it is none of the names. */
static gboolean is_accented(const char *p)
{
    return (guchar)*p >= 0x80 && g_unichar_get_script(g_utf8_get_char(p)) == G_UNICODE_SCRIPT_LATIN;
}

static const char *skip_word(const char *p)
{
    while (g_ascii_isalnum(*p) || is_accented(p))
        p = g_utf8_next_char(p);
    return p;
}

/* A word of Latin letters and digits: is it a name that no translator changes? */
static const char *take_name(Fingerprint *f, const char *p)
{
    const char *start = p;
    guint capitals = 0, digits = 0;
    for (; g_ascii_isalnum(*p); p++) {
        capitals += g_ascii_isupper(*p) != 0;
        digits += g_ascii_isdigit(*p) != 0;
    }
    if ((capitals > 1 || digits) && !is_accented(p) && p - start <= LONGEST_NAME)
        add(f, OF_NAME, start, p - start, WEIGHT_NAME);
    return p;
}

static void add_words(Fingerprint *f)
{
    gsize n;
    for (const char *p = f->text->str; *p;) {
        if (digit_at(p, &n) >= 0) {
            p = take_number(f->number, p);
            add_number(f);
        } else if (g_ascii_isalpha(*p)) {
            p = take_name(f, p);
        } else {
            p = is_accented(p) ? skip_word(p) : p + n;
        }
    }
}

/* Lines of code are whole; white space makes no difference. */
static void add_lines(Fingerprint *f)
{
    g_auto(GStrv) lines = g_strsplit(f->text->str, "\n", -1);
    for (char **line = lines; *line; line++) {
        gsize kept = 0;
        for (const char *p = *line; *p; p++)
            if (!g_ascii_isspace(*p))
                (*line)[kept++] = *p;
        if (kept > 2)
            add(f, OF_CODE, *line, kept, WEIGHT_CODE);
    }
}

void fingerprint_break(Fingerprint *f)
{
    if (f->text->len)
        (f->verbatim ? add_lines : add_words)(f);
    g_string_truncate(f->text, 0);
}

void fingerprint_text(Fingerprint *f, const char *text, gsize n)
{
    if (!f->shared && !f->links)
        g_string_append_len(f->text, text, n);
}

/* ------------------------------------------------------------------ structure */

typedef enum {
    PART_NONE,
    PART_SHARED,
    PART_ARTICLE,
    PART_HEADER,
    PART_LINK,
    PART_HEADING,
    PART_TABLE,
    PART_ROW,
    PART_CELL,
    PART_LIST,
    PART_ITEM,
    PART_VERBATIM
} Part;

static Part find_part(const char *name)
{
    static const struct {
        const char *name;
        Part part;
    } parts[] = {{"a", PART_LINK},           {"article", PART_ARTICLE}, {"aside", PART_SHARED},
                 {"dd", PART_ITEM},          {"dl", PART_LIST},         {"dt", PART_ITEM},
                 {"footer", PART_SHARED},    {"h1", PART_HEADING},      {"h2", PART_HEADING},
                 {"h3", PART_HEADING},       {"h4", PART_HEADING},      {"h5", PART_HEADING},
                 {"h6", PART_HEADING},       {"header", PART_HEADER},   {"li", PART_ITEM},
                 {"listing", PART_VERBATIM}, {"main", PART_ARTICLE},    {"nav", PART_SHARED},
                 {"ol", PART_LIST},          {"pre", PART_VERBATIM},    {"table", PART_TABLE},
                 {"td", PART_CELL},          {"th", PART_CELL},         {"tr", PART_ROW},
                 {"ul", PART_LIST}};
    for (guint i = 0; i < G_N_ELEMENTS(parts); i++)
        if (*parts[i].name == *name && g_str_equal(parts[i].name, name))
            return parts[i].part;
    return PART_NONE;
}

static Frame *frame(Fingerprint *f)
{
    return f->depth && f->depth <= TABLES_DEEP ? &f->frames[f->depth - 1] : NULL;
}

static void open_frame(Fingerprint *f, gboolean is_table)
{
    f->depth++;
    if (frame(f))
        *frame(f) = (Frame){.is_table = is_table};
}

static void close_frame(Fingerprint *f)
{
    const Frame *top = frame(f);
    if (top && !f->shared) {
        const guint shape[] = {top->rows, top->cells, top->items};
        if (top->is_table ? top->cells > 1 : top->items > 1)
            add(f, top->is_table ? OF_TABLE : OF_LIST, (const char *)shape, sizeof shape,
                top->is_table ? WEIGHT_TABLE : WEIGHT_LIST);
    }
    f->depth -= f->depth > 0;
}

static void add_heading(Fingerprint *f, const char *name)
{
    g_autofree char *place = g_strdup_printf("%s %u", name, f->headings++);
    if (!f->shared)
        add(f, OF_HEADING, place, strlen(place), WEIGHT_HEADING);
}

void fingerprint_start(Fingerprint *f, const char *name)
{
    Part part = find_part(name);
    Frame *top = frame(f);
    if (part == PART_HEADER)
        f->shared += f->shared || !f->articles;
    f->shared += part == PART_SHARED;
    f->articles += part == PART_ARTICLE;
    f->links += part == PART_LINK;
    f->verbatim += part == PART_VERBATIM;
    if (part == PART_HEADING)
        add_heading(f, name);
    else if (part == PART_TABLE || part == PART_LIST)
        open_frame(f, part == PART_TABLE);
    else if (top) {
        top->rows += part == PART_ROW;
        top->cells += part == PART_CELL;
        top->items += part == PART_ITEM && !f->links;
    }
}

static void leave(guint *open, gboolean is_left)
{
    *open -= is_left && *open;
}

void fingerprint_end(Fingerprint *f, const char *name)
{
    Part part = find_part(name);
    if (part == PART_TABLE || part == PART_LIST)
        close_frame(f);
    leave(&f->shared, part == PART_SHARED || part == PART_HEADER);
    leave(&f->articles, part == PART_ARTICLE);
    leave(&f->links, part == PART_LINK);
    leave(&f->verbatim, part == PART_VERBATIM);
}

void fingerprint_image(Fingerprint *f, const char *src)
{
    if (f->shared || f->links || g_str_has_prefix(src, "data:"))
        return;
    gsize n = strcspn(src, "?#");
    const char *slash = g_strrstr_len(src, n, "/");
    const char *name = slash ? slash + 1 : src;
    if (name < src + n)
        add(f, OF_IMAGE, name, src + n - name, WEIGHT_IMAGE);
}

void fingerprint_foreign_link(Fingerprint *f, const char *url)
{
    const char *rest = strstr(url, "://");
    if (!f->shared && rest)
        add(f, OF_LINK, rest, strlen(rest), WEIGHT_LINK);
}

gboolean fingerprint_is_shared(const Fingerprint *f)
{
    return f->shared > 0;
}

guint64 fingerprint_numbers(const Fingerprint *f)
{
    return f->numbers;
}

guint64 fingerprint_finish(Fingerprint *f)
{
    fingerprint_break(f);
    return f->sum.weight < FINGERPRINT_LEAST ? 0 : simhash_of_sum(&f->sum);
}
