/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/row_verdict.h"

#include "base/try.h"
#include "decide/settle.h"

/* ---- the mask of a principal whose documents ask who asks ---- */

/* The mask of a document for the principal of the question. */
static enum rampart_status row_mask_in_person(const struct rp_evaluation *evaluation, struct rp_document_id number,
                                              const struct rp_question *question, uint16_t *ret_mask)
{
    struct rp_truths truths;
    *ret_mask = evaluation->document_masks[number.at];
    if ((*ret_mask & RP_EFFECT_PERSONAL) == 0) return RAMPART_OK;
    RP_TRY(rp_unit_truths(rp_action_candidates_unit(&evaluation->candidates, number), question, &truths));
    *ret_mask = rp_effect_mask(&truths);
    return RAMPART_OK;
}

static enum rampart_status row_add_in_person(const struct rp_evaluation *evaluation,
                                             const struct rp_subject_grants *grants,
                                             const struct rp_question *question, unsigned *mask)
{
    uint16_t added = 0;
    for (uint32_t i = 0; i < grants->count; i++) {
        RP_TRY(row_mask_in_person(evaluation, grants->documents[i], question, &added));
        *mask |= added;
    }
    for (uint32_t i = 0; i < grants->scoped_count; i++) {
        const struct rp_scoped_document *scoped = &grants->scoped[i];
        bool empty = rp_document_at(evaluation->compiled, scoped->document)->unit.count == 0;
        if (evaluation->reached[scoped->group.at] == RAMPART_FALSE || empty) continue;
        RP_TRY(row_mask_in_person(evaluation, scoped->document, question, &added));
        *mask |= rp_effect_mask_scoped(added, evaluation->reached[scoped->group.at]);
    }
    return RAMPART_OK;
}

static enum rampart_status row_all_in_person(const struct rp_evaluation *evaluation,
                                             const struct rp_subject *subject,
                                             const struct rp_question *question, uint16_t *ret_mask)
{
    unsigned mask = 0;
    RP_TRY(row_add_in_person(evaluation, &subject->own, question, &mask));
    for (size_t i = 0; i < subject->group_count; i++)
        RP_TRY(row_add_in_person(evaluation, rp_group_at(evaluation->compiled, subject->groups[i]), question,
                                 &mask));
    *ret_mask = (uint16_t)mask;
    return RAMPART_OK;
}

/* ---- the verdict by a mask ---- */

/* Its number among the account's principals. */
static size_t row_place(const struct rp_evaluation *evaluation, const struct rp_account_principal *principal)
{
    const struct rampart_account *account = evaluation->compiled->account;
    if (principal->subject == NULL) return account->role_count;
    const size_t holder = principal->id.at;
    return holder < account->user_count ? account->role_count + 1 + holder : holder - account->user_count;
}

/* Makes the request of the principal. */
static enum rampart_status row_ask_as(struct rp_evaluation *evaluation, const struct rp_account_principal *principal,
                                      struct rp_question *ret_question)
{
    struct rampart_request *request = evaluation->as_principal;
    const struct rampart_account *account = evaluation->compiled->account;
    struct rampart_str arn;
    rp_arena_reset(&evaluation->asker);
    RP_TRY_MEMORY(rp_principal_arn(&evaluation->asker, account, row_place(evaluation, principal), &arn));
    rp_request_share(request, evaluation->request);
    RP_TRY(rp_request_put_row(request, arn, evaluation->compiled->account->failed));
    RP_TRY(rp_request_complete(request, NULL));
    rp_account_note_uid(evaluation->compiled->account, request);
    *ret_question = rp_question_about(request, request->resources, evaluation->assumed);
    return RAMPART_OK;
}

static struct rp_rules *row_frame(const struct rp_evaluation *evaluation, const struct rp_account_principal *principal)
{
    return principal->service_linked ? evaluation->free : evaluation->bound;
}

static enum rampart_status row_decide_masked(struct rp_evaluation *evaluation,
                                             const struct rp_account_principal *principal, uint16_t mask,
                                             struct rampart_verdict *ret_verdict)
{
    struct rp_truths own, scoped;
    struct rp_question question;
    RP_TRY(row_ask_as(evaluation, principal, &question));
    if ((mask & RP_EFFECT_PERSONAL) != 0)
        RP_TRY(row_all_in_person(evaluation, principal->subject, &question, &mask));
    rp_effect_mask_read(mask, &own, &scoped);
    struct rp_rules *rules = row_frame(evaluation, principal);
    rules->identity.truths = &own;
    rules->resource_group.truths = &scoped;
    enum rampart_status status = rp_decide(rules, &question, ret_verdict);
    rules->identity.truths = rules->resource_group.truths = NULL;
    return status;
}

static enum rp_evaluation_class row_class(const struct rp_evaluation *evaluation, const struct rp_account_principal *principal)
{
    if (principal->service_linked) return RP_CLASS_FREE;
    if (!evaluation->shown) return RP_CLASS_BOUND;
    if (principal->kind == RAMPART_PRINCIPAL_ROLE) return RP_CLASS_ROLE;
    const struct rp_compiled *compiled = evaluation->compiled;
    const size_t user = principal->id.at;
    return rp_user_uid(&compiled->account->users[user]).len > 0 ? RP_CLASS_BOUND : RP_CLASS_UNKNOWN_UID;
}

static enum rampart_status row_decide_by_mask(struct rp_evaluation *evaluation,
                                              const struct rp_account_principal *principal, uint16_t mask,
                                              struct rampart_verdict *ret_verdict)
{
    if (!rp_evaluation_is_uniform(evaluation, mask))
        return row_decide_masked(evaluation, principal, mask, ret_verdict);
    struct rp_mask_verdict *found =
        &evaluation->verdicts[mask + row_class(evaluation, principal) * RP_EFFECT_MASKS];
    if (!found->known) RP_TRY(row_decide_masked(evaluation, principal, mask, &found->verdict));
    found->known = true;
    *ret_verdict = found->verdict;
    return RAMPART_OK;
}

/* ---- a Conditional verdict, refined ---- */

/* Gathers the rules of a principal: once without memory to count them, and again to copy them. */
struct gathering {
    const struct rp_evaluation *evaluation;
    struct rp_unit identity, resource_group;
};

static void row_gather_rule(struct rp_unit *unit, const struct rp_rule *rule,
                            const struct rp_group_members *members)
{
    if (unit->rules != NULL) {
        unit->rules[unit->count] = *rule;
        unit->rules[unit->count].members = members;
    }
    unit->count++;
}

static void row_gather_rules(struct rp_unit *unit, const struct rp_unit *added,
                             const struct rp_group_members *members)
{
    for (size_t i = 0; i < added->count; i++) row_gather_rule(unit, &added->rules[i], members);
}

/* A document without effects has no statement that any key could make match: it is left out. */
static void row_gather_document(struct gathering *gathering, struct rp_document_id number)
{
    const struct rp_evaluation *evaluation = gathering->evaluation;
    if (evaluation->document_masks[number.at] != 0)
        row_gather_rules(&gathering->identity, rp_action_candidates_unit(&evaluation->candidates, number),
                         NULL);
}

/* Takes the whole document: the resource is reached whatever the document is about. */
static void row_gather_scoped(struct gathering *gathering, const struct rp_scoped_document *scoped)
{
    const struct rp_evaluation *evaluation = gathering->evaluation;
    const struct rp_compiled *compiled = evaluation->compiled;
    if (evaluation->reached[scoped->group.at] != RAMPART_FALSE)
        row_gather_rules(&gathering->resource_group, &rp_document_at(compiled, scoped->document)->unit,
                         rp_scope_members(compiled, scoped->group));
}

static void row_gather_holder(struct gathering *gathering, const struct rp_subject_grants *grants)
{
    for (uint32_t i = 0; i < grants->count; i++) row_gather_document(gathering, grants->documents[i]);
    for (uint32_t i = 0; i < grants->scoped_count; i++) row_gather_scoped(gathering, &grants->scoped[i]);
}

static void row_gather_all(struct gathering *gathering, const struct rp_account_principal *principal)
{
    const struct rp_subject *subject = principal->subject;
    row_gather_holder(gathering, &subject->own);
    for (size_t i = 0; i < subject->group_count; i++)
        row_gather_holder(gathering, rp_group_at(gathering->evaluation->compiled, subject->groups[i]));
}

static enum rampart_status row_gather(struct gathering *gathering, struct rp_arena *arena,
                                      const struct rp_account_principal *principal)
{
    row_gather_all(gathering, principal);
    gathering->identity.rules = RP_NEW_ARRAY(arena, struct rp_rule, gathering->identity.count);
    gathering->resource_group.rules = RP_NEW_ARRAY(arena, struct rp_rule, gathering->resource_group.count);
    RP_TRY_MEMORY(gathering->identity.rules != NULL && gathering->resource_group.rules != NULL);
    gathering->identity.count = gathering->resource_group.count = 0;
    row_gather_all(gathering, principal);
    return RAMPART_OK;
}

/* Copies the frame and gives it rules in the place of truths. */
static enum rampart_status row_fill_frame(struct gathering *gathering, struct rp_arena *arena,
                                          const struct rp_account_principal *principal, const struct rp_rules *frame,
                                          struct rp_rules *filled)
{
    gathering->identity = frame->identity;
    gathering->resource_group = frame->resource_group;
    gathering->identity.truths = gathering->resource_group.truths = NULL;
    gathering->identity.index = gathering->resource_group.index = NULL; /* of the frame's own rules */
    gathering->identity.rules = gathering->resource_group.rules = NULL;
    gathering->identity.count = gathering->resource_group.count = 0;
    RP_TRY(row_gather(gathering, arena, principal));
    *filled = *frame;
    filled->identity = gathering->identity;
    filled->resource_group = gathering->resource_group;
    filled->control = RP_NEW_ARRAY(arena, struct rp_unit, frame->control_levels);
    RP_TRY_MEMORY(filled->control != NULL);
    for (unsigned i = 0; i < frame->control_levels; i++) {
        filled->control[i] = frame->control[i];
        filled->control[i].truths = NULL;
    }
    return RAMPART_OK;
}

/* Decides by the rules of the principal in the frame. */
static enum rampart_status row_refine(const struct rp_evaluation *evaluation,
                                      const struct rp_account_principal *principal,
                                      const struct rp_question *question, const struct rp_rules *frame,
                                      struct rampart_verdict *ret_verdict)
{
    struct gathering gathering = {.evaluation = evaluation};
    struct rp_rules filled;
    struct rp_arena arena;
    rp_arena_init(&arena, &evaluation->arena.allocator);
    enum rampart_status status = row_fill_frame(&gathering, &arena, principal, frame, &filled);
    if (status == RAMPART_OK) status = rp_settle(&filled, question, ret_verdict);
    rp_arena_free(&arena);
    return status;
}

/* ---- the keys that a verdict leaves open ---- */

/* Adds the keys that a document leaves open. Each document is asked once, and only for a Conditional row. */
static enum rampart_status row_add_usage(struct rp_evaluation *evaluation, struct rp_document_id number,
                                         struct rp_key_usage *usage)
{
    struct rp_document_usage *open = &evaluation->usages[number.at];
    struct rampart_request *request = evaluation->request;
    const struct rp_question question = rp_question_about(request, request->resources, evaluation->assumed);
    if (evaluation->document_masks[number.at] == 0) return RAMPART_OK;
    if (!open->known) {
        open->usage = (struct rp_key_usage){.once = 0};
        RP_TRY(rp_key_usage_add(&open->usage, rp_action_candidates_unit(&evaluation->candidates, number),
                                &question));
        open->known = true;
    }
    rp_key_usage_unite(usage, &open->usage);
    return RAMPART_OK;
}

static enum rampart_status row_add_usage_of(struct rp_evaluation *evaluation, const struct rp_subject_grants *grants,
                                            struct rp_key_usage *usage)
{
    for (uint32_t i = 0; i < grants->count; i++)
        RP_TRY(row_add_usage(evaluation, grants->documents[i], usage));
    for (uint32_t i = 0; i < grants->scoped_count; i++)
        if (evaluation->reached[grants->scoped[i].group.at] != RAMPART_FALSE)
            RP_TRY(row_add_usage(evaluation, grants->scoped[i].document, usage));
    return RAMPART_OK;
}

/* True in *ret_may: one key may settle the verdict. */
static enum rampart_status row_may_be_settled(struct rp_evaluation *evaluation,
                                              const struct rp_subject *subject, bool *ret_may)
{
    const struct rp_compiled *compiled = evaluation->compiled;
    struct rp_key_usage usage = evaluation->frame_usage;
    if (evaluation->usages == NULL)
        evaluation->usages =
            RP_NEW_ARRAY(&evaluation->arena, struct rp_document_usage, compiled->account->policy_count);
    RP_TRY_MEMORY(evaluation->usages != NULL);
    RP_TRY(row_add_usage_of(evaluation, &subject->own, &usage));
    for (size_t i = 0; i < subject->group_count; i++)
        RP_TRY(row_add_usage_of(evaluation, rp_group_at(compiled, subject->groups[i]), &usage));
    *ret_may = usage.often != 0;
    return RAMPART_OK;
}

/*
 * Root has no policies, and only some control policies bind it. What is unknown of another principal is its own. Both
 * are decided as one request.
 */
static enum rampart_status row_decide_alone(struct rp_evaluation *evaluation,
                                            const struct rp_account_principal *principal,
                                            struct rampart_verdict *ret_verdict)
{
    struct rp_question question;
    RP_TRY(row_ask_as(evaluation, principal, &question));
    return rp_compiled_decide(evaluation->compiled, evaluation->as_principal, evaluation->assumed, NULL,
                              ret_verdict);
}

/* What one key, or the resources of a pattern, may settle of a Conditional verdict. */
static enum rampart_status row_settle(struct rp_evaluation *evaluation, const struct rp_account_principal *principal,
                                      struct rampart_verdict *verdict)
{
    struct rp_question question;
    bool may = false;
    RP_TRY(row_may_be_settled(evaluation, principal->subject, &may));
    if (!may && !evaluation->request->resource_set) return RAMPART_OK;
    RP_TRY(row_ask_as(evaluation, principal, &question));
    return row_refine(evaluation, principal, &question, row_frame(evaluation, principal), verdict);
}

/* The same for all who hold the same. */
static enum rampart_status row_settle_class(struct rp_evaluation *evaluation, const struct rp_account_principal *principal,
                                            struct rampart_verdict *verdict)
{
    RP_TRY(rp_evaluation_class(evaluation));
    const uint32_t class = evaluation->classing.of[principal->id.at];
    struct rp_mask_verdict *found = &evaluation->class_verdicts[class];
    if (!found->known) {
        found->verdict = *verdict;
        RP_TRY(row_settle(evaluation, principal, &found->verdict));
        found->known = true;
    }
    *verdict = found->verdict;
    return RAMPART_OK;
}

enum rampart_status rp_row_verdict(struct rp_evaluation *evaluation, const struct rp_account_principal *principal,
                                   uint16_t mask, struct rampart_verdict *ret_verdict)
{
    if (principal->subject == NULL || principal->subject->open)
        return row_decide_alone(evaluation, principal, ret_verdict);
    RP_TRY(row_decide_by_mask(evaluation, principal, mask, ret_verdict));
    if (ret_verdict->outcome != RAMPART_OUTCOME_CONDITIONAL) return RAMPART_OK;
    if (evaluation->holder_masks != NULL && rp_evaluation_is_uniform(evaluation, mask))
        return row_settle_class(evaluation, principal, ret_verdict);
    return row_settle(evaluation, principal, ret_verdict);
}
