/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads one case of the YAML files in tests/cases into a question and the expected answer.
 *
 *     name, because         what is asked, and the rule (with its section of docs/semantics.md)
 *     statement, statements one identity policy named "p"
 *     allow-if: CONDITION   "p" with one statement: Allow everything under this Condition
 *     deny-if: CONDITION    "p" with two: Allow everything, and Deny everything under this Condition
 *     document              "p" as it stands: a map, or a text to be read byte by byte
 *     policies              a list of {name, kind, level, scope, group, statement | statements | document}; `group`:
 *                           attached to a resource group, with the resource `in` it or `out` of it; a policy of
 *                           kind bucket, key, secret, project, instance or endpoint is the resource's
 *     session, trust        statement or list of statements of a policy named "s", "t"
 *     control               the levels from the account up; each "full" (a policy "full" that allows everything) or
 *                           a list of {name, scope, statement | statements} and "full"
 *     request               principal, uid, account, action, resource, context, absent, complete; what is not said:
 *                           user alice of account 1234567890123456 cancels the instance refresh of asg-1, complete
 *     expect                Allow | ExplicitDeny | ImplicitDeny | Conditional | Refused
 *     assume                a map of switches to values
 *     absentLayers          layers of the resource that there are none of
 *     matched, unknownKeys, unknownLayers, dependsOn   lists; compared only when they are given
 *     layer                 the policy type of a Deny
 *     code, at              an error of a Refused document, and its "line:column"
 */
#ifndef RP_TESTS_CASE_READ_H
#define RP_TESTS_CASE_READ_H

#include "support/ask.h"
#include "text/tree.h"

struct case_text {
    bool given;
    char text[ASK_WORDS];
};

struct test_case {
    struct rampart_str name, because;
    struct ask ask;
    struct case_text expect, matched, layer, unknown_keys, unknown_layers, depends_on, code, at;
};

/* False: the case itself is wrong, and *ret_wrong (static) says how. Texts live in the arena. */
bool case_read(struct rp_arena *arena, const struct rp_node *node, struct test_case *ret_case,
               const char **ret_wrong);

#endif
