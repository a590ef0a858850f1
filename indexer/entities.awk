# Turns entities.txt into a C table.
/^#/ || /^[ \t]*$/ { next }
{
    if ($1 <= last) { printf "%s:%d: not in ascending order\n", FILENAME, FNR > "/dev/stderr"; failed = 1; exit 1 }
    last = $1
    rows = rows sprintf("    {\"%s\", {0x%s, %s}, %d},\n", $1, $2, $3 != "" && $3 != "+" ? "0x" $3 : "0", $NF == "+")
}
END {
    if (failed) exit 1
    printf "static const Entity entities[] = {\n%s};\n", rows
}
