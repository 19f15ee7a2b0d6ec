/* SPDX-License-Identifier: Apache-2.0 */
/* The bytes that mean something in the names of actions and resources, looked at many at once. */
#ifndef RP_BASE_KINDS_H
#define RP_BASE_KINDS_H

#include <rampart/status.h>

enum {
    RP_HAS_CAPITAL = 1,  /* of ASCII */
    RP_HAS_WILDCARD = 2, /* `*`, `?` */
    RP_HAS_BLANK = 4     /* a blank or a control character */
};

/* The bits of all that stands somewhere in the text. */
unsigned rp_kinds_of(struct rampart_str text);

/* Copies the text with small letters in place of the capitals of ASCII, to where it does not stand itself. */
void rp_lower_copy(char *to, struct rampart_str text);

#endif
