# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2046,SC2086 # the words are meant to be split
# Completion of rampart for bash. Commands, options and their choices come from the program's own help, actions from its catalogue.

# _rampart_offer CURRENT WORD...: the words that begin so.
_rampart_offer() {
    local current=$1 word
    shift
    COMPREPLY=()
    for word; do
        [[ $word != "$current"* ]] || COMPREPLY+=("$word")
    done
}

# _rampart_value COMMAND OPTION CURRENT: the values of an option. Returns 1 when it takes none.
_rampart_value() {
    local takes
    takes=$(rampart "$1" --help 2> /dev/null |
        sed -nE "s/^  ((-[a-zA-Z], |    )$2|$2, --[a-z-]+) ([^ ]+).*/\3/p" | head -n 1)
    case $takes in
    '') return 1 ;;
    *\|*) _rampart_offer "$3" ${takes//|/ } ;;
    FILE | PATH | DIR) compopt -o filenames && mapfile -t COMPREPLY < <(compgen -f -- "$3") ;;
    ACTION) _rampart_actions "$3" ;;
    *) COMPREPLY=() ;;
    esac
}

# _rampart_actions CURRENT: of the catalogue. What stands before the last colon is on the line already: bash splits words there.
_rampart_actions() {
    local before=
    [[ $COMP_WORDBREAKS != *:* || $1 != *:* ]] || before=${1%:*}:
    [[ $1 == *:* ]] || return 0
    _rampart_offer "$1" $(rampart catalog "$1*" 2> /dev/null | sed -nE 's/^([a-z0-9-]+:[A-Za-z0-9]+)( .*)?$/\1/p')
    COMPREPLY=("${COMPREPLY[@]#"$before"}")
}

_rampart() {
    # The line up to the cursor, split at blanks only.
    local line=${COMP_LINE:0:COMP_POINT} words command current previous
    read -ra words <<< "$line"
    [[ $line != *[[:space:]] ]] || words+=("")
    current=${words[-1]} command=${words[1]-} COMPREPLY=()
    if ((${#words[@]} < 3)); then
        _rampart_offer "$current" $(rampart --help | sed -nE 's/^  ([a-z]+(-[a-z]+)*)  .*/\1/p') help --help --version
        return
    fi
    previous=${words[-2]}
    if [[ $previous == -* ]] && _rampart_value "$command" "$previous" "$current"; then return; fi
    if [[ $current == -* ]]; then
        _rampart_offer "$current" $(rampart "$command" --help 2> /dev/null |
            sed -nE '/^Exit codes/q; s/^  (-[a-zA-Z], |    )(--[a-z-]+).*/\2/p')
    elif [[ $current == *:* && $current != acs:* ]]; then
        _rampart_actions "$current"
    else
        compopt -o filenames && mapfile -t COMPREPLY < <(compgen -f -- "$current")
    fi
}

complete -F _rampart rampart
