#!/bin/bash
# Sites whose translations are known: clusters of pages meet the truth, however the site says what belongs together.
. tests/cases/lib.sh
. tests/site/translations.sh
PAGES=${PAGES:-40}

# mark FORM COLUMN LEAST NAME: 1 precision, 2 recall, 3 F1
mark() {
    local got
    got=$(cut -f "$2" "$WORK/$1.score")
    awk -v g="$got" -v l="$3" 'BEGIN { exit !(g >= l) }'
    ok $? "$1: $4 $got, at least $3"
    awk -v g="$got" -v l="$3" 'BEGIN { exit !(g >= l) }' || head -5 "$WORK/$1/wrong" | sed 's/^/# /'
}

for f in $FORMS; do
    index_form "$f" --pages "$PAGES"
    score_form "$f" >"$WORK/$f.score"
    is "$(cut -f 4 "$WORK/$f.score")" "$(sqlite3 "$WORK/$f/data/ledger.db" "SELECT count(*) FROM url WHERE indexed_lang<>''")" \
        "$f: every page is in an index"
    case $f in
        clean-*) mark "$f" 3 .98 F1 ;;
        defects-*) mark "$f" 3 .95 F1 ;;
        path | suffix | query | letter | host | bar | symbols | home | copied | count-html) mark "$f" 3 .90 F1 ;;&
        count | node | opaque) mark "$f" 3 .80 F1 ;;&
        *) mark "$f" 1 .98 precision ;;
    esac
done

finish
