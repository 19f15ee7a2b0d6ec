#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# wasm.sh ROOT RUN-CASES RUN-VECTORS BENCH: `cmake --preset web`, and what comes of it tried in Node: the npm package and its types; every
# case of tests/cases by the module and by the library compiled for Node; and what a decision costs, beside rampart-bench of this
# machine. The page is a folder that names nothing outside itself. It needs emscripten, Node and npm, and sources by network or
# RAMPART_WEB_SOURCES.
set -eu
root=$1 run_cases=$2 run_vectors=$3 bench=$4
here=$root/tests/wasm
cd "$root"

skip() {
    echo "$*"
    exit 77
}

for command in emcc node npm cmake; do
    command -v "$command" > /dev/null || skip "there is no $command"
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sh scripts/web-dependencies.sh "$root/build/web/dependencies" > "$work/log" 2>&1 || {
    code=$?
    [ "$code" -ne 77 ] || skip "$(tail -n 1 "$work/log")"
    cat "$work/log"
    exit "$code"
}
{ cmake --preset web -DRAMPART_WASM_TESTS=ON && cmake --build --preset web; } > "$work/log" 2>&1 || { cat "$work/log"; exit 1; }
package=$root/build/web/package

RAMPART_PACKAGE=$package node --test "$here/package.mjs" > "$work/log" || { cat "$work/log"; exit 1; }
if command -v tsc > /dev/null; then
    mkdir -p "$work/node_modules"
    cp -r "$package" "$work/node_modules/rampart-wasm"
    cp "$here/types.mts" "$work/"
    (cd "$work" && tsc --noEmit --strict --target es2022 --module node16 --moduleResolution node16 --lib es2022,dom types.mts)
else
    echo 'no tsc: the types are compared by name only'
fi

# Every case: those that an account file can tell by the module, all of them by the same library with files.
node "$here/cases.mjs" "$package" "$run_cases" --program "$here/client.sh" tests/cases/*.yaml
node "$here/cases.mjs" "$package" "$run_vectors" --program "$here/client.sh" tests/cases/own-vectors.jsonl
node --no-experimental-fetch build/web/wasm/rampart_wasm_cases.js tests/cases/*.yaml
node --no-experimental-fetch build/web/wasm/rampart_wasm_vectors.js tests/cases/own-vectors.jsonl

if [ -d build/web/site ]; then
    if grep -nE '(src|href)="(https?:)?//' build/web/site/index.html; then exit 1; fi
    grep -q "script-src 'self' 'wasm-unsafe-eval'" build/web/site/index.html
    # The journeys of the served page, on the static one.
    python3 -u -m http.server --bind 127.0.0.1 --directory build/web/site 0 > "$work/served" 2>&1 &
    server=$!
    trap 'kill "$server"; rm -rf "$work"' EXIT
    sleep 2
    port=$(sed -n 's/.* port \([0-9]*\) .*/\1/p' "$work/served")
    sh tests/pages/journeys.sh "$root" false "http://127.0.0.1:$port/" || [ $? -eq 77 ]
fi
node "$here/bench.mjs" "$bench" build/web/wasm/rampart_wasm_bench.js
