/* SPDX-License-Identifier: Apache-2.0 */
/* A mutation from the inside. */
#ifndef RP_SUITE_MUTATION_H
#define RP_SUITE_MUTATION_H

#include "suite/bearing.h"
#include "suite/mutants.h"

/* A test that passes, with its requests and what bears on each. */
struct rp_mutation_test {
    size_t number;
    struct rampart_suite_result result;
    struct rp_bearing bearings[RP_SUITE_PARTS];
};

/* A policy that is changed, and its changes. */
struct rp_mutation_policy {
    const struct rampart_policy *policy;
    bool system; /* it is not the author's */
};

struct rampart_mutation {
    struct rp_arena arena; /* holds everything, itself included */
    const struct rampart_suite *suite;
    const struct rampart_set *set;
    const struct rampart_account *account; /* NULL: none */
    const struct rampart_catalog *catalog;
    struct rampart_catalog *own_catalog; /* to be freed; NULL: it is the set's */
    struct rp_mutation_test *tests;
    size_t test_count;
    struct rp_mutation_policy *policies; /* that could be changed, in the order of the documents */
    size_t policy_count, policy_room;
    struct rp_changes changes; /* of all of them */
    size_t *first_changes;     /* by the policy: the number of its first change, and the end */
    struct rampart_mutant *mutants;
    size_t count, known;
    struct rampart_mutation_skipped *skipped;
    size_t skipped_count, skipped_room;
};

/* A mutant while it is looked at. */
struct rp_mutant {
    const struct rampart_policy *policy;
    struct rampart_policy *changed;
    struct rp_exchange exchange;
    const struct rp_change *change;
    struct rp_arena *arena; /* that goes with it */
};

/* What a test comes to when the policy is changed. */
struct rp_mutant_answer {
    struct rampart_verdict verdict;
    bool meets; /* it is what the test expects */
};

/*
 * Asks the test when the policy is changed so. `kept` has its requests, and `bearings` what bears on each. Errors: as
 * rp_set_rules_exchanged().
 */
enum rampart_status rp_mutant_ask(const struct rp_mutant *mutant, const struct rp_suite_test *test,
                                  const struct rp_suite_kept *kept, const struct rp_bearing *bearings,
                                  struct rp_mutant_answer *ret_answer);

/*
 * Judges a mutant that no test kills: fills outcome, witness, test and reason. Errors: RAMPART_NO_MEMORY, and those of
 * rampart_set_new().
 */
enum rampart_status rp_survivor_judge(struct rampart_mutation *mutation, const struct rp_mutant *mutant,
                                      struct rampart_mutant *told);

/*
 * Writes a test for the witness, and asks it: `told->test` and the verdicts of the witness are filled when there is one that
 * passes today and kills the mutant. Errors: RAMPART_NO_MEMORY, and those of asking.
 */
enum rampart_status rp_survivor_test(struct rampart_mutation *mutation, const struct rp_mutant *mutant,
                                     struct rampart_mutant *told);

#endif
