#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# licence.sh ROOT: every source, script and CMake file names its licence in its first two lines.
set -eu
cd "$1"

list() {
    for place in .ci cmake examples include scripts src tests CMakeLists.txt; do
        [ -e "$place" ] || continue
        find "$place" -type f \
            \( -name '*.[ch]' -o -name '*.sh' -o -name '*.cmake' -o -name CMakeLists.txt -o -path '.ci/*' \)
    done
}

status=0
for file in $(list); do
    head -n 2 "$file" | grep -q 'SPDX-License-Identifier: Apache-2\.0' && continue
    echo "$file: no SPDX-License-Identifier in the first two lines"
    status=1
done
exit $status
