#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# commands.sh SOURCE PROGRAM: every command comes whole. It has a manual page that names each of its options, an example in its help,
# the schema of what -f json prints, and a transcript.
set -eu
source=$1 program=$2
bad=0
complain() {
    echo "$*"
    bad=1
}

# The schemas that are not named by their command: it prints what another describes, or is one for each kind of row.
schema_of() {
    case $1 in
    import) echo account ;;
    *) echo "$1" ;;
    esac
}

for command in $("$program" --help | sed -nE 's/^  ([a-z]+(-[a-z]+)*)  .*/\1/p'); do
    help=$("$program" "$command" --help | sed '/^Exit codes/,$d')
    page=$source/docs/man/rampart-$command.1
    if [ -e "$page" ]; then
        for option in $(echo "$help" | grep -oE '^  (-[a-zA-Z], |    )--[a-z-]+' | grep -oE -- '--[a-z-]+' | sort -u); do
            case $option in --help | --version) continue ;; esac # of every command, in docs/man/rampart.1
            grep -qE "Fl Fl ${option#--}( |$)" "$page" || complain "docs/man/rampart-$command.1 does not tell of $option"
        done
    else
        complain "there is no manual page of $command: docs/man/rampart-$command.1"
    fi
    grep -q "Xr rampart-$command 1" "$source/docs/man/rampart.1" || complain "docs/man/rampart.1 does not name rampart-$command"
    case $("$program" "$command" --help) in *Example*"rampart $command "*) ;; *) complain "the help of $command has no example" ;; esac
    case $help in *'--format '*json*)
        [ -e "$source/docs/$(schema_of "$command").schema.json" ] || complain "there is no docs/$(schema_of "$command").schema.json" ;;
    esac
    grep -qE "^\\$ (.*\| *)?rampart $command " "$source"/tests/golden/*.txt || complain "no transcript in tests/golden runs $command"
done
[ -e "$source/docs/man/rampart-export.1" ] || complain 'there is no manual page of rampart-export'
exit $bad
