/* SPDX-License-Identifier: Apache-2.0 */
#include "denial/plan.h"

#include "base/str.h"
#include "base/try.h"
#include "denial/edit.h"

enum rampart_status rp_plan_copy(struct rp_arena *arena, const struct rp_plan *plan,
                                 struct rp_plan **ret_copy)
{
    struct rp_plan *copy = RP_NEW(arena, struct rp_plan);
    RP_TRY_MEMORY(copy != NULL);
    *copy = *plan;
    copy->attachments = RP_NEW_ARRAY(arena, struct rampart_attachment, plan->count);
    RP_TRY_MEMORY(copy->attachments != NULL);
    for (size_t i = 0; i < plan->count; i++) copy->attachments[i] = plan->attachments[i];
    *ret_copy = copy;
    return RAMPART_OK;
}

const struct rp_statement *rp_plan_statement(const struct rp_plan *plan, const struct rp_edit *edit)
{
    return &plan->attachments[edit->attachment].policy->statements[edit->change.statement];
}

/*
 * A policy keeps the memory of its name when it is edited, and no two policies share it. A secret policy is not edited:
 * the edit would repeat it.
 */
static bool plan_is_attachment_of(const struct rampart_attachment *attachment,
                                  const struct rampart_reason *reason)
{
    if (attachment->policy == NULL || attachment->layer != reason->layer) return false;
    if (attachment->policy->hidden) return false;
    if (attachment->level != reason->level || attachment->system != reason->system) return false;
    return attachment->policy->name.data == reason->policy.data &&
           rp_str_equal(attachment->attached_to, reason->attached_to) &&
           rp_str_equal(attachment->resource_group, reason->resource_group);
}

bool rp_plan_find(const struct rp_plan *plan, const struct rampart_reason *reason, struct rp_edit *ret_edit)
{
    for (size_t i = 0; i < plan->given; i++) {
        const struct rampart_attachment *attachment = &plan->attachments[i];
        if (!plan_is_attachment_of(attachment, reason) ||
            reason->statement >= attachment->policy->statement_count)
            continue;
        *ret_edit = (struct rp_edit){
            .attachment = i,
            .change = {.layer = reason->layer,
                       .level = reason->level,
                       .policy = reason->policy,
                       .attached_to = attachment->attached_to,
                       .statement = reason->statement,
                       .sid = reason->sid,
                       .effect = reason->effect,
                       .place = reason->place},
        };
        return true;
    }
    return false;
}

/* ---- new statements ---- */

static enum rampart_status plan_attach(struct rp_arena *arena, struct rp_plan *plan,
                                       struct rampart_attachment attachment)
{
    struct rampart_attachment *all = RP_NEW_ARRAY(arena, struct rampart_attachment, plan->count + 1);
    RP_TRY_MEMORY(all != NULL);
    for (size_t i = 0; i < plan->count; i++) all[i] = plan->attachments[i];
    all[plan->count++] = attachment;
    plan->attachments = all;
    return RAMPART_OK;
}

static struct rp_edit *plan_added_before(struct rp_plan *plan, const struct rampart_change *change)
{
    for (size_t i = 0; i < plan->edit_count; i++) {
        const struct rampart_change *before = &plan->edits[i].change;
        if (before->kind != RAMPART_CHANGE_ADD_STATEMENT) continue;
        if (before->layer == change->layer && before->level == change->level) return &plan->edits[i];
    }
    return NULL;
}

/* Denied resources are found one after the other: one statement names them all. */
static enum rampart_status plan_add_value(struct rp_arena *arena, struct rampart_str resource,
                                          struct rampart_strs *values)
{
    struct rampart_str *texts = RP_NEW_ARRAY(arena, struct rampart_str, values->count + 1);
    RP_TRY_MEMORY(texts != NULL);
    for (size_t i = 0; i < values->count; i++) texts[i] = values->items[i];
    texts[values->count] = resource;
    *values = (struct rampart_strs){texts, values->count + 1};
    return RAMPART_OK;
}

static enum rampart_status plan_add_statement(struct rp_arena *arena, struct rampart_str action,
                                              const struct rp_edit *edit, struct rp_plan *plan)
{
    struct rp_edit *before = plan_added_before(plan, &edit->change);
    const struct rampart_attachment attachment = {.layer = edit->change.layer, .level = edit->change.level};
    struct rampart_policy *policy = NULL;
    if (before == NULL) {
        before = &plan->edits[plan->edit_count++];
        *before = *edit;
        before->attachment = plan->count;
        RP_TRY(plan_attach(arena, plan, attachment));
    } else {
        RP_TRY(plan_add_value(arena, edit->change.values.items[0], &before->change.values));
    }
    RP_TRY(rp_policy_grant(arena, edit->change.layer, action, before->change.values, &policy));
    plan->attachments[before->attachment].policy = policy;
    return RAMPART_OK;
}

/* ---- statements that are there ---- */

/* A policy is one document, wherever it is attached. */
static enum rampart_status plan_edit_statement(struct rp_arena *arena, struct rp_plan *plan,
                                               const struct rp_edit *edit)
{
    const struct rampart_policy *before = plan->attachments[edit->attachment].policy;
    struct rampart_policy *after = NULL;
    struct rp_statement statement;
    RP_TRY(rp_statement_edit(arena, rp_plan_statement(plan, edit), &edit->change, &statement));
    RP_TRY(rp_policy_edit(arena, before, edit->change.statement, &statement, &after));
    for (size_t i = 0; i < plan->count; i++)
        if (plan->attachments[i].policy == before) plan->attachments[i].policy = after;
    plan->edits[plan->edit_count++] = *edit;
    return RAMPART_OK;
}

/* A second edit of another kind shows that the first one did not help: it is one change too many. */
static bool plan_is_in_vain(const struct rp_plan *plan, const struct rp_edit *edit)
{
    for (size_t i = 0; i < plan->edit_count; i++) {
        const struct rp_edit *before = &plan->edits[i];
        if (before->change.kind == RAMPART_CHANGE_ADD_STATEMENT) continue;
        if (rp_plan_statement(plan, before) != rp_plan_statement(plan, edit)) continue;
        if (before->change.kind != edit->change.kind || before->change.element != edit->change.element)
            return true;
    }
    return false;
}

enum rampart_status rp_plan_apply(struct rp_arena *arena, struct rampart_str action, const struct rp_fix *fix,
                                  struct rp_plan *plan, bool *ret_made)
{
    *ret_made = plan->edit_count + fix->count <= RP_MOST_EDITS;
    for (size_t i = 0; i < fix->count && *ret_made; i++) {
        const struct rp_edit *edit = &fix->edits[i];
        *ret_made = edit->change.kind == RAMPART_CHANGE_ADD_STATEMENT || !plan_is_in_vain(plan, edit);
        if (!*ret_made) break;
        if (edit->change.kind == RAMPART_CHANGE_ADD_STATEMENT)
            RP_TRY(plan_add_statement(arena, action, edit, plan));
        else
            RP_TRY(plan_edit_statement(arena, plan, edit));
    }
    return RAMPART_OK;
}
