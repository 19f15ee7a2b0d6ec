/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "lint/rule.h"

static void a_rule_is_found_by_id_name_and_both(void **state)
{
    (void)state;
    const struct rampart_lint_rule *rule = rampart_lint_rule_find(rampart_str("RAM301"));
    assert_non_null(rule);
    assert_string_equal(rule->name, "notaction-allow");
    assert_int_equal(rule->family, RAMPART_LINT_MEANS_OTHERWISE);
    assert_int_equal(rule->severity, RAMPART_WARNING);
    assert_ptr_equal(rampart_lint_rule_find(rampart_str("notaction-allow")), rule);
    assert_ptr_equal(rampart_lint_rule_find(rampart_str("RAM301-notaction-allow")), rule);
    assert_ptr_equal(rampart_lint_rule_find(rampart_str("ram301")), rule); /* as people type it */
    assert_ptr_equal(rampart_lint_rule_find(rampart_str("ram301-NotAction-Allow")), rule);
    assert_ptr_equal(rp_lint_rule(rp_lint_rule_of("RAM301")), rule);
}

static void other_words_name_no_rule(void **state)
{
    (void)state;
    static const char *const words[] = {
        "", "RAM3", "RAM301-", "RAM301-notaction", "ram302-notaction-allow", "RAM301_notaction-allow"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (rampart_lint_rule_find(rampart_str(words[i])) != NULL) fail_msg("\"%s\" names a rule", words[i]);
    assert_int_equal(rp_lint_rule_of("DOC004"), RP_LINT_RULES);
}

static void every_rule_has_its_page(void **state)
{
    (void)state;
    assert_null(rampart_lint_rule_at(rampart_lint_rule_count()));
    for (size_t i = 0; i < rampart_lint_rule_count(); i++) {
        const struct rampart_lint_rule *rule = rampart_lint_rule_at(i);
        const struct rampart_str page = rampart_lint_rule_page(rule);
        assert_true(page.len > 100);
        assert_memory_equal(page.data, "# ", 2);
        assert_memory_equal(page.data + 2, rule->id, strlen(rule->id));
        assert_non_null(rampart_lint_family_name(rule->family));
        if (i > 0) assert_true(strcmp(rampart_lint_rule_at(i - 1)->id, rule->id) < 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rule_is_found_by_id_name_and_both),
        cmocka_unit_test(other_words_name_no_rule),
        cmocka_unit_test(every_rule_has_its_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
