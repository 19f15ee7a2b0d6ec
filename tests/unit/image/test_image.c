/* SPDX-License-Identifier: Apache-2.0 */
/* An image is refused when a byte of it is missing or another, and when another version made it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <rampart/account.h>

#include "image/image.h"
#include "support/diag_lines.h"
#include "support/make_image.h"

static struct rp_buf image;

static enum rampart_status read_bytes(struct rampart_str bytes, char *lines, size_t size)
{
    struct rampart_account *account = NULL;
    struct rampart_diags *diags = NULL;
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    enum rampart_status status = rampart_account_read(NULL, bytes, rampart_str("a.rampart"), diags, &account);
    diag_lines(diags, lines, size);
    assert_true((status == RAMPART_OK) == (account != NULL));
    assert_true(status == RAMPART_OK || rampart_diags_found(diags, RAMPART_ERROR) > 0);
    rampart_account_free(account);
    rampart_diags_free(diags);
    return status;
}

static void assert_refused(const char *expected)
{
    char lines[512];
    assert_int_equal(read_bytes(rp_buf_text(&image), lines, sizeof lines), RAMPART_INVALID_INPUT);
    assert_string_equal(lines, expected);
}

#define DAMAGED "ACC015 0:0 the image is damaged | make a new one with rampart compile"
#define SHORT "ACC015 0:0 the image is cut short | make a new one with rampart compile"
#define OTHER                                                                                   \
    "ACC016 0:0 the image was made by another version of Rampart or on another kind of machine" \
    " | make a new one with rampart compile"

static void the_whole_image_is_read(void **state)
{
    char lines[512];
    (void)state;
    assert_int_equal(read_bytes(rp_buf_text(&image), lines, sizeof lines), RAMPART_OK);
    assert_string_equal(lines, "");
}

/* Without the first bytes it is no image but a text, which has errors of its own. */
static void each_byte_counts(void **state)
{
    char lines[512];
    (void)state;
    for (size_t i = 0; i < image.len; i++) {
        for (unsigned change = 1; change < 256; change <<= 1) {
            image.data[i] = (char)(image.data[i] ^ (char)change);
            assert_int_equal(read_bytes(rp_buf_text(&image), lines, sizeof lines), RAMPART_INVALID_INPUT);
            if (i >= sizeof RP_IMAGE_MAGIC) assert_memory_equal(lines, "ACC01", 5);
            image.data[i] = (char)(image.data[i] ^ (char)change);
        }
    }
}

static void each_part_is_refused(void **state)
{
    char lines[512];
    (void)state;
    for (size_t len = 0; len < image.len; len++) {
        assert_int_equal(read_bytes((struct rampart_str){image.data, len}, lines, sizeof lines), RAMPART_INVALID_INPUT);
        if (len >= sizeof RP_IMAGE_MAGIC) assert_string_equal(lines, SHORT);
    }
}

/* The images of members are parts of one: of that each byte counts as well. */
static void each_byte_of_an_organisation_counts(void **state)
{
    struct rp_buf several;
    char lines[512];
    (void)state;
    assert_int_equal(make_image(NULL, "tests/golden/inputs/organisation/chain.yaml", NULL, &several), RAMPART_OK);
    assert_int_equal(read_bytes(rp_buf_text(&several), lines, sizeof lines), RAMPART_OK);
    for (size_t i = 0; i < several.len; i++) {
        const char was = several.data[i];
        several.data[i] = (char)(was ^ (char)(1U << i % 8));
        assert_int_equal(read_bytes(rp_buf_text(&several), lines, sizeof lines), RAMPART_INVALID_INPUT);
        if (i >= sizeof RP_IMAGE_MAGIC) assert_memory_equal(lines, "ACC01", 5);
        several.data[i] = was;
        assert_int_equal(read_bytes((struct rampart_str){several.data, i}, lines, sizeof lines), RAMPART_INVALID_INPUT);
    }
    rp_buf_free(&several);
}

static void what_follows_is_refused(void **state)
{
    (void)state;
    rp_buf_add_byte(&image, '\0');
    assert_refused(DAMAGED);
    image.len--;
}

/* Changes a member of the head, sees the image refused though its checksums hold, and changes it back. */
static void refused_with(size_t at, char byte, const char *expected)
{
    char was = image.data[at];
    image.data[at] = byte;
    seal_image(image.data, image.len);
    assert_refused(expected);
    image.data[at] = was;
    seal_image(image.data, image.len);
}

static void other_makers_are_named_as_such(void **state)
{
    (void)state;
    refused_with(offsetof(struct rp_image_head, version), '9', OTHER);
    refused_with(offsetof(struct rp_image_head, form), 9, OTHER);
    refused_with(offsetof(struct rp_image_head, order), 9, OTHER);
}

static void numbers_that_do_not_fit_are_refused(void **state)
{
    const size_t facts = offsetof(struct rp_image_head, facts);
    (void)state;
    refused_with(facts + offsetof(struct rp_image_facts, users), 99, DAMAGED);
    refused_with(facts + offsetof(struct rp_image_facts, patterns), 99, DAMAGED);
    refused_with(facts + offsetof(struct rp_image_facts, defined), 99, DAMAGED);
    refused_with(facts + offsetof(struct rp_image_facts, uids), 1, DAMAGED);
    for (size_t i = 0; i < RP_IMAGE_SECTIONS; i++)
        refused_with(offsetof(struct rp_image_head, sizes) + i * sizeof(uint64_t) + 7, 1, DAMAGED);
}

static int open_image(void **state)
{
    (void)state;
    return make_image(NULL, "examples/account/account.yaml", NULL, &image) == RAMPART_OK ? 0 : -1;
}

static int close_image(void **state)
{
    (void)state;
    rp_buf_free(&image);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_whole_image_is_read),        cmocka_unit_test(each_byte_counts),
        cmocka_unit_test(each_byte_of_an_organisation_counts),
        cmocka_unit_test(each_part_is_refused),           cmocka_unit_test(what_follows_is_refused),
        cmocka_unit_test(other_makers_are_named_as_such), cmocka_unit_test(numbers_that_do_not_fit_are_refused),
    };
    return cmocka_run_group_tests(tests, open_image, close_image);
}
