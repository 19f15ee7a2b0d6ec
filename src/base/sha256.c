/* SPDX-License-Identifier: Apache-2.0 */
#include "base/sha256.h"

#include <string.h>

static const uint32_t sha256_constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

void rp_sha256_begin(struct rp_sha256 *sha256)
{
    static const uint32_t first[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    memcpy(sha256->state, first, sizeof first);
    sha256->length = 0;
}

static uint32_t sha256_turn(uint32_t word, unsigned bits)
{
    return word >> bits | word << (32 - bits);
}

/* Spreads the sixteen words of a block over the 64 rounds. */
static void sha256_schedule(const unsigned char *block, uint32_t words[64])
{
    for (size_t i = 0; i < 16; i++)
        words[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 |
                   (uint32_t)block[4 * i + 2] << 8 | block[4 * i + 3];
    for (size_t i = 16; i < 64; i++) {
        const uint32_t a = words[i - 15], b = words[i - 2];
        words[i] = words[i - 16] + (sha256_turn(a, 7) ^ sha256_turn(a, 18) ^ a >> 3) + words[i - 7] +
                   (sha256_turn(b, 17) ^ sha256_turn(b, 19) ^ b >> 10);
    }
}

static void sha256_block(uint32_t state[8], const unsigned char *block)
{
    uint32_t words[64], s[8];
    sha256_schedule(block, words);
    memcpy(s, state, sizeof s);
    for (size_t i = 0; i < 64; i++) {
        const uint32_t e = s[4], a = s[0];
        const uint32_t one = s[7] + (sha256_turn(e, 6) ^ sha256_turn(e, 11) ^ sha256_turn(e, 25)) +
                             ((e & s[5]) ^ (~e & s[6])) + sha256_constants[i] + words[i];
        const uint32_t two = (sha256_turn(a, 2) ^ sha256_turn(a, 13) ^ sha256_turn(a, 22)) +
                             ((a & s[1]) ^ (a & s[2]) ^ (s[1] & s[2]));
        memmove(s + 1, s, 7 * sizeof *s);
        s[4] += one;
        s[0] = one + two;
    }
    for (size_t i = 0; i < 8; i++) state[i] += s[i];
}

void rp_sha256_add(struct rp_sha256 *sha256, struct rampart_str bytes)
{
    while (bytes.len > 0) {
        const size_t used = sha256->length % sizeof sha256->block;
        size_t part = sizeof sha256->block - used;
        if (part > bytes.len) part = bytes.len;
        memcpy(sha256->block + used, bytes.data, part);
        sha256->length += part;
        bytes.data += part;
        bytes.len -= part;
        if (used + part == sizeof sha256->block) sha256_block(sha256->state, sha256->block);
    }
}

void rp_sha256_end(struct rp_sha256 *sha256, char ret_hex[RP_SHA256_HEX])
{
    static const char padding[64] = {(char)0x80};
    const uint64_t bits = sha256->length * 8;
    const size_t used = sha256->length % 64;
    char length[8];
    for (size_t i = 0; i < 8; i++) length[i] = (char)(unsigned char)(bits >> (56 - 8 * i));
    rp_sha256_add(sha256, (struct rampart_str){padding, used < 56 ? 56 - used : 120 - used});
    rp_sha256_add(sha256, (struct rampart_str){length, sizeof length});
    for (size_t i = 0; i < RP_SHA256_HEX; i++)
        ret_hex[i] = "0123456789abcdef"[sha256->state[i / 8] >> (28 - 4 * (i % 8)) & 0xF];
}
