#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# deb.sh [FOLDER]: builds Debian's packages into FOLDER (default: build/packages). The same source gives the same bytes.
# Needs what a build needs (scripts/dependencies.sh), and dpkg-dev.
set -eu
cd "$(dirname "$0")/.."
. packaging/common.sh
folder=$(mkdir -p "${1:-build/packages}" && cd "${1:-build/packages}" && pwd)

flags="$(dpkg-buildflags --get CFLAGS) $(dpkg-buildflags --get CPPFLAGS)"
links="$(dpkg-buildflags --get LDFLAGS) -Wl,-z,now"
rm -rf build/deb
configure_release build/deb -DCMAKE_INSTALL_PREFIX=/usr "-DCMAKE_C_FLAGS=$flags -ffile-prefix-map=$PWD=." \
    "-DCMAKE_EXE_LINKER_FLAGS=$links" "-DCMAKE_SHARED_LINKER_FLAGS=$links"
ninja -C build/deb

rm -f "$folder"/*rampart*.deb
(cd build/deb && cpack -G DEB -B "$folder")
rm -r "$folder/_CPack_Packages"

# CPack calls ldconfig in scripts; Debian's policy asks for a trigger, and for no scripts.
for package in "$folder"/librampart[0-9]*.deb "$folder"/librampart-report[0-9]*.deb; do
    root=$(mktemp -d)
    chmod 755 "$root"
    dpkg-deb --raw-extract "$package" "$root"
    rm "$root"/DEBIAN/postinst "$root"/DEBIAN/postrm
    echo 'activate-noawait ldconfig' > "$root/DEBIAN/triggers"
    find "$root" -newermt "@$SOURCE_DATE_EPOCH" -exec touch --no-dereference --date "@$SOURCE_DATE_EPOCH" {} +
    dpkg-deb --root-owner-group -Zxz --build "$root" "$package"
    rm -r "$root"
done
