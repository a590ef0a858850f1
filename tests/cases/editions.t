#!/bin/bash
# All editions of the handbook, offered to a site of the languages there are: what is in another language goes to no
# index and is counted, unless its text was left in the original's language.
. tests/cases/lib.sh

mkdir "$WORK/pages"
for e in "$HANDBOOK"/*-*; do mkdir "$WORK/pages/${e##*/}" && cp "$e"/*.html "$WORK/pages/${e##*/}/"; done
"$ISOGLOT" --data "$WORK/data" index --no-learn --base http://handbook.example/ "$WORK/pages" >"$WORK/out" 2>"$WORK/err"
is $? 0 "index ends without refusals"
ask() { sqlite3 "$WORK/data/ledger.db" "$1"; }

all=$(find "$WORK/pages" -name '*.html' | wc -l)
in=$(awk '/pages indexed/ {print $1}' "$WORK/out") out=$(awk '/pages indexed/ {print $4}' "$WORK/out")
is $((in + out)) "$all" "every page is in an index or counted as in none"
configured=$(languages | sed "s/.*/'&'/" | paste -sd ,)
is "$(ask "SELECT count(DISTINCT edition) FROM url WHERE edition<>''")" "$(ls "$WORK/pages" | wc -l)" "every edition is known by its URL"
for e in $(ls "$WORK/pages"); do
    is "$(awk -v e="$e" '$1 == e {print $2}' "$WORK/out")" "$(ls "$WORK/pages/$e" | wc -l)" "$e is counted"
done
is "$(ask "SELECT count(*) FROM url WHERE edition<>'' AND indexed_lang<>'' AND purity<>2 AND indexed_lang<>substr(edition,1,2)")" 0 \
   "no translated page is in another language's index"
is "$(ask "SELECT count(*) FROM url WHERE edition<>'' AND substr(edition,1,2) IN ($configured) AND purity<>2 AND indexed_lang=''")" 0 \
   "every translated page of the site's languages is in an index"
is "$(ask "SELECT count(DISTINCT indexed_lang) FROM url WHERE purity=2 AND indexed_lang<>''")" 1 "untranslated pages are in one language"
[ "$(ask "SELECT count(*) FROM url WHERE edition='zh-TW' AND indexed_lang='zh'")" -gt 60 ]
ok $? "both ways of writing one language are in its index"

# What was taken as untranslated is so: most of its words stand in the original's page of the same name.
ask "SELECT url FROM url WHERE edition<>'' AND purity=2 AND indexed_lang<>''" | sed 's|.*example/||' >"$WORK/untranslated"
perl -CSD -e '
    sub words { my ($f) = @_; open my $in, "<:utf8", $f or die "$f: $!"; local $/; my $t = <$in>;
        $t =~ s{<head.*?</head>|<pre.*?</pre>|<[^>]*>}{ }gs; my %w; $w{lc $_}++ for $t =~ /\p{L}{3,}/g; return \%w; }
    my ($root, $original) = @ARGV; my $bad = 0;
    while (my $path = <STDIN>) { chomp $path; my ($edition, $name) = split m{/}, $path;
        my ($page, $its) = (words("$root/$path"), words("$root/$original/$name"));
        my @words = keys %$page; my $same = grep { $its->{$_} } @words;
        next if $same >= @words / 2;
        printf "# %s: %d of %d words are in the original\n", $path, $same, scalar @words; $bad++; }
    print "$bad\n"' "$WORK/pages" en-US <"$WORK/untranslated" >"$WORK/bad"
grep '^#' "$WORK/bad"
is "$(tail -1 "$WORK/bad")" 0 "the text of every untranslated page is the original's"
[ "$(wc -l <"$WORK/untranslated")" -gt 1000 ]
ok $? "and there are many ($(wc -l <"$WORK/untranslated"))"
finish
