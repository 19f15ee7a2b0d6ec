# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# Sourced by examples/quickstart.sh and tests/run.sh: sees that what a build needs is there.
#
#     need build            what compiles Rampart
#     need build tests      what its tests need as well
#
# On Debian and Ubuntu what is missing, and only that, is installed (as root, or with sudo). Elsewhere need
# says what is missing and ends the script with 2. It is silent when nothing is missing.
#
#     build DIRECTORY CMAKE-OPTION...     configures and builds there
#     watch WHAT LOG COMMAND...           runs a command that takes long
#
# While something runs that takes long, a line a second goes to standard error.

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
        has_library libmicrohttpd || echo libmicrohttpd-dev # of rampart serve; a build without it has all the rest
        has_command curl || echo curl
        has_command g++ || echo g++
        has_command clang || echo clang
        has_command jq || echo jq
        has_command mandoc || echo mandoc
        has_command parallel || echo parallel
        has_command python3 || echo python3
        python3 -c 'import jsonschema' 2> /dev/null || echo python3-jsonschema
        python3 -c 'import yaml' 2> /dev/null || echo python3-yaml
        has_command shellcheck || echo shellcheck
        has_command fish || echo fish
        has_command zsh || echo zsh
        ;;
    esac
}

# say_progress: what is watched, how long it has taken, and the last line of its output. On a terminal it stands in one
# line that changes. PROGRESS=no: nothing is said.
say_progress() {
    [ "${PROGRESS:-}" != no ] || return 0
    if [ -t 2 ]; then line='\r\033[K%s: %d s  %.90s'; else line='%s: %d s  %.90s\n'; fi
    # shellcheck disable=SC2059 # the format is one of these two
    printf "$line" "$what" "$seconds" "$(tail -n 1 "$log")" >&2
}

# watch WHAT LOG COMMAND...: runs the command with its output in LOG, and says each second how far it is.
watch() {
    what=$1 log=$2 seconds=0
    shift 2
    : > "$log"
    "$@" > "$log" 2>&1 < /dev/null &
    watched=$!
    trap 'kill "$watched"; exit 130' INT TERM
    say_progress
    while sleep 1 && kill -0 "$watched" 2> /dev/null; do
        seconds=$((seconds + 1))
        say_progress
    done
    [ "${PROGRESS:-}" = no ] || [ ! -t 2 ] || printf '\r\033[K' >&2
    trap - INT TERM
    wait "$watched"
}

# as_root WHAT COMMAND...: its output is shown only when it fails.
as_root() {
    doing=$1
    shift
    if [ "$(id -u)" -ne 0 ]; then
        sudo -v || exit 2 # asks for the password before it is in the background
        set -- sudo "$@"
    fi
    said=$(mktemp)
    if watch "$doing" "$said" "$@"; then
        rm "$said"
        return
    fi
    cat "$said" >&2
    rm "$said"
    echo "failed: $*" >&2
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
    as_root "updating the lists of packages" apt-get update -qq
    # Word splitting is meant: one argument a package.
    as_root "installing packages" env DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends $missing
}

# build DIRECTORY CMAKE-OPTION...: configures and builds there; shows the output only when it fails.
build() {
    directory=$1
    shift
    mkdir -p "$directory"
    if watch "configuring $directory" "$directory/configure.log" cmake -S . -B "$directory" -G Ninja "$@"; then
        built=$directory/build.log
        if watch "building $directory" "$built" ninja -C "$directory"; then return; fi
    else
        built=$directory/configure.log
    fi
    cat "$built" >&2
    exit 2
}
