#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# cases.sh SOURCE ARCHITECTURE RUN_CASES: the static program of another architecture answers every case of tests/cases as it
# should; of s390x, whose bytes stand in the other order.
set -eu
. "$(dirname "$0")/common.sh"
source=$1 architecture=$2 run_cases=$3 emulator=qemu-$2-static
wants git "$architecture-linux-gnu-gcc" "$emulator"

git clone -q "$source" "$work/source"
quietly sh "$work/source/packaging/static.sh" "$architecture" "$work/packages"
mkdir "$work/unpacked"
tar -xf "$work/packages"/*.tar.gz --strip-components 1 -C "$work/unpacked"
printf '#!/bin/sh\nexec %s "%s" "$@"\n' "$emulator" "$work/unpacked/bin/rampart" > "$work/rampart"
chmod +x "$work/rampart"
cd "$source"
"$run_cases" --program "$work/rampart" tests/cases/*.yaml
