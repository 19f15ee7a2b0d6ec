/* SPDX-License-Identifier: Apache-2.0 */
/* The same account gives the same bytes, a shared document is kept once, and nothing is written of what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <rampart/image.h>

#include "image/image.h"
#include "support/diag_lines.h"
#include "support/make_image.h"

#define EXAMPLE "examples/account/account.yaml"

static void the_same_account_gives_the_same_bytes(void **state)
{
    struct rp_buf images[2];
    (void)state;
    for (size_t i = 0; i < 2; i++) assert_int_equal(make_image(NULL, EXAMPLE, NULL, &images[i]), RAMPART_OK);
    assert_int_equal(images[0].len, images[1].len);
    assert_memory_equal(images[0].data, images[1].data, images[0].len);
    for (size_t i = 0; i < 2; i++) rp_buf_free(&images[i]);
}

/* How much of each there is: the example's, with what it names of the built-in policies. */
static void everything_is_counted(void **state)
{
    struct rp_buf bytes;
    struct rp_image image;
    (void)state;
    assert_int_equal(make_image(NULL, EXAMPLE, NULL, &bytes), RAMPART_OK);
    assert_int_equal(rp_image_open(rp_buf_text(&bytes), rampart_str("i"), NULL, &image), RAMPART_OK);
    assert_int_equal(image.counts[RP_IMAGE_POLICIES], 7);
    assert_int_equal(image.facts.defined, 4);
    assert_int_equal(image.counts[RP_IMAGE_DOCUMENTS], 8); /* and a trust policy */
    assert_int_equal(image.counts[RP_IMAGE_SOURCES], 8);   /* all but NightFreeze have a file of their own */
    assert_int_equal(image.groups, 1);
    assert_int_equal(image.facts.users, 3);
    assert_int_equal(image.facts.roles, 2);
    assert_int_equal(image.counts[RP_IMAGE_LEVELS], 2);
    assert_int_equal(image.counts[RP_IMAGE_CONTROLS], 4);
    assert_int_equal(rp_image_user(&image, rampart_str("carol")), 3);
    assert_int_equal(rp_image_role(&image, rampart_str("ci")), 5);
    assert_int_equal(rp_image_user(&image, rampart_str("ci")), image.counts[RP_IMAGE_PRINCIPALS]);
    rp_buf_free(&bytes);
}

static void a_document_that_is_shared_is_kept_once(void **state)
{
    char path[] = "/tmp/rampart-image-XXXXXX", document[sizeof path + 8];
    static const char policy[] = "{\"Version\":\"1\",\"Statement\":[]}";
    char account[256];
    struct rp_buf bytes;
    struct rp_image image;
    (void)state;
    int file = mkstemp(path);
    assert_true(file >= 0 && close(file) == 0);
    strcpy(document, path);
    strcat(document, ".json");
    spill(document, policy, sizeof policy - 1);
    int len =
        snprintf(account, sizeof account, "{\"rampart\":1,\"account\":\"1\",\"policies\":{\"A\":\"%s\",\"B\":\"%s\"}}",
                 document, document);
    spill(path, account, (size_t)len);
    assert_int_equal(make_image(NULL, path, NULL, &bytes), RAMPART_OK);
    assert_int_equal(rp_image_open(rp_buf_text(&bytes), rampart_str("i"), NULL, &image), RAMPART_OK);
    assert_int_equal(image.counts[RP_IMAGE_POLICIES], 2);
    assert_int_equal(image.counts[RP_IMAGE_DOCUMENTS], 1);
    assert_int_equal(image.counts[RP_IMAGE_SOURCES], 2);
    rp_buf_free(&bytes);
    assert_int_equal(unlink(path) + unlink(document), 0);
}

static void nothing_is_written_of_what_is_refused(void **state)
{
    struct rampart_diags *diags = NULL;
    struct rp_buf bytes;
    char lines[1024];
    (void)state;
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    assert_int_equal(make_image(NULL, "tests/golden/inputs/account/account.yaml", diags, &bytes),
                     RAMPART_INVALID_INPUT);
    assert_int_equal(bytes.len, 0);
    assert_int_equal(rampart_diags_found(diags, RAMPART_ERROR), 4);
    rampart_diags_clear(diags);
    assert_int_equal(make_image(NULL, "tests/nobody.yaml", diags, &bytes), RAMPART_IO);
    assert_int_equal(bytes.len, 0);
    assert_memory_equal(diag_lines(diags, lines, sizeof lines), "IO001", 5);
    rampart_diags_free(diags);
}

static bool stop(void *context, struct rampart_str piece)
{
    size_t *left = context;
    (void)piece;
    return (*left)-- > 0;
}

static void a_writer_may_stop(void **state)
{
    (void)state;
    const char *path = EXAMPLE, *no_path = NULL;
    const struct rampart_input input = {.paths = &path, .path_count = 1};
    const struct rampart_input nothing = {.paths = &no_path, .path_count = 1};
    for (size_t pieces = 0; pieces < 5; pieces++) {
        size_t left = pieces;
        const struct rampart_writer writer = {&left, stop};
        assert_int_equal(rampart_image_write(NULL, &input, NULL, &writer), RAMPART_IO);
    }
    const struct rampart_writer none = {NULL, NULL}, some = {NULL, stop};
    assert_int_equal(rampart_image_write(NULL, &input, NULL, &none), RAMPART_MISUSE);
    assert_int_equal(rampart_image_write(NULL, NULL, NULL, &some), RAMPART_MISUSE);
    assert_int_equal(rampart_image_write(NULL, &nothing, NULL, &some), RAMPART_MISUSE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_account_gives_the_same_bytes),
        cmocka_unit_test(everything_is_counted),
        cmocka_unit_test(a_document_that_is_shared_is_kept_once),
        cmocka_unit_test(nothing_is_written_of_what_is_refused),
        cmocka_unit_test(a_writer_may_stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
