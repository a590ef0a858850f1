#include "shim/cluster_sql.h"

/* The columns of a ClusterPage, in its order. */
#define PAGE_COLUMNS                                                                                         \
    "SELECT u.id, u.url, u.state, u.declared, u.decided, u.indexed_lang, u.purity, u.edition, "              \
    "u.cluster_group,"                                                                                       \
    " u.symbols, u.pattern, u.numbers, u.canonical, u.duplicate_of, m.cluster, m.lang, c.redirect, c.error"  \
    " FROM url u LEFT JOIN member m ON m.page=u.id LEFT JOIN crawl c ON c.id=u.id "

/* The columns of a ClusterClaim: what a page says, or one of its links that names a language. */
#define CLAIMS_OF_ALTERNATES "SELECT page, target, lang, evidence FROM alternate"
#define CLAIMS_OF_LINKS "SELECT src, dst, lang, 'bar' FROM link"

/* Pages in an index that have one fact in common; not so many that it tells nothing. */
#define PEERS(fact, none)                                                                                    \
    "SELECT id FROM url WHERE " fact "=?1 AND " fact "<>" none " AND indexed_lang<>'' LIMIT ?2"

const char *const cluster_sql_text[N_SQL] = {
    [SQL_CLUSTER_OF] =
        "SELECT c.id, c.authority, v.id, v.url, v.title, n.lang, v.indexed_lang FROM url u JOIN member m ON m.page=u.id"
        " JOIN cluster c ON c.id=m.cluster JOIN member n ON n.cluster=c.id JOIN url v ON v.id=n.page"
        " WHERE u.url=? ORDER BY n.lang, v.url",
    [SQL_CLUSTER_PAIRS] =
        "SELECT m.cluster, m.lang, u.url FROM member m JOIN url u ON u.id=m.page"
        " WHERE m.lang<>'' AND u.indexed_lang=m.lang AND m.cluster IN"
        " (SELECT n.cluster FROM member n JOIN url v ON v.id=n.page WHERE n.lang<>''"
        " AND v.indexed_lang=n.lang GROUP BY n.cluster HAVING count(DISTINCT v.indexed_lang)>1)"
        " ORDER BY m.cluster, m.lang, u.url",
    [SQL_CLUSTER_FIRSTS] = "SELECT min(u.url) FROM member m JOIN url u ON u.id=m.page WHERE u.indexed_lang<>''"
                           " GROUP BY m.cluster ORDER BY m.cluster",
    [SQL_CLUSTER_EDGES] =
        "SELECT u.url, e.evidence, printf('%.3f', e.weight), e.fate FROM edge e JOIN url u ON u.id=e.b"
        " WHERE e.a=?1 UNION SELECT u.url, e.evidence, printf('%.3f', e.weight), e.fate"
        " FROM edge e JOIN url u ON u.id=e.a WHERE e.b=?1 ORDER BY 1, 3 DESC, 2",
    [SQL_CLUSTER_DEFECTS] = "SELECT code, detail FROM defect WHERE page=? ORDER BY code, detail",
    [SQL_CLUSTER_PAGES] =
        PAGE_COLUMNS "WHERE u.state IN (1,2,5,6) OR m.cluster IS NOT NULL OR c.redirect<>''",
    [SQL_CLUSTER_PAGE] = PAGE_COLUMNS "WHERE u.id=?",
    [SQL_CLUSTER_PAGE_OF_URL] = PAGE_COLUMNS "WHERE u.url=?",
    [SQL_CLUSTER_CLAIMS] = CLAIMS_OF_ALTERNATES " UNION ALL " CLAIMS_OF_LINKS " WHERE lang<>''",
    [SQL_CLUSTER_CLAIMS_OF] =
        CLAIMS_OF_ALTERNATES " WHERE page=?1 UNION ALL " CLAIMS_OF_LINKS " WHERE src=?1 AND lang<>''",
    [SQL_CLUSTER_CLAIMS_TO] = "SELECT * FROM (" CLAIMS_OF_ALTERNATES " WHERE target=?1 LIMIT ?2) UNION ALL"
                              " SELECT * FROM (" CLAIMS_OF_LINKS " WHERE dst=?1 AND lang<>'' LIMIT ?2)",
    [SQL_CLUSTER_LEADING] = "SELECT id FROM url WHERE state=6 AND duplicate_of=?1 UNION"
                            " SELECT id FROM crawl WHERE redirect<>'' AND redirect=?2",
    [SQL_CLUSTER_NEIGHBOURS] = "SELECT b FROM edge WHERE a=?1 UNION SELECT a FROM edge WHERE b=?1",
    [SQL_CLUSTER_FELLOWS] = "SELECT page FROM member WHERE cluster=?",
    [SQL_PEERS_GROUP] = PEERS("cluster_group", "''"),
    [SQL_PEERS_PATTERN] = PEERS("pattern", "''"),
    [SQL_PEERS_SYMBOLS] = PEERS("symbols", "''"),
    [SQL_FINGERPRINTS] = "SELECT id, numbers FROM url WHERE numbers<>0 AND indexed_lang<>''",
    [SQL_DIRTY_ADD] = "INSERT OR REPLACE INTO dirty(page) VALUES (?)",
    [SQL_DIRTY] = "SELECT page FROM dirty ORDER BY seq LIMIT ?",
    [SQL_DIRTY_COUNT] = "SELECT count(*), coalesce(max(seq), 0), (SELECT count(*) FROM member) FROM dirty",
    [SQL_DIRTY_CLEAR] = "DELETE FROM dirty WHERE seq<=?",
    [SQL_CLUSTER_ADD] = "INSERT INTO cluster DEFAULT VALUES",
    [SQL_CLUSTERS_SWEEP] = "DELETE FROM cluster WHERE id NOT IN (SELECT cluster FROM member)",
    [SQL_CLUSTER_SWEEP] =
        "DELETE FROM cluster WHERE id=?1 AND NOT EXISTS (SELECT 1 FROM member WHERE cluster=?1)",
    [SQL_MEMBER_PUT] = "INSERT OR REPLACE INTO member(page, cluster, lang) VALUES (?,?,?)",
    [SQL_MEMBER_DROP] = "DELETE FROM member WHERE page=?",
    [SQL_EDGES] = "SELECT a, b, evidence, weight, fate FROM edge ORDER BY a, b, evidence",
    [SQL_EDGE_DROP] = "DELETE FROM edge WHERE a=? AND b=? AND evidence=?",
    [SQL_EDGES_CLEAR_PAGE] = "DELETE FROM edge WHERE a=?1 OR b=?1",
    [SQL_EDGE_ADD] = "INSERT OR REPLACE INTO edge(a, b, evidence, weight, fate) VALUES (?,?,?,?,?)",
    [SQL_CLUSTER_DEFECTS_CLEAR] = "DELETE FROM defect WHERE origin='cluster'",
    [SQL_CLUSTER_DEFECTS_CLEAR_PAGE] = "DELETE FROM defect WHERE page=? AND origin='cluster'",
    [SQL_CLUSTER_DEFECT_ADD] =
        "INSERT OR IGNORE INTO defect(page, code, detail, origin) VALUES (?,?,?,'cluster')",
    [SQL_PATTERN_PUT] = "UPDATE url SET pattern=? WHERE id=?",
    [SQL_RULES] = "SELECT place, marker, lang, pages FROM pattern ORDER BY place, marker",
    [SQL_RULES_CLEAR] = "DELETE FROM pattern",
    [SQL_RULE_ADD] = "INSERT INTO pattern(place, marker, lang, pages) VALUES (?,?,?,?)",
    [SQL_AUTHORITY_MEMBERS] = "SELECT m.page, m.cluster, u.indexed_lang FROM member m CROSS JOIN url u ON u.id=m.page"
                              " ORDER BY m.cluster",
    [SQL_AUTHORITY_TITLES] = "SELECT u.title, c.authority FROM member m CROSS JOIN url u ON u.id=m.page"
                             " CROSS JOIN cluster c ON c.id=m.cluster WHERE u.indexed_lang=? AND u.title<>''",
    [SQL_AUTHORITY_ALIASES] = "SELECT id, duplicate_of FROM url WHERE state=6 UNION ALL"
                              " SELECT c.id, u.id FROM crawl c JOIN url u ON u.url=c.redirect WHERE c.redirect<>''",
    [SQL_AUTHORITY_LINKS] = "SELECT l.src, l.dst, l.text FROM member m CROSS JOIN link l ON l.src=m.page"
                            " WHERE l.nofollow=0 ORDER BY m.cluster",
    [SQL_AUTHORITY_PUT] = "UPDATE cluster SET authority=?1 WHERE id=?2 AND abs(authority-?1)>0.001*?1",
    [SQL_TABLE_PAGES] = "SELECT m.cluster, c.authority, v.id, v.url, v.title, m.lang, v.indexed_lang FROM cluster c"
                        " CROSS JOIN member m ON m.cluster=c.id CROSS JOIN url v ON v.id=m.page ORDER BY c.id, m.lang, v.url",
    [SQL_TABLE_TEXTS] = "SELECT cluster, lang, texts FROM called ORDER BY cluster, lang",
    [SQL_TABLE_LONERS] = "SELECT DISTINCT indexed_lang FROM url u WHERE indexed_lang<>''"
                         " AND NOT EXISTS (SELECT 1 FROM member m JOIN cluster c ON c.id=m.cluster WHERE m.page=u.id)",
    [SQL_AUTHORITY_FIND] = "SELECT c.authority, t.texts FROM url u CROSS JOIN member m ON m.page=u.id CROSS JOIN cluster c ON c.id=m.cluster"
                   " LEFT JOIN called t ON t.cluster=c.id AND t.lang=?2 WHERE u.url=?1",
    [SQL_CALLED_CLEAR] = "DELETE FROM called",
    [SQL_CALLED_ADD] = "INSERT INTO called(cluster, lang, texts) VALUES (?,?,?)",
};
