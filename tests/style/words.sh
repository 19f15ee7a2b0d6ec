#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# words.sh ROOT: nothing is put off to later, no path of somebody's own machine is left in the tree, and memory is asked
# for in the one way that the compiler does not leave out.
set -eu
cd "$1"

# Written so that this file does not find itself.
forbidden='(^|[^A-Za-z0-9_])(TO''DO|FIX''ME|XX''X|HA''CK)([^A-Za-z0-9_]|$)|/ho''me/[a-z]|/ro''ot/|/wo''rk/'

status=0
for place in CMakeLists.txt CMakePresets.json CHANGELOG.md README.md SECURITY.md .ci cmake docs examples include policies \
    scripts src tests; do
    [ -e "$place" ] || continue
    if grep -rnEI "$forbidden" "$place"; then status=1; fi
done
if grep -rnF '__builtin_prefetch' src --include='*.[ch]' | grep -v '^src/base/prefetch\.h:'; then status=1; fi
exit $status
