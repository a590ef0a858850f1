# build/query/web_files.c: `awk -f web.awk FILE=DIGEST …`: the files, each with a digest of its bytes, as the table of web.h.
BEGIN {
    types["css"] = "text/css; charset=utf-8"
    types["js"] = "text/javascript; charset=utf-8"
    types["json"] = "application/schema+json"
    types["svg"] = "image/svg+xml"
    print "#include \"query/web.h\"\n\nconst WebFile web_files[] = {"
    for (i = 1; i < ARGC; i++) {
        file = digest = ARGV[i]
        sub(/=.*/, "", file)
        sub(/.*=/, "", digest)
        name = suffix = file
        sub(/.*\//, "", name)
        sub(/.*[.]/, "", suffix)
        printf "    {\"%s\", \"%s\", \"\\\"%s\\\"\",\n", name, types[suffix], substr(digest, 1, 16)
        while ((getline line < file) > 0) {
            gsub(/[\\"?]/, "\\\\&", line)
            print "     \"" line "\\n\""
        }
        print "    },"
    }
    print "};\nconst guint web_files_n = G_N_ELEMENTS(web_files);"
}
