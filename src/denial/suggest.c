/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Searches for edits that turn a denial into an Allow. Each step decides a plan. A denial of it has fixes; the search
 * applies the first of them and decides again, until the plan allows. Then it tries every other fix of each step, and
 * goes on from there by first fixes.
 */
#include "denial/suggest.h"

#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "decide/explain.h"
#include "decide/set.h"
#include "denial/edit.h"
#include "denial/fix.h"

enum { MOST_ROUNDS = 40, MOST_SUGGESTIONS = 8 };

/* The suggestions stand first, so that a pointer to them is one to the holder. */
struct suggestions_holder {
    struct rampart_suggestions suggestions;
    struct rp_arena arena;
    struct rp_rules *own; /* rules made for the request, whose texts changes refer to; or NULL */
};

/* A plan that was denied, and the fixes of the denial. */
struct step {
    struct rp_plan *plan;
    struct rp_fixes fixes;
};

struct search {
    struct rp_suggester *suggester;
    struct step *steps; /* kept while the first suggestion is sought; then NULL */
    size_t step_count;
    struct rampart_suggestion *found;
    size_t found_count;
};

/* ---- a plan that allows becomes a suggestion ---- */

static enum rampart_status suggest_keep_json(struct rp_suggester *suggester, const struct rp_plan *plan,
                                             const struct rp_edit *edit, struct rampart_str *ret_json)
{
    struct rp_buf json;
    rp_buf_init(&json, rp_options_allocator(suggester->options), UINT32_MAX);
    if (edit->change.new_policy)
        rp_document_write(&json, plan->attachments[edit->attachment].policy);
    else
        rp_statement_write(&json, rp_plan_statement(plan, edit));
    enum rampart_status status = json.failed;
    if (status == RAMPART_OK && !rp_arena_copy(suggester->arena, rp_buf_text(&json), ret_json))
        status = RAMPART_NO_MEMORY;
    rp_buf_free(&json);
    return status;
}

static enum rampart_status suggest_keep_change(struct rp_suggester *suggester, const struct rp_plan *plan,
                                               const struct rp_edit *edit, struct rampart_change *change)
{
    struct rp_arena *arena = suggester->arena;
    *change = edit->change;
    struct rampart_str *values = RP_NEW_ARRAY(arena, struct rampart_str, change->values.count);
    RP_TRY_MEMORY(values != NULL);
    for (size_t i = 0; i < change->values.count; i++)
        RP_TRY_MEMORY(rp_arena_copy(arena, change->values.items[i], &values[i]));
    change->values.items = values;
    return suggest_keep_json(suggester, plan, edit, &change->json);
}

static enum rampart_status suggest_keep(struct search *search, const struct rp_plan *plan)
{
    struct rp_suggester *suggester = search->suggester;
    struct rampart_change *changes = RP_NEW_ARRAY(suggester->arena, struct rampart_change, plan->edit_count);
    RP_TRY_MEMORY(changes != NULL);
    for (size_t i = 0; i < plan->edit_count; i++)
        RP_TRY(suggest_keep_change(suggester, plan, &plan->edits[i], &changes[i]));
    search->found[search->found_count++] = (struct rampart_suggestion){changes, plan->edit_count};
    return RAMPART_OK;
}

/* ---- the search ---- */

static enum rampart_status suggest_note_open_keys(struct rp_suggester *suggester, const struct rp_plan *plan,
                                                  const struct rampart_decision *decision)
{
    struct rp_buf keys;
    if (decision->unknown_keys.count == 0) return RAMPART_OK;
    rp_buf_init(&keys, rp_options_allocator(suggester->options), UINT32_MAX);
    for (size_t i = 0; i < decision->unknown_keys.count && i < RP_MOST_NOTES; i++) {
        rp_buf_add(&keys, i > 0 ? RP_STR(", ") : RP_STR(""));
        rp_buf_add(&keys, rp_str_part(decision->unknown_keys.items[i], 0, 100));
    }
    enum rampart_status status = keys.failed;
    if (status == RAMPART_OK)
        status = rp_suggester_note(
            suggester, "with %s it would still depend on %.*s: pass its value with --context",
            plan->edit_count == 1 ? "one change" : "some changes", RP_ARG(rp_buf_text(&keys)));
    rp_buf_free(&keys);
    return status;
}

static enum rampart_status suggest_find_fixes(struct rp_suggester *suggester,
                                              const struct rp_plan_denial *denial, struct rp_fixes *fixes)
{
    switch (denial->decision->verdict.outcome) {
    case RAMPART_OUTCOME_ALLOW: return RAMPART_OK;
    case RAMPART_OUTCOME_CONDITIONAL:
        return suggest_note_open_keys(suggester, denial->plan, denial->decision);
    case RAMPART_OUTCOME_DENY: break;
    }
    return denial->decision->verdict.deny == RAMPART_EXPLICIT_DENY
               ? rp_fixes_of_explicit(suggester, denial, fixes)
               : rp_fixes_of_implicit(suggester, denial, fixes);
}

static enum rampart_status suggest_decide(struct rp_suggester *suggester, const struct rp_plan *plan,
                                          struct rp_fixes *fixes, struct rampart_verdict *ret_verdict)
{
    struct rp_rules *rules = NULL;
    struct rampart_decision *decision = NULL;
    const struct rp_compile_how how = {.assumed = suggester->assumed,
                                       .absent_layers = suggester->absent_layers,
                                       .held_layers = suggester->held_layers,
                                       .own_levels = plan->levels};
    enum rampart_status status = rp_rules_compile(suggester->options, plan->attachments, plan->count,
                                                  plan->levels, &how, NULL, &rules);
    if (status == RAMPART_OK) status = rp_rules_explain(rules, suggester->request, 0, &decision);
    if (status == RAMPART_OK) {
        const struct rp_plan_denial denial = {plan, rules, decision};
        *ret_verdict = decision->verdict;
        status = suggest_find_fixes(suggester, &denial, fixes);
    }
    rampart_decision_free(decision);
    rp_rules_free(rules);
    return status;
}

static enum rampart_status suggest_keep_step(struct search *search, const struct rp_plan *plan,
                                             const struct rp_fixes *fixes)
{
    if (search->steps == NULL) return RAMPART_OK;
    struct step *step = &search->steps[search->step_count++];
    step->fixes = *fixes;
    return rp_plan_copy(&search->suggester->work, plan, &step->plan);
}

static enum rampart_status suggest_apply(struct rp_suggester *suggester, const struct rp_fix *fix,
                                         struct rp_plan *plan, bool *ret_made)
{
    return rp_plan_apply(&suggester->work, suggester->request->action, fix, plan, ret_made);
}

/* Applies the first fix of each denial until the plan allows, or nothing helps. */
static enum rampart_status suggest_follow(struct search *search, struct rp_plan *plan)
{
    for (int round = 0; round < MOST_ROUNDS; round++) {
        struct rp_fixes fixes = {.count = 0};
        struct rampart_verdict verdict;
        bool made = false;
        RP_TRY(suggest_decide(search->suggester, plan, &fixes, &verdict));
        if (verdict.outcome == RAMPART_OUTCOME_ALLOW)
            return plan->edit_count > 0 ? suggest_keep(search, plan) : RAMPART_OK;
        RP_TRY(suggest_keep_step(search, plan, &fixes));
        if (fixes.count == 0) return RAMPART_OK;
        RP_TRY(suggest_apply(search->suggester, fixes.items[0], plan, &made));
        if (!made) return RAMPART_OK;
    }
    return RAMPART_OK;
}

/* Follows every other fix of the steps. */
static enum rampart_status suggest_branch(struct search *search)
{
    struct step *steps = search->steps;
    search->steps = NULL;
    for (size_t i = 0; i < search->step_count; i++)
        for (size_t j = 1; j < steps[i].fixes.count && search->found_count < MOST_SUGGESTIONS; j++) {
            struct rp_plan *plan = NULL;
            bool made = false;
            RP_TRY(rp_plan_copy(&search->suggester->work, steps[i].plan, &plan));
            RP_TRY(suggest_apply(search->suggester, steps[i].fixes.items[j], plan, &made));
            if (made) RP_TRY(suggest_follow(search, plan));
        }
    return RAMPART_OK;
}

static enum rampart_status suggest_search(struct search *search, const struct rp_rules *rules)
{
    struct rp_arena *work = &search->suggester->work;
    const struct rp_plan as_is = {.attachments = rules->attachments,
                                  .count = rules->attachment_count,
                                  .given = rules->attachment_count,
                                  .levels = rules->control_levels};
    struct rp_plan *plan = NULL;
    search->steps = RP_NEW_ARRAY(work, struct step, MOST_ROUNDS);
    search->found = RP_NEW_ARRAY(search->suggester->arena, struct rampart_suggestion, MOST_SUGGESTIONS);
    RP_TRY_MEMORY(search->steps != NULL && search->found != NULL);
    RP_TRY(rp_plan_copy(work, &as_is, &plan));
    RP_TRY(suggest_follow(search, plan));
    return suggest_branch(search);
}

static enum rampart_status suggest_all(struct rp_suggester *suggester, const struct rp_rules *rules,
                                       struct rampart_suggestions *suggestions)
{
    struct search search = {.suggester = suggester};
    struct rampart_verdict verdict;
    RP_TRY(rp_rules_decide(rules, suggester->request, &verdict));
    if (verdict.outcome != RAMPART_OUTCOME_DENY) return RAMPART_OK;
    RP_TRY(suggest_search(&search, rules));
    if (search.found_count == 0 && suggester->note_count == 0)
        RP_TRY(rp_suggester_note(suggester, "no change of these policies allows it"));
    struct rampart_str *notes = RP_NEW_ARRAY(suggester->arena, struct rampart_str, suggester->note_count);
    RP_TRY_MEMORY(notes != NULL);
    for (size_t i = 0; i < suggester->note_count; i++) notes[i] = suggester->notes[i];
    suggestions->notes = (struct rampart_strs){notes, suggester->note_count};
    suggestions->items = search.found;
    suggestions->count = search.found_count;
    return RAMPART_OK;
}

enum rampart_status rp_rules_suggest(const struct rampart_options *options, const struct rp_rules *rules,
                                     struct rampart_request *request,
                                     struct rampart_suggestions **ret_suggestions)
{
    struct rp_arena arena;
    rp_arena_init(&arena, &request->allocator);
    struct suggestions_holder *holder = RP_NEW(&arena, struct suggestions_holder);
    RP_TRY_MEMORY(holder != NULL);
    holder->arena = arena;
    struct rp_suggester suggester = {.options = options,
                                     .request = request,
                                     .assumed = rules->assumed,
                                     .absent_layers = rules->absent_layers,
                                     .held_layers = rules->held_layers,
                                     .arena = &holder->arena};
    rp_arena_init(&suggester.work, &request->allocator);
    enum rampart_status status = suggest_all(&suggester, rules, &holder->suggestions);
    rp_arena_free(&suggester.work);
    if (status == RAMPART_OK)
        *ret_suggestions = &holder->suggestions;
    else
        rampart_suggestions_free(&holder->suggestions);
    return status;
}

enum rampart_status rampart_suggest(const struct rampart_set *set, struct rampart_request *request,
                                    struct rampart_diags *diags, struct rampart_suggestions **ret_suggestions)
{
    if (set == NULL || request == NULL || ret_suggestions == NULL || !request->finished)
        return RAMPART_MISUSE;
    struct rp_set_rules made;
    RP_TRY(rp_set_asked(set, request, diags, &set));
    RP_TRY(rp_set_rules(set, request, diags, &made));
    enum rampart_status status = rp_rules_suggest(&set->options, made.rules, request, ret_suggestions);
    if (status == RAMPART_OK)
        ((struct suggestions_holder *)*ret_suggestions)->own = made.own;
    else
        rp_rules_free(made.own);
    return status;
}

void rampart_suggestions_free(struct rampart_suggestions *suggestions)
{
    if (suggestions == NULL) return;
    struct suggestions_holder *holder = (struct suggestions_holder *)suggestions;
    struct rp_arena arena = holder->arena; /* it holds them */
    rp_rules_free(holder->own);
    rp_arena_free(&arena);
}

const char *rampart_change_name(enum rampart_change_kind kind)
{
    switch (kind) {
    case RAMPART_CHANGE_ADD_STATEMENT: return "addStatement";
    case RAMPART_CHANGE_ADD_VALUE: return "addValue";
    case RAMPART_CHANGE_REMOVE_VALUE: return "removeValue";
    case RAMPART_CHANGE_ADD_CONDITION: break;
    }
    return "addCondition";
}
