/* SPDX-License-Identifier: Apache-2.0 */
#include "calibrate/made.h"

#include "base/try.h"
#include "policy/assumption.h"

/* An attempt to make the policy, once more here. */
struct attempt {
    const struct rp_observed *observed;
    struct rampart_diags *diags; /* scratch */
    struct rampart_document document;
    bool taken; /* by the cloud */
};

const struct rp_node *rp_made_document(const struct rp_event *event, enum rampart_policy_kind *ret_kind)
{
    static const struct {
        const char *api, *parameter;
        enum rampart_policy_kind kind;
    } makers[] = {{"CreatePolicy", "PolicyDocument", RAMPART_POLICY_IDENTITY},
                  {"CreatePolicyVersion", "PolicyDocument", RAMPART_POLICY_IDENTITY},
                  {"CreateRole", "AssumeRolePolicyDocument", RAMPART_POLICY_TRUST},
                  {"UpdateRole", "NewAssumeRolePolicyDocument", RAMPART_POLICY_TRUST}};
    if (!rp_str_equal_fold(event->service, RP_STR("Ram")) || event->params == NULL) return NULL;
    for (size_t i = 0; i < sizeof makers / sizeof *makers; i++) {
        if (!rp_str_equal(event->name, rampart_str(makers[i].api))) continue;
        const struct rp_node *text = rp_node_member(event->params, rampart_str(makers[i].parameter));
        *ret_kind = makers[i].kind;
        if (text != NULL && text->type == RP_NODE_STRING) return text;
    }
    return NULL;
}

static enum rampart_status made_is_refused(const struct attempt *attempt, rampart_switches assumed, bool *ret_refused)
{
    struct rampart_options options = attempt->observed->replay->options;
    struct rampart_policy *policy = NULL;
    options.assumptions = assumed;
    rampart_diags_clear(attempt->diags);
    const enum rampart_status status = rampart_policy_read(&options, &attempt->document, attempt->diags, &policy);
    rampart_policy_free(policy);
    if (status == RAMPART_NO_MEMORY || rp_diags_failed(attempt->diags)) return RAMPART_NO_MEMORY;
    *ret_refused = status != RAMPART_OK;
    return RAMPART_OK;
}

/* The number of the value that refuses documents. False: the switch has none. */
static bool made_refusing_value(enum rampart_assumption assumption, size_t *ret_value)
{
    for (*ret_value = 0; *ret_value < rp_switch_values(assumption); ++*ret_value)
        if (rp_str_equal(rampart_str(rampart_assumption_value(assumption, *ret_value)), RP_STR("refused"))) return true;
    return false;
}

/* The switches by which alone the document is refused. */
static enum rampart_status made_list_switches(const struct attempt *attempt, rampart_switches assumed,
                                              struct rp_outcomes *outcomes)
{
    outcomes->switch_count = 0;
    outcomes->count = 1;
    for (unsigned i = 0; i < RAMPART_ASSUMPTIONS; i++) {
        const enum rampart_assumption assumption = (enum rampart_assumption)i;
        size_t value;
        bool refused = false;
        if (!made_refusing_value(assumption, &value)) continue;
        RP_TRY(made_is_refused(attempt, rp_assumption_with(assumed, assumption, value), &refused));
        if (!refused) continue;
        outcomes->count *= rp_switch_values(assumption);
        outcomes->switches[outcomes->switch_count++] = assumption; /* five at most: 72 combinations */
    }
    return RAMPART_OK;
}

/* The set's own readings, with those that refuse documents turned to what does not. */
static rampart_switches made_plain_readings(rampart_switches assumed)
{
    for (unsigned i = 0; i < RAMPART_ASSUMPTIONS; i++) {
        size_t value;
        if (made_refusing_value((enum rampart_assumption)i, &value))
            assumed = rp_assumption_with(assumed, (enum rampart_assumption)i, 0);
    }
    return assumed;
}

static enum rampart_status made_try(const struct attempt *attempt, struct rp_outcomes *outcomes)
{
    const rampart_switches plain = made_plain_readings(attempt->observed->replay->options.assumptions);
    bool refused = true;
    outcomes->count = 0;
    RP_TRY(made_is_refused(attempt, plain, &refused));
    if (refused) return RAMPART_OK;
    RP_TRY(made_list_switches(attempt, plain, outcomes));
    if (outcomes->switch_count == 0) outcomes->count = 0;
    for (size_t combination = 0; combination < outcomes->count; combination++) {
        RP_TRY(made_is_refused(attempt, rp_outcomes_assumed(outcomes, combination, plain), &refused));
        outcomes->outcomes[combination] = refused == attempt->taken ? RP_CONTRADICTS : RP_EXPLAINS;
    }
    return RAMPART_OK;
}

/*
 * Other errors, as of a name that is taken, may come before the document is looked at. Source of the code: what users print
 * of CreatePolicy (aliyun/terraform-provider-alicloud#9949, 2026-07-09) and CreateRole
 * (aliyun/Resource-Orchestration-Service-Cloud-Development-Kit#58, 2022-07-01).
 */
enum rampart_status rp_made_try(const struct rp_observed *observed, struct rampart_diags *diags,
                                struct rp_outcomes *ret_outcomes)
{
    const struct rp_event *event = observed->event;
    struct attempt attempt = {.observed = observed, .diags = diags, .taken = event->error.len == 0};
    ret_outcomes->count = 0;
    if (!attempt.taken && !rp_str_equal(event->error, RP_STR("MalformedPolicyDocument"))) return RAMPART_OK;
    const struct rp_node *text = rp_made_document(event, &attempt.document.kind);
    if (text == NULL) return RAMPART_OK;
    attempt.document.text = text->text;
    attempt.document.file = observed->file;
    return made_try(&attempt, ret_outcomes);
}
