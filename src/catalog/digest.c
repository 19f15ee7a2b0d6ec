/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/digest.h"

void rp_text_digest(struct rampart_str text, char ret_hex[RP_SHA256_HEX])
{
    struct rp_sha256 sha256;
    rp_sha256_begin(&sha256);
    rp_sha256_add(&sha256, text);
    rp_sha256_end(&sha256, ret_hex);
}

void rp_pack_digest(const struct rp_pack_file *files, size_t count, char ret_hex[RP_SHA256_HEX])
{
    struct rp_sha256 sha256;
    rp_sha256_begin(&sha256);
    for (size_t i = 0; i < count; i++) {
        rp_sha256_add(&sha256, files[i].sha256);
        rp_sha256_add(&sha256, RP_STR("  "));
        rp_sha256_add(&sha256, files[i].name);
        rp_sha256_add(&sha256, RP_STR("\n"));
    }
    rp_sha256_end(&sha256, ret_hex);
}
