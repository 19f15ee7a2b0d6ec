/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a denial to what allows it. A plan is decided; its denial has fixes; with the first of them made it is decided
 * again, until it allows. Every other fix on that way is a way of its own, which goes on by first fixes.
 */
#include "analysis/suggest.h"

#include <stdarg.h>

#include "account/set.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "decide/explain.h"

enum { MOST_ROUNDS = 40, MOST_WAYS = 8 };

/* What is handed out stands first, so that the one pointer is the other. */
struct suggestions_holder {
    struct rampart_suggestions suggestions;
    struct rp_arena arena;
    struct rp_rules *own; /* the rules that were made for the request: changes name what is attached by them; or NULL */
};

/* A denial on the first way, and what may help. */
struct stop {
    struct rp_plan *plan;
    struct rp_fixes fixes;
};

struct journey {
    struct rp_suggester *suggester;
    struct stop *stops; /* of the first way; NULL: they are not kept */
    size_t stop_count;
    struct rampart_suggestion *ways;
    size_t way_count;
};

/* ---- for the files that find fixes ---- */

enum rampart_status rp_suggest_note(struct rp_suggester *suggester, const char *format, ...)
{
    struct rampart_str text;
    va_list values;
    va_start(values, format);
    bool made = rp_arena_vprintf(suggester->arena, &text, format, values);
    va_end(values);
    RP_TRY_MEMORY(made);
    for (size_t i = 0; i < suggester->note_count; i++)
        if (rp_str_equal(suggester->notes[i], text)) return RAMPART_OK;
    if (suggester->note_count < RP_MOST_NOTES) suggester->notes[suggester->note_count++] = text;
    return RAMPART_OK;
}

struct rp_fix *rp_fixes_add(struct rp_suggester *suggester, struct rp_fixes *fixes,
                            enum rampart_status *ret_status)
{
    if (fixes->count == RP_MOST_FIXES) return NULL;
    struct rp_fix *fix = RP_NEW(&suggester->work, struct rp_fix);
    *ret_status = fix != NULL ? RAMPART_OK : RAMPART_NO_MEMORY;
    if (fix != NULL) fixes->items[fixes->count++] = fix;
    return fix;
}

enum rampart_status rp_suggest_one(struct rp_suggester *suggester, struct rampart_str text,
                                   struct rampart_strs *ret_texts)
{
    struct rampart_str *copy = RP_NEW(&suggester->work, struct rampart_str);
    RP_TRY_MEMORY(copy != NULL && rp_arena_copy(&suggester->work, text, copy));
    *ret_texts = (struct rampart_strs){copy, 1};
    return RAMPART_OK;
}

/* ---- handing out ---- */

static enum rampart_status keep_json(struct rp_suggester *suggester, const struct rp_plan *plan,
                                     const struct rp_edit *edit, struct rampart_str *ret_json)
{
    struct rp_buf json;
    rp_buf_init(&json, rp_options_allocator(suggester->options), UINT32_MAX);
    if (edit->told.new_policy)
        rp_document_write(&json, plan->attachments[edit->attachment].policy);
    else
        rp_statement_write(&json, rp_plan_statement(plan, edit));
    enum rampart_status status = json.failed;
    if (status == RAMPART_OK && !rp_arena_copy(suggester->arena, rp_buf_text(&json), ret_json))
        status = RAMPART_NO_MEMORY;
    rp_buf_free(&json);
    return status;
}

static enum rampart_status keep_change(struct rp_suggester *suggester, const struct rp_plan *plan,
                                       const struct rp_edit *edit, struct rampart_change *change)
{
    struct rp_arena *arena = suggester->arena;
    *change = edit->told;
    struct rampart_str *values = RP_NEW_ARRAY(arena, struct rampart_str, change->values.count);
    RP_TRY_MEMORY(values != NULL);
    for (size_t i = 0; i < change->values.count; i++)
        RP_TRY_MEMORY(rp_arena_copy(arena, change->values.items[i], &values[i]));
    change->values.items = values;
    return keep_json(suggester, plan, edit, &change->json);
}

static enum rampart_status keep_way(struct journey *journey, const struct rp_plan *plan)
{
    struct rp_suggester *suggester = journey->suggester;
    struct rampart_change *changes = RP_NEW_ARRAY(suggester->arena, struct rampart_change, plan->edit_count);
    RP_TRY_MEMORY(changes != NULL);
    for (size_t i = 0; i < plan->edit_count; i++)
        RP_TRY(keep_change(suggester, plan, &plan->edits[i], &changes[i]));
    journey->ways[journey->way_count++] = (struct rampart_suggestion){changes, plan->edit_count};
    return RAMPART_OK;
}

/* ---- the way ---- */

static enum rampart_status say_open(struct rp_suggester *suggester, const struct rp_plan *plan,
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
        status = rp_suggest_note(
            suggester, "with %s it would still hang on %.*s: say whether the request has it, and what",
            plan->edit_count == 1 ? "one change" : "some changes", RP_ARG(rp_buf_text(&keys)));
    rp_buf_free(&keys);
    return status;
}

static enum rampart_status find_fixes(struct rp_suggester *suggester, const struct rp_denial_of_plan *denial,
                                      struct rp_fixes *fixes)
{
    switch (denial->decision->verdict.outcome) {
    case RAMPART_OUTCOME_ALLOW: return RAMPART_OK;
    case RAMPART_OUTCOME_CONDITIONAL: return say_open(suggester, denial->plan, denial->decision);
    case RAMPART_OUTCOME_DENY: break;
    }
    return denial->decision->verdict.deny == RAMPART_EXPLICIT_DENY
               ? rp_fixes_of_explicit(suggester, denial, fixes)
               : rp_fixes_of_implicit(suggester, denial, fixes);
}

static enum rampart_status decide(struct rp_suggester *suggester, const struct rp_plan *plan,
                                  struct rp_fixes *fixes, struct rampart_verdict *ret_verdict)
{
    struct rp_rules *rules = NULL;
    struct rampart_decision *decision = NULL;
    const struct rp_compile_how how = {.assumed = suggester->assumed,
                                       .absent_layers = suggester->absent_layers,
                                       .held_layers = suggester->held_layers};
    enum rampart_status status =
        rp_rules_compile(suggester->options, plan->attachments, plan->count, plan->levels, &how, NULL, &rules);
    if (status == RAMPART_OK) status = rp_rules_explain(rules, suggester->request, 0, &decision);
    if (status == RAMPART_OK) {
        const struct rp_denial_of_plan denial = {plan, rules, decision};
        *ret_verdict = decision->verdict;
        status = find_fixes(suggester, &denial, fixes);
    }
    rampart_decision_free(decision);
    rp_rules_free(rules);
    return status;
}

static enum rampart_status keep_stop(struct journey *journey, const struct rp_plan *plan,
                                     const struct rp_fixes *fixes)
{
    if (journey->stops == NULL) return RAMPART_OK;
    struct stop *stop = &journey->stops[journey->stop_count++];
    stop->fixes = *fixes;
    return rp_plan_copy(&journey->suggester->work, plan, &stop->plan);
}

/* Goes on by the first fix of each denial until the plan allows, or nothing helps. */
static enum rampart_status go(struct journey *journey, struct rp_plan *plan)
{
    for (int round = 0; round < MOST_ROUNDS; round++) {
        struct rp_fixes fixes = {.count = 0};
        struct rampart_verdict verdict;
        bool made = false;
        RP_TRY(decide(journey->suggester, plan, &fixes, &verdict));
        if (verdict.outcome == RAMPART_OUTCOME_ALLOW)
            return plan->edit_count > 0 ? keep_way(journey, plan) : RAMPART_OK;
        RP_TRY(keep_stop(journey, plan, &fixes));
        if (fixes.count == 0) return RAMPART_OK;
        RP_TRY(rp_plan_apply(journey->suggester, plan, fixes.items[0], &made));
        if (!made) return RAMPART_OK;
    }
    return RAMPART_OK;
}

/* Every other fix on the first way. */
static enum rampart_status branch(struct journey *journey)
{
    struct stop *stops = journey->stops;
    journey->stops = NULL;
    for (size_t i = 0; i < journey->stop_count; i++)
        for (size_t j = 1; j < stops[i].fixes.count && journey->way_count < MOST_WAYS; j++) {
            struct rp_plan *plan = NULL;
            bool made = false;
            RP_TRY(rp_plan_copy(&journey->suggester->work, stops[i].plan, &plan));
            RP_TRY(rp_plan_apply(journey->suggester, plan, stops[i].fixes.items[j], &made));
            if (made) RP_TRY(go(journey, plan));
        }
    return RAMPART_OK;
}

static enum rampart_status travel(struct journey *journey, const struct rp_rules *rules)
{
    struct rp_arena *work = &journey->suggester->work;
    const struct rp_plan as_is = {.attachments = rules->attachments,
                                  .count = rules->attachment_count,
                                  .given = rules->attachment_count,
                                  .levels = rules->control_levels};
    struct rp_plan *plan = NULL;
    journey->stops = RP_NEW_ARRAY(work, struct stop, MOST_ROUNDS);
    journey->ways = RP_NEW_ARRAY(journey->suggester->arena, struct rampart_suggestion, MOST_WAYS);
    RP_TRY_MEMORY(journey->stops != NULL && journey->ways != NULL);
    RP_TRY(rp_plan_copy(work, &as_is, &plan));
    RP_TRY(go(journey, plan));
    return branch(journey);
}

static enum rampart_status suggest(struct rp_suggester *suggester, const struct rp_rules *rules,
                                   struct rampart_suggestions *suggestions)
{
    struct journey journey = {.suggester = suggester};
    struct rampart_verdict verdict;
    RP_TRY(rp_rules_decide(rules, suggester->request, &verdict));
    if (verdict.outcome != RAMPART_OUTCOME_DENY) return RAMPART_OK;
    RP_TRY(travel(&journey, rules));
    if (journey.way_count == 0 && suggester->note_count == 0)
        RP_TRY(rp_suggest_note(suggester, "no change of these policies allows it"));
    struct rampart_str *notes = RP_NEW_ARRAY(suggester->arena, struct rampart_str, suggester->note_count);
    RP_TRY_MEMORY(notes != NULL);
    for (size_t i = 0; i < suggester->note_count; i++) notes[i] = suggester->notes[i];
    suggestions->notes = (struct rampart_strs){notes, suggester->note_count};
    suggestions->items = journey.ways;
    suggestions->count = journey.way_count;
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
    enum rampart_status status = suggest(&suggester, rules, &holder->suggestions);
    rp_arena_free(&suggester.work);
    if (status == RAMPART_OK)
        *ret_suggestions = &holder->suggestions;
    else
        rampart_suggestions_free(&holder->suggestions);
    return status;
}

enum rampart_status rampart_suggest(const struct rampart_set *set, struct rampart_request *request,
                                    struct rampart_diags *diags,
                                    struct rampart_suggestions **ret_suggestions)
{
    if (set == NULL || request == NULL || ret_suggestions == NULL || !request->finished) return RAMPART_MISUSE;
    struct rp_set_rules made;
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
    struct rp_arena arena = holder->arena; /* they live in it */
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
