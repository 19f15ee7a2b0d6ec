#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# lines.sh: what --requests does when its reader goes away, with a bad line among good ones, with nothing to read, and with
# lines of 50 MB: exit code, answers and complaints, by policies and by an account. RAMPART is the program.
set -eu
program=${RAMPART:?names the program to test}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
LC_ALL=C
export LC_ALL
cd "$work"

cat > policy.json << 'END'
{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "ess:Cancel*", "Resource": "*"}]}
END
cat > account.yaml << 'END'
rampart: 1
account: "1"
policies: {Cancel: policy.json}
users: {alice: {policies: [Cancel]}}
END

line() {
    printf '{"id": %s, "principal": "user/alice", "action": "ess:CancelInstanceRefresh", "resource": "*"%s}\n' "$1" "${2:-}"
}

check() {
    "$program" check "$@" --requests - > answers 2> errors
}

# ended WHAT EXIT-CODE ERRORS: how the program ended, and all that it said on standard error.
ended() {
    if [ "$code" -ne "$2" ]; then echo "$source: $1: ended with $code and not with $2" && exit 1; fi
    if [ "$(cat errors)" != "$3" ]; then echo "$source: $1: complained: $(cat errors)" && exit 1; fi
}

# answered WHAT BEGINNING...: one answer begins with each, and there are no others.
answered() {
    what=$1 number=0
    shift
    for beginning; do
        number=$((number + 1))
        answer=$(sed -n "${number}p" answers)
        [ "${answer#"$beginning"}" != "$answer" ] && continue
        echo "$source: $what: answer $number is: $(echo "$answer" | cut -c 1-200)" && exit 1
    done
    [ "$(wc -l < answers)" -eq "$number" ] && return
    echo "$source: $what: not $number answers" && exit 1
}

# An endless input: the test ends because the program does.
reader_goes() {
    yes "$(line 1)" 2> /dev/null | {
        code=0
        "$program" check "$@" --requests - 2> errors || code=$?
        echo "$code" > code
    } | head -n 1 > answers
    code=$(cat code)
    ended "the reader goes away" 141 "" # by SIGPIPE, as every filter
    answered "the reader goes away" '{"id":1,"decision":"Allow",'

    yes "$(line 1)" 2> /dev/null | {
        trap '' PIPE
        code=0
        "$program" check "$@" --requests - 2> errors || code=$?
        echo "$code" > code
    } | head -n 1 > answers
    code=$(cat code)
    ended "the reader goes away, SIGPIPE ignored" 2 "rampart: error: cannot write standard output: Broken pipe"
}

bad_line() {
    code=0
    {
        line 1
        printf '{"id": 2, "principal": "user/alice", "acton": "ess:CancelInstanceRefresh", "resource": "*"}\n'
        printf 'garbage\n'
        line 4
    } | check "$@" || code=$?
    ended "a bad line" 2 "rampart: 4 requests: 2 allowed, 0 denied, 0 conditional, 2 errors"
    answered "a bad line" '{"id":1,"decision":"Allow",' '{"id":2,"line":2,"error":{"code":"REQ012",' \
        '{"id":null,"line":3,"error":{"code":"SYN' '{"id":4,"decision":"Allow",'
}

nothing() {
    for input in '' '\n' ' \n\n\t'; do
        code=0
        # shellcheck disable=SC2059 -- the escapes are meant
        printf "$input" | check "$@" || code=$?
        ended "nothing" 0 "rampart: 0 requests: 0 allowed, 0 denied, 0 conditional, 0 errors"
        answered "nothing"
    done
}

long_lines() {
    code=0
    {
        line 1
        printf '{"id": 2, "action": "ess:CancelInstanceRefresh", "resource": "*", "context": {"k": "'
        head -c 50000000 /dev/zero | tr '\0' 'x'
        printf '"}}\n'
        yes '[{"' | tr -d '\n' | head -c 50000000
        printf '\n'
        head -c 50000000 /dev/zero | tr '\0' '['
        printf '\n'
        line 5
    } 2> /dev/null | check "$@" || code=$?
    ended "long lines" 2 "rampart: 5 requests: 2 allowed, 0 denied, 0 conditional, 3 errors"
    answered "long lines" '{"id":1,"decision":"Allow",' '{"id":null,"line":2,"error":{"code":"REQ009",' \
        '{"id":null,"line":3,"error":{"code":"REQ009",' '{"id":null,"line":4,"error":{"code":"REQ009",' \
        '{"id":5,"decision":"Allow",'
}

for source in policy account; do
    case $source in
    policy) set -- --policy policy.json --account-id 1 ;;
    account) set -- --account account.yaml ;;
    esac
    reader_goes "$@"
    bad_line "$@"
    nothing "$@"
    long_lines "$@"
done
