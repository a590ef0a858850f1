#!/bin/bash
# Figures of `make bench-suggest`: how long suggestions take at PAGES pages (100,000) in six languages, whose titles and headings
# are pieces of the handbook's sentences; what their file weighs, what it takes to make it, and /suggest as a process. ONE=1:
# all pages in one language. Nothing is asserted.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LC_ALL=C.UTF-8
perl -CSD - "${PAGES:-100000}" "${ONE:-}" >"$work/pages.jsonl" <<'P'
use strict;
use warnings;
my ($count, $one) = @ARGV;
my $state = 1;
sub pick { $state = ($state * 1103515245 + 12345) % 2147483648; return int($state / 65536) % $_[0] }
my (%words, @codes);
for my $folder (sort glob '/usr/share/doc/debian-handbook/html/[aefrz][rnsuh]-*') {
    my ($code) = $folder =~ m{/(..)-[^/]*$};
    next if $words{$code};
    push @codes, $code;
    for my $file (sort glob "$folder/*.html") {
        open my $in, '<', $file or die "$file: $!";
        local $/;
        my $text = join ' ', <$in> =~ m{<p>([^<]{40,})</p>|<div class="para">\s*([^<]{40,})}gs ? ($1 // $2) : ();
        $text =~ s/[\s"\\]+/ /g;
        push @{$words{$code}}, $code eq 'zh' ? $text =~ /(\p{Han}{2,5})/g : $text =~ /(\p{L}[\p{L}\p{M}-]+)/g;
    }
}
@codes = ($codes[1]) if $one;
for my $i (1 .. $count) {
    my $code = $codes[$i % @codes];
    my $join = $code eq 'zh' ? '' : ' ';
    my @some = map { join $join, map { $words{$code}[pick(scalar @{$words{$code}})] } 1 .. 3 + pick(4) } 1 .. 2;
    print qq({"url":"http://x.example/$code/$i","lang":"$code","title":"$some[0]","text":"$some[1] $i"}\n);
}
P
/usr/bin/time -f 'index: %e s' "$BUILD/isoglot" --data "$work/data" index --no-learn "$work/pages.jsonl" 2>&1 | grep -e pages -e index: || true
du -sb "$work/data/suggest"/* | sed "s|$work/data/||"
for file in "$work/data/suggest"/*; do od -An -tu4 -j88 -N8 "$file" | awk -v l="$(basename "$file")" '{ printf "%s: made in %d ms, %d keys\n", l, $1, $2 }'; done
jq -r 'select((.url | sub(".*/"; "") | tonumber) % 25 == 0) | .lang + "\t" + .title' "$work/pages.jsonl" >"$work/titles"
"$BUILD/tests/suggest" "$work/data" "$work/titles"
for i in $(seq 100); do
    before=$(date +%s%N)
    env -i ISOGLOT_DATA="$work/data" PATH_INFO=/suggest QUERY_STRING="q=a&lang=$(head -1 "$work/titles" | cut -f1)" "$BUILD/isoglot.cgi" >/dev/null
    echo $((($(date +%s%N) - before) / 1000))
done | sort -n | awk '{ v[NR] = $1 } END { printf "/suggest as a process: p50 %.1f ms, p95 %.1f ms\n", v[50] / 1000, v[95] / 1000 }'
