#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# sbom.sh NAME FOLDER: prints the bill of materials of a static program, in SPDX 2.3: what is linked into it, in the versions
# of the packages in the folder.
set -eu
cd "$(dirname "$0")/.."
. packaging/common.sh

# version_of PACKAGE: as its file in the folder is named.
version_of() {
    set -- "$1" "$folder/$1"_*.deb
    [ -e "$2" ] || { echo "sbom.sh: no package of $1 in $folder" >&2 && exit 1; }
    dpkg-deb --field "$2" Version
}

name=$1 folder=$2
libc=$(dpkg-query --show --showformat '${Version}\n' libc6-dev | head -n 1)
jq --null-input --arg name "$name" --arg version "$(version)" \
    --arg created "$(date --utc --date "@$SOURCE_DATE_EPOCH" +%Y-%m-%dT%H:%M:%SZ)" \
    --arg pcre2 "$(version_of libpcre2-dev)" --arg yaml "$(version_of libyaml-dev)" \
    --arg zlib "$(version_of zlib1g-dev)" --arg cjson "$(version_of libcjson-dev)" --arg libc "$libc" '
    def package($id; $version; $licence): {
        name: $id, SPDXID: "SPDXRef-\($id)", versionInfo: $version, downloadLocation: "NOASSERTION",
        filesAnalyzed: false, licenseConcluded: $licence, licenseDeclared: $licence, copyrightText: "NOASSERTION"};
    {
        spdxVersion: "SPDX-2.3", dataLicense: "CC0-1.0", SPDXID: "SPDXRef-DOCUMENT", name: $name,
        documentNamespace: "https://rampart.example.org/spdx/\($name)-\($created)",
        creationInfo: {created: $created, creators: ["Tool: packaging/sbom.sh"]},
        packages: [
            package("rampart"; $version; "Apache-2.0"), package("pcre2"; $pcre2; "BSD-3-Clause"),
            package("libyaml"; $yaml; "MIT"), package("zlib"; $zlib; "Zlib"), package("cjson"; $cjson; "MIT"),
            package("glibc"; $libc; "LGPL-2.1-or-later")],
        relationships: (
            [{spdxElementId: "SPDXRef-DOCUMENT", relationshipType: "DESCRIBES", relatedSpdxElement: "SPDXRef-rampart"}] +
            [("pcre2", "libyaml", "zlib", "cjson", "glibc") |
                {spdxElementId: "SPDXRef-rampart", relationshipType: "STATIC_LINK", relatedSpdxElement: "SPDXRef-\(.)"}])
    }'
