/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether the tests of a suite would notice a change of the policies. Each policy that the tests are about is changed one
 * element at a time, and the tests are asked again. docs/test.md describes the changes for users of the program.
 *
 * Words:
 *
 *   - A mutant is a policy with one element changed.
 *   - A mutant is killed by a test that passes with the policy as it is, and does not with the mutant.
 *   - It survives where no test does so, and some request is decided otherwise: then that request is shown, as decided
 *     by the engine on both sides.
 *   - It is equivalent where no request is decided otherwise. That is proved by a comparison of both sides
 *     (rampart_diff()), and never a guess: what cannot be told within limits is undecided.
 *
 * Ownership: All that a mutation hands out lives until it is freed. The suite, the set, its account and its policies must
 * outlive it.
 *
 * Thread-safety: A mutation does not change. Any number of threads may read it.
 *
 * Example: a test that does not say who else may cancel.
 *
 *     #include <stdio.h>
 *
 *     #include <rampart/mutation.h>
 *
 *     static const char file[] = "policies: [p.json]\n"
 *                                "tests:\n"
 *                                "  - {action: ess:EnterStandby, resource: '*', expect: Allow}\n";
 *
 *     static const char document[] = "{\"Version\": \"1\", \"Statement\": [{\"Effect\": \"Allow\","
 *                                    "\"Action\": \"ess:EnterStandby\", \"Resource\": \"*\"}]}";
 *
 *     int main(void)
 *     {
 *         const struct rampart_document text = {.text = rampart_str(document), .name = rampart_str("p")};
 *         struct rampart_suite *suite = NULL;
 *         struct rampart_policy *policy = NULL;
 *         struct rampart_set *set = NULL;
 *         struct rampart_mutation *mutation = NULL;
 *         if (rampart_suite_read(NULL, rampart_str(file), rampart_str("tests.yaml"), NULL, &suite) ||
 *             rampart_policy_read(NULL, &text, NULL, &policy))
 *             return 1;
 *         const struct rampart_attachment attachment = {.policy = policy, .layer = RAMPART_LAYER_IDENTITY};
 *         const struct rampart_set_parts parts = {.attachments = &attachment, .attachment_count = 1};
 *         if (rampart_set_new(NULL, &parts, NULL, &set) || rampart_suite_mutate(suite, set, NULL, NULL, &mutation))
 *             return 1;
 *         for (size_t i = 0; i < rampart_mutation_count(mutation); i++) {
 *             const struct rampart_mutant *mutant = rampart_mutation_at(mutation, i);
 *             printf("%s: %s\n", rampart_mutation_operator_name(mutant->op), rampart_mutant_outcome_name(mutant->outcome));
 *         }
 *         rampart_mutation_free(mutation);
 *         rampart_set_free(set);
 *         rampart_policy_free(policy);
 *         rampart_suite_free(suite);
 *         return 0;
 *     }
 *
 * It prints:
 *
 *     statement-dropped: killed
 *     effect-turned: killed
 *     action-widened: survived
 *     action-turned: killed
 *     resource-narrowed: killed
 *     resource-turned: killed
 */
#ifndef RAMPART_MUTATION_H
#define RAMPART_MUTATION_H

#include <rampart/diff.h>
#include <rampart/suite.h>

#ifdef __cplusplus
extern "C" {
#endif

/* How a policy is changed. */
enum rampart_mutation_operator {
    RAMPART_MUTATION_STATEMENT_DROPPED = 0,

    /* Allow becomes Deny, and the reverse. */
    RAMPART_MUTATION_EFFECT_TURNED,

    /* One of several actions is left out. */
    RAMPART_MUTATION_ACTION_DROPPED,

    /* A star stands for the operation: ess:CancelInstanceRefresh becomes ess:*, and that becomes *. */
    RAMPART_MUTATION_ACTION_WIDENED,

    /* An action that is known stands for a pattern of several. */
    RAMPART_MUTATION_ACTION_NARROWED,

    /* Action becomes NotAction, and the reverse. */
    RAMPART_MUTATION_ACTION_TURNED,

    /* One of several resources is left out. */
    RAMPART_MUTATION_RESOURCE_DROPPED,

    /* A star stands for the last part of the name, or for the region. */
    RAMPART_MUTATION_RESOURCE_WIDENED,

    /* A name stands for the last star. */
    RAMPART_MUTATION_RESOURCE_NARROWED,

    /* Resource becomes NotResource, and the reverse. */
    RAMPART_MUTATION_RESOURCE_TURNED,

    /* One of several principals is left out. */
    RAMPART_MUTATION_PRINCIPAL_DROPPED,

    /* All conditions of a statement that has several are left out. */
    RAMPART_MUTATION_CONDITIONS_DROPPED,

    /* One key of one operator is left out. */
    RAMPART_MUTATION_KEY_DROPPED,

    /* One of several values of a condition is left out. */
    RAMPART_MUTATION_VALUE_DROPPED,

    /* StringEquals becomes StringNotEquals; a value of Bool or Null becomes the other one. */
    RAMPART_MUTATION_OPERATOR_NEGATED
};

/* How many there are. */
enum { RAMPART_MUTATION_OPERATORS = RAMPART_MUTATION_OPERATOR_NEGATED + 1 };

/*
 * Returns the name of a change, "action-widened", as reports write it.
 *
 * Ownership: The text is static.
 */
RAMPART_API const char *rampart_mutation_operator_name(enum rampart_mutation_operator op);

/* What became of a mutant. Zeroed memory is no proof. */
enum rampart_mutant_outcome {
    /* It could not be told within limits whether a request is decided otherwise. */
    RAMPART_MUTANT_UNDECIDED = 0,

    RAMPART_MUTANT_KILLED,
    RAMPART_MUTANT_SURVIVED,
    RAMPART_MUTANT_EQUIVALENT
};

/*
 * Returns the name of an outcome, "survived", as reports write it.
 *
 * Ownership: The text is static.
 */
RAMPART_API const char *rampart_mutant_outcome_name(enum rampart_mutant_outcome outcome);

/* A policy with one element changed. */
struct rampart_mutant {
    enum rampart_mutation_operator op;
    enum rampart_mutant_outcome outcome;

    /* The policy, its name or that of the role whose trust policy it is; and the number of the statement, from 0. */
    struct rampart_str policy;
    size_t statement;

    /* Where the element stands that is changed. */
    struct rampart_place place;

    /* What stands there, and what the mutant has in its place. Nothing: it is left out. */
    struct rampart_str was, now;

    /* KILLED: the number of the test that notices it first, for rampart_suite_test(). */
    size_t killed_by;

    /* SURVIVED: a request that nobody tests; both verdicts are the engine's. */
    struct rampart_diff_witness witness;

    /*
     * SURVIVED: a test, in YAML, that passes today and kills the mutant, to be put into the file under `tests`. Empty: no
     * test could be written, most often since the catalogue does not know the action of the witness.
     */
    struct rampart_str test;

    /* UNDECIDED: why, in a few words. Otherwise empty. */
    struct rampart_str reason;
};

/* A policy that was not changed. */
struct rampart_mutation_skipped {
    /* Its name, or that of the role whose trust policy it is. */
    struct rampart_str policy;

    /* Why, in a few words. */
    struct rampart_str reason;
};

/* How mutants are made. Zeroed, all of them are, and each test counts. */
struct rampart_mutation_options {
    /* Make so many at most, chosen by the seed out of all of them. 0: all. */
    size_t limit;
    uint64_t seed;

    /* By the number of the test: whether it counts, as one that was asked and passed. NULL: those that pass do. */
    const bool *counts;

    /* Called with the number of mutants that are done, of all, in the thread that asks. */
    void (*progress)(void *context, size_t done, size_t known);
    void *progress_context;
};

/* The mutants of what a suite is about. */
struct rampart_mutation;

/*
 * Changes each policy that bears on a request of a test, one element at a time, and asks the tests. `account` is that of
 * the set; NULL: there is none. `how` may be NULL.
 *
 * Policies of the account itself are changed: identity policies, control policies, trust policies, and policies of
 * resources. What bears on a test and is not changed is listed (rampart_mutation_skipped()), and so are policies that bear on none.
 *
 * Source: docs/test.md.
 * Ownership: The caller frees the mutation with rampart_mutation_free(), before the suite and the set.
 * Errors: RAMPART_NO_MEMORY; RAMPART_LIMIT where a pattern could not be matched; RAMPART_MISUSE when `suite`, `set` or
 * `ret_mutation` is NULL, and for a set made for `few` requests.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_suite_mutate(const struct rampart_suite *suite, const struct rampart_set *set,
                     const struct rampart_account *account, const struct rampart_mutation_options *how,
                     struct rampart_mutation **ret_mutation);

/* Frees the mutation and all that it handed out. NULL is allowed. */
RAMPART_API void rampart_mutation_free(struct rampart_mutation *mutation);

/* Returns the number of mutants. NULL has none. */
RAMPART_API size_t rampart_mutation_count(const struct rampart_mutation *mutation);

/*
 * Returns the `i`-th mutant, in the order of the documents, or NULL.
 *
 * Ownership: It is the mutation's.
 */
RAMPART_API const struct rampart_mutant *rampart_mutation_at(const struct rampart_mutation *mutation, size_t i);

/* Returns the number of policies that were not changed. */
RAMPART_API size_t rampart_mutation_skipped_count(const struct rampart_mutation *mutation);

/*
 * Returns the `i`-th of them, or NULL.
 *
 * Ownership: It is the mutation's.
 */
RAMPART_API const struct rampart_mutation_skipped *rampart_mutation_skipped(const struct rampart_mutation *mutation,
                                                                            size_t i);

/* How many there are of each kind. */
struct rampart_mutation_sum {
    /* All that could be made, and those that the limit left out. */
    size_t known, left_out;

    size_t killed, survived, equivalent, undecided;
};

/*
 * Counts the mutants. The score is killed / (killed + survived).
 *
 * Ownership: Nothing of the result is to be freed.
 */
RAMPART_API struct rampart_mutation_sum rampart_mutation_sum(const struct rampart_mutation *mutation);

#ifdef __cplusplus
}
#endif

#endif
