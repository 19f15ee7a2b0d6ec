/* SPDX-License-Identifier: Apache-2.0 */
/* Patterns with several stars and no `?`: literal pieces that must follow one another. */
#ifndef RP_POLICY_PATTERN_PIECES_H
#define RP_POLICY_PATTERN_PIECES_H

#include "base/arena.h"

/*
 * Compiles what stands between the first and the last star of a pattern. *ret_code is NULL when nothing but
 * stars stands there. Borrows. Errors: RAMPART_LIMIT, RAMPART_NO_MEMORY.
 */
enum rampart_status rp_pieces_compile(struct rp_arena *arena, struct rampart_str middle, void **ret_code);

/* Whether the text holds all pieces, in order and apart. Linear in the text. */
bool rp_pieces_match(const void *code, struct rampart_str text);

#endif
