#!/usr/bin/env bash
# Installs what the tests need and this machine lacks, from Debian's own packages. Needs root.
# Usage: scripts/dev/packages.sh [--list]    --list only prints what is missing
set -euo pipefail

missing=()
needs() { # needs PACKAGE COMMAND...: the package is missing when one of its commands is
  local package=$1 command
  shift
  for command; do
    if ! command -v "$command" >/dev/null; then
      missing+=("$package")
      return
    fi
  done
}

# Daemons lie in /usr/sbin, which is not on everyone's PATH.
PATH=$PATH:/usr/sbin:/sbin
needs git git
needs util-linux setsid script
needs procps ps
needs perl-base perl
needs curl curl
needs openssh-client ssh ssh-keygen
needs openssh-server sshd
needs bubblewrap bwrap
needs shellcheck shellcheck
needs shfmt shfmt
needs debootstrap debootstrap
needs sqlite3 sqlite3
needs nginx-light nginx
# What prints secrets in every form, for the masker's tests.
needs xxd xxd
needs bsdextrautils hexdump
needs jq jq
needs python3 python3
needs postgresql-client psql
needs openssl openssl
needs gnupg gpg gpg-agent
needs chromium-headless-shell chromium-headless-shell
needs docker.io dockerd docker
# Compose v2 is a plug-in that Debian 12 lacks; its own docker-compose is v1. Either will do.
docker compose version >/dev/null 2>&1 || needs docker-compose docker-compose
# The images of the tests hold a busybox that needs no libraries.
if ! command -v busybox >/dev/null || ldd "$(command -v busybox)" >/dev/null 2>&1; then
  missing+=(busybox-static)
fi
# A library of system calls, without a command of its own.
ldconfig -p | grep -q libseccomp.so.2 || missing+=(libseccomp2)
# Screenshots need letters and symbols.
for package in fonts-dejavu-core fonts-noto-core; do
  [ -d "/usr/share/doc/$package" ] || missing+=("$package")
done

if [ "${#missing[@]}" = 0 ]; then
  exit 0
fi
if [ "${1:-}" = --list ]; then
  printf '%s\n' "${missing[@]}"
  exit 0
fi

echo "installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
# A package must not start its server by itself: sshd would listen on every address. The tests start their own, on loopback.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 0755 "$policy"
  trap 'rm -f "$policy"' EXIT
fi
# In its first minutes a machine may be busy with updates of its own.
wait=(-o DPkg::Lock::Timeout=300 -o Acquire::Retries=3)
apt-get "${wait[@]}" update -q </dev/null
apt-get "${wait[@]}" install -q -y --no-install-recommends "${missing[@]}" </dev/null
