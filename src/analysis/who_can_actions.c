/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One question about several actions, or about all that a pattern stands for: a question for each class of them
 * (analysis/action_classes.h), whose rows are put together by the principal.
 */
#include "analysis/who_can.h"

#include <rampart/catalog.h>

#include "analysis/diff_pool.h"
#include "base/str.h"
#include "base/try.h"
#include "decide/keys.h"
#include "decide/set.h"
#include "text/diag.h"

enum { MOST_ROWS = 1 << 22 /* of all classes */ };

/* ---- whose statements tell actions apart ---- */

struct accounts {
    const struct rampart_account **items;
    struct rp_compiled **own; /* what images are about, made for this */
    size_t count;
};

static void actions_free_accounts(const struct accounts *accounts)
{
    for (size_t i = 0; i < accounts->count; i++) rp_compiled_free(accounts->own[i]);
}

static enum rampart_status actions_add_account(const struct rampart_set *set, struct accounts *accounts,
                                               struct rampart_diags *diags)
{
    const struct rampart_account *account = set->compiled != NULL ? set->compiled->account : set->account;
    const size_t i = accounts->count++;
    if (account->image != NULL) RP_TRY(rp_account_compile(&set->options, account, diags, &accounts->own[i]));
    accounts->items[i] = account->image != NULL ? accounts->own[i]->account : account;
    return RAMPART_OK;
}

static enum rampart_status actions_list_accounts(struct rampart_who_can *whole, const struct rampart_set *set,
                                                 struct accounts *accounts, struct rampart_diags *diags)
{
    const size_t count = set->members == NULL ? 1 : set->member_count;
    accounts->items = RP_NEW_ARRAY(&whole->arena, const struct rampart_account *, count);
    accounts->own = RP_NEW_ARRAY(&whole->arena, struct rp_compiled *, count);
    RP_TRY_MEMORY(accounts->items != NULL && accounts->own != NULL);
    for (size_t i = 0; i < count; i++)
        RP_TRY(actions_add_account(set->members == NULL ? set : set->members[i], accounts, diags));
    return RAMPART_OK;
}

/* ---- the classes ---- */

static enum rampart_status actions_find_classes(struct rampart_who_can *whole, const struct rampart_set *set,
                                                const struct rampart_request *request,
                                                const struct rampart_who_can_actions *actions,
                                                struct rampart_diags *diags)
{
    struct accounts accounts = {.count = 0};
    struct rampart_catalog *own = NULL;
    enum rampart_status status = actions_list_accounts(whole, set, &accounts, diags);
    if (status == RAMPART_OK && set->options.catalog == NULL) status = rampart_catalog_open(&set->options, &own);
    const struct rp_action_source source = {.base = request,
                                            .options = set->options,
                                            .catalog = own != NULL ? own : set->options.catalog,
                                            .accounts = accounts.items,
                                            .account_count = accounts.count};
    for (size_t i = 0; i < actions->patterns.count && status == RAMPART_OK; i++) {
        struct rampart_str pattern;
        status = rp_arena_copy(&whole->arena, actions->patterns.items[i], &pattern) ? RAMPART_OK : RAMPART_NO_MEMORY;
        if (status == RAMPART_OK)
            status = rp_action_classes_find(&whole->arena, &source, pattern, diags, &whole->asked_actions[whole->action_count++]);
    }
    rampart_catalog_free(own);
    actions_free_accounts(&accounts);
    return status;
}

static enum rampart_status actions_name_part(struct rampart_who_can *whole, const struct rp_action_classes *classes,
                                             const struct rp_action_class *class, struct rampart_who_can_part *part)
{
    bool *wanted = RP_NEW_ARRAY(&whole->arena, bool, classes->name_count);
    RP_TRY_MEMORY(wanted != NULL);
    for (size_t i = 0; i < class->known_count; i++) wanted[class->known[i]] = true;
    part->known = class->known_count;
    part->other = class->other;
    return rp_action_classes_name(&whole->arena, classes, wanted, &part->actions, &part->except);
}

/* Asks about each class. */
static enum rampart_status actions_ask(struct rampart_who_can *whole, const struct rampart_set *set,
                                       const struct rampart_who_can_options *how, struct rampart_diags *diags)
{
    size_t count = 0, rows = 0;
    for (size_t i = 0; i < whole->action_count; i++) count += whole->asked_actions[i].count;
    whole->parts = RP_NEW_ARRAY(&whole->arena, struct rampart_who_can_part, count);
    RP_TRY_MEMORY(whole->parts != NULL);
    for (size_t i = 0; i < whole->action_count; i++)
        for (size_t k = 0; k < whole->asked_actions[i].count; k++) {
            const struct rp_action_classes *classes = &whole->asked_actions[i];
            struct rampart_who_can_part *part = &whole->parts[whole->part_count];
            if (rows > MOST_ROWS) return RAMPART_LIMIT;
            RP_TRY(rampart_who_can(set, classes->items[k].request, how, diags, &part->answer));
            whole->part_count++;
            part->pattern = i;
            rows += rampart_who_can_count(part->answer);
            RP_TRY(actions_name_part(whole, classes, &classes->items[k], part));
        }
    return RAMPART_OK;
}

/* ---- rows ---- */

/* What the classes of one pattern come to together. */
struct sum {
    size_t counts[3]; /* by the outcome */
    struct rampart_verdict denial;
};

static void actions_add_verdict(struct sum *sum, struct rampart_verdict verdict)
{
    if (verdict.outcome == RAMPART_OUTCOME_DENY)
        sum->denial = sum->counts[RAMPART_OUTCOME_DENY] == 0 ? verdict : rp_verdict_unite(sum->denial, verdict);
    sum->counts[verdict.outcome]++;
}

static struct rampart_verdict actions_sum_up(const struct sum *sum, bool complete)
{
    const bool allow = sum->counts[RAMPART_OUTCOME_ALLOW] > 0, deny = sum->counts[RAMPART_OUTCOME_DENY] > 0;
    const bool open = !complete || sum->counts[RAMPART_OUTCOME_CONDITIONAL] > 0 || allow == deny;
    if (open) return (struct rampart_verdict){.outcome = RAMPART_OUTCOME_CONDITIONAL};
    return allow ? (struct rampart_verdict){.outcome = RAMPART_OUTCOME_ALLOW} : sum->denial;
}

/* Of several patterns: all must be allowed, or with `any` one. */
static struct rampart_verdict actions_join(struct rampart_verdict one, struct rampart_verdict other, bool any)
{
    const enum rampart_outcome strong = any ? RAMPART_OUTCOME_ALLOW : RAMPART_OUTCOME_DENY;
    if (one.outcome == strong) return one;
    if (other.outcome == strong) return other;
    return one.outcome == RAMPART_OUTCOME_CONDITIONAL ? one : other;
}

static struct rampart_verdict actions_verdict(const struct rampart_who_can *whole, size_t row, bool alone)
{
    struct rampart_verdict together = {.outcome = RAMPART_OUTCOME_CONDITIONAL};
    size_t part = 0;
    for (size_t i = 0; i < whole->action_count; i++) {
        struct sum sum = {.counts = {0}};
        for (; part < whole->part_count && whole->parts[part].pattern == i; part++) {
            const struct rampart_who_can_row own = rp_who_can_glance(whole->parts[part].answer, row);
            actions_add_verdict(&sum, alone ? own.without_unseen : own.verdict);
        }
        const struct rampart_verdict verdict = actions_sum_up(&sum, !whole->asked_actions[i].incomplete);
        together = i == 0 ? verdict : actions_join(together, verdict, whole->any_action);
    }
    return together;
}

/* The roles that the principal assumes, if they are the same for all that it may do. */
static void actions_find_way(const struct rampart_who_can *whole, size_t i, struct rp_row_cell *cell)
{
    struct rampart_who_can_row way = {.via = NULL};
    size_t part = 0; /* that has it, and one more */
    for (size_t k = 0; k < whole->part_count; k++) {
        const struct rampart_who_can_row own = rp_who_can_glance(whole->parts[k].answer, i);
        if (own.without_unseen.outcome == RAMPART_OUTCOME_DENY) continue;
        const struct rampart_who_can_row *a = own.via, *b = part == 0 ? own.via : way.via;
        while (a != NULL && b != NULL && rp_str_equal(a->principal, b->principal)) a = a->via, b = b->via;
        if (a != NULL || b != NULL) return;
        if (part > 0) continue;
        way = own;
        part = k + 1;
    }
    if (way.via == NULL) return;
    cell->via = (uint32_t)part;
    cell->via_count = (uint32_t)way.via_count;
}

/* Rows whose answers have the same numbers for each class have one number. */
static enum rampart_status actions_number(struct rampart_who_can *whole, struct rp_arena *work)
{
    struct rp_intern known = {.slots = NULL};
    uint32_t *tuple = RP_NEW_ARRAY(work, uint32_t, whole->part_count);
    RP_TRY_MEMORY(tuple != NULL);
    for (size_t i = 0; i < whole->principal_count; i++) {
        size_t number = 0;
        for (size_t k = 0; k < whole->part_count; k++)
            tuple[k] = (uint32_t)rp_who_can_glance(whole->parts[k].answer, i).answer;
        const struct rampart_str text = {(const char *)tuple, whole->part_count * sizeof *tuple};
        RP_TRY(rp_diff_number(work, &known, text, whole->answer_count, &number));
        if (number == whole->answer_count) whole->answer_count++;
        whole->numbers[i] = (uint32_t)number;
    }
    return RAMPART_OK;
}

static enum rampart_status actions_make_rows(struct rampart_who_can *whole)
{
    const struct rampart_who_can *first = whole->parts[0].answer;
    whole->account = first->account;
    whole->organisation = first->organisation;
    whole->principal_count = rampart_who_can_count(first);
    whole->cells = RP_NEW(&whole->arena, struct rp_who_can_cells);
    whole->numbers = RP_NEW_ARRAY(&whole->arena, uint32_t, whole->principal_count);
    whole->depends = RP_NEW_ARRAY(&whole->arena, rampart_switches, whole->principal_count);
    RP_TRY_MEMORY(whole->cells != NULL && whole->numbers != NULL && whole->depends != NULL);
    whole->cells->items = RP_NEW_ARRAY(&whole->arena, struct rp_row_cell, whole->principal_count);
    RP_TRY_MEMORY(whole->cells->items != NULL);
    whole->cells->made = true;
    for (size_t i = 0; i < whole->principal_count; i++) {
        struct rp_row_cell *cell = &whole->cells->items[i];
        for (size_t k = 0; k < whole->part_count; k++)
            whole->depends[i] |= rp_who_can_glance(whole->parts[k].answer, i).depends_on;
        cell->verdict = rp_verdict_pack(actions_verdict(whole, i, false));
        cell->alone = rp_verdict_pack(actions_verdict(whole, i, true));
        actions_find_way(whole, i, cell);
    }
    RP_TRY(rp_who_can_make_pages(whole));
    struct rp_arena work;
    rp_arena_init(&work, &whole->allocator);
    const enum rampart_status status = actions_number(whole, &work);
    rp_arena_free(&work);
    return status;
}

/* ---- layers and outsiders ---- */

/* By the same role, if by any. */
static bool actions_is_same_outsider(const struct rampart_outsider *one, const struct rampart_outsider *other)
{
    if (one->layer != other->layer || !rp_str_equal(one->principal, other->principal)) return false;
    if (one->via == NULL || other->via == NULL) return one->via == other->via;
    return rp_str_equal(one->via->principal, other->via->principal);
}

/* Whoever is let in for one class; the formula of several is not told as one. */
static enum rampart_status actions_add_outsider(struct rampart_who_can *whole, const struct rampart_outsider *outsider,
                                                size_t *room)
{
    for (size_t i = 0; i < whole->outsider_count; i++) {
        struct rampart_outsider *known = &whole->outsiders[i];
        if (!actions_is_same_outsider(known, outsider)) continue;
        if (known->verdict.outcome != outsider->verdict.outcome) known->verdict.outcome = RAMPART_OUTCOME_CONDITIONAL;
        known->formula = NULL;
        return RAMPART_OK;
    }
    struct rampart_outsider *grown =
        rp_arena_grow(&whole->arena, whole->outsiders, whole->outsider_count, room, sizeof *grown);
    RP_TRY_MEMORY(grown != NULL);
    whole->outsiders = grown;
    grown[whole->outsider_count++] = *outsider;
    return RAMPART_OK;
}

static size_t actions_times(const struct rampart_who_can *whole, const struct rampart_outsider *outsider)
{
    size_t times = 0;
    for (size_t k = 0; k < whole->part_count; k++) {
        const struct rampart_outsider *own;
        for (size_t i = 0; (own = rampart_who_can_outsider(whole->parts[k].answer, i)) != NULL; i++)
            times += actions_is_same_outsider(own, outsider);
    }
    return times;
}

/* One that is let in for some classes alone is Conditional. */
static enum rampart_status actions_unite_outsiders(struct rampart_who_can *whole)
{
    size_t room = 0;
    for (size_t k = 0; k < whole->part_count; k++) {
        const struct rampart_outsider *outsider;
        for (size_t i = 0; (outsider = rampart_who_can_outsider(whole->parts[k].answer, i)) != NULL; i++)
            RP_TRY(actions_add_outsider(whole, outsider, &room));
    }
    for (size_t i = 0; i < whole->outsider_count; i++) {
        struct rampart_outsider *outsider = &whole->outsiders[i];
        if (actions_times(whole, outsider) == whole->part_count) continue;
        outsider->verdict.outcome = RAMPART_OUTCOME_CONDITIONAL;
        outsider->formula = NULL;
    }
    return RAMPART_OK;
}

static enum rampart_status actions_put_together(struct rampart_who_can *whole)
{
    RP_TRY(actions_make_rows(whole));
    RP_TRY(actions_unite_outsiders(whole));
    return rp_who_can_unite_unseen(whole);
}

/* ---- the question ---- */

static enum rampart_status actions_check(const struct rampart_who_can_actions *actions, struct rampart_diags *diags)
{
    for (size_t i = 0; i < actions->patterns.count; i++) {
        const struct rampart_str pattern = actions->patterns.items[i];
        const size_t colon = rp_str_find(pattern, ':');
        const bool star = rp_str_equal(pattern, RP_STR("*"));
        const bool two = colon > 0 && colon + 1 < pattern.len && rp_str_count(pattern, ':') == 1;
        if (!rp_has_wildcard(pattern) || star || two) continue;
        rp_diag(diags, RAMPART_ERROR, RP_REQ_ACTION, RP_NOWHERE, "invalid pattern of actions: \"%.*s\"",
                RP_ARG(rp_str_part(pattern, 0, 200)));
        rp_diag_help(diags, "write service:Operation with * and ?, such as ess:Describe*, or * for every action");
        return RAMPART_INVALID_INPUT;
    }
    return RAMPART_OK;
}

static enum rampart_status actions_answer(struct rampart_who_can *whole, const struct rampart_set *set,
                                          const struct rampart_request *request,
                                          const struct rampart_who_can_actions *actions,
                                          const struct rampart_who_can_options *how, struct rampart_diags *diags)
{
    RP_TRY(actions_check(actions, diags));
    whole->asked_actions = RP_NEW_ARRAY(&whole->arena, struct rp_action_classes, actions->patterns.count);
    RP_TRY_MEMORY(whole->asked_actions != NULL);
    RP_TRY(actions_find_classes(whole, set, request, actions, diags));
    for (size_t i = 0; i < whole->action_count; i++) {
        if (whole->asked_actions[i].count > 0) continue;
        rp_diag(diags, RAMPART_ERROR, RP_REQ_ACTION, RP_NOWHERE, "no request has an action that \"%.*s\" matches",
                RP_ARG(rp_str_part(whole->asked_actions[i].pattern, 0, 200)));
        rp_diag_help(diags, "write service:Operation with * and ?, such as ess:Describe*");
        return RAMPART_INVALID_INPUT;
    }
    RP_TRY(actions_ask(whole, set, how, diags));
    return actions_put_together(whole);
}

enum rampart_status rampart_who_can_actions(const struct rampart_set *set, const struct rampart_request *request,
                                            const struct rampart_who_can_actions *actions,
                                            const struct rampart_who_can_options *how, struct rampart_diags *diags,
                                            struct rampart_who_can **ret_result)
{
    if (set == NULL || request == NULL || actions == NULL || ret_result == NULL || request->finished) return RAMPART_MISUSE;
    if (actions->patterns.count == 0 || !rp_set_is_account_alone(set) || !rp_set_is_of_catalog(set, request))
        return RAMPART_MISUSE;
    struct rampart_who_can *whole = rp_who_can_begin(&set->allocator);
    RP_TRY_MEMORY(whole != NULL);
    whole->any_action = actions->any;
    const enum rampart_status status = actions_answer(whole, set, request, actions, how, diags);
    if (status == RAMPART_OK)
        *ret_result = whole;
    else
        rampart_who_can_free(whole);
    return status;
}

/* ---- what is handed out ---- */

size_t rampart_who_can_part_count(const struct rampart_who_can *result)
{
    return result->part_count;
}

const struct rampart_who_can_part *rampart_who_can_part(const struct rampart_who_can *result, size_t i)
{
    return i < result->part_count ? &result->parts[i] : NULL;
}

const struct rampart_who_can_row *rampart_who_can_part_row(const struct rampart_who_can *result, size_t i,
                                                           const struct rampart_who_can_row *row)
{
    if (i >= result->part_count) return NULL;
    return rampart_who_can_row(result->parts[i].answer, rp_row_place(row));
}

bool rampart_who_can_any(const struct rampart_who_can *result)
{
    return result->any_action;
}

size_t rampart_who_can_action_count(const struct rampart_who_can *result)
{
    return result->parts == NULL ? 1 : result->action_count;
}

struct rampart_str rampart_who_can_action_at(const struct rampart_who_can *result, size_t i)
{
    if (result->parts == NULL) return i == 0 ? rampart_who_can_action(result) : (struct rampart_str){NULL, 0};
    return i < result->action_count ? result->asked_actions[i].pattern : (struct rampart_str){NULL, 0};
}

bool rampart_who_can_is_decided(const struct rampart_who_can *result, size_t i)
{
    return i >= result->action_count || !result->asked_actions[i].incomplete;
}

enum rampart_status rampart_who_can_name_parts(struct rampart_who_can *result, const size_t *parts, size_t count,
                                               struct rampart_strs *ret_patterns, struct rampart_strs *ret_except)
{
    if (result == NULL || parts == NULL || count == 0 || ret_patterns == NULL || ret_except == NULL) return RAMPART_MISUSE;
    for (size_t i = 0; i < count; i++)
        if (parts[i] >= result->part_count || result->parts[parts[i]].pattern != result->parts[parts[0]].pattern)
            return RAMPART_MISUSE;
    rp_arena_reset(&result->formulas);
    const size_t pattern = result->parts[parts[0]].pattern;
    const struct rp_action_classes *classes = &result->asked_actions[pattern];
    size_t first = 0;
    while (result->parts[first].pattern != pattern) first++;
    bool *wanted = RP_NEW_ARRAY(&result->formulas, bool, classes->name_count);
    RP_TRY_MEMORY(wanted != NULL);
    for (size_t i = 0; i < count; i++) {
        const struct rp_action_class *class = &classes->items[parts[i] - first];
        for (size_t k = 0; k < class->known_count; k++) wanted[class->known[k]] = true;
    }
    return rp_action_classes_name(&result->formulas, classes, wanted, ret_patterns, ret_except);
}
