#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# libfuzzer.sh PROGRAM FOLDER SECONDS FIXTURE...: runs a target by libFuzzer. What it learns stays in FOLDER for the next
# run, as does an input that ends it.
set -eu
program=$1 folder=$2 seconds=$3
shift 3
mkdir -p "$folder/corpus" "$folder/fixtures"
number=0
for fixture in "$@"; do
    number=$((number + 1))
    cp "$fixture" "$folder/fixtures/$number"
done
exec "$program" -max_total_time="$seconds" -max_len=65536 -timeout=10 -artifact_prefix="$folder/" -print_final_stats=1 \
    "$folder/corpus" "$folder/fixtures"
