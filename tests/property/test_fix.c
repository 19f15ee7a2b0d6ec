/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A mended document decides as the original does: policies made by chance, each document of them mended as far as the
 * rules can, and requests of which the naive evaluator says the same about both.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include <rampart/lint.h>

#include "support/twins.h"

enum { WORLDS = 150, REQUESTS = 20 };

/* How many documents were mended, and how many left alone because it could not be shown that they mean the same. */
struct tally {
    unsigned mended, refused;
};

static void mend(const struct rampart_linter *linter, struct generated_policy *policy, struct tally *tally)
{
    struct rampart_fix *fix = NULL;
    const struct rampart_document document = {
        .text = rampart_str(policy->text), .kind = policy->kind, .format = RAMPART_FORMAT_JSON};
    enum rampart_status status = rampart_lint_fix(linter, &document, NULL, &fix);
    tally->refused += status != RAMPART_OK;
    if (status != RAMPART_OK) return;
    const struct rampart_str text = rampart_fix_text(fix);
    assert_in_range(text.len, 1, sizeof policy->text - 1);
    memcpy(policy->text, text.data, text.len);
    policy->text[text.len] = '\0';
    tally->mended += rampart_fix_count(fix) > 0;
    rampart_fix_free(fix);
}

static void compare(const struct twins *before, const struct twins *after, struct chance *chance)
{
    for (unsigned i = 0; i < REQUESTS; i++) {
        struct naive_request asked;
        static struct naive_answer old, new;
        generate_request(chance, NAIVE_KEYS, &asked);
        old = new = (struct naive_answer){.matched_count = 0};
        naive_decide(&before->naive, &asked, &old);
        naive_decide(&after->naive, &asked, &new);
        if (verdict_same(&old.verdict, &new.verdict)) continue;
        twins_print(before, &asked);
        fail_msg("the mended documents decide otherwise");
    }
}

static void mended_documents_decide_the_same(void **state)
{
    (void)state;
    static struct generated_policies made, mended; /* large */
    struct chance chance = {20261123};
    struct tally tally = {0, 0};
    struct rampart_linter *linter = NULL;
    assert_int_equal(rampart_linter_new(NULL, &linter), RAMPART_OK);
    for (unsigned i = 0; i < WORLDS; i++) {
        struct twins before, after;
        generate_policies(&chance, &made);
        mended = made;
        for (size_t k = 0; k < mended.count; k++) mend(linter, &mended.policies[k], &tally);
        assert_true(twins_load(&made, &before));
        assert_true(twins_load(&mended, &after));
        compare(&before, &after, &chance);
        twins_free(&before);
        twins_free(&after);
    }
    rampart_linter_free(linter);
    print_message("%u mended, %u refused\n", tally.mended, tally.refused);
    assert_true(tally.mended > WORLDS / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(mended_documents_decide_the_same)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
