/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/make_image.h"
#include "text/map.h"

static char folder[] = "/tmp/rampart-map-XXXXXX";
static char path[sizeof folder + 8];

static void a_file_is_mapped(void **state)
{
    struct rampart_str bytes = {NULL, 0};
    (void)state;
    spill(path, "four", 4);
    assert_int_equal(rp_map(path, NULL, &bytes), RAMPART_OK);
    assert_int_equal(bytes.len, 4);
    assert_memory_equal(bytes.data, "four", 4);
    rp_unmap(bytes);
    rp_unmap((struct rampart_str){NULL, 0});
}

static void is_not_mapped(void)
{
    struct rampart_str bytes = {"", 1};
    assert_int_equal(rp_map(path, NULL, &bytes), RAMPART_OK);
    assert_int_equal(bytes.len, 0);
}

static void what_is_no_plain_file_is_not(void **state)
{
    struct rampart_str bytes;
    (void)state;
    spill(path, "", 0);
    is_not_mapped();
    assert_int_equal(rp_map(folder, NULL, &bytes), RAMPART_OK);
    assert_int_equal(bytes.len, 0);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rp_map(path, NULL, &bytes), RAMPART_IO);
    assert_int_equal(mkfifo(path, 0600), 0);
    is_not_mapped(); /* and nobody is waited for */
}

static int make_folder(void **state)
{
    (void)state;
    if (mkdtemp(folder) == NULL) return -1;
    strcpy(path, folder);
    strcat(path, "/file");
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    return unlink(path) == 0 ? rmdir(folder) : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_mapped),
        cmocka_unit_test(what_is_no_plain_file_is_not),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
