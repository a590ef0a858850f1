# Turns the charsets' data into C tables: awk -f charset_tables.awk charset_labels.txt charset_exceptions.txt
function quoted(s) { return "\"" s "\"" }
function fail(what) { printf "%s:%d: %s\n", FILENAME, FNR, what > "/dev/stderr"; failed = 1; exit 1 }
function identifier(s) { gsub(/[^A-Za-z0-9]/, "_", s); return "exceptions_" s }
# A key holds the number of bytes above the bytes themselves: 1A is 0x1001A, 87A4 is 0x287A4.
function key(bytes) { return sprintf("0x%d%s%s", length(bytes) / 2, length(bytes) == 2 ? "00" : "", bytes) }
BEGIN { n_encodings = 0 }
/^#/ || /^[ \t]*$/ { next }
FILENAME ~ /labels/ {
    if ($4 != ":") fail("expected 'name converter shape : labels'")
    if (!($1 in number)) {
        number[$1] = n_encodings
        names[n_encodings] = $1; converters[n_encodings] = $2; shapes[n_encodings++] = toupper($3)
    }
    for (i = 5; i <= NF; i++) { labels[++n_labels] = $i; encoding_of[$i] = number[$1] }
    next
}
{
    n = split($2, run, "-")
    from = key(run[1]); to = n == 2 ? key(run[2]) : from
    m = split($1, whose, ",")
    for (i = 1; i <= m; i++) {
        if (!(whose[i] in number)) fail("unknown encoding " whose[i])
        if (from <= last[whose[i]]) fail("not in ascending order")
        last[whose[i]] = to
        rows[whose[i]] = rows[whose[i]] "    {" from ", " to ", {" \
            ($3 == "-" ? "0" : "0x" $3) ", " (NF > 3 ? "0x" $4 : "0") "}},\n"
    }
}
END {
    if (failed) exit 1
    for (i = 2; i <= n_labels; i++)
        for (j = i; j > 1 && labels[j - 1] > labels[j]; j--) { t = labels[j]; labels[j] = labels[j - 1]; labels[j - 1] = t }
    for (i = 0; i < n_encodings; i++)
        if (names[i] in rows) printf "static const Exception %s[] = {\n%s};\n", identifier(names[i]), rows[names[i]]
    print "static const Encoding encodings[] = {"
    for (i = 0; i < n_encodings; i++) {
        list = identifier(names[i])
        printf "    {%s, %s, SHAPE_%s, %s},\n", quoted(names[i]), quoted(converters[i]), shapes[i], \
            names[i] in rows ? list ", G_N_ELEMENTS(" list ")" : "NULL, 0"
    }
    print "};\nstatic const Label labels[] = {"
    for (i = 1; i <= n_labels; i++) printf "    {%s, %d},\n", quoted(labels[i]), encoding_of[labels[i]]
    print "};"
}
