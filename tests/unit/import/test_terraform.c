/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plans and states of Terraform as accounts: each file of tests/account/terraform gives what stands beside it, after
 * the apply and before it. With UPDATE=1 in the environment what stands there is written anew.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <rampart/input.h>

#include "support/account_lines.h"
#include "support/diag_lines.h"
#include "support/rules.h"
#include "support/slurp.h"

#define FOLDER "tests/account/terraform/"

enum { ROOM = 32768 };

/* The account of a file, or its errors. */
static void read_lines(const char *path, bool before, char *lines, size_t size)
{
    const struct rampart_input input = {.paths = &path, .path_count = 1, .before = before};
    struct rampart_account *account = NULL;
    struct rampart_diags *diags = NULL;
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    enum rampart_status status = rampart_account_read_input(NULL, &input, diags, &account);
    size_t used = 0;
    if (rampart_diags_count(diags) > 0) {
        diag_lines(diags, lines, size - 1);
        used = strlen(lines);
        lines[used++] = '\n';
    }
    lines[used] = '\0';
    if (status == RAMPART_OK)
        account_lines(account, lines + used, size - used);
    else
        assert_int_equal(status, RAMPART_INVALID_INPUT);
    for (size_t i = 0; i < rampart_diags_count(diags); i++)
        assert_int_equal(rampart_diags_at(diags, i)->snippet.len, 0);
    rampart_account_free(account);
    rampart_diags_free(diags);
}

static void compare(const char *expected_path, const char *lines)
{
    char *expected = NULL;
    size_t size;
    if (getenv("UPDATE") != NULL) {
        FILE *file = fopen(expected_path, "wb");
        assert_non_null(file);
        assert_int_equal(fwrite(lines, 1, strlen(lines), file), strlen(lines));
        assert_int_equal(fclose(file), 0);
    }
    assert_true(slurp(expected_path, &expected, &size));
    assert_string_equal(lines, expected);
    free(expected);
}

static void check(const char *name, bool before)
{
    char path[128], expected[160];
    char *lines = calloc(1, ROOM);
    assert_non_null(lines);
    snprintf(path, sizeof path, FOLDER "%s", name);
    snprintf(expected, sizeof expected, "%s%s", path, before ? ".before" : ".after");
    read_lines(path, before, lines, ROOM);
    compare(expected, lines);
    free(lines);
}

static void check_all(const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) check(names[i], false);
}

#define CHECK_ALL(...)                                       \
    do {                                                     \
        static const char *const names_[] = {__VA_ARGS__};   \
        check_all(names_, sizeof names_ / sizeof names_[0]); \
    } while (0)

static void a_state_says_what_it_manages(void **state)
{
    (void)state;
    CHECK_ALL("state.json", "stored.json", "directory.json", "directory-disabled.json");
}

/* Stored or shown, a state says the same. */
static void stored_states_are_like_shown_ones(void **state)
{
    char *shown = calloc(2, ROOM);
    (void)state;
    assert_non_null(shown);
    read_lines(FOLDER "state.json", false, shown, ROOM);
    read_lines(FOLDER "stored.json", false, shown + ROOM, ROOM);
    assert_string_equal(shown, shown + ROOM);
    free(shown);
}

static void a_plan_has_two_sides(void **state)
{
    (void)state;
    CHECK_ALL("plan.json", "plan-partial.json", "plan-errored.json", "plan-deferred.json",
              "plan-values-only.json");
    check("plan.json", true);
    check("plan-errored.json", true);
}

static void what_is_not_known_yet_is_unknown(void **state)
{
    (void)state;
    CHECK_ALL("unknown.json", "unknown-holder.json", "unknown-member.json", "unknown-group.json",
              "modules.json", "scopes.json", "directory-plan.json");
}

static void the_attribute_that_is_configured_counts(void **state)
{
    (void)state;
    CHECK_ALL("generations.json", "generations-without-configuration.json", "data-source.json");
}

static void secrets_are_not_repeated(void **state)
{
    (void)state;
    CHECK_ALL("sensitive.json", "sensitive-broken.json", "stored-sensitive.json",
              "stored-sensitive-holder.json", "broken-document.json");
}

static void accounts_are_not_mixed_up(void **state)
{
    (void)state;
    CHECK_ALL("contradiction.json", "two-accounts.json", "several-providers.json",
              "stored-several-providers.json");
}

static void damaged_files_are_refused(void **state)
{
    (void)state;
    CHECK_ALL("format-2.json", "format-number.json", "without-format.json", "wrong-types.json",
              "wrong-lists.json", "without-names.json", "without-addresses.json", "log.json",
              "stored-version-3.json", "stored-without-instances.json", "stored-without-resources.json");
}

/* ---- the example of the pipeline that asks before it applies ---- */

static enum rampart_outcome decide(const struct rampart_account *account, const char *action)
{
    struct rampart_request *request = NULL;
    struct rp_rules *rules = NULL;
    struct rampart_verdict verdict;
    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    assert_int_equal(rampart_request_set_principal(request, rampart_str("role/deploy"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_action(request, rampart_str(action), NULL), RAMPART_OK);
    assert_int_equal(
        rampart_request_add_resource(
            request, rampart_str("acs:ess:cn-hangzhou:1000000000000001:scalinggroup/asg-1"), NULL),
        RAMPART_OK);
    assert_int_equal(rampart_request_finish(request, NULL), RAMPART_OK);
    assert_int_equal(rp_account_rules(NULL, account, request, NULL, 0, 0, NULL, &rules), RAMPART_OK);
    assert_int_equal(rp_rules_decide(rules, request, &verdict), RAMPART_OK);
    rp_rules_free(rules);
    rampart_request_free(request);
    return verdict.outcome;
}

/* The control policies that bind the account are not known: a granted action is conditional, any other one denied. */
static void the_example_takes_a_permission_away(void **state)
{
    static const char *const path = "examples/terraform/deploy-plan.json";
    static const struct rampart_input after = {.paths = &path, .path_count = 1};
    static const struct rampart_input before = {.paths = &path, .path_count = 1, .before = true};
    struct rampart_account *account = NULL;
    (void)state;
    assert_int_equal(rampart_account_read_input(NULL, &after, NULL, &account), RAMPART_OK);
    assert_int_equal(decide(account, "ess:CancelInstanceRefresh"), RAMPART_OUTCOME_DENY);
    assert_int_equal(decide(account, "ess:StartInstanceRefresh"), RAMPART_OUTCOME_CONDITIONAL);
    rampart_account_free(account);
    assert_int_equal(rampart_account_read_input(NULL, &before, NULL, &account), RAMPART_OK);
    assert_int_equal(decide(account, "ess:CancelInstanceRefresh"), RAMPART_OUTCOME_CONDITIONAL);
    rampart_account_free(account);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_state_says_what_it_manages),
        cmocka_unit_test(stored_states_are_like_shown_ones),
        cmocka_unit_test(a_plan_has_two_sides),
        cmocka_unit_test(what_is_not_known_yet_is_unknown),
        cmocka_unit_test(the_attribute_that_is_configured_counts),
        cmocka_unit_test(secrets_are_not_repeated),
        cmocka_unit_test(accounts_are_not_mixed_up),
        cmocka_unit_test(damaged_files_are_refused),
        cmocka_unit_test(the_example_takes_a_permission_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
