/* SPDX-License-Identifier: Apache-2.0 */
#include <rampart/analysis.h>

#include "analysis/diff_account.h"
#include "analysis/diff_rows.h"
#include "base/str.h"
#include "base/try.h"
#include "decide/set.h"

enum { MOST_ASKED = 1 << 10 /* principals whose answers are conditional, of one role */ };

#define ASSUME_ROLE RP_STR("sts:AssumeRole")

/* Principals whose differences are alike. */
struct group {
    struct rampart_str key;
    enum rampart_diff_change change;
    struct rp_diff_ways ways; /* of the first */
    struct rampart_str principal;
    struct rampart_str *names;
    size_t count, room;
};

struct trust {
    struct rampart_diff *diff;
    struct rp_diff_asker *asker;
    const struct rp_diff_role *role;
    struct rp_arena *arena;
    struct rp_diff_pool pool; /* the statements of both policies */
    struct rampart_request *request;
    struct rampart_who_can *rows[RP_DIFF_SIDES];
    struct group *items;
    size_t count, room, asked;
};

/* ---- one principal ---- */

static enum rampart_status trust_put_group(struct trust *trust, const struct group *wanted, struct rampart_str name)
{
    size_t at = 0;
    struct rp_arena *arena = &trust->diff->arena;
    while (at < trust->count && !rp_str_equal(trust->items[at].key, wanted->key)) at++;
    if (at == trust->count) {
        void *grown = rp_arena_grow(trust->arena, trust->items, trust->count, &trust->room, sizeof *trust->items);
        RP_TRY_MEMORY(grown != NULL);
        trust->items = grown;
        trust->items[trust->count++] = *wanted;
    }
    struct group *group = &trust->items[at];
    void *grown = rp_arena_grow(arena, group->names, group->count, &group->room, sizeof *group->names);
    RP_TRY_MEMORY(grown != NULL);
    group->names = grown;
    RP_TRY_MEMORY(rp_arena_copy(arena, name, &group->names[group->count]));
    group->count++;
    return RAMPART_OK;
}

/* Principals differ alike where a witness of the one is one of the other. */
static enum rampart_status trust_key(struct trust *trust, enum rampart_diff_change change, const struct rp_diff_ways *ways,
                                     struct rampart_str *ret_key)
{
    const struct rp_diff_found *found = &ways->found[change];
    struct rp_buf buf;
    rp_buf_init(&buf, &trust->arena->allocator, SIZE_MAX / 2);
    rp_buf_printf(&buf, "%d%d%d%d:", (int)change, ways->conditional, (int)found->verdicts[0].outcome,
                  (int)found->verdicts[1].outcome);
    for (size_t i = 0; i < found->key_count; i++) {
        rp_buf_printf(&buf, "%.*s%c%d", RP_ARG(found->keys[i].name), '\0', found->keys[i].absent);
        for (size_t k = 0; k < found->keys[i].values.count; k++)
            rp_buf_printf(&buf, "%.*s%c", RP_ARG(found->keys[i].values.items[k]), '\0');
    }
    enum rampart_status status = buf.failed;
    if (status == RAMPART_OK && !rp_arena_copy(trust->arena, rp_buf_text(&buf), ret_key)) status = RAMPART_NO_MEMORY;
    rp_buf_free(&buf);
    return status;
}

static enum rampart_status trust_leave(struct trust *trust, enum rampart_diff_reason reason, struct rampart_str name)
{
    struct rampart_diff_open open = {.reason = reason, .what = trust->role->arn};
    struct rampart_str *names = RP_NEW(&trust->diff->arena, struct rampart_str);
    RP_TRY_MEMORY(names != NULL && rp_arena_copy(&trust->diff->arena, name, names));
    open.principals = (struct rampart_strs){names, name.len > 0};
    return rp_diff_add_open(trust->diff, &open);
}

static enum rampart_status trust_ask(struct trust *trust, struct rampart_str principal, struct rampart_str name,
                                     const bool there[RP_DIFF_SIDES])
{
    const struct rp_diff_case about = {.action = ASSUME_ROLE, .resource = trust->role->arn};
    struct rp_diff_ways ways = {.asked = false};
    if (trust->asked++ >= MOST_ASKED) return RAMPART_OK;
    RP_TRY_MEMORY(rp_arena_copy(&trust->diff->arena, principal, &trust->asker->principal));
    for (int side = 0; side < RP_DIFF_SIDES; side++)
        trust->asker->missing[side] = !there[side] || trust->role->roles[side] == NULL;
    RP_TRY(rp_diff_ask(trust->asker, &trust->diff->arena, &about, &ways));
    for (int change = 0; change < 2; change++) {
        struct group group = {
            .change = (enum rampart_diff_change)change, .ways = ways, .principal = trust->asker->principal};
        if (!ways.found[change].is) continue;
        RP_TRY(trust_key(trust, group.change, &ways, &group.key));
        RP_TRY(trust_put_group(trust, &group, name));
    }
    return ways.open ? trust_leave(trust, ways.reason, name) : RAMPART_OK;
}

/* ---- principals of the account ---- */

static enum rampart_status trust_list(struct trust *trust, int side)
{
    const struct rampart_who_can_options how = {.direct = true, .brief = true};
    if (trust->role->roles[side] == NULL) return RAMPART_OK;
    return rampart_who_can(trust->asker->sides[side], trust->request, &how, NULL, &trust->rows[side]);
}

static enum rampart_status trust_make_request(struct trust *trust)
{
    RP_TRY(rampart_request_new(&trust->asker->sides[0]->options, &trust->request));
    RP_TRY(rampart_request_set_action(trust->request, ASSUME_ROLE, NULL));
    RP_TRY(rampart_request_add_resource(trust->request, trust->role->arn, NULL));
    RP_TRY(rampart_request_finish(trust->request, NULL));
    trust->request->alone = true;
    return RAMPART_OK;
}

/* NULL in *ret_row: there are no more. */
static enum rampart_status trust_row(const struct trust *trust, int side, size_t i, const struct rampart_who_can_row **ret_row)
{
    const struct rampart_who_can *rows = trust->rows[side];
    *ret_row = rows == NULL ? NULL : rampart_who_can_row(rows, i);
    return *ret_row != NULL || rows == NULL || i >= rampart_who_can_count(rows) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

/* Nobody may do what is denied on both sides, or allowed on both. */
static bool trust_is_worth_asking(const struct rampart_who_can_row *old, const struct rampart_who_can_row *new)
{
    const enum rampart_outcome before = old == NULL ? RAMPART_OUTCOME_DENY : old->verdict.outcome;
    const enum rampart_outcome now = new == NULL ? RAMPART_OUTCOME_DENY : new->verdict.outcome;
    return before != now || before == RAMPART_OUTCOME_CONDITIONAL;
}

static enum rampart_status trust_ask_account(struct trust *trust)
{
    RP_TRY(trust_make_request(trust));
    trust->asker->foreign = false;
    for (int side = 0; side < RP_DIFF_SIDES; side++) RP_TRY(trust_list(trust, side));
    const struct rampart_who_can_row *old = NULL, *new = NULL;
    RP_TRY(trust_row(trust, 0, 0, &old));
    RP_TRY(trust_row(trust, 1, 0, &new));
    for (size_t i = 0, k = 0; old != NULL || new != NULL;) {
        const int order = old == NULL ? 1 : new == NULL ? -1 : rp_str_compare(old->principal, new->principal);
        const struct rampart_who_can_row *row = order <= 0 ? old : new;
        /* Of a role that is on one side only, the other side has no list: everybody may be there still. */
        const bool there[] = {order <= 0 || trust->rows[0] == NULL, order >= 0 || trust->rows[1] == NULL};
        if (trust_is_worth_asking(order <= 0 ? old : NULL, order >= 0 ? new : NULL))
            RP_TRY(trust_ask(trust, row->principal, row->name, there));
        if (order <= 0) RP_TRY(trust_row(trust, 0, ++i, &old));
        if (order >= 0) RP_TRY(trust_row(trust, 1, ++k, &new));
    }
    return RAMPART_OK;
}

/* ---- those that the policies name ---- */

/*
 * Whom the text of a trust policy stands for, as a request names it. An account stands for its users and roles, since its
 * owner assumes none. False: a principal of the account itself, or nobody.
 */
static bool trust_outsider(const struct trust *trust, const struct rp_principal *principal, struct rampart_str *ret_text)
{
    const struct rampart_str text = principal->value.text;
    const struct rampart_str own = trust->asker->sides[RP_DIFF_NEW]->compiled->account->id;
    struct rp_identity identity;
    const char *expected = NULL;
    *ret_text = text;
    switch (principal->kind) {
    case RP_PRINCIPAL_EVERYBODY: *ret_text = RP_STR("acs:ram::1000000000000001:user/anybody"); return true;
    case RP_PRINCIPAL_SERVICE: return rp_arena_printf(trust->arena, ret_text, "service/%.*s", RP_ARG(text));
    case RP_PRINCIPAL_FEDERATED: return true;
    case RP_PRINCIPAL_RAM:
        if (!rp_identity_read(text, &identity, &expected) || identity.account.len == 0) return false;
        if (rp_str_equal(identity.account, own)) return false;
        return identity.kind != RP_IDENTITY_ROOT ||
               rp_arena_printf(trust->arena, ret_text, "acs:ram::%.*s:user/anybody", RP_ARG(identity.account));
    default: break;
    }
    return false;
}

/* One who stands for others is asked for all of them, unless a condition looks at which of them it is. */
static enum rampart_status trust_leave_many(struct trust *trust, const struct rp_principal *principal, struct rampart_str asked)
{
    struct rampart_diff_open open = {.reason = RAMPART_DIFF_VALUES, .principals = {&principal->value.text, 1}};
    const bool one = principal->kind == RP_PRINCIPAL_SERVICE || rp_str_equal(principal->value.text, asked);
    if (one || !rp_diff_pool_asks_who(&trust->pool, &open.what)) return RAMPART_OK;
    return rp_diff_add_open(trust->diff, &open);
}

static enum rampart_status trust_ask_outsiders(struct trust *trust)
{
    static const bool there[] = {true, true};
    struct rp_intern known = {.count = 0};
    trust->asker->foreign = true;
    for (size_t i = 0; i < trust->pool.count; i++) {
        const struct rp_statement *statement = trust->pool.statements[i].source;
        for (size_t k = 0; k < rp_principal_count(statement); k++) {
            struct rampart_str text;
            if (!trust_outsider(trust, &statement->principals->items[k], &text)) continue;
            struct rampart_str *place = rp_intern(&known, trust->arena, text);
            RP_TRY_MEMORY(place != NULL);
            if (place->data != NULL) continue;
            *place = text;
            RP_TRY(trust_ask(trust, text, statement->principals->items[k].value.text, there));
            RP_TRY(trust_leave_many(trust, &statement->principals->items[k], text));
        }
    }
    return RAMPART_OK;
}

/* ---- rows ---- */

static enum rampart_status trust_region(struct rp_arena *arena, struct rampart_str text,
                                        const struct rampart_diff_region **ret_region)
{
    struct rampart_diff_region *region = RP_NEW(arena, struct rampart_diff_region);
    struct rampart_strs *within = RP_NEW(arena, struct rampart_strs);
    struct rampart_str *item = RP_NEW(arena, struct rampart_str);
    RP_TRY_MEMORY(region != NULL && within != NULL && item != NULL);
    *item = text;
    *within = (struct rampart_strs){item, 1};
    *region = (struct rampart_diff_region){within, 1, {NULL, 0}};
    *ret_region = region;
    return RAMPART_OK;
}

static enum rampart_status trust_causes(struct trust *trust, struct rampart_diff_row *row)
{
    size_t *all = RP_NEW_ARRAY(trust->arena, size_t, trust->pool.count);
    RP_TRY_MEMORY(all != NULL);
    for (size_t i = 0; i < trust->pool.count; i++) all[i] = i;
    const struct rp_diff_numbers numbers = {all, trust->pool.count};
    return rp_diff_causes_make(&trust->diff->arena, &trust->pool, numbers, row->change, &row->causes, &row->cause_count);
}

static enum rampart_status trust_add_row(struct trust *trust, const struct group *group)
{
    const struct rp_diff_found *found = &group->ways.found[group->change];
    struct rp_arena *arena = &trust->diff->arena;
    struct rampart_diff_row row = {.change = group->change,
                                   .principals = {group->names, group->count},
                                   .action_count = 1,
                                   .resource_count = 1,
                                   .conditional = group->ways.conditional,
                                   .witness = {.principal = group->principal,
                                               .action = ASSUME_ROLE,
                                               .resource = trust->role->arn,
                                               .keys = found->keys,
                                               .key_count = found->key_count,
                                               .before = found->verdicts[RP_DIFF_OLD],
                                               .now = found->verdicts[RP_DIFF_NEW]}};
    const struct rp_diff_case about = {.action = ASSUME_ROLE, .resource = trust->role->arn};
    RP_TRY(trust_region(arena, ASSUME_ROLE, &row.actions));
    RP_TRY(trust_region(arena, trust->role->arn, &row.resources));
    RP_TRY(trust_causes(trust, &row));
    trust->asker->principal = group->principal;
    for (int side = 0; side < RP_DIFF_SIDES; side++) trust->asker->missing[side] = trust->role->roles[side] == NULL;
    if (row.conditional) RP_TRY(rp_diff_add_formulas(trust->diff, trust->asker, &about, &row.before, &row.now));
    return rp_diff_add_row(trust->diff, &row);
}

static enum rampart_status trust_compare(struct trust *trust)
{
    for (int side = 0; side < RP_DIFF_SIDES; side++) {
        const struct rp_role *role = trust->role->roles[side];
        const struct rampart_attachment attachment = {.policy = role == NULL ? NULL : role->trust,
                                                      .layer = RAMPART_LAYER_TRUST};
        if (role != NULL && (role->trust == NULL || role->trust->unknown))
            RP_TRY(trust_leave(trust, RAMPART_DIFF_UNREAD, RP_STR("")));
        else
            RP_TRY(rp_diff_pool_add(&trust->pool, (enum rp_diff_side)side, &attachment));
    }
    RP_TRY(trust_ask_account(trust));
    RP_TRY(trust_ask_outsiders(trust));
    if (trust->asked > MOST_ASKED) RP_TRY(trust_leave(trust, RAMPART_DIFF_CASES, RP_STR("")));
    for (size_t i = 0; i < trust->count; i++) RP_TRY(trust_add_row(trust, &trust->items[i]));
    return RAMPART_OK;
}

enum rampart_status rp_diff_trust(struct rampart_diff *diff, struct rp_diff_asker *asker, const struct rp_diff_role *role)
{
    struct rp_arena arena;
    rp_arena_init(&arena, &diff->allocator);
    struct trust trust = {.diff = diff, .asker = asker, .role = role, .arena = &arena};
    rp_diff_pool_init(&trust.pool, &arena);
    const enum rampart_status status = trust_compare(&trust);
    for (int side = 0; side < RP_DIFF_SIDES; side++) rampart_who_can_free(trust.rows[side]);
    rampart_request_free(trust.request);
    rp_arena_free(&arena);
    return status;
}
