#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# web-dependencies.sh FOLDER: the libraries that Rampart stands on, built for WebAssembly from Debian's source packages, in
# FOLDER/prefix with their pkg-config files. `cmake --preset web` runs it. It needs emscripten, and apt-get and dpkg-source
# with a network; what is missing it says, and ends with 77. What is there already is left as it is.
#
# The sources come from where the machine's packages come from: apt's own list of places, asked for sources, without a change
# to the machine's settings. RAMPART_WEB_SOURCES=FOLDER: the source packages (*.dsc and what they name) lie there, no network.
set -eu

here=$1
prefix=$here/prefix
unset EM_CACHE # the packaged cache of emscripten is complete, and closed
export NODE_PATH="${NODE_PATH:-/usr/share/nodejs}" # where Debian keeps what emcc's optimiser needs

skip() {
    echo "web-dependencies.sh: $*" >&2
    exit 77
}

# quietly WHAT COMMAND...: its output is shown only when it fails.
quietly() {
    what=$1
    shift
    "$@" > "$here/log" 2>&1 && return
    cat "$here/log" >&2
    echo "web-dependencies.sh: $what failed" >&2
    exit 1
}

# apt COMMAND...: with lists of its own in FOLDER/apt, which name the sources of what the machine's lists name.
apt() {
    "$@" -o Dir::Etc::sourcelist=/dev/null -o "Dir::Etc::sourceparts=$here/apt/places" -o "Dir::State::lists=$here/apt/lists" \
        -o "Dir::Cache=$here/apt/cache" -o APT::Sandbox::User=root -o APT::Get::List-Cleanup=false
}

list_sources() {
    mkdir -p "$here/apt/places" "$here/apt/lists/partial" "$here/apt/cache/archives/partial"
    for list in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
        [ ! -f "$list" ] || sed -n 's/^deb[[:space:]]/deb-src /p' "$list" > "$here/apt/places/$(basename "$list" .list).list"
    done
    for list in /etc/apt/sources.list.d/*.sources; do
        [ ! -f "$list" ] || sed 's/^Types:.*/Types: deb-src/' "$list" > "$here/apt/places/$(basename "$list")"
    done
    # One place that has no sources is no reason to stop: what is missing is missed below.
    apt apt-get update > "$here/log" 2>&1 || true
}

# download PACKAGE: into FOLDER/sources. A mirror can list a version before it has it: then the one before.
download() {
    for version in $(apt apt-cache madison "$1" | awk -F '|' '{ gsub(/ /, "", $2); print $2 }' | sort -rV | uniq); do
        (cd "$here/sources" && apt apt-get source -qq --download-only "$1=$version" > "$here/log" 2>&1) && return
        echo "web-dependencies.sh: the sources of $1 $version cannot be had" >&2
    done
    skip "there are no sources of $1: $(tail -n 1 "$here/log")"
}

# unpack PACKAGE: to FOLDER/PACKAGE, with Debian's patches; its version to FOLDER/versions.
unpack() {
    if [ -n "${RAMPART_WEB_SOURCES:-}" ]; then
        from=$RAMPART_WEB_SOURCES
    else
        from=$here/sources
        ls "$from/$1"_*.dsc > /dev/null 2>&1 || download "$1"
    fi
    file=$(find "$from" -maxdepth 1 -name "$1_*.dsc" | sort -V | tail -n 1)
    [ -n "$file" ] || skip "there is no $1_*.dsc in $from"
    rm -rf "${here:?}/$1"
    quietly "unpacking $1" dpkg-source --no-check -x "$file" "$here/$1"
    sed -n "s/^Version: /$1 /p" "$file" | head -n 1 >> "$here/versions"
}

# by_cmake PACKAGE OPTION...
by_cmake() {
    package=$1
    shift
    quietly "configuring $package" emcmake cmake -S "$here/$package" -B "$here/$package/build" -DCMAKE_BUILD_TYPE=Release \
        "-DCMAKE_C_FLAGS_RELEASE=-O2 -DNDEBUG" "-DCMAKE_INSTALL_PREFIX=$prefix" -DCMAKE_INSTALL_LIBDIR=lib \
        -DBUILD_SHARED_LIBS=OFF "$@"
    quietly "building $package" cmake --build "$here/$package/build" --target install
}

# One file. (Its own CMakeLists.txt makes a warning of emscripten's headers an error.)
build_cjson() {
    mkdir -p "$prefix/include/cjson" "$prefix/lib"
    quietly 'building cjson' emcc -O2 -DNDEBUG -c "$here/cjson/cJSON.c" -o "$here/cjson/cJSON.o"
    quietly 'building cjson' emar rcs "$prefix/lib/libcjson.a" "$here/cjson/cJSON.o"
    cp "$here/cjson/cJSON.h" "$prefix/include/cjson/"
}

build_zlib() {
    cd "$here/zlib"
    quietly 'configuring zlib' env "CFLAGS=-O2 -DNDEBUG" emconfigure ./configure --static "--prefix=$prefix"
    quietly 'building zlib' emmake make libz.a
    mkdir -p "$prefix/include" "$prefix/lib"
    cp zlib.h zconf.h "$prefix/include/"
    cp libz.a "$prefix/lib/"
}

# describe NAME LIBRARY VERSION-FROM FLAGS: a pkg-config file, as not each of them brings one.
describe() {
    version=$(sed -n "s/^$3 \([0-9]*:\)\{0,1\}\([0-9.]*[0-9]\).*/\2/p" "$here/versions")
    printf 'Name: %s\nDescription: %s of Debian, for WebAssembly\nVersion: %s\nCflags: -I%s %s\nLibs: -L%s -l%s\n' \
        "$1" "$3" "$version" "$prefix/include" "$4" "$prefix/lib" "$2" > "$prefix/lib/pkgconfig/$1.pc"
}

for command in emcc emcmake cmake apt-get dpkg-source; do
    command -v "$command" > /dev/null || skip "there is no $command (Debian: emscripten, cmake, apt, dpkg-dev)"
done
[ ! -e "$here/done" ] || exit 0

mkdir -p "$here/sources"
: > "$here/versions"
[ -n "${RAMPART_WEB_SOURCES:-}" ] || list_sources
for package in pcre2 libyaml cjson zlib; do unpack "$package"; done
by_cmake pcre2 -DPCRE2_BUILD_PCRE2GREP=OFF -DPCRE2_BUILD_TESTS=OFF -DPCRE2_SUPPORT_UNICODE=ON
by_cmake libyaml -DBUILD_TESTING=OFF
build_cjson
build_zlib
mkdir -p "$prefix/lib/pkgconfig"
describe libpcre2-8 pcre2-8 pcre2 -DPCRE2_STATIC
describe yaml-0.1 yaml libyaml -DYAML_DECLARE_STATIC
describe libcjson cjson cjson ''
describe zlib z zlib ''
touch "$here/done"
