/* SPDX-License-Identifier: Apache-2.0 */
#include "text/inventory.h"

#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/try.h"

enum { FIRST_ROOM = 16 };

struct rampart_inventory {
    struct rp_arena arena;
    size_t counts[RAMPART_FILE_STATES];
    struct rampart_file_row *rows; /* of those that were not read */
    size_t row_count, room;
};

enum rampart_status rampart_inventory_new(const struct rampart_options *options,
                                          struct rampart_inventory **ret_inventory)
{
    if (ret_inventory == NULL) return RAMPART_MISUSE;
    struct rp_arena arena;
    rp_arena_init(&arena, rp_options_allocator(options));
    struct rampart_inventory *inventory = RP_NEW(&arena, struct rampart_inventory);
    if (inventory == NULL) {
        rp_arena_free(&arena);
        return RAMPART_NO_MEMORY;
    }
    inventory->arena = arena; /* the inventory lives in it */
    *ret_inventory = inventory;
    return RAMPART_OK;
}

void rampart_inventory_free(struct rampart_inventory *inventory)
{
    if (inventory == NULL) return;
    struct rp_arena arena = inventory->arena;
    rp_arena_free(&arena);
}

static bool grow(struct rampart_inventory *inventory)
{
    if (inventory->row_count < inventory->room) return true;
    size_t room = inventory->room == 0 ? FIRST_ROOM : inventory->room * 2;
    struct rampart_file_row *rows = RP_NEW_ARRAY(&inventory->arena, struct rampart_file_row, room);
    if (rows == NULL) return false;
    if (inventory->row_count > 0) memcpy(rows, inventory->rows, inventory->row_count * sizeof *rows);
    inventory->rows = rows;
    inventory->room = room;
    return true;
}

static enum rampart_status add_row(struct rampart_inventory *inventory, struct rampart_file_row row)
{
    RP_TRY_MEMORY(grow(inventory));
    struct rampart_file_row *kept = &inventory->rows[inventory->row_count];
    kept->state = row.state;
    RP_TRY_MEMORY(rp_arena_copy(&inventory->arena, row.path, &kept->path));
    RP_TRY_MEMORY(rp_arena_copy(&inventory->arena, row.reason, &kept->reason));
    inventory->row_count++;
    return RAMPART_OK;
}

enum rampart_status rampart_inventory_add(struct rampart_inventory *inventory, enum rampart_file_state state,
                                          struct rampart_str path, struct rampart_str reason)
{
    if ((size_t)state >= RAMPART_FILE_STATES) return RAMPART_MISUSE;
    if (inventory == NULL) return RAMPART_OK;
    if (state == RAMPART_FILE_QUARANTINED || state == RAMPART_FILE_SKIPPED)
        RP_TRY(add_row(inventory, (struct rampart_file_row){state, path, reason}));
    inventory->counts[state]++;
    return RAMPART_OK;
}

void rp_inventory_add_count(struct rampart_inventory *inventory, enum rampart_file_state state,
                            uint64_t count)
{
    if (inventory != NULL) inventory->counts[state] += (size_t)count;
}

size_t rampart_inventory_count(const struct rampart_inventory *inventory, enum rampart_file_state state)
{
    return inventory == NULL || (size_t)state >= RAMPART_FILE_STATES ? 0 : inventory->counts[state];
}

const struct rampart_file_row *rampart_inventory_row(const struct rampart_inventory *inventory, size_t i)
{
    return inventory == NULL || i >= inventory->row_count ? NULL : &inventory->rows[i];
}
