/* SPDX-License-Identifier: Apache-2.0 */
/* A question about everything is answered without comparing patterns: as the comparison answers it, for all short ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"
#include "decide/match.h"
#include "policy/pattern_cells.h"

enum { LETTERS = 4, LONGEST = 5 };

static enum rampart_truth compared(const struct rampart_allocator *allocator, struct rampart_str text)
{
    const struct rp_cell_pattern whole = {text, true, false, RP_CROSSES},
                                 part = {RP_STR("*"), true, false, RP_CROSSES};
    enum rp_relation relation = RP_RELATION_UNDECIDED;

    assert_int_equal(rp_pattern_relation(allocator, &whole, &part, &relation), RAMPART_OK);
    assert_int_not_equal(relation, RP_RELATION_UNDECIDED);
    if (relation == RP_RELATION_EVERY) return RAMPART_TRUE;
    return relation == RP_RELATION_NONE ? RAMPART_FALSE : RAMPART_UNKNOWN;
}

static void test_everything(void **state)
{
    struct rampart_request request = {.allocator = rp_allocator_of(NULL)};
    const struct rp_question question = {.request = &request, .resource = RP_STR("*"), .resource_set = true};
    char letters[LONGEST];
    size_t all = 1;

    (void)state;
    for (size_t len = 0; len <= LONGEST; len++, all *= LETTERS) {
        for (size_t n = 0; n < all; n++) {
            enum rampart_truth truth = RAMPART_FALSE;
            size_t index = 0, rest = n;

            for (size_t i = 0; i < len; i++, rest /= LETTERS) letters[i] = "a*?:"[rest % LETTERS];
            const struct rampart_str text = {letters, len};
            assert_int_equal(rp_resource_set_covered(&text, 1, &question, &truth, &index), RAMPART_OK);
            assert_int_equal(truth, compared(&request.allocator, text));
            assert_int_equal(index, 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_everything)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
