/* SPDX-License-Identifier: Apache-2.0 */
/* docs/semantics.md, "The walk over the layers". Allow and Deny are told apart by one parameter, never by two codes. */
#include "decide/verdict.h"

#include "base/str.h"
#include "base/try.h"
#include "decide/index.h"
#include "decide/keys.h"
#include "decide/principal.h"
#include "decide/match.h"
#include "decide/shown.h"
#include "decide/unseen.h"

/* ---- the walk ---- */

static bool is_federated(const struct rampart_request *request)
{
    enum rp_identity_kind kind = request->identity.kind;
    return kind == RP_IDENTITY_SAML || kind == RP_IDENTITY_OIDC || kind == RP_IDENTITY_SERVICE;
}

/* Nobody attaches a trust policy to anything but a role: for other operations its absence is no riddle. */
static struct rp_step trust_step(const struct rp_rules *rules, const struct rampart_request *request)
{
    bool given = rules->trust.present || !rp_request_assumes_role(request);
    bool known = given && !rules->trust.unknown;
    return (struct rp_step){.unit = &rules->trust, .known = known};
}

static struct rp_step unit_step(const struct rp_unit *unit)
{
    return (struct rp_step){.unit = unit, .known = !unit->unknown};
}

/* What is granted on a resource group never covers AssumeRole (semantics, section 6). */
static struct rp_step identity_step(const struct rp_rules *rules, unsigned absent, bool assumes)
{
    struct rp_step step = unit_step(&rules->identity);
    step.absent_layers = absent;
    step.joint = assumes;
    if (!assumes && rules->resource_group.present) step.fallback = &rules->resource_group;
    return step;
}

/* Of the levels only those count for root that hold something that binds it. */
static bool root_control_at(const struct rp_rules *rules, unsigned first, size_t i, struct rp_step *ret_step)
{
    for (unsigned level = first; level < rules->control_levels; level++) {
        if (!rules->control[level].binds_root) continue;
        if (i-- > 0) continue;
        *ret_step = unit_step(&rules->control[level]);
        ret_step->root = true;
        return true;
    }
    return false;
}

/* So many levels, the first ones, do not count: those of the caller's account, if they end at its border. */
static inline unsigned spared_levels(const struct rp_rules *rules, const struct rp_question *question)
{
    if ((question->assumed & RP_ASSUME_OWNER_CONTROLS) == 0 || !rp_is_foreign(question)) return 0;
    return rules->caller_levels;
}

/* What was handed over with the session, and what limits the role of an instance: each must let pass. */
static inline bool session_step_at(const struct rp_steps *steps, size_t *i, struct rp_step *ret_step)
{
    const struct rp_rules *rules = steps->rules;
    if (rules->session.present && (*i)-- == 0) {
        *ret_step = unit_step(&rules->session);
        return true;
    }
    if (rules->instance_count == 0 || (steps->question->assumed & RP_ASSUME_INSTANCE_ROLE_FREE) != 0) return false;
    if (*i >= rules->instance_count) {
        *i -= rules->instance_count;
        return false;
    }
    *ret_step = unit_step(&rules->instances[*i]);
    ret_step->uncertain = ret_step->unit->uncertain;
    return true;
}

/* Control policies of the account and of the session: none is asked of a request that is not signed. */
static inline bool bound_step_at(const struct rp_steps *steps, size_t *i, struct rp_step *ret_step)
{
    const struct rp_rules *rules = steps->rules;
    const enum rp_identity_kind kind = steps->question->request->identity.kind;
    const unsigned first = steps->spared_levels;
    if (kind == RP_IDENTITY_ANONYMOUS) return false;
    if (kind == RP_IDENTITY_ROOT) {
        const bool spared = (steps->question->assumed & RP_ASSUME_ROOT_SPARED) != 0;
        if (!spared && root_control_at(rules, first, *i, ret_step)) return true;
        for (unsigned level = first; level < rules->control_levels && !spared; level++)
            *i -= rules->control[level].binds_root;
        return false;
    }
    if (*i < rules->control_levels - first) {
        *ret_step = unit_step(&rules->control[first + *i]);
        return true;
    }
    *i -= rules->control_levels - first;
    return session_step_at(steps, i, ret_step);
}

/* Where layers of the resource were shown, or nobody signed: gates, what binds, and what is combined. */
static bool shown_step_at(const struct rp_steps *steps, size_t i, struct rp_step *ret_step)
{
    const struct rp_shown_here *here = &steps->here;
    if (rp_shown_gate(here, i, ret_step)) return true;
    i -= here->gate_count;
    if (bound_step_at(steps, &i, ret_step)) return true;
    const struct rp_step identity = identity_step(steps->rules, here->absent, false);
    return rp_shown_step(here, steps->question, &identity, i, ret_step);
}

static inline bool step_at(const struct rp_steps *steps, size_t i, struct rp_step *ret_step)
{
    const struct rp_rules *rules = steps->rules;
    const struct rampart_request *request = steps->question->request;
    if (steps->guarded && i-- == 0) {
        *ret_step = (struct rp_step){.unit = steps->guard, .known = !steps->guard->unknown};
        return true;
    }
    if (is_federated(request)) { /* no RAM identity yet: the trust policy alone decides */
        *ret_step = trust_step(rules, request);
        return i == 0;
    }
    if (steps->shown) return shown_step_at(steps, i, ret_step);
    if (bound_step_at(steps, &i, ret_step)) return true;
    if (request->identity.kind == RP_IDENTITY_ROOT) return false; /* it has no policies of its own */
    const bool assumes = rp_request_assumes_role(request);
    if (i == 0)
        *ret_step = identity_step(rules, rules->absent_layers, assumes);
    else
        *ret_step = trust_step(rules, request);
    return i == 0 || (i == 1 && assumes);
}

void rp_steps_begin(struct rp_steps *steps, const struct rp_rules *rules, const struct rp_question *question)
{
    steps->rules = rules;
    steps->question = question;
    steps->next = 0;
    steps->spared_levels = spared_levels(rules, question);
    steps->guarded = false;
    if ((rules->shown_layers & 1U << RAMPART_LAYER_ACCESS_KEY_POLICY) != 0) {
        steps->guard = rp_shown_guard(rules, question);
        steps->guarded = steps->guard != NULL;
    }
    steps->shown = question->request->identity.kind == RP_IDENTITY_ANONYMOUS;
    const bool passes = question->unseen != NULL && question->unseen->point != NULL; /* an access point */
    if (steps->shown || passes || (rules->shown_count > 0 && !rp_request_assumes_role(question->request)))
        steps->shown |= rp_shown_find(rules, question, &steps->here);
}

bool rp_steps_next(struct rp_steps *steps, struct rp_step *ret_step)
{
    return step_at(steps, steps->next++, ret_step);
}

/* FullAliyunAccess and the like count for root too; of the Denies only those that are meant for it. */
bool rp_step_binds(const struct rp_step *step, const struct rp_rule *rule)
{
    return !step->root || rule->effect == RAMPART_ALLOW || rule->attachment->scope == RAMPART_SCOPE_ALL;
}

/* ---- one step ---- */

/* The strongest match among the statements of one effect, rule by rule. */
static enum rampart_status any_match(const struct rp_step *step, const struct rp_unit *unit,
                                     const struct rp_question *question, enum rampart_effect effect,
                                     enum rampart_truth *ret_truth)
{
    const size_t size = rp_unit_size(unit);
    enum rampart_truth truth = RAMPART_FALSE;
    for (size_t i = 0; i < size && truth != RAMPART_TRUE; i++) {
        const struct rp_rule *rule = rp_unit_rule(unit, i);
        enum rampart_truth match = RAMPART_FALSE;
        if (rule->effect != effect || !rp_step_binds(step, rule)) continue;
        if (unit->memos != NULL && !rp_rule_may_reach(rule, question)) continue;
        if (rp_principal_is_other(unit, rule, question)) continue;
        RP_TRY(rp_unit_match(unit, i, question, &match));
        truth = rp_truth_or(truth, match);
    }
    *ret_truth = truth;
    return RAMPART_OK;
}

/*
 * What the unit comes to; once a Deny certainly matches, `allow` means nothing. The index may have asked an Allow that
 * could not be matched before the Deny that makes it idle: then the rules are asked in order.
 */
static enum rampart_status weigh(const struct rp_step *step, const struct rp_unit *unit,
                                 const struct rp_question *question, struct rp_truths *ret_truths)
{
    struct rp_truths truths = {.reached = false};
    *ret_truths = truths;
    if (unit->truths != NULL) {
        *ret_truths = *unit->truths;
        return RAMPART_OK;
    }
    bool read_otherwise = (question->assumed & RP_ASSUMED_RESOURCES) != 0; /* signatures know one reading */
    bool plain = !read_otherwise && question->assumed_value == NULL && !question->resource_set;
    bool indexed = unit->index != NULL && !step->root && plain;
    if (indexed && rp_index_truths(unit->index, question, ret_truths) == RAMPART_OK) return RAMPART_OK;
    if (rp_unit_size(unit) == 0) return RAMPART_OK;
    RP_TRY(any_match(step, unit, question, RAMPART_DENY, &truths.deny));
    if (truths.deny != RAMPART_TRUE) RP_TRY(any_match(step, unit, question, RAMPART_ALLOW, &truths.allow));
    *ret_truths = truths;
    return RAMPART_OK;
}

enum rampart_status rp_unit_truths(const struct rp_unit *unit, const struct rp_question *question,
                                   struct rp_truths *ret_truths)
{
    return weigh(&(struct rp_step){.unit = unit, .known = true}, unit, question, ret_truths);
}

/* Any matching Deny denies; else any matching Allow allows. Unknown policies may hold either. */
static enum rampart_status decide_unit(const struct rp_step *step, const struct rp_unit *unit, bool known,
                                       const struct rp_question *question, unsigned *ret_possible)
{
    struct rp_truths truths;
    RP_TRY(weigh(step, unit, question, &truths));
    *ret_possible = RP_CAN_DENY_EXPLICITLY;
    if (truths.deny == RAMPART_TRUE) return RAMPART_OK;
    unsigned possible = truths.deny == RAMPART_UNKNOWN || !known ? RP_CAN_DENY_EXPLICITLY : 0;
    if (truths.allow != RAMPART_FALSE || !known) possible |= RP_CAN_ALLOW;
    if (truths.allow != RAMPART_TRUE) possible |= RP_CAN_DENY_IMPLICITLY;
    *ret_possible = possible;
    return RAMPART_OK;
}

/* Whether the resource lies in a group that any policy of the unit is attached to. */
static enum rampart_status reaches(const struct rp_unit *unit, const struct rp_question *question,
                                   bool *ret_reaches)
{
    bool found = unit->unknown || (unit->truths != NULL && unit->truths->reached);
    for (size_t i = 0; i < unit->count && !found; i++) {
        enum rampart_truth truth = RAMPART_FALSE;
        RP_TRY(rp_scope_match(&unit->rules[i], question, &truth));
        found = truth != RAMPART_FALSE;
    }
    *ret_reaches = found;
    return RAMPART_OK;
}

/*
 * A call that needs no permission lacks none; whether a Deny counts for it is not documented, and stays open.
 * Account scope first; only where it leaves an implicit deny, what is granted on the resource's group. Under
 * any-deny-wins the two are asked together.
 */
enum rampart_status rp_step_decide(const struct rp_step *step, const struct rp_question *question,
                                   struct rp_result *ret_result)
{
    struct rp_result result = {.layer = step->unit->layer, .own = step->fixed, .possible = step->fixed};
    if (step->fixed != 0) {
        *ret_result = result;
        return RAMPART_OK;
    }
    RP_TRY(decide_unit(step, step->unit, step->known, question, &result.own));
    if (step->uncertain) result.own |= RP_CAN_ALLOW;
    if (step->lenient && (result.own & RP_CAN_DENY_IMPLICITLY) != 0)
        result.own = (result.own & ~(unsigned)RP_CAN_DENY_IMPLICITLY) | RP_CAN_ALLOW;
    if (question->request->unasked) result.own = (result.own & RP_CAN_DENY_EXPLICITLY) | RP_CAN_ALLOW;
    unsigned own = result.own;
    if (step->unit->layer == RAMPART_LAYER_IDENTITY && own != RP_CAN_DENY_EXPLICITLY &&
        rp_is_out_of_reach(step->absent_layers, question)) {
        *ret_result = result;
        ret_result->possible = (own & RP_CAN_DENY_EXPLICITLY) | RP_CAN_DENY_IMPLICITLY;
        return RAMPART_OK;
    }
    result.possible = own;
    bool staged = (question->assumed & RP_ASSUME_GROUP_DENY) == 0;
    if (step->fallback != NULL && ((own & RP_CAN_DENY_IMPLICITLY) != 0 || !staged))
        RP_TRY(reaches(step->fallback, question, &result.fell_back));
    if (result.fell_back) {
        RP_TRY(decide_unit(step, step->fallback, !step->fallback->unknown, question, &result.fallback));
        unsigned group = result.fallback;
        result.possible = staged ? (own & ~(unsigned)RP_CAN_DENY_IMPLICITLY) | group : rp_united(own, group);
        bool refused_below = !staged && own != RP_CAN_DENY_EXPLICITLY && group == RP_CAN_DENY_EXPLICITLY;
        if (own == RP_CAN_DENY_IMPLICITLY || refused_below) result.layer = step->fallback->layer;
    }
    *ret_result = result;
    return RAMPART_OK;
}

/* ---- all steps ---- */

static struct rampart_verdict denial(unsigned possible, enum rampart_layer layer)
{
    enum rampart_deny deny =
        possible == RP_CAN_DENY_EXPLICITLY ? RAMPART_EXPLICIT_DENY : RAMPART_IMPLICIT_DENY;
    return (struct rampart_verdict){RAMPART_OUTCOME_DENY, deny, layer};
}

/* Root may do everything in its own account, but not assume a role; and no access point lets nobody in. */
static bool is_refused(const struct rp_rules *rules, const struct rp_question *question,
                            struct rampart_verdict *ret_verdict)
{
    const struct rampart_request *request = question->request;
    if (request->identity.kind == RP_IDENTITY_ANONYMOUS && question->unseen != NULL && question->unseen->point != NULL) {
        *ret_verdict = denial(RP_CAN_DENY_IMPLICITLY, RAMPART_LAYER_ACCESS_POINT_POLICY);
        return true;
    }
    if (request->identity.kind != RP_IDENTITY_ROOT) return false;
    *ret_verdict = denial(RP_CAN_DENY_IMPLICITLY, RAMPART_LAYER_TRUST);
    if (rp_request_assumes_role(request)) return true;
    ret_verdict->layer = RAMPART_LAYER_IDENTITY;
    return rp_shown_layers(rules, question) == 0 && rp_shown_out_of_reach(rules, question);
}

/* Layers that nobody showed may turn a refusal, but not what denied before they are asked: then that stands. */
static bool stands(const struct rp_rules *rules, const struct rp_question *question, const struct rampart_verdict *verdict)
{
    return verdict->outcome == RAMPART_OUTCOME_DENY && rp_unseen_power(rules, question).allow != 0;
}

/* Takes a step into account. False: it decides, and the walk ends. */
static bool walk_on(const struct rp_step *step, const struct rp_result *result,
                    struct rampart_verdict *verdict)
{
    unsigned possible = result->possible;
    struct rampart_verdict here = denial(possible, result->layer);
    bool denied_before = verdict->outcome == RAMPART_OUTCOME_DENY; /* by the other half of a joint step */
    if ((possible & RP_CAN_ALLOW) == 0 && (!denied_before || here.deny > verdict->deny)) *verdict = here;
    if (verdict->outcome == RAMPART_OUTCOME_DENY && !step->joint) return false;
    if (verdict->outcome != RAMPART_OUTCOME_DENY && possible != RP_CAN_ALLOW)
        verdict->outcome = RAMPART_OUTCOME_CONDITIONAL;
    if (verdict->outcome != RAMPART_OUTCOME_DENY && step->combined == RP_LAYER_FALLBACK) verdict->layer = result->layer;
    return true;
}

/* The first step that cannot allow decides; until then every step that may deny leaves the decision open. */
enum rampart_status rp_walk(const struct rp_rules *rules, const struct rp_question *question,
                            struct rampart_verdict *ret_verdict)
{
    struct rampart_verdict verdict = {RAMPART_OUTCOME_ALLOW, RAMPART_IMPLICIT_DENY, RAMPART_LAYER_IDENTITY};
    struct rp_steps steps;
    struct rp_step step;
    struct rp_result result, before = {.possible = 0};
    struct rampart_verdict refusal;
    const bool refused = is_refused(rules, question, &refusal);
    rp_steps_begin(&steps, rules, question);
    while (rp_steps_next(&steps, &step)) {
        RP_TRY(rp_step_decide(&step, question, &result));
        if (step.combined != RP_LAYER_IDLE) result = rp_shown_combine(&step, &before, &result);
        before = result;
        if (!step.more && !walk_on(&step, &result, &verdict)) break;
    }
    *ret_verdict = refused && !stands(rules, question, &verdict) ? refusal : verdict;
    return RAMPART_OK;
}

enum rampart_status rp_decide(const struct rp_rules *rules, const struct rp_question *question,
                              struct rampart_verdict *ret_verdict)
{
    struct rampart_verdict verdict;
    RP_TRY(rp_walk(rules, question, &verdict));
    *ret_verdict = question->unseen == NULL ? verdict : rp_unseen_open(rules, question, verdict);
    return RAMPART_OK;
}

enum rampart_status rp_decide_steps(const struct rp_rules *rules, const struct rp_question *question,
                                    struct rp_step_trace *steps, size_t *ret_count,
                                    struct rampart_verdict *ret_verdict)
{
    struct rampart_verdict verdict = {RAMPART_OUTCOME_ALLOW, RAMPART_IMPLICIT_DENY, RAMPART_LAYER_IDENTITY};
    struct rampart_verdict refusal;
    bool refused = is_refused(rules, question, &refusal), open = true;
    size_t count = 0;
    struct rp_result together = {.possible = 0};
    struct rp_steps walk;
    rp_steps_begin(&walk, rules, question);
    for (; rp_steps_next(&walk, &steps[count].step); count++) {
        const struct rp_step *step = &steps[count].step;
        const struct rp_result *result = &steps[count].result;
        RP_TRY(rp_step_decide(step, question, &steps[count].result));
        steps[count].idle = step->combined == RP_LAYER_FALLBACK && (together.possible & RP_CAN_DENY_IMPLICITLY) == 0;
        together = step->combined != RP_LAYER_IDLE ? rp_shown_combine(step, &together, result) : *result;
        if (open && !step->more) open = walk_on(step, &together, &verdict);
    }
    *ret_verdict = refused && !stands(rules, question, &verdict) ? refusal : verdict;
    *ret_count = count;
    return RAMPART_OK;
}

static int badness(const struct rampart_verdict *verdict)
{
    if (verdict->outcome == RAMPART_OUTCOME_ALLOW) return 0;
    if (verdict->outcome == RAMPART_OUTCOME_CONDITIONAL) return 1;
    return verdict->deny == RAMPART_EXPLICIT_DENY ? 3 : 2;
}

bool rampart_verdict_worse(const struct rampart_verdict *a, const struct rampart_verdict *b)
{
    return badness(a) > badness(b);
}

/* What turns on an undocumented point is worse than what does not. */
static bool is_worse(const struct rampart_decision *a, const struct rampart_decision *b)
{
    if (rampart_verdict_worse(&a->verdict, &b->verdict)) return true;
    return !rampart_verdict_worse(&b->verdict, &a->verdict) && a->dependence_count > 0 &&
           b->dependence_count == 0;
}

size_t rampart_decisions_worst(const struct rampart_decision *const *decisions, size_t count)
{
    size_t worst = 0;
    for (size_t i = 1; i < count; i++)
        if (is_worse(decisions[i], decisions[worst])) worst = i;
    return worst;
}

bool rp_verdict_equal(const struct rampart_verdict *a, const struct rampart_verdict *b)
{
    if (a->outcome != b->outcome) return false;
    return a->outcome != RAMPART_OUTCOME_DENY || (a->deny == b->deny && a->layer == b->layer);
}
