#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# shellcheck.sh ROOT: shellcheck finds nothing in the scripts that are examples or make packages, and no warning in what tests the export.
# Skipped without it.
set -eu
cd "$1"
command -v shellcheck > /dev/null || { echo "there is no shellcheck" && exit 77; }
shellcheck -x examples/*.sh packaging/*.sh packaging/completions/rampart.bash
shellcheck -S warning tests/export/*.sh tests/export/stub/aliyun tests/export/stub/date tests/export/stub/sleep
