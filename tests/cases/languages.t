#!/bin/bash
# A language is a folder: take one away and the rest builds and works, put it back and it is there again.
. tests/cases/lib.sh

mkdir "$WORK/tree"
git ls-files -z | xargs -0 cp --parents -t "$WORK/tree"
before=$(languages | wc -l)
gone=$(languages | head -1)
mv "$WORK/tree/langs/$gone" "$WORK/$gone"
make -s -C "$WORK/tree" BUILD=out >"$WORK/log" 2>&1
is $? 0 "builds without langs/$gone"
"$WORK/tree/out/isoglot" analyse --lang "$gone" x 2>/dev/null
is $? 2 "the language is unknown then"
mv "$WORK/$gone" "$WORK/tree/langs/$gone"
make -s -C "$WORK/tree" BUILD=out >"$WORK/log" 2>&1
is $? 0 "builds with it again"
works=0
for lang in $(languages); do "$WORK/tree/out/isoglot" analyse --lang "$lang" 2024 >/dev/null && works=$((works + 1)); done
is $works "$before" "all languages work"
finish
