/* SPDX-License-Identifier: Apache-2.0 */
/* What the rules of one family find in one statement, as the rules' ids behind one another. */
#ifndef RP_TESTS_LINT_CODES_H
#define RP_TESTS_LINT_CODES_H

#include <rampart/lint.h>

/* What is looked at, and the ids that are expected: "RAM201 RAM203". */
struct lint_case {
    const char *statement; /* or several, with commas between them */
    const char *expected;
};

/* Checks each of the cases: the statements make a document of this kind, and only the family is asked. */
void assert_lint_cases(const char *family, enum rampart_policy_kind kind, const struct lint_case *cases,
                       size_t count);

#endif
