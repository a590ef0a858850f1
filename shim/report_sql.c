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
    [SQL_SURVEY_PAGES] = SURVEY_PAGES " ORDER BY m.cluster, m.lang, u.url",
    [SQL_SURVEY_VERSIONS] = SURVEY_PAGES " AND m.cluster=? ORDER BY m.lang, u.url",
    [SQL_SURVEY_FACTS] =
        "SELECT u.url, u.state, u.content_hash, u.declared, u.declared_source, u.detected, u.decided, u.indexed_lang,"
        " u.declared_share, u.purity, u.fetched_at, u.date, u.words, u.type, m.lang,"
        " (SELECT min(v.url) FROM member o JOIN url v ON v.id=o.page WHERE o.cluster=m.cluster),"
        " (SELECT authority FROM cluster WHERE id=m.cluster)"
        " FROM url u LEFT JOIN member m ON m.page=u.id ORDER BY u.url",
    [SQL_SURVEY_ALTERNATES] = "SELECT u.url, v.url, a.lang, a.evidence FROM alternate a JOIN url u ON u.id=a.page"
                              " JOIN url v ON v.id=a.target ORDER BY 1,2,3,4",
    [SQL_SURVEY_DEFECTS] = "SELECT u.url, d.code, d.detail FROM defect d JOIN url u ON u.id=d.page ORDER BY 1,2,3",
    [SQL_SURVEY_ANSWERS] =
        "SELECT u.url, c.status, c.redirect, c.error FROM crawl c JOIN url u ON u.id=c.id ORDER BY 1",
};
