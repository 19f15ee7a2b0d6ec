/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/make_image.h"
#include "text/file.h"

/* ---- map ---- */

static char own_folder[] = "/tmp/rampart-map-XXXXXX";
static char own_path[sizeof own_folder + 8];

static void a_file_is_mapped(void **state)
{
    struct rampart_str bytes = {NULL, 0};
    (void)state;
    spill(own_path, "four", 4);
    assert_int_equal(rp_file_map(own_path, NULL, &bytes), RAMPART_OK);
    assert_int_equal(bytes.len, 4);
    assert_memory_equal(bytes.data, "four", 4);
    rp_file_unmap(bytes);
    rp_file_unmap((struct rampart_str){NULL, 0});
}

/* Notes the path; a mark in the context refuses the file. */
struct watching {
    const char *path;
    bool refuses;
};

static bool opened(void *context, const char *name, int file)
{
    struct watching *watching = context;
    watching->path = name;
    assert_true(file >= 0);
    errno = EDOM;
    return !watching->refuses;
}

static void who_watches_is_told(void **state)
{
    struct rampart_str bytes = {NULL, 0};
    struct rampart_diags *diags = NULL;
    struct watching watching = {NULL, false};
    struct rp_buf text;
    (void)state;
    spill(own_path, "four", 4);
    rp_buf_init(&text, NULL, 64);
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    rampart_diags_watch(diags, (struct rampart_watcher){&watching, opened});
    rampart_diags_clear(diags);
    assert_int_equal(rp_file_map(own_path, diags, &bytes), RAMPART_OK);
    assert_string_equal(watching.path, own_path);
    rp_file_unmap(bytes);
    watching = (struct watching){NULL, true};
    assert_int_equal(rp_file_map(own_path, diags, &bytes), RAMPART_IO);
    assert_int_equal(rp_file_load(own_path, &text, diags), RAMPART_IO);
    assert_string_equal(watching.path, own_path);
    assert_int_equal(text.len, 0);
    assert_int_equal(rampart_diags_count(diags), 2);
    assert_non_null(strstr(rampart_diags_at(diags, 1)->message.data, strerror(EDOM)));
    watching = (struct watching){NULL, true};
    assert_int_equal(rp_file_load("-", &text, diags), RAMPART_IO);
    assert_string_equal(watching.path, "-");
    rampart_diags_watch(NULL, (struct rampart_watcher){&watching, opened});
    rampart_diags_free(diags);
    rp_buf_free(&text);
}

static void is_not_mapped(void)
{
    struct rampart_str bytes = {"", 1};
    assert_int_equal(rp_file_map(own_path, NULL, &bytes), RAMPART_OK);
    assert_int_equal(bytes.len, 0);
}

static void what_is_no_plain_file_is_not(void **state)
{
    struct rampart_str bytes;
    (void)state;
    spill(own_path, "", 0);
    is_not_mapped();
    assert_int_equal(rp_file_map(own_folder, NULL, &bytes), RAMPART_OK);
    assert_int_equal(bytes.len, 0);
    assert_int_equal(unlink(own_path), 0);
    assert_int_equal(rp_file_map(own_path, NULL, &bytes), RAMPART_IO);
    assert_int_equal(mkfifo(own_path, 0600), 0);
    is_not_mapped(); /* and nobody is waited for */
}

static int make_folder(void **state)
{
    (void)state;
    if (mkdtemp(own_folder) == NULL) return -1;
    strcpy(own_path, own_folder);
    strcat(own_path, "/file");
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    return unlink(own_path) == 0 ? rmdir(own_folder) : -1;
}

/* ---- inventory ---- */

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
    char path[32];
    (void)state;
    for (int i = 0; i < 100; i++) {
        snprintf(path, sizeof path, "%d.json", i);
        assert_int_equal(
            rampart_inventory_add(inventory, RAMPART_FILE_READ, rampart_str(path), rampart_str("")),
            RAMPART_OK);
        assert_int_equal(
            rampart_inventory_add(inventory, RAMPART_FILE_SKIPPED, rampart_str(path), rampart_str("why")),
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
        cmocka_unit_test(a_file_is_mapped),
        cmocka_unit_test(who_watches_is_told),
        cmocka_unit_test(what_is_no_plain_file_is_not),
        cmocka_unit_test(files_are_counted_by_state),
        cmocka_unit_test(what_was_not_read_is_kept_in_order),
        cmocka_unit_test(nothing_is_told_to_nobody),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
