/* SPDX-License-Identifier: Apache-2.0 */
/* The rules about an account as a whole: what they find, where, and what they leave alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include <rampart/rampart.h>

#include "support/failing.h"
#include "unit/lint/account_cases.h"

enum { TEXT = 1 << 18, SHOWN = 4096 };

/* ---- linting ---- */

static struct rampart_linter *new_linter(const struct rampart_options *options)
{
    struct rampart_linter *linter = NULL;
    assert_int_equal(rampart_linter_new(options, &linter), RAMPART_OK);
    assert_int_equal(rampart_linter_set(linter, rampart_str("all"), RAMPART_LINT_OFF, NULL), RAMPART_OK);
    for (size_t i = 0; i < rampart_lint_rule_count(); i++) {
        const char *id = rampart_lint_rule_at(i)->id;
        if (strncmp(id, "RAM7", 4) != 0) continue;
        assert_int_equal(rampart_linter_set(linter, rampart_str(id), RAMPART_LINT_DEFAULT, NULL), RAMPART_OK);
    }
    return linter;
}

/* What is found: "RAM701 3:5 RAM702 4:6". An account that is refused shows the reader's codes so. */
static void show(const struct rampart_diags *findings, char *shown)
{
    size_t used = 0;
    shown[0] = '\0';
    for (size_t i = 0; i < rampart_diags_count(findings) && used < SHOWN; i++) {
        const struct rampart_diag *diag = rampart_diags_at(findings, i);
        used += (size_t)snprintf(shown + used, SHOWN - used, "%s%s %u:%u", i > 0 ? " " : "", diag->code,
                                 diag->line, diag->column);
    }
}

static struct rampart_diags *lint(const struct rampart_options *options, const char *text)
{
    struct rampart_diags *findings = NULL;
    struct rampart_lint_count count;
    struct rampart_linter *linter = new_linter(options);
    assert_int_equal(rampart_diags_new(NULL, &findings), RAMPART_OK);
    assert_int_equal(
        rampart_lint_account(linter, rampart_str(text), rampart_str("account"), findings, &count),
        RAMPART_OK);
    rampart_linter_free(linter);
    return findings;
}

static void assert_found(const struct rampart_options *options, const char *text, const char *expected)
{
    char shown[SHOWN];
    struct rampart_diags *findings = lint(options, text);
    show(findings, shown);
    rampart_diags_free(findings);
    if (strcmp(shown, expected) != 0) fail_msg("%s\n  gives \"%s\", not \"%s\"", text, shown, expected);
}

/* ---- the cases ---- */

static void each_case_is_found_at_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < account_case_count; i++)
        assert_found(NULL, account_cases[i].text, account_cases[i].expected);
}

static void the_first_message_says_what_is_wrong_and_what_to_write(void **state)
{
    (void)state;
    for (size_t i = 0; i < account_case_count; i++) {
        if (account_cases[i].message == NULL) continue;
        struct rampart_diags *findings = lint(NULL, account_cases[i].text);
        const struct rampart_diag *diag = rampart_diags_at(findings, 0);
        assert_non_null(diag);
        assert_string_equal(diag->message.data, account_cases[i].message);
        assert_string_equal(diag->help.data, account_cases[i].help);
        rampart_diags_free(findings);
    }
}

/* ---- quotas ---- */

static size_t put(char *text, size_t used, const char *part)
{
    assert_true(strlen(part) < TEXT - used);
    strcpy(text + used, part);
    return used + strlen(part);
}

/* Numbers from 0 on, each between the two parts, and commas between all of them. */
static size_t repeat(char *text, size_t used, const char *before, const char *after, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        int written = snprintf(text + used, TEXT - used, "%s%s%u%s", i > 0 ? ", " : "", before, i, after);
        assert_true(written > 0 && (size_t)written < TEXT - used);
        used += (size_t)written;
    }
    return used;
}

/* An account with so many policies, of which one user has some. */
static void write_quota(char *text, unsigned policies, unsigned attached, unsigned groups)
{
    size_t used = put(text, 0, "{\"rampart\": 1, \"account\": \"1\",\n\"policies\": {");
    used = repeat(text, used, "\"P",
                  "\": {\"Version\": \"1\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"a:GetX\", "
                  "\"Resource\": \"*\"}]}",
                  policies);
    used = put(text, used, "},\n\"groups\": {");
    used = repeat(text, used, "\"g", "\": {\"policies\": [\"AliyunECSReadOnlyAccess\"]}", groups);
    used = put(text, used, "},\n\"users\": {\"alice\": {\"policies\": [");
    used = repeat(text, used, "\"P", "\"", attached);
    used = put(text, used, "], \"groups\": [");
    used = repeat(text, used, "\"g", "\"", groups);
    put(text, used, "]}}}");
}

static void quotas_are_what_the_cloud_takes(void **state)
{
    (void)state;
    static char text[TEXT];
    write_quota(text, 10, 10, 10);
    assert_found(NULL, text, "");
    write_quota(text, 11, 11, 10);
    assert_found(NULL, text, "RAM701 4:11");
    write_quota(text, 10, 10, 11);
    assert_found(NULL, text, "RAM702 4:11");
}

static size_t count_of(const struct rampart_diags *findings, const char *code)
{
    size_t count = 0;
    for (size_t i = 0; i < rampart_diags_count(findings); i++)
        count += strcmp(rampart_diags_at(findings, i)->code, code) == 0;
    return count;
}

static void there_may_be_1500_policies(void **state)
{
    (void)state;
    static char text[TEXT];
    for (unsigned more = 0; more < 2; more++) {
        write_quota(text, 1500 + more, 1, 1);
        struct rampart_diags *findings = lint(NULL, text);
        assert_int_equal(count_of(findings, "RAM703"), more);
        rampart_diags_free(findings);
    }
}

/* ---- names ---- */

static void a_name_may_be_as_long_as_the_cloud_takes(void **state)
{
    (void)state;
    char text[512], name[80];
    for (int len = 64; len < 66; len++) {
        memset(name, 'a', sizeof name);
        snprintf(text, sizeof text,
                 "rampart: 1\naccount: \"1\"\nroles:\n  %.*s: {policies: [AliyunECSReadOnlyAccess]}\n", len,
                 name);
        assert_found(NULL, text, len == 64 ? "" : "RAM707 4:3");
    }
}

/* ---- assumptions, images, misuse, memory ---- */

static void no_deny_is_idle_where_denies_are_assumed_to_win(void **state)
{
    (void)state;
    struct rampart_options options = {.allocator = NULL};
    assert_found(&options, account_idle_deny, "RAM713 12:22");
    assert_int_equal(
        rampart_assume(&options.assumptions, rampart_str("rg-deny"), rampart_str("any-deny-wins"), NULL),
        RAMPART_OK);
    assert_found(&options, account_idle_deny, "");
}

static void an_account_that_is_refused_is_what_the_reader_says(void **state)
{
    (void)state;
    assert_found(NULL, "rampart: 1\naccount: \"1\"\nusers: {a+b: {policies: [None]}}\n", "ACC007 3:26");
    struct rampart_lint_count count;
    assert_int_equal(rampart_lint_account(NULL, rampart_str(""), rampart_str(""), NULL, &count),
                     RAMPART_MISUSE);
}

static enum rampart_status lint_with(const struct rampart_options *options,
                                     const struct rampart_linter *linter, const char *text)
{
    struct rampart_diags *findings = NULL;
    struct rampart_lint_count count;
    enum rampart_status status = rampart_diags_new(options, &findings);
    if (status == RAMPART_OK)
        status = rampart_lint_account(linter, rampart_str(text), rampart_str("account"), findings, &count);
    rampart_diags_free(findings);
    return status;
}

/* The linter is there already: making one takes longer than using it, and is tested with the documents (hostile/lint). */
static void every_allocation_may_fail(void **state)
{
    (void)state;
    const struct rampart_options options = failing_options();
    struct rampart_linter *linter = NULL;
    failing_start(0);
    assert_int_equal(rampart_linter_new(&options, &linter), RAMPART_OK);
    const size_t held = failing_held();
    for (size_t i = 0; i < account_case_count; i++) {
        enum rampart_status status = RAMPART_NO_MEMORY;
        for (size_t n = 1; status != RAMPART_OK; n++) {
            failing_start(n);
            status = lint_with(&options, linter, account_cases[i].text);
            if (status != (failing_refused() ? RAMPART_NO_MEMORY : RAMPART_OK))
                fail_msg("%s: %s when request %zu is refused", account_cases[i].text,
                         rampart_status_name(status), n);
            failing_start(0);
            assert_int_equal(failing_held(), held);
        }
    }
    rampart_linter_free(linter);
    assert_int_equal(failing_held(), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_case_is_found_at_its_place),
        cmocka_unit_test(the_first_message_says_what_is_wrong_and_what_to_write),
        cmocka_unit_test(quotas_are_what_the_cloud_takes),
        cmocka_unit_test(there_may_be_1500_policies),
        cmocka_unit_test(a_name_may_be_as_long_as_the_cloud_takes),
        cmocka_unit_test(no_deny_is_idle_where_denies_are_assumed_to_win),
        cmocka_unit_test(an_account_that_is_refused_is_what_the_reader_says),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
