#!/bin/sh
# The order of the rooms, one door per library, no language named outside its folder (see the README, "The sources").
status=0
bad() { echo "$1"; status=1; }

# Who may include whom: shim <- langs <- indexer, query.
allow() { # folder, pattern of what it may include
    grep -n '#include "' "$1"/*.c "$1"/*.h "$1"/*.cc "$1"/*.hh 2>/dev/null | grep -vE "#include \"($2)" && bad "$1/ includes a room it may not"
}
allow shim 'shim/'
allow langs 'shim/|langs/'
allow indexer 'shim/|langs/|indexer/'
allow query 'shim/|langs/|query/'

# One library, one door. The rooms of the C++ side share Xapian's.
door() { # header pattern, files that may include it
    grep -lE "#include <$1" isoglot.c shim/* langs/*.[ch] langs/*/*.c indexer/*.[ch] query/*.[ch] 2>/dev/null | grep -vE "^($2)$" \
        && bad "<$1 is included outside its door"
}
door 'xapian' 'shim/(guard|translate|document)\.hh'
door 'sqlite3' 'shim/ledger_sql\.c'
door 'cld2' 'shim/detect\.cc'
door 'libstemmer' 'langs/analyse\.c'
door 'unicode/u(brk|char|idna|norm2|script|text|version)' 'langs/uni\.c|langs/tools/romanise\.c|langs/[a-z]*/[a-z]*_table\.c'
door 'unicode/(umsg|udat|unum|ulistformatter)' 'langs/message\.c'
door 'unicode/uloc' 'langs/tag\.c'
door 'unicode/ures' 'langs/names\.c'
door 'unicode/(ucnv|ucsdet)' 'langs/charset\.c'
door 'libxml' 'indexer/xml\.c'
door 'raptor' 'indexer/rdf\.c'
door '(zlib|brotli)' 'indexer/inflate\.c'
door 'curl' 'indexer/fetch\.c'
door 'fcgi' 'query/cgi_main\.c'
door 'jansson' 'indexer/json\.c|query/json\.c'

# No language is named outside its folder.
names=$(for p in langs/*/profile.c; do basename "$(dirname "$p")"; done | paste -sd '|')
grep -nE "\"($names)\"" isoglot.c shim/* langs/*.[ch] indexer/* query/*.[ch] tests/unit/*.c && bad "a language is named outside its folder"

# Files of more than 500 lines are rooms to divide; a note, no failure.
wc -l isoglot.c shim/* langs/*.[ch] indexer/* query/*.[ch] | awk '$2 !~ /total|[.]txt$/ && $1 > 500 { print "over 500 lines: " $2 " (" $1 ")" }'
[ $status = 0 ] && echo "rules hold"
exit $status
