/* SPDX-License-Identifier: Apache-2.0 */
/* Who has each policy of an account, for rules of the user's own about principals. */
#include "lint/embedded.h"

#include "account/account.h"
#include "base/str.h"
#include "base/try.h"

/* The holders of each policy, while they are counted and then put into place. */
struct holders {
    struct rp_lint_file *file;
    const struct rampart_account *account;
    struct rampart_strs *of; /* by the number of the policy */
    struct rampart_str **places; /* NULL: they are only counted */
};

static void holders_of_grants(const struct holders *holders, const struct rp_grants *grants, struct rampart_str name)
{
    for (size_t i = 0; i < grants->count; i++) {
        const size_t policy = (size_t)(grants->items[i].policy - holders->account->policies);
        if (holders->places != NULL) holders->places[policy][holders->of[policy].count] = name;
        holders->of[policy].count++;
    }
}

/* As a policy names it: acs:ram::ACCOUNT:user/NAME. */
static enum rampart_status holders_name(const struct holders *holders, const char *kind, struct rampart_str name,
                                        struct rampart_str *ret_name)
{
    return rp_arena_printf(&holders->file->arena, ret_name, "acs:ram::%.*s:%s/%.*s", RP_ARG(holders->account->id), kind, RP_ARG(name))
               ? RAMPART_OK
               : RAMPART_NO_MEMORY;
}

static enum rampart_status holders_walk(const struct holders *holders)
{
    const struct rampart_account *account = holders->account;
    struct rampart_str name = {NULL, 0};
    for (size_t i = 0; i < account->user_count; i++) {
        const struct rp_user *user = &account->users[i];
        if (holders->places != NULL) RP_TRY(holders_name(holders, "user", user->name, &name));
        holders_of_grants(holders, &user->held->grants, name);
        for (size_t k = 0; k < user->held->group_count; k++) holders_of_grants(holders, &user->held->groups[k]->grants, name);
    }
    for (size_t i = 0; i < account->role_count; i++) {
        if (holders->places != NULL) RP_TRY(holders_name(holders, "role", account->roles[i].name, &name));
        holders_of_grants(holders, &account->roles[i].grants, name);
    }
    return RAMPART_OK;
}

enum rampart_status rp_lint_find_holders(struct rp_lint_file *file, const struct rampart_account *account,
                                         const struct rampart_strs **ret_holders)
{
    struct holders holders = {file, account, NULL, NULL};
    *ret_holders = NULL;
    if (file->linter->rules_count == 0 && file->linter->settings_rules == NULL) return RAMPART_OK;
    holders.of = RP_NEW_ARRAY(&file->arena, struct rampart_strs, account->policy_count + 1);
    struct rampart_str **places = RP_NEW_ARRAY(&file->arena, struct rampart_str *, account->policy_count + 1);
    RP_TRY_MEMORY(holders.of != NULL && places != NULL);
    RP_TRY(holders_walk(&holders));
    for (size_t i = 0; i < account->policy_count; i++) {
        places[i] = RP_NEW_ARRAY(&file->arena, struct rampart_str, holders.of[i].count + 1);
        RP_TRY_MEMORY(places[i] != NULL);
        holders.of[i] = (struct rampart_strs){places[i], 0};
    }
    holders.places = places;
    RP_TRY(holders_walk(&holders));
    *ret_holders = holders.of;
    return RAMPART_OK;
}
