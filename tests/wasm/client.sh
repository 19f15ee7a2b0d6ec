#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# client.sh WORD...: the program, as far as cases.mjs plays it. It starts faster than Node does.
exec 3<> "/dev/tcp/127.0.0.1/$RAMPART_PORT"
{
    printf '%s\n' "$@"
    echo
    cat
    echo # the request may end without one
} >&3
read -r code <&3
cat <&3
exit "$code"
