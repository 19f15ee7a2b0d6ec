#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# writer.sh: files that the program writes become what they are to be as a whole, or stay as they were: through links, on a
# full disk, read-only, in folders where nothing can be made, when a signal comes; and what is no plain file is written
# directly. RAMPART is the program.
set -eu
program=${RAMPART:?names the program to test}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
LC_ALL=C
export LC_ALL
umask 022
cd "$work"

cat > crooked.json << 'END'
{"Statement": [{"Resource": "*", "Action": ["ess:CancelInstanceRefresh", "ess:CancelInstanceRefresh"], "Effect": "Allow"}],
   "Version": "1"}
END
cat > account.yaml << 'END'
rampart: 1
account: "1"
users: {alice: {}}
END

fail() {
    echo "writer.sh: $*"
    exit 1
}

# run EXIT-CODE ARGUMENT...: runs the program, which is to end with this.
run() {
    expected=$1 code=0
    shift
    said=$("$program" "$@" 2>&1) || code=$?
    [ "$code" -eq "$expected" ] || fail "$*: ended with $code, not with $expected: $said"
}

# says TEXT: it stands in what the program said.
says() {
    case $said in *"$1"*) return ;; esac
    fail "no \"$1\" in: $said"
}

# same FILE OTHER
same() {
    cmp -s "$1" "$2" || fail "$1 is not $2: $(cat "$1")"
}

mode() {
    stat -c %a "$1"
}

# No file that was made on the way is left.
nothing_left() {
    left=$(find . -name '.rampart-*')
    [ -z "$left" ] || fail "left behind: $left"
}

# ways TEST: does it with each way to write a file.
ways() {
    for way in fmt fix check compile import catalog; do
        "$1" "$way"
    done
}

# write WAY FILE EXIT-CODE
write() {
    case $1 in
    fmt) run "$3" fmt "$2" ;;
    fix) run "$3" lint --fix --fail-on error "$2" ;;
    check) run "$3" check -p crooked.json --action ess:CancelInstanceRefresh --resource '*' -o "$2" ;;
    compile) run "$3" compile account.yaml -o "$2" ;;
    import) run "$3" import account.yaml -o "$2" ;;
    catalog) run "$3" catalog ess:CancelInstanceRefresh -o "$2" ;;
    esac
}

# What a link leads to is written; the link stays, and so do mode and name, also of the folder's other files.
through_links() {
    rm -rf folder
    mkdir -p folder/deep
    cp crooked.json folder/deep/real.json
    chmod 640 folder/deep/real.json
    ln -s deep/real.json folder/link.json
    ln -s folder/link.json outer.json
    write "$1" outer.json 0
    [ -L outer.json ] && [ -L folder/link.json ] || fail "$1: a link became a file"
    ! cmp -s crooked.json folder/deep/real.json || fail "$1: what the link leads to was not written"
    [ "$(mode folder/deep/real.json)" = 640 ] || fail "$1: its mode is $(mode folder/deep/real.json)"
    nothing_left
    rm -r folder outer.json
}

read_only() {
    cp crooked.json locked.json
    chmod 444 locked.json
    write "$1" locked.json 2
    says "cannot write locked.json: the file is read-only"
    same locked.json crooked.json
    nothing_left
    rm -f locked.json
}

# A limit on a file's size stands for a disk that is full.
full_disk() {
    cp crooked.json real.json
    ln -s real.json link.json
    (
        ulimit -f 0
        write "$1" link.json 2
        says "cannot write link.json: File too large"
    )
    same real.json crooked.json
    [ -L link.json ] || fail "$1: the link became a file"
    nothing_left
    rm real.json link.json
}

ways through_links
ways read_only
ways full_disk

# A link to what is not there yet; one that leads round in a circle; a folder; a file in no folder.
ln -s new.json dangling.json
write check dangling.json 0
[ -L dangling.json ] && [ "$(mode new.json)" = 644 ] || fail "a dangling link was not followed"
ln -s circle.json circle.json
write check circle.json 2
says "cannot write circle.json: Too many levels of symbolic links"
write check . 2
says "cannot write .: Is a directory"
write check none/report.txt 2
says "cannot write none/report.txt: No such file or directory"

# A name as long as a file system takes.
long=$(printf '%0251d' 0).txt
write check "$long" 0
[ -s "$long" ] || fail "a long name was not written"

# Another name of the same file keeps the old text.
cp crooked.json one.json
ln one.json two.json
write fmt one.json 0
same two.json crooked.json
! cmp -s one.json two.json || fail "one.json was not written"

# What is no plain file is written directly, and stays what it is.
write check /dev/null 0
[ -c /dev/null ] || fail "/dev/null was replaced"
mkfifo pipe
cat pipe > taken &
write check pipe 0
wait $!
[ -p pipe ] && grep -q ALLOW taken || fail "nothing came through the pipe: $(cat taken)"
echo before > appended
"$program" catalog ess:CancelInstanceRefresh -o /dev/stdout >> appended
"$program" catalog ess:CancelInstanceRefresh -o /dev/fd/1 >> appended
echo behind >> appended
[ "$(head -n 1 appended)" = before ] && [ "$(tail -n 1 appended)" = behind ] &&
    [ "$(grep -c '^ess:CancelInstanceRefresh' appended)" -eq 2 ] || fail "/dev/stdout was replaced: $(cat appended)"

# A folder in which nothing can be made, for root as well.
if [ -d /sys/kernel ]; then
    write check /sys/kernel/report.txt 2
    says "its folder is not writable"
fi

# A signal takes the temporary file with it, and the program dies by it.
for signal in HUP INT TERM; do
    cp crooked.json report.json
    rm -f requests
    mkfifo requests
    # (A shell lets what it runs behind itself ignore SIGINT; the program is to die by it nevertheless.)
    env --default-signal=INT "$program" check -p crooked.json --requests requests -o report.json &
    pid=$!
    exec 3> requests
    tries=0
    until [ -n "$(find . -name '.rampart-*')" ] || [ "$tries" -gt 100 ]; do
        sleep 0.1
        tries=$((tries + 1))
    done
    kill -s "$signal" "$pid"
    code=0
    wait "$pid" 2> /dev/null || code=$?
    exec 3>&-
    case $signal in HUP) number=1 ;; INT) number=2 ;; TERM) number=15 ;; esac
    [ "$code" -eq $((128 + number)) ] || fail "SIG$signal: ended with $code"
    nothing_left
    same report.json crooked.json
done
echo "files are written as a whole or not at all"
