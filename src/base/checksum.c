/* SPDX-License-Identifier: Apache-2.0 */
#include "base/checksum.h"

#include <string.h>

/* Each lane waits for its own multiplication only: as many as the machine has under way at once. */
enum { LANES = 8, STRIDE = LANES * sizeof(uint64_t) };

/* Undone by its inverse, in the lane as in the word: nothing that differs can become the same. */
static uint64_t mix(uint64_t lane, uint64_t word)
{
    lane = (lane ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    return lane << 29 | lane >> 35;
}

static void mix_stride(uint64_t lanes[LANES], const char *bytes)
{
    for (size_t i = 0; i < LANES; i++) {
        uint64_t word;
        memcpy(&word, bytes + i * sizeof word, sizeof word);
        lanes[i] = mix(lanes[i], word);
    }
}

uint64_t rp_checksum(struct rampart_str bytes)
{
    uint64_t lanes[LANES] = {1, 2, 3, 4, 5, 6, 7, 8}, sum = bytes.len;
    char rest[STRIDE] = "";
    size_t at = 0;
    for (; bytes.len - at >= STRIDE; at += STRIDE) mix_stride(lanes, bytes.data + at);
    if (bytes.len > at) memcpy(rest, bytes.data + at, bytes.len - at);
    mix_stride(lanes, rest);
    for (size_t i = 0; i < LANES; i++) sum = mix(sum, lanes[i]);
    return sum ^ sum >> 32;
}
