/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The documents of the cloud's own policies that are known (policies/system/README.md): part of the program,
 * as they are.
 */
#ifndef RP_CATALOG_SYSTEM_H
#define RP_CATALOG_SYSTEM_H

#include <rampart/status.h>

/* The document of the system policy with exactly this name. Static memory, not NUL-terminated. */
bool rp_system_policy(struct rampart_str name, struct rampart_str *ret_text);

/* All of them, sorted by name (bytes). */
size_t rp_system_policy_count(void);

/* The name of the i-th, static; i is less than the count. */
struct rampart_str rp_system_policy_name(size_t i);

#endif
