#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# manual.sh ROOT: the manual pages are clean mdoc or man. Skipped without mandoc.
set -eu
command -v mandoc > /dev/null || { echo "there is no mandoc" && exit 77; }
mandoc -T lint -W warning "$1"/docs/man/*
