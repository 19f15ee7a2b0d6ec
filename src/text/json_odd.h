/* SPDX-License-Identifier: Apache-2.0 */
/* Characters that look like a part of JSON and are none: what editors, web pages and keyboards put there. */
#ifndef RP_TEXT_JSON_ODD_H
#define RP_TEXT_JSON_ODD_H

#include <stdint.h>

#include <rampart/status.h>

enum { RP_JSON_ODD_COUNT = 48 };

struct rp_json_odd {
    uint32_t first, last; /* the characters of this row */
    char means;           /* ' ' for a blank, '"' and '\'' for quotes, else the punctuation it resembles */
    const char *name;
};

/* The row of the character at the start of the text, or NULL; *ret_row is its number. */
const struct rp_json_odd *rp_json_odd_at(struct rampart_str text, size_t *ret_row);

#endif
