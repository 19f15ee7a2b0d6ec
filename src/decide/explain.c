/* SPDX-License-Identifier: Apache-2.0 */
#include "decide/explain.h"

#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "decide/candidates.h"
#include "decide/settle.h"
#include "decide/unseen.h"

/* How many documents that are not known a decision names. */
enum { MOST_UNSEEN = 20 };

/* What rp_rules_explain() hands out stands first, so that the one pointer is the other. */
struct decision_holder {
    struct rampart_decision decision;
    struct rp_arena arena;
    struct rp_rules *rules; /* made for it alone; NULL: they are somebody's who lets them live */
};

static enum rampart_status copy_request(struct rp_arena *arena, const struct rampart_request *request,
                                        struct rampart_decision *decision)
{
    RP_TRY_MEMORY(rp_arena_copy(arena, request->principal, &decision->principal));
    RP_TRY_MEMORY(rp_arena_copy(arena, request->action, &decision->action));
    if (request->api.len > 0) RP_TRY_MEMORY(rp_arena_copy(arena, request->api, &decision->api));
    return RAMPART_OK;
}

/* Room for every step: the rest of the explanation looks at what they came to. */
static enum rampart_status explain_make_room(struct rp_explainer *explainer, struct rp_step_trace *few)
{
    const size_t most = rp_most_steps(explainer->rules);
    explainer->steps = few;
    if (most > RP_FEW_STEPS) explainer->steps = RP_NEW_ARRAY(explainer->arena, struct rp_step_trace, most);
    return explainer->steps != NULL ? RAMPART_OK : RAMPART_NO_MEMORY;
}

static enum rampart_status decide(struct rp_explainer *explainer, const struct rp_question *question,
                                  struct rampart_verdict *verdict, struct rampart_str *ret_key)
{
    *ret_key = (struct rampart_str){NULL, 0};
    RP_TRY(rp_decide_steps(explainer->rules, question, explainer->steps, &explainer->step_count, verdict));
    if (verdict->outcome != RAMPART_OUTCOME_CONDITIONAL) return RAMPART_OK;
    if (explainer->causes && question->unseen == NULL) return RAMPART_OK; /* neither keys nor resources settled it */
    return rp_settle_walk(explainer->rules, question, verdict, ret_key);
}

/* Whether the resource makes a better decision to tell of than the one before. */
static bool counts_more(const struct rp_explainer *explainer, const struct rampart_verdict *verdict,
                        const struct rampart_verdict *alone)
{
    if (rampart_verdict_worse(verdict, &explainer->verdict)) return true;
    return !rampart_verdict_worse(&explainer->verdict, verdict) &&
           rampart_verdict_worse(alone, &explainer->decision->verdict);
}

/* Every resource has a verdict of its own; the worst is the decision, and the reasons are about it. */
static enum rampart_status decide_resources(struct rp_explainer *explainer)
{
    struct rampart_decision *decision = explainer->decision;
    struct rampart_request *request = explainer->question.request;
    struct rampart_resource_verdict *verdicts =
        RP_NEW_ARRAY(explainer->arena, struct rampart_resource_verdict, request->resource_count);
    RP_TRY_MEMORY(verdicts != NULL);
    size_t count = 0, worst = 0;
    for (const struct rp_resource *resource = request->resources; resource != NULL;
         resource = resource->next) {
        struct rampart_resource_verdict *verdict = &verdicts[count];
        const struct rp_question question = rp_question_about(request, resource, explainer->rules->assumed);
        struct rampart_verdict alone;
        struct rampart_str decided_by_key;
        RP_TRY(decide(explainer, &question, &alone, &decided_by_key));
        verdict->verdict =
            question.unseen == NULL ? alone : rp_unseen_open(explainer->rules, &question, alone);
        RP_TRY_MEMORY(rp_arena_copy(explainer->arena, resource->arn, &verdict->resource));
        verdict->pattern = question.resource_set;
        if (count++ > 0 && !counts_more(explainer, &verdict->verdict, &alone)) continue;
        worst = count;
        explainer->verdict = verdict->verdict;
        decision->verdict = alone;
        explainer->decided_by_key = decided_by_key;
        decision->resource = verdict->resource;
        decision->pattern = verdict->pattern;
        explainer->question = question;
    }
    decision->resources = verdicts;
    decision->resource_count = count;
    if (worst == count) return RAMPART_OK;
    struct rampart_verdict known; /* the steps are those of another resource */
    return rp_decide_steps(explainer->rules, &explainer->question, explainer->steps, &explainer->step_count,
                           &known);
}

/* The step that made a Deny: the first that cannot allow and puts it down to the verdict's layer. */
static void find_deciding_step(struct rp_explainer *explainer)
{
    const struct rampart_verdict *verdict = &explainer->decision->verdict;
    if (verdict->outcome != RAMPART_OUTCOME_DENY || explainer->decided_by_key.len > 0) return;
    for (size_t i = 0; i < explainer->step_count && explainer->deciding == NULL; i++) {
        const struct rp_result *result = &explainer->steps[i].result;
        if ((result->possible & RP_CAN_ALLOW) == 0 && result->layer == verdict->layer)
            explainer->deciding = &explainer->steps[i];
    }
}

static void explain_add_layer(struct rampart_decision *decision, enum rampart_layer *layers, enum rampart_layer layer)
{
    for (size_t i = 0; i < decision->unknown_layer_count; i++)
        if (layers[i] == layer) return;
    layers[decision->unknown_layer_count++] = layer;
}

/* Whether a statement could have a part in it if only it were known whether it counts here. */
static enum rampart_status is_uncertain(const struct rp_unit *unit, const struct rp_question *question,
                                        bool *ret_uncertain)
{
    enum rampart_truth truth = RAMPART_FALSE;
    for (size_t i = 0; i < rp_unit_size(unit) && truth == RAMPART_FALSE; i++) {
        const struct rp_rule *rule = rp_unit_rule(unit, i);
        if (rule->members != NULL && rule->members->unknown) RP_TRY(rp_unit_match(unit, i, question, &truth));
    }
    *ret_uncertain = truth != RAMPART_FALSE;
    return RAMPART_OK;
}

/* Whether the unit lets everybody in unless public access is blocked, which nobody showed. */
static enum rampart_status is_blockable(const struct rp_unit *unit, const struct rp_question *question,
                                        bool *ret_blockable)
{
    enum rampart_truth truth = RAMPART_FALSE;
    for (size_t i = 0; i < rp_unit_size(unit) && truth == RAMPART_FALSE; i++)
        if (rp_unit_rule(unit, i)->blocked == RAMPART_UNKNOWN) RP_TRY(rp_unit_match(unit, i, question, &truth));
    *ret_blockable = truth == RAMPART_UNKNOWN;
    return RAMPART_OK;
}

/* Each once, and no more than a report has use for. */
static enum rampart_status add_unseen(struct rp_explainer *explainer, const struct rp_unit *unit)
{
    struct rampart_strs *documents = &explainer->decision->unknown_documents;
    if (unit->unseen == NULL) return RAMPART_OK;
    if (explainer->unseen == NULL)
        explainer->unseen = RP_NEW_ARRAY(explainer->arena, struct rampart_str, MOST_UNSEEN);
    RP_TRY_MEMORY(explainer->unseen != NULL);
    documents->items = explainer->unseen;
    for (const struct rp_unseen *unseen = unit->unseen; unseen != NULL; unseen = unseen->next) {
        bool again = documents->count == MOST_UNSEEN;
        for (size_t i = 0; i < documents->count && !again; i++)
            again = rp_str_equal(explainer->unseen[i], unseen->name);
        if (!again) explainer->unseen[documents->count++] = unseen->name;
    }
    return RAMPART_OK;
}

static enum rampart_status add_unit(struct rp_explainer *explainer, const struct rp_unit *unit, bool known,
                                    enum rampart_layer *layers)
{
    bool open = !known, blockable = false;
    if (unit->layer >= RAMPART_LAYER_BUCKET_POLICY) RP_TRY(is_blockable(unit, &explainer->question, &blockable));
    if (blockable) explain_add_layer(explainer->decision, layers, RAMPART_LAYER_PUBLIC_ACCESS_BLOCK);
    if (!open) RP_TRY(is_uncertain(unit, &explainer->question, &open));
    if (!open) return RAMPART_OK;
    explain_add_layer(explainer->decision, layers, unit->layer);
    return known ? RAMPART_OK : add_unseen(explainer, unit);
}

static enum rampart_status find_unknown_layers(struct rp_explainer *explainer)
{
    struct rampart_decision *decision = explainer->decision;
    if (decision->verdict.outcome != RAMPART_OUTCOME_CONDITIONAL) return RAMPART_OK;
    enum rampart_layer *layers = RP_NEW_ARRAY(explainer->arena, enum rampart_layer, RAMPART_LAYERS);
    RP_TRY_MEMORY(layers != NULL);
    for (size_t i = 0; i < explainer->step_count; i++) {
        const struct rp_step *step = &explainer->steps[i].step;
        const struct rp_result *result = &explainer->steps[i].result;
        if (result->possible == RP_CAN_ALLOW || explainer->steps[i].idle) continue;
        RP_TRY(add_unit(explainer, step->unit, step->known && !step->uncertain, layers));
        if (result->fell_back) RP_TRY(add_unit(explainer, step->fallback, !step->fallback->unknown, layers));
    }
    decision->unknown_layers = layers;
    return RAMPART_OK;
}

/* Of a pattern that is allowed as a whole an example is told with the formula. */
static bool explain_wants_witness(const struct rp_explainer *explainer)
{
    if (explainer->verdict.outcome == RAMPART_OUTCOME_CONDITIONAL) return true;
    return explainer->verdict.outcome == RAMPART_OUTCOME_ALLOW && explainer->with_formula;
}

/* What is told beside the statements. */
static enum rampart_status explain_tell(struct rp_explainer *explainer)
{
    if (explainer->with_formula) RP_TRY(rp_explain_formula(explainer));
    if (!explainer->brief) RP_TRY(rp_explain_nearest(explainer));
    RP_TRY(rp_explain_assumptions(explainer));
    if (explainer->question.request->time_asked) RP_TRY(rp_explain_time(explainer));
    if (explainer->question.resource_set && explainer->verdict.outcome == RAMPART_OUTCOME_CONDITIONAL)
        RP_TRY(rp_explain_holds(explainer));
    if (explainer->question.resource_set && explain_wants_witness(explainer)) RP_TRY(rp_explain_witness(explainer));
    return rp_explain_message(explainer);
}

static enum rampart_status explain_all(struct rp_explainer *explainer)
{
    struct rp_step_trace few[RP_FEW_STEPS];
    RP_TRY(copy_request(explainer->arena, explainer->question.request, explainer->decision));
    RP_TRY(explain_make_room(explainer, few));
    RP_TRY(decide_resources(explainer));
    find_deciding_step(explainer);
    RP_TRY(find_unknown_layers(explainer));
    RP_TRY(rp_explain_reasons(explainer));
    if (!explainer->causes) RP_TRY(explain_tell(explainer));
    explainer->decision->without_unseen = explainer->decision->verdict;
    if (explainer->question.unseen != NULL) RP_TRY(rp_explain_unseen(explainer));
    explainer->decision->verdict = explainer->verdict;
    return RAMPART_OK;
}

enum rampart_status rp_decision_new(const struct rampart_request *request,
                                    struct rampart_decision **ret_decision, struct rp_arena **ret_arena)
{
    struct rp_arena arena;
    rp_arena_init(&arena, &request->allocator);
    struct decision_holder *holder = RP_NEW(&arena, struct decision_holder);
    RP_TRY_MEMORY(holder != NULL);
    holder->arena = arena;
    *ret_decision = &holder->decision;
    *ret_arena = &holder->arena;
    return RAMPART_OK;
}

enum rampart_status rp_decision_explain(struct rp_candidates *candidates, unsigned flags,
                                        struct rampart_decision *decision)
{
    struct rp_explainer explainer = {
        .candidates = candidates,
        .rules = &candidates->rules,
        .question = {.request = candidates->request, .assumed = candidates->rules.assumed},
        .arena = &((struct decision_holder *)decision)->arena,
        .decision = decision,
        .brief = (flags & RAMPART_EXPLAIN_BRIEF) != 0,
        .causes = (flags & RP_EXPLAIN_CAUSES) != 0,
        .with_formula = (flags & RAMPART_EXPLAIN_FORMULA) != 0,
    };
    return explain_all(&explainer);
}

enum rampart_status rp_rules_explain(const struct rp_rules *rules, struct rampart_request *request,
                                     unsigned flags, struct rampart_decision **ret_decision)
{
    struct rampart_decision *decision = NULL;
    struct rp_arena *arena = NULL;
    struct rp_candidates candidates; /* large, and set as far as it is used */
    RP_TRY(rp_decision_new(request, &decision, &arena));
    enum rampart_status status = rp_candidates_of_rules(&candidates, rules, request, arena);
    if (status == RAMPART_OK) status = rp_decision_explain(&candidates, flags, decision);
    if (status == RAMPART_OK)
        *ret_decision = decision;
    else
        rampart_decision_free(decision);
    return status;
}

void rp_decision_keep(struct rampart_decision *decision, struct rp_rules *rules)
{
    ((struct decision_holder *)decision)->rules = rules;
}

void rampart_decision_free(struct rampart_decision *decision)
{
    if (decision == NULL) return;
    const struct decision_holder *holder = (const struct decision_holder *)decision;
    struct rp_arena arena = holder->arena; /* the decision lives in it */
    rp_rules_free(holder->rules);
    rp_arena_free(&arena);
}
