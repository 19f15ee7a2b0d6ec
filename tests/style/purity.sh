#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# purity.sh OBJECT...: the library keeps no state of its own, does not print, exit or abort, runs no program, opens no
# connection, and asks neither the locale nor the environment. Seen in its object files: nothing writable, no call that does such a thing.
set -eu

{
    objdump -t "$@" | awk '
        / file format / { object = $1; sub(/:$/, "", object) }
        / O / && /[ \t]\.(data|bss|tdata|tbss|data\.rel|data\.rel\.local)[ \t]/ {
            printf "%s state that can be written: %s\n", object, $NF
        }'
    nm -A -u "$@" | awk '
        $NF ~ /^(abort|_?exit|_Exit|__assert_fail|v?printf|__v?printf_chk|puts|putchar|perror|stdout|stderr)$/ ||
        $NF ~ /^(setlocale|localeconv|getenv|system|popen|strtok|localtime|gmtime|rand|signal|__ctype_.*)$/ ||
        $NF ~ /^(v?fork|exec[lv][pe]*|fexecve|posix_spawnp?|socket|connect|getaddrinfo|dlopen)$/ ||
        $NF ~ /^(strtod|strtof|atof|atoi|atol|strcoll|strcasecmp|strncasecmp|toupper|tolower)$/ {
            printf "%s calls %s\n", $1, $NF
        }'
} | awk '{ print } END { exit NR > 0 }'
