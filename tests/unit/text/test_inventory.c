/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "text/inventory.h"

static struct rampart_inventory *make(void)
{
    struct rampart_inventory *inventory = NULL;
    assert_int_equal(rampart_inventory_new(NULL, &inventory), RAMPART_OK);
    return inventory;
}

static void files_are_counted_by_state(void **state)
{
    struct rampart_inventory *inventory = make();
    (void)state;
    for (int i = 0; i < RAMPART_FILE_STATES; i++)
        for (int k = 0; k <= i; k++)
            assert_int_equal(rampart_inventory_add(inventory, (enum rampart_file_state)i,
                                                   rampart_str("a.json"), rampart_str("why")),
                             RAMPART_OK);
    rp_inventory_add_count(inventory, RAMPART_FILE_READ, 4);
    assert_int_equal(rampart_inventory_count(inventory, RAMPART_FILE_READ), 5);
    assert_int_equal(rampart_inventory_count(inventory, RAMPART_FILE_QUARANTINED), 2);
    assert_int_equal(rampart_inventory_count(inventory, RAMPART_FILE_SKIPPED), 3);
    assert_int_equal(rampart_inventory_count(inventory, RAMPART_FILE_OTHER), 4);
    assert_int_equal(rampart_inventory_count(inventory, RAMPART_FILE_STATES), 0);
    rampart_inventory_free(inventory);
}

static void what_was_not_read_is_kept_in_order(void **state)
{
    struct rampart_inventory *inventory = make();
    char path[16];
    (void)state;
    for (int i = 0; i < 100; i++) {
        snprintf(path, sizeof path, "%d.json", i);
        assert_int_equal(rampart_inventory_add(inventory, RAMPART_FILE_READ, rampart_str(path),
                                               rampart_str("")),
                         RAMPART_OK);
        assert_int_equal(rampart_inventory_add(inventory, RAMPART_FILE_SKIPPED, rampart_str(path),
                                               rampart_str("why")),
                         RAMPART_OK);
    }
    for (size_t i = 0; i < 100; i++) {
        const struct rampart_file_row *row = rampart_inventory_row(inventory, i);
        snprintf(path, sizeof path, "%zu.json", i);
        assert_int_equal(row->state, RAMPART_FILE_SKIPPED);
        assert_int_equal(row->path.len, strlen(path));
        assert_memory_equal(row->path.data, path, row->path.len);
        assert_memory_equal(row->reason.data, "why", 3);
    }
    assert_null(rampart_inventory_row(inventory, 100));
    rampart_inventory_free(inventory);
}

static void nothing_is_told_to_nobody(void **state)
{
    const struct rampart_str path = rampart_str("a.json");
    (void)state;
    assert_int_equal(rampart_inventory_add(NULL, RAMPART_FILE_READ, path, path), RAMPART_OK);
    assert_int_equal(rampart_inventory_add(NULL, RAMPART_FILE_STATES, path, path), RAMPART_MISUSE);
    assert_int_equal(rampart_inventory_count(NULL, RAMPART_FILE_READ), 0);
    assert_null(rampart_inventory_row(NULL, 0));
    rp_inventory_add_count(NULL, RAMPART_FILE_READ, 1);
    assert_int_equal(rampart_inventory_new(NULL, NULL), RAMPART_MISUSE);
    rampart_inventory_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_are_counted_by_state),
        cmocka_unit_test(what_was_not_read_is_kept_in_order),
        cmocka_unit_test(nothing_is_told_to_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
