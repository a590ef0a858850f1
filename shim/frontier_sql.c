#include "shim/frontier_sql.h"

/* The columns of a FrontierEntry, in its order. */
#define ENTRY_COLUMNS                                                                                                  \
    "SELECT c.id, u.url, c.pass, c.depth, c.hops, c.status, c.error, c.checked_at, c.fetched_at, c.etag,"              \
    " c.last_modified, c.payload, c.text_hash, c.lastmod, c.interval_s, c.due_at, c.missing_since, c.blocked_since,"   \
    " c.held_at, c.feed, c.redirect, c.verdict, u.indexed_lang FROM crawl c JOIN url u ON u.id=c.id "

/* Rows of crawl c that belong to a host and whose pages are in the index of a language. */
#define OF_HOST_IN_LANGUAGE                                                                                            \
    " WHERE host=(SELECT id FROM host WHERE origin=?) AND verdict<>'' AND released=0"                                 \
    " AND (SELECT indexed_lang FROM url WHERE url.id=crawl.id)=?"

/* Of a row of crawl c and its url u: no version is known that was fetched after the last look. */
#define NOT_FETCHED_SINCE " AND NOT (c.checked_at>0 AND u.fetched_at>c.checked_at)"

/* Pages that pass ?1 has looked at without getting them, and that are not gone. */
#define IN_VAIN "c.pass=?1 AND c.error<>'' AND c.error NOT LIKE 'not followed:%' AND c.verdict=''"

const char *const frontier_sql_text[N_SQL] = {
    [SQL_HOST_ADD] = "INSERT OR IGNORE INTO host(origin) VALUES (?)",
    [SQL_HOST_FIND] = "SELECT id, robots, robots_status, robots_at, wait_until, probe, probe_simhash FROM host"
                      " WHERE origin=?",
    [SQL_HOST_PUT] = "UPDATE host SET robots=?, robots_status=?, robots_at=?, wait_until=?, probe=?, probe_simhash=?"
                     " WHERE id=?",
    [SQL_HOSTS_OPEN] = "SELECT origin FROM host h WHERE EXISTS (SELECT 1 FROM crawl c WHERE c.host=h.id AND c.pass<?)"
                       " ORDER BY h.id",
    [SQL_CRAWL_ADD] = "INSERT INTO crawl(id, host, depth, hops, lastmod, due_at) VALUES (?,?,?,?,?,1)"
                      " ON CONFLICT (id) DO UPDATE SET depth=min(depth, excluded.depth),"
                      " due_at=CASE WHEN excluded.lastmod>iif(lastmod=0, fetched_at, lastmod) THEN 1 ELSE due_at END,"
                      " lastmod=CASE excluded.lastmod WHEN 0 THEN lastmod ELSE excluded.lastmod END"
                      " WHERE excluded.depth<depth OR excluded.lastmod NOT IN (0, lastmod)",
    [SQL_CRAWL_FIND] = ENTRY_COLUMNS "WHERE u.url=?",
    [SQL_CRAWL_NEXT] = ENTRY_COLUMNS "WHERE c.host=? AND c.pass<? ORDER BY c.pass, c.depth, c.id LIMIT ?",
    [SQL_CRAWL_DUE] = ENTRY_COLUMNS "WHERE c.due_at>0 AND c.due_at<=? ORDER BY c.due_at LIMIT ?",
    [SQL_CRAWL_PUT] = "UPDATE crawl SET pass=?, depth=?, hops=?, status=?, error=?, checked_at=?, fetched_at=?, etag=?,"
                      " last_modified=?, payload=?, text_hash=?, lastmod=?, interval_s=?, due_at=?, missing_since=?,"
                      " blocked_since=?, held_at=?, feed=?, redirect=?,"
                      " released=CASE verdict WHEN ?20 THEN released ELSE 0 END, verdict=?20 WHERE id=?",
    [SQL_CRAWL_STATE] = "UPDATE url SET state=CASE ?1 WHEN '' THEN 1 ELSE 5 END"
                        " WHERE id=?2 AND state=CASE ?1 WHEN '' THEN 5 ELSE 1 END",
    [SQL_CRAWL_FORGET] = "UPDATE crawl SET etag='', last_modified='', payload='' WHERE id=(SELECT id FROM url WHERE url=?)",
    [SQL_CRAWL_HOSTS] = "SELECT h.origin, count(*), sum(c.pass<?), sum(c.error<>'') FROM crawl c JOIN host h"
                        " ON h.id=c.host GROUP BY h.id ORDER BY h.origin",
    [SQL_CRAWL_URLS] = "SELECT u.url FROM crawl c JOIN url u ON u.id=c.id",
    [SQL_CRAWL_ERRORS] = "SELECT u.url, c.error FROM crawl c JOIN url u ON u.id=c.id WHERE c.error<>''"
                         " ORDER BY c.checked_at DESC, c.id DESC LIMIT ?",
    [SQL_CRAWL_VERSIONS] = "SELECT count(*) FROM crawl c JOIN url u ON u.id=c.id WHERE c.feed=? AND u.state NOT IN (3, 4)",
    [SQL_CRAWL_HELD] = "SELECT count(*) FROM crawl WHERE held_at<>0 AND held_at=fetched_at",
    [SQL_MOVED] = "UPDATE crawl SET verdict='moved', etag='', last_modified='', payload=''"
                  " WHERE status IN (301, 308) AND redirect<>'' AND verdict=''"
                  " AND (SELECT indexed_lang FROM url WHERE url.id=crawl.id)<>'' AND EXISTS (SELECT 1 FROM url u"
                  " JOIN crawl c ON c.id=u.id WHERE u.url=crawl.redirect AND c.status IN (200, 304) AND c.error='')",
    [SQL_SKIPPED_PUT] = "INSERT INTO skipped(reason, pattern, number, example) SELECT ?1,?2,?3,?4 WHERE EXISTS"
                        " (SELECT 1 FROM skipped WHERE reason=?1 AND pattern=?2)"
                        " OR (SELECT count(*) FROM skipped)<?5 ON CONFLICT"
                        " (reason, pattern) DO UPDATE SET number=number+excluded.number",
    [SQL_SKIPPED_CLEAR] = "DELETE FROM skipped",
    [SQL_SKIPPED] = "SELECT reason, pattern, number, example FROM skipped ORDER BY reason, number DESC, pattern",
    [SQL_VERDICTS] = "SELECT 1 FROM crawl c JOIN url u ON u.id=c.id"
                     " WHERE c.verdict<>'' AND c.released=0 AND u.indexed_lang<>'' LIMIT 1",
    [SQL_LOSSES] = "SELECT h.origin, CASE u.indexed_lang WHEN '' THEN u.decided ELSE u.indexed_lang END,"
                   " sum(u.indexed_lang<>'' AND c.released=0), sum(u.indexed_lang='' OR c.released=1),"
                   " sum(u.indexed_lang<>'' AND c.verdict<>'' AND c.released=0)"
                   " FROM crawl c JOIN url u ON u.id=c.id JOIN host h ON h.id=c.host"
                   " WHERE u.indexed_lang<>'' OR (u.state=4 AND u.removed_at>=?) GROUP BY 1, 2 ORDER BY 1, 2",
    /* SQLite takes url and error from the row that has the maximum. What was not asked for (visit_judge_out()) was not in vain. */
    [SQL_UNSEEN] = "SELECT h.origin, count(*), sum(" IN_VAIN "), u.url, c.error"
                   " FROM crawl c JOIN url u ON u.id=c.id JOIN host h ON h.id=c.host WHERE u.indexed_lang<>''"
                   " GROUP BY h.id HAVING max(" IN_VAIN ") ORDER BY h.origin",
    [SQL_RELEASE_PAGE] = "UPDATE crawl SET released=1 WHERE verdict<>'' AND id=(SELECT id FROM url WHERE url=?)",
    [SQL_RELEASE] = "UPDATE crawl SET released=1" OF_HOST_IN_LANGUAGE,
    [SQL_WITHHOLD] = "UPDATE crawl SET held_at=CASE verdict WHEN 'noindex' THEN fetched_at ELSE held_at END,"
                     " etag='', last_modified='', payload='', verdict=''" OF_HOST_IN_LANGUAGE,
    /* CROSS: from the few rows of the partial indexes, not through all URLs in their order */
    [SQL_GONE] = "SELECT u.url AS url, c.verdict FROM crawl c CROSS JOIN url u ON u.id=c.id WHERE c.released=1"
                 " AND coalesce(u.staged_lang, u.indexed_lang)<>''" NOT_FETCHED_SINCE
                 " UNION SELECT u.url, c.verdict FROM crawl c CROSS JOIN url u ON u.id=c.id WHERE c.verdict<>''"
                 " AND u.state=6" NOT_FETCHED_SINCE " ORDER BY url",
};
