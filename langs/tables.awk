# Turns a language's data files into C tables: awk -f tables.awk stopwords.txt messages.txt
# Where lines must not break in a pattern, no-break spaces are put: before : and %, within «guillemets», and narrow ones before ; ! ?
# stopwords.txt: one word a line. messages.txt: "key = pattern". Lines that begin with # are comments.
function quoted(s) { gsub(/\\/, "\\\\", s); gsub(/"/, "\\\"", s); return "\"" s "\"" }
function unbroken(s,  i, c) {
    gsub(/ :/, "\302\240:", s); gsub(/ %/, "\302\240%", s); gsub(/ \302\273/, "\302\240\302\273", s); gsub(/\302\253 /, "\302\253\302\240", s)
    for (i = 1; i <= 3; i++) { c = substr(";!?", i, 1); gsub(" [" c "]", "\342\200\257" c, s) }
    return s
}
/^#/ || /^[ \t\r]*$/ { next }
FILENAME ~ /stopwords/ { stops[++n_stops] = $1; next }
{
    cut = index($0, " = ")
    if (!cut) { printf "%s:%d: expected 'key = pattern'\n", FILENAME, FNR > "/dev/stderr"; failed = 1; exit 1 }
    keys[++n_keys] = substr($0, 1, cut - 1); patterns[n_keys] = unbroken(substr($0, cut + 3))
}
END {
    if (failed) exit 1
    for (i = 2; i <= n_keys; i++)
        for (j = i; j > 1 && keys[j - 1] > keys[j]; j--) {
            t = keys[j]; keys[j] = keys[j - 1]; keys[j - 1] = t
            t = patterns[j]; patterns[j] = patterns[j - 1]; patterns[j - 1] = t
        }
    print "static const char *const stopwords[] = {"
    for (i = 1; i <= n_stops; i++) print "    " quoted(stops[i]) ","
    print "    NULL};\nstatic const LangMessage messages[] = {"
    for (i = 1; i <= n_keys; i++) print "    {" quoted(keys[i]) ", " quoted(patterns[i]) "},"
    print "};"
}
