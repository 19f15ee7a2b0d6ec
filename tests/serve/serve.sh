#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# serve.sh PROGRAM ROOT: rampart serve, by serve.py. A program without the server says so, and nothing is tested.
set -eu
here=$(dirname "$0")
program=$1
for command in curl python3; do
    command -v "$command" > /dev/null || { echo "there is no $command"; exit 77; }
done
if "$program" serve --listen 127.0.0.1:0 --account /nonexistent.yaml 2>&1 | grep -q libmicrohttpd; then
    echo "the program has no server: there is no libmicrohttpd"
    exit 77
fi
exec python3 "$here/serve.py" "$@"
