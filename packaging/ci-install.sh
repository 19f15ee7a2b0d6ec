#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# ci-install.sh FOLDER: builds this source and installs it in the folder, for a job of a CI system. Installs what a build needs on
# Debian and Ubuntu. Does nothing when the program stands there already, from a cache for instance.
set -eu
mkdir -p "$1"
folder=$(cd "$1" && pwd)
[ ! -x "$folder/bin/rampart" ] || exit 0
cd "$(dirname "$0")/.."
PROGRESS=no
. scripts/dependencies.sh
need build
built=$(mktemp -d)
build "$built" -DCMAKE_BUILD_TYPE=Release -DBUILD_TESTING=OFF
cmake --install "$built" --prefix "$folder" --component program > "$built/install.log"
rm -rf "$built"
