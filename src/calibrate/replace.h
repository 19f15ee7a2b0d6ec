/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Replaces what identifies in texts, each thing by the same wherever it stands. Words of letters and digits become others
 * of the same length and case, so that equal beginnings stay equal: a pattern matches what it matched, unless it begins or
 * breaks off within a word. Addresses become others so that equal networks stay equal. The words that are fixed stay: those
 * of ARNs, services and regions.
 */
#ifndef RP_CALIBRATE_REPLACE_H
#define RP_CALIBRATE_REPLACE_H

#include "base/buf.h"
#include "base/arena.h"

struct rp_word_part;
struct rp_address_bit;

struct rp_replacer {
    struct rp_arena arena;
    struct rp_word_part *words, *fixed;
    struct rp_address_bit *addresses[2]; /* of 4 and of 16 bytes */
};

/* Errors of all: RAMPART_NO_MEMORY. */
enum rampart_status rp_replacer_init(struct rp_replacer *replacer, const struct rampart_allocator *allocator);
void rp_replacer_free(struct rp_replacer *replacer);

/* Fixes the words of a text, in any case. */
enum rampart_status rp_replacer_fix(struct rp_replacer *replacer, struct rampart_str text);

/* Adds the text with its words replaced; a whole address or block is replaced as one. */
enum rampart_status rp_replace(struct rp_replacer *replacer, struct rampart_str text, struct rp_buf *out);

/* The same in an arena. */
enum rampart_status rp_replaced(struct rp_replacer *replacer, struct rampart_str text, struct rp_arena *arena,
                                struct rampart_str *ret_text);

#endif
