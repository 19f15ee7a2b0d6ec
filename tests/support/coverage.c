/* SPDX-License-Identifier: Apache-2.0 */
#include "support/coverage.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "policy/ast.h"

/* RAM's operators as its documentation lists them: written down here and not asked of the code under test. */
static const char *const operators[COVERAGE_OPERATORS] = {
    "StringEquals",
    "StringNotEquals",
    "StringEqualsIgnoreCase",
    "StringNotEqualsIgnoreCase",
    "StringLike",
    "StringNotLike",
    "NumericEquals",
    "NumericNotEquals",
    "NumericLessThan",
    "NumericLessThanEquals",
    "NumericGreaterThan",
    "NumericGreaterThanEquals",
    "DateEquals",
    "DateNotEquals",
    "DateLessThan",
    "DateLessThanEquals",
    "DateGreaterThan",
    "DateGreaterThanEquals",
    "Bool",
    "IpAddress",
    "NotIpAddress",
};

static const char *const ways[COVERAGE_WAYS] = {
    "an Allow by a condition that holds", "no Allow by one that fails", "a Deny by a condition that holds",
    "Conditional by an unknown key", "an absent key"};

/* The conditions of a question: how many, and the first with its statement's effect. */
struct found {
    size_t count;
    char op[64];
    struct rampart_str key;
    enum rampart_effect effect;
};

static void look(const struct rampart_policy *policy, struct found *found, char *key, size_t key_size)
{
    for (size_t s = 0; s < policy->statement_count; s++) {
        const struct rp_statement *statement = &policy->statements[s];

        for (size_t c = 0; c < statement->condition_count; c++, found->count++) {
            const struct rp_condition *condition = &statement->conditions[c];

            (void)snprintf(found->op, sizeof found->op, "%.*s", RP_ARG(condition->op_name));
            (void)snprintf(key, key_size, "%.*s", RP_ARG(condition->key.text));
            found->effect = statement->effect;
        }
    }
    found->key = rampart_str(key);
}

static bool spoken_of(const struct ask *question, struct rampart_str key, bool *ret_absent)
{
    *ret_absent = question->complete;
    for (size_t i = 0; i < question->context_count; i++)
        if (rp_str_equal_fold(question->context[i].name, key)) {
            *ret_absent = false;
            return true;
        }
    for (size_t i = 0; i < question->absent_count; i++)
        if (rp_str_equal_fold(question->absent[i], key)) *ret_absent = true;
    return *ret_absent;
}

static enum coverage_way way_of(const struct ask *question, const struct found *found, const char *outcome)
{
    bool absent = false, spoken = spoken_of(question, found->key, &absent);
    bool allow = found->effect == RAMPART_ALLOW;

    if (!spoken) return strcmp(outcome, "Conditional") == 0 ? COVERAGE_UNKNOWN : COVERAGE_WAYS;
    if (absent) return COVERAGE_ABSENT;
    if (allow && strcmp(outcome, "Allow") == 0) return COVERAGE_ALLOW_TRUE;
    if (allow && strcmp(outcome, "ImplicitDeny") == 0) return COVERAGE_ALLOW_FALSE;
    if (!allow && strcmp(outcome, "ExplicitDeny") == 0) return COVERAGE_DENY_TRUE;
    return COVERAGE_WAYS;
}

void coverage_count(struct coverage *coverage, const struct ask *question, const char *outcome)
{
    struct found found = {0};
    char key[256] = "";
    enum coverage_way way = COVERAGE_WAYS;

    for (size_t i = 0; i < question->policy_count; i++) {
        const struct ask_policy *asked = &question->policies[i];
        struct rampart_document document = {
            .text = asked->text, .format = asked->format, .kind = asked->kind};
        struct rampart_policy *policy = NULL;

        if (rampart_policy_read(NULL, &document, NULL, &policy) != RAMPART_OK) return;
        look(policy, &found, key, sizeof key);
        rampart_policy_free(policy);
    }
    if (found.count != 1) return;
    way = way_of(question, &found, outcome);
    for (size_t i = 0; i < COVERAGE_OPERATORS && way != COVERAGE_WAYS; i++)
        if (strcmp(operators[i], found.op) == 0) coverage->seen[i][way]++;
}

unsigned coverage_report(const struct coverage *coverage)
{
    unsigned missing = 0;

    for (size_t i = 0; i < COVERAGE_OPERATORS; i++)
        for (size_t way = 0; way < COVERAGE_WAYS; way++)
            if (coverage->seen[i][way] == 0) {
                printf("no case shows %s: %s\n", operators[i], ways[way]);
                missing++;
            }
    return missing;
}
