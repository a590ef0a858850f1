#!/bin/bash
# Authority: what it does to searches on the Linux documentation and the handbook, and what it costs: the time to make that
# of 100,000 clusters with 3 million links.
BUILD=${BUILD:-build}
. tests/cases/lib.sh

kernel=/usr/share/doc/linux-doc-6.1/html
[ -d $kernel ] || kernel=/usr/share/doc/linux-doc-6.1
cp -rL $kernel "$WORK/kernel" && rm -rf "$WORK/kernel/_sources"
copy_handbook "$WORK/handbook"
for site in kernel handbook; do
    "$ISOGLOT" --data "$WORK/$site.data" index --no-learn --base http://$site.example/ "$WORK/$site" >/dev/null 2>&1
    echo "$site"
    langs=$(sqlite3 "$WORK/$site.data/ledger.db" \
        "SELECT indexed_lang FROM url WHERE indexed_lang<>'' GROUP BY 1 HAVING count(*)>50 ORDER BY 1")
    python3 tests/bench/authority.py "$ISOGLOT" "$BUILD/tests/authority" "$WORK/$site.data" $langs
done

mkdir "$WORK/large.data"
cp "$WORK/handbook.data/ledger.db" "$WORK/large.data/"
sqlite3 "$WORK/large.data/ledger.db" <<END
DROP TRIGGER page_put; DROP TRIGGER page_moved; DROP TRIGGER page_told;
DELETE FROM url; DELETE FROM link; DELETE FROM member; DELETE FROM cluster; DELETE FROM called; DELETE FROM dirty;
CREATE TEMP TABLE n AS WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM c WHERE i<100000) SELECT i FROM c;
INSERT INTO url(id, url, state, indexed_lang) SELECT i, 'http://large.example/'||i, 1, '$(languages | head -1)' FROM n;
INSERT INTO cluster(id) SELECT i FROM n;
INSERT INTO member(page, cluster, lang) SELECT i, i, '$(languages | head -1)' FROM n;
INSERT OR IGNORE INTO link(src, dst, text, lang, nofollow)
  SELECT n.i, CASE WHEN k.i<=10 THEN k.i ELSE 1+(n.i*7919+k.i*104729)%99991/k.i END, 'text '||(n.i*k.i%50000), '', 0
  FROM n, (SELECT i FROM n WHERE i<=31) k;
END
echo "$(sqlite3 "$WORK/large.data/ledger.db" "SELECT count(*) FROM link") links of 100,000 clusters"
command time -f "%e s, processor %U s, memory %M KB" "$BUILD/tests/authority" "$WORK/large.data" >/dev/null
