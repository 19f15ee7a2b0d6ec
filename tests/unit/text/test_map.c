/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
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
#include "text/load.h"
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
    spill(path, "four", 4);
    rp_buf_init(&text, NULL, 64);
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    rampart_diags_watch(diags, (struct rampart_watcher){&watching, opened});
    rampart_diags_clear(diags);
    assert_int_equal(rp_map(path, diags, &bytes), RAMPART_OK);
    assert_string_equal(watching.path, path);
    rp_unmap(bytes);
    watching = (struct watching){NULL, true};
    assert_int_equal(rp_map(path, diags, &bytes), RAMPART_IO);
    assert_int_equal(rp_load(path, &text, diags), RAMPART_IO);
    assert_string_equal(watching.path, path);
    assert_int_equal(text.len, 0);
    assert_int_equal(rampart_diags_count(diags), 2);
    assert_non_null(strstr(rampart_diags_at(diags, 1)->message.data, strerror(EDOM)));
    watching = (struct watching){NULL, true};
    assert_int_equal(rp_load("-", &text, diags), RAMPART_IO);
    assert_string_equal(watching.path, "-");
    rampart_diags_watch(NULL, (struct rampart_watcher){&watching, opened});
    rampart_diags_free(diags);
    rp_buf_free(&text);
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
        cmocka_unit_test(who_watches_is_told),
        cmocka_unit_test(what_is_no_plain_file_is_not),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
