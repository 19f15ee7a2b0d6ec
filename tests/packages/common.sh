# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# Sourced by the tests of packages. Each needs root, programs, and the distribution's packages by network; where one is missing it
# is skipped, and says so.

skip() {
    echo "$*"
    exit 77
}

fail() {
    echo "$*" >&2
    exit 1
}

# wants COMMAND...
wants() {
    [ "$(id -u)" -eq 0 ] || skip 'only root can make and enter a root folder'
    for command in "$@"; do
        command -v "$command" > /dev/null || skip "there is no $command"
    done
}

# quietly COMMAND...: its output is shown only when it fails.
quietly() {
    "$@" > "$work/log" 2>&1 && return
    cat "$work/log"
    fail "failed: $*"
}

# answers COMMAND...: `COMMAND check …` answers README's first question, from the folder with the policies.
answers() {
    output=$("$@" check -p "$policies/cancel-refresh.json" --action ess:CancelInstanceRefresh \
        --resource acs:ess:cn-hangzhou:1234567890123456:scalinggroup/asg-staging-web) || fail "ended with $?: $*"
    case $output in
    *ALLOW*) ;;
    *) fail "not the answer: $output" ;;
    esac
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
