/* SPDX-License-Identifier: Apache-2.0 */
/* SHA-256 (FIPS 180-4), by which a file is known again. It takes time in proportion to the bytes, and no memory. */
#ifndef RP_BASE_SHA256_H
#define RP_BASE_SHA256_H

#include <stdint.h>

#include <rampart/status.h>

enum { RP_SHA256_HEX = 64 };

struct rp_sha256 {
    uint32_t state[8];
    uint64_t length; /* in bytes, so far */
    unsigned char block[64];
};

void rp_sha256_begin(struct rp_sha256 *sha256);
void rp_sha256_add(struct rp_sha256 *sha256, struct rampart_str bytes);

/* Writes the digest in hexadecimal, in lower case, without a NUL. `sha256` is used up. */
void rp_sha256_end(struct rp_sha256 *sha256, char ret_hex[RP_SHA256_HEX]);

#endif
