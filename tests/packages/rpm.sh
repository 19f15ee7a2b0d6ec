#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# rpm.sh SOURCE: rpmlint accepts the spec, and packages are built by it that hold what it says. (Debian has not the macros of Fedora for
# CMake: they are said here.)
set -eu
. "$(dirname "$0")/common.sh"
source=$1
wants git rpmlint rpmbuild cmake ninja
rpmlint -r "$source/packaging/rampart.rpmlintrc" "$source/packaging/rampart.spec" > "$work/log" || { cat "$work/log" && fail 'rpmlint'; }
grep -q '0 errors, 0 warnings' "$work/log" || { cat "$work/log" && fail 'rpmlint warns'; }

version=$(cd "$source" && . packaging/common.sh && version)
mkdir -p "$work/SOURCES"
git -C "$source" archive --prefix="rampart-$version/" -o "$work/SOURCES/rampart-$version.tar.gz" HEAD
quietly rpmbuild -bb --nodeps --define "_topdir $work" --define '_libdir %{_prefix}/lib64' --define 'debug_package %{nil}' \
    --define 'cmake cmake -S . -B redhat -DCMAKE_INSTALL_PREFIX=/usr -DCMAKE_INSTALL_LIBDIR=lib64' \
    --define 'cmake_build cmake --build redhat' \
    --define 'cmake_install DESTDIR=%{buildroot} cmake --install redhat' "$source/packaging/rampart.spec"
[ "$(find "$work/RPMS" -name '*.rpm' | wc -l)" -eq 3 ] || fail "not three packages: $(find "$work/RPMS" -name '*.rpm')"
mkdir "$work/tree"
cd "$work/tree"
for package in "$work"/RPMS/*/rampart-[0-9]*.rpm; do rpm2cpio "$package" | cpio -idm --quiet; done
policies=$source/examples/policies
answers "$work/tree/usr/bin/rampart"
