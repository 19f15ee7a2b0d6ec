/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/evaluation.h"

#include "analysis/propagate.h"
#include "base/str.h"
#include "base/try.h"

enum { RULE_AHEAD = 16, PATTERNS_AHEAD = 8 };

/* ---- one document ---- */

/* True: the caller said that there is no acs:PrincipalARN. Then that is the same for everybody. */
static bool evaluation_has_arn(const struct rampart_request *request)
{
    for (const struct rp_context_key *key = request->keys; key != NULL; key = key->next)
        if (rp_key_asks_who(key->name)) return true;
    return false;
}

static enum rampart_status evaluation_document(struct rp_evaluation *evaluation,
                                               const struct rp_question *question, bool given,
                                               struct rp_document_id number)
{
    struct rp_truths truths;
    evaluation->document_masks[number.at] = RP_EFFECT_PERSONAL;
    if (rp_document_at(evaluation->compiled, number)->asks_who && !given) return RAMPART_OK;
    RP_TRY(rp_unit_truths(rp_action_candidates_unit(&evaluation->candidates, number), question, &truths));
    evaluation->document_masks[number.at] = rp_effect_mask(&truths);
    return RAMPART_OK;
}

/* ---- documents by their statements ---- */

/*
 * A question about one resource is about a few hundred statements of many thousand documents. The index found these
 * statements; they are asked one after the other, while the memory of the next ones is on its way, and the documents
 * around them are not looked at.
 */

/* Fetches the memory of a rule, and when that is there the memory of its patterns. */
static void evaluation_fetch_rules(const struct rp_action_candidates *candidates, size_t i)
{
    if (i + RULE_AHEAD < candidates->rule_count) rp_rule_prefetch(candidates->rules[i + RULE_AHEAD]);
    if (i + PATTERNS_AHEAD < candidates->rule_count)
        rp_rule_prefetch_patterns(candidates->rules[i + PATTERNS_AHEAD]);
}

static bool evaluation_rule_asks_who(const struct rp_rule *rule)
{
    for (size_t i = 0; i < rule->condition_count; i++)
        if (rp_key_asks_who(rule->conditions[i].source->key.text)) return true;
    return false;
}

/* An error counts only if the whole document has it: a Deny may make the statement meaningless. */
static enum rampart_status evaluation_statement(struct rp_evaluation *evaluation,
                                                const struct rp_question *question, bool given,
                                                const struct rp_rule *rule)
{
    struct rp_document_id number = rp_action_candidates_document(&evaluation->candidates, rule);
    enum rampart_truth truth = RAMPART_FALSE;
    struct rp_truths truths = {.reached = false};
    if (!given && evaluation_rule_asks_who(rule)) {
        evaluation->document_masks[number.at] = RP_EFFECT_PERSONAL;
        return RAMPART_OK;
    }
    if (rp_rule_match(rule, question, &truth) != RAMPART_OK)
        return evaluation_document(evaluation, question, given, number);
    *(rule->effect == RAMPART_DENY ? &truths.deny : &truths.allow) = truth;
    evaluation->document_masks[number.at] |= rp_effect_mask(&truths);
    return RAMPART_OK;
}

static enum rampart_status evaluation_statements(struct rp_evaluation *evaluation,
                                                 const struct rp_question *question, bool given)
{
    const struct rp_compiled *compiled = evaluation->compiled;
    const struct rp_action_candidates *candidates = &evaluation->candidates;
    for (size_t i = 0; i < candidates->rule_count; i++) {
        evaluation_fetch_rules(candidates, i);
        RP_TRY(evaluation_statement(evaluation, question, given, candidates->rules[i]));
    }
    for (size_t i = 0; i < compiled->replaced_count; i++) {
        struct rp_document_id number = compiled->replaced[i];
        if (rp_index_may_match(rp_document_index(compiled, number), &question->request->action_signature))
            RP_TRY(evaluation_document(evaluation, question, given, number));
    }
    return RAMPART_OK;
}

/* ---- all documents ---- */

/* Takes the masks of another evaluation, where the assumptions cannot have changed them. */
static enum rampart_status evaluation_kept_documents(struct rp_evaluation *evaluation,
                                                     const struct rp_question *question,
                                                     const struct rp_kept_masks *kept)
{
    bool given = evaluation_has_arn(evaluation->request);
    for (size_t i = 0; i < kept->count; i++) {
        const struct rp_kept_mask *item = &kept->items[i];
        if ((item->switches & (kept->assumed ^ question->assumed)) != 0) /* the mask may have changed */
            RP_TRY(evaluation_document(evaluation, question, given, item->document));
        else
            evaluation->document_masks[item->document.at] = item->mask;
    }
    return RAMPART_OK;
}

static enum rampart_status evaluation_documents(struct rp_evaluation *evaluation,
                                                const struct rp_question *question,
                                                const struct rp_kept_masks *kept)
{
    bool given = evaluation_has_arn(evaluation->request);
    for (size_t i = 0; i < evaluation->asked_count; i++) {
        if (evaluation->usages != NULL) evaluation->usages[evaluation->asked[i].at].known = false;
        evaluation->document_masks[evaluation->asked[i].at] = 0;
    }
    if (kept->known) return evaluation_kept_documents(evaluation, question, kept);
    if (evaluation->resource != 0) return evaluation_statements(evaluation, question, given);
    for (size_t i = 0; i < evaluation->asked_count; i++)
        RP_TRY(evaluation_document(evaluation, question, given, evaluation->asked[i]));
    return RAMPART_OK;
}

static enum rampart_status evaluation_resource_groups(struct rp_evaluation *evaluation,
                                                      const struct rp_question *question)
{
    for (size_t i = 0; i < evaluation->compiled->account->resource_group_count; i++)
        RP_TRY(rp_group_match(&evaluation->compiled->resource_groups[i], question, &evaluation->reached[i]));
    return RAMPART_OK;
}

/* ---- the frames: control and trust policies ---- */

static bool evaluation_level_asks_who(const struct rp_evaluation *evaluation, unsigned level)
{
    const struct rampart_account *account = evaluation->compiled->account;
    if (level >= account->level_count) return rp_unit_asks_who(&evaluation->bound->control[level]); /* another account's */
    const struct rp_control_level *controls = &account->levels[level];
    for (size_t i = 0; i < controls->count; i++)
        if (rp_document_at(evaluation->compiled,
                           rp_document_id_of(evaluation->compiled, controls->items[i].policy))
                ->asks_who)
            return true;
    return false;
}

/* Whether a condition of the resource's policies, or of the trust policy, looks at who asks. */
static bool evaluation_asks_who(const struct rp_evaluation *evaluation)
{
    bool asks = rp_unit_asks_who(&evaluation->bound->trust);
    const struct rp_unit *unit;
    for (size_t i = 0; !asks && (unit = rp_evaluation_shown(evaluation, i)) != NULL; i++) asks = rp_unit_asks_who(unit);
    return asks;
}

static enum rampart_status evaluation_levels(struct rp_evaluation *evaluation,
                                             const struct rp_question *question)
{
    bool given = evaluation_has_arn(evaluation->request);
    if (evaluation->bound->control_levels > evaluation->level_room) { /* of another account besides */
        evaluation->level_room = evaluation->bound->control_levels;
        evaluation->levels = RP_NEW_ARRAY(&evaluation->arena, struct rp_truths, evaluation->level_room);
        RP_TRY_MEMORY(evaluation->levels != NULL);
    }
    evaluation->uniform = given || !evaluation_asks_who(evaluation);
    for (unsigned level = 0; level < evaluation->bound->control_levels; level++) {
        struct rp_unit *unit = &evaluation->bound->control[level];
        bool personal = !given && evaluation_level_asks_who(evaluation, level);
        evaluation->uniform &= !personal;
        if (personal) continue;
        RP_TRY(rp_unit_truths(unit, question, &evaluation->levels[level]));
        unit->truths = &evaluation->levels[level];
    }
    return RAMPART_OK;
}

static enum rampart_status evaluation_find_usage(struct rp_evaluation *evaluation,
                                                 const struct rp_question *question)
{
    evaluation->frame_usage = (struct rp_key_usage){.once = 0};
    for (unsigned level = 0; level < evaluation->bound->control_levels; level++)
        RP_TRY(rp_key_usage_add(&evaluation->frame_usage, &evaluation->bound->control[level], question));
    const struct rp_unit *unit;
    for (size_t i = 0; (unit = rp_evaluation_shown(evaluation, i)) != NULL; i++)
        RP_TRY(rp_key_usage_add(&evaluation->frame_usage, unit, question));
    return rp_key_usage_add(&evaluation->frame_usage, &evaluation->bound->trust, question);
}

static void evaluation_drop_frames(struct rp_evaluation *evaluation)
{
    if (evaluation->free != evaluation->bound) rp_rules_free(evaluation->free);
    rp_rules_free(evaluation->bound);
    evaluation->bound = evaluation->free = NULL;
}

/* Without control policies there is nothing that one frame has and the other has not. */
static enum rampart_status evaluation_make_frames(struct rp_evaluation *evaluation)
{
    evaluation_drop_frames(evaluation);
    RP_TRY(rp_account_frame(evaluation->compiled, evaluation->request, true, &evaluation->bound));
    if (evaluation->bound->control_levels == 0)
        evaluation->free = evaluation->bound;
    else
        RP_TRY(rp_account_frame(evaluation->compiled, evaluation->request, false, &evaluation->free));
    evaluation->bound->resource_group.present = evaluation->free->resource_group.present = true;
    const struct rp_compiled *owner = rp_compiled_owner(evaluation->compiled, evaluation->request);
    rp_compiled_show(owner, evaluation->bound);
    rp_compiled_show(owner, evaluation->free);
    return RAMPART_OK;
}

/* What is shown of the role that is to be assumed has no part in it. */
static void evaluation_find_shown(struct rp_evaluation *evaluation, const struct rp_question *question)
{
    evaluation->shown = false;
    if (evaluation->bound->shown_count == 0 || rp_request_assumes_role(question->request)) return;
    (void)rp_shown_find(evaluation->bound, question, &evaluation->here);
    evaluation->shown = evaluation->here.gate_count + evaluation->here.count > 0;
}

/* ---- the evaluation ---- */

static enum rampart_status evaluation_make_room(struct rp_evaluation *evaluation, bool holders)
{
    const struct rampart_account *account = evaluation->compiled->account;
    struct rp_arena *arena = &evaluation->arena;
    const size_t holder_count = account->user_count + account->role_count + account->group_count;
    evaluation->document_masks = RP_NEW_ARRAY(arena, uint16_t, account->policy_count);
    if (holders) evaluation->holder_masks = RP_NEW_ARRAY(arena, uint16_t, holder_count);
    evaluation->reached = RP_NEW_ARRAY(arena, enum rampart_truth, account->resource_group_count);
    evaluation->level_room = evaluation->compiled->control->control_levels;
    evaluation->levels = RP_NEW_ARRAY(arena, struct rp_truths, evaluation->level_room);
    evaluation->verdicts = RP_NEW_ARRAY(arena, struct rp_mask_verdict, RP_CLASSES * RP_EFFECT_MASKS);
    RP_TRY_MEMORY(evaluation->document_masks != NULL && (!holders || evaluation->holder_masks != NULL));
    RP_TRY_MEMORY(evaluation->reached != NULL && evaluation->levels != NULL && evaluation->verdicts != NULL);
    return RAMPART_OK;
}

enum rampart_status rp_evaluation_open(const struct rp_compiled *compiled, struct rampart_request *request,
                                       struct rp_evaluation_use use, struct rp_evaluation *evaluation)
{
    *evaluation = (struct rp_evaluation){.compiled = compiled, .request = request, .resource = use.resource};
    rp_arena_init(&evaluation->arena, &compiled->allocator);
    rp_arena_init(&evaluation->asker, &compiled->allocator);
    RP_TRY(rampart_request_new(&compiled->options, &evaluation->as_principal));
    RP_TRY(evaluation_make_room(evaluation, !use.documents));
    RP_TRY(rp_action_candidates_find(&evaluation->arena, compiled, &request->action_signature, use.resource,
                                     &evaluation->candidates));
    if (use.narrow) RP_TRY(rp_action_candidates_narrow(&evaluation->arena, request, &evaluation->candidates));
    evaluation->asked = evaluation->candidates.documents;
    evaluation->asked_count = evaluation->candidates.count;
    return RAMPART_OK;
}

void rp_evaluation_ask_of(struct rp_evaluation *evaluation, const struct rp_document_id *documents, size_t count)
{
    for (size_t i = 0; i < evaluation->asked_count; i++) evaluation->document_masks[evaluation->asked[i].at] = 0;
    evaluation->asked = documents;
    evaluation->asked_count = count;
}

void rp_evaluation_close(struct rp_evaluation *evaluation)
{
    evaluation_drop_frames(evaluation);
    rampart_request_free(evaluation->as_principal);
    rp_arena_free(&evaluation->asker);
    rp_arena_free(&evaluation->arena);
}

enum rampart_status rp_evaluation_run(struct rp_evaluation *evaluation, struct rampart_request *request,
                                      rampart_switches assumed, const struct rp_kept_masks *kept)
{
    evaluation->request = request;
    evaluation->assumed = assumed;
    evaluation->classed = false;
    evaluation->switches = NULL;
    const struct rp_question question = rp_question_about(request, request->resources, evaluation->assumed);
    RP_TRY(evaluation_documents(evaluation, &question, kept));
    if (evaluation->holder_masks != NULL) RP_TRY(evaluation_resource_groups(evaluation, &question));
    RP_TRY(evaluation_make_frames(evaluation));
    evaluation_find_shown(evaluation, &question);
    const size_t classes = evaluation->shown ? RP_CLASSES : RP_CLASS_ROLE;
    for (size_t i = 0; i < classes * RP_EFFECT_MASKS; i++) evaluation->verdicts[i].known = false;
    if (evaluation->holder_masks != NULL) RP_TRY(rp_propagate(evaluation));
    RP_TRY(evaluation_levels(evaluation, &question));
    return evaluation_find_usage(evaluation, &question);
}

/* ---- classes ---- */

static enum rampart_status evaluation_make_classing(struct rp_evaluation *evaluation)
{
    struct rp_arena *arena = &evaluation->arena;
    if (evaluation->class_groups != NULL) return RAMPART_OK;
    RP_TRY(rp_classing_make(arena, evaluation->compiled, &evaluation->classing));
    evaluation->class_groups = RP_NEW_ARRAY(arena, bool, evaluation->compiled->account->group_count);
    return evaluation->class_groups != NULL ? RAMPART_OK : RAMPART_NO_MEMORY;
}

/* None is known yet. */
static enum rampart_status evaluation_make_class_verdicts(struct rp_evaluation *evaluation)
{
    const size_t count = evaluation->classing.count;
    RP_TRY_MEMORY(!evaluation->classing.failed);
    if (count > evaluation->class_room) {
        evaluation->class_verdicts = RP_NEW_ARRAY(&evaluation->arena, struct rp_mask_verdict, count);
        RP_TRY_MEMORY(evaluation->class_verdicts != NULL);
        evaluation->class_room = count;
    }
    for (size_t i = 0; i < count; i++) evaluation->class_verdicts[i].known = false;
    return RAMPART_OK;
}

/* By those who hold it; its groups are noted. */
static void evaluation_class_document(struct rp_evaluation *evaluation, struct rp_document_id id)
{
    const struct rp_lists *lists = &evaluation->compiled->grantees.documents;
    const size_t holders = evaluation->classing.holders;
    if (evaluation->document_masks[id.at] == 0 && (evaluation->switches == NULL || evaluation->switches[id.at] == 0)) return;
    rp_classing_by_document(&evaluation->classing, id);
    for (uint32_t i = lists->starts[id.at]; i < lists->starts[id.at + 1]; i++)
        if (lists->items[i].at >= holders) evaluation->class_groups[lists->items[i].at - holders] = true;
}

/* Those who hold anything on a resource group that is reached: what it is is not looked at. */
static void evaluation_class_scoped(struct rp_evaluation *evaluation, size_t group)
{
    const struct rp_lists *scoped = &evaluation->compiled->grantees.scoped;
    for (uint32_t i = scoped->starts[group]; i < scoped->starts[group + 1]; i++) {
        const uint32_t holder = scoped->items[i].at;
        rp_classing_single(&evaluation->classing, scoped->items[i]);
        if (holder >= evaluation->classing.holders) evaluation->class_groups[holder - evaluation->classing.holders] = true;
    }
}

enum rampart_status rp_evaluation_class(struct rp_evaluation *evaluation)
{
    struct rp_classing *classing = &evaluation->classing;
    const struct rampart_account *account = evaluation->compiled->account;
    if (evaluation->classed) return RAMPART_OK;
    RP_TRY(evaluation_make_classing(evaluation));
    rp_classing_begin(classing);
    for (size_t i = 0; i < account->group_count; i++) evaluation->class_groups[i] = false;
    for (size_t i = 0; i < evaluation->asked_count; i++) evaluation_class_document(evaluation, evaluation->asked[i]);
    for (size_t i = 0; i < account->resource_group_count; i++)
        if (evaluation->reached[i] != RAMPART_FALSE) evaluation_class_scoped(evaluation, i);
    for (size_t i = 0; i < account->group_count; i++)
        if (evaluation->class_groups[i]) rp_classing_by_group(classing, (struct rp_group_id){(uint32_t)i});
    for (uint32_t i = 0; i < classing->holders; i++)
        if ((evaluation->holder_masks[i] & RP_EFFECT_PERSONAL) != 0)
            rp_classing_single(classing, (struct rp_grantee_id){i});
    RP_TRY(evaluation_make_class_verdicts(evaluation));
    evaluation->classed = true;
    return RAMPART_OK;
}

static bool evaluation_is_kept(const struct rp_evaluation *evaluation, const rampart_switches *switches,
                               struct rp_document_id document)
{
    return evaluation->document_masks[document.at] != 0 || switches[document.at] != 0;
}

enum rampart_status rp_evaluation_keep(struct rp_evaluation *evaluation, const rampart_switches *switches,
                                       struct rp_arena *arena, struct rp_kept_masks *ret_kept)
{
    struct rp_kept_masks kept = {.known = true, .assumed = evaluation->assumed};
    for (size_t i = 0; i < evaluation->asked_count; i++)
        kept.count += evaluation_is_kept(evaluation, switches, evaluation->asked[i]);
    kept.items = RP_NEW_ARRAY(arena, struct rp_kept_mask, kept.count);
    RP_TRY_MEMORY(kept.items != NULL);
    evaluation->kept += kept.count;
    struct rp_kept_mask *item = kept.items;
    for (size_t i = 0; i < evaluation->asked_count; i++) {
        struct rp_document_id document = evaluation->asked[i];
        if (evaluation_is_kept(evaluation, switches, document))
            *item++ =
                (struct rp_kept_mask){document, evaluation->document_masks[document.at], switches[document.at]};
    }
    *ret_kept = kept;
    return RAMPART_OK;
}
