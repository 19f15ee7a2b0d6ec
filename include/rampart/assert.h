/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Assertions: whether an account keeps rules of the user's own, for every principal and every request.
 *
 * A rule (rampart_rules_read_file()) says what nobody may do, or under which condition alone. For an account it is proved,
 * or refuted by requests that the account allows against it. Each of them was asked of the account before it is handed out.
 *
 * Words: a rule holds when no principal of the account may do what it forbids, in any circumstances. It is refuted when one
 * may, or may in some circumstances. It is undetermined when neither could be told: parts of the account are not known, or
 * a limit was met.
 *
 * Ownership: everything that the assertions hand out lives as long as they, the set, its account and the rules.
 *
 * Thread-safety: Assertions do not change. Any number of threads may read them. The set may be asked by others meanwhile.
 *
 * Example: one rule is kept, and of the other it is told who breaks it.
 *
 *     #include <stdio.h>
 *
 *     #include <rampart/assert.h>
 *
 *     int main(void)
 *     {
 *         const char *path = "examples/account/account.yaml";
 *         const struct rampart_input input = {.paths = &path, .path_count = 1};
 *         struct rampart_account *account = NULL;
 *         struct rampart_set *set = NULL;
 *         struct rampart_rules *rules = NULL;
 *         struct rampart_diags *diags = NULL;
 *         struct rampart_assertions *assertions = NULL;
 *         if (rampart_diags_new(NULL, &diags) || rampart_account_read_input(NULL, &input, diags, &account) ||
 *             rampart_set_new(NULL, &(struct rampart_set_parts){.account = account}, diags, &set) ||
 *             rampart_rules_read_file(NULL, "examples/rules/account.yaml", diags, &rules) ||
 *             rampart_assert(set, rules, NULL, diags, &assertions))
 *             return 1;
 *         for (size_t i = 0; i < rampart_assertion_count(assertions); i++) {
 *             const struct rampart_assertion *assertion = rampart_assertion(assertions, i);
 *             printf("%s: %s\n", assertion->name, rampart_assertion_word(assertion->outcome));
 *         }
 *         rampart_assertions_free(assertions);
 *         rampart_rules_free(rules);
 *         rampart_set_free(set);
 *         rampart_account_free(account);
 *         rampart_diags_free(diags);
 *         return 0;
 *     }
 *
 * It prints:
 *
 *     no-users: holds
 *     refresh-by-deployers: refuted
 */
#ifndef RAMPART_ASSERT_H
#define RAMPART_ASSERT_H

#include <rampart/diff.h>
#include <rampart/input.h>
#include <rampart/lint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What became of a rule. Zero is "it could not be told". */
enum rampart_assertion_outcome { RAMPART_UNDETERMINED = 0, RAMPART_HOLDS, RAMPART_REFUTED };

/* One rule, and what became of it. */
struct rampart_assertion {
    /* The name of the rule. It ends in NUL. */
    const char *name;

    enum rampart_severity severity;

    /* What the rule says of itself; may be empty. */
    struct rampart_str message;

    /* Where the rule stands. */
    struct rampart_place place;

    enum rampart_assertion_outcome outcome;

    /* The principals of the account that the rule is about. */
    size_t principals;

    /*
     * What the account allows beyond the rule: each row is a gain, from what the rule permits to what the account does,
     * and its witness a request that breaks the rule.
     */
    const struct rampart_diff *beyond;

    /* What could not be told and may break the rule, such as policies of buckets that nobody showed. */
    const struct rampart_diff_open *const *open;
    size_t open_count;
};

/* The answers about a list of rules. */
struct rampart_assertions;

/*
 * Asks whether the account of a set keeps each rule. `how` may be NULL; of it, `first` is enough to tell which rules hold.
 *
 * Source: docs/semantics.md, section 6; docs/assert.md.
 * Ownership: The caller frees the assertions with rampart_assertions_free(), before the set and the rules.
 * Errors: RAMPART_INVALID_INPUT with a diagnostic for a set without an account of its own, such as an organisation, and
 * where the set is assumed to refuse NotResource and a rule names resources; RAMPART_LIMIT; RAMPART_NO_MEMORY;
 * RAMPART_MISUSE when an argument but `how` and `diags` is NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_assert(const struct rampart_set *set, const struct rampart_rules *rules, const struct rampart_diff_options *how,
               struct rampart_diags *diags, struct rampart_assertions **ret_assertions);

/* Frees the assertions and all that they handed out. NULL is allowed. */
RAMPART_API void rampart_assertions_free(struct rampart_assertions *assertions);

/* Returns the number of rules that were asked about. `assertions` must not be NULL. */
RAMPART_API size_t rampart_assertion_count(const struct rampart_assertions *assertions);

/*
 * Returns what became of the i-th rule, counting from 0, or NULL beyond the end. The rules stand in their own order.
 *
 * Ownership: The struct lives as long as the assertions, which must not be NULL.
 */
RAMPART_API const struct rampart_assertion *rampart_assertion(const struct rampart_assertions *assertions, size_t i);

/*
 * Returns "holds", "refuted" or "undetermined". Any other number gives "undetermined".
 *
 * Ownership: The text is static.
 */
RAMPART_API const char *rampart_assertion_word(enum rampart_assertion_outcome outcome);

#ifdef __cplusplus
}
#endif

#endif
