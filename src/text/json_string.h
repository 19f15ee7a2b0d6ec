/* SPDX-License-Identifier: Apache-2.0 */
/* Strings of a JSON text, and the ones whose quotes are wrong or missing. */
#ifndef RP_TEXT_JSON_STRING_H
#define RP_TEXT_JSON_STRING_H

#include "text/json_scan.h"

/*
 * Reads the string at an opening double quote. Errors: RAMPART_LIMIT (it is too long; reported), RAMPART_NO_MEMORY.
 */
enum rampart_status rp_json_string_read(struct rp_json_scan *scan, struct rp_json_token *ret_token);

/* Reads and reports the string at an opening quote that is none in JSON, of `width` bytes. */
void rp_json_string_misquoted(struct rp_json_scan *scan, size_t width, struct rp_json_token *ret_token);

#endif
