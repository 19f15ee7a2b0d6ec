#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# header_comments.sh ROOT: the comments of the public headers say what a caller must know.
#
#   - Each public function has a comment of its own, right above it.
#   - It says "Errors:" when the function returns a status, and "Ownership:" when it gives out a pointer, a text or a
#     struct.
#   - It says "Thread-safety:", or the head of the header says so for all.
#   - A header with functions begins with its words, a worked example and what that prints (headers/examples runs it).
#   - Of the lines that are not blank, 60 in 100 are comments, and 50 in each header with functions.
set -eu
cd "$1"

awk '
    function complain(line, text) { printf "%s:%d: %s\n", FILENAME, line, text; bad = 1 }

    function close_header() {
        if (file == "") return
        if (functions && !words) { printf "%s: its head does not say Words:\n", file; bad = 1 }
        if (functions && !example) { printf "%s: no worked example\n", file; bad = 1 }
        if (functions && 2 * comments < lines) {
            printf "%s: %d of %d lines are comments, 50 in 100 are wanted\n", file, comments, lines
            bad = 1
        }
        all_comments += comments
        all_lines += lines
    }

    # What a declaration gives out: by its type, or by a parameter ret_… that is no number.
    function gives_out(text) {
        if (text ~ /^RAMPART_API[^(]*\*[^(]*\(/ || text ~ /^RAMPART_API struct /) return 1
        return text ~ /\*\*ret_/ || text ~ /struct [a-z_]+ \*ret_/
    }

    function check_function(text, line,    name) {
        name = text
        sub(/\(.*/, "", name)
        sub(/.*[ *]/, "", name)
        functions = 1
        if (about == "") { complain(line, name " has no comment"); return }
        if (text ~ /enum rampart_status rampart_[a-z_]+\(/ && about !~ /Errors: /)
            complain(line, name " does not say Errors:")
        if (gives_out(text) && about !~ /Ownership: /) complain(line, name " does not say Ownership:")
        if (about !~ /Thread-safety: / && !threads) complain(line, name " does not say Thread-safety:, nor does the head")
    }

    FNR == 1 {
        close_header()
        file = FILENAME
        lines = comments = functions = example = words = threads = inside = 0
        about = text = ""
        head = 1
    }
    /[^ \t]/ { lines++ }
    !inside && /^[ \t]*\/[*\/]/ { inside = 1; about = "" }
    inside {
        if ($0 ~ /[^ \t]/) comments++
        about = about " " $0
        if (head && /^ \* Words( are .*)?[:.]/) words = 1
        if (head && /^ \* Thread-safety: /) threads = 1
        if (head && /^ \* It prints:/ && about ~ / \* Example:/) example = 1
        if (/\*\// || /^[ \t]*\/\//) inside = 0
        next
    }
    /^#ifndef/ { head = 0 }
    /^RAMPART_API/ { text = ""; start = FNR; declared = 1 }
    declared {
        text = text " " $0
        if (!/;[ \t]*$/) next
        gsub(/ +/, " ", text)
        sub(/^ /, "", text)
        check_function(text, start)
        declared = 0
    }
    { about = "" }
    END {
        close_header()
        if (5 * all_comments < 3 * all_lines) {
            printf "%d of %d lines of the public headers are comments, 60 in 100 are wanted\n", all_comments, all_lines
            bad = 1
        }
        exit bad
    }' include/rampart/*.h
