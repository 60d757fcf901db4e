# Runs inside the sandbox of a read-only step, before its shell: from here on nothing outside /tmp and /dev can be opened for writing, made,
# removed or renamed, whatever kind of thing it is and wherever it is mounted (Landlock, landlock(7)). That is what read-only mounts do not
# do: named pipes of the host, and file systems that the host mounts later. Where the kernel has no Landlock it does nothing.
# Debian's perl-base is the one interpreter of system calls that every such host has; the numbers are the same on all architectures.
# It runs before every read-only step: `use strict` would cost a third of a millisecond each time, so a test asks for it instead.

# Told as bubblewrap tells what it cannot do: for people it is the same.
sub fail { print STDERR "bwrap: $_[0]\n"; exit 1 }

# prlimit64's number differs; it comes as the first argument. RLIMIT_CORE 4 of one byte: a pipe in core_pattern, to which root listens, gets no dump.
my ($prlimit, $byte) = (0 + shift @ARGV, pack 'Q2', 1, 1);
syscall($prlimit, 0, 4, $byte, 0) == 0 or fail("no limit for dumps: $!");

my ($create, $add, $restrict) = (444, 445, 446);
my $version = syscall($create, 0, 0, 1);
if ($version >= 1) {
    # EXECUTE 1, WRITE_FILE 2, READ_FILE 4, READ_DIR 8, and the making and removing up to MAKE_SYM 1 << 12
    my $rights = ((1 << 13) - 1) & ~(1 | 4 | 8);
    $rights |= 1 << 13 if $version >= 2;    # REFER
    $rights |= 1 << 14 if $version >= 3;    # TRUNCATE
    my $attributes = pack('Q', $rights);
    $attributes .= pack('Q', 1) if $version >= 4;    # BIND_TCP: a port that a service of the host needs is not taken
    $attributes .= pack('Q', 3) if $version >= 6;    # abstract sockets and signals stay inside
    my $rules = syscall($create, $attributes, length $attributes, 0);
    fail("no Landlock rules: $!") if $rules < 0;
    for my $folder ('/tmp', '/dev') {
        opendir my $handle, $folder or fail("$folder: $!");
        syscall($add, $rules, 1, pack('Ql', $rights, fileno $handle), 0) == 0 or fail("$folder: $!");
    }
    # A terminal of the step's own is none of these: it came with the step, and /dev/stdout leads to it. WRITE_FILE, and since the third version TRUNCATE.
    if (-t STDOUT) {
        syscall($add, $rules, 1, pack('Ql', $version >= 3 ? 2 | 1 << 14 : 2, 1), 0) == 0 or fail("the terminal: $!");
    }
    syscall($restrict, $rules, 0) == 0 or fail("Landlock: $!");
}
# The attempt's cgroup, where it has one: "0" is whoever writes it. Both files are closed, so that the script cannot leave by the one, nor lie by the other.
if (open my $join, '>&=', 5) {
    my $joined = syswrite $join, '0';
    close $join;
    if (open my $sign, '>&=', 6) {
        syswrite $sign, 'joined' if $joined;
        close $sign;
    }
}
# The sign that all is set up. It is closed, so that the script cannot give it, nor take it back.
if (open my $sign, '>&=', 4) {
    syswrite $sign, 'begins';
    close $sign;
}
delete $ENV{PERL_SKIP_LOCALE_INIT};
exec { $ARGV[0] } @ARGV or fail("$ARGV[0]: $!");
