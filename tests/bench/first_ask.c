/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/first_ask.h"

#include "base/str.h"
#include "bench/measure.h"
#include "decide/request.h"
#include "support/timing.h"

struct asking {
    const struct rampart_set *compiled;
    const struct rampart_request *bases[FIRST_ASKS]; /* what is asked for */
    struct rampart_request *copy;
    struct first_ask asked;
};

/* ---- what to ask ---- */

static bool is_new(const struct asking *asking, const struct rampart_request *but,
                   const struct rampart_request *request)
{
    if (rp_str_equal(request->action_lower, but->action_lower)) return false;
    for (size_t i = 0; i < asking->asked.count; i++)
        if (rp_str_equal(request->action_lower, asking->bases[i]->action_lower)) return false;
    return true;
}

static void choose(struct asking *asking, struct rampart_request *const *requests, size_t count,
                   const struct rampart_request *but)
{
    for (size_t i = 0; i < count && asking->asked.count < FIRST_ASKS; i++)
        if (is_new(asking, but, requests[i])) asking->bases[asking->asked.count++] = requests[i];
}

/* Makes the copy the same question, asked by the principal; by nobody, if it is empty. */
static bool ask_as(struct asking *asking, const struct rampart_request *base, struct rampart_str principal)
{
    rp_request_share(asking->copy, base);
    if (asking->copy->keys != NULL && rp_str_equal(asking->copy->keys->name, RP_STR("acs:PrincipalARN"))) {
        asking->copy->keys = asking->copy->keys->next; /* of who asked at first, filled in last */
        asking->copy->key_count--;
    }
    if (principal.len > 0 && rampart_request_set_principal(asking->copy, principal, NULL) != RAMPART_OK)
        return false;
    return rp_request_complete(asking->copy, NULL) == RAMPART_OK;
}

/* ---- asking ---- */

static bool ask(struct asking *asking, size_t i, struct rampart_who_can **ret_result)
{
    const struct rampart_who_can_options how = {.direct = true, .literal = true, .brief = true};
    struct rampart_who_can *result = NULL;
    double start = 0;

    if (!ask_as(asking, asking->bases[i], RP_STR(""))) return false;
    start = measure_now();
    if (rampart_who_can(asking->compiled, asking->copy, &how, NULL, &result) != RAMPART_OK)
        return false;
    (void)rampart_who_can_sum(result, 0);
    asking->asked.seconds[i] = measure_now() - start;
    *ret_result = result;
    return true;
}

static bool check(struct asking *asking, size_t i, const struct rampart_who_can *result)
{
    for (size_t j = 0; j < rampart_who_can_count(result); j++) {
        const struct rampart_who_can_row *row = rampart_who_can_row(result, j);
        struct rampart_verdict alone;

        if (!ask_as(asking, asking->bases[i], row->principal)) return false;
        if (rampart_decide(asking->compiled, &asking->copy, 1, NULL, &alone, NULL) != RAMPART_OK) return false;
        asking->asked.wrong += alone.outcome != row->verdict.outcome || alone.deny != row->verdict.deny;
    }
    return true;
}

/* All are asked before any is checked: nothing was decided about their actions until then. */
static bool ask_all(struct asking *asking)
{
    struct rampart_who_can *results[FIRST_ASKS] = {NULL};
    bool good = true;

    for (size_t i = 0; i < asking->asked.count && good; i++) good = ask(asking, i, &results[i]);
    for (size_t i = 0; i < asking->asked.count && good; i++) good = check(asking, i, results[i]);
    for (size_t i = 0; i < FIRST_ASKS; i++) rampart_who_can_free(results[i]);
    return good;
}

bool first_ask(const struct rampart_set *compiled, struct rampart_request *const *requests, size_t count,
               const struct rampart_request *but, struct first_ask *ret_asked)
{
    struct asking asking = {.compiled = compiled};
    bool good = rampart_request_new(NULL, &asking.copy) == RAMPART_OK;

    choose(&asking, requests, count, but);
    good = good && ask_all(&asking);
    rampart_request_free(asking.copy);
    sort_times(asking.asked.seconds, asking.asked.count);
    if (good) *ret_asked = asking.asked;
    return good;
}
