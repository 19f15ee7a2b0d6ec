/* SPDX-License-Identifier: Apache-2.0 */
/* Which bytes that mean something in the names of actions and resources a text has. */
#ifndef RP_BASE_KINDS_H
#define RP_BASE_KINDS_H

#include <rampart/status.h>

enum {
    RP_HAS_CAPITAL = 1,  /* of ASCII */
    RP_HAS_WILDCARD = 2, /* `*`, `?` */
    RP_HAS_BLANK = 4     /* a blank or a control character */
};

/* The bits of all that stands somewhere in the text. Many bytes are looked at at once. */
unsigned rp_kinds_of(struct rampart_str text);

#endif
