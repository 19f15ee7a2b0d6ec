/* SPDX-License-Identifier: Apache-2.0 */
/* The tokens of a JSON text. */
#ifndef RP_TEXT_JSON_LEX_H
#define RP_TEXT_JSON_LEX_H

#include "text/json_scan.h"

/*
 * Begins to scan a part of the text with a zeroed scan; a part that ends at 0 is all of it. False when the text makes
 * no sense as UTF-8 (reported).
 */
bool rp_json_lex_init(struct rp_json_scan *scan, const struct rp_reading *reading, struct rp_span part);

/* The next token. Errors: RAMPART_LIMIT (a string that is too long; reported), RAMPART_NO_MEMORY. */
enum rampart_status rp_json_lex_next(struct rp_json_scan *scan, struct rp_json_token *ret_token);

/* Moves to the next token, past blanks, comments and all that has no place between tokens. */
void rp_json_lex_skip(struct rp_json_scan *scan);

/*
 * Takes and reports the rest of a value that begins with a word. `alone`: it stands in the place of the whole
 * document.
 */
void rp_json_lex_bare_value(struct rp_json_scan *scan, bool alone, struct rp_json_token *token);

/* Completes the reports of repeated mistakes with their number. */
void rp_json_lex_finish(struct rp_json_scan *scan);

#endif
