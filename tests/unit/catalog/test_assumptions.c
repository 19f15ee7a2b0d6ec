/* SPDX-License-Identifier: Apache-2.0 */
/* The table of evidence: a row for each switch and for nothing else, no field empty, the default named first. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include <rampart/assumption.h>

#include "base/str.h"
#include "catalog/embedded.h"
#include "catalog/tsv.h"

static size_t count_rows(void)
{
    struct rampart_str rows = rp_tsv_rows(rp_catalog_assumptions()), line;
    size_t count = 0;
    while (rp_tsv_next(&rows, &line)) count++;
    return count;
}

static bool holds(struct rampart_str text, const char *word)
{
    for (size_t i = 0; i < text.len; i++)
        if (rp_str_starts(rp_str_from(text, i), rampart_str(word))) return true;
    return false;
}

static void every_switch_has_its_evidence(void **state)
{
    (void)state;
    for (unsigned i = 0; i < RAMPART_ASSUMPTIONS; i++) {
        enum rampart_assumption assumption = (enum rampart_assumption)i;
        struct rampart_evidence evidence;
        const char *name = rampart_assumption_name(assumption), *value = NULL;
        assert_int_equal(rampart_assumption_evidence(rampart_str(name), &evidence), RAMPART_OK);
        assert_true(evidence.question.len > 0 && evidence.question.data[evidence.question.len - 1] == '?');
        assert_true(evidence.touched.len > 0 && evidence.evidence.len > 0);
        assert_true(rp_str_starts(evidence.choice, rampart_str(rampart_assumption_value(assumption, 0))));
        for (size_t number = 0; (value = rampart_assumption_value(assumption, number)) != NULL; number++)
            if (!holds(evidence.choice, value)) fail_msg("%s: nothing is said of %s", name, value);
    }
    assert_int_equal(count_rows(), RAMPART_ASSUMPTIONS);
}

static void other_names_have_none(void **state)
{
    (void)state;
    struct rampart_evidence evidence;
    assert_int_equal(rampart_assumption_evidence(RP_STR("resource"), &evidence), RAMPART_INVALID_INPUT);
    assert_int_equal(rampart_assumption_evidence(RP_STR(""), &evidence), RAMPART_INVALID_INPUT);
    assert_int_equal(rampart_assumption_evidence(RP_STR("rg-deny"), NULL), RAMPART_MISUSE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_switch_has_its_evidence),
        cmocka_unit_test(other_names_have_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
