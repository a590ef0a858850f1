#include "indexer/robots.h"

#include <string.h>

#include "langs/charset.h"
#include "shim/limits.h"

typedef enum { FIELD_NONE, FIELD_AGENT, FIELD_ALLOW, FIELD_DISALLOW, FIELD_DELAY, FIELD_SITEMAP } Field;

/* The names of fields, and the misspellings of them that several well-known parsers accept. */
static const struct {
    const char *name;
    Field field;
} fields[] = {
    {"user-agent", FIELD_AGENT},  {"useragent", FIELD_AGENT},   {"user agent", FIELD_AGENT},
    {"allow", FIELD_ALLOW},       {"disallow", FIELD_DISALLOW}, {"dissallow", FIELD_DISALLOW},
    {"dissalow", FIELD_DISALLOW}, {"disalow", FIELD_DISALLOW},  {"diasllow", FIELD_DISALLOW},
    {"disallaw", FIELD_DISALLOW}, {"desallow", FIELD_DISALLOW}, {"crawl-delay", FIELD_DELAY},
    {"crawldelay", FIELD_DELAY},  {"crawl delay", FIELD_DELAY}, {"sitemap", FIELD_SITEMAP},
    {"sitemaps", FIELD_SITEMAP},  {"site-map", FIELD_SITEMAP},
};

/* A part of the body. */
typedef struct {
    const char *p;
    gsize n;
} Part;

typedef struct {
    RobotsRule rule;
    const char *pattern; /* in the common spelling, without the "$" at its end */
    gsize octets;        /* how specific it is: the length of the pattern, "*" and "$" included */
    gboolean is_anchored;
    gboolean has_query; /* what stands behind its "?" is in a query */
} Pattern;

/* What the groups of one name say. */
typedef struct {
    GArray *patterns; /* Pattern, the one that decides before others first */
    guint n_wildcards;
    double delay;
} Group;

struct Robots {
    Group group;
    GStringChunk *strings;
    GPtrArray *sitemaps;
    RobotsRule *verdict; /* that holds for all URLs, or NULL */
};

typedef struct {
    Robots *robots;
    GStrv agents;
    Group named, any;
    gboolean is_named, is_any; /* does the group that is open speak to the agent, to "*"? */
    gboolean has_rules;        /* in the open group: a User-agent line would begin the next */
    gboolean seen_named;
    guint line;
} Parser;

static gboolean is_blank(char c)
{
    return (guchar)c <= ' ';
}

static Part strip(Part part)
{
    while (part.n && is_blank(part.p[part.n - 1]))
        part.n--;
    while (part.n && is_blank(*part.p))
        part.p++, part.n--;
    return part;
}

/* A part as text that can be shown: valid, on one line, cut. */
static const char *keep_text(Robots *robots, Part part)
{
    g_autofree char *valid = g_utf8_make_valid(part.p, MIN(part.n, LIMIT_URL));
    GString *text = g_string_sized_new(part.n);
    for (const char *p = valid; *p && text->len < LIMIT_URL; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (!g_unichar_iscntrl(c) && c != ' ')
            g_string_append_unichar(text, c);
        else if (text->len && text->str[text->len - 1] != ' ')
            g_string_append_c(text, ' ');
    }
    const char *kept = g_string_chunk_insert(robots->strings, text->str);
    g_string_free(text, TRUE);
    return kept;
}

/* Octets that stand for themselves wherever they are met, encoded or not: unreserved ones, and those that
 * part nothing. */
static gboolean is_plain(guchar c)
{
    return g_ascii_isalnum(c) || (c && strchr("-._~:@!$'(),[]", c));
}

static gboolean has_role(guchar c)
{
    return c && strchr("/?#&=+;", c);
}

/* Appends octets in the spelling in which a rule and a URL are compared; "*" stays in a rule alone. With
 * `has_query` "/" and "?" behind the first "?", where they part nothing (RFC 3986 3.4), stand for
 * themselves. */
static void append_normal(GString *out, Part part, gboolean is_rule, gboolean has_query)
{
    gboolean in_query = FALSE;
    for (gsize i = 0; i < part.n; i++) {
        guchar c = part.p[i];
        gboolean is_escape =
            c == '%' && i + 2 < part.n && g_ascii_isxdigit(part.p[i + 1]) && g_ascii_isxdigit(part.p[i + 2]);
        if (is_escape) {
            c = g_ascii_xdigit_value(part.p[i + 1]) << 4 | g_ascii_xdigit_value(part.p[i + 2]);
            i += 2;
        }
        gboolean stays = is_plain(c) || (in_query && (c == '/' || c == '?')) ||
                         (!is_escape && (has_role(c) || (c == '*' && is_rule)));
        in_query |= has_query && c == '?' && !is_escape;
        if (stays)
            g_string_append_c(out, c);
        else
            g_string_append_printf(out, "%%%02X", c);
    }
}

/* FALSE: the rule is one too many to be asked about every URL, and cannot be made to forbid more instead. */
static gboolean limit_wildcards(Group *group, Pattern *pattern, GString *text)
{
    char *star = strchr(text->str, '*');
    if (!star || group->n_wildcards++ < LIMIT_ROBOTS_WILDCARDS)
        return TRUE;
    g_string_truncate(text, star - text->str);
    pattern->is_anchored = FALSE;
    return !pattern->rule.is_allow;
}

static void add_pattern(Parser *parser, Group *group, Part line, Part value, gboolean is_allow)
{
    Pattern pattern = {.rule = {NULL, parser->line, is_allow},
                       .is_anchored = value.p[value.n - 1] == '$',
                       .has_query = memchr(value.p, '?', value.n) != NULL};
    g_autoptr(GString) text = g_string_sized_new(value.n);
    append_normal(text, (Part){value.p, value.n - pattern.is_anchored}, TRUE, pattern.has_query);
    pattern.octets = text->len + pattern.is_anchored;
    if (!limit_wildcards(group, &pattern, text))
        return;
    pattern.pattern = g_string_chunk_insert(parser->robots->strings, text->str);
    pattern.rule.text = keep_text(parser->robots, line);
    g_array_append_val(group->patterns, pattern);
}

static void on_rule(Parser *parser, Part line, Part value, gboolean is_allow)
{
    if (!parser->is_named && !parser->is_any)
        return;
    parser->has_rules = TRUE;
    if (!value.n)
        return;
    if (parser->is_named)
        add_pattern(parser, &parser->named, line, value, is_allow);
    if (parser->is_any && !parser->seen_named)
        add_pattern(parser, &parser->any, line, value, is_allow);
}

static gboolean parts_words(char c)
{
    return is_blank(c) || strchr(",;()", c);
}

/* The next word of an agent's name, without a version, and "*" for itself; its length is 0 at the end. */
static Part take_word(Part *rest)
{
    while (rest->n && parts_words(*rest->p))
        rest->p++, rest->n--;
    Part word = {rest->p, 0};
    while (rest->n && !parts_words(*rest->p))
        rest->p++, rest->n--;
    gsize n = rest->p - word.p;
    while (word.n < n && word.p[word.n] != '/' && (word.p[word.n] != '*' || !word.n))
        word.n++;
    return word;
}

static void on_agent(Parser *parser, Part value)
{
    if (parser->has_rules)
        parser->is_named = parser->is_any = parser->has_rules = FALSE;
    Part word = take_word(&value);
    parser->is_any |= word.n == 1 && *word.p == '*';
    for (; word.n; word = take_word(&value))
        for (char **agent = parser->agents; *agent; agent++)
            parser->is_named |= strlen(*agent) == word.n && g_ascii_strncasecmp(*agent, word.p, word.n) == 0;
    parser->seen_named |= parser->is_named;
}

static void on_delay(Parser *parser, Part value)
{
    char digits[32];
    gsize n = 0;
    while (n < value.n && n + 1 < sizeof digits && (g_ascii_isdigit(value.p[n]) || value.p[n] == '.'))
        n++;
    memcpy(digits, value.p, n);
    digits[n] = '\0';
    char *end;
    double delay = g_ascii_strtod(digits, &end);
    if (end == digits)
        return;
    if (parser->is_named && parser->named.delay < 0)
        parser->named.delay = delay;
    if (parser->is_any && parser->any.delay < 0)
        parser->any.delay = delay;
}

static void on_sitemap(Parser *parser, Part value)
{
    GPtrArray *sitemaps = parser->robots->sitemaps;
    if (value.n && value.n <= LIMIT_URL && sitemaps->len < LIMIT_ROBOTS_SITEMAPS)
        g_ptr_array_add(sitemaps, (gpointer)keep_text(parser->robots, value));
}

static Field find_field(Part name)
{
    for (guint i = 0; i < G_N_ELEMENTS(fields); i++)
        if (strlen(fields[i].name) == name.n && g_ascii_strncasecmp(fields[i].name, name.p, name.n) == 0)
            return fields[i].field;
    return FIELD_NONE;
}

/* The field of a line and its value; without a colon a line must be two words ("disallow /private"). */
static Field split_line(Part line, Part *value)
{
    const char *colon = memchr(line.p, ':', line.n);
    gsize n = colon ? (gsize)(colon - line.p) : 0;
    Field field = colon ? find_field(strip((Part){line.p, n})) : FIELD_NONE;
    if (field != FIELD_NONE) {
        *value = strip((Part){colon + 1, line.n - n - 1});
        return field;
    }
    for (n = 0; n < line.n && !is_blank(line.p[n]);)
        n++;
    *value = strip((Part){line.p + n, line.n - n});
    for (gsize i = 0; i < value->n; i++)
        if (is_blank(value->p[i]))
            return FIELD_NONE;
    return value->n ? find_field((Part){line.p, n}) : FIELD_NONE;
}

/* Cuts the tags at the end of a line: some editors save a robots.txt as HTML. No URL has a bare "<". */
static Part strip_tags(Part line)
{
    for (line = strip(line); line.n && line.p[line.n - 1] == '>'; line = strip(line)) {
        gsize n = line.n - 1;
        while (n && (g_ascii_isalpha(line.p[n - 1]) || strchr("/ ", line.p[n - 1])))
            n--;
        if (!n || line.p[n - 1] != '<')
            break;
        line.n = n - 1;
    }
    return line;
}

static void read_line(Parser *parser, Part line)
{
    const char *comment = memchr(line.p, '#', line.n);
    line = strip_tags((Part){line.p, comment ? (gsize)(comment - line.p) : line.n});
    Part value;
    Field field = split_line(line, &value);
    if (field == FIELD_AGENT)
        on_agent(parser, value);
    else if (field == FIELD_ALLOW || field == FIELD_DISALLOW)
        on_rule(parser, line, value, field == FIELD_ALLOW);
    else if (field == FIELD_DELAY)
        on_delay(parser, value);
    else if (field == FIELD_SITEMAP)
        on_sitemap(parser, value);
}

static gsize line_length(Part body)
{
    gsize n = 0;
    while (n < body.n && body.p[n] != '\n' && body.p[n] != '\r')
        n++;
    return n;
}

static void read_lines(Parser *parser, Part body)
{
    if (body.n > LIMIT_ROBOTS) { /* half a rule could be a rule that forbids more */
        body.n = LIMIT_ROBOTS;
        while (body.n && body.p[body.n - 1] != '\n' && body.p[body.n - 1] != '\r')
            body.n--;
    }
    while (body.n) {
        gsize n = line_length(body);
        parser->line++;
        read_line(parser, (Part){body.p, n});
        n += n < body.n ? 1 + (n + 1 < body.n && body.p[n] == '\r' && body.p[n + 1] == '\n') : 0;
        body = (Part){body.p + n, body.n - n};
    }
}

static int compare_patterns(gconstpointer a, gconstpointer b)
{
    const Pattern *x = a, *y = b;
    if (x->octets != y->octets)
        return x->octets > y->octets ? -1 : 1;
    if (x->rule.is_allow != y->rule.is_allow)
        return x->rule.is_allow ? -1 : 1;
    return x->rule.line < y->rule.line ? -1 : x->rule.line > y->rule.line;
}

static Group group_new(void)
{
    return (Group){g_array_new(FALSE, FALSE, sizeof(Pattern)), 0, -1};
}

static Robots *robots_new_empty(void)
{
    Robots *robots = g_new0(Robots, 1);
    robots->group.delay = -1;
    robots->strings = g_string_chunk_new(4096);
    robots->sitemaps = g_ptr_array_new();
    return robots;
}

static GStrv split_agent(const char *agent)
{
    g_autoptr(GStrvBuilder) words = g_strv_builder_new();
    Part rest = {agent, strlen(agent)};
    for (Part word = take_word(&rest); word.n; word = take_word(&rest)) {
        g_autofree char *text = g_strndup(word.p, word.n);
        if (*text != '*')
            g_strv_builder_add(words, text);
    }
    return g_strv_builder_end(words);
}

static void parse(Robots *robots, Part body, const char *agent)
{
    g_auto(GStrv) agents = split_agent(agent);
    Parser parser = {.robots = robots, .agents = agents, .named = group_new(), .any = group_new()};
    read_lines(&parser, body);
    g_array_unref(parser.seen_named ? parser.any.patterns : parser.named.patterns);
    robots->group = parser.seen_named ? parser.named : parser.any;
    g_array_sort(robots->group.patterns, compare_patterns);
    g_ptr_array_add(robots->sitemaps, NULL);
}

/* Passes over a byte order mark; what it says is UTF-16 becomes UTF-8, which is given to be freed, or NULL. */
static char *decode(Part *body)
{
    gsize mark = 0;
    const char *encoding = charset_of_mark(body->p, body->n, &mark);
    *body = (Part){body->p + mark, body->n - mark};
    if (!encoding || g_str_equal(encoding, "UTF-8"))
        return NULL;
    /* Two bytes are one of UTF-8 or more: what is cut here is longer than LIMIT_ROBOTS, and cut at a line's end. */
    char *decoded = charset_decode(body->p, MIN(body->n, 2 * LIMIT_ROBOTS + 64), encoding, &body->n);
    body->p = decoded;
    return decoded;
}

Robots *robots_new(const char *body, gsize n, const char *agent)
{
    Part text = {body, n};
    g_autofree char *decoded = decode(&text);
    Robots *robots = robots_new_empty();
    parse(robots, text, agent);
    return robots;
}

char *robots_text(const char *body, gsize n)
{
    Part text = {body, n};
    g_autofree char *decoded = decode(&text);
    gsize kept = MIN(text.n, LIMIT_ROBOTS + 1); /* one more, so that it is cut at a line's end when it is read */
    char *copy = g_malloc(kept + 1);
    for (gsize i = 0; i < kept; i++)
        copy[i] = text.p[i] ? text.p[i] : ' ';
    copy[kept] = '\0';
    return copy;
}

Robots *robots_new_for_status(guint http_status, const char *body, gsize n, const char *agent)
{
    if (http_status >= 200 && http_status < 300)
        return robots_new(body, n, agent);
    Robots *robots = robots_new_empty();
    g_ptr_array_add(robots->sitemaps, NULL);
    if (http_status >= 300 && http_status < 500)
        return robots;
    robots->verdict = g_new0(RobotsRule, 1);
    g_autofree char *text = http_status ? g_strdup_printf("status %u", http_status) : g_strdup("no answer");
    robots->verdict->text = g_string_chunk_insert(robots->strings, text);
    return robots;
}

void robots_free(Robots *robots)
{
    g_clear_pointer(&robots->group.patterns, g_array_unref);
    g_string_chunk_free(robots->strings);
    g_ptr_array_unref(robots->sitemaps);
    g_free(robots->verdict);
    g_free(robots);
}

/* Path and query of a URL, or of what is given as one: "http://h/p?q#f", "//h/p", "h/p" and "/p" all have
 * "/p". */
static char *path_of(const char *url, gboolean has_query)
{
    gsize scheme = strcspn(url, ":/?#");
    const char *p = strncmp(url + scheme, "://", 3) == 0 ? url + scheme + 3
                    : strncmp(url, "//", 2) == 0         ? url + 2
                                                         : url;
    p += strcspn(p, "/?;#");
    GString *path = g_string_new(*p == '/' ? "" : "/");
    append_normal(path, (Part){p, strcspn(p, "#")}, FALSE, has_query);
    return g_string_free(path, FALSE);
}

/* Where the next piece of a pattern, up to its next "*", is found first at or behind `at`; NULL: nowhere. */
static const char *find_piece(const char *at, const char *end, Part piece)
{
    return piece.n ? memmem(at, end - at, piece.p, piece.n) : at;
}

/* Pieces between asterisks are found one after another, each as early as it can be: nothing is ever tried
 * twice. */
static gboolean is_match(const Pattern *pattern, const char *path)
{
    gsize n = strlen(path);
    const char *at = path, *end = path + n, *p = pattern->pattern, *star = strchrnul(p, '*');
    if ((gsize)(star - p) > n || memcmp(p, at, star - p) != 0)
        return FALSE;
    at += star - p;
    while (*star) {
        p = star + 1;
        star = strchrnul(p, '*');
        Part piece = {p, star - p};
        if (!*star &&
            pattern->is_anchored) /* the last piece stands at the end, not where it is found first */
            return (gsize)(end - at) >= piece.n && memcmp(end - piece.n, p, piece.n) == 0;
        at = find_piece(at, end, piece);
        if (!at)
            return FALSE;
        at += piece.n;
    }
    return !pattern->is_anchored || at == end;
}

const RobotsRule *robots_find(const Robots *robots, const char *url)
{
    g_autofree char *path = path_of(url, FALSE), *with_query = path_of(url, TRUE);
    if (g_str_equal(path, "/robots.txt"))
        return NULL;
    for (guint i = 0; robots->group.patterns && i < robots->group.patterns->len; i++) {
        const Pattern *pattern = &g_array_index(robots->group.patterns, Pattern, i);
        if (is_match(pattern, pattern->has_query ? with_query : path))
            return &pattern->rule;
    }
    return robots->verdict;
}

gboolean robots_is_allowed(const Robots *robots, const char *url)
{
    const RobotsRule *rule = robots_find(robots, url);
    return !rule || rule->is_allow;
}

double robots_delay(const Robots *robots)
{
    return robots->group.delay;
}

const char *const *robots_sitemaps(const Robots *robots)
{
    return (const char *const *)robots->sitemaps->pdata;
}
