# For the cases: a temporary place, TAP output, the programs. Sourced by tests/cases/*.t, which run in the repository's root.
BUILD=${BUILD:-build}
ISOGLOT=$BUILD/isoglot
WORK=$(mktemp -d)
COUNT=0
FAILED=0
HANDBOOK=/usr/share/doc/debian-handbook/html
EDITIONS="ar-MA en-US es-ES fr-FR ru-RU zh-CN"
trap 'kill $(jobs -p) 2>/dev/null; rm -rf "$WORK"' EXIT

# ok STATUS NAME: one line of TAP.
ok() {
    COUNT=$((COUNT + 1))
    if [ "$1" -eq 0 ]; then echo "ok $COUNT - $2"; else echo "not ok $COUNT - $2"; FAILED=1; fi
}
is() { [ "$1" = "$2" ]; ok $? "$3 ($1)"; [ "$1" = "$2" ] || echo "# expected '$2', got '$1'"; }
finish() { echo "1..$COUNT"; exit $FAILED; }

# The handbook's six editions, as links of one folder to copies.
copy_handbook() {
    mkdir -p "$1"
    for e in $EDITIONS; do mkdir "$1/$e" && cp "$HANDBOOK/$e"/*.html "$1/$e/"; done
}
languages() { for p in langs/*/profile.c; do basename "$(dirname "$p")"; done; }

. tests/site/site.sh
