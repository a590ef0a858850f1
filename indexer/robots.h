/*
 * robots.h: what a site's /robots.txt lets one crawler fetch (RFC 9309).
 *
 * A Robots is what one body, or the lack of one, means for one product token. It never changes, so threads may share it;
 * nothing of it is kept on disk: cache robots_text() of the body and parse that again.
 *
 * Read as the RFC has it, and where it is silent as most parsers do: lines end with CR, LF or both; a byte order mark
 * is passed over (after that of UTF-16 the body is decoded); any byte may stand anywhere; what is no line of the
 * protocol is passed over, and ends no group. The colon may be missing between two words, and "useragent", "dissallow"
 * and their like are understood; tags at a line's end ("<br>") are none of it. An empty rule says nothing.
 */
#ifndef ISOGLOT_ROBOTS_H
#define ISOGLOT_ROBOTS_H

#include <glib.h>

G_BEGIN_DECLS

typedef struct Robots Robots;

/* A rule, and the line it stands on. */
typedef struct {
    const char *text;   /* the line without comment, white space squeezed, valid UTF-8 without controls, at most LIMIT_URL;
                           of a rule that stands in no file why it holds: "status 503", "no answer" */
    guint line;         /* 1 for the first; 0: it stands in no file */
    gboolean is_allow;
} RobotsRule;

/*
 * Reads a body of any bytes, of which at most LIMIT_ROBOTS count, up to a line's end. `agent` is a product token
 * (FETCH_PRODUCT), its case and a version ("Bot/2.1") do not count. Of a User-agent line each word does, too; groups
 * that name the same agent are one; those of "*" hold only where no group names it. Of what several words of `agent`
 * name (a whole User-Agent header), all holds.
 * Costs O(n log n); the n bytes are not kept.
 */
Robots *robots_new(const char *body, gsize n, const char *agent);

/* A body as it is kept: robots_new() reads the same in it, though UTF-16 is decoded, a NUL is a space, and what is more than
 * LIMIT_ROBOTS cut. g_free(). */
char *robots_text(const char *body, gsize n);

/*
 * The same of the answer to a request for /robots.txt (RFC 9309 2.3.1), after its redirects. 2xx: robots_new(). 4xx, and
 * 3xx, which is what is left when redirects (five at least are followed) led nowhere: all is allowed. 5xx, 0 for no
 * answer at all, and what is no status: nothing is allowed but /robots.txt. `body` counts for 2xx alone; else it may be NULL.
 */
Robots *robots_new_for_status(guint http_status, const char *body, gsize n, const char *agent);

void robots_free(Robots *robots);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Robots, robots_free)

/*
 * The rule that decides about a URL, or NULL where none matches: then it is allowed, as /robots.txt always is. Of the
 * rules that match the longest in octets decides, Allow before Disallow (2.2.2). "*" stands for any octets, "$" at the
 * end for the URL's end. The rule is owned by `robots`.
 *
 * `url` is as url_resolve() gives it; any other is taken as it stands, also a path alone, its fragment not counting. Both
 * sides are compared in one spelling: an octet that must be percent-encoded is, an unreserved one and ":@!$'(),[]" are
 * not, a "%" that begins no escape is "%25", and "/?#&=+;*" that are encoded differ from those that are not, but for
 * "/" and "?" in the query of a rule that has one (2.2.2, its table). Costs at most O(rules × length), whatever the
 * patterns; beyond LIMIT_ROBOTS_WILDCARDS a Disallow forbids all that begins as it does before its "*", an Allow says nothing.
 */
const RobotsRule *robots_find(const Robots *robots, const char *url);

/* What robots_find() says, in short. */
gboolean robots_is_allowed(const Robots *robots, const char *url);

/* Seconds between two requests as the agent's group wants it ("Crawl-delay", fractions too; the first counts), or -1. Any
 * size: the caller caps it. In a list of User-agent lines that it interrupts it is that of the agents named so far. */
double robots_delay(const Robots *robots);

/* Values of the Sitemap lines, of whatever group, in order, NULL-terminated; valid UTF-8, else as written: relative ones, too.
 * At most LIMIT_ROBOTS_SITEMAPS. Owned by `robots`. */
const char *const *robots_sitemaps(const Robots *robots);

G_END_DECLS

#endif
