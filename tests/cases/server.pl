#!/usr/bin/perl
# A web server for the cases, with the manners of bad ones. Prints its URL, then answers until it is killed.
use strict;
use warnings;
use IO::Socket::INET;
use Compress::Zlib;

$SIG{CHLD} = 'IGNORE';
my $listen = IO::Socket::INET->new(Listen => 50, LocalAddr => '127.0.0.1') or die "no socket: $!";
my $site = 'http://127.0.0.1:' . $listen->sockport;
my $html = '<!DOCTYPE html><html><head><title>The harbour</title><meta name="robots" content="nofollow">'
  . '<link rel="alternate" hreflang="x-default" href="/other"></head><body><p>The boats leave the harbour in the morning,'
  . ' and they come back with the evening tide.</p><a href="next">Next page</a></body></html>';

my $sitemap = "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>$site/page</loc></url></urlset>";

sub answer {
    my ($out, $status, $headers, $body) = @_;
    print $out "HTTP/1.1 $status\r\nConnection: close\r\n", map({ "$_\r\n" } @$headers), "\r\n", $body // '';
}
sub page { answer($_[0], '200 OK', ['Content-Type: text/html; charset=utf-8', @{ $_[1] // [] }], $_[2] // $html) }
sub move { answer($_[0], '302 Found', ["Location: $_[1]"]) }

my %routes = (
    '/page' => sub { page(shift, ['Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT', 'X-Robots-Tag: noarchive']) },
    '/moved' => sub { move(shift, "$site/page") },
    '/gzip' => sub { page(shift, ['Content-Encoding: gzip'], Compress::Zlib::memGzip($html)) },
    '/deflate' => sub { page(shift, ['Content-Encoding: deflate'], compress($html)) },
    '/chunked' => sub { page(shift, ['Transfer-Encoding: chunked'], sprintf("%x\r\n%s\r\n0\r\nX-Robots-Tag: none\r\n\r\n", length $html, $html)) },
    '/robots.txt' => sub { answer(shift, '200 OK', ['Content-Type: text/plain'], "\xEF\xBB\xBFuser-agent: *\r\ndisallow: /x\r\n") },
    '/robots-moved' => sub { move(shift, '/robots.txt') },
    '/sitemap.xml.gz' => sub { answer(shift, '200 OK', ['Content-Type: text/html'], Compress::Zlib::memGzip($sitemap)) },
    '/loop' => sub { move(shift, '/loop/2') },
    '/loop/2' => sub { move(shift, '/loop') },
    '/self' => sub { move(shift, '/self#again') },
    '/to-ftp' => sub { move(shift, 'ftp://127.0.0.1/page') },
    '/to-file' => sub { move(shift, 'file:///etc/passwd') },
    '/missing' => sub { answer(shift, '404 Not Found', ['Content-Type: text/html'], $html) },
    '/broken' => sub { answer(shift, '500 Internal Server Error', ['Content-Type: text/html'], $html) },
    '/picture' => sub { answer(shift, '200 OK', ['Content-Type: image/png'], "\x89PNG") },
    '/untyped' => sub { answer(shift, '200 OK', [], $html) },
    '/large' => sub { my $out = shift; page($out, [], ''); print $out 'x' x 65536 for 1 .. 1000 },
    '/bomb' => sub { page(shift, ['Content-Encoding: gzip'], Compress::Zlib::memGzip("\0" x (100 << 20))) },
    '/cut' => sub { page(shift, ['Content-Length: 100000']) },
    '/cut-gzip' => sub { page(shift, ['Content-Encoding: gzip'], substr(Compress::Zlib::memGzip($html), 0, 40)) },
    '/cut-chunk' => sub { page(shift, ['Transfer-Encoding: chunked'], "fff\r\n$html") },
    '/bad-gzip' => sub { page(shift, ['Content-Encoding: gzip'], "\x1f\x8b\x08garbage garbage garbage") },
    '/head' => sub { my $out = shift; print $out "HTTP/1.1 200 OK\r\n"; print $out "X-Head: " . ('x' x 1000) . "\r\n" for 1 .. 1000 },
    '/noise' => sub { my $out = shift; print $out "\x00\xff noise \r\n\r\n" },
    '/silent' => sub { },
    '/slow' => sub { my $out = shift; $out->autoflush; page($out, [], ''); print $out 'x' and sleep 1 for 1 .. 300 },
    '/slow-head' => sub { my $out = shift; $out->autoflush; print $out "HTTP/1.1 200 OK\r\nX:"; print $out 'x' and sleep 1 for 1 .. 300 },
);

print "$site/\n";
STDOUT->flush;
while (my $client = $listen->accept) {
    my $child = fork;
    close $client and next if $child;
    $SIG{PIPE} = sub { exit };
    my ($method, $path) = split ' ', <$client> // '';
    while (defined(my $line = <$client>)) { last if $line =~ /^\r?\n/ }
    if ($path =~ m{^/chain/(\d+)$}) { move($client, $1 > 1 ? '/chain/' . ($1 - 1) : '/page') }
    else { ($routes{ $path =~ s/\?.*//r } // $routes{'/missing'})->($client) }
    shutdown $client, 1;
    exit;
}
