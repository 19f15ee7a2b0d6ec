#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# library.sh SOURCE BUILD LIBDIR: runs every command of docs/library.md and compares what it prints. The blocks are run
# one after the other, each in a shell of its own, in a folder that looks like that of the sources.
#
# A stand-in for root's rights: `cmake --install` without a prefix goes to a folder of the test, in the place of /usr/local,
# and `ldconfig` makes the libraries in it known to the loader, by LD_LIBRARY_PATH.
set -eu
source=$1 build=$2 libdir=$3
work=$build/library-test
rm -rf "$work"
mkdir -p "$work/bin" "$work/known" "$work/sources/build" "$work/sources/mine" "$work/home"
ln -s "$source/examples" "$work/sources/examples"
ln -s "$build" "$work/sources/build/quickstart"

cmake=$(command -v cmake)
cat > "$work/bin/cmake" << END
#!/bin/sh
case " \$* " in
*' --prefix '*) ;;
*' --install '*) set -- "\$@" --prefix "$work/local" ;;
esac
exec "$cmake" "\$@"
END
cat > "$work/bin/ldconfig" << END
#!/bin/sh
ln -sf "$work/local/$libdir"/*.so* "$work/known/"
END
chmod +x "$work/bin/cmake" "$work/bin/ldconfig"

# Block N: N.sh has its commands, N.out what they print. The block of CMake is the file that it stands for.
awk -v work="$work" -v libdir="$libdir" '
    /^```console/ { block = "console"; name = sprintf("%s/%02d", work, ++count); print "set -e" > (name ".sh"); next }
    /^```cmake/ { block = "cmake"; next }
    /^```/ { block = ""; next }
    block == "cmake" { print > (work "/sources/mine/CMakeLists.txt") }
    block != "console" { next }
    { gsub(/rampart\/lib\//, "rampart/" libdir "/") }
    /^[$>] / { print substr($0, 3) > (name ".sh"); next }
    { print > (name ".out") }
' "$source/docs/library.md"

HOME=$work/home PATH=$work/bin:$PATH LD_LIBRARY_PATH=$work/known PKG_CONFIG_PATH=$work/local/$libdir/pkgconfig
export HOME PATH LD_LIBRARY_PATH PKG_CONFIG_PATH
cd "$work/sources"
status=0
for block in "$work"/*.sh; do
    if grep -q ' -static ' "$block" && [ "$(cc -print-file-name=libyaml.a)" = libyaml.a ]; then
        echo "not run, as there is no archive of libyaml: $block"
        continue
    fi
    expected=${block%.sh}.out
    touch "$expected"
    ended=0
    sh "$block" > "$work/printed" 2>&1 || ended=$?
    diff -u "$expected" "$work/printed" || { status=1; cat "$block"; }
    [ $ended = 0 ] || { status=1; echo "it ended with $ended:"; cat "$block"; }
done
[ -e "$work/06.sh" ] || { echo 'docs/library.md has fewer than six blocks of commands'; status=1; }
exit $status
