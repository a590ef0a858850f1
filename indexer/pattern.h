/*
 * pattern.h: what a site's URLs say of languages, and the URL with that taken out.
 *
 * Translations often have URLs that differ in one place: a segment of the path (/en/ and /fr/, or nothing and
 * /fr/), a part of the file's name (page.ar.html, page-e.aspx, S25-0004!!MSW-E.docx, index.html.fr), a
 * parameter (?lang=ru), a label of the host (fr.example.org). What stands there is a marker: a *place* of the
 * URL and a text. Pages have the same pattern if their URLs are equal but for markers
 * ("https://a.example/{}/about").
 *
 * Which markers a site has is learned from its own pages, whose languages are known: a marker is one if URLs
 * of its language become, with others in its place, URLs that exist and are in other languages; of many, not
 * by chance. Codes of languages need less support than other texts. `pattern` in the configuration's
 * [language] says it outright: each is a piece of a URL with {} where a code stands, or {a,b,c} where one of
 * these texts does; the first that fits counts, before all that was learned.
 *
 * Pure functions of their arguments; no errors.
 */
#ifndef ISOGLOT_PATTERN_H
#define ISOGLOT_PATTERN_H

#include <glib.h>

G_BEGIN_DECLS

typedef struct Patterns Patterns;

/* `configured`: NULL-terminated, as in the configuration; kept by reference. NULL: none. */
Patterns *patterns_new(char *const *configured);
void patterns_free(Patterns *patterns);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Patterns, patterns_free)

/* One page to learn from. */
typedef struct {
    const char *url;
    const char *lang; /* code, not "" */
} PatternExample;

/* Learns from the pages of a site instead of what was known before. Some 5 us for each. */
void patterns_learn(Patterns *patterns, const PatternExample *examples, guint n);

/* Where pages contradict their URLs (cluster_doubt.h): what was learned gives no key of this shape. `pages`:
 * how many pairs do. Learning forgets it. */
void patterns_distrust(Patterns *patterns, const char *shape, guint pages);

/* A key with each run of digits as "#". g_free(). */
char *pattern_shape(const char *key);

/* A rule that was learned, and adding one, as it was kept. `place` is one of "host", "path 0" …, "file",
 * "query"; of a shape that is not trusted "shape", and `lang` is "". */
typedef struct {
    const char *place, *marker, *lang;
    guint pages; /* that have it, and a page of another language beside them */
} PatternRule;

typedef void (*PatternRuleFunc)(const PatternRule *rule, gpointer user);
void patterns_each_rule(const Patterns *patterns, PatternRuleFunc func,
                        gpointer user); /* by place, then marker */
void patterns_add_rule(Patterns *patterns, const PatternRule *rule);

/* The URL with its language taken out, or NULL if there is none in it; `lang`: code of the page's language,
 * "" if it is not known. g_free(). */
char *patterns_key(const Patterns *patterns, const char *url, const char *lang);

G_END_DECLS

#endif
