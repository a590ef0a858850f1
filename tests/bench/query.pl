#!/usr/bin/perl
# query.pl pages N EDITION…: N pages per edition of the Debian Handbook as JSON Lines on standard output, each of paragraphs
#   picked from its edition, in turn.
# query.pl topics N EDITION: about N topics (qid TAB query): its titles, and two to four words of its text that stand together.
# The same arguments give the same bytes.
use strict;
use warnings;
use open qw(:std :encoding(UTF-8));
use JSON::PP;

my ($mode, $count, @editions) = @ARGV;
my $state = 1;
sub pick { $state = ($state * 1103515245 + 12345) % 2147483648; return int($state / 65536) % $_[0] }

sub plain {
    my ($text) = @_;
    my %named = (lt => '<', gt => '>', amp => '&', quot => '"', nbsp => ' ');
    $text =~ s/<[^>]*>//g;
    $text =~ s/&#(\d+);/chr $1/ge;
    $text =~ s/&#x([0-9a-f]+);/chr hex $1/gei;
    $text =~ s/&(\w+);/$named{$1} \/\/ ' '/ge;
    $text =~ s/\s+/ /g;
    $text =~ s/^[\d.\s]+|\s+$//g;
    return $text;
}

my (%paragraphs, %titles);
for my $edition (@editions) {
    my %seen;
    for my $file (sort glob("/usr/share/doc/debian-handbook/html/$edition/*.html")) {
        open my $in, '<', $file or die "$file: $!";
        local $/;
        my $html = <$in>;
        push @{$paragraphs{$edition}}, grep { length > 40 } map { plain($_) }
            $html =~ m{<p>(.*?)</p>}gs, $html =~ m{<div class="para">(.*?)</div>}gs;
        push @{$titles{$edition}}, grep { length && !$seen{$_}++ } map { plain($_) } $html =~ m{<h[1-4][^>]*>(.*?)</h[1-4]>}gs;
    }
}

sub page {
    my ($edition, $i) = @_;
    my ($from, $titles) = ($paragraphs{$edition}, $titles{$edition});
    my $text = join "\n\n", map { $from->[pick(scalar @$from)] } 1 .. 4 + pick(9);
    return {url => "http://bench.example/$edition/$i.html", lang => substr($edition, 0, 2), title => $titles->[pick(scalar @$titles)],
            text => $text};
}

# Where words are written apart: two to four of them; else as many characters as they have, two each.
sub words {
    my ($text) = @_;
    my $n = 2 + pick(3);
    if ($text =~ /\p{Han}{2}/) {
        my @runs = $text =~ /(\p{Han}{4,})/g;
        return @runs ? substr($runs[pick(scalar @runs)], 0, 2 * $n) : '';
    }
    my @words = $text =~ /([\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}'’-]*)/g;
    return '' if @words < $n;
    my $at = pick(@words - $n + 1);
    return join ' ', @words[$at .. $at + $n - 1];
}

if ($mode eq 'pages') {
    my $json = JSON::PP->new->canonical;
    for my $i (1 .. $count) {
        print $json->encode(page($_, $i)), "\n" for @editions;
    }
} else {
    my $edition = $editions[0];
    my ($from, $titles) = ($paragraphs{$edition}, $titles{$edition});
    my (%seen, @topics);
    for (1 .. 20 * $count) {
        last if @topics == $count;
        my $topic = @topics % 2 ? words($from->[pick(scalar @$from)]) : $titles->[pick(scalar @$titles)];
        push @topics, $topic if $topic ne '' && !$seen{$topic}++;
    }
    printf "%d\t%s\n", $_ + 1, $topics[$_] for 0 .. $#topics;
}
