#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# layers.sh ROOT: a file of src/<layer> includes its own layer and lower ones only, written "layer/file.h";
# the program includes <rampart/...>, itself and the entries of both servers only.
set -eu
cd "$1/src"

find . -name '*.[ch]' | sed 's,^\./,,' | LC_ALL=C sort | xargs awk '
    BEGIN {
        may["base"] = "base"
        may["text"] = "base text"
        may["catalog"] = "base text catalog"
        may["policy"] = "base text policy"
        may["account"] = "base text policy catalog account"
        may["image"] = "base text policy account image"
        may["decide"] = "base text policy catalog account image decide"
        may["names"] = "base text policy catalog decide names"
        may["import"] = "base text policy catalog decide account image import"
        may["trail"] = "base text policy catalog decide account trail"
        may["suite"] = "base text policy catalog decide account analysis suite"
        may["denial"] = "base text policy catalog decide account denial"
        may["calibrate"] = "base text policy catalog decide account trail denial calibrate"
        may["analysis"] = "base text policy catalog decide account write analysis"
        may["lint"] = "base text policy catalog decide account image import analysis lint"
        may["pack"] = "base text policy catalog pack"
        may["write"] = "base text policy catalog account image write"
        may["needs"] = "base text catalog decide import write needs"
        may["generate"] = "base catalog generate" # programs that the build runs
        may["report"] = "base report" # a library of its own, on the public interface
        may["lsp"] = "base lsp" # on the public interface as well
        may["api"] = "base api" # and here
        may["serve"] = "base api serve" # and here; it embeds files as the catalogue does
        may["cli"] = "cli"
        reports = "^text/(json_write|diag_codes)[.]h$" # how JSON is written, and the table of the codes
        key_types = "^catalog/(acls|keys|regions)[.]h$" # decisions 0011, 0014, 0018: one table each
    }
    FNR == 1 { layer = FILENAME ~ /\// ? substr(FILENAME, 1, index(FILENAME, "/") - 1) : "top" }
    !/^#[ \t]*include[ \t]*"/ { next }
    {
        split($0, quoted, "\"")
        from = index(quoted[2], "/") ? substr(quoted[2], 1, index(quoted[2], "/") - 1) : "(no layer)"
        if (index(" " may[layer] " ", " " from " ")) next
        if (layer == "report" && quoted[2] ~ reports) next
        if ((layer == "lsp" || layer == "api") && quoted[2] ~ /^text.json_(value|write)[.]h$/) next
        if (layer == "cli" && quoted[2] ~ /^(lsp|serve).server[.]h$/) next
        if (layer == "serve" && quoted[2] == "catalog/embed.h") next
        if (layer == "policy" && quoted[2] ~ key_types) next
        printf "src/%s:%d: %s must not include \"%s\"\n", FILENAME, FNR, layer, quoted[2]
        bad = 1
    }
    END { exit bad }'
