#!/bin/bash
# What `make install` puts in place works from there, and the manual pages say all that there is.
. tests/cases/lib.sh

make -s install BUILD="$BUILD" DESTDIR="$WORK/root" >"$WORK/install.log" 2>&1; ok $? "make install with DESTDIR"
PREFIX=$WORK/root/usr/local
is "$(find "$WORK/root" -mindepth 1 -maxdepth 1 -printf '%f ')" "usr " "nothing elsewhere"
for f in bin/isoglot lib/cgi-bin/isoglot.cgi; do [ -x "$PREFIX/$f" ]; ok $? "$f"; done
! grep -rl '@[A-Z]*@' "$PREFIX/share"; ok $? "no place is left open"
! grep -rl "$WORK" "$PREFIX/share"; ok $? "DESTDIR stands in nothing"

mkdir "$WORK/here"
sed "s|^data = .*|data = $WORK/here/data|" "$PREFIX/share/isoglot/isoglot.conf" >"$WORK/here/isoglot.conf"
echo '{"url":"https://www.example.org/1","lang":"en","title":"A lighthouse","text":"A page about a lighthouse"}' |
    "$PREFIX/bin/isoglot" --config "$WORK/here/isoglot.conf" index --no-learn - >/dev/null 2>&1
ok $? "the installed program indexes with the configuration to begin with"
"$PREFIX/bin/isoglot" --config "$WORK/here/isoglot.conf" search --lang en lighthouse | grep -q 'www.example.org/1'; ok $? "and finds"
env -i ISOGLOT_CONFIG="$WORK/here/isoglot.conf" QUERY_STRING='q=lighthouse&lang=en' "$PREFIX/lib/cgi-bin/isoglot.cgi" </dev/null |
    grep -q 'www.example.org/1'; ok $? "so does the CGI"

# A page as text, without overstriking.
page() { mandoc -T utf8 "$PREFIX/share/man/$1" | sed 's/.\x08//g'; }
for m in man1/isoglot.1 man5/isoglot.conf.5; do
    mandoc -T lint -W warning "$PREFIX/share/man/$m"; ok $? "$m is well-formed"
done
page man1/isoglot.1 >"$WORK/man1"
page man5/isoglot.conf.5 >"$WORK/man5"
"$ISOGLOT" --help | sed -n 's/^  \([a-z]*\) .*/\1/p' >"$WORK/commands"
[ -s "$WORK/commands" ]; ok $? "there are commands"
while read -r command; do
    grep -q "^ *$command\b" "$WORK/man1"; ok $? "isoglot(1) has $command"
    "$ISOGLOT" "$command" --help | grep -o '^  *\(-., \)\?--[a-z-]*' | sed 's/.*--/--/' | grep -v -- '--help$' >"$WORK/options"
    missing=$(while read -r option; do grep -qe "$option\b" "$WORK/man1" || echo "$option"; done <"$WORK/options")
    is "$missing" "" "with all options of $command"
done <"$WORK/commands"
sed -n 's/^    {"\([a-z]*\)", "\([a-z_*.]*\)", KEY_.*/\1 \2/p' shim/config_check.c >"$WORK/keys"
[ -s "$WORK/keys" ]; ok $? "there are keys"
while read -r group key; do
    sed -n "/^ *\[$group\b/,/^ *\[/p" "$WORK/man5" | grep -qE "^ *([a-z_]+, )*${key/\*/LANG}(,|\$| )"; ok $? "isoglot.conf(5) has [$group] $key"
done <"$WORK/keys"
finish
