#include "shim/report_sql.h"

/* The columns of a SurveyPage, in its order. CROSS: in the order of the index by clusters, not of pages. */
#define SURVEY_PAGES                                                                                                   \
    "SELECT m.cluster, m.lang, u.url, u.title, coalesce(u.date, -9223372036854775808), u.fetched_at"                   \
    " FROM member m CROSS JOIN url u ON u.id=m.page WHERE m.lang<>'' AND u.indexed_lang=m.lang"

const char *const report_sql_text[N_SQL] = {
    [SQL_HISTORY_CLEAR] = "DELETE FROM report WHERE date=?",
    [SQL_HISTORY_PUT] = "INSERT OR REPLACE INTO report(date, indicator, lang, section, value, n) VALUES (?,?,?,?,?,?)",
    [SQL_HISTORY] =
        "SELECT indicator, lang, section, value, n FROM report WHERE date=? ORDER BY indicator, lang, section",
    [SQL_HISTORY_DATES] = "SELECT DISTINCT date FROM report WHERE date<? ORDER BY date DESC LIMIT ?",
    [SQL_SURVEY_BEGIN] = "BEGIN DEFERRED",
    [SQL_SURVEY_END] = "COMMIT",
    [SQL_SURVEY_PAGES] = SURVEY_PAGES " ORDER BY m.cluster, m.lang, u.url",
    [SQL_SURVEY_VERSIONS] = SURVEY_PAGES " AND m.cluster=? ORDER BY m.lang, u.url",
    [SQL_SURVEY_FACTS] =
        "SELECT u.url, u.state, u.content_hash, u.declared, u.declared_source, u.detected, u.decided, u.indexed_lang,"
        " u.declared_share, u.purity, u.fetched_at, u.date, u.words, u.type, m.lang,"
        " (SELECT min(v.url) FROM member o JOIN url v ON v.id=o.page WHERE o.cluster=m.cluster),"
        " (SELECT authority FROM cluster WHERE id=m.cluster)"
        " FROM url u LEFT JOIN member m ON m.page=u.id ORDER BY u.url",
    [SQL_SURVEY_SHAPES] =
        "SELECT u.url, s.headings, s.links, s.tables, s.numbers, s.bar, (SELECT 1 FROM listed WHERE page=u.id)"
        " FROM url u JOIN shape s ON s.page=u.id ORDER BY u.url",
    [SQL_SURVEY_CHANGES] = "SELECT u.url, c.at, c.content_hash, c.words FROM url u JOIN change c ON c.page=u.id"
                           " ORDER BY u.url, c.at",
    [SQL_SURVEY_LINKS] = "SELECT u.url, v.url, l.text, l.lang, l.nofollow, l.line FROM url u JOIN link l ON l.src=u.id"
                         " JOIN url v ON v.id=l.dst ORDER BY u.url, v.url",
    [SQL_SURVEY_ALTERNATES] = "SELECT u.url, v.url, a.lang, a.evidence FROM url u JOIN alternate a ON a.page=u.id"
                              " JOIN url v ON v.id=a.target ORDER BY 1,2,3,4",
    [SQL_SURVEY_DEFECTS] = "SELECT u.url, d.code, d.detail, d.line FROM url u JOIN defect d ON d.page=u.id"
                           " ORDER BY 1,2,3,4",
    [SQL_SURVEY_ANSWERS] = "SELECT u.url, c.status, c.redirect, c.error, c.checked_at FROM url u"
                           " JOIN crawl c ON c.id=u.id ORDER BY u.url",
    [SQL_SHAPE_PUT] = "INSERT OR REPLACE INTO shape(page, headings, links, tables, numbers, bar) VALUES (?,?,?,?,?,?)",
    [SQL_SHAPE_DROP] = "DELETE FROM shape WHERE page=?",
    [SQL_CHANGE_ADD] =
        "INSERT OR IGNORE INTO change(page, at, content_hash, words) SELECT ?1,?2,?3,?4 WHERE NOT EXISTS"
        " (SELECT 1 FROM (SELECT content_hash FROM change WHERE page=?1 AND at<=?2 ORDER BY at DESC LIMIT 1)"
        " WHERE content_hash=?3)",
    [SQL_CHANGE_JOIN] = "DELETE FROM change WHERE page=?1 AND content_hash=?3"
                        " AND at=(SELECT min(at) FROM change WHERE page=?1 AND at>?2)",
    [SQL_CHANGE_PRUNE] = "DELETE FROM change WHERE page=?1"
                         " AND at<(SELECT at FROM change WHERE page=?1 ORDER BY at DESC LIMIT 1 OFFSET ?2-1)",
    [SQL_LISTED_PUT] = "INSERT OR REPLACE INTO listed(page, pass) VALUES (?,?)",
    /* CROSS: in the order of the index by clusters. 9223372036854775807: not crawled, so looked at now. */
    [SQL_SUPPLY_PAGES] =
        "WITH latest(host, pass) AS (SELECT c.host, max(l.pass) FROM listed l JOIN crawl c ON c.id=l.page GROUP BY "
        "c.host)"
        " SELECT u.id, m.cluster, u.url, u.indexed_lang, m.lang, k.authority, u.purity, u.words, u.type,"
        " CASE WHEN c.id IS NULL THEN 9223372036854775807 WHEN c.error='' THEN max(c.checked_at, u.fetched_at)"
        " ELSE u.fetched_at END, l.pass=h.pass, s.page IS NOT NULL, s.headings, s.links, s.tables, s.numbers, s.bar"
        " FROM member m CROSS JOIN url u ON u.id=m.page CROSS JOIN cluster k ON k.id=m.cluster"
        " LEFT JOIN shape s ON s.page=m.page LEFT JOIN crawl c ON c.id=m.page LEFT JOIN listed l ON l.page=m.page"
        " LEFT JOIN latest h ON h.host=c.host WHERE u.indexed_lang<>'' ORDER BY m.cluster",
    [SQL_SUPPLY_LINKS] = "SELECT src, dst, text, lang, line FROM link",
    [SQL_SUPPLY_LINKS_OF] = "SELECT src, dst, text, lang, line FROM link WHERE src=?",
    [SQL_SUPPLY_DEFECTS] = "SELECT page, code, detail, line FROM defect",
    [SQL_SUPPLY_DEFECTS_OF] = "SELECT page, code, detail, line FROM defect WHERE page=?",
    [SQL_SUPPLY_CHANGES] = "SELECT c.page, c.at FROM change c JOIN url u ON u.id=c.page WHERE u.indexed_lang<>''"
                           " ORDER BY c.page, c.at",
    [SQL_SUPPLY_ANSWERS] =
        "SELECT c.id, u.url, c.status, c.error, c.redirect, CASE u.indexed_lang WHEN '' THEN u.decided ELSE "
        "u.indexed_lang END"
        " FROM crawl c JOIN url u ON u.id=c.id WHERE c.checked_at>0 AND (c.redirect<>'' OR (c.error<>''"
        " AND c.error NOT LIKE 'not followed:%' AND c.error NOT LIKE 'disallowed by robots.txt:%'"
        " AND c.error<>'no document any more')) ORDER BY u.url",
    [SQL_SUPPLY_TITLE] = "SELECT title FROM url WHERE id=?",
};
