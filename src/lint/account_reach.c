/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the trust policies of an account open: roles by which a user or role becomes an administrator, over others too (RAM722), and
 * roles that are assumed from outside the account (RAM723, RAM724).
 */
#include "lint/account_rules.h"

#include "base/str.h"
#include "base/try.h"
#include "lint/coverage.h"
#include "lint/lint_util.h"
#include "policy/arn.h"
#include "policy/pattern.h"

/* Roles are bits of a word: in a larger account the first ones, administrators before others. */
enum { MOST_ROLES = 64, NOWHERE = MOST_ROLES, ITSELF };

struct reached_role {
    const struct rp_party *party;
    struct rampart_str arn, starred_arn;
    size_t next; /* the role that it goes on to; ITSELF: it is an administrator; NOWHERE */
};

/* The roles that a policy or a party may assume by sts:AssumeRole. */
struct assuming {
    uint64_t allowed, denied;
};

struct reaching {
    const struct rp_account_map *map;
    const bool *opens;
    struct reached_role roles[MOST_ROLES];
    size_t count;
    struct assuming *policies;
};

/* ---- roles, and whether they are administrators ---- */

static bool reach_holds_admin(const struct reaching *reaching, const struct rp_party *party)
{
    for (size_t i = 0; i < party->grants->count; i++)
        if (rp_grant_group(&party->grants->items[i]) == NULL &&
            rp_account_map_trait(reaching->map, party->grants->items[i].policy)->is_admin)
            return true;
    return false;
}

static bool reach_is_admin(const struct reaching *reaching, const struct rp_party *party)
{
    return reaching->opens[party - reaching->map->parties] || reach_holds_admin(reaching, party);
}

static enum rampart_status reach_add_role(struct reaching *reaching, const struct rp_party *party, bool admin)
{
    struct reached_role *role = &reaching->roles[reaching->count++];
    struct rp_arena *arena = reaching->map->lint->scratch;
    struct rampart_str lower;
    const struct rampart_str account = reaching->map->account->id;
    *role = (struct reached_role){.party = party, .next = admin ? ITSELF : NOWHERE};
    RP_TRY_MEMORY(rp_arena_lower(arena, party->name, &lower));
    RP_TRY_MEMORY(rp_arena_printf(arena, &role->arn, "acs:ram::%.*s:role/%.*s", RP_ARG(account), RP_ARG(party->name)));
    RP_TRY_MEMORY(rp_arena_printf(arena, &role->starred_arn, "acs:ram:*:%.*s:role/%.*s", RP_ARG(account), RP_ARG(lower)));
    return RAMPART_OK;
}

static enum rampart_status reach_list_roles(struct reaching *reaching)
{
    const struct rp_account_map *map = reaching->map;
    for (int admins = 1; admins >= 0; admins--)
        for (size_t i = 0; i < map->party_count && reaching->count < MOST_ROLES; i++) {
            const struct rp_party *party = &map->parties[i];
            if (party->role == NULL || party->role->trust == NULL || party->role->service_linked) continue;
            if (reach_is_admin(reaching, party) == (admins == 1)) RP_TRY(reach_add_role(reaching, party, admins == 1));
        }
    return RAMPART_OK;
}

/* ---- sts:AssumeRole ---- */

static uint64_t reach_named_by(const struct reaching *reaching, const struct rp_statement *statement)
{
    uint64_t roles = 0;
    for (size_t i = 0; i < statement->resource.count; i++) {
        const struct rampart_str pattern = rp_value_text(&statement->resource, i);
        for (size_t k = 0; k < reaching->count; k++)
            if (rp_glob(pattern, reaching->roles[k].arn) || rp_glob(pattern, reaching->roles[k].starred_arn))
                roles |= UINT64_C(1) << k;
    }
    return roles;
}

static void reach_add_policy(const struct reaching *reaching, const struct rampart_policy *policy, struct assuming *assuming)
{
    for (size_t i = 0; i < policy->statement_count; i++) {
        const struct rp_statement *statement = &policy->statements[i];
        if (!rp_lint_is_unconditional(statement) || statement->resource.negated) continue;
        if (!rp_lint_matches_action(statement, RP_STR("sts:AssumeRole"))) continue;
        *(statement->effect == RAMPART_ALLOW ? &assuming->allowed : &assuming->denied) |= reach_named_by(reaching, statement);
    }
}

static struct assuming reach_assuming(const struct reaching *reaching, const struct rp_grants *grants)
{
    struct assuming sum = {0, 0};
    for (size_t i = 0; i < grants->count; i++) {
        const struct assuming *one = &reaching->policies[grants->items[i].policy - reaching->map->account->policies];
        if (rp_grant_group(&grants->items[i]) != NULL) continue; /* no resource group has a role */
        sum.allowed |= one->allowed;
        sum.denied |= one->denied;
    }
    return sum;
}

static uint64_t reach_assumable(const struct reaching *reaching, const struct rp_party *party)
{
    struct assuming sum = reach_assuming(reaching, party->grants);
    for (size_t i = 0; party->user != NULL && i < party->user->held->group_count; i++) {
        const struct assuming one = reach_assuming(reaching, &party->user->held->groups[i]->grants);
        sum.allowed |= one.allowed;
        sum.denied |= one.denied;
    }
    return sum.allowed & ~sum.denied;
}

/* ---- trust ---- */

/* True when the principal of a trust policy stands for the party. A group is every user in it: the account alone names it. */
static bool reach_names(const struct reaching *reaching, const struct rp_principal *principal, const struct rp_party *party)
{
    struct rp_identity identity;
    const char *expected;
    if (principal->kind == RP_PRINCIPAL_EVERYBODY) return true;
    if (principal->kind != RP_PRINCIPAL_RAM || !rp_identity_read(principal->value.text, &identity, &expected)) return false;
    if (!rp_str_equal(identity.account, reaching->map->account->id)) return false;
    if (identity.kind == RP_IDENTITY_ROOT) return true;
    return (identity.kind == RP_IDENTITY_USER && party->user != NULL && rp_str_equal(identity.name, party->name)) ||
           (identity.kind == RP_IDENTITY_ROLE && party->role != NULL && rp_str_equal_fold(identity.name, party->name));
}

/* Whoever is trusted under a condition is not said to come in, and neither is who may be denied. */
static bool reach_trusts(const struct reaching *reaching, const struct rampart_policy *trust, const struct rp_party *party)
{
    bool trusts = false;
    for (size_t i = 0; i < trust->statement_count; i++) {
        const struct rp_statement *statement = &trust->statements[i];
        if (statement->effect == RAMPART_DENY) return false;
        for (size_t k = 0; statement->condition_count == 0 && k < rp_principal_count(statement); k++)
            trusts = trusts || reach_names(reaching, &statement->principals->items[k], party);
    }
    return trusts;
}

/* ---- the way ---- */

/* The role by which the party comes further, the nearest to an administrator first; NOWHERE: none. */
static size_t reach_step(const struct reaching *reaching, const struct rp_party *party, uint64_t assumable)
{
    size_t found = NOWHERE;
    for (size_t i = 0; i < reaching->count && found == NOWHERE; i++) {
        const struct reached_role *role = &reaching->roles[i];
        if ((assumable & UINT64_C(1) << i) == 0 || role->next == NOWHERE || role->party == party) continue;
        if (reach_trusts(reaching, role->party->role->trust, party)) found = i;
    }
    return found;
}

/* Each round takes the roles one step further. */
static void reach_link_roles(struct reaching *reaching)
{
    for (bool more = true; more;) {
        size_t found[MOST_ROLES];
        more = false;
        for (size_t i = 0; i < reaching->count; i++) {
            const struct rp_party *party = reaching->roles[i].party;
            found[i] = reaching->roles[i].next;
            if (found[i] == NOWHERE) found[i] = reach_step(reaching, party, reach_assumable(reaching, party));
            more = more || found[i] != reaching->roles[i].next;
        }
        for (size_t i = 0; i < reaching->count; i++) reaching->roles[i].next = found[i];
    }
}

/* The policy of the party, or of its groups, that lets it assume the role. */
static const struct rp_named_policy *reach_allowing(const struct reaching *reaching, const struct rp_party *party, size_t role)
{
    const struct rp_grants *grants = party->grants;
    for (size_t i = 0;; i++) {
        for (size_t k = 0; k < grants->count; k++) {
            const struct rp_grant *grant = &grants->items[k];
            const struct assuming *one = &reaching->policies[grant->policy - reaching->map->account->policies];
            if (rp_grant_group(grant) == NULL && (one->allowed & UINT64_C(1) << role) != 0) return grant->policy;
        }
        if (party->user == NULL || i >= party->user->held->group_count) return NULL;
        grants = &party->user->held->groups[i]->grants;
    }
}

static enum rampart_status reach_way(const struct reaching *reaching, const struct rp_party *party, size_t role,
                                     struct rampart_str *ret_way)
{
    struct rampart_str way = {NULL, 0};
    struct rp_arena *arena = reaching->map->lint->scratch;
    for (; role < MOST_ROLES; role = reaching->roles[role].next) {
        const struct rp_party *to = reaching->roles[role].party;
        const struct rp_named_policy *policy = reach_allowing(reaching, party, role);
        if (policy == NULL) break;
        RP_TRY_MEMORY(rp_arena_printf(arena, &way, "%.*s%s the role \"%.*s\" (by \"%.*s\")", RP_ARG(way),
                                      way.len > 0 ? ", which may assume" : "", RP_ARG(rp_lint_shown(to->name)),
                                      RP_ARG(rp_lint_shown(policy->name))));
        party = to;
    }
    RP_TRY_MEMORY(rp_arena_printf(arena, ret_way, "%.*s, which %s", RP_ARG(way),
                                  reach_holds_admin(reaching, party) ? "is an administrator" : "makes itself an administrator"));
    return RAMPART_OK;
}

static enum rampart_status reach_party(const struct reaching *reaching, const struct rp_party *party)
{
    const struct rp_lint *lint = reaching->map->lint;
    struct rampart_str way;
    if (reach_is_admin(reaching, party)) return RAMPART_OK;
    for (size_t i = 0; party->user != NULL && i < party->user->held->group_count; i++) {
        const struct rp_party *group = rp_account_map_group(reaching->map, party->user->held->groups[i]);
        const bool known = reach_step(reaching, group, reach_assumable(reaching, group)) != NOWHERE;
        if (known || reach_is_admin(reaching, group)) return RAMPART_OK; /* the group is reported */
    }
    const size_t role = reach_step(reaching, party, reach_assumable(reaching, party));
    if (role == NOWHERE) return RAMPART_OK;
    RP_TRY(reach_way(reaching, party, role, &way));
    if (rp_lint_report(lint, RP_LINT_REACHES_ADMINISTRATOR, party->span, "%sthe %s \"%.*s\" may assume%.*s",
                       party->kind == RP_PARTY_GROUP ? "every user of " : "", rp_party_word(party),
                       RP_ARG(rp_lint_shown(party->name)), RP_ARG(way)))
        rp_lint_suggest(lint, "name in Resource of sts:AssumeRole the roles that are meant, or in the trust policies who may");
    return RAMPART_OK;
}

/* ---- from outside ---- */

/* True for a principal that is no part of the account, and no service. */
static bool reach_is_outside(const struct reaching *reaching, const struct rp_principal *principal)
{
    struct rp_identity identity;
    const char *expected;
    if (principal->kind == RP_PRINCIPAL_FEDERATED) return true;
    if (principal->kind != RP_PRINCIPAL_RAM || reaching->map->account->id.len == 0) return false;
    return rp_identity_read(principal->value.text, &identity, &expected) &&
           !rp_str_equal(identity.account, reaching->map->account->id);
}

/* Who may come from outside, as the trust policy writes them; empty: nobody, or everybody, whom "open-role" reports. */
static enum rampart_status reach_outsiders(const struct reaching *reaching, const struct rampart_policy *trust,
                                           struct rampart_str *ret_who)
{
    enum { MOST_NAMED = 3 };
    struct rp_arena *arena = reaching->map->lint->scratch;
    struct rampart_str who = {NULL, 0};
    size_t count = 0;
    for (size_t i = 0; i < trust->statement_count; i++) {
        const struct rp_statement *statement = &trust->statements[i];
        for (size_t k = 0; statement->effect == RAMPART_ALLOW && k < rp_principal_count(statement); k++) {
            const struct rp_principal *principal = &statement->principals->items[k];
            if (!reach_is_outside(reaching, principal) || count++ >= MOST_NAMED) continue;
            RP_TRY_MEMORY(rp_arena_printf(arena, &who, "%.*s%s%.*s%s", RP_ARG(who), who.len > 0 ? ", " : "",
                                          RP_ARG(rp_lint_shown(principal->value.text)),
                                          statement->condition_count > 0 ? " under a condition" : ""));
        }
    }
    if (count > MOST_NAMED) RP_TRY_MEMORY(rp_arena_printf(arena, &who, "%.*s and %zu more", RP_ARG(who), count - MOST_NAMED));
    *ret_who = who;
    return RAMPART_OK;
}

static const struct rp_named_policy *reach_writing(const struct reaching *reaching, const struct rp_grants *grants)
{
    for (size_t i = 0; i < grants->count; i++)
        if (rp_account_map_trait(reaching->map, grants->items[i].policy)->writes) return grants->items[i].policy;
    return NULL;
}

static enum rampart_status reach_from_outside(const struct reaching *reaching, const struct rp_party *party)
{
    const struct rp_lint *lint = reaching->map->lint;
    struct rampart_str who, name = rp_lint_shown(party->name);
    if (party->role == NULL || party->role->trust == NULL || party->role->service_linked) return RAMPART_OK;
    RP_TRY(reach_outsiders(reaching, party->role->trust, &who));
    if (who.len == 0) return RAMPART_OK;
    const struct rp_named_policy *policy = reach_writing(reaching, party->grants);
    if (reach_is_admin(reaching, party)) {
        if (rp_lint_report(lint, RP_LINT_OUTSIDE_ADMINISTRATOR, party->span,
                           "the role \"%.*s\" is an administrator, and is assumed from outside the account: by %.*s", RP_ARG(name),
                           RP_ARG(who)))
            rp_lint_suggest(lint, "grant the role what is needed from there, and no more");
    } else if (policy != NULL ? rp_lint_report(lint, RP_LINT_OUTSIDE_ACCESS, party->span,
                                               "the role \"%.*s\" is assumed from outside the account, by %.*s, and \"%.*s\" lets "
                                               "it change things",
                                               RP_ARG(name), RP_ARG(who), RP_ARG(rp_lint_shown(policy->name)))
                              : rp_lint_report(lint, RP_LINT_OUTSIDE_ACCESS, party->span,
                                               "the role \"%.*s\" is assumed from outside the account, by %.*s", RP_ARG(name),
                                               RP_ARG(who))) {
        rp_lint_suggest(lint, "make sure that all of them are meant, and that the role needs what it has");
    }
    return RAMPART_OK;
}

/* ---- all of them ---- */

enum rampart_status rp_lint_access_reach(const struct rp_account_map *map, const bool *opens)
{
    struct reaching reaching = {.map = map, .opens = opens};
    RP_TRY(reach_list_roles(&reaching));
    reaching.policies = RP_NEW_ARRAY(map->lint->scratch, struct assuming, map->account->policy_count);
    RP_TRY_MEMORY(reaching.policies != NULL);
    for (size_t i = 0; i < map->account->policy_count; i++)
        if (!map->account->policies[i].policy->hidden)
            reach_add_policy(&reaching, map->account->policies[i].policy, &reaching.policies[i]);
    reach_link_roles(&reaching);
    for (size_t i = 0; i < map->party_count; i++) {
        RP_TRY(reach_party(&reaching, &map->parties[i]));
        RP_TRY(reach_from_outside(&reaching, &map->parties[i]));
    }
    return RAMPART_OK;
}
