#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# corpus.sh [FOLDER]: requests made of the Allow statements of real policy documents are asked of these documents; none is
# refused. RAMPART is the program. Without a folder, here or in RAMPART_CORPUS, there is nothing to ask about.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=${1:-${RAMPART_CORPUS:-}}
[ -d "$folder" ] || { echo "RAMPART_CORPUS names no folder of documents" && exit 77; }
command -v python3 > /dev/null || { echo "there is no python3" && exit 77; }
exec python3 "$here/requests.py" "${RAMPART:?names the program to test}" "$folder"
