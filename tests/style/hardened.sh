#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# hardened.sh CONFIG FILE...: each program and shared library can be loaded anywhere, binds its symbols at start and seals
# them, has no stack that runs code, and guards the stack. Where it is optimised, it checks buffers whose size is known.
set -eu
config=$1
shift
if ! command -v readelf > /dev/null; then
    echo "skipped: needs readelf (Debian: binutils)"
    exit 77
fi
missing=0

# needs FILE WHAT PATTERN TEXT
needs() {
    printf '%s\n' "$4" | grep -qE -- "$3" && return
    echo "$1: no $2"
    missing=1
}

for file; do
    segments=$(readelf -lW "$file")
    symbols=$(readelf -sW --dyn-syms "$file")
    needs "$file" 'position-independent code' 'type is DYN' "$segments"
    needs "$file" 'part that is read-only after start (-z relro)' 'GNU_RELRO' "$segments"
    needs "$file" 'stack that only holds data (-z noexecstack)' 'GNU_STACK.* RW ' "$segments"
    needs "$file" 'binding at start (-z now)' 'BIND_NOW|Flags:.* NOW' "$(readelf -dW "$file")"
    needs "$file" 'guarded stack (-fstack-protector)' '__stack_chk_fail' "$symbols"
    [ "$config" = Debug ] || needs "$file" 'checked buffers (_FORTIFY_SOURCE)' '__[a-z]+_chk\b' "$symbols"
done
exit "$missing"
