/* SPDX-License-Identifier: Apache-2.0 */
/* A JSON file is read in parts, the same text under the name of a YAML file as a whole: both say the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <rampart/account.h>

#include "account/account.h"
#include "base/str.h"
#include "support/diag_lines.h"

#define STATEMENT(rest) "{\"Version\": \"1\", \"Statement\": [{\"Effect\": \"Allow\", " rest "}]}"
#define CLEAN STATEMENT("\"Action\": \"a:b\\u0063\", \"Resource\": [\"*\"]")
#define WARNED STATEMENT("\"Action\": \"*\", \"NotResource\": \"x\"")
#define WRONG STATEMENT("\"Acton\": \"*\", \"Resource\": []")
#define ACCOUNT(policies, rest)                                                                          \
    "{\"rampart\": 1, \"account\": \"1\",\n\"users\": {\"u\": {\"policies\": [\"P\"]}},\n\"policies\": " \
    "{" policies "}" rest "}"

static enum rampart_status read_as(const char *file, const char *text, char *lines, size_t size,
                                   struct rampart_account **ret_account)
{
    struct rampart_diags *diags = NULL;
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    enum rampart_status status =
        rampart_account_read(NULL, rampart_str(text), rampart_str(file), diags, ret_account);
    diag_lines(diags, lines, size);
    rampart_diags_free(diags);
    return status;
}

static void both_say_the_same(void **state)
{
    static const char *const texts[] = {
        ACCOUNT("\"P\": " CLEAN, ""),
        ACCOUNT("\"P\": " WARNED ",\n\"Q\\u0041\": " CLEAN, ""),
        ACCOUNT("\"P\": " CLEAN ",\n\"Q\": " WRONG ", \"R\": " WARNED,
                ",\n\"groups\": {\"g\": {\"users\": []}}"),
        ACCOUNT("\"P\": " CLEAN,
                ",\n\"roles\": {\"r\": {\"trust\": " CLEAN ", \"policies\": [\"P\", \"P\", \"X\"]}}"),
        ACCOUNT("\"P\": []", ",\n\"resourceGroups\": {\"g\": [\"acs:*\", 1]}"),
        ACCOUNT("\"P\": " CLEAN, ",\n\"resourceDirectory\": {\"controlPolicies\": [[\"P\"], [], [\"X\"]]}"),
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        char parts[4000], whole[4000];
        struct rampart_account *a = NULL, *b = NULL;
        enum rampart_status status = read_as("a.json", texts[i], parts, sizeof parts, &a);
        assert_int_equal(read_as("a.yaml", texts[i], whole, sizeof whole, &b), status);
        assert_string_equal(parts, whole);
        rampart_account_free(a);
        rampart_account_free(b);
    }
}

static void a_policy_keeps_its_name_and_texts(void **state)
{
    char lines[400];
    struct rampart_account *account = NULL;
    (void)state;
    assert_int_equal(read_as("a.json", ACCOUNT("\"\\u0050\": " CLEAN, ""), lines, sizeof lines, &account),
                     RAMPART_OK);
    assert_string_equal(lines, "");
    const struct rampart_policy *policy = account->policies[0].policy;
    assert_true(rp_str_equal(policy->name, RP_STR("P")));
    assert_true(rp_str_equal(rp_value_text(&policy->statements[0].action, 0), RP_STR("a:bc")));
    assert_ptr_equal(account->users[0].grants.items[0].policy, &account->policies[0]);
    rampart_account_free(account);
}

static void a_mistake_of_syntax_hides_no_other(void **state)
{
    char lines[4000];
    struct rampart_account *account = NULL;
    (void)state;
    assert_int_equal(read_as("a.json", ACCOUNT("\"P\": " WRONG ", \"Q\": " WARNED, ",,\n\"groups\": {}"),
                             lines, sizeof lines, &account),
                     RAMPART_INVALID_INPUT);
    assert_non_null(strstr(lines, "unknown element \"Acton\""));
    assert_non_null(strstr(lines, "NotResource stands in one grammar"));
    assert_non_null(strstr(lines, "a comma with nothing before it"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_say_the_same),
        cmocka_unit_test(a_policy_keeps_its_name_and_texts),
        cmocka_unit_test(a_mistake_of_syntax_hides_no_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
