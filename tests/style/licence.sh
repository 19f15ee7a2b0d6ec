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

list | xargs awk '
    FNR == 1 && NR > 1 && !named { print last ": no SPDX-License-Identifier in the first two lines"; wrong = 1 }
    FNR == 1 { named = 0; last = FILENAME }
    FNR <= 2 && /SPDX-License-Identifier: Apache-2\.0/ { named = 1 }
    END { if (!named) { print last ": no SPDX-License-Identifier in the first two lines"; wrong = 1 }; exit wrong }'
