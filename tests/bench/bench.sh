#!/bin/bash
# Figures of `make bench`: indexing beside Xapian Omega's omindex on the same files in the same run, and the CGI beside
# Omega's. Nothing is asserted; the machine's speed drifts, the ratios hold. ROUNDS=N repeats and gives the medians.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
isoglot=$BUILD/isoglot
ROUNDS=${ROUNDS:-1}
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
# measure NAME COMMAND…: wall seconds, CPU seconds and peak MB, a line in NAME.times
measure() {
    local name=$1
    shift
    /usr/bin/time -o "$work/time" -f '%e %U %S %M' "$@" >/dev/null 2>&1 || true
    awk '{ print $1, $2 + $3, $4 / 1024 }' "$work/time" >>"$work/$name.times"
}
figure() { cut -d ' ' -f "$2" "$work/$1.times" | median; }

mkdir "$work/handbook"
for e in ar-MA en-US es-ES fr-FR ru-RU zh-CN; do mkdir "$work/handbook/$e"; cp /usr/share/doc/debian-handbook/html/$e/*.html "$work/handbook/$e/"; done
cp -rL /usr/share/doc/linux-doc-6.1/html "$work/kernel" 2>/dev/null || cp -r /usr/share/doc/linux-doc-6.1 "$work/kernel"

for set in handbook kernel; do
    for _ in $(seq "$ROUNDS"); do
        rm -rf "$work/d-$set" "$work/o-$set"
        measure "ours-$set" "$isoglot" --data "$work/d-$set" index --no-learn --base "http://$set.example/" "$work/$set"
        measure "omega-$set" omindex --db "$work/o-$set" --url / "$work/$set"
    done
    pages=$(find "$work/$set" -name '*.html' | wc -l)
    html=$(find "$work/$set" -name '*.html' -print0 | xargs -0 cat | wc -c)
    text=$(find "$work/$set" -name '*.html' -print0 | xargs -0 perl -0777 -ne \
        's/<(script|style)\b.*?<\/\1>//gsi; s/<[^>]*>//g; s/\s+/ /g; $n += length; END { print "$n\n" }' | awk '{ n += $1 } END { print n }')
    awk -v set=$set -v pages="$pages" -v html="$html" -v text="$text" -v t="$(figure "ours-$set" 1)" -v c="$(figure "ours-$set" 2)" \
        -v m="$(figure "ours-$set" 3)" -v ot="$(figure "omega-$set" 1)" -v oc="$(figure "omega-$set" 2)" -v om="$(figure "omega-$set" 3)" \
        -v i="$(du -sb "$work/d-$set/index" | cut -f1)" -v oi="$(du -sb "$work/o-$set" | cut -f1)" 'BEGIN {
        printf "%s: %d pages, %.1f MB HTML, %.1f MB text\n", set, pages, html / 1e6, text / 1e6
        printf "  %-8s %8s %8s %8s %8s %8s %9s %10s\n", "", "wall s", "CPU s", "pages/s", "MB/s", "peak MB", "index MB", "index/text"
        printf "  %-8s %8.2f %8.2f %8.0f %8.1f %8.0f %9.1f %10.2f\n", "isoglot", t, c, pages / t, html / 1e6 / t, m, i / 1e6, i / text
        printf "  %-8s %8.2f %8.2f %8.0f %8.1f %8.0f %9.1f %10.2f\n", "omindex", ot, oc, pages / ot, html / 1e6 / ot, om, oi / 1e6, oi / text
        printf "  %-8s %8.2f %8.2f\n", "ratio", t / ot, c / oc }'
done

# Whole processes, the two in turn, ten queries twenty times: wall time, of which the median counts, and processor time.
timed() {
    local start=$EPOCHREALTIME
    { TIMEFORMAT='%U %S'; time "${@:2}" >"$work/$1.html"; } 2>"$work/cpu"
    echo "$start $EPOCHREALTIME $(cat "$work/cpu")" | awk '{ printf "%.3f %.3f\n", ($2 - $1) * 1000, ($3 + $4) * 1000 }' >>"$work/$1.times"
}
mean() { awk '{ sum += $2 } END { print sum / NR }' "$work/$1.times"; }
# compare SET LANG: on the indexes d-SET and o-SET, by the first queries that langs/LANG tests with
compare() {
    local name=$1-$2 set=$1 lang=$2 query
    ln -sfn "$work/o-$set" "$work/default"
    printf 'database_dir %s\ntemplate_dir /var/lib/xapian-omega/templates\nlog_dir /tmp\ncdb_dir /tmp\n' "$work" >"$work/omega.conf"
    for _ in $(seq 20); do
        while read -r query; do
            ISOGLOT_DATA=$work/d-$set QUERY_STRING="q=$query&lang=$lang" PATH_INFO=/search REQUEST_METHOD=GET timed "$name-ours" "$BUILD/isoglot.cgi"
            OMEGA_CONFIG_FILE=$work/omega.conf QUERY_STRING="P=$query" REQUEST_METHOD=GET timed "$name-omega" /usr/lib/cgi-bin/omega/omega
        done < <(grep -v "^#" "langs/$lang/queries.tsv" | head -10 | cut -f 1 | jq -sRr 'split("\n")[] | select(. != "") | @uri')
    done
    awk -v name="$name" -v a="$(figure "$name-ours" 1)" -v b="$(figure "$name-omega" 1)" -v c="$(mean "$name-ours")" -v d="$(mean "$name-omega")" 'BEGIN {
        printf "%-22s %8.1f %8.1f %8.2f %8.1f %8.1f %8.2f\n", name, a, b, a / b, c, d, c / d }'
}
# The handbook as it is, all of whose pages are in all languages; and with 20 pages of each edition away, so that other
# languages are asked for what is not in the visitor's.
cp -r "$work/handbook" "$work/part"
for e in "$work"/part/*; do find "$e" -name '*.html' | sort | shuf --random-source=<(yes "${e##*/}") | head -20 | xargs rm; done
"$isoglot" --data "$work/d-part" index --no-learn --base http://handbook.example/ "$work/part" >/dev/null 2>&1
omindex --db "$work/o-part" --url / "$work/part" >/dev/null 2>&1
printf '%-22s %8s %8s %8s %8s %8s %8s\n' "CGI, whole process" "wall ms" omega ratio "CPU ms" omega ratio
for lang in ${CGI_LANGS:-en fr}; do
    compare handbook "$lang"
    compare part "$lang"
done
