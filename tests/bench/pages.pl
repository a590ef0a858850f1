#!/usr/bin/perl
# pages.pl N EDITION…: N pages in these editions of the Debian Handbook in turn, as WARC on standard output, each of
# paragraphs picked from its edition. The same arguments give the same bytes.
use strict;
use warnings;

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
for my $i (1 .. $count) {
    my $edition = $editions[$i % @editions];
    my $from = $paragraphs{$edition};
    my $body = join "\n", map { '<p>' . $from->[pick(scalar @$from)] . '</p>' } 1 .. 6 + pick(16);
    my ($links) = join ' ', map { my $to = 1 + pick($count); qq{<a href="/$editions[$to % @editions]/$to.html">$to</a>} } 1 .. 8;
    my $html = qq{<html lang="$edition"><head><title>Page $i</title></head><body><h1>Page $i</h1>\n$body\n$links</body></html>};
    my $http = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n$html";
    printf "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: http://bench.example/%s/%d.html\r\n"
        . "WARC-Date: 2024-01-02T03:04:05Z\r\nWARC-Record-ID: <urn:uuid:%d>\r\n"
        . "Content-Type: application/http;msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n",
        $edition, $i, $i, length $http, $http;
}
