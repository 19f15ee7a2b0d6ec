#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# install.sh SOURCE BUILD COMPILER GENERATOR: installs the build, and uses what was installed as a stranger
# would: builds the programs of examples/ against it by pkg-config and by find_package(), shared and static, and
# runs them.
set -eu
source=$1 build=$2 compiler=$3 generator=$4
work=$build/install-test
prefix=$work/prefix
rm -rf "$work"
mkdir -p "$work"

fail() {
    echo "$*" >&2
    exit 1
}

# quietly COMMAND...: its output is shown only when it fails.
quietly() {
    "$@" > "$work/log" 2>&1 && return
    cat "$work/log"
    fail "failed: $*"
}

# prints EXIT-CODE TEXT COMMAND...: the command ends with that code and its output holds the text.
prints() {
    expected=$1 text=$2
    shift 2
    if output=$("$@" 2>&1); then code=0; else code=$?; fi
    case $code:$output in
    "$expected":*"$text"*) return ;;
    esac
    fail "ended with $code, not $expected, or did not print \"$text\": $*: $output"
}

# examples_work CHECK-PROGRAM EXPLAIN-PROGRAM
examples_work() {
    policies=$source/examples/policies
    group=acs:ess:cn-hangzhou:1234567890123456:scalinggroup/asg-prod-web
    prints 0 Allow "$1" ess:CancelInstanceRefresh $group "$policies/cancel-refresh.json"
    prints 1 Deny "$1" ess:CancelInstanceRefresh $group "$policies/cancel-refresh.json" "$policies/freeze.yaml"
    prints 3 Conditional "$1" ess:CancelInstanceRefresh $group "$policies/office-only.json"
    prints 2 '' "$1" ess:CancelInstanceRefresh $group "$policies/absent.json"
    prints 0 'decided by freeze, line 4: Deny ess:*' "$2" "$policies/freeze.yaml" ess:EnterStandby $group
    prints 0 'closest: cancel-refresh, line 6: its Action' \
        "$2" "$policies/cancel-refresh.json" ess:RollbackInstanceRefresh $group
}

quietly cmake --install "$build" --prefix "$prefix"
pkgconfig=$(find "$prefix" -name pkgconfig -type d)
[ -n "$pkgconfig" ] || fail 'no pkgconfig folder was installed'
libdir=${pkgconfig%/pkgconfig}
PKG_CONFIG_PATH=$pkgconfig LD_LIBRARY_PATH=$libdir
export PKG_CONFIG_PATH LD_LIBRARY_PATH

for file in "$libdir/librampart.so.0" "$libdir/librampart.a" "$libdir/librampart-report.so.0" \
    "$libdir/librampart-report.a" "$prefix/include/rampart/rampart.h" \
    "$prefix/bin/rampart" "$prefix/share/man/man1/rampart-check.1" "$prefix/share/doc/rampart/LICENSE" \
    "$prefix/share/rampart/check.schema.json" "$prefix/share/rampart/requests.schema.json" \
    "$prefix/share/rampart/assumptions.schema.json" "$prefix/share/rampart/error.schema.json"; do
    [ -e "$file" ] || fail "not installed: $file"
done

# Links between the documents lead somewhere; a header lies elsewhere.
documents=$prefix/share/doc/rampart
(cd "$documents" && find . -name '*.md' | while read -r page; do
    grep -oE '\]\([^):#]+' "$page" | cut -c 3- | while read -r link; do
        case $link in https | ../include/rampart/set.h) continue ;; esac
        [ -e "$(dirname "$page")/$link" ] || echo "$page leads nowhere: $link"
    done
done) > "$work/links"
[ ! -s "$work/links" ] || fail "$(cat "$work/links")"

version=$(pkg-config --modversion rampart)
prints 0 "$version" "$prefix/bin/rampart" --version

# The library does not bring cJSON along: only the reports need it.
if readelf -d "$libdir/librampart.so.0" | grep -q cjson; then fail 'librampart needs cJSON'; fi

# pkg-config; -l:librampart.a asks for the archive where both are.
# build_with PACKAGE PROGRAM: an example by what the package says, shared and static.
build_with() {
    compile="$compiler -std=c17 $source/examples/$2.c $(pkg-config --cflags "$1")"
    quietly $compile -o "$work/$2" $(pkg-config --libs "$1")
    quietly $compile -o "$work/$2.static" \
        $(pkg-config --static --libs "$1" | sed -E 's/-l(rampart[a-z-]*)/-l:lib\1.a/g')
}
build_with rampart check_policy
build_with rampart-report explain_denial
examples_work "$work/check_policy" "$work/explain_denial"

quietly cmake -S "$source/tests/install/consumer" -B "$work/consumer" -G "$generator" \
    -DCMAKE_C_COMPILER="$compiler" -DCMAKE_PREFIX_PATH="$prefix" \
    -DEXAMPLES="$source/examples"
quietly cmake --build "$work/consumer"
examples_work "$work/consumer/check_policy_rampart" "$work/consumer/explain_denial_report"

# The static ones must run without the shared library.
rm "$libdir"/librampart.so*
examples_work "$work/check_policy.static" "$work/explain_denial.static"
examples_work "$work/consumer/check_policy_rampart_static" "$work/consumer/explain_denial_report_static"
