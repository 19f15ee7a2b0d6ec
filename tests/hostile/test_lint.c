/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every allocation may fail while a document is linted and mended: the bad example of each rule is linted with the n-th one refused,
 * for every n until none is. It must end with RAMPART_NO_MEMORY and give everything back.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include <rampart/rampart.h>

#include "support/failing.h"

/* The first block of JSON on the page, which is the bad example; empty: the example is an account. */
static struct rampart_str bad_example(const struct rampart_lint_rule *rule)
{
    static const char fence[] = "```json\n", end[] = "\n```";
    const struct rampart_str page = rampart_lint_rule_page(rule);
    for (size_t i = 0; i + sizeof fence <= page.len; i++) {
        if (memcmp(page.data + i, fence, sizeof fence - 1) != 0) continue;
        const char *start = page.data + i + sizeof fence - 1;
        size_t len = 0;
        while (memcmp(start + len, end, sizeof end - 1) != 0) len++;
        return (struct rampart_str){start, len};
    }
    return (struct rampart_str){NULL, 0};
}

/* What the third line of the page says that the example is. */
static enum rampart_policy_kind kind_of(const struct rampart_lint_rule *rule)
{
    static const char *const words[] = {" identity", " session", " control", " trust"};
    const struct rampart_str page = rampart_lint_rule_page(rule);
    size_t end = 0;
    for (int lines = 0; lines < 3; end++) lines += page.data[end] == '\n';
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t len = strlen(words[i]);
        if (memcmp(page.data + end - 1 - len, words[i], len) == 0) return (enum rampart_policy_kind)i;
    }
    return RAMPART_POLICY_ANY;
}

static enum rampart_status lint(const struct rampart_options *options, const struct rampart_linter *linter,
                                struct rampart_str text, enum rampart_policy_kind kind, size_t *ret_found)
{
    struct rampart_diags *findings = NULL;
    enum rampart_status status = rampart_diags_new(options, &findings);
    const struct rampart_document document = {.text = text, .file = rampart_str("bad.json"), .kind = kind};
    if (status == RAMPART_OK) status = rampart_lint_document(linter, &document, findings);
    *ret_found = rampart_diags_count(findings);
    struct rampart_fix *fix = NULL;
    if (status == RAMPART_OK) status = rampart_lint_fix(linter, &document, NULL, &fix);
    if (status == RAMPART_INVALID_INPUT) status = RAMPART_OK; /* it cannot be read, as was found */
    rampart_fix_free(fix);
    rampart_diags_free(findings);
    return status;
}

/* How many allocations could be refused. The linter is there already: making one takes longer than using it. */
static size_t fail_each(const struct rampart_linter *linter, struct rampart_str text,
                        enum rampart_policy_kind kind)
{
    const struct rampart_options options = failing_options();
    const size_t held = failing_held();
    enum rampart_status status = RAMPART_NO_MEMORY;
    size_t n = 1, found = 0;
    for (; n < 100000 && status != RAMPART_OK; n++) {
        failing_start(n);
        status = lint(&options, linter, text, kind, &found);
        assert_int_equal(status, failing_refused() ? RAMPART_NO_MEMORY : RAMPART_OK);
        failing_start(0);
        assert_int_equal(failing_held(), held);
    }
    assert_int_not_equal(found, 0);
    return n - 2;
}

static void making_a_linter_survives_every_refusal(void **state)
{
    (void)state;
    const struct rampart_options options = failing_options();
    enum rampart_status status = RAMPART_NO_MEMORY;
    for (size_t n = 1; status != RAMPART_OK; n++) {
        struct rampart_linter *linter = NULL;
        failing_start(n);
        status = rampart_linter_new(&options, &linter);
        assert_int_equal(status, failing_refused() ? RAMPART_NO_MEMORY : RAMPART_OK);
        rampart_linter_free(linter);
        assert_int_equal(failing_held(), 0);
    }
}

static void linting_survives_every_refusal(void **state)
{
    (void)state;
    const struct rampart_options options = failing_options();
    struct rampart_linter *linter = NULL;
    failing_start(0);
    assert_int_equal(rampart_linter_new(&options, &linter), RAMPART_OK);
    for (size_t i = 0; i < rampart_lint_rule_count(); i++) {
        const struct rampart_lint_rule *rule = rampart_lint_rule_at(i);
        const struct rampart_str example = bad_example(rule);
        if (example.len > 0 && fail_each(linter, example, kind_of(rule)) < 4)
            fail_msg("%s: nothing failed", rule->id);
    }
    rampart_linter_free(linter);
    assert_int_equal(failing_held(), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(making_a_linter_survives_every_refusal),
                                       cmocka_unit_test(linting_survives_every_refusal)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
