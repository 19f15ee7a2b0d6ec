#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# can_fail.sh: a check that cannot fail checks nothing. Breaks each rule of this folder in a small tree of its
# own and expects the check to say so.
set -eu
checks=$(cd "$(dirname "$0")" && pwd)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
status=0

# tree_source PATH: writes standard input to a file of the tree, with its licence.
tree_source() {
    mkdir -p "$tree/${1%/*}"
    { echo '/* SPDX-License-Identifier: Apache-2.0 */'; cat; } > "$tree/$1"
}

# object PATH COMMAND...: standard input compiled by COMMAND; the tree keeps the result only.
object() {
    result=$1
    shift
    "$@" -x c - -o "$tree/$result"
}

# expect TEXT CHECK ARGUMENT...: the check fails and says TEXT.
expect() {
    text=$1 check=$2
    shift 2
    if output=$(sh "$checks/$check" "$@" 2>&1); then ended=well; else ended=badly; fi
    case $ended:$output in
    badly:*"$text"*) return ;;
    esac
    printf '%s ended %s and should have complained "%s". It said:\n%s\n' "$check" "$ended" "$text" "$output"
    status=1
}

lines() {
    awk -v count="$1" -v line="$2" 'BEGIN { while (count-- > 0) print line }'
}

mkdir -p "$tree/src" "$tree/include/rampart" "$tree/tests/unit/base"
echo 'set(BASE base/listed.c)' > "$tree/src/CMakeLists.txt"
echo 'rampart_unit_tests(base listed)' > "$tree/tests/CMakeLists.txt"

echo '#include "policy/parse.h"' | tree_source src/text/upward.c
expect 'src/text/upward.c:2: text must not include "policy/parse.h"' layers.sh "$tree"
echo '#include "decide/verdict.h"' | tree_source src/cli/inside.c
expect 'src/cli/inside.c:2: cli must not include "decide/verdict.h"' layers.sh "$tree"
echo '#include "upward.h"' | tree_source src/text/bare.c
expect 'src/text/bare.c:2: text must not include "upward.h"' layers.sh "$tree"

{ printf 'static int long_one(void)\n{\n'; lines 78 '    step();'; echo '}'; } | tree_source src/base/listed.c
expect 'src/base/listed.c:2: a function of 81 lines' lengths.sh "$tree"
lines 1000 'extern int something;' | tree_source src/base/listed.c
expect 'src/base/listed.c: 1001 lines' lengths.sh "$tree"

mkdir -p "$tree/docs"
echo '{"enum": ["Known"]}' > "$tree/docs/check.schema.json"
echo 'const char *words[] = {"Known", "Newer"};' | tree_source src/decide/words.c
expect 'docs/check.schema.json does not know "Newer"' schema_words.sh "$tree"

mkdir -p "$tree/policies/system" "$tree/src/catalog"
echo '{}' > "$tree/policies/system/Known.json"
echo '| `Known` | v1 | somewhere |' > "$tree/policies/system/README.md"
echo 'RP_SYSTEM_POLICY(Other)' | tree_source src/catalog/system_names.h
expect '+Other' check_system.sh "$tree"

cp -r "$checks/../../policies/catalog" "$tree/policies/catalog"
printf 'nosuch:Do\tget\tmetadata\n' >> "$tree/policies/catalog/actions.tsv"
expect 'not sorted, or twice: nosuch:do' check_catalog.sh "$tree"
expect 'no service has the code "nosuch"' check_catalog.sh "$tree"

if command -v shellcheck > /dev/null; then
    mkdir -p "$tree/examples"
    printf '#!/bin/sh\necho $1\n' > "$tree/examples/unquoted.sh"
    expect 'SC2086' shellcheck.sh "$tree"
    rm -r "$tree/examples"
fi

echo '/* TO''DO: later */' | tree_source src/base/listed.c
expect 'src/base/listed.c:2:' words.sh "$tree"

echo 'void ask(void *memory) { __builtin_prefetch(memory); }' | tree_source src/base/listed.c
expect 'src/base/listed.c:2:void ask' words.sh "$tree"

echo 'int no_licence;' > "$tree/src/base/listed.c"
expect 'src/base/listed.c: no SPDX-License-Identifier' licence.sh "$tree"

expect 'src/text/upward.c is not in src/CMakeLists.txt' listed.sh "$tree"
echo 'int main(void) { return 0; }' | tree_source tests/unit/base/test_forgotten.c
expect 'tests/unit/base/test_forgotten.c is not in tests/CMakeLists.txt' listed.sh "$tree"
echo 'See `src/base/gone.c` and `tests/golden/TOPIC.txt`.' > "$tree/CONTRIBUTING.md"
expect 'CONTRIBUTING.md names src/base/gone.c' listed.sh "$tree"

mkdir -p "$tree/tests/golden/inputs/topic" "$tree/tests/golden/alone"
touch "$tree/tests/golden/inputs/topic/unread.json" "$tree/tests/golden/alone/stdout"
expect 'tests/golden/inputs/topic/unread.json is in no transcript' listed.sh "$tree"
expect 'tests/golden/alone/stdout is neither' listed.sh "$tree"

printf 'wide\n$ COLUMNS=20 rampart check\nDENIED  more than twenty\n{"json": "more than twenty"}\n? 0\n' > "$tree/tests/golden/wide.txt"
expect 'wide.txt:3: more than 20 columns' width.sh "$tree"

echo 'struct fine { int class; };' | tree_source include/rampart/c_only.h
expect 'rampart/c_only.h does not compile by itself as c++' headers.sh "$tree"
echo 'size_t needs_stddef;' | tree_source include/rampart/dependent.h
expect 'rampart/dependent.h does not compile by itself as c' headers.sh "$tree"

mkdir -p "$tree/docs" "$tree/policies/catalog"
printf 'a-switch\tIs it so?\tyes: it is; no: it is not\tone asks\tNobody said\n' > "$tree/policies/catalog/assumptions.tsv"
printf '## a-switch\n**Is it so?** It matters when one asks.\n| `yes` (default) | it is |\n*Evidence.* Nobody said.\n' \
    > "$tree/docs/undocumented.md"
expect 'a-switch: there is not "| `no` | it is not |"' undocumented.sh "$tree"
expect 'a-switch: there is not "*What would settle it.* "' undocumented.sh "$tree"

# header NAME TEXT: standard input as the only public header of a tree; the check complains TEXT.
header() {
    tree_source "said/include/rampart/$1"
    expect "$2" header_comments.sh "$tree/said"
    rm "$tree/said/include/rampart/$1"
}
header bare.h 'rampart_bare has no comment' << 'END'
/* The head.
 * Thread-safety: Any thread. */
#ifndef BARE_H
RAMPART_API void rampart_bare(void);
END
header status.h 'rampart_try does not say Errors:' << 'END'
/* Tries it. Thread-safety: Any thread. */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_try(int count);
END
header owner.h 'rampart_make does not say Ownership:' << 'END'
/* Makes it. Errors: none. Thread-safety: Any thread. */
RAMPART_API enum rampart_status rampart_make(struct rampart_set **ret_set);
END
header text.h 'rampart_text does not say Ownership:' << 'END'
/* Returns a text. Thread-safety: Any thread. */
RAMPART_API struct rampart_str rampart_text(void);
END
header thread.h 'rampart_count does not say Thread-safety:' << 'END'
/* Returns a number. */
RAMPART_API int rampart_count(void);
END
header example.h 'no worked example' << 'END'
/* Returns a number. Thread-safety: Any thread. */
RAMPART_API int rampart_count(void);
END
header words.h 'its head does not say Words:' << 'END'
/* Returns a number. Thread-safety: Any thread. */
RAMPART_API int rampart_count(void);
END
header dense.h '2 of 5 lines are comments, 50 in 100 are wanted' << 'END'
/* Returns a number. Thread-safety: Any thread. */
RAMPART_API int rampart_count(void);
struct first;
struct second;
END
header numbers.h '2 of 5 lines of the public headers are comments, 60 in 100 are wanted' << 'END'
/* Numbers. */
extern int first;
extern int second;
extern int third;
END

rm -r "$tree/src"
echo 'void narrowed(char *c, int i) { *c = i; }' | tree_source src/base/warned.c
for compiler in gcc clang; do
    command -v "$compiler" > /dev/null || continue
    expect 'conversion' compile.sh "$compiler" "$tree" -Wconversion
done

mkdir "$tree/api"
echo 'void rampart_extra(void); void rampart_listed(void); void rampart_report_it(void);' > "$tree/api/api.h"
echo 'int rampart_listed, rampart_extra;' | object library.so gcc -shared -fPIC
echo 'int rampart_listed, rampart_extra, rampart_hidden;' | object larger.so gcc -shared -fPIC
echo 'int rampart_listed;' | object smaller.so gcc -shared -fPIC
echo 'int rampart_report_it;' | object reports.so gcc -shared -fPIC
echo 'int rp_inside(void); int rampart_report_it(void); int rampart_report_it(void) { return rp_inside(); }' |
    object prying.so gcc -shared -fPIC
printf 'rampart_listed\nrampart_extra\nrampart_report_it\n' > "$tree/exports.txt"
expect 'is not sorted' exports.sh "$tree/exports.txt" "$tree/api" "$tree/library.so" "$tree/reports.so"
printf 'rampart_extra\nrampart_report_it\n' > "$tree/exports.txt"
expect 'declared, but not listed: rampart_listed' exports.sh "$tree/exports.txt" "$tree/api" "$tree/library.so" "$tree/reports.so"
printf 'rampart_extra\nrampart_listed\nrampart_report_it\n' > "$tree/exports.txt"
expect 'exported, but not listed: rampart_hidden' exports.sh "$tree/exports.txt" "$tree/api" "$tree/larger.so" "$tree/reports.so"
expect 'listed, but not exported: rampart_extra' exports.sh "$tree/exports.txt" "$tree/api" "$tree/smaller.so" "$tree/reports.so"
echo 'int rp_inside(void); int call(void); int call(void) { return rp_inside(); }' | object program.o gcc -c
expect 'the reports, but not exported: rp_inside' exports.sh "$tree/exports.txt" "$tree/api" "$tree/library.so" "$tree/prying.so"
expect 'exported by the reports: rampart_report_it' exports.sh "$tree/exports.txt" "$tree/api" "$tree/library.so" "$tree/library.so"
expect 'the program, but not exported: rp_inside' exports.sh "$tree/exports.txt" "$tree/api" "$tree/library.so" "$tree/reports.so" "$tree/program.o"

# example NAME TEXT STATEMENT: a header whose example is this statement; running it, the test complains TEXT.
example() {
    printf '/*\n * Example:\n *\n *     #include <stdio.h>\n *     int main(void) { %s }\n *\n * It prints:\n *\n *     1\n */\n' \
        "$3" | tree_source "said/include/rampart/$1"
    expect "$2" ../examples/headers.sh "$tree/said" gcc "$tree/library.so" "$tree/reports.so"
    rm "$tree/said/include/rampart/$1"
}
example warns.h 'the example warns-1 does not compile' 'int unused; return 0;'
example ends.h 'the example ends-1 ended with 2' 'puts("1"); return 2;'
example prints.h 'the example prints-1 prints something else than include/rampart/prints.h says' 'puts("2"); return 0;'

if command -v mandoc > /dev/null; then
    mkdir -p "$tree/docs/man"
    printf '.TH RAMPART 1\n.SH NAME\nrampart\n.NOSUCH macro\n' > "$tree/docs/man/rampart.1"
    expect 'NOSUCH' manual.sh "$tree"
fi

# A program whose command has an option that its page lacks; behind the exit codes stand none.
mkdir -p "$tree/said/docs/man"
printf '.It Fl Fl known\n' > "$tree/said/docs/man/rampart-ask.1"
printf '#!/bin/sh\nprintf "  -k, --known WORD  a\\n      --new WORD    b\\nExit codes\\n      --not\\n"\n' > "$tree/program"
chmod +x "$tree/program"
expect 'rampart-ask.1: there is no --new' manual_options.sh "$tree/said" "$tree/program"

# link ROOM/FILE DEFINED ASKED: an object that defines the one and asks the other.
link() {
    mkdir -p "$tree/x.dir/$(dirname "$1")"
    printf 'void %s(void); void %s(void); void %s(void) { %s(); }\n' "$2" "$3" "$2" "$3" | object "x.dir/$1.c.o" gcc -c
}
link base/a rp_a rp_b
link decide/b rp_b rp_c
link base/c rp_c rp_a
expect 'src/base/a.c must not ask rp_b of src/decide/b.c' links.sh "$tree/x.dir/base/a.c.o" "$tree/x.dir/decide/b.c.o"
link base/b rp_b rp_c
expect 'src/base/c.c stands in a circle: it asks base/a.c' links.sh "$tree/x.dir/base/a.c.o" "$tree/x.dir/base/b.c.o" \
    "$tree/x.dir/base/c.c.o"

echo 'int counter(void); int counter(void) { static int count; return ++count; }' | object state.o gcc -c
expect 'state.o state that can be written: count' purity.sh "$tree/state.o"
echo '#include <stdlib.h>
      int number(const char *text); int number(const char *text) { return atoi(text); }' | object call.o gcc -c
expect 'calls atoi' purity.sh "$tree/call.o"
echo '#include <unistd.h>
      int run(char *const line[]); int run(char *const line[]) { return execvp(line[0], line); }' | object run.o gcc -c
expect 'calls execvp' purity.sh "$tree/run.o"
echo 'int main(void) { return 0; }' | object bare.o gcc -c
gcc -no-pie -Wl,-z,lazy -o "$tree/bare" "$tree/bare.o"
expect 'bare: no position-independent code' hardened.sh Debug "$tree/bare"
expect 'bare: no binding at start' hardened.sh Debug "$tree/bare"
expect 'bare: no guarded stack' hardened.sh Debug "$tree/bare"
printf '#include <stdio.h>\nvoid call(FILE *file);\nvoid call(FILE *file)\n{\n    fflush(file);\n}\n' |
    object stream.o gcc -c
expect 'calls fflush' streams.sh "$tree/stream.o"

exit $status
