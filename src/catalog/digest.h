/* SPDX-License-Identifier: Apache-2.0 */
/* The digest by which a catalogue is known again, of its files by name. */
#ifndef RP_CATALOG_DIGEST_H
#define RP_CATALOG_DIGEST_H

#include "base/sha256.h"
#include "base/str.h"

#define RP_SYSTEM_FOLDER "system/" /* of the documents of system policies */
#define RP_SYSTEM_INDEX "system/INDEX.tsv"

/* A file of a pack: its name, with RP_SYSTEM_FOLDER before that of a document, and its digest in hexadecimal. */
struct rp_pack_file {
    struct rampart_str name, sha256;
};

/* The digest of one text. */
void rp_text_digest(struct rampart_str text, char ret_hex[RP_SHA256_HEX]);

/*
 * The digest of a pack: that of the lines "DIGEST  NAME\n" of its files, sorted by name (bytes), as sha256sum writes
 * them.
 */
void rp_pack_digest(const struct rp_pack_file *files, size_t count, char ret_hex[RP_SHA256_HEX]);

#endif
