#include "indexer/xml_repair.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/entity.h"
#include "shim/limits.h"

#define REPLACEMENT "\xEF\xBF\xBD"
#define LONGEST_REFERENCE 40 /* bytes of the longest name of HTML, "&" and ";" with it, and some more */

typedef enum { IN_TEXT, IN_TAG, IN_DOCTYPE, IN_COMMENT, IN_CDATA, IN_INSTRUCTION } Place;
typedef enum { REPAIR_AMPERSAND, REPAIR_BYTES, REPAIR_CHARACTER, N_REPAIRS } Repair;

struct XmlRepair {
    XmlRepairFunc *tell;
    gpointer user;
    gboolean is_told[N_REPAIRS];
    GString *held; /* input that cannot be judged before more of it has come */
    Place place;
    guint line;
    gboolean may_pass_doctype; /* and no tag has come yet */
    /* Of the tag that is open: */
    char quote; /* what closes the attribute value, '\0' outside one */
    gboolean is_end_tag;
    guint n_attributes;
    gsize tag_n;
};

XmlRepair *xml_repair_new(XmlRepairFunc *tell, gpointer user)
{
    XmlRepair *r = g_new0(XmlRepair, 1);
    r->tell = tell;
    r->user = user;
    r->held = g_string_new(NULL);
    r->line = 1;
    return r;
}

void xml_repair_pass_doctype(XmlRepair *r)
{
    r->may_pass_doctype = TRUE;
}

static void note(XmlRepair *r, Repair repair)
{
    static const char *const names[] = {"'&' is not escaped", "not UTF-8",
                                        "a character that XML does not have"};
    if (!r->is_told[repair])
        r->tell(r->line, names[repair], r->user);
    r->is_told[repair] = TRUE;
}

static gboolean fail(const XmlRepair *r, const char *what, GError **error)
{
    g_set_error(error, FAULT, FAULT_SKIP, "line %u: %s", r->line, what);
    return FALSE;
}

static gboolean is_xml_char(gunichar c)
{
    return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c < 0xD800) || (c > 0xDFFF && c < 0xFFFE) ||
           (c > 0xFFFF && c <= 0x10FFFF);
}

/* Appends one character; returns its bytes, 0: more must come first. */
static gsize take_char(XmlRepair *r, const char *p, gsize n, gboolean is_last, GString *out)
{
    gunichar c = (guchar)*p < 0x80 ? (guchar)*p : g_utf8_get_char_validated(p, n);
    if (c == (gunichar)-2 && !is_last)
        return 0;
    if (is_xml_char(c)) {
        gsize length = (guchar)*p < 0x80 ? 1 : g_utf8_skip[(guchar)*p];
        g_string_append_len(out, p, length);
        r->line += c == '\n';
        return length;
    }
    gboolean is_malformed = c >= (gunichar)-2;
    note(r, is_malformed ? REPAIR_BYTES : REPAIR_CHARACTER);
    g_string_append(out, REPLACEMENT);
    return is_malformed || (guchar)*p < 0x80 ? 1 : g_utf8_skip[(guchar)*p];
}

/* "&#38;", "&#x26;": TRUE if it may stand. */
static gboolean is_good_number(const char *p)
{
    gboolean is_hex = p[2] == 'x';
    const char *digits = p + (is_hex ? 3 : 2);
    char *end;
    guint64 c = g_ascii_strtoull(digits, &end, is_hex ? 16 : 10);
    return g_ascii_isxdigit(*digits) && *end == ';' && c <= 0x10FFFF && is_xml_char(c);
}

/* A name that HTML alone knows, as its characters; 0: none. */
static gsize take_html_name(const char *p, gsize n, GString *out)
{
    g_autoptr(GString) text = g_string_new(NULL);
    if (entity_decode(p, n, FALSE, text) != n)
        return 0;
    g_autofree char *escaped = g_markup_escape_text(text->str, text->len);
    g_string_append(out, escaped);
    return n;
}

static gsize put(GString *out, const char *text, gsize taken)
{
    g_string_append(out, text);
    return taken;
}

/* What begins with "&"; as take_char(). */
static gsize take_reference(XmlRepair *r, const char *p, gsize n, gboolean is_last, GString *out)
{
    static const char *const known[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"};
    gsize end = 1;
    while (end < n && end < LONGEST_REFERENCE && (g_ascii_isalnum(p[end]) || (end == 1 && p[end] == '#')))
        end++;
    if (end == n && end < LONGEST_REFERENCE && !is_last)
        return 0;
    if (end == n || p[end] != ';' || end == 1) {
        note(r, REPAIR_AMPERSAND);
        return put(out, "&amp;", 1);
    }
    g_autofree char *reference = g_strndup(p, end + 1);
    for (guint i = 0; i < G_N_ELEMENTS(known); i++)
        if (g_str_equal(reference, known[i]))
            return put(out, reference, end + 1);
    if (p[1] == '#') {
        gboolean is_good = is_good_number(reference);
        if (!is_good)
            note(r, REPAIR_CHARACTER);
        return put(out, is_good ? reference : REPLACEMENT, end + 1);
    }
    note(r, REPAIR_AMPERSAND);
    gsize taken = take_html_name(reference, end + 1, out);
    return taken ? taken : put(out, "&amp;", 1);
}

/* What begins with "<!"; as take_markup(). */
static gboolean take_declaration(XmlRepair *r, const char *p, gsize n, gboolean is_last, gsize *taken,
                                 GError **error)
{
    static const char doctype[] = "<!DOCTYPE";
    gsize length = strlen(doctype);
    if (r->may_pass_doctype && !is_last && n < length && memcmp(p, doctype, n) == 0)
        return TRUE;
    if (!r->may_pass_doctype || n < length || memcmp(p, doctype, length) != 0)
        return fail(r, "a DOCTYPE or other declaration is not allowed", error);
    r->may_pass_doctype = FALSE;
    r->place = IN_DOCTYPE;
    r->quote = '\0';
    r->tag_n = 0;
    *taken = length;
    return TRUE;
}

/* What begins with "<"; FALSE: refused. *taken is 0 when more must come first. */
static gboolean take_markup(XmlRepair *r, const char *p, gsize n, gboolean is_last, GString *out,
                            gsize *taken, GError **error)
{
    static const struct {
        const char *mark;
        Place place;
    } marks[] = {{"<!--", IN_COMMENT}, {"<![CDATA[", IN_CDATA}, {"<?", IN_INSTRUCTION}};
    for (guint i = 0; i < G_N_ELEMENTS(marks); i++) {
        gsize length = strlen(marks[i].mark);
        if (strncmp(p, marks[i].mark, MIN(n, length)) != 0)
            continue;
        if (n < length && !is_last)
            return TRUE;
        r->place = marks[i].place;
        *taken = MIN(n, length);
        if (r->place == IN_CDATA)
            g_string_append_len(out, p, *taken);
        return TRUE;
    }
    if (n > 1 && p[1] == '!')
        return take_declaration(r, p, n, is_last, taken, error);
    r->may_pass_doctype = FALSE;
    r->place = IN_TAG;
    r->quote = '\0';
    r->is_end_tag = n > 1 && p[1] == '/';
    r->n_attributes = 0;
    r->tag_n = 0;
    g_string_append_c(out, '<');
    *taken = 1;
    return TRUE;
}

/* One byte that means something in a tag; FALSE: refused. */
static gboolean look_at_tag(XmlRepair *r, char c, GError **error)
{
    if (r->quote && c == r->quote) {
        r->quote = '\0';
        if (++r->n_attributes > LIMIT_ATTRIBUTES)
            return fail(r, "a tag has too many attributes", error);
    } else if (!r->quote && (c == '"' || c == '\'')) {
        r->quote = c;
    } else if (!r->quote && c == '>') {
        r->place = IN_TEXT;
    }
    return ++r->tag_n <= LIMIT_XML_TAG || fail(r, "a tag is too long", error);
}

/* One byte of a DOCTYPE; FALSE: refused. */
static gboolean look_at_doctype(XmlRepair *r, char c, GString *out, GError **error)
{
    if (r->quote)
        r->quote = c == r->quote ? '\0' : r->quote;
    else if (c == '"' || c == '\'')
        r->quote = c;
    else if (c == '[')
        return fail(r, "a DOCTYPE with declarations of its own is not allowed", error);
    else if (c == '>')
        r->place = IN_TEXT;
    if (c == '\n') {
        r->line++;
        g_string_append_c(out, '\n');
    }
    return ++r->tag_n <= LIMIT_XML_TAG || fail(r, "a DOCTYPE is too long", error);
}

/* Passes over a comment or an instruction, or through CDATA, to its end. */
static gsize take_to_mark(XmlRepair *r, const char *p, gsize n, gboolean is_last, GString *out)
{
    const char *mark = r->place == IN_COMMENT ? "-->" : r->place == IN_CDATA ? "]]>" : "?>";
    gsize length = strlen(mark), shown = MIN(n, length);
    if (memcmp(p, mark, shown) == 0) {
        if (shown < length && !is_last)
            return 0;
        if (r->place == IN_CDATA)
            g_string_append_len(out, p, shown);
        r->place = shown == length ? IN_TEXT : r->place;
        return shown;
    }
    if (r->place == IN_CDATA)
        return take_char(r, p, n, is_last, out);
    if (*p == '\n') {
        r->line++;
        g_string_append_c(out, '\n');
    }
    return 1;
}

/* What begins at p; *taken: bytes read, 0: more must come first. */
static gboolean take(XmlRepair *r, const char *p, gsize n, gboolean is_last, GString *out, gsize *taken,
                     GError **error)
{
    *taken = r->place == IN_DOCTYPE;
    if (r->place == IN_DOCTYPE)
        return look_at_doctype(r, *p, out, error);
    if (r->place > IN_TAG)
        *taken = take_to_mark(r, p, n, is_last, out);
    else if (r->place == IN_TEXT && *p == '<')
        return (n > 1 || is_last) ? take_markup(r, p, n, is_last, out, taken, error) : TRUE;
    else if (*p == '&')
        *taken = take_reference(r, p, n, is_last, out);
    else
        *taken = take_char(r, p, n, is_last, out);
    return r->place != IN_TAG || !*taken || look_at_tag(r, *p, error);
}

gboolean xml_repair_feed(XmlRepair *r, const char *bytes, gsize n, gboolean is_last, GString *out,
                         GError **error)
{
    gsize at = 0, taken = 1;
    gboolean ok = TRUE;
    g_string_append_len(r->held, bytes, n);
    while (ok && taken && at < r->held->len) {
        ok = take(r, r->held->str + at, r->held->len - at, is_last, out, &taken, error);
        at += taken;
    }
    g_string_erase(r->held, 0, at);
    return ok;
}

gboolean xml_repair_is_in_tag(const XmlRepair *r)
{
    return r->place == IN_TAG;
}

gboolean xml_repair_is_in_end_tag(const XmlRepair *r)
{
    return r->place == IN_TAG && r->is_end_tag;
}

void xml_repair_free(XmlRepair *r)
{
    g_string_free(r->held, TRUE);
    g_free(r);
}
