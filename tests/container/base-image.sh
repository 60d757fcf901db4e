#!/usr/bin/env bash
# Makes a stand-in for Microsoft's base images where no registry can be reached: a small Debian with this machine's own .NET SDK.
#
#   tests/container/base-image.sh TAG
#
# The packages that the dashboard needs come along, as this machine has restored them. Needs root, debootstrap and an engine.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

tag=${1:?usage: base-image.sh TAG}
work=$(mktemp -d "${TMPDIR:-/var/tmp}/base-image.XXXXXX")
trap 'umount "$work"; rmdir "$work"' EXIT
# In memory: it is packed once and thrown away, and dpkg flushes each of its thousands of files.
mount -t tmpfs -o size=4g tmpfs "$work"
root=$work/root

debootstrap --variant=minbase --include=ca-certificates,libicu72,libssl3,libstdc++6,zlib1g bookworm "$root" >"$work/log" 2>&1 || {
  tail -n 5 "$work/log" >&2
  exit 1
}
rm -rf "$root"/var/cache/apt/archives/*.deb
# As in Docker's own images of Debian: what is installed into a layer is not worth a flush for each file.
echo force-unsafe-io >"$root/etc/dpkg/dpkg.cfg.d/unsafe-io"
dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
cp -a "$dotnet" "$root/usr/share/dotnet"
ln -s /usr/share/dotnet/dotnet "$root/usr/bin/dotnet"

# A feed of its own, so that building the image asks no registry. The browser driver is the tests' alone, and large.
mkdir -p "$root/root/feed" "$root/root/.nuget/NuGet"
packages=$(dotnet nuget locals global-packages --list | sed 's/^[^:]*: *//')
find "$packages" -name '*.nupkg' ! -name 'microsoft.playwright.*' -exec cp -t "$root/root/feed" {} +
cat >"$root/root/.nuget/NuGet/NuGet.Config" <<'CONFIG'
<configuration>
  <packageSources>
    <clear />
    <add key="machine" value="/root/feed" />
  </packageSources>
</configuration>
CONFIG

tar -C "$root" -c . | docker import --change 'ENV DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 NUGET_XMLDOC_MODE=skip' - "$tag" >/dev/null
