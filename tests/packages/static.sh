#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# static.sh SOURCE ARCHITECTURE: the static program of the architecture answers in an empty root, where there is no libc; two builds
# of it in two folders are one file; checksum and bill of materials are right.
set -eu
. "$(dirname "$0")/common.sh"
source=$1 architecture=$2 emulator=
wants git jq chroot "$architecture-linux-gnu-gcc"
if [ "$(uname -m)" != "$architecture" ]; then
    emulator=qemu-$architecture-static
    wants "$emulator"
fi

# The second build stands in another folder: what is built must not know where.
git clone -q "$source" "$work/one"
cp -r "$work/one" "$work/another"
for copy in one another; do
    quietly sh "$work/$copy/packaging/static.sh" "$architecture" "$work/packages-$copy"
done
diff -r "$work/packages-one" "$work/packages-another" || fail 'two builds differ'

cd "$work/packages-one"
quietly sha256sum -c ./*.sha256
jq --exit-status '.spdxVersion == "SPDX-2.3" and ([.packages[].name] == ["rampart", "pcre2", "libyaml", "zlib", "cjson", "glibc"])
    and all(.packages[]; .versionInfo | test("^[0-9]"))' ./*.spdx.json > "$work/log" || fail 'the bill of materials is wrong'

root=$work/root
mkdir "$root"
tar -xf ./*.tar.gz --strip-components 1 -C "$root"
if readelf -d "$root/bin/rampart" | grep NEEDED; then fail 'the program needs shared libraries'; fi
for file in share/man/man1/rampart.1 share/man/man1/rampart-export.1 share/rampart/check.schema.json share/doc/rampart/LICENSE; do
    [ -e "$root/$file" ] || fail "$file is missing"
done
cp -r "$source/examples/policies" "$root/policies"
policies=/policies
if [ -n "$emulator" ]; then
    cp "$(command -v "$emulator")" "$root/emulator"
    answers chroot "$root" /emulator /bin/rampart
else
    answers chroot "$root" /bin/rampart
fi
