#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# deb.sh SOURCE: lintian accepts Debian's packages; two builds of them are the same files; in a bare Debian root they install, the
# program answers, its completion completes, and the examples build by pkg-config and run.
set -eu
. "$(dirname "$0")/common.sh"
source=$1
wants git mmdebstrap lintian dpkg-buildflags cpack

git clone -q "$source" "$work/one"
cp -r "$work/one" "$work/another"
for copy in one another; do
    quietly sh "$work/$copy/packaging/deb.sh" "$work/packages-$copy"
done
diff -r "$work/packages-one" "$work/packages-another" || fail 'two builds differ'
lintian --allow-root --fail-on error,warning "$work"/packages-one/*.deb || fail 'lintian does not accept the packages'

root=$work/root
quietly mmdebstrap --variant=minbase --skip=cleanup/apt bookworm "$root" /etc/apt/sources.list.d/debian.sources
mkdir "$root/debs"
cp /etc/resolv.conf "$root/etc/resolv.conf"
cp "$work"/packages-one/*.deb "$root/debs"
cp -r "$source/examples" "$root/examples"
policies=/examples/policies

# within COMMAND: by the shell of the root.
within() { quietly chroot "$root" env DEBIAN_FRONTEND=noninteractive sh -c "$1"; }
within 'apt-get install -qq --no-install-recommends /debs/rampart_*.deb'
answers chroot "$root" rampart
within 'apt-get install -qq --no-install-recommends bash-completion'
completed=$(chroot "$root" bash -c '. /usr/share/bash-completion/bash_completion && _completion_loader rampart || :
    COMP_WORDS=(rampart who) COMP_CWORD=1 COMP_LINE="rampart who" COMP_POINT=11
    $(complete -p rampart | sed "s/.*-F \([^ ]*\).*/\1/") && echo "${COMPREPLY[@]}"')
[ "$completed" = who-can ] || fail "rampart who was completed to \"$completed\""
within 'apt-get install -qq --no-install-recommends gcc libc6-dev pkg-config /debs/*.deb'
within 'cc /examples/check_policy.c $(pkg-config --cflags --libs rampart) -o /debs/check_policy &&
    cc /examples/explain_denial.c $(pkg-config --cflags --libs rampart-report) -o /debs/explain_denial'
within "/debs/check_policy ess:CancelInstanceRefresh acs:ess:cn-hangzhou:1234567890123456:scalinggroup/asg-1 \
    $policies/cancel-refresh.json"
