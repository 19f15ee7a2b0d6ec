/* SPDX-License-Identifier: Apache-2.0 */
#include "support/switched.h"
#include "support/rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct rampart_verdict decide_naively(const struct switched *switched,
                                             const struct naive_request *asked)
{
    struct naive_answer answer = {.matched_count = 0};

    naive_decide(&switched->twins->naive, asked, &answer);
    return answer.verdict;
}

const struct rampart_dependence *switched_find(const struct switched *switched,
                                               enum rampart_assumption assumption, size_t number)
{
    for (size_t i = 0; i < switched->decision->dependence_count; i++) {
        const struct rampart_dependence *found = &switched->decision->dependences[i];

        if (found->assumption == assumption &&
            strcmp(found->otherwise, rampart_assumption_value(assumption, number)) == 0)
            return found;
    }
    return NULL;
}

static void complain(const struct switched *switched, enum rampart_assumption assumption, size_t number,
                     const struct rampart_verdict *otherwise)
{
    twins_print(switched->twins, &switched->asked);
    for (unsigned i = 0; i < RAMPART_ASSUMPTIONS; i++)
        if (switched->asked.assumed[i] != 0)
            printf("assumed: %s=%s\n", rampart_assumption_name((enum rampart_assumption)i),
                   rampart_assumption_value((enum rampart_assumption)i, switched->asked.assumed[i]));
    verdict_print("engine        ", &switched->decision->verdict);
    verdict_print("naive         ", &switched->naive);
    verdict_print("naive, otherwise", otherwise);
    fail_msg("%s=%s is %s", rampart_assumption_name(assumption), rampart_assumption_value(assumption, number),
             switched_find(switched, assumption, number) == NULL ? "not named" : "named");
}

void switched_open(struct switched *switched)
{
    struct rampart_request *request = NULL;

    switched->naive = decide_naively(switched, &switched->asked);
    switched->decision = NULL;
    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    assert_true(request_of_naive(&switched->asked, request));
    assume_as_naive(&switched->asked, switched->twins->rules);
    assert_int_equal(rp_rules_explain(switched->twins->rules, request, 0, &switched->decision), RAMPART_OK);
    rampart_request_free(request);
    if (!verdict_same(&switched->naive, &switched->decision->verdict))
        complain(switched, RAMPART_ASSUME_COLON_CROSSING, 0, &switched->naive);
}

void switched_close(struct switched *switched)
{
    rampart_decision_free(switched->decision);
}

bool switched_turns(const struct switched *switched, enum rampart_assumption assumption, size_t number)
{
    struct naive_request other = switched->asked;
    struct rampart_verdict otherwise;
    const struct rampart_dependence *found = switched_find(switched, assumption, number);
    bool turns = false;

    other.assumed[assumption] = number;
    otherwise = decide_naively(switched, &other);
    turns = !verdict_same(&switched->naive, &otherwise);
    if (turns != (found != NULL) || (turns && !verdict_same(&found->verdict, &otherwise)))
        complain(switched, assumption, number, &otherwise);
    return turns;
}
