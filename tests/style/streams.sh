#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# streams.sh OBJECT...: the program writes by src/cli/stream.c and reads by src/cli/inputs.c alone. A stream of stdio gives up,
# and loses what it holds, when a signal interrupts it, and nobody would look whether what it held was written.
set -eu

nm -A -u "$@" | awk '
    $NF ~ /^(v?f?printf|__v?f?printf_chk|puts|fputs|fputc|putc|putchar|fwrite|perror|stdin|stdout|stderr|fflush)$/ ||
    $NF ~ /^(fopen(64)?|fdopen|freopen(64)?|fread|fgets|fgetc|getc|getline|getdelim)$/ {
        printf "%s calls %s\n", $1, $NF
        bad = 1
    }
    END { exit bad }'
