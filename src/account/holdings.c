/* SPDX-License-Identifier: Apache-2.0 */
/* Who holds what in a compiled account, and finding a principal by its name. */
#include "account/compiled.h"
#include "base/hash.h"
#include "base/str.h"
#include "base/try.h"

/* From so many documents on, asking one index of all of them beats asking whether each is about the action. */
enum { MERGED_FROM = 9 };

/* All merged indexes together hold no more than all documents' own: many principals may hold many documents. */
static enum rampart_status merge(struct rp_compiled *compiled, struct rp_holder *holder)
{
    size_t postings = 0;
    for (uint32_t i = 0; i < holder->count; i++) postings += compiled->indexes[holder->documents[i]].count;
    if (holder->count < MERGED_FROM || postings > compiled->merge_most) return RAMPART_OK;
    compiled->merge_most -= postings;
    holder->merged = RP_NEW(&compiled->arena, struct rp_index);
    RP_TRY_MEMORY(holder->merged != NULL);
    return rp_holder_merge(compiled, holder, &compiled->arena, holder->merged);
}

static unsigned count_scoped(const struct rp_grants *grants)
{
    unsigned count = 0;
    for (size_t i = 0; i < grants->count; i++) count += rp_grant_group(&grants->items[i]) != NULL;
    return count;
}

static enum rampart_status make_holder(struct rp_compiled *compiled, const struct rp_grants *grants,
                                       struct rp_holder *holder)
{
    const struct rampart_account *account = compiled->account;
    uint32_t *documents = RP_NEW_ARRAY(&compiled->arena, uint32_t, grants->count);
    const unsigned most_scoped = count_scoped(grants);
    struct rp_scoped *scoped = NULL;
    RP_TRY_MEMORY(documents != NULL);
    if (most_scoped > 0) {
        scoped = RP_NEW_ARRAY(&compiled->arena, struct rp_scoped, most_scoped);
        RP_TRY_MEMORY(scoped != NULL);
    }
    holder->open = grants->open;
    for (size_t i = 0; i < grants->count; i++) {
        const struct rp_grant *grant = &grants->items[i];
        holder->open |= grant->policy->policy->unknown || (grant->scope != NULL && grant->scope->unknown);
        uint32_t document = (uint32_t)(grant->policy - account->policies);
        if (rp_grant_group(grant) == NULL)
            documents[holder->count++] = document;
        else
            scoped[holder->scoped_count++] =
                (struct rp_scoped){document, (uint32_t)(rp_grant_group(grant) - account->resource_groups)};
    }
    holder->documents = documents;
    holder->scoped = scoped;
    return merge(compiled, holder);
}

enum rampart_status rp_holder_merge(const struct rp_compiled *compiled, const struct rp_holder *holder,
                                    struct rp_arena *arena, struct rp_index *ret_index)
{
    struct rp_run *runs = RP_NEW_ARRAY(arena, struct rp_run, holder->count);
    RP_TRY_MEMORY(runs != NULL);
    for (uint32_t i = 0; i < holder->count; i++) {
        const struct rp_unit *unit = &compiled->documents[holder->documents[i]].unit;
        runs[i] = (struct rp_run){unit->rules, unit->count};
    }
    return rp_index_build(arena, runs, holder->count, ret_index);
}

bool rp_holder_merges(const struct rp_holder *holder, uint32_t document)
{
    for (uint32_t i = 0; holder->merged != NULL && i < holder->count; i++)
        if (holder->documents[i] == document) return true;
    return false;
}

static enum rampart_status make_groups(struct rp_compiled *compiled)
{
    const struct rampart_account *account = compiled->account;
    compiled->groups = rp_arena_alloc_lines(&compiled->arena, account->group_count, sizeof *compiled->groups);
    RP_TRY_MEMORY(compiled->groups != NULL);
    for (size_t i = 0; i < account->group_count; i++)
        RP_TRY(make_holder(compiled, &account->groups[i].grants, &compiled->groups[i]));
    return RAMPART_OK;
}

/* The name is copied to where the lists are: who has found it reads them next. */
static enum rampart_status make_user(struct rp_compiled *compiled, const struct rp_user *user,
                                     struct rp_holdings *holdings)
{
    struct rampart_str name;
    RP_TRY_MEMORY(rp_arena_copy(&compiled->arena, user->name, &name));
    uint32_t *groups = RP_NEW_ARRAY(&compiled->arena, uint32_t, user->group_count);
    RP_TRY_MEMORY(groups != NULL);
    *holdings = (struct rp_holdings){
        .name = name, .groups = groups, .group_count = user->group_count, .open = user->groups_open};
    for (size_t i = 0; i < user->group_count; i++) {
        groups[i] = (uint32_t)(user->groups[i] - compiled->account->groups);
        holdings->open |= compiled->groups[groups[i]].open;
    }
    RP_TRY(make_holder(compiled, &user->grants, &holdings->own));
    holdings->open |= holdings->own.open;
    return RAMPART_OK;
}

/* ---- names ---- */

/* Among the numbers from `first` on, `count` of them. */
static const struct rp_holdings *find(const struct rp_compiled *compiled, struct rampart_str name,
                                      uint64_t hash, size_t first, size_t count)
{
    size_t number = rp_name_index_find(&compiled->names, name, hash, first, count);
    return number < first + count ? &compiled->holdings[number] : NULL;
}

/* Of users, and of roles: none is both. */
static const struct rp_holdings *find_kind(const struct rp_compiled *compiled,
                                           const struct rp_identity *identity, uint64_t hash)
{
    const struct rampart_account *account = compiled->account;
    if (identity->kind == RP_IDENTITY_USER)
        return find(compiled, identity->name, hash, 0, account->user_count);
    return find(compiled, identity->name, hash, account->user_count, account->role_count);
}

const struct rp_holdings *rp_holdings_of(const struct rp_compiled *compiled,
                                         const struct rampart_request *request)
{
    return find_kind(compiled, &request->identity, request->name_hash);
}

const struct rp_holdings *rp_holdings_named(const struct rp_compiled *compiled,
                                            const struct rp_identity *identity)
{
    return find_kind(compiled, identity, rp_hash(identity->name));
}

enum rampart_status rp_holdings_make(struct rp_compiled *compiled)
{
    const struct rampart_account *account = compiled->account;
    size_t count = account->user_count + account->role_count;
    if (count >= UINT32_MAX / 4 || account->policy_count >= UINT32_MAX) return RAMPART_LIMIT;
    struct rp_holdings *holdings = rp_arena_alloc_lines(&compiled->arena, count, sizeof *holdings);
    RP_TRY_MEMORY(holdings != NULL);
    for (size_t i = 0; i < account->policy_count; i++) compiled->merge_most += compiled->indexes[i].count;
    compiled->holdings = holdings;
    RP_TRY(make_groups(compiled));
    for (size_t i = 0; i < account->user_count; i++)
        RP_TRY(make_user(compiled, &account->users[i], holdings++));
    for (size_t i = 0; i < account->role_count; i++, holdings++) {
        holdings->name = account->roles[i].name;
        RP_TRY(make_holder(compiled, &account->roles[i].grants, &holdings->own));
        holdings->open = holdings->own.open;
    }
    return rp_name_index_make(&compiled->arena, compiled->holdings, count, sizeof compiled->holdings[0],
                              &compiled->names);
}
