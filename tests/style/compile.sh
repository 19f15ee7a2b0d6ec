#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# compile.sh COMPILER ROOT FLAG...: all of src/ passes this compiler without a warning. Skipped without it.
set -eu
compiler=$1 root=$2
shift 2
command -v "$compiler" > /dev/null || { echo "there is no $compiler" && exit 77; }
find "$root/src" -name '*.c' -exec "$compiler" -std=c17 -fsyntax-only -Werror "$@" {} +
