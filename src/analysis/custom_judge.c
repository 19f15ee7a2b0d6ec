/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/custom_judge.h"

#include <string.h>

#include <rampart/catalog.h>

#include "analysis/custom_conditions.h"
#include "base/str.h"
#include "base/try.h"
#include "policy/arn.h"
#include "policy/pattern_sets.h"

enum { MOST_ACTIONS = 100000 }; /* that are looked at for one statement; the cloud has fewer */

/* A statement while it is judged. */
struct judging {
    struct rp_arena *arena;
    const struct rampart_catalog *catalog;
    const struct rp_custom_rule *rule;
    const struct rampart_policy *policy;
    const struct rampart_strs *holders; /* NULL: it is not known who has the policy */
    const struct rp_statement *statement;
    struct rp_statement joint; /* the conditions of the statement, and those of the rule's context */
    bool spares;         /* the rule's `unless` spares requests about its actions and resources */
    bool *denies;        /* of the policy's statements: it certainly denies what it is about */
    bool *applies;       /* of the same, and at the end of `unless`: it is about the action at hand */
    bool *settled;       /* the same for an action of which it is known that it is allowed nowhere */
    bool has_settled;
    size_t looked_at;    /* actions */
    bool breaks;
    struct rp_custom_breach breach;
};

/* ---- principals ---- */

static bool judge_names(const struct rp_custom_scope *scope, struct rampart_str principal)
{
    for (size_t i = 0; i < scope->principal_count; i++)
        if (rp_glob(scope->principals[i], principal)) return true;
    return false;
}

/* A principal of the statement, or one that has the policy. */
static void judge_principal(const struct rp_custom_rule *rule, struct rampart_str principal, bool everybody, bool *about,
                            bool *spared)
{
    if (rule->never.names_principals && !everybody && !judge_names(&rule->never, principal)) return;
    *about = true;
    if (rule->unless.names_principals && !judge_names(&rule->unless, principal)) *spared = false;
}

/* Whether the rule is about a principal of the statement, or about one that has it, and whether it spares all of these. */
static bool judge_is_about_principals(const struct judging *judging, bool *ret_spared)
{
    const struct rp_custom_rule *rule = judging->rule;
    const struct rp_statement *statement = judging->statement;
    bool about = !rule->never.names_principals && !rule->unless.names_principals;
    *ret_spared = true;
    for (size_t i = 0; i < rp_principal_count(statement); i++) {
        const struct rp_principal *principal = &statement->principals->items[i];
        judge_principal(rule, principal->value.text, principal->kind == RP_PRINCIPAL_EVERYBODY, &about, ret_spared);
    }
    const bool held = statement->principals == NULL && judging->holders != NULL;
    for (size_t i = 0; held && i < judging->holders->count; i++)
        judge_principal(rule, judging->holders->items[i], false, &about, ret_spared);
    return about;
}

/* A Deny is for everybody, or for each principal of the statement. */
static bool judge_denies_principals(const struct rp_statement *deny, const struct rp_statement *allow)
{
    if (deny->principals == NULL) return true;
    for (size_t i = 0; i < rp_principal_count(allow); i++) {
        bool found = false;
        for (size_t k = 0; k < deny->principals->count && !found; k++) {
            const struct rp_principal *principal = &deny->principals->items[k];
            found = principal->kind == RP_PRINCIPAL_EVERYBODY ||
                    rp_str_equal(principal->value.text, allow->principals->items[i].value.text);
        }
        if (!found) return false;
    }
    return true;
}

/* ---- statements ---- */

/* The value of Action that matches; count: none. */
static size_t judge_action_value(const struct rp_values *values, struct rampart_str action)
{
    size_t i = 0;
    while (i < values->count && !rp_glob(rp_value_text(values, i), action)) i++;
    return i;
}

static bool judge_matches_action(const struct rp_statement *statement, struct rampart_str action)
{
    return (judge_action_value(&statement->action, action) < statement->action.count) != statement->action.negated;
}

/* A Deny without conditions, one whose conditions are met whenever these are, or one for all who lack what is required. */
static enum rampart_status judge_find_denies(struct judging *judging)
{
    const struct rampart_policy *policy = judging->policy;
    judging->denies = RP_NEW_ARRAY(judging->arena, bool, policy->statement_count);
    judging->applies = RP_NEW_ARRAY(judging->arena, bool, policy->statement_count + 1);
    judging->settled = RP_NEW_ARRAY(judging->arena, bool, policy->statement_count + 1);
    RP_TRY_MEMORY(judging->denies != NULL && judging->applies != NULL && judging->settled != NULL);
    for (size_t i = 0; i < policy->statement_count; i++) {
        const struct rp_statement *deny = &policy->statements[i];
        bool certain = false;
        if (deny->effect != RAMPART_DENY || !judge_denies_principals(deny, judging->statement)) continue;
        RP_TRY(rp_conditions_imply(judging->arena, &judging->joint, deny, &certain));
        if (!certain && judging->rule->requires)
            RP_TRY(rp_conditions_leave_none(judging->arena, judging->rule->required, deny, &certain));
        judging->denies[i] = certain;
    }
    return RAMPART_OK;
}

/* ---- resources ---- */

/* Sets of resources; those of `beyond` are one set. */
struct regions {
    struct rp_pattern_set within[RP_SETS_MOST - 1];
    size_t within_count;
    struct rp_cell_pattern *beyond;
    size_t beyond_count, beyond_room;
    bool crowded;   /* there are more sets than can be asked about: it is left open */
    bool has_colon; /* a pattern has a colon behind the account: then a resource may have one as well */
};

static void judge_look_for_colons(struct regions *regions, const struct rp_values *values)
{
    for (size_t i = 0; i < values->count; i++)
        if (rp_str_count(rp_value_text(values, i), ':') > RP_ARN_COLONS) regions->has_colon = true;
}

static enum rampart_status judge_within(struct judging *judging, struct regions *regions, const struct rp_values *values)
{
    judge_look_for_colons(regions, values);
    struct rp_cell_pattern *patterns = RP_NEW_ARRAY(judging->arena, struct rp_cell_pattern, values->count + 1);
    RP_TRY_MEMORY(patterns != NULL);
    for (size_t i = 0; i < values->count; i++)
        patterns[i] = (struct rp_cell_pattern){rp_value_text(values, i), true, false, RP_CROSSES};
    regions->crowded = regions->crowded || regions->within_count == RP_SETS_MOST - 1;
    if (!regions->crowded) regions->within[regions->within_count++] = (struct rp_pattern_set){patterns, values->count};
    return RAMPART_OK;
}

static enum rampart_status judge_beyond(struct judging *judging, struct regions *regions, const struct rp_values *values)
{
    for (size_t i = 0; i < values->count; i++) {
        struct rp_cell_pattern *patterns = rp_arena_grow(judging->arena, regions->beyond, regions->beyond_count,
                                                         &regions->beyond_room, sizeof *patterns);
        RP_TRY_MEMORY(patterns != NULL);
        regions->beyond = patterns;
        patterns[regions->beyond_count++] = (struct rp_cell_pattern){rp_value_text(values, i), true, false, RP_CROSSES};
    }
    return RAMPART_OK;
}

/* What the statement allows, and what others of the policy deny. */
static enum rampart_status judge_take(struct judging *judging, struct regions *regions, const struct rp_values *resource,
                                      bool inside)
{
    if (!resource->present) return RAMPART_OK; /* a trust policy is about its own role */
    return inside != resource->negated ? judge_within(judging, regions, resource) : judge_beyond(judging, regions, resource);
}

/* An ARN, and an id has no colon unless a pattern says that it may: "key/a*" and "key/b*" have nothing in common. */
static void judge_shape(struct regions *regions)
{
    static const struct rp_cell_pattern shapes[] = {
        {{"acs:*:*:*:*", sizeof "acs:*:*:*:*" - 1}, true, false, RP_NEVER_CROSSES},
        {{"acs:*:*:*:*", sizeof "acs:*:*:*:*" - 1}, true, false, RP_WITHIN_FIELDS},
    };
    regions->crowded = regions->crowded || regions->within_count == RP_SETS_MOST - 1;
    if (!regions->crowded)
        regions->within[regions->within_count++] = (struct rp_pattern_set){&shapes[regions->has_colon], 1};
}

/* By what applies to an action. */
static enum rampart_status judge_regions(struct judging *judging, const bool *applies, struct regions *regions)
{
    const struct rp_custom_rule *rule = judging->rule;
    const size_t count = judging->policy->statement_count;
    RP_TRY(judge_take(judging, regions, &rule->never.statement->resource, true));
    RP_TRY(judge_take(judging, regions, &judging->statement->resource, true));
    if (applies != NULL && applies[count]) RP_TRY(judge_take(judging, regions, &rule->unless.statement->resource, false));
    for (size_t i = 0; applies != NULL && i < count; i++)
        if (applies[i]) RP_TRY(judge_take(judging, regions, &judging->policy->statements[i].resource, false));
    judge_shape(regions);
    return RAMPART_OK;
}

/* A resource that the rule is about and the statement reaches, and nothing that applies takes away. */
static enum rampart_status judge_find(struct judging *judging, const bool *applies, enum rp_sets_answer *ret_answer,
                                      struct rampart_str *ret_resource)
{
    struct regions regions = {.within_count = 0};
    *ret_answer = RP_SETS_UNDECIDED;
    RP_TRY(judge_regions(judging, applies, &regions));
    if (regions.crowded) return RAMPART_OK;
    const struct rp_pattern_set beyond = {regions.beyond, regions.beyond_count};
    const struct rp_sets_question question = {regions.within, &beyond, regions.within_count, 1};
    return rp_pattern_sets_find(judging->arena, &question, ret_answer, ret_resource);
}

/* False: a Deny of a trust policy applies, and takes everything away. */
static bool judge_apply(struct judging *judging, struct rampart_str action)
{
    const size_t count = judging->policy->statement_count;
    for (size_t i = 0; i < count; i++) {
        const struct rp_statement *deny = &judging->policy->statements[i];
        judging->applies[i] = judging->denies[i] && judge_matches_action(deny, action);
        if (judging->applies[i] && !deny->resource.present) return false;
    }
    judging->applies[count] = judging->spares && judge_matches_action(judging->rule->unless.statement, action);
    return true;
}

/* Whether the action is allowed on a resource that the rule is about. Most actions have the same apply to them. */
static enum rampart_status judge_action(struct judging *judging, struct rampart_str action, size_t value)
{
    const size_t size = (judging->policy->statement_count + 1) * sizeof *judging->applies;
    enum rp_sets_answer answer = RP_SETS_UNDECIDED;
    struct rampart_str resource = RP_STR("*");
    judging->looked_at++;
    if (!judge_apply(judging, action)) return RAMPART_OK;
    if (judging->has_settled && memcmp(judging->applies, judging->settled, size) == 0) return RAMPART_OK;
    RP_TRY(judge_find(judging, judging->applies, &answer, &resource));
    if (answer == RP_SETS_NONE) {
        memcpy(judging->settled, judging->applies, size);
        judging->has_settled = true;
        return RAMPART_OK;
    }
    if (answer == RP_SETS_UNDECIDED || rp_str_equal(resource, RP_STR("acs::::"))) resource = RP_STR("*");
    judging->breaks = true;
    judging->breach = (struct rp_custom_breach){value, action, resource};
    return RAMPART_OK;
}

/* ---- actions ---- */

static enum rampart_status judge_if_matched(struct judging *judging, struct rampart_str action)
{
    const struct rp_values *own = &judging->statement->action;
    if (judging->breaks || !judge_matches_action(judging->statement, action)) return RAMPART_OK;
    return judge_action(judging, action, own->negated ? own->count : judge_action_value(own, action));
}

/* Each action of the cloud that the pattern stands for. */
static enum rampart_status judge_known_actions(struct judging *judging, struct rampart_str text)
{
    struct rampart_catalog_pattern pattern = rampart_catalog_pattern(text);
    struct rampart_catalog_action known;
    while (!judging->breaks && judging->looked_at < MOST_ACTIONS &&
           rampart_catalog_next_match(judging->catalog, &pattern, &known))
        if (judge_action_value(&judging->rule->never.statement->action, known.action) <
            judging->rule->never.statement->action.count)
            RP_TRY(judge_if_matched(judging, known.action));
    return RAMPART_OK;
}

/* Names that the catalogue may not have: those that are written out, on either side. */
static enum rampart_status judge_named_actions(struct judging *judging)
{
    const struct rp_values *never = &judging->rule->never.statement->action, *own = &judging->statement->action;
    for (size_t i = 0; i < never->count; i++)
        if (!rp_has_wildcard(rp_value_text(never, i))) RP_TRY(judge_if_matched(judging, rp_value_text(never, i)));
    for (size_t i = 0; i < own->count && !own->negated; i++) {
        const struct rampart_str text = rp_value_text(own, i);
        const bool named = !rp_has_wildcard(text) && judge_action_value(never, text) < never->count;
        if (named) RP_TRY(judge_if_matched(judging, text));
    }
    return RAMPART_OK;
}

static bool judge_is_known_service(const struct judging *judging, struct rampart_str pattern)
{
    struct rampart_catalog_pattern all = rampart_catalog_pattern(pattern);
    struct rampart_catalog_action known;
    return rampart_catalog_next_match(judging->catalog, &all, &known);
}

/* A pattern of a service that the catalogue does not have stands for actions that nobody can name: it is taken whole. */
static enum rampart_status judge_unknown_actions(struct judging *judging)
{
    const struct rp_values *never = &judging->rule->never.statement->action, *own = &judging->statement->action;
    for (size_t i = 0; i < own->count && !own->negated && !judging->breaks; i++) {
        const struct rampart_str text = rp_value_text(own, i);
        const size_t colon = rp_str_find(text, ':');
        if (!rp_has_wildcard(text) || rp_literal_length(text) <= colon || judge_is_known_service(judging, text)) continue;
        if (judge_action_value(never, text) < never->count) RP_TRY(judge_action(judging, text, i));
    }
    return RAMPART_OK;
}

/* True when two patterns of actions have nothing in common at sight: they begin otherwise. */
static bool judge_are_apart(struct rampart_str a, struct rampart_str b)
{
    const size_t head_a = rp_literal_length(a), head_b = rp_literal_length(b), head = head_a < head_b ? head_a : head_b;
    return !rp_str_equal_fold(rp_str_part(a, 0, head), rp_str_part(b, 0, head));
}

static bool judge_is_apart_from_all(struct rampart_str pattern, const struct rp_values *values)
{
    size_t i = 0;
    while (i < values->count && judge_are_apart(pattern, rp_value_text(values, i))) i++;
    return i == values->count;
}

/* True when each pattern names its service. */
static bool judge_names_services(const struct rp_values *values)
{
    for (size_t i = 0; i < values->count; i++) {
        const struct rampart_str text = rp_value_text(values, i);
        if (rp_literal_length(text) <= rp_str_find(text, ':')) return false;
    }
    return true;
}

/* The list that names its services leads: a pattern such as "*:Delete*" stands for actions of the whole catalogue. */
static enum rampart_status judge_actions(struct judging *judging)
{
    const struct rp_values *never = &judging->rule->never.statement->action, *own = &judging->statement->action;
    const bool by_own = !own->negated && !judge_names_services(never) && judge_names_services(own);
    const struct rp_values *leading = by_own ? own : never, *other = by_own ? never : own;
    RP_TRY(judge_named_actions(judging));
    for (size_t i = 0; i < leading->count && !judging->breaks; i++) {
        const struct rampart_str text = rp_value_text(leading, i);
        if (!rp_has_wildcard(text) || (!own->negated && judge_is_apart_from_all(text, other))) continue;
        RP_TRY(judge_known_actions(judging, text));
    }
    return judge_unknown_actions(judging);
}

/* ---- all of it ---- */

static enum rampart_status judge_join(struct judging *judging)
{
    const struct rp_statement *own = judging->statement, *never = judging->rule->never.statement;
    const size_t count = own->condition_count + never->condition_count;
    struct rp_condition *conditions = RP_NEW_ARRAY(judging->arena, struct rp_condition, count + 1);
    RP_TRY_MEMORY(conditions != NULL);
    for (size_t i = 0; i < count; i++)
        conditions[i] = i < own->condition_count ? own->conditions[i] : never->conditions[i - own->condition_count];
    judging->joint = (struct rp_statement){.conditions = conditions, .condition_count = (uint32_t)count};
    return RAMPART_OK;
}

static enum rampart_status judge_statement(struct judging *judging)
{
    const struct rp_custom_rule *rule = judging->rule;
    bool spared = false, has_required = false, may = false;
    enum rp_sets_answer answer = RP_SETS_UNDECIDED;
    struct rampart_str resource;
    if (judging->statement->effect != RAMPART_ALLOW || !judge_is_about_principals(judging, &spared)) return RAMPART_OK;
    RP_TRY(rp_conditions_may_meet(judging->arena, judging->statement, rule->never.statement, &may));
    if (!may) return RAMPART_OK;
    RP_TRY(judge_find(judging, NULL, &answer, &resource));
    if (answer == RP_SETS_NONE) return RAMPART_OK; /* whatever the actions are */
    RP_TRY(judge_join(judging));
    if (rule->requires) RP_TRY(rp_conditions_imply(judging->arena, &judging->joint, rule->required, &has_required));
    if (has_required) return RAMPART_OK;
    judging->spares = rule->unless.present && spared;
    if (judging->spares)
        RP_TRY(rp_conditions_imply(judging->arena, &judging->joint, rule->unless.statement, &judging->spares));
    RP_TRY(judge_find_denies(judging));
    return judge_actions(judging);
}

enum rampart_status rp_custom_judge(struct rp_arena *arena, const struct rampart_catalog *catalog,
                                    const struct rp_custom_rule *rule, const struct rampart_policy *policy,
                                    const struct rampart_strs *holders, size_t statement, bool *ret_breaks, struct rp_custom_breach *ret_breach)
{
    struct judging judging = {
        .arena = arena, .catalog = catalog, .rule = rule, .policy = policy, .holders = holders, .statement = &policy->statements[statement]};
    RP_TRY(judge_statement(&judging));
    *ret_breaks = judging.breaks;
    *ret_breach = judging.breach;
    return RAMPART_OK;
}
