/* SPDX-License-Identifier: Apache-2.0 */
/* A test is asked, and its decision compared with what is expected. */
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "decide/request_read.h"
#include "decide/set.h"
#include "suite/suite.h"
#include "text/diag.h"

#include <rampart/names.h>

/* One test while it is asked. */
struct asking {
    const struct rampart_suite *suite;
    const struct rp_suite_test *test;
    const struct rampart_set *set;
    const struct rampart_account *account;
    struct rampart_coverage *coverage;
    struct rampart_diags *diags;
};

/* ---- the request ---- */

static enum rampart_status suite_set_time(const struct asking *asking, struct rampart_request *request)
{
    const struct rampart_str time = asking->test->time;
    return rampart_request_set_time(request, time.len == 0 ? RP_STR("unknown") : time, asking->diags);
}

/* Of an organisation a name is that of the one account which has it, and a resource says whose it is. */
static enum rampart_status suite_set_account(const struct asking *asking, struct rampart_request *request)
{
    if (asking->account == NULL) return RAMPART_OK;
    RP_TRY(rampart_request_set_account_of(request, asking->account, asking->diags));
    if (rampart_account_member_count(asking->account) > 0) return RAMPART_OK;
    return rampart_request_set_owner(request, rampart_account_id(asking->account), asking->diags);
}

static enum rampart_status suite_fill(const struct asking *asking, struct rampart_request *request)
{
    RP_TRY(suite_set_account(asking, request));
    RP_TRY(suite_set_time(asking, request));
    return rp_request_read_map(request, &asking->suite->source, asking->test->request, asking->diags);
}

/* Names are looked up as everywhere: a test of a misspelt action would pass for the wrong reason. */
static enum rampart_status suite_finish(const struct asking *asking, struct rampart_request *request)
{
    const struct rampart_options options = {.allocator = &request->allocator, .catalog = request->catalog};
    struct rampart_names *names = NULL;
    RP_TRY(rampart_request_finish(request, asking->diags));
    RP_TRY(rampart_names_new(&options, &names));
    enum rampart_status status = rampart_names_check(names, request, 0, asking->diags);
    rampart_names_free(names);
    return status;
}

static enum rampart_status suite_ask_part(const struct asking *asking, struct rp_suite_kept *kept, size_t part)
{
    const struct rampart_options options = {
        .allocator = &kept->allocator, .limits = asking->suite->limits, .catalog = asking->set->options.catalog};
    RP_TRY(rampart_request_new(&options, &kept->requests[part]));
    kept->count = part + 1;
    struct rampart_request *request = kept->requests[part];
    RP_TRY(suite_fill(asking, request));
    const size_t parts = rampart_request_part_count(request);
    if (parts > RP_SUITE_PARTS) return RAMPART_LIMIT;
    if (parts > 1) RP_TRY(rampart_request_select_part(request, part, asking->diags));
    RP_TRY(suite_finish(asking, request));
    RP_TRY(rampart_explain(asking->set, &request, 1, 0, asking->diags, &kept->decisions[part], NULL));
    if (asking->coverage != NULL) RP_TRY(rp_coverage_add(asking->coverage, asking->set, request));
    return part + 1 < parts ? suite_ask_part(asking, kept, part + 1) : RAMPART_OK;
}

/* ---- the comparison ---- */

static bool suite_is_number(struct rampart_str text, size_t number)
{
    size_t value = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (!rp_is_digit(text.data[i]) || value > SIZE_MAX / 10 - 9) return false;
        value = value * 10 + (size_t)(text.data[i] - '0');
    }
    return text.len > 0 && value == number;
}

static bool suite_is_by(const struct rp_suite_test *test, const struct rampart_reason *reason)
{
    if (!rp_str_equal(reason->policy, test->policy)) return false;
    return suite_is_number(test->statement, reason->statement) ||
           (reason->sid.len > 0 && rp_str_equal(reason->sid, test->statement));
}

/* A statement decides that matches and has the effect of the decision; of a conditional one, each that may. */
static bool suite_decides(const struct rampart_decision *decision, const struct rampart_reason *reason)
{
    switch (decision->verdict.outcome) {
    case RAMPART_OUTCOME_ALLOW: return reason->effect == RAMPART_ALLOW;
    case RAMPART_OUTCOME_CONDITIONAL: return true;
    case RAMPART_OUTCOME_DENY: break;
    }
    return reason->effect == RAMPART_DENY;
}

bool rp_suite_is_met(const struct rp_suite_test *test, const struct rampart_decision *decision)
{
    if (!rampart_verdict_meets(decision->verdict, test->told.expect)) return false;
    bool found = test->policy.len == 0;
    for (size_t i = 0; i < decision->matched_count && !found; i++)
        found = suite_decides(decision, &decision->matched[i]) && suite_is_by(test, &decision->matched[i]);
    return found;
}

/* ---- all of it ---- */

static enum rampart_status suite_ask(const struct asking *asking, struct rp_suite_kept *kept, struct rampart_suite_result *result)
{
    const size_t from = rampart_diags_count(asking->diags);
    enum rampart_status status = suite_ask_part(asking, kept, 0);
    rp_diags_place(asking->diags, from, (struct rp_at){&asking->suite->source, asking->test->span});
    if (status == RAMPART_INVALID_INPUT || status == RAMPART_LIMIT) return RAMPART_OK; /* the outcome is an error */
    RP_TRY(status);
    const size_t worst =
        rampart_decisions_worst((const struct rampart_decision *const *)kept->decisions, kept->count);
    result->decision = kept->decisions[worst];
    const bool met = rp_suite_is_met(asking->test, result->decision);
    result->outcome = met ? RAMPART_SUITE_PASSED : RAMPART_SUITE_FAILED;
    return RAMPART_OK;
}

enum rampart_status rampart_suite_ask(const struct rampart_suite *suite, size_t i, const struct rampart_set *set,
                                      const struct rampart_account *account, struct rampart_coverage *coverage,
                                      struct rampart_diags *diags, struct rampart_suite_result *ret_result)
{
    if (suite == NULL || set == NULL || ret_result == NULL || i >= suite->count) return RAMPART_MISUSE;
    const struct rampart_allocator allocator = suite->arena.allocator;
    struct rampart_diags *own = NULL;
    struct rampart_suite_result result = {.outcome = RAMPART_SUITE_ERROR};
    struct rp_suite_kept *kept = allocator.allocate(allocator.context, sizeof *kept);
    RP_TRY_MEMORY(kept != NULL);
    *kept = (struct rp_suite_kept){.allocator = allocator};
    result.kept = kept;
    const struct rampart_options options = {.allocator = &allocator};
    enum rampart_status status = diags == NULL ? rampart_diags_new(&options, &own) : RAMPART_OK;
    const struct asking asking = {suite, &suite->tests[i], set, account, coverage, diags == NULL ? own : diags};
    if (status == RAMPART_OK) status = suite_ask(&asking, kept, &result);
    rampart_diags_free(own);
    if (status == RAMPART_OK)
        *ret_result = result;
    else
        rampart_suite_result_free(&result);
    return status;
}

void rampart_suite_result_free(struct rampart_suite_result *result)
{
    if (result == NULL) return;
    struct rp_suite_kept *kept = result->kept;
    for (size_t i = 0; kept != NULL && i < kept->count; i++) {
        rampart_decision_free(kept->decisions[i]);
        rampart_request_free(kept->requests[i]);
    }
    if (kept != NULL) {
        const struct rampart_allocator allocator = kept->allocator;
        allocator.release(allocator.context, kept);
    }
    *result = (struct rampart_suite_result){.outcome = RAMPART_SUITE_ERROR};
}
