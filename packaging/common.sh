# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# Sourced by the scripts of this folder: what makes two builds of one source the same, byte for byte.

# The time of every file: that of the last change, or where there is no history that of the list of changes.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2> /dev/null || stat -c %Y CHANGELOG.md)}
export SOURCE_DATE_EPOCH
LC_ALL=C TZ=UTC
export LC_ALL TZ
umask 022

# configure_release FOLDER CMAKE-OPTION...
configure_release() {
    directory=$1
    shift
    # The space that a path to the build takes in a library stays when the path is taken out.
    cmake -S . -B "$directory" -G Ninja -DCMAKE_BUILD_TYPE=Release -DBUILD_TESTING=OFF -DCMAKE_SKIP_RPATH=ON "$@"
}

# version: of the project, from CMakeLists.txt.
version() {
    sed -n 's/^project(rampart VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt
}
