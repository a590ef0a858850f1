#!/bin/bash
# Figures of `make bench-cluster`: how well the clusters of sites whose translations are known meet the truth, form by form
# (tests/site/translations.py says what they are), and how long clustering takes: everything at SIZES pages, and one page
# added to them. FORMS="path bar" picks some; PAGES=N for that many pages a language instead of the handbook's.
. tests/cases/lib.sh
. tests/site/translations.sh
PAGES=${PAGES:-0}
SIZES=${SIZES-20000 100000}

echo "$(languages | wc -l) languages, $([ "$PAGES" = 0 ] && echo "the handbook" || echo "$PAGES pages each")"
printf '%-14s %9s %9s %9s %7s %7s\n' form precision recall F1 pages pairs
for f in $FORMS; do
    index_form "$f" --pages "$PAGES"
    score_form "$f" | awk -v f="$f" '{ printf "%-14s %9s %9s %9s %7d %7d\n", f, $1, $2, $3, $4, $5 }'
done

[ -z "$SIZES" ] && exit
printf '\n%7s %9s %9s %9s | %s\n' pages precision recall F1 "ms: everything; new page, median and most; known page, median and most"
for size in $SIZES; do
    WORK=$WORK/$size index_form clean-html --pages $((size / $(languages | wc -l)))
    score=$(WORK=$WORK/$size score_form clean-html)
    times=$("$BUILD/tests/cluster" "$WORK/$size/clean-html/data" 50)
    echo "$score $times" | awk '{ printf "%7d %9s %9s %9s | %d; %.1f, %.1f; %.1f, %.1f\n", $6, $1, $2, $3, $7, $8, $9, $10, $11 }'
    rm -r "${WORK:?}/$size"
done
