#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# completions.sh SOURCE PROGRAM: what bash, zsh and fish complete after a line. Each shell that is not there is skipped, and named.
set -eu
completions=$1/packaging/completions
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
PATH=$(dirname "$2"):$PATH
export PATH
bad=0 skipped=

cat > "$work/ask.bash" << 'END'
. "$1/rampart.bash"
compopt() { :; } # it works in a completion only
COMP_LINE=$2 COMP_POINT=${#2}
_rampart
printf '%s\n' "${COMPREPLY[@]}"
END

# Of zsh's completion only what the function hands it is seen.
cat > "$work/ask.zsh" << 'END'
compadd() { local name; [[ $1 == -Q ]] && shift; if [[ $1 == -a ]]; then print -l -- ${(P)2}; else shift; print -l -- "$@"; fi }
_describe() { print -l -- ${(P)4%%:*}; }
_files() { :; }
_message() { :; }
words=(${(s: :)2}) 
[[ $2 != *' ' ]] || words+=('')
CURRENT=$#words PREFIX=$words[-1]
. $1/_rampart
END

cat > "$work/ask.fish" << 'END'
source $argv[1]/rampart.fish
complete -C $argv[2] | string replace -r '\t.*' ''
END

# completes LINE WORD...: each shell offers these and no others among those that begin so.
completes() {
    line=$1
    shift
    last=${line##* }
    wanted=$(printf '%s\n' "$@" | LC_ALL=C sort)
    for shell in bash zsh fish; do
        if ! command -v $shell > /dev/null; then
            case $skipped in *$shell*) ;; *) skipped="$skipped $shell" ;; esac
            continue
        fi
        case $shell in zsh) options=-f ;; fish) options=--no-config ;; *) options=--norc ;; esac
        given=$($shell $options "$work/ask.$shell" "$completions" "$line" < /dev/null | sed '/^$/d')
        # bash completes what follows the colon.
        case $shell:$last in bash:*:*) prefix=${last%:*}: ;; *) prefix= ;; esac
        given=$(printf '%s\n' "$given" | sed "s/^/$prefix/" | awk -v begin="$last" 'index($0, begin) == 1' | LC_ALL=C sort -u)
        [ "$given" = "$wanted" ] && continue
        printf '%s completes "%s" to:\n%s\nnot to:\n%s\n' "$shell" "$line" "$given" "$wanted"
        bad=1
    done
}

commands=$(rampart --help | sed -nE 's/^  ([a-z]+(-[a-z]+)*)  .*/\1/p')
completes 'rampart wh' what-can who-can
completes 'rampart c' $(printf '%s\n' $commands | grep '^c')
completes 'rampart check --layer' --layer-absent
completes 'rampart check -f ' text json
completes 'rampart check --format j' json
completes 'rampart lint -f s' sarif
completes 'rampart check -p a.json --action ess:CancelInst' ess:CancelInstanceRefresh
completes 'rampart check -a account.yaml role/ci ess:SuspendP' ess:SuspendProcesses
for command in $commands; do # every option that the help names
    completes "rampart $command --" $(rampart "$command" --help | sed '/^Exit codes/,$d' | grep -oE '^  (-[a-zA-Z], |    )--[a-z-]+' | grep -oE -- '--[a-z-]+' | sort -u)
done
[ $bad -eq 0 ] || exit 1
[ -z "$skipped" ] || { echo "not there:$skipped" && [ "$skipped" != ' bash zsh fish' ]; } || exit 77
