#!/bin/sh
# Leaks of `index` and `search`, on one edition of the handbook. Exit status 1 if there is one.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp /usr/share/doc/debian-handbook/html/fr-FR/sect.a*.html "$work/"
mkdir "$work/pages" && mv "$work"/*.html "$work/pages/"
check="valgrind --quiet --leak-check=full --errors-for-leak-kinds=definite --error-exitcode=1"
$check "$BUILD/isoglot" --data "$work/data" index --base http://handbook.example/fr-FR/ "$work/pages"
$check "$BUILD/isoglot" --data "$work/data" search --lang fr apt
echo "no leak"
