#!/usr/bin/perl
# pages.pl N EDITION…: N pages in these editions of the Debian Handbook in turn, as WARC on standard output, each of
# paragraphs picked from its edition. pages.pl --site FOLDER N EDITION…: the same as files of a site, EDITION/NUMBER.html,
# where as many in a row as there are editions are translations of each other and all can be reached from the first by
# links. The same arguments give the same bytes.
use strict;
use warnings;

my $folder = @ARGV && $ARGV[0] eq '--site' ? (splice @ARGV, 0, 2)[1] : undef;
my ($count, @editions) = @ARGV;
my $state = 1;
sub pick { $state = ($state * 1103515245 + 12345) % 2147483648; return int($state / 65536) % $_[0] }

my %paragraphs;
for my $edition (@editions) {
    for my $file (sort glob("/usr/share/doc/debian-handbook/html/$edition/*.html")) {
        open my $in, '<', $file or die "$file: $!";
        local $/;
        my $html = <$in>;
        push @{$paragraphs{$edition}}, grep { length > 80 } $html =~ m{<p>(.*?)</p>}gs;
        push @{$paragraphs{$edition}}, grep { length > 80 } $html =~ m{<div class="para">(.*?)</div>}gs;
    }
}
sub path_of { my $i = shift; return "/$editions[$i % @editions]/$i.html" }

# The alternates of a page, itself among them.
sub alternates {
    my $first = $_[0] - ($_[0] - 1) % @editions;
    return join '', map { sprintf qq{<link rel="alternate" hreflang="%s" href="%s">\n}, $editions[$_ % @editions], path_of($_) }
        grep { $_ <= $count } $first .. $first + $#editions;
}

sub links_of {
    my @to = map { 1 + pick($count) } 1 .. 8;
    push @to, grep { $_ <= $count } 2 * $_[0], 2 * $_[0] + 1 if $folder;
    return join ' ', map { sprintf '<a href="%s">%d</a>', path_of($_), $_ } @to;
}

sub write_warc {
    my ($i, $html) = @_;
    my $http = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n$html";
    printf "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: http://bench.example%s\r\n"
        . "WARC-Date: 2024-01-02T03:04:05Z\r\nWARC-Record-ID: <urn:uuid:%d>\r\n"
        . "Content-Type: application/http;msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n",
        path_of($i), $i, length $http, $http;
}

sub write_file {
    my ($i, $html) = @_;
    open my $out, '>', $folder . path_of($i) or die "$folder: $!";
    print $out $html;
}

if ($folder) { mkdir "$folder/$_" for @editions }
for my $i (1 .. $count) {
    my $edition = $editions[$i % @editions];
    my $from = $paragraphs{$edition};
    my $body = join "\n", map { '<p>' . $from->[pick(scalar @$from)] . '</p>' } 1 .. 6 + pick(16);
    my $links = links_of($i);
    my $head = qq{<title>Page $i</title>} . ($folder ? qq{<meta charset="utf-8">\n} . alternates($i) : '');
    my $html = qq{<html lang="$edition"><head>$head</head><body><h1>Page $i</h1>\n$body\n$links</body></html>};
    $folder ? write_file($i, $html) : write_warc($i, $html);
}
