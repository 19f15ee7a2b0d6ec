/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of policies/catalog/, part of the program: nothing is read or built when it starts. */
#ifndef RP_CATALOG_EMBEDDED_H
#define RP_CATALOG_EMBEDDED_H

#include <rampart/status.h>

/* ess.tsv: every API of Auto Scaling. Static memory, not NUL-terminated. */
struct rampart_str rp_catalog_ess(void);

/* refresh-states.tsv: the states of an instance refresh task, each with the operations on it. */
struct rampart_str rp_catalog_refresh_states(void);

/* condition-keys.tsv: the keys that the cloud fills in by itself, with their types. */
struct rampart_str rp_catalog_condition_keys(void);

/* assumptions.tsv: what the cloud does not document, by the names of <rampart/assumption.h>. */
struct rampart_str rp_catalog_assumptions(void);

#endif
