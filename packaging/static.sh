#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# static.sh [ARCHITECTURE [FOLDER]]: builds the program without shared libraries, not even that of C, for x86_64 or aarch64
# (default: this machine's), and packs it with its manual pages, completions and schemas into FOLDER (default:
# build/packages), with its bill of materials and checksum. The same source gives the same bytes.
#
# s390x is for tests: its bytes stand in the other order.
#
# For Debian. Needs what a build needs, the compiler for the architecture (gcc-aarch64-linux-gnu), jq, and a network: what is
# linked comes from the distribution's packages for that architecture, unpacked below build/; the system stays as it is.
set -eu
cd "$(dirname "$0")/.."
. packaging/common.sh
architecture=${1:-$(uname -m)}
folder=$(mkdir -p "${2:-build/packages}" && cd "${2:-build/packages}" && pwd)
case $architecture in
x86_64) debian=amd64 ;;
aarch64) debian=arm64 ;;
s390x) debian=s390x ;;
*) echo "static.sh: there is no static program for $architecture, but for x86_64 and aarch64" >&2 && exit 2 ;;
esac
compiler=$architecture-linux-gnu-gcc
build=$PWD/build/static-$architecture
root=$build/root
libraries=$root/usr/lib/$architecture-linux-gnu

# apt COMMAND...: as for the other architecture, with lists of its own.
apt() {
    apt-get -qq -o APT::Architecture="$debian" -o APT::Architectures="$debian" -o APT::Sandbox::User=root \
        -o Dir::State="$build/apt" -o Dir::State::status="$build/apt/status" -o Dir::Cache="$build/apt/cache" \
        -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$build/apt/sources" "$@"
}

# fetch_libraries: Debian's archives, and cJSON's source, of which Debian has no archive.
fetch_libraries() {
    rm -rf "$build/apt" "$root"
    mkdir -p "$build/apt/lists/partial" "$build/apt/cache/archives/partial" "$build/apt/sources" "$build/apt/files" "$root"
    : > "$build/apt/status"
    sed 's/^Types:.*/Types: deb deb-src/' /etc/apt/sources.list.d/debian.sources > "$build/apt/sources/debian.sources"
    apt update
    (cd "$build/apt/files" && apt download libpcre2-dev libyaml-dev zlib1g-dev libcjson-dev &&
        apt source --download-only cjson)
    for package in "$build"/apt/files/*.deb; do
        dpkg-deb --extract "$package" "$root"
    done
    rm -f "$libraries"/*.so
    mkdir -p "$build/cjson"
    tar -xf "$build"/apt/files/cjson_*.orig.tar.* --strip-components 1 -C "$build/cjson"
    # The distribution's patches are what its own library has.
    tar -xf "$build"/apt/files/cjson_*.debian.tar.* -C "$build/cjson"
    (cd "$build/cjson" && grep -v '^#' debian/patches/series 2> /dev/null | while read -r patch; do
        patch --quiet -p1 < "debian/patches/$patch"
    done)
    "$compiler" -O2 -ffile-prefix-map="$build=." -c "$build/cjson/cJSON.c" -o "$build/cJSON.o"
    rm -f "$libraries/libcjson.a"
    "$architecture-linux-gnu-ar" rcD "$libraries/libcjson.a" "$build/cJSON.o"
}

[ -e "$libraries/libcjson.a" ] || fetch_libraries
export PKG_CONFIG_LIBDIR="$libraries/pkgconfig" PKG_CONFIG_SYSROOT_DIR="$root"
export PKG_CONFIG_ALLOW_SYSTEM_LIBS=1 PKG_CONFIG_ALLOW_SYSTEM_CFLAGS=1
rm -rf "$build/build"
configure_release "$build/build" -DCMAKE_SYSTEM_NAME=Linux -DCMAKE_SYSTEM_PROCESSOR="$architecture" \
    -DCMAKE_C_COMPILER="$compiler" -DCMAKE_EXE_LINKER_FLAGS=-static -DRAMPART_SERVE=OFF \
    "-DCMAKE_C_FLAGS=-O2 -ffile-prefix-map=$PWD=. -ffile-prefix-map=$root=."
ninja -C "$build/build" rampart_program

name=rampart-$(version)-linux-$architecture
rm -rf "${build:?}/$name"
cmake --install "$build/build" --prefix "$build/$name" --component program --strip > "$build/install.log"
(cd "$build" && find "$name" -exec touch --no-dereference --date "@$SOURCE_DATE_EPOCH" {} + &&
    tar --create --sort=name --owner=0 --group=0 --numeric-owner --format=ustar "$name" | gzip -9 -n > "$folder/$name.tar.gz")
sh packaging/sbom.sh "$name" "$build/apt/files" > "$folder/$name.spdx.json"
(cd "$folder" && sha256sum "$name.tar.gz" "$name.spdx.json" > "$name.sha256")
