#include "indexer/html5.h"

#include <string.h>

#include "indexer/entity.h"
#include "shim/limits.h"

#define LONGEST_NAME 24
#define LONGEST_MARK 64 /* bytes of a comment that is kept */

typedef struct {
    const char *p, *end;
    gboolean is_xml;
    const char *const *wanted;   /* names of the attributes that are kept */
    GString *out, *attributes;   /* attributes: those of the tag that is being read */
    GString *decoded;            /* one character reference */
    GPtrArray *data;             /* JSON-LD; NULL: not wanted */
    gboolean is_json_ld;         /* is the tag that is being read one of a script of JSON-LD? */
    guint attribute_count;
    gboolean has_begun;          /* an element is open to libxml2; end tags before that would end the page */
    guint templates, tables;     /* how many are open */
    guint foreign, integration;  /* open svg and math elements; open elements in them whose content is HTML */
    gboolean in_select;
    const char *counted;         /* how far lines have been counted … */
    guint line;                  /* … and the one of it, from 1 */
} Rewriter;

typedef struct {
    char name[LONGEST_NAME + 1]; /* lower case; "" for a name that is longer, or none that HTML knows */
    gboolean is_end, is_empty;
    const char *begin;           /* of its name */
} Tag;

static gboolean is_one_of(const char *name, const char *list)
{
    gsize n = strlen(name);
    for (const char *p = n ? strstr(list, name) : NULL; p; p = strstr(p + 1, name))
        if ((p == list || p[-1] == ' ') && (p[n] == ' ' || !p[n]))
            return TRUE;
    return FALSE;
}

static gboolean is_hidden(const Rewriter *r)
{
    return r->templates || r->foreign || r->in_select;
}

/* Is the text at `p` this, whatever its case? */
static gboolean is_at(const Rewriter *r, const char *p, const char *what)
{
    gsize n = strlen(what);
    return (gsize)(r->end - p) >= n && g_ascii_strncasecmp(p, what, n) == 0;
}

static const char *find(const char *p, const char *end, const char *what)
{
    return p < end ? memmem(p, end - p, what, strlen(what)) : NULL;
}

/* Does a tag's name end here? */
static gboolean is_boundary(const Rewriter *r, const char *p)
{
    return p < r->end && (g_ascii_isspace(*p) || *p == '/' || *p == '>');
}

static void append_escaped(GString *out, const char *p, gsize n)
{
    for (const char *end = p + n, *run = p; run < end; p = ++run) {
        while (run < end && *run != '<' && *run != '&' && *run != '"')
            run++;
        g_string_append_len(out, p, run - p);
        if (run < end)
            g_string_append(out, *run == '<' ? "&lt;" : *run == '&' ? "&amp;" : "&quot;");
    }
}

/* Appends text or an attribute's value with its references resolved, and escaped for libxml2. */
static void append_text(Rewriter *r, GString *out, const char *p, const char *end)
{
    while (p < end) {
        const char *reference = memchr(p, '&', end - p);
        append_escaped(out, p, (reference ? reference : end) - p);
        if (!reference)
            return;
        g_string_truncate(r->decoded, 0);
        gsize read = entity_decode(reference, end - reference, out == r->attributes, r->decoded);
        append_escaped(out, read ? r->decoded->str : "&", read ? r->decoded->len : 1);
        p = reference + MAX(read, 1);
    }
}

static void emit_text(Rewriter *r, const char *p, const char *end)
{
    if (is_hidden(r))
        return;
    append_text(r, r->out, p, end);
    while (!r->has_begun && p < end)
        r->has_begun = !g_ascii_isspace(*p++);
}

/* A name that libxml2 takes for one. */
static gboolean is_plain_name(const char *p, gsize n)
{
    for (gsize i = 0; i < n; i++)
        if (!g_ascii_isalnum(p[i]) && !(i && strchr("-_:.", p[i])))
            return FALSE;
    return n > 0 && g_ascii_isalpha(*p);
}

static gboolean is_wanted(const Rewriter *r, const char *name, gsize n)
{
    char first = g_ascii_tolower(*name);
    for (const char *const *w = r->wanted; *w; w++)
        if (**w == first && g_ascii_strncasecmp(*w, name, n) == 0 && !(*w)[n])
            return TRUE;
    return FALSE;
}

/* The value behind an attribute's "=", quoted or bare. */
static void read_value(Rewriter *r, const char **value, const char **value_end)
{
    char quote = r->p < r->end && (*r->p == '"' || *r->p == '\'') ? *r->p++ : '\0';
    *value = r->p;
    while (r->p < r->end && (quote ? *r->p != quote : !g_ascii_isspace(*r->p) && *r->p != '>'))
        r->p++;
    *value_end = r->p;
    if (quote && r->p < r->end)
        r->p++;
}

static void skip_space(Rewriter *r)
{
    while (r->p < r->end && g_ascii_isspace(*r->p))
        r->p++;
}

static gboolean is_json_ld(const char *type, const char *end)
{
    static const char name[] = "application/ld+json";
    while (type < end && g_ascii_isspace(*type))
        type++;
    gsize n = sizeof name - 1, rest = end - type;
    return rest >= n && g_ascii_strncasecmp(type, name, n) == 0 && (rest == n || type[n] == ';' || g_ascii_isspace(type[n]));
}

static void read_attribute(Rewriter *r)
{
    const char *name = r->p++, *value = NULL, *value_end = NULL;
    while (r->p < r->end && !is_boundary(r, r->p) && *r->p != '=')
        r->p++;
    gsize n = r->p - name;
    skip_space(r);
    if (r->p < r->end && *r->p == '=') {
        r->p++;
        skip_space(r);
        read_value(r, &value, &value_end);
    }
    if (n == 4 && value && is_at(r, name, "type"))
        r->is_json_ld = is_json_ld(value, value_end);
    if (!is_plain_name(name, n) || r->attribute_count++ >= LIMIT_ATTRIBUTES || !is_wanted(r, name, n))
        return;
    g_string_append_c(r->attributes, ' ');
    g_string_append_len(r->attributes, name, n);
    g_string_append(r->attributes, "=\"");
    if (value)
        append_text(r, r->attributes, value, value_end);
    g_string_append_c(r->attributes, '"');
}

/* Reads a tag, its "<" or "</" behind us. FALSE: the page ends in it. */
static gboolean read_tag(Rewriter *r, gboolean is_end, Tag *tag)
{
    const char *name = r->p;
    while (r->p < r->end && !is_boundary(r, r->p))
        r->p++;
    gsize n = r->p - name;
    *tag = (Tag){.is_end = is_end, .begin = name};
    gsize kept = n <= LONGEST_NAME && is_plain_name(name, n) ? n : 0;
    for (gsize i = 0; i < kept; i++)
        tag->name[i] = g_ascii_tolower(name[i]);
    g_string_truncate(r->attributes, 0);
    r->attribute_count = 0;
    r->is_json_ld = FALSE;
    while (r->p < r->end && *r->p != '>') {
        tag->is_empty = *r->p == '/';
        if (g_ascii_isspace(*r->p) || *r->p == '/')
            r->p++;
        else
            read_attribute(r);
    }
    return r->p < r->end && *r->p++ == '>';
}

/* The end of a script's text: "<!--" hides "<script" and its end tag in it (13.2.5.16 and after). */
static const char *find_script_end(const Rewriter *r)
{
    gboolean is_escaped = FALSE, is_nested = FALSE;
    for (const char *p = r->p; p < r->end; p++) {
        if (*p != '<' && *p != '-')
            continue;
        if (is_at(r, p, "-->"))
            is_escaped = is_nested = FALSE;
        else if (is_at(r, p, "<!--") && !is_escaped)
            is_escaped = TRUE, p++;
        else if (is_at(r, p, "</script") && is_boundary(r, p + 8) && !is_nested)
            return p;
        else if (is_at(r, p, "</script") && is_boundary(r, p + 8))
            is_nested = FALSE;
        else if (is_at(r, p, "<script") && is_boundary(r, p + 7) && is_escaped)
            is_nested = TRUE;
    }
    return r->end;
}

/* The end tag of an element whose content is no markup, or the end of the page. */
static const char *find_raw_end(const Rewriter *r, const char *name)
{
    if (g_str_equal(name, "script"))
        return find_script_end(r);
    if (g_str_equal(name, "plaintext"))
        return r->end;
    gsize n = strlen(name);
    for (const char *p = r->p; (p = find(p, r->end, "</")) != NULL; p += 2)
        if (is_at(r, p + 2, name) && is_boundary(r, p + 2 + n))
            return p;
    return r->end;
}

static void read_raw(Rewriter *r, const Tag *tag)
{
    const char *end = find_raw_end(r, tag->name);
    if (!is_hidden(r) && g_str_equal(tag->name, "title")) {
        g_string_append(r->out, "<title>");
        append_text(r, r->out, r->p, end);
        g_string_append(r->out, "</title>");
        r->has_begun = TRUE;
    }
    if (r->data && r->is_json_ld && !is_hidden(r) && g_str_equal(tag->name, "script") && end - r->p <= LIMIT_JSON_LD)
        g_ptr_array_add(r->data, g_strndup(r->p, end - r->p));
    Tag end_tag;
    r->p = end;
    if (end < r->end) {
        r->p += 2;
        read_tag(r, TRUE, &end_tag);
    }
}

static void count(guint *open, gboolean is_end)
{
    if (!is_end)
        ++*open;
    else if (*open)
        --*open;
}

/* svg and math, whose content is no HTML. A tag that cannot be in them ends them (13.2.6.5). TRUE: the tag is done with. */
static gboolean follow_foreign(Rewriter *r, const Tag *tag)
{
    static const char html[] = "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li "
                               "listing menu meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul var";
    if (is_one_of(tag->name, "svg math")) {
        if (!tag->is_end && !is_hidden(r) && g_str_equal(tag->name, "svg") && r->has_begun)
            g_string_append(r->out, "<svg></svg>");
        if (!tag->is_empty)
            count(&r->foreign, tag->is_end);
        r->integration = r->foreign ? r->integration : 0;
        return TRUE;
    }
    if (!r->foreign)
        return FALSE;
    if (is_one_of(tag->name, "foreignobject desc title annotation-xml mi mo mn ms mtext") && !tag->is_empty)
        count(&r->integration, tag->is_end);
    else if (!r->integration && is_one_of(tag->name, html))
        r->foreign = 0;
    return r->foreign > 0;
}

static gboolean follow_select(Rewriter *r, const Tag *tag)
{
    if (g_str_equal(tag->name, "select")) {
        r->in_select = !tag->is_end && !r->in_select;
        return TRUE;
    }
    if (is_one_of(tag->name, "input keygen textarea") ||
        (r->tables && is_one_of(tag->name, "caption table tbody tfoot thead tr td th")))
        r->in_select = FALSE;
    return r->in_select;
}

static guint line_at(Rewriter *r, const char *p)
{
    for (const char *next; (next = memchr(r->counted, '\n', p - r->counted)) != NULL; r->counted = next + 1)
        r->line++;
    return r->line;
}

static void emit_tag(Rewriter *r, const Tag *tag)
{
    if (tag->is_end && (!r->has_begun || is_one_of(tag->name, "html body")))
        return;
    g_string_append(r->out, tag->is_end ? "</" : "<");
    g_string_append(r->out, tag->name);
    if (!tag->is_end)
        g_string_append_len(r->out, r->attributes->str, r->attributes->len);
    if (!tag->is_end && strchr("ahi", *tag->name) && is_one_of(tag->name, "a area h1 h2 h3 h4 h5 h6 html img"))
        g_string_append_printf(r->out, " " HTML_LINE "=\"%u\"", line_at(r, tag->begin));
    g_string_append_c(r->out, '>');
    r->has_begun = TRUE;
    if (r->is_xml && tag->is_empty && !tag->is_end &&
        !is_one_of(tag->name, "area base br col embed frame hr img input link meta param source track wbr"))
        g_string_append_printf(r->out, "</%s>", tag->name);
}

static void on_tag(Rewriter *r, const Tag *tag)
{
    static const char raw[] = "iframe noembed noframes plaintext script style textarea title xmp";
    if (!*tag->name)
        return;
    if (g_str_equal(tag->name, "template")) {
        if (!(r->is_xml && tag->is_empty))
            count(&r->templates, tag->is_end);
        return;
    }
    if (!r->foreign && follow_select(r, tag) && !g_str_equal(tag->name, "script"))
        return;
    if (g_str_equal(tag->name, "table"))
        count(&r->tables, tag->is_end);
    if (follow_foreign(r, tag) && !(r->integration && is_one_of(tag->name, raw)))
        return;
    if (is_one_of(tag->name, raw)) {
        if (!tag->is_end && !(r->is_xml && tag->is_empty))
            read_raw(r, tag);
    } else if (!is_hidden(r)) {
        emit_tag(r, tag);
    }
}

/* A comment, its "<!--" behind us: ends at "-->", "--!>", and at once in "<!-->" and "<!--->". */
static void read_comment(Rewriter *r)
{
    const char *begin = r->p, *p = r->p;
    if (is_at(r, p, ">") || is_at(r, p, "->")) {
        r->p += *p == '>' ? 1 : 2;
        return;
    }
    while ((p = find(p, r->end, "--")) != NULL && !is_at(r, p + 2, ">") && !is_at(r, p + 2, "!>"))
        p++;
    r->p = p ? p + (p[2] == '>' ? 3 : 4) : r->end;
    gsize n = p ? p - begin : 0;
    if (n && n <= LONGEST_MARK && begin[n - 1] != '-' && !find(begin, begin + n, "--") && !is_hidden(r)) {
        g_string_append(r->out, "<!--");
        g_string_append_len(r->out, begin, n);
        g_string_append(r->out, "-->");
    }
}

static void skip_past(Rewriter *r, const char *what)
{
    const char *p = find(r->p, r->end, what);
    r->p = p ? p + strlen(what) : r->end;
}

/* "<!…": a comment, a document type, CDATA, or nothing. */
static void read_declaration(Rewriter *r)
{
    if (is_at(r, r->p, "<!--")) {
        r->p += 4;
        read_comment(r);
    } else if (is_at(r, r->p, "<![CDATA[") && (r->is_xml || r->foreign)) {
        const char *begin = r->p + 9;
        const char *end = find(begin, r->end, "]]>");
        if (!is_hidden(r))
            append_escaped(r->out, begin, (end ? end : r->end) - begin);
        r->p = end ? end + 3 : r->end;
    } else {
        skip_past(r, ">");
    }
}

/* What follows a "<" at r->p. */
static void read_markup(Rewriter *r)
{
    const char *p = r->p;
    char next = p + 1 < r->end ? p[1] : '\0';
    gboolean is_end = next == '/';
    Tag tag;
    if (g_ascii_isalpha(is_end && p + 2 < r->end ? p[2] : next)) {
        r->p += is_end ? 2 : 1;
        if (read_tag(r, is_end, &tag))
            on_tag(r, &tag);
    } else if (next == '!') {
        read_declaration(r);
    } else if (next == '?' || (is_end && p + 2 < r->end)) {
        skip_past(r, ">");
    } else {
        emit_text(r, p, p + 1);
        r->p++;
    }
}

GString *html5_rewrite(const char *text, gsize n, gboolean is_xml, const char *const *wanted, GPtrArray *data)
{
    Rewriter r = {.p = text, .end = text + n, .is_xml = is_xml, .wanted = wanted, .data = data,
                  .counted = text, .line = 1};
    r.out = g_string_sized_new(n + n / 8);
    r.attributes = g_string_new(NULL);
    r.decoded = g_string_new(NULL);
    while (r.p < r.end) {
        const char *next = memchr(r.p, '<', r.end - r.p);
        emit_text(&r, r.p, next ? next : r.end);
        r.p = next ? next : r.end;
        if (next)
            read_markup(&r);
    }
    g_string_free(r.attributes, TRUE);
    g_string_free(r.decoded, TRUE);
    return r.out;
}
