/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules about the policies of an account together: administrators, roles that are handed to a service, paths to
 * administrator that several policies open, a Deny that is never asked, the control policies of a level.
 */
#include "lint/account_rules.h"

#include "base/str.h"
#include "base/try.h"
#include "lint/coverage.h"
#include "lint/escalation.h"
#include "lint/lint_util.h"
#include "policy/arn.h"
#include "policy/assumption.h"

/* ==== administrators, and roles that everybody may assume ==== */

/* ---- administrators ---- */

static void access_report_admin(const struct rp_account_map *map, const struct rp_party *party, struct rp_span span)
{
    const struct rampart_str name = rp_lint_shown(party->name);
    bool found =
        party->kind == RP_PARTY_GROUP
            ? rp_lint_report(map->lint, RP_LINT_ADMINISTRATOR, span,
                             "every user of the group \"%.*s\" is an administrator (%zu of them)",
                             RP_ARG(name), party->members)
            : rp_lint_report(map->lint, RP_LINT_ADMINISTRATOR, span,
                             "the %s \"%.*s\" is an administrator", rp_party_word(party), RP_ARG(name));
    if (found) rp_lint_suggest(map->lint, "grant what is needed for the work, and keep this for emergencies");
}

/* The place of the first grant that makes the party an administrator; false: none does. */
static bool access_admin_grant(const struct rp_account_map *map, const struct rp_party *party, struct rp_span *ret_span)
{
    const struct rp_node *node = party->grant_nodes;
    for (size_t i = 0; i < party->grants->count; i++, node = rp_account_map_next(node)) {
        const struct rp_grant *grant = &party->grants->items[i];
        if (rp_grant_group(grant) != NULL || !rp_account_map_trait(map, grant->policy)->is_admin) continue;
        *ret_span = rp_account_map_span(node);
        return true;
    }
    return false;
}

/* ---- roles that everybody may assume ---- */

/* True when an Allow of the trust policy names a principal of the kind; `bare`: one without conditions. */
static bool access_trusts(const struct rampart_policy *trust, enum rp_principal_kind kind, bool bare)
{
    for (size_t i = 0; trust != NULL && i < trust->statement_count; i++) {
        const struct rp_statement *statement = &trust->statements[i];
        if (statement->effect != RAMPART_ALLOW || (bare && statement->condition_count > 0)) continue;
        for (size_t k = 0; k < statement->principals->count; k++)
            if (statement->principals->items[k].kind == kind) return true;
    }
    return false;
}

static const struct rp_named_policy *access_find_writing(const struct rp_account_map *map,
                                                         const struct rp_grants *grants)
{
    for (size_t i = 0; i < grants->count; i++)
        if (rp_account_map_trait(map, grants->items[i].policy)->writes) return grants->items[i].policy;
    return NULL;
}

static void access_open_role(const struct rp_account_map *map, const struct rp_party *party)
{
    if (party->role == NULL || !access_trusts(party->role->trust, RP_PRINCIPAL_EVERYBODY, true)) return;
    const struct rp_named_policy *policy = access_find_writing(map, party->grants);
    if (policy == NULL) return;
    if (rp_lint_report(
            map->lint, RP_LINT_OPEN_ROLE, party->span,
            "anybody of any account may assume the role \"%.*s\", and \"%.*s\" lets it change things",
            RP_ARG(rp_lint_shown(party->name)), RP_ARG(rp_lint_shown(policy->name))))
        rp_lint_suggest(map->lint, "name the principals in the trust policy");
}

void rp_lint_access_admins(const struct rp_account_map *map)
{
    for (size_t i = 0; i < map->party_count; i++) {
        const struct rp_party *party = &map->parties[i];
        struct rp_span span;
        if (access_admin_grant(map, party, &span)) access_report_admin(map, party, span);
        access_open_role(map, party);
    }
}

/* ==== roles of administrators that may be handed to a service ==== */

/* One of them is enough for a finding; the limit keeps the time linear. */
enum { MOST_ROLES = 16 };

/* A role has an ARN with an empty region, and one with a star for it. */
struct passed_role {
    const struct rp_party *party;
    struct rampart_str arn, starred_arn;
};

struct passing {
    const struct rp_account_map *map;
    struct passed_role roles[MOST_ROLES]; /* of administrators that trust a service */
    size_t count;
    const struct rp_party **passed; /* the role that each policy lets pass; NULL: none */
    bool *is_admin;                 /* each party, by itself or by a group */
};

/* ---- administrators ---- */

static bool access_holds_admin(const struct rp_account_map *map, const struct rp_grants *grants)
{
    for (size_t i = 0; i < grants->count; i++)
        if (rp_grant_group(&grants->items[i]) == NULL &&
            rp_account_map_trait(map, grants->items[i].policy)->is_admin)
            return true;
    return false;
}

static enum rampart_status access_add_role(struct passing *passing, const struct rp_party *party)
{
    struct passed_role *role = &passing->roles[passing->count++];
    struct rp_arena *arena = passing->map->lint->scratch;
    const struct rampart_str account = passing->map->account->id;
    role->party = party;
    RP_TRY_MEMORY(rp_arena_printf(arena, &role->arn, "acs:ram::%.*s:role/%.*s", RP_ARG(account),
                                  RP_ARG(party->name)));
    RP_TRY_MEMORY(rp_arena_printf(arena, &role->starred_arn, "acs:ram:*:%.*s:role/%.*s", RP_ARG(account),
                                  RP_ARG(party->name)));
    return RAMPART_OK;
}

static enum rampart_status access_find_admins(struct passing *passing)
{
    const struct rp_account_map *map = passing->map;
    for (size_t i = 0; i < map->party_count; i++) {
        const struct rp_party *party = &map->parties[i];
        passing->is_admin[i] = access_holds_admin(map, party->grants);
        if (party->role == NULL || party->role->service_linked || !passing->is_admin[i]) continue;
        if (passing->count < MOST_ROLES && access_trusts(party->role->trust, RP_PRINCIPAL_SERVICE, false))
            RP_TRY(access_add_role(passing, party));
    }
    for (size_t i = 0; i < map->account->user_count; i++)
        for (size_t k = 0; k < map->parties[i].user->held->group_count; k++) {
            const struct rp_party *group = rp_account_map_group(map, map->parties[i].user->held->groups[k]);
            passing->is_admin[i] |= passing->is_admin[group - map->parties];
        }
    return RAMPART_OK;
}

/* ---- the role that a policy lets pass ---- */

static bool access_names_role(struct rampart_str pattern, const struct passed_role *role)
{
    return rp_glob(pattern, role->arn) || rp_glob(pattern, role->starred_arn);
}

/* A condition on acs:Service does not help: such a service runs things for everybody who asks. */
static bool access_may_pass(const struct rp_statement *statement)
{
    if (statement->effect != RAMPART_ALLOW || statement->resource.negated || !statement->resource.present) return false;
    if (!rp_lint_is_unconditional(statement) &&
        (statement->condition_count > 1 || !rp_lint_has_key(statement, RP_STR("acs:Service"))))
        return false;
    return rp_lint_matches_action(statement, RP_STR("ram:PassRole"));
}

static const struct rp_party *access_passed_by(const struct passing *passing,
                                               const struct rampart_policy *policy)
{
    for (size_t i = 0; i < policy->statement_count; i++) {
        const struct rp_statement *statement = &policy->statements[i];
        if (!access_may_pass(statement)) continue;
        for (size_t k = 0; k < statement->resource.count; k++)
            for (size_t n = 0; n < passing->count; n++)
                if (access_names_role(rp_value_text(&statement->resource, k), &passing->roles[n]))
                    return passing->roles[n].party;
    }
    return NULL;
}

/* ---- reporting ---- */

static void access_passed_roles(const struct passing *passing, const struct rp_party *party)
{
    const struct rp_account_map *map = passing->map;
    const struct rp_node *node = party->grant_nodes;
    for (size_t i = 0; i < party->grants->count; i++, node = rp_account_map_next(node)) {
        const struct rp_grant *grant = &party->grants->items[i];
        const struct rp_party *role = passing->passed[grant->policy - map->account->policies];
        if (role == NULL || rp_grant_group(grant) != NULL) continue;
        if (rp_lint_report(map->lint, RP_LINT_PASS_ADMIN, rp_account_map_span(node),
                           "the %s \"%.*s\" may pass the role \"%.*s\" to a service, and that role is an "
                           "administrator",
                           rp_party_word(party), RP_ARG(rp_lint_shown(party->name)),
                           RP_ARG(rp_lint_shown(role->name))))
            rp_lint_suggest(map->lint, "name other roles in the Resource of ram:PassRole, or give the role "
                                       "no more than the service needs");
        return;
    }
}

enum rampart_status rp_lint_access_pass(const struct rp_account_map *map)
{
    struct passing passing = {.map = map};
    if (!rp_lint_enabled(map->lint, RP_LINT_PASS_ADMIN)) return RAMPART_OK;
    passing.is_admin = RP_NEW_ARRAY(map->lint->scratch, bool, map->party_count);
    passing.passed = RP_NEW_ARRAY(map->lint->scratch, const struct rp_party *, map->account->policy_count);
    RP_TRY_MEMORY(passing.is_admin != NULL && passing.passed != NULL);
    RP_TRY(access_find_admins(&passing));
    if (passing.count == 0) return RAMPART_OK;
    for (size_t i = 0; i < map->account->policy_count; i++)
        passing.passed[i] = access_passed_by(&passing, map->account->policies[i].policy);
    for (size_t i = 0; i < map->party_count; i++)
        if (!passing.is_admin[i]) access_passed_roles(&passing, &map->parties[i]);
    return RAMPART_OK;
}

/*
 * ==== a Deny on a resource group ====
 * It is asked only when nothing on the whole account allows or denies (docs/semantics.md, "The walk over the layers"):
 * so it cannot take away what an Allow there covers.
 */

/* The cloud's quota of policies of one user, and limits that keep the time linear. */
enum { MOST_ALLOWS = 330, LONGEST_PATTERN = 256, MOST_WORK = 1 << 28 };

struct comparing {
    const struct rp_account_map *map;
    size_t work; /* spent on comparing patterns; beyond the limit nothing covers anything any more */
    size_t allows;
    const struct rp_statement *denied;
};

/* ---- whether one statement covers another ---- */

/* A pattern without `?` that matches another pattern's text covers it (lint/subsumes.c). */
static bool access_pattern_covers(struct comparing *comparing, struct rampart_str pattern,
                                  struct rampart_str text)
{
    if (rp_str_equal(pattern, RP_STR("*"))) return true;
    if (pattern.len > LONGEST_PATTERN || rp_str_find(pattern, '?') < pattern.len) return false;
    comparing->work += pattern.len * text.len + 1;
    return comparing->work < MOST_WORK && rp_glob(pattern, text);
}

static bool access_one_covers(struct comparing *comparing, const struct rp_values *patterns,
                              struct rampart_str text)
{
    for (size_t i = 0; i < patterns->count && comparing->work < MOST_WORK; i++)
        if (access_pattern_covers(comparing, rp_value_text(patterns, i), text)) return true;
    return false;
}

static bool access_covers_all(struct comparing *comparing, const struct rp_values *patterns,
                              const struct rp_values *texts)
{
    if (rp_lint_has_star(patterns)) return true;
    if (texts->negated) return false;
    for (size_t i = 0; i < texts->count; i++)
        if (!access_one_covers(comparing, patterns, rp_value_text(texts, i))) return false;
    return true;
}

static bool access_covers_statement(struct comparing *comparing, const struct rp_statement *allow,
                                    const struct rp_statement *deny)
{
    return rp_lint_grants(allow) && allow->condition_count == 0 &&
           access_covers_all(comparing, &allow->resource, &deny->resource) &&
           access_covers_all(comparing, &allow->action, &deny->action);
}

/* ---- policies ---- */

/* True when an Allow of one policy covers a Deny of the other; comparing->denied is that Deny. */
static bool access_covers_deny(struct comparing *comparing, const struct rampart_policy *allowing,
                               const struct rampart_policy *denying)
{
    for (size_t i = 0; i < denying->statement_count; i++) {
        const struct rp_statement *deny = &denying->statements[i];
        if (deny->effect != RAMPART_DENY) continue;
        comparing->denied = deny;
        for (size_t k = 0; k < allowing->statement_count && comparing->work++ < MOST_WORK; k++)
            if (access_covers_statement(comparing, &allowing->statements[k], deny)) return true;
    }
    return false;
}

/* A policy that is granted on the whole account and covers a Deny of `denying`; NULL: there is none. */
static const struct rp_named_policy *access_find_allow_among(struct comparing *comparing,
                                                             const struct rp_grants *grants,
                                                             const struct rp_named_policy *denying)
{
    for (size_t i = 0; i < grants->count && comparing->allows < MOST_ALLOWS; i++) {
        const struct rp_grant *grant = &grants->items[i];
        comparing->allows++;
        if (rp_grant_group(grant) == NULL &&
            access_covers_deny(comparing, grant->policy->policy, denying->policy))
            return grant->policy;
    }
    return NULL;
}

static const struct rp_named_policy *access_find_allow(struct comparing *comparing,
                                                       const struct rp_party *party,
                                                       const struct rp_named_policy *denying)
{
    comparing->allows = 0;
    const struct rp_named_policy *found = access_find_allow_among(comparing, party->grants, denying);
    for (size_t i = 0; found == NULL && party->user != NULL && i < party->user->held->group_count; i++)
        found = access_find_allow_among(comparing, &party->user->held->groups[i]->grants, denying);
    return found;
}

/* ---- reporting ---- */

static void access_group_denies(struct comparing *comparing, const struct rp_party *party)
{
    const struct rp_account_map *map = comparing->map;
    const struct rp_node *node = party->grant_nodes;
    for (size_t i = 0; i < party->grants->count; i++, node = rp_account_map_next(node)) {
        const struct rp_grant *grant = &party->grants->items[i];
        if (rp_grant_group(grant) == NULL || !rp_account_map_trait(map, grant->policy)->denies) continue;
        const struct rp_named_policy *allow = access_find_allow(comparing, party, grant->policy);
        if (allow == NULL) continue;
        size_t number = (size_t)(comparing->denied - grant->policy->policy->statements) + 1;
        if (rp_lint_report(map->lint, RP_LINT_GROUP_DENY, rp_account_map_span(node),
                           "the Deny in statement %zu of \"%.*s\" does nothing on a resource group: \"%.*s\" "
                           "allows the same on the whole account, which is asked first",
                           number, RP_ARG(rp_lint_shown(grant->policy->name)),
                           RP_ARG(rp_lint_shown(allow->name))))
            rp_lint_suggest(map->lint, "grant the Deny on the whole account, with the resources in it, or "
                                       "grant the Allow on resource groups");
    }
}

void rp_lint_access_denies(const struct rp_account_map *map)
{
    struct comparing comparing = {.map = map};
    if ((map->lint->linter->options.assumptions & RP_ASSUME_GROUP_DENY) != 0) return;
    if (!rp_lint_enabled(map->lint, RP_LINT_GROUP_DENY)) return;
    for (size_t i = 0; i < map->party_count; i++) access_group_denies(&comparing, &map->parties[i]);
}

/* ==== the control policies of one level: together they allow what one of them allows ==== */

/* ---- a level that allows too little ---- */

struct allowed {
    bool anything, assume_role;
};

static struct allowed access_allowed_at(const struct rp_control_level *level)
{
    struct allowed allowed = {false, false};
    for (size_t i = 0; i < level->count; i++) {
        const struct rampart_policy *policy = level->items[i].policy->policy;
        for (size_t k = 0; k < policy->statement_count; k++) {
            const struct rp_statement *statement = &policy->statements[k];
            if (statement->effect != RAMPART_ALLOW) continue;
            allowed.anything = true;
            allowed.assume_role |= rp_lint_matches_action(statement, RP_STR("sts:AssumeRole"));
        }
    }
    return allowed;
}

/* The reader reports a level without any policy. */
static void access_locks_out(const struct rp_account_map *map, const struct rp_control_level *level,
                             const struct rp_node *node)
{
    const struct allowed allowed = access_allowed_at(level);
    if (level->count == 0 || allowed.assume_role) return;
    if (!allowed.anything) {
        if (rp_lint_report(map->lint, RP_LINT_CONTROL_LOCKS_OUT, rp_account_map_span(node),
                           "no policy of this level allows anything: users and roles can do nothing at all"))
            rp_lint_suggest(map->lint, "attach FullAliyunAccess beside the policies that deny");
    } else if (rp_lint_report(map->lint, RP_LINT_CONTROL_LOCKS_OUT, rp_account_map_span(node),
                              "no policy of this level allows sts:AssumeRole: nobody can switch to a role of "
                              "the account"))
        rp_lint_suggest(map->lint, "add sts:AssumeRole to what is allowed");
}

/* ---- a list beside a policy that allows everything ---- */

static const struct rp_control *access_find_full(const struct rp_account_map *map,
                                                 const struct rp_control_level *level,
                                                 enum rampart_effect_scope scope)
{
    for (size_t i = 0; i < level->count; i++) {
        const struct rp_control *control = &level->items[i];
        if (scope == RAMPART_SCOPE_ALL && control->scope != RAMPART_SCOPE_ALL) continue;
        if (rp_account_map_trait(map, control->policy)->is_admin) return control;
    }
    return NULL;
}

static bool access_has_allow(const struct rampart_policy *policy)
{
    for (size_t i = 0; i < policy->statement_count; i++)
        if (policy->statements[i].effect == RAMPART_ALLOW) return true;
    return false;
}

static void access_idle_lists(const struct rp_account_map *map, const struct rp_control_level *level,
                              const struct rp_node *node)
{
    const struct rp_control *fulls[] = {[RAMPART_SCOPE_RAM] = access_find_full(map, level, RAMPART_SCOPE_RAM),
                                        [RAMPART_SCOPE_ALL] =
                                            access_find_full(map, level, RAMPART_SCOPE_ALL)};
    for (size_t i = 0; i < level->count; i++, node = rp_account_map_next(node)) {
        const struct rp_control *control = &level->items[i], *full = fulls[control->scope];
        if (full == NULL || full->policy == control->policy || !access_has_allow(control->policy->policy))
            continue;
        if (rp_lint_report(
                map->lint, RP_LINT_ALLOW_LIST_BESIDE, rp_account_map_span(node),
                "the Allow of \"%.*s\" has no effect: \"%.*s\" of the same level allows everything",
                RP_ARG(rp_lint_shown(control->policy->name)), RP_ARG(rp_lint_shown(full->policy->name))))
            rp_lint_suggest(map->lint,
                            "detach \"%.*s\" here to allow no more than the list, or deny the "
                            "rest",
                            RP_ARG(rp_lint_shown(full->policy->name)));
    }
}

/* ---- the account's root ---- */

/* The policy of scope All that seems to limit root alone: the first with an Allow, else the first. NULL: none. */
static const struct rp_control *access_find_for_root(const struct rp_control_level *level)
{
    const struct rp_control *found = NULL;
    for (size_t i = 0; i < level->count; i++) {
        if (level->items[i].scope != RAMPART_SCOPE_ALL) continue;
        if (access_has_allow(level->items[i].policy->policy)) return &level->items[i];
        if (found == NULL) found = &level->items[i];
    }
    return found;
}

/*
 * The scope RAM spares root a Deny, but not an Allow (docs/semantics.md, "The walk over the layers"). Two levels are
 * not reported: a Deny beside FullAliyunAccess, which every level has by default, and a policy of scope All that allows
 * everything.
 */
static void access_root_allows(const struct rp_account_map *map, const struct rp_control_level *level,
                               const struct rp_node *node)
{
    const struct rp_control *own = access_find_for_root(level);
    if (own == NULL || access_find_full(map, level, RAMPART_SCOPE_ALL) != NULL) return;
    if (!access_has_allow(own->policy->policy) && access_find_full(map, level, RAMPART_SCOPE_RAM) != NULL)
        return;
    for (size_t i = 0; i < level->count; i++, node = rp_account_map_next(node)) {
        const struct rp_control *control = &level->items[i];
        if (control->scope != RAMPART_SCOPE_RAM || !access_has_allow(control->policy->policy)) continue;
        if (rp_lint_report(
                map->lint, RP_LINT_ROOT_ALLOW, rp_account_map_span(node),
                "the Allow of \"%.*s\" applies to the account's root too, beside \"%.*s\" of scope All",
                RP_ARG(rp_lint_shown(control->policy->name)), RP_ARG(rp_lint_shown(own->policy->name))))
            rp_lint_suggest(map->lint, "attach it with scope All if it is meant for root; else deny with "
                                       "scope All what root must not do");
    }
}

void rp_lint_access_controls(const struct rp_account_map *map)
{
    const struct rp_node *node = map->levels;
    for (size_t i = 0; i < map->account->level_count; i++, node = rp_account_map_next(node)) {
        const struct rp_control_level *level = rp_account_map_level(map, i);
        const struct rp_node *first = node == NULL ? NULL : node->first;
        access_locks_out(map, level, node);
        access_idle_lists(map, level, first);
        access_root_allows(map, level, first);
    }
}
