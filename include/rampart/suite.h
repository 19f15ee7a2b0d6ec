/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tests of policies: files of requests with the decisions that are expected of an account or of policies. docs/test.md
 * describes the files for users of the program.
 *
 * Words:
 *
 *   - A suite is a file of tests. It names the account or the policies that it is about; the caller reads them.
 *   - A test is one request and what is expected. A test of the file with a table of cases is several.
 *   - Coverage is what a run of tests has asked of the statements: whether each was met and not met, and each of their
 *     conditions.
 *
 * Ownership: All texts that a suite hands out live until it is freed.
 *
 * Thread-safety: A suite is immutable; threads may share it. Coverage belongs to one thread at a time.
 *
 * Example: a suite about one policy.
 *
 *     #include <stdio.h>
 *
 *     #include <rampart/suite.h>
 *
 *     static const char file[] =
 *         "policies: [examples/policies/freeze.yaml]\n"
 *         "tests:\n"
 *         "  - name: nobody enters standby\n"
 *         "    action: ess:EnterStandby\n"
 *         "    resource: acs:ess:cn-hangzhou:1234567890123456:scalinggroup/asg-prod-1\n"
 *         "    expect: ExplicitDeny\n";
 *
 *     int main(void)
 *     {
 *         struct rampart_suite *suite = NULL;
 *         struct rampart_policy *policy = NULL;
 *         struct rampart_set *set = NULL;
 *         struct rampart_suite_result result;
 *         if (rampart_suite_read(NULL, rampart_str(file), rampart_str("tests.yaml"), NULL, &suite) ||
 *             rampart_policy_read_file(NULL, rampart_suite_policies(suite).items[0].data, RAMPART_POLICY_IDENTITY,
 *                                      NULL, &policy))
 *             return 1;
 *         const struct rampart_attachment attachment = {.policy = policy, .layer = RAMPART_LAYER_IDENTITY};
 *         const struct rampart_set_parts parts = {.attachments = &attachment, .attachment_count = 1};
 *         if (rampart_set_new(NULL, &parts, NULL, &set) ||
 *             rampart_suite_ask(suite, 0, set, NULL, NULL, NULL, &result))
 *             return 1;
 *         printf("%s: %s\n", rampart_suite_test(suite, 0)->name.data,
 *                result.outcome == RAMPART_SUITE_PASSED ? "passed" : "failed");
 *         rampart_suite_result_free(&result);
 *         rampart_set_free(set);
 *         rampart_policy_free(policy);
 *         rampart_suite_free(suite);
 *         return 0;
 *     }
 *
 * It prints:
 *
 *     nobody enters standby: passed
 */
#ifndef RAMPART_SUITE_H
#define RAMPART_SUITE_H

#include <rampart/account.h>
#include <rampart/set.h>
#include <rampart/write.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A suite. */
struct rampart_suite;

/* What a run of tests has asked. */
struct rampart_coverage;

/*
 * Reads a suite from JSON or YAML. `file` names it in messages. Requests are only looked at as far as their members are
 * concerned: what is wrong with one is an error of its test (rampart_suite_ask()).
 *
 * Source: docs/test.md.
 * Ownership: The caller frees the suite with rampart_suite_free(). The texts are copied.
 * Errors: RAMPART_INVALID_INPUT with a diagnostic for each mistake; RAMPART_LIMIT with a diagnostic for a text that is
 * too long; RAMPART_NO_MEMORY; RAMPART_MISUSE when `ret_suite` is NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_suite_read(const struct rampart_options *options, struct rampart_str text, struct rampart_str file,
                   struct rampart_diags *diags, struct rampart_suite **ret_suite);

/*
 * As rampart_suite_read(), from a file, whose path ends in NUL.
 *
 * Ownership: The caller frees the suite with rampart_suite_free().
 * Errors: As rampart_suite_read(); RAMPART_IO with a diagnostic for a file that cannot be read.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_suite_read_file(const struct rampart_options *options, const char *path, struct rampart_diags *diags,
                        struct rampart_suite **ret_suite);

/* Frees the suite. NULL is allowed. */
RAMPART_API void rampart_suite_free(struct rampart_suite *suite);

/*
 * Returns the path of the account that the suite is about, as it is written there. Empty: it is about policies.
 *
 * Ownership: The text is the suite's.
 */
RAMPART_API struct rampart_str rampart_suite_account(const struct rampart_suite *suite);

/*
 * Returns the paths of the identity policies that the suite is about, each NUL-terminated as well.
 *
 * Ownership: The texts are the suite's.
 */
RAMPART_API struct rampart_strs rampart_suite_policies(const struct rampart_suite *suite);

/* One test. */
struct rampart_suite_test {
    /* For a case of a table, the test's name, " / " and the case's own. No two tests have one name. */
    struct rampart_str name;

    /* Where it stands. */
    struct rampart_place place;

    enum rampart_expect expect;

    /* The statement that has to decide, "CancelRefresh#0", by its number or its Sid. Empty: any. */
    struct rampart_str by;
};

/* Returns the number of tests. */
RAMPART_API size_t rampart_suite_count(const struct rampart_suite *suite);

/*
 * Returns the `i`-th test, or NULL.
 *
 * Ownership: It is the suite's.
 */
RAMPART_API const struct rampart_suite_test *rampart_suite_test(const struct rampart_suite *suite, size_t i);

/* How a test ended. Zeroed memory is no success. */
enum rampart_suite_outcome {
    /* The request is wrong, so that nothing was decided. */
    RAMPART_SUITE_ERROR = 0,

    /* The decision is another one, or another statement decided. */
    RAMPART_SUITE_FAILED,

    RAMPART_SUITE_PASSED
};

/* What became of one test. */
struct rampart_suite_result {
    enum rampart_suite_outcome outcome;

    /* The decision; of an API that several actions authorise, the worst of theirs. NULL with an error. */
    struct rampart_decision *decision;

    /* What the test's request was made of. Not for the caller. */
    void *kept;
};

/*
 * Asks the `i`-th test of a set, and compares. `account` is that of the set, which gives requests its id; NULL: there is
 * none. Where a time is not given it is unknown. Names are checked as rampart_names_check() does. `coverage`, which may
 * be NULL, takes down what was asked.
 *
 * Ownership: The caller frees what is in *ret_result with rampart_suite_result_free(), before the suite and the set.
 * Errors: A wrong request is no error of this function: the diagnostics say what is wrong, and the outcome is
 * RAMPART_SUITE_ERROR. RAMPART_NO_MEMORY; RAMPART_MISUSE when `suite`, `set` or `ret_result` is NULL, and for a test that
 * there is not.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_suite_ask(const struct rampart_suite *suite, size_t i, const struct rampart_set *set,
                  const struct rampart_account *account, struct rampart_coverage *coverage, struct rampart_diags *diags,
                  struct rampart_suite_result *ret_result);

/* Frees what a result holds, and zeroes it. NULL is allowed. */
RAMPART_API void rampart_suite_result_free(struct rampart_suite_result *result);

/*
 * Proposes a first file of tests for an account, in YAML: a request for each statement of its custom policies and its trust
 * policies, of somebody who has it, and the decision of today. A statement for which no request could be made up is named in a
 * comment. `path` is what the file names as its account. `set` is that of the account, and decides.
 *
 * Source: docs/test.md.
 * Ownership: Nothing is kept. The writer gets the whole text in one piece.
 * Errors: RAMPART_INVALID_INPUT when no statement could be asked about; RAMPART_IO when the writer stops; RAMPART_NO_MEMORY;
 * RAMPART_MISUSE when an argument but `options` is NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_suite_propose(const struct rampart_options *options, const struct rampart_account *account,
                      const struct rampart_set *set, struct rampart_str path, const struct rampart_writer *writer);

/* ---- coverage ---- */

/* A condition of a statement: an operator and a key. */
struct rampart_covered_condition {
    struct rampart_str op, key;

    /* Some test asked about the statement and met it; some did not. */
    bool met, not_met;
};

/* A statement that tests can be about. */
struct rampart_covered_statement {
    /* The policy, its name or that of the role whose trust policy it is. */
    struct rampart_str policy;

    /* Its number, counting from 0. */
    size_t statement;

    struct rampart_place place;

    enum rampart_effect effect;

    /* Some test's request was one that it matches; some test that it could bear on was not. */
    bool met, not_met;

    const struct rampart_covered_condition *conditions;
    size_t condition_count;
};

/*
 * Makes an empty record of what is asked of a set, which has a row for each statement of the account's own policies, or
 * of the policies. `account` is that of the set; NULL: there is none. System policies are not the author's, and have no
 * rows.
 *
 * Ownership: The caller frees the record with rampart_coverage_free(), before the set.
 * Errors: RAMPART_NO_MEMORY; RAMPART_MISUSE when `set` or `ret_coverage` is NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_coverage_new(const struct rampart_options *options, const struct rampart_set *set,
                     const struct rampart_account *account, struct rampart_coverage **ret_coverage);

/* Frees the record. NULL is allowed. */
RAMPART_API void rampart_coverage_free(struct rampart_coverage *coverage);

/* Returns the number of statements. */
RAMPART_API size_t rampart_coverage_count(const struct rampart_coverage *coverage);

/*
 * Returns the `i`-th statement, in the order of the documents, or NULL.
 *
 * Ownership: It is the record's, and its texts are the documents'.
 */
RAMPART_API const struct rampart_covered_statement *rampart_coverage_at(const struct rampart_coverage *coverage,
                                                                        size_t i);

/* How much was asked. Each statement counts twice, met and not met, and so does each condition. */
struct rampart_coverage_sum {
    size_t statements, statements_met;
    size_t outcomes, outcomes_seen;
};

/*
 * Counts the record.
 *
 * Ownership: Nothing of the result is to be freed.
 */
RAMPART_API struct rampart_coverage_sum rampart_coverage_sum(const struct rampart_coverage *coverage);

#ifdef __cplusplus
}
#endif

#endif
