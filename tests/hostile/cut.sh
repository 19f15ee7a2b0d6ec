#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# cut.sh: an image that is cut short while questions are answered from it. It was read into memory, so the answers stay what
# they were; with --map the answers up to then are the same. RAMPART is the program.
set -eu
program=${RAMPART:?names the program to test}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat > account.json << 'END'
{"rampart": 1, "account": "1",
 "policies": {"Cancel": {"Version": "1", "Statement": [{"Effect": "Allow", "Action": "ess:Cancel*", "Resource": "*"}]}},
 "users": {"alice": {"policies": ["Cancel"]}, "bob": {}}}
END
mkfifo requests answers

line() {
    printf '{"id": %s, "principal": "user/%s", "action": "ess:CancelInstanceRefresh", "resource": "*"}\n' "$1" "$2"
}

# expect ID DECISION: the next answer.
expect() {
    read -r answer <&4
    case $answer in '{"id":'"$1"',"decision":"'"$2"'",'*) return ;; esac
    echo "cut.sh: $how: answer $1 is $answer"
    exit 1
}

for how in read map; do
    "$program" compile account.json -o image
    set --
    [ "$how" = read ] || set -- --map
    code=0
    "$program" check "$@" -a image --requests requests > answers &
    exec 4< answers 3> requests
    line 1 alice >&3
    expect 1 Allow
    line 2 bob >&3
    expect 2 Deny
    if [ "$how" = read ]; then
        : > image
        line 3 alice >&3
        expect 3 Allow
        line 4 carol >&3
    fi
    exec 3>&-
    cat <&4 > rest
    exec 4<&-
    wait $! || code=$?
    case $how:$code:$(cut -c 1-17 rest) in
    'read:2:{"id":4,"line":4,' | map:0:) ;;
    *) echo "cut.sh: $how: ended with $code and $(cat rest)" && exit 1 ;;
    esac
done
echo "an image is read before it is asked"
