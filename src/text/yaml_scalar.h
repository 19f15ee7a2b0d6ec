/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Types of unquoted scalars. YAML 1.1 and YAML 1.2 read some of them differently, and people review a policy with
 * the one and run it with the other: such a scalar is refused unless it is quoted.
 */
#ifndef RP_TEXT_YAML_SCALAR_H
#define RP_TEXT_YAML_SCALAR_H

#include "text/tree.h"

/* The type of an unquoted scalar that is no old bool; BROKEN when YAML 1.1 and YAML 1.2 disagree. */
enum rp_node_type rp_yaml_plain_type(struct rampart_str text);

/* True when YAML 1.1 takes the word for true or false, and YAML 1.2 does not. */
bool rp_yaml_is_old_bool(struct rampart_str text);

#endif
