/* SPDX-License-Identifier: Apache-2.0 */
/* An inventory from the inside. */
#ifndef RP_TEXT_INVENTORY_H
#define RP_TEXT_INVENTORY_H

#include <stdint.h>

#include <rampart/inventory.h>

/* Adds many files without a name: those that another run counted. Nothing happens when `inventory` is NULL. */
void rp_inventory_add_count(struct rampart_inventory *inventory, enum rampart_file_state state,
                            uint64_t count);

#endif
