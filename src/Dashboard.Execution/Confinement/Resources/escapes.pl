# Tries, inside the sandbox of a read-only step, the ways out of it that are known, and prints a line for each that is open; then how many it tried.
# Nothing here does harm where the sandbox fails: files are opened for writing and not written to, calls get arguments that change nothing.
#
#   perl escapes.pl NAME=VALUE…
#
# data=FOLDER      the server's own data, which nobody may see; file= fifo= socket= abstract= things of the host made for this; pid= a process of the
# host. Any other NAME is a system call, and VALUE its number on this architecture.
use strict;
use Fcntl;
use Socket;
my %given = map { split /=/, $_, 2 } @ARGV;
my ($tried, %open) = (0);
$| = 1;

sub seen { my ($what, $open) = @_; $tried++; print "open: $what\n" if $open && !$open{$what}++; }

# Whether a call was let through to where its arguments are looked at: any answer but "not permitted", "not implemented" and "denied".
sub call {
    my ($name, @arguments) = @_;
    return $tried++ unless defined $given{$name};
    local $! = 0;
    my $answer = syscall($given{$name} + 0, @arguments);
    seen("call $name", $answer != -1 || !($!{EPERM} || $!{ENOSYS} || $!{EACCES}));
}

# Whether a command reached the file system behind a descriptor that was opened for reading.
sub command {
    my ($what, $path, $number) = @_;
    sysopen my $handle, $path, O_RDONLY or return $tried++;
    my $nothing = "\0" x 256;
    local $! = 0;
    my $answer = ioctl $handle, $number, $nothing;
    seen("$what of $path", defined $answer || !($!{EPERM} || $!{ENOSYS} || $!{EACCES}));
}

sub writable {
    my ($path) = @_;
    my $ok = sysopen my $handle, $path, O_WRONLY | O_NONBLOCK;
    seen("write $path", $ok);
    close $handle if $ok;
}

# the host's files, and those of the kernel
writable($_) for grep { -e $_ } qw(/etc/hostname /etc/passwd /proc/sys/kernel/core_pattern /proc/sys/kernel/hostname /proc/sys/vm/drop_caches
    /proc/sys/kernel/modprobe /proc/sys/fs/binfmt_misc/register /proc/sysrq-trigger /proc/self/oom_score_adj /proc/self/uid_map /proc/irq/default_smp_affinity
    /sys/kernel/uevent_helper /sys/kernel/profiling /sys/power/state /sys/module/printk/parameters/time),
    glob('/sys/fs/cgroup/cgroup.procs /sys/fs/cgroup/*/cgroup.procs /sys/fs/cgroup/*/release_agent /sys/kernel/debug/* /sys/fs/bpf/* /dev/sd* /dev/vd* /dev/nvme* /dev/mem /dev/kmsg');
# The host's own nodes, with what they have already: nothing changes when it works.
for my $node (qw(/dev/null /dev/zero /dev/full /dev/random /dev/urandom /dev/tty)) {
    my ($mode, $read, $written) = (stat $node)[2, 8, 9] or next;
    seen("change the mode of $node", chmod $mode & 07777, $node);
    seen("change the times of $node", utime $read, $written, $node);
}
seen('change the mode of standard input', chmod((stat STDIN)[2] & 07777, *STDIN)) if -c STDIN;
for my $folder (qw(/ /etc /home /root /run /usr /var /var/tmp /proc /sys /sys/fs/cgroup)) {
    my $path = "$folder/.cutover-escape-$$";
    my $made = sysopen my $handle, $path, O_WRONLY | O_CREAT | O_EXCL;
    seen("create in $folder", $made);
    unlink $path if $made;
    $made = mkdir $path;
    seen("make a folder in $folder", $made);
    rmdir $path if $made;
}
if (my $file = $given{file}) {
    writable($file);
    seen('change the mode of a file', chmod 0644, $file);
    seen('change the times of a file', utime undef, undef, $file);
    seen('rename a file', rename $file, "$file.x");
    seen('link a file', link $file, "$file.y");
    seen('remove a file', unlink $file);
    if (open my $handle, '<', $file) {
        seen('flock a file', flock $handle, 2 | 4);
        my $lock = pack 's s l! l! i x32', F_RDLCK, 0, 0, 0, 0;
        seen('lock a file', fcntl $handle, F_SETLK, $lock);
        seen('lease a file', fcntl $handle, 1024, 0);
        my $hint = pack 'Q', 0;
        seen('leave a hint at a file', fcntl $handle, 1036, $hint);
        seen('append to a file through its descriptor', open my $again, '>>', '/proc/self/fd/' . fileno $handle);
    }
}
writable($given{fifo}) if $given{fifo};
if (my $data = $given{data}) {
    for my $folder (split /:/, $data) {
        opendir my $handle, $folder or next;
        seen("see $folder", scalar grep { !/^\.\.?$/ } readdir $handle);
    }
}

# sockets
for (['Unix', AF_UNIX, 0], ['vsock', 40, 0], ['alg', 38, 0], ['packet', 17, 0], ['key', 15, 2], ['xdp', 44, 0], ['tipc', 30, 0], ['can', 29, 1], ['rds', 21, 0],
    ['bluetooth', 31, 0], ['netlink uevent', 16, 15], ['netlink audit', 16, 9], ['netlink connector', 16, 11], ['netlink generic', 16, 16]) {
    my ($name, $family, $protocol) = @$_;
    for my $type ($family == AF_UNIX ? (SOCK_STREAM, SOCK_DGRAM, 5) : (SOCK_DGRAM, 3)) {
        local $! = 0;
        my $ok = socket my $socket, $family, $type, $protocol;
        seen("socket $name", $ok);
        next unless $ok && $family == AF_UNIX;
        for my $path (grep { defined } @given{qw(socket abstract)}) {
            seen("connect to $path", connect $socket, pack_sockaddr_un($path =~ /^@(.*)/ ? "\0$1" : $path));
        }
    }
}
for my $path (qw(/ /usr /var/tmp)) {
    command('add an encryption key', $path, 0xC0506617);
    command('remove an encryption key', $path, 0xC0406618);
    command('set the flags', $path, 0x40086602);
    command('share the blocks', $path, 0xC0189436);
}
command('type into a terminal', '/dev/tty', 0x5412);
seen("pair of sockets of family $_", socketpair my $near, my $far, $_, SOCK_STREAM, 0) for 2, 17, 30, 40, 44;
seen('pair of sockets for datagrams', socketpair my $one, my $other, AF_UNIX, SOCK_DGRAM, 0);
seen('multipath TCP', socket my $paths, AF_INET, SOCK_STREAM, 262);
seen('socket Unix, by a 64-bit number', socket my $wide, AF_UNIX | 1 << 32, SOCK_STREAM, 0);

# processes
if (my $pid = $given{pid}) {
    # One of the sandbox's own may have the number; it did not begin at the same moment.
    my ($stat, $file) = ('');
    $stat = <$file> if open $file, '<', "/proc/$pid/stat";
    $stat =~ s/^.*\) //;
    my $same = ((split ' ', $stat)[19] // '') eq ($given{began} // 'unknown');
    seen('see a process of the host', $same);
    seen('signal a process of the host', $same && kill 0, $pid);
}
# A process that crashes is handed to the program that the host's core_pattern names, as root; a limit of one byte is the kernel's word for "do not".
if (open my $limits, '<', '/proc/self/limits') {
    seen('hand its memory to the host in a crash', !grep { /^Max core file size\s+1\s+1\s/ } <$limits>);
}

# the other sets of calls that this processor has: a tiny program that makes one, and says whether it was answered
if (`uname -m` eq "x86_64\n") {
    my %code = ('32-bit calls' => "\xb8\x14\0\0\0\xcd\x80", 'x32 calls' => "\xb8\x27\0\0\x40\x0f\x05");
    for my $name (sort keys %code) {
        # getpid; exit(answer > 0)
        my $code = "$code{$name}\x31\xff\x85\xc0\x40\x0f\x9f\xc7\xb8\x3c\0\0\0\x0f\x05";
        my $elf = "\x7fELF\2\1\1" . "\0" x 9 . pack('S S L Q Q Q L S6', 2, 62, 1, 0x400078, 64, 0, 0, 64, 56, 1, 0, 0, 0)
            . pack('L L Q6', 1, 5, 0, 0x400000, 0x400000, 120 + length $code, 120 + length $code, 4096) . $code;
        my $program = '/tmp/.calls';
        sysopen my $out, $program, O_WRONLY | O_CREAT | O_TRUNC, 0700 or next;
        syswrite $out, $elf;
        close $out;
        seen($name, system($program) == 256);
        unlink $program;
    }
}

# calls; those that change what comes after them last
my $path = "/\0";
my $handle = pack('I i x128', 128, 0);
my $mount = 0;
call('name_to_handle_at', -100, $path, $handle, my $id = pack('i', 0), 0);
call('open_by_handle_at', -100, pack('I i a8', 8, 1, ''), 0);
call('mount', "none\0", "/mnt\0", "no-such-type\0", 0, 0);
call('umount2', "/no/such/place\0", 0);
call('pivot_root', "/no/such/place\0", $path);
call('chroot', "/no/such/place\0");
call('open_tree', -100, $path, 1);
call('move_mount', -1, $path, -1, $path, 0);
call('fsopen', "no-such-type\0", 0);
call('fsconfig', -1, 0, 0, 0, 0);
call('fsmount', -1, 0, 0);
call('fspick', -100, $path, 0);
call('mount_setattr', -100, $path, 0, pack('QQQQ', 0, 0, 0, 0), 32);
for my $space (0x10000000, 0x00020000, 0x40000000, 0x20000000, 0x08000000, 0x04000000, 0x02000000, 0x80) {
    call('unshare', $space);
    call('setns', -1, $space);
    next if $space == 0x80 || !defined $given{clone};
    my $child = syscall($given{clone} + 0, $space | 17, 0, 0, 0, 0);
    exit 0 if $child == 0;    # the child of a call that was let through
    seen('call clone with a namespace', $child > 0);
    waitpid $child, 0 if $child > 0;
}
call('clone3', pack('Q8', (0) x 8), 0);
call('add_key', "user\0", "cutover-escape\0", "x", 1, -2);
call('request_key', "user\0", "cutover-escape\0", 0, -2);
call('keyctl', 0, -4, 0);
call('bpf', 0, 0, 0);
call('perf_event_open', 0, 0, -1, -1, 0);
call('io_uring_setup', 1, 0);
call('io_uring_enter', -1, 0, 0, 0, 0);
call('userfaultfd', 0);
call('ptrace', 0, 0, 0, 0);
call('process_vm_readv', 1, 0, 0, 0, 0, 0);
call('process_vm_writev', 1, 0, 0, 0, 0, 0);
call('pidfd_getfd', -1, 0, 0);
call('kcmp', $$, $$, 0, 0, 0);
call('init_module', 0, 0, 0);
call('finit_module', -1, 0, 0);
call('delete_module', 0, 0);
call('kexec_load', 0, 0, 0, 0);
call('kexec_file_load', -1, -1, 0, 0, 0);
call('reboot', 0, 0, 0, 0);
call('swapon', 0, 0);
call('swapoff', 0);
call('acct', "/none\0");
call('quotactl', 0, 0, 0, 0);
call('settimeofday', 0, 0);
call('clock_settime', 0, 0);
call('clock_adjtime', 0, my $clock = "\0" x 256);
call('adjtimex', my $time = "\0" x 256);
call('sethostname', 0, -1);
call('setdomainname', 0, -1);
call('syslog', 10, 0, 0);
call('iopl', 3);
call('ioperm', 0, 1, 1);
call('fanotify_init', 0, 0);
call('memfd_secret', 0);
call('nfsservctl', 0, 0, 0);
call('modify_ldt', 0, 0, 0);
call('mknod', "/tmp/device\0", 060600, 0x0800);

print "tried: $tried\n";
