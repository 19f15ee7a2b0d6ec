# SPDX-License-Identifier: Apache-2.0
# Completion of rampart for fish. Commands, options and their choices come from the program's own help, actions from its catalogue.

function __rampart_commands
    rampart --help | string replace -rf '^  ([a-z]+(?:-[a-z]+)*)  +(.*)' '$1\t$2'
    printf 'help\tshow help\n'
end

# The lines of the help that tell of an option.
function __rampart_options
    rampart (commandline -opc)[2] --help 2>/dev/null | sed '/^Exit codes/,$d' | string replace -rf '^  (?:-[a-zA-Z], |    )(--[a-z-]+)(?: [^ ]+)?(?:  +(.*))?$' '$1\t$2'
end

# What the option before the cursor takes: FILE, text|json, ACTION …; nothing when it takes none.
function __rampart_takes
    set -l words (commandline -opc)
    string match -q -- '-*' $words[-1]; or return 1
    set -l option (string escape --style=regex -- $words[-1])
    rampart $words[2] --help 2>/dev/null | string replace -rf "^  (?:$option, --[a-z-]+|(?:-[a-zA-Z], |    )$option) ([^ ]+).*" '$1' | head -n 1
end

function __rampart_arguments
    set -l takes (__rampart_takes)
    set -l current (commandline -ct)
    switch "$takes"
        case '*|*'
            string split '|' $takes
        case ACTION
            rampart catalog "$current*" 2>/dev/null | string replace -rf '^([a-z0-9-]+:[A-Za-z0-9]+)(?: .*)?$' '$1'
        case FILE PATH DIR ''
            if string match -q -- '-*' $current
                __rampart_options
            else if string match -q -- '*:*' $current; and not string match -q -- 'acs:*' $current
                rampart catalog "$current*" 2>/dev/null | string replace -rf '^([a-z0-9-]+:[A-Za-z0-9]+)(?: .*)?$' '$1'
            else
                __fish_complete_path $current
            end
    end
end

complete -c rampart -f
complete -c rampart -n 'test (count (commandline -opc)) -eq 1' -a '(__rampart_commands)'
complete -c rampart -n 'test (count (commandline -opc)) -gt 1' -a '(__rampart_arguments)'
