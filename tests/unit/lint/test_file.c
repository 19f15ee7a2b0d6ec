/* SPDX-License-Identifier: Apache-2.0 */
/* What rampart_lint_file() makes of each kind of file; what is found in them is in tests/golden/lint.txt. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include <rampart/rampart.h>

#include "base/buf.h"
#include "support/failing.h"
#include "text/file.h"

#define GOLDEN "tests/golden/inputs/"

/* One file of each kind, and what is counted. */
static const struct {
    const char *path;
    struct rampart_lint_count count;
    size_t findings; /* of DOC013, DOC022, RAM301, and of the readers */
} files[] = {
    {GOLDEN "policies/cancel.json", {.documents = 1}, 0},
    {GOLDEN "lint/lint.json", {.documents = 1}, 2},
    {GOLDEN "lint/plan.json", {.documents = 5, .undetermined = 1}, 5},
    {GOLDEN "lint/state.json", {.documents = 2}, 1},
    {GOLDEN "lint/terraform.tfstate", {.documents = 2}, 2},
    {GOLDEN "lint-account/account.yaml", {.documents = 3}, 5},
    {GOLDEN "lint-settings/project/.rampart.yaml", {.skipped = 1}, 0},
};

enum { FILES = sizeof files / sizeof *files };

static enum rampart_status lint(const struct rampart_options *options, const char *path, bool complete,
                                struct rampart_lint_count *ret_count, size_t *ret_errors,
                                size_t *ret_findings)
{
    static const char *const asked[] = {"DOC013", "DOC022", "RAM301"};
    const struct rampart_lint_input input = {path, RAMPART_POLICY_ANY, true};
    struct rampart_linter *linter = NULL;
    struct rampart_diags *findings = NULL;
    enum rampart_status status = rampart_diags_new(options, &findings);
    if (status == RAMPART_OK) status = rampart_linter_new(options, &linter);
    if (status == RAMPART_OK)
        status = rampart_linter_set(linter, rampart_str("all"), RAMPART_LINT_OFF, findings);
    for (size_t i = 0; i < sizeof asked / sizeof *asked && status == RAMPART_OK; i++)
        status = rampart_linter_set(linter, rampart_str(asked[i]), RAMPART_LINT_DEFAULT, findings);
    struct rampart_str folder = rampart_str(GOLDEN "lint"); /* the account names a document there */
    rampart_linter_allow_outside(linter, (struct rampart_strs){&folder, 1});
    rampart_linter_require_complete(linter, complete);
    if (status == RAMPART_OK) status = rampart_lint_file(linter, &input, findings, ret_count);
    *ret_errors = rampart_diags_found(findings, RAMPART_ERROR);
    *ret_findings = rampart_diags_count(findings);
    rampart_linter_free(linter);
    rampart_diags_free(findings);
    return status;
}

static void each_kind_of_file_is_known(void **state)
{
    (void)state;
    for (size_t i = 0; i < FILES; i++) {
        struct rampart_lint_count count;
        size_t errors, findings;
        assert_int_equal(lint(NULL, files[i].path, false, &count, &errors, &findings), RAMPART_OK);
        if (memcmp(&count, &files[i].count, sizeof count) != 0 || findings != files[i].findings)
            fail_msg("%s: %zu documents, %zu not determined, %zu skipped, %zu findings", files[i].path,
                     count.documents, count.undetermined, count.skipped, findings);
    }
}

static void what_is_not_determined_may_be_required(void **state)
{
    (void)state;
    struct rampart_lint_count count;
    size_t errors[2], findings;
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(lint(NULL, GOLDEN "lint/plan.json", i == 1, &count, &errors[i], &findings),
                         RAMPART_OK);
    assert_int_equal(errors[0] + 1, errors[1]);
}

static void a_file_that_cannot_be_read_is_counted(void **state)
{
    (void)state;
    struct rampart_lint_count count;
    size_t errors, findings;
    assert_int_equal(lint(NULL, "no-such-file", false, &count, &errors, &findings), RAMPART_IO);
    assert_int_equal(count.unreadable, 1);
    assert_int_equal(errors, 1);
    assert_int_equal(rampart_lint_file(NULL, NULL, NULL, &count), RAMPART_MISUSE);
}

/* The same findings in the same order, whether the file is read or its text is at hand; the text ends without a NUL. */
static void assert_text_is_linted_as_file(const char *path)
{
    const struct rampart_lint_input input = {path, RAMPART_POLICY_ANY, true};
    struct rampart_lint_count count[2];
    struct rampart_linter *linter = NULL;
    struct rampart_diags *findings[2] = {NULL, NULL};
    struct rp_buf text;
    struct rampart_str folder = rampart_str(GOLDEN "lint");
    rp_buf_init(&text, NULL, 1 << 24);
    for (size_t i = 0; i < 2; i++) assert_int_equal(rampart_diags_new(NULL, &findings[i]), RAMPART_OK);
    assert_int_equal(rampart_linter_new(NULL, &linter), RAMPART_OK);
    rampart_linter_allow_outside(linter, (struct rampart_strs){&folder, 1});
    assert_int_equal(rp_file_load(path, &text, findings[0]), RAMPART_OK);
    char *exact = malloc(text.len);
    assert_non_null(exact);
    memcpy(exact, text.data, text.len);
    const struct rampart_str given = {exact, text.len};
    assert_int_equal(rampart_lint_file(linter, &input, findings[0], &count[0]), RAMPART_OK);
    assert_int_equal(rampart_lint_text(linter, &input, given, findings[1], &count[1]), RAMPART_OK);
    assert_memory_equal(&count[0], &count[1], sizeof count[0]);
    assert_int_equal(rampart_diags_count(findings[0]), rampart_diags_count(findings[1]));
    for (size_t i = 0; i < rampart_diags_count(findings[0]); i++) {
        const struct rampart_diag *one = rampart_diags_at(findings[0], i), *other = rampart_diags_at(findings[1], i);
        assert_string_equal(one->code, other->code);
        assert_int_equal(one->line, other->line);
        assert_int_equal(one->column, other->column);
        assert_int_equal(one->message.len, other->message.len);
        assert_memory_equal(one->message.data, other->message.data, one->message.len);
        assert_memory_equal(one->file.data, other->file.data, one->file.len);
    }
    free(exact);
    rp_buf_free(&text);
    rampart_linter_free(linter);
    for (size_t i = 0; i < 2; i++) rampart_diags_free(findings[i]);
}

static void a_text_is_linted_as_its_file(void **state)
{
    (void)state;
    for (size_t i = 0; i < FILES; i++) assert_text_is_linted_as_file(files[i].path);
}

static void a_text_over_the_limit_is_refused(void **state)
{
    (void)state;
    const struct rampart_options options = {.limits.account_bytes = 10};
    const struct rampart_lint_input input = {"a.json", RAMPART_POLICY_ANY, true};
    struct rampart_linter *linter = NULL;
    struct rampart_diags *findings = NULL;
    struct rampart_lint_count count;
    assert_int_equal(rampart_diags_new(NULL, &findings), RAMPART_OK);
    assert_int_equal(rampart_linter_new(&options, &linter), RAMPART_OK);
    assert_int_equal(rampart_lint_text(linter, &input, rampart_str("{\"a\": 123}"), findings, &count), RAMPART_OK);
    assert_int_equal(rampart_lint_text(linter, &input, rampart_str("{\"a\": 1234}"), findings, &count), RAMPART_LIMIT);
    assert_int_equal(count.unreadable, 1);
    assert_string_equal(rampart_diags_at(findings, 0)->message.data, "the file is larger than the limit of 10 bytes");
    assert_int_equal(rampart_lint_text(linter, &input, rampart_str(""), NULL, &count), RAMPART_MISUSE);
    rampart_diags_free(findings);
    rampart_linter_free(linter);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    const struct rampart_options options = failing_options();
    for (size_t i = 0; i < FILES; i++) {
        enum rampart_status status = RAMPART_NO_MEMORY;
        for (size_t n = 1; status != RAMPART_OK; n++) {
            struct rampart_lint_count count;
            size_t errors, findings;
            failing_start(n);
            status = lint(&options, files[i].path, false, &count, &errors, &findings);
            if (status != (failing_refused() ? RAMPART_NO_MEMORY : RAMPART_OK))
                fail_msg("%s: %s when request %zu is refused", files[i].path, rampart_status_name(status), n);
            failing_start(0);
            assert_int_equal(failing_held(), 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_kind_of_file_is_known),
        cmocka_unit_test(what_is_not_determined_may_be_required),
        cmocka_unit_test(a_file_that_cannot_be_read_is_counted),
        cmocka_unit_test(a_text_is_linted_as_its_file),
        cmocka_unit_test(a_text_over_the_limit_is_refused),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
