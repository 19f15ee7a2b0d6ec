/* SPDX-License-Identifier: Apache-2.0 */
#include "support/naive_reach.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

void naive_reach_role(const struct naive_reach *reach, const char *name, char arn[128])
{
    (void)snprintf(arn, 128, "acs:ram::%s:role/%s", reach->account, name);
}

enum rampart_outcome naive_reach_both(enum rampart_outcome one, enum rampart_outcome other)
{
    if (one == RAMPART_OUTCOME_DENY || other == RAMPART_OUTCOME_DENY) return RAMPART_OUTCOME_DENY;
    return one == RAMPART_OUTCOME_ALLOW ? other : one;
}

enum rampart_outcome naive_reach_better(enum rampart_outcome one, enum rampart_outcome other)
{
    if (one == RAMPART_OUTCOME_ALLOW || other == RAMPART_OUTCOME_ALLOW) return RAMPART_OUTCOME_ALLOW;
    return one == RAMPART_OUTCOME_DENY ? other : one;
}

enum rampart_outcome naive_reach_decide(const struct naive_reach *reach, const char *principal, const char *action,
                                        const char *resource)
{
    struct rampart_request *request = NULL;
    struct rampart_verdict verdict = {.outcome = RAMPART_OUTCOME_DENY};
    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    assert_int_equal(rampart_request_set_principal(request, rampart_str(principal), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_action(request, rampart_str(action), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_add_resource(request, rampart_str(resource), NULL), RAMPART_OK);
    if (reach->mfa_given)
        assert_int_equal(rampart_request_add_context(request, rampart_str("acs:MFAPresent"), rampart_str("true"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_finish(request, NULL), RAMPART_OK);
    assert_int_equal(rampart_decide(reach->set, &request, 1, NULL, &verdict, NULL), RAMPART_OK);
    rampart_request_free(request);
    return verdict.outcome;
}

static enum rampart_outcome assumes(const struct naive_reach *reach, const char *principal, size_t role)
{
    char arn[128];
    naive_reach_role(reach, reach->roles[role], arn);
    return naive_reach_decide(reach, principal, "sts:AssumeRole", arn);
}

void naive_reach_find(struct naive_reach *reach, const char *action, const char *resource)
{
    char arn[128];
    for (size_t i = 0; i < reach->role_count; i++) {
        naive_reach_role(reach, reach->roles[i], arn);
        reach->does[i] = naive_reach_decide(reach, arn, action, resource);
    }
    for (size_t turn = 0; turn < reach->role_count; turn++)
        for (size_t i = 0; i < reach->role_count; i++) {
            naive_reach_role(reach, reach->roles[i], arn);
            for (size_t k = 0; k < reach->role_count; k++)
                if (k != i)
                    reach->does[i] = naive_reach_better(reach->does[i], naive_reach_both(assumes(reach, arn, k), reach->does[k]));
        }
}

enum rampart_outcome naive_reach_of(const struct naive_reach *reach, const char *principal)
{
    enum rampart_outcome best = RAMPART_OUTCOME_DENY;
    for (size_t i = 0; i < reach->role_count; i++)
        best = naive_reach_better(best, naive_reach_both(assumes(reach, principal, i), reach->does[i]));
    return best;
}
