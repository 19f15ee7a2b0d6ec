/* SPDX-License-Identifier: Apache-2.0 */
/* Plans: what is attached after the edits of some fixes. */
#include "analysis/suggest.h"
#include "base/str.h"
#include "base/try.h"

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
    return &plan->attachments[edit->attachment].policy->statements[edit->told.statement];
}

/* A policy keeps its name when it is edited, and no two share the memory of theirs. */
static bool is_of(const struct rampart_attachment *attachment, const struct rampart_reason *reason)
{
    if (attachment->policy == NULL || attachment->layer != reason->layer) return false;
    if (attachment->level != reason->level || attachment->system != reason->system) return false;
    return attachment->policy->name.data == reason->policy.data &&
           rp_str_equal(attachment->attached_to, reason->attached_to) &&
           rp_str_equal(attachment->resource_group, reason->resource_group);
}

bool rp_plan_find(const struct rp_plan *plan, const struct rampart_reason *reason, struct rp_edit *ret_edit)
{
    for (size_t i = 0; i < plan->given; i++) {
        const struct rampart_attachment *attachment = &plan->attachments[i];
        if (!is_of(attachment, reason) || reason->statement >= attachment->policy->statement_count) continue;
        *ret_edit = (struct rp_edit){
            .attachment = i,
            .told = {.layer = reason->layer,
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

static enum rampart_status attach(struct rp_arena *arena, struct rp_plan *plan,
                                  struct rampart_attachment attachment)
{
    struct rampart_attachment *all = RP_NEW_ARRAY(arena, struct rampart_attachment, plan->count + 1);
    RP_TRY_MEMORY(all != NULL);
    for (size_t i = 0; i < plan->count; i++) all[i] = plan->attachments[i];
    all[plan->count++] = attachment;
    plan->attachments = all;
    return RAMPART_OK;
}

static struct rp_edit *added_before(struct rp_plan *plan, const struct rampart_change *change)
{
    for (size_t i = 0; i < plan->edit_count; i++) {
        const struct rampart_change *told = &plan->edits[i].told;
        if (told->kind != RAMPART_CHANGE_ADD_STATEMENT) continue;
        if (told->layer == change->layer && told->level == change->level) return &plan->edits[i];
    }
    return NULL;
}

/* Of several resources the ones that are refused are found one after the other: one statement names them all. */
static enum rampart_status add_resource(struct rp_arena *arena, struct rampart_str resource,
                                        struct rampart_strs *values)
{
    struct rampart_str *texts = RP_NEW_ARRAY(arena, struct rampart_str, values->count + 1);
    RP_TRY_MEMORY(texts != NULL);
    for (size_t i = 0; i < values->count; i++) texts[i] = values->items[i];
    texts[values->count] = resource;
    *values = (struct rampart_strs){texts, values->count + 1};
    return RAMPART_OK;
}

static enum rampart_status add_statement(struct rp_suggester *suggester, struct rp_plan *plan,
                                         const struct rp_edit *edit)
{
    struct rp_arena *arena = &suggester->work;
    struct rp_edit *before = added_before(plan, &edit->told);
    const struct rampart_attachment attachment = {.layer = edit->told.layer, .level = edit->told.level};
    struct rampart_policy *policy = NULL;
    if (before == NULL) {
        before = &plan->edits[plan->edit_count++];
        *before = *edit;
        before->attachment = plan->count;
        RP_TRY(attach(arena, plan, attachment));
    } else {
        RP_TRY(add_resource(arena, edit->told.values.items[0], &before->told.values));
    }
    RP_TRY(
        rp_policy_grant(arena, edit->told.layer, suggester->request->action, before->told.values, &policy));
    plan->attachments[before->attachment].policy = policy;
    return RAMPART_OK;
}

/* ---- statements that are there ---- */

/* A policy is one document, wherever it is attached. */
static enum rampart_status edit_statement(struct rp_arena *arena, struct rp_plan *plan,
                                          const struct rp_edit *edit)
{
    const struct rampart_policy *before = plan->attachments[edit->attachment].policy;
    struct rampart_policy *after = NULL;
    struct rp_statement statement;
    RP_TRY(rp_statement_edit(arena, rp_plan_statement(plan, edit), &edit->told, &statement));
    RP_TRY(rp_policy_edit(arena, before, edit->told.statement, &statement, &after));
    for (size_t i = 0; i < plan->count; i++)
        if (plan->attachments[i].policy == before) plan->attachments[i].policy = after;
    plan->edits[plan->edit_count++] = *edit;
    return RAMPART_OK;
}

/* A statement that has to be changed in two ways was not mended by the first, which is then one change too many. */
static bool is_in_vain(const struct rp_plan *plan, const struct rp_edit *edit)
{
    for (size_t i = 0; i < plan->edit_count; i++) {
        const struct rp_edit *before = &plan->edits[i];
        if (before->told.kind == RAMPART_CHANGE_ADD_STATEMENT) continue;
        if (rp_plan_statement(plan, before) != rp_plan_statement(plan, edit)) continue;
        if (before->told.kind != edit->told.kind || before->told.element != edit->told.element) return true;
    }
    return false;
}

enum rampart_status rp_plan_apply(struct rp_suggester *suggester, struct rp_plan *plan,
                                  const struct rp_fix *fix, bool *ret_made)
{
    *ret_made = plan->edit_count + fix->count <= RP_MOST_EDITS;
    for (size_t i = 0; i < fix->count && *ret_made; i++) {
        const struct rp_edit *edit = &fix->edits[i];
        *ret_made = edit->told.kind == RAMPART_CHANGE_ADD_STATEMENT || !is_in_vain(plan, edit);
        if (!*ret_made) break;
        if (edit->told.kind == RAMPART_CHANGE_ADD_STATEMENT)
            RP_TRY(add_statement(suggester, plan, edit));
        else
            RP_TRY(edit_statement(&suggester->work, plan, edit));
    }
    return RAMPART_OK;
}
