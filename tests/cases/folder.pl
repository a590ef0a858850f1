#!/usr/bin/perl
# folder.pl FOLDER [ADDRESS:PORT…]: a web server for the cases, whose answers are files that a case changes at any time.
# Prints its URLs, answers until it is killed, and appends each request to FOLDER.log: "ADDRESS:PORT HOST PATH STATUS", or
# "ADDRESS:PORT - - -" for a connection that asks nothing. FOLDER/PATH.head, if there is one, holds status line and header fields
# (without a PATH too); a field "Sleep: SECONDS" is not sent but kept to.
use strict;
use warnings;
use IO::Select;
use IO::Socket::IP;
use Socket ();

$SIG{CHLD} = 'IGNORE';
my ($folder, @addresses) = @ARGV;
my %types = (html => 'text/html; charset=utf-8', txt => 'text/plain; charset=utf-8', xml => 'application/xml');

sub listen_on {
    my ($host, $port) = $_[0] =~ /^\[?(.*?)\]?:(\d+)$/ or die "no address: $_[0]";
    return IO::Socket::IP->new(Listen => 200, LocalHost => $host, LocalPort => $port, ReuseAddr => 1,
      GetAddrInfoFlags => Socket::AI_NUMERICHOST())
      // die "cannot listen on $_[0]: $@";
}

sub name_of {
    my $host = $_[0]->sockhost;
    return ($host =~ /:/ ? "[$host]" : $host) . ':' . $_[0]->sockport;
}

sub content {
    open my $in, '<:raw', $_[0] or return undef;
    local $/;
    return scalar(<$in>) // '';
}

sub note {
    open my $log, '>>', "$folder.log" or die;
    syswrite $log, join(' ', @_) . "\n";
}

sub answer {
    my ($client, $path) = @_;
    my $file = "$folder$path";
    $file .= 'index.html' if $file =~ m{/$};
    my ($type) = $file =~ /\.(\w+)$/;
    my $body = -f $file ? content($file) : undef;
    my ($status, @fields) = split /\r?\n/, content("$file.head") // (defined $body ? '200 OK' : '404 Not Found');
    for (grep { /^Sleep: / } @fields) { sleep substr $_, 7 }
    @fields = grep { !/^Sleep: / } @fields;
    push @fields, 'Content-Type: ' . ($types{ $type // '' } // 'application/octet-stream') unless grep { /^Content-Type:/i } @fields;
    $body //= '';
    print $client "HTTP/1.1 $status\r\nConnection: close\r\nContent-Length: " . length($body) . "\r\n", map({ "$_\r\n" } @fields),
      "\r\n", $body;
    return substr $status, 0, 3;
}

sub serve {
    my ($client, $name) = @_;
    $SIG{PIPE} = sub { exit };
    my (undef, $path) = split ' ', <$client> // '';
    return note($name, '-', '-', '-') unless defined $path;
    my $host = '-';
    while (defined(my $line = <$client>)) {
        last if $line =~ /^\r?\n/;
        $host = $1 if $line =~ /^Host:\s*(\S+)/i;
    }
    $path =~ s/[?].*//;
    note($name, $host, $path, answer($client, $path =~ /\.\./ ? '/' : $path));
    shutdown $client, 1;
}

my %names = map { $_ => name_of($_) } my @listening = map { listen_on($_) } @addresses ? @addresses : '127.0.0.1:0';
my $select = IO::Select->new(@listening);
print "http://$names{$_}/\n" for @listening;
STDOUT->flush;
while (1) {
    for my $socket ($select->can_read) {
        my $client = $socket->accept or next;
        my $child = fork;
        if (!$child) { serve($client, $names{$socket}); exit }
        close $client;
    }
}
