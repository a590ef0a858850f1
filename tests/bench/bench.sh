#!/bin/bash
# Figures of `make bench`: indexing beside Xapian Omega's omindex on the same files in the same run, and the CGI beside
# Omega's. Nothing is asserted; the machine's speed drifts, the ratios hold.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
isoglot=$BUILD/isoglot
seconds() { local t=$EPOCHREALTIME; "$@" >/dev/null 2>&1; awk -v a="$t" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.2f", b - a }'; }

mkdir "$work/handbook"
for e in ar-MA en-US es-ES fr-FR ru-RU zh-CN; do mkdir "$work/handbook/$e"; cp /usr/share/doc/debian-handbook/html/$e/*.html "$work/handbook/$e/"; done
cp -rL /usr/share/doc/linux-doc-6.1/html "$work/kernel" 2>/dev/null || cp -r /usr/share/doc/linux-doc-6.1 "$work/kernel"

printf '%-10s %7s %8s %9s %9s %9s %7s %10s %10s\n' set pages MB isoglot_s omindex_s ratio MB/s index_MB omega_MB
for set in handbook kernel; do
    pages=$(find "$work/$set" -name '*.html' | wc -l)
    mb=$(find "$work/$set" -name '*.html' -print0 | xargs -0 cat | wc -c | awk '{ printf "%.1f", $1 / 1e6 }')
    ours=$(seconds "$isoglot" --data "$work/d-$set" index --base "http://$set.example/" "$work/$set")
    omega=$(seconds omindex --db "$work/o-$set" --url / "$work/$set")
    printf '%-10s %7s %8s %9s %9s %9s %7s %10s %10s\n' $set "$pages" "$mb" "$ours" "$omega" \
        "$(awk -v a="$ours" -v b="$omega" 'BEGIN { printf "%.2f", a / b }')" "$(awk -v a="$ours" -v b="$mb" 'BEGIN { printf "%.1f", b / a }')" \
        "$(du -sm "$work/d-$set/index" | cut -f1)" "$(du -sm "$work/o-$set" | cut -f1)"
done
/usr/bin/time -f 'peak memory of index: %M KB' "$isoglot" --data "$work/m" index --base http://h.example/ "$work/handbook" 2>&1 >/dev/null | tail -1

printf 'database_dir %s\ntemplate_dir /var/lib/xapian-omega/templates\nlog_dir /tmp\ncdb_dir /tmp\n' "$work" >"$work/omega.conf"
mv "$work/o-handbook" "$work/default"
# Whole process, median of 200, the two in turn.
for i in $(seq 200); do
    a=$EPOCHREALTIME
    ISOGLOT_DATA=$work/d-handbook QUERY_STRING='q=apt+upgrade&lang=en' PATH_INFO=/search REQUEST_METHOD=GET "$BUILD/isoglot.cgi" >"$work/ours.html"
    b=$EPOCHREALTIME
    OMEGA_CONFIG_FILE=$work/omega.conf REQUEST_METHOD=GET QUERY_STRING='P=apt+upgrade' /usr/lib/cgi-bin/omega/omega >"$work/omega.html"
    c=$EPOCHREALTIME
    echo "$a $b $c"
done | awk '{ printf "%.3f %.3f\n", ($2 - $1) * 1000, ($3 - $2) * 1000 }' >"$work/times"
for column in 1 2; do
    cut -d ' ' -f $column "$work/times" | sort -n | sed -n 100p
done | paste -d ' ' - - | awk '{ printf "CGI, whole process, median of 200: isoglot %.1f ms, omega %.1f ms, ratio %.2f\n", $1, $2, $1 / $2 }'
