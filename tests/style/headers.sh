#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# headers.sh ROOT: every public header compiles by itself, as C and as C++, and without a warning.
set -eu
root=$1
warnings='-Wall -Wextra -Wpedantic -Werror'
failed=0

# compile LANGUAGE COMPILER...
compile() {
    language=$1
    shift
    printf '#include <rampart/%s>\nextern int something;\n' "$header" |
        "$@" $warnings -x "$language" -fsyntax-only "-I$root/include" - && return
    echo "rampart/$header does not compile by itself as $language"
    failed=1
}

for path in "$root"/include/rampart/*.h; do
    header=${path##*/}
    compile c gcc -std=c17
    compile c++ g++ -std=c++17
done
exit $failed
