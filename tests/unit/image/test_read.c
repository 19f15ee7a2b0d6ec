/* SPDX-License-Identifier: Apache-2.0 */
/* What an image says is what reading the account file says, whatever the limits and assumptions are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <rampart/rampart.h>

#include "image/image.h"
#include "support/diag_lines.h"
#include "support/make_image.h"
#include "support/rules.h"

enum { REPEATED = 120, LINES = 1 << 16 };

static char path[] = "/tmp/rampart-image-XXXXXX";
static struct rp_buf text, image;

/* Two documents, one of which the cloud may refuse, and one user to whom a policy is granted again and again. */
static void write_account(void)
{
    rp_buf_init(&text, NULL, 1 << 20);
    rp_buf_printf(&text, "rampart: 1\naccount: '1'\npolicies:\n"
                         "  P: {Version: '1', Statement: [{Effect: Allow, Action: '*', NotResource: 'x'}]}\n"
                         "  Q: {Version: '1', Statement: [{Effect: Allow, Action: 'a:b', Resource: ['*', 'yy']}]}\n"
                         "users:\n  alice:\n    policies:\n");
    for (unsigned i = 0; i < REPEATED; i++) rp_buf_printf(&text, "      - P\n");
    spill(path, text.data, text.len);
}

struct told {
    enum rampart_status status;
    size_t warnings, errors;
    bool lazy; /* the account is an image still */
    char lines[LINES];
};

static void read_with(const struct rampart_options *options, struct rampart_str bytes, struct told *ret_told)
{
    struct rampart_account *account = NULL;
    struct rampart_diags *diags = NULL;
    assert_int_equal(rampart_diags_new(options, &diags), RAMPART_OK);
    memset(ret_told, 0, sizeof *ret_told);
    ret_told->status = rampart_account_read(options, bytes, rampart_str(path), diags, &account);
    ret_told->warnings = rampart_diags_found(diags, RAMPART_WARNING);
    ret_told->errors = rampart_diags_found(diags, RAMPART_ERROR);
    ret_told->lazy = account != NULL && account->image != NULL;
    diag_lines(diags, ret_told->lines, sizeof ret_told->lines);
    rampart_account_free(account);
    rampart_diags_free(diags);
}

static void assert_same(const struct rampart_options *options, enum rampart_status status, bool lazy)
{
    static struct told file, stored; /* large */
    read_with(options, rp_buf_text(&text), &file);
    read_with(options, rp_buf_text(&image), &stored);
    assert_int_equal(file.status, status);
    assert_int_equal(stored.status, status);
    assert_int_equal(stored.lazy, lazy);
    assert_int_equal(file.warnings, stored.warnings);
    assert_int_equal(file.errors, stored.errors);
    assert_string_equal(file.lines, stored.lines);
    assert_true(strlen(file.lines) > 0);
}

static void warnings_are_said_again(void **state)
{
    const struct rampart_options few = {.limits.diagnostics = 5}, many = {.limits.diagnostics = 1000};
    (void)state;
    assert_same(NULL, RAMPART_OK, true);
    assert_same(&few, RAMPART_OK, true);
    assert_same(&many, RAMPART_OK, false); /* it keeps no more than were kept when it was made */
}

static void tighter_limits_are_kept(void **state)
{
    const struct rampart_options wide = {.limits.depth = 1000}, narrow = {.limits.depth = 63},
                                 short_patterns = {.limits.pattern_bytes = 1};
    (void)state;
    assert_same(&wide, RAMPART_OK, true);
    assert_same(&narrow, RAMPART_OK, false);
    assert_same(&short_patterns, RAMPART_OK, false); /* the document is put aside by either way */
}

static void refusals_that_are_assumed_are_made(void **state)
{
    struct rampart_options refusing = {.allocator = NULL}, other = {.allocator = NULL};
    (void)state;
    assert_int_equal(rampart_assume(&refusing.assumptions, rampart_str("notresource"), rampart_str("refused"), NULL),
                     RAMPART_OK);
    assert_int_equal(rampart_assume(&other.assumptions, rampart_str("resource-case"), rampart_str("insensitive"), NULL),
                     RAMPART_OK);
    assert_same(&refusing, RAMPART_OK, false);
    assert_same(&other, RAMPART_OK, true);
}

/* Of whatever is made for one question, nothing is left that another needs. */
static void rules_outlive_one_another(void **state)
{
    struct rampart_account *account = NULL;
    struct rampart_request *request = NULL;
    struct rp_rules *rules[2] = {NULL, NULL};
    (void)state;
    assert_int_equal(rampart_account_read(NULL, rp_buf_text(&image), rampart_str("i"), NULL, &account), RAMPART_OK);
    assert_int_equal(rampart_account_id(account).len, 1);
    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    assert_int_equal(rampart_request_set_principal(request, rampart_str("user/alice"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_action(request, rampart_str("a:c"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_add_resource(request, rampart_str("*"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_finish(request, NULL), RAMPART_OK);
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(rp_account_rules(NULL, account, request, NULL, 0, 0, NULL, &rules[i]), RAMPART_OK);
    rp_rules_free(rules[0]);
    struct rampart_verdict verdict;
    assert_int_equal(rp_rules_decide(rules[1], request, &verdict), RAMPART_OK);
    assert_int_equal(verdict.outcome, RAMPART_OUTCOME_ALLOW);
    rp_rules_free(rules[1]);
    rampart_request_free(request);
    rampart_account_free(account);
}

static int open_image(void **state)
{
    (void)state;
    int file = mkstemp(path);
    if (file < 0) return -1;
    close(file);
    write_account();
    return make_image(NULL, path, NULL, &image) == RAMPART_OK ? 0 : -1;
}

static int close_image(void **state)
{
    (void)state;
    rp_buf_free(&text);
    rp_buf_free(&image);
    return unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(warnings_are_said_again),
        cmocka_unit_test(tighter_limits_are_kept),
        cmocka_unit_test(refusals_that_are_assumed_are_made),
        cmocka_unit_test(rules_outlive_one_another),
    };
    return cmocka_run_group_tests(tests, open_image, close_image);
}
