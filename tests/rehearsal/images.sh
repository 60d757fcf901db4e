#!/usr/bin/env bash
# Makes small images from this machine's own programs, for a Docker engine without a registry.
#
#   tests/rehearsal/images.sh TAG [PROGRAM...]
#
# The image holds a busybox with all its commands, and each program with the libraries it needs, at its own path.
set -euo pipefail

tag=${1:?usage: images.sh TAG [PROGRAM...]}
shift
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
chmod 0755 "$root"
mkdir -p "$root"/{bin,dev,etc,proc,run/secrets,tmp,usr/bin,usr/sbin,var}
chmod 1777 "$root/tmp"
printf 'root:x:0:0:root:/:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n' >"$root/etc/passwd"
printf 'root:x:0:\nnogroup:x:65534:\n' >"$root/etc/group"

cp "$(command -v busybox)" "$root/bin/busybox"
# Its commands never replace a program that was asked for: those lie below /usr.
while IFS= read -r name; do
  [ "$name" = busybox ] || ln -s busybox "$root/bin/$name"
done < <(busybox --list)

for program; do
  path=$(command -v "$program")
  mkdir -p "$root$(dirname "$path")"
  cp -L "$path" "$root$path"
  # "libz.so.1 => /lib/x86_64-linux-gnu/libz.so.1 (0x...)", and the loader as "/lib64/ld-linux-x86-64.so.2 (0x...)".
  { ldd "$path" 2>/dev/null || true; } | grep -o '/[^ ]*' | sort -u | while IFS= read -r library; do
    mkdir -p "$root$(dirname "$library")"
    cp -L "$library" "$root$library"
  done
done

# The image that loses its name would stay for ever; the engine keeps it while a container uses it.
before=$(docker image inspect --format '{{.Id}}' "$tag" 2>/dev/null) || before=
tar -C "$root" --owner=0 --group=0 -c . | docker import --change 'CMD ["/bin/sleep", "2147483647"]' - "$tag" >/dev/null
[ -z "$before" ] || docker image rm "$before" >/dev/null 2>&1 || true
