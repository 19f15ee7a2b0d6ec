/* SPDX-License-Identifier: Apache-2.0 */
#include "report/inventory.h"

#include "report/json.h"

enum { MOST_ROWS = 5 };

static const char *state_word(enum rampart_file_state state)
{
    return state == RAMPART_FILE_QUARANTINED ? "quarantined" : "skipped";
}

static size_t unread(const struct rampart_inventory *inventory)
{
    return rampart_inventory_count(inventory, RAMPART_FILE_QUARANTINED) +
           rampart_inventory_count(inventory, RAMPART_FILE_SKIPPED);
}

static void print_row(struct rp_print *print, const struct rampart_file_row *row)
{
    rp_print_words(print, "  ");
    rp_print_cut(print, row->path);
    if (row->reason.len > 0) {
        rp_print_words(print, ": ");
        rp_print_cut(print, row->reason);
    }
    rp_print_words(print, "\n");
}

/* Documents in quarantine stand among the gaps of the account. */
void rp_print_inventory(struct rp_print *print, const struct rampart_inventory *inventory)
{
    const struct rampart_file_row *row;
    size_t count = rampart_inventory_count(inventory, RAMPART_FILE_SKIPPED), shown = 0;
    if (count == 0) return;
    rp_print_words(print, "\n");
    rp_print_painted(print, RP_PAINT_YELLOW, "not read");
    rp_print_words(print, ":\n");
    for (size_t i = 0; shown < MOST_ROWS && (row = rampart_inventory_row(inventory, i)) != NULL; i++) {
        if (row->state != RAMPART_FILE_SKIPPED) continue;
        print_row(print, row);
        shown++;
    }
    if (count > shown) rp_buf_printf(print->out, "  … and %zu more\n", count - shown);
}

void rp_put_inventory(struct rp_json at, const struct rampart_inventory *inventory)
{
    if (inventory == NULL) return;
    const size_t read = rampart_inventory_count(inventory, RAMPART_FILE_READ);
    const struct rp_json object = rp_put_object(at, "inventory");
    rp_put_number(object, "found", read + unread(inventory));
    rp_put_number(object, "read", read);
    rp_put_number(object, "quarantined", rampart_inventory_count(inventory, RAMPART_FILE_QUARANTINED));
    rp_put_number(object, "skipped", rampart_inventory_count(inventory, RAMPART_FILE_SKIPPED));
    rp_put_number(object, "otherFiles", rampart_inventory_count(inventory, RAMPART_FILE_OTHER));
    const struct rp_json list = rp_put_list(object, "notRead");
    for (size_t i = 0; i < unread(inventory); i++) {
        const struct rampart_file_row *row = rampart_inventory_row(inventory, i);
        const struct rp_json item = rp_put_object(list, NULL);
        rp_put_text(item, "file", row->path);
        rp_put_word(item, "state", state_word(row->state));
        rp_put_text_or_null(item, "reason", row->reason);
    }
}
