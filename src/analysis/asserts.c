/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether an account keeps rules: it is compared with an account of the same principals, in which each of them may do what
 * the rule permits and nothing else. What the real one allows beyond breaks the rule.
 */
#include <rampart/assert.h>
#include <rampart/catalog.h>

#include "analysis/custom_permitted.h"
#include "analysis/diff_result.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "decide/set.h"
#include "decide/unseen.h"
#include "text/diag.h"

/* The three policies of the account that permits: who the rule is not about, is about, and is spared by. */
enum permission { EVERYTHING, PERMITTED, PERMITTED_AND_SPARED, PERMISSIONS };

/* One rule, with what its answer lies in. */
struct answer {
    struct rampart_assertion assertion;
    struct rampart_account *permitting;
    struct rampart_set *set;
    struct rampart_diff *diff;
};

struct rampart_assertions {
    struct rp_arena arena; /* holds everything, itself included */
    struct rampart_allocator allocator;
    struct answer *answers;
    size_t count;
};

const char *rampart_assertion_word(enum rampart_assertion_outcome outcome)
{
    static const char *const words[] = {
        [RAMPART_UNDETERMINED] = "undetermined", [RAMPART_HOLDS] = "holds", [RAMPART_REFUTED] = "refuted"};
    return (size_t)outcome < sizeof words / sizeof *words ? words[outcome] : words[RAMPART_UNDETERMINED];
}

/* ---- the account that permits ---- */

struct permitting {
    struct rampart_account *account;
    const struct rp_custom_rule *rule;
    struct rp_grant *grants; /* by the permission */
    size_t about; /* principals */
};

static bool assert_names(const struct rp_custom_scope *scope, struct rampart_str arn)
{
    for (size_t i = 0; i < scope->principal_count; i++)
        if (rp_glob(scope->principals[i], arn)) return true;
    return !scope->names_principals;
}

/* What a principal of the account may do by the rule. */
static enum rampart_status assert_grants(struct permitting *permitting, const char *kind, struct rampart_str name,
                                         struct rp_grants *ret_grants)
{
    const struct rp_custom_rule *rule = permitting->rule;
    struct rampart_str arn;
    enum permission permission = EVERYTHING;
    RP_TRY_MEMORY(rp_arena_printf(&permitting->account->arena, &arn, "acs:ram::%.*s:%s/%.*s", RP_ARG(permitting->account->id),
                                  kind, RP_ARG(name)));
    if (assert_names(&rule->never, arn)) {
        permission = rule->unless.present && assert_names(&rule->unless, arn) ? PERMITTED_AND_SPARED : PERMITTED;
        permitting->about++;
    }
    *ret_grants = (struct rp_grants){.items = &permitting->grants[permission], .count = 1};
    return RAMPART_OK;
}

static enum rampart_status assert_principals(struct permitting *permitting, const struct rampart_account *account)
{
    struct rp_arena *arena = &permitting->account->arena;
    struct rp_user *users = RP_NEW_ARRAY(arena, struct rp_user, account->user_count + 1);
    struct rp_role *roles = RP_NEW_ARRAY(arena, struct rp_role, account->role_count + 1);
    RP_TRY_MEMORY(users != NULL && roles != NULL);
    for (size_t i = 0; i < account->user_count; i++) {
        struct rp_holding *held = RP_NEW(arena, struct rp_holding);
        RP_TRY_MEMORY(held != NULL);
        users[i] = (struct rp_user){.name = account->users[i].name, .uid = account->users[i].uid, .held = held};
        RP_TRY(assert_grants(permitting, "user", users[i].name, &held->grants));
    }
    for (size_t i = 0; i < account->role_count; i++) {
        roles[i] = account->roles[i];
        RP_TRY(assert_grants(permitting, "role", roles[i].name, &roles[i].grants));
    }
    permitting->account->users = users;
    permitting->account->user_count = account->user_count;
    permitting->account->roles = roles;
    permitting->account->role_count = account->role_count;
    permitting->account->has_uids = account->has_uids;
    return RAMPART_OK;
}

/* Policies that stand in no file, but for the statements of the rule. */
static enum rampart_status assert_policies(struct permitting *permitting, const struct rp_source *source)
{
    static const char *const names[] = {"everything", "permitted", "permitted-and-spared"};
    struct rp_arena *arena = &permitting->account->arena;
    struct rp_named_policy *policies = RP_NEW_ARRAY(arena, struct rp_named_policy, PERMISSIONS);
    struct rampart_policy *documents = RP_NEW_ARRAY(arena, struct rampart_policy, PERMISSIONS);
    permitting->grants = RP_NEW_ARRAY(arena, struct rp_grant, PERMISSIONS);
    RP_TRY_MEMORY(policies != NULL && documents != NULL && permitting->grants != NULL);
    RP_TRY(rp_custom_everything(arena, &documents[EVERYTHING]));
    RP_TRY(rp_custom_permitted(arena, permitting->rule, false, &documents[PERMITTED]));
    RP_TRY(rp_custom_permitted(arena, permitting->rule, true, &documents[PERMITTED_AND_SPARED]));
    for (size_t i = 0; i < PERMISSIONS; i++) {
        documents[i].name = rampart_str(names[i]);
        documents[i].source = source;
        policies[i] = (struct rp_named_policy){.name = documents[i].name, .policy = &documents[i]};
        permitting->grants[i].policy = &policies[i];
    }
    permitting->account->policies = policies;
    permitting->account->policy_count = permitting->account->defined_count = PERMISSIONS;
    return RAMPART_OK;
}

/* No group, no control policy and no policy of a resource takes part: an account is permitted what each principal is. */
static enum rampart_status assert_make_permitting(const struct rampart_set *set, const struct rp_custom_rule *rule,
                                                  const struct rp_source *source, struct answer *answer)
{
    const struct rampart_account *account = set->account;
    RP_TRY(rp_account_new(&set->options, &answer->permitting));
    struct permitting permitting = {.account = answer->permitting, .rule = rule};
    permitting.account->id = account->id;
    permitting.account->source = account->source;
    permitting.account->placed = true;
    permitting.account->absent_layers = ~0U;
    RP_TRY(assert_policies(&permitting, source));
    RP_TRY(assert_principals(&permitting, account));
    answer->assertion.principals = permitting.about;
    return RAMPART_OK;
}

/* ---- one rule ---- */

static struct rampart_place assert_place(const struct rampart_rules *rules, const struct rp_custom_rule *rule)
{
    const struct rp_position position = rp_source_position(rules->source, rule->span.start);
    return (struct rampart_place){.file = rules->source->name, .line = position.line, .column = position.column};
}

/* The question about each rule. */
struct asking {
    struct rp_arena *arena; /* of the assertions */
    const struct rampart_set *set;
    const struct rampart_rules *rules;
    const struct rampart_diff_options *how;
    const struct rampart_catalog *catalog;
    struct rampart_diags *diags;
};

/* Whether the rule is about actions of the service that the resource is of, "oss:reports". */
static bool assert_is_about(const struct rp_custom_rule *rule, struct rampart_str resource)
{
    const struct rp_values *actions = &rule->never.statement->action;
    const struct rampart_str service = rp_str_part(resource, 0, rp_str_find(resource, ':'));
    if (service.len == resource.len || actions->negated) return true;
    for (size_t i = 0; i < actions->count; i++) {
        const struct rampart_str pattern = rp_value_text(actions, i);
        const struct rampart_str head = rp_str_part(pattern, 0, rp_str_find(pattern, ':'));
        if (head.len == pattern.len || rp_glob(head, service)) return true;
    }
    return false;
}

/* What keeps a rule from being proved. */
struct open_list {
    struct rp_arena *arena;
    const struct rampart_diff_open **items;
    size_t count, room;
};

static enum rampart_status assert_add_open(struct open_list *list, const struct rampart_diff_open *open)
{
    const struct rampart_diff_open **items = rp_arena_grow(list->arena, list->items, list->count, &list->room, sizeof(void *));
    RP_TRY_MEMORY(items != NULL);
    list->items = items;
    items[list->count++] = open;
    return RAMPART_OK;
}

/* The layers of a service's resources that may grant what the rule is about: a pattern stands for any action. */
static unsigned assert_grantors(const struct rp_custom_rule *rule, struct rampart_str service)
{
    const struct rp_values *actions = &rule->never.statement->action;
    unsigned grantors = 0;
    for (size_t i = 0; i < actions->count; i++) {
        const struct rampart_str pattern = rp_value_text(actions, i);
        const size_t colon = rp_str_find(pattern, ':');
        if (rp_has_wildcard(pattern) || actions->negated) return rp_unseen_grantors(service, RP_STR(""));
        if (rp_str_equal_fold(rp_str_part(pattern, 0, colon), service))
            grantors |= rp_unseen_grantors(service, rp_str_from(pattern, colon + 1));
    }
    return grantors;
}

/* Nobody showed all resources of a service: such a policy may stand at one of them, unless it is said that there is none. */
static enum rampart_status assert_add_layers(struct open_list *list, const struct rp_custom_rule *rule, unsigned absent,
                                             struct rampart_str service)
{
    const unsigned grantors = assert_grantors(rule, service) & ~absent;
    for (unsigned layer = 0; grantors >> layer != 0; layer++) {
        if ((grantors >> layer & 1) == 0) continue;
        struct rampart_diff_open *open = RP_NEW(list->arena, struct rampart_diff_open);
        RP_TRY_MEMORY(open != NULL);
        open->reason = RAMPART_DIFF_UNREAD;
        RP_TRY_MEMORY(rp_arena_printf(list->arena, &open->what, "%s of %.*s", rampart_layer_name((enum rampart_layer)layer),
                                      RP_ARG(service)));
        RP_TRY(assert_add_open(list, open));
    }
    return RAMPART_OK;
}

/* Policies of resources of services that the rule is not about are left out. */
static enum rampart_status assert_find_open(const struct asking *asking, const struct rp_custom_rule *rule,
                                            struct answer *answer)
{
    const unsigned absent = asking->set->account->absent_layers | rp_options_absent(&asking->set->options);
    struct open_list list = {.arena = asking->arena};
    struct rampart_catalog_service service;
    size_t cursor = 0;
    for (size_t i = 0; i < rampart_diff_open_count(answer->diff); i++) {
        const struct rampart_diff_open *one = rampart_diff_open(answer->diff, i);
        if (one->reason != RAMPART_DIFF_SETTING || assert_is_about(rule, one->what)) RP_TRY(assert_add_open(&list, one));
    }
    while (rampart_catalog_next_service(asking->catalog, &cursor, &service)) {
        struct rampart_str resource;
        const struct rampart_str parts[] = {service.code, RP_STR(":")};
        RP_TRY_MEMORY(rp_arena_join(asking->arena, parts, 2, &resource));
        if (assert_is_about(rule, resource)) RP_TRY(assert_add_layers(&list, rule, absent, service.code));
    }
    answer->assertion.open = list.items;
    answer->assertion.open_count = list.count;
    return RAMPART_OK;
}

/* Users, roles or documents that nobody showed may break it. */
static bool assert_is_whole(const struct rampart_account *account)
{
    return account->gap_count == 0 && account->quarantined_count == 0;
}

static enum rampart_status assert_rule(const struct asking *asking, const struct rp_custom_rule *rule, struct answer *answer)
{
    const struct rampart_set *set = asking->set;
    struct rampart_diff_options gains = asking->how == NULL ? (struct rampart_diff_options){.first = false} : *asking->how;
    gains.gains = true;
    answer->assertion = (struct rampart_assertion){
        .name = rule->name, .severity = rule->severity, .message = rule->message, .place = assert_place(asking->rules, rule)};
    RP_TRY(assert_make_permitting(set, rule, asking->rules->source, answer));
    const struct rampart_set_parts parts = {.account = answer->permitting};
    RP_TRY(rampart_set_new(&set->options, &parts, asking->diags, &answer->set));
    RP_TRY(rp_diff_beyond(answer->set, set, &gains, asking->catalog, asking->diags, &answer->diff));
    answer->assertion.beyond = answer->diff;
    RP_TRY(assert_find_open(asking, rule, answer));
    if (rampart_diff_count(answer->diff) > 0)
        answer->assertion.outcome = RAMPART_REFUTED;
    else if (answer->assertion.open_count == 0 && assert_is_whole(set->account))
        answer->assertion.outcome = RAMPART_HOLDS;
    return RAMPART_OK;
}

/* ---- all rules ---- */

void rampart_assertions_free(struct rampart_assertions *assertions)
{
    if (assertions == NULL) return;
    for (size_t i = 0; i < assertions->count; i++) {
        rampart_diff_free(assertions->answers[i].diff);
        rampart_set_free(assertions->answers[i].set);
        rampart_account_free(assertions->answers[i].permitting);
    }
    struct rp_arena arena = assertions->arena; /* they live in it */
    rp_arena_free(&arena);
}

static enum rampart_status assert_new(const struct rampart_allocator *allocator, size_t rules,
                                      struct rampart_assertions **ret_assertions)
{
    struct rp_arena arena;
    rp_arena_init(&arena, allocator);
    struct rampart_assertions *assertions = RP_NEW(&arena, struct rampart_assertions);
    struct answer *answers = RP_NEW_ARRAY(&arena, struct answer, rules + 1);
    if (assertions == NULL || answers == NULL) {
        rp_arena_free(&arena);
        return RAMPART_NO_MEMORY;
    }
    *assertions = (struct rampart_assertions){.arena = arena, .allocator = arena.allocator, .answers = answers};
    *ret_assertions = assertions;
    return RAMPART_OK;
}

enum rampart_status rampart_assert(const struct rampart_set *set, const struct rampart_rules *rules,
                                   const struct rampart_diff_options *how, struct rampart_diags *diags,
                                   struct rampart_assertions **ret_assertions)
{
    struct rampart_assertions *assertions = NULL;
    if (set == NULL || rules == NULL || ret_assertions == NULL) return RAMPART_MISUSE;
    if (set->account == NULL || set->account->organisation != NULL) {
        rp_diag(diags, RAMPART_ERROR, RP_REQ_SIDES, RP_NOWHERE, "rules are asked of one account");
        return RAMPART_INVALID_INPUT;
    }
    RP_TRY(assert_new(&set->allocator, rules->count, &assertions));
    struct asking asking = {&assertions->arena, set, rules, how, set->options.catalog, diags};
    struct rampart_catalog *own = NULL;
    enum rampart_status status = RAMPART_OK;
    if (asking.catalog == NULL) status = rampart_catalog_open(&set->options, &own);
    if (own != NULL) asking.catalog = own;
    for (size_t i = 0; i < rules->count && status == RAMPART_OK; i++)
        status = assert_rule(&asking, &rules->items[i], &assertions->answers[assertions->count++]);
    rampart_catalog_free(own);
    if (status == RAMPART_OK)
        *ret_assertions = assertions;
    else
        rampart_assertions_free(assertions);
    return status;
}

size_t rampart_assertion_count(const struct rampart_assertions *assertions)
{
    return assertions->count;
}

const struct rampart_assertion *rampart_assertion(const struct rampart_assertions *assertions, size_t i)
{
    return i < assertions->count ? &assertions->answers[i].assertion : NULL;
}
