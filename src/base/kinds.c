/* SPDX-License-Identifier: Apache-2.0 */
#include "base/kinds.h"

#include "base/plain_copy.h"

/* By the place in a block: whether such a byte stood there. */
struct seen {
    rp_plain_block capitals, wildcards, blanks;
};

/* Differences and sums of comparisons, which are -1 where they hold: as in rp_plain_of(). */
static rp_plain_block capitals_of(rp_plain_block block)
{
    return (block > 'A' - 1) - (block > 'Z');
}

static void look(const char *bytes, struct seen *seen)
{
    rp_plain_block block;
    memcpy(&block, bytes, sizeof block);
    seen->capitals |= capitals_of(block);
    seen->wildcards |= (block == '*') + (block == '?');
    seen->blanks |= (block < ' ' + 1) - (block < 0); /* bytes that are not ASCII are negative */
}

static unsigned bit_of(rp_plain_block seen, unsigned bit)
{
    uint64_t halves[2];
    memcpy(halves, &seen, sizeof halves);
    return (halves[0] | halves[1]) == 0 ? 0 : bit;
}

/* The last block begins in the one before it: what is seen twice is seen. */
unsigned rp_kinds_of(struct rampart_str text)
{
    struct seen seen = {.capitals = {0}};
    if (text.len < RP_PLAIN_BLOCK) {
        char few[RP_PLAIN_BLOCK];
        rp_plain_fill(few, text);
        look(few, &seen);
    } else {
        const size_t last = text.len - RP_PLAIN_BLOCK;
        for (size_t at = 0; at < last; at += RP_PLAIN_BLOCK) look(text.data + at, &seen);
        look(text.data + last, &seen);
    }
    return bit_of(seen.capitals, RP_HAS_CAPITAL) | bit_of(seen.wildcards, RP_HAS_WILDCARD) |
           bit_of(seen.blanks, RP_HAS_BLANK);
}

static void lower_block(char *to, const char *from)
{
    rp_plain_block block;
    memcpy(&block, from, sizeof block);
    block += capitals_of(block) & ('a' - 'A');
    memcpy(to, &block, sizeof block);
}

void rp_lower_copy(char *to, struct rampart_str text)
{
    if (text.len < RP_PLAIN_BLOCK) {
        char few[RP_PLAIN_BLOCK];
        rp_plain_fill(few, text);
        lower_block(few, few);
        memcpy(to, few, text.len);
        return;
    }
    const size_t last = text.len - RP_PLAIN_BLOCK;
    for (size_t at = 0; at < last; at += RP_PLAIN_BLOCK) lower_block(to + at, text.data + at);
    lower_block(to + last, text.data + last);
}
