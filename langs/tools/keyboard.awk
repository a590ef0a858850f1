# Turns langs/LANG/keyboard.txt into the C table of langs/keyboard.h: awk -f keyboard.awk keyboard.txt
# "layout NAME" opens a layout; eight lines follow, rows E D C B of the keyboard and the same with Shift: ROW KEY KEY ...
function fail(what) { printf "%s:%d: %s\n", FILENAME, FNR, what > "/dev/stderr"; failed = 1; exit 1 }
function quoted(s) { gsub(/\\/, "&&", s); gsub(/"/, "\\\"", s); return "\"" s "\"" }
BEGIN { split("E D C B E D C B", rows); split("13 13 11 10 13 13 11 10", keys); print "static const LangLayout layouts[] = {" }
/^#/ || /^[ \t\r]*$/ { next }
$1 == "layout" {
    if (n % 8) fail("a layout has eight rows")
    printf "%s    {%s, {", n ? "}},\n" : "", quoted($2)
    n_layouts++; n = 0; next
}
{
    n++
    if (!n_layouts || n > 8 || $1 != rows[n] || NF != keys[n] + 1) fail("expected row " rows[n] " of " keys[n] " keys")
    printf "%s", n == 1 ? "{" : n == 5 ? "}, {" : ""
    for (i = 2; i <= NF; i++) printf "%s,%s", quoted($i), i == NF ? "\n      " : " "
    if (n == 8) printf "}"
}
END {
    if (failed) exit 1
    if (n != 8) fail("a layout has eight rows")
    print "}},\n};"
}
