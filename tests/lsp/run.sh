#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# run.sh FILE...: runs transcripts of sessions with the language server (run_lsp.py). Skipped without python3.
set -eu
command -v python3 > /dev/null || { echo "there is no python3" && exit 77; }
exec python3 "$(dirname "$0")/run_lsp.py" "${RAMPART:?names the program to test}" "$@"
