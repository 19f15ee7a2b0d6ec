# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# Sourced by examples/quickstart.sh and tests/run.sh: sees that what a build needs is there.
#
#     need build            what compiles Rampart
#     need build tests      what its tests need as well
#
# On Debian and Ubuntu what is missing, and only that, is installed (as root, or with sudo). Elsewhere need
# says what is missing and ends the script with 2. It is silent when nothing is missing.

# missing_for USE: the Debian packages whose work nothing here can do yet.
missing_for() {
    has_command() { command -v "$1" > /dev/null 2>&1; }
    has_library() { pkg-config --exists "$1" 2> /dev/null; }
    case $1 in
    build)
        has_command gcc || echo gcc
        echo '#include <stdio.h>' | gcc -E - > /dev/null 2>&1 || echo libc6-dev
        has_command cmake || echo cmake
        has_command ninja || echo ninja-build
        has_command pkg-config || echo pkg-config
        has_library libpcre2-8 || echo libpcre2-dev
        has_library yaml-0.1 || echo libyaml-dev
        has_library zlib || echo zlib1g-dev
        has_library libcjson || echo libcjson-dev
        ;;
    tests)
        has_library cmocka || echo libcmocka-dev
        has_command g++ || echo g++
        has_command clang || echo clang
        has_command jq || echo jq
        has_command mandoc || echo mandoc
        has_command parallel || echo parallel
        ;;
    esac
}

# as_root COMMAND...: its output is shown only when it fails.
as_root() {
    [ "$(id -u)" -eq 0 ] || set -- sudo "$@"
    if said=$("$@" 2>&1); then return; fi
    printf '%s\n' "$said" "failed: $*" >&2
    exit 2
}

need() {
    missing=$(for use in "$@"; do missing_for "$use"; done)
    [ -n "$missing" ] || return 0
    missing=$(echo $missing) # one line
    if ! command -v apt-get > /dev/null || { [ "$(id -u)" -ne 0 ] && ! command -v sudo > /dev/null; }; then
        echo "Please install what these Debian packages stand for, then try again:" >&2
        echo "    $missing" >&2
        exit 2
    fi
    as_root apt-get update -qq
    # Word splitting is meant: one argument a package.
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends $missing
}

# build DIRECTORY CMAKE-OPTION...: configures and builds there; shows the output only when it fails.
build() {
    directory=$1
    shift
    mkdir -p "$directory"
    if cmake -S . -B "$directory" -G Ninja "$@" > "$directory/build.log" 2>&1 &&
        cmake --build "$directory" >> "$directory/build.log" 2>&1; then
        return
    fi
    cat "$directory/build.log" >&2
    exit 2
}
