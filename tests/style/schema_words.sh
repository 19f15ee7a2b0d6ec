#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# schema_words.sh ROOT: every word that the library has for outcomes, layers and elements stands in the schema of check.
set -eu
cd "$1"

words=$(grep -o '"[A-Za-z]\{1,\}"' src/decide/words.c | sort -u)
[ -n "$words" ] || { echo 'src/decide/words.c has no words'; exit 1; }
status=0
for word in $words; do
    grep -q "$word" docs/check.schema.json && continue
    echo "docs/check.schema.json does not know $word"
    status=1
done
exit $status
