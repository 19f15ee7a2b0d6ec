/* SPDX-License-Identifier: Apache-2.0 */
#include "suite/mutants.h"

#include "base/str.h"
#include "base/try.h"
#include "policy/arn.h"
#include "policy/assumption.h"
#include "policy/kind.h"
#include "policy/operand.h"

static const char *const operator_names[RAMPART_MUTATION_OPERATORS] = {
    [RAMPART_MUTATION_STATEMENT_DROPPED] = "statement-dropped",
    [RAMPART_MUTATION_EFFECT_TURNED] = "effect-turned",
    [RAMPART_MUTATION_ACTION_DROPPED] = "action-dropped",
    [RAMPART_MUTATION_ACTION_WIDENED] = "action-widened",
    [RAMPART_MUTATION_ACTION_NARROWED] = "action-narrowed",
    [RAMPART_MUTATION_ACTION_TURNED] = "action-turned",
    [RAMPART_MUTATION_RESOURCE_DROPPED] = "resource-dropped",
    [RAMPART_MUTATION_RESOURCE_WIDENED] = "resource-widened",
    [RAMPART_MUTATION_RESOURCE_NARROWED] = "resource-narrowed",
    [RAMPART_MUTATION_RESOURCE_TURNED] = "resource-turned",
    [RAMPART_MUTATION_PRINCIPAL_DROPPED] = "principal-dropped",
    [RAMPART_MUTATION_CONDITIONS_DROPPED] = "conditions-dropped",
    [RAMPART_MUTATION_KEY_DROPPED] = "key-dropped",
    [RAMPART_MUTATION_VALUE_DROPPED] = "value-dropped",
    [RAMPART_MUTATION_OPERATOR_NEGATED] = "operator-negated",
};

const char *rampart_mutation_operator_name(enum rampart_mutation_operator op)
{
    return (size_t)op < RAMPART_MUTATION_OPERATORS ? operator_names[op] : "unknown";
}

/* ---- the list ---- */

struct listing {
    struct rp_arena *arena;
    const struct rampart_catalog *catalog;
    rampart_switches assumed;
    const struct rampart_policy *policy;
    const struct rp_kind *kind;
    const struct rp_statement *statement;
    size_t number; /* of the statement */
    struct rp_changes *changes;
};

const char *rp_change_refused(const struct rampart_policy *policy)
{
    if (policy->unknown) return "its document is not known";
    if (policy->hidden) return "its document is secret";
    if (policy->setting.len > 0) return "it is a setting, and no document";
    if (policy->kind == RAMPART_POLICY_ACCESS_KEY) return "it is a list of networks, and no document";
    return policy->statement_count == 0 ? "it has no statements" : NULL;
}

static enum rampart_status list_add(struct listing *listing, struct rp_change change)
{
    struct rp_changes *changes = listing->changes;
    if (rp_str_equal(change.was, change.now)) return RAMPART_OK;
    struct rp_change *items =
        rp_arena_grow(listing->arena, changes->items, changes->count, &changes->room, sizeof *items);
    RP_TRY_MEMORY(items != NULL);
    change.statement = listing->number;
    changes->items = items;
    items[changes->count++] = change;
    return RAMPART_OK;
}

/* The statement, by what names it. */
static struct rampart_str list_statement_name(const struct listing *listing)
{
    return listing->statement->sid.len > 0 ? listing->statement->sid : RP_STR("the statement");
}

static enum rampart_status list_effect(struct listing *listing)
{
    const struct rp_statement *statement = listing->statement;
    const bool allows = statement->effect == RAMPART_ALLOW;
    const struct rampart_str allow = RP_STR("Allow"), deny = RP_STR("Deny");
    if (allows && listing->policy->kind == RAMPART_POLICY_TRUST && (listing->assumed & RP_ASSUME_NO_TRUST_DENY) != 0)
        return RAMPART_OK;
    return list_add(listing, (struct rp_change){.op = RAMPART_MUTATION_EFFECT_TURNED,
                                                .offset = statement->span.start,
                                                .was = allows ? allow : deny,
                                                .now = allows ? deny : allow});
}

/* ---- actions ---- */

/* Whether a document of this kind may say so: policies of keys speak of their own service alone. */
static bool list_takes_action(const struct listing *listing, struct rampart_str action)
{
    return rp_str_starts(action, listing->kind->service);
}

static enum rampart_status list_widen_action(struct listing *listing, struct rp_change change)
{
    const size_t colon = rp_str_find(change.was, ':');
    const struct rampart_str parts[] = {rp_str_part(change.was, 0, colon), RP_STR(":*")};
    change.op = RAMPART_MUTATION_ACTION_WIDENED;
    change.now = RP_STR("*");
    if (colon < change.was.len && !rp_str_equal(rp_str_from(change.was, colon), parts[1]))
        RP_TRY_MEMORY(rp_arena_join(listing->arena, parts, 2, &change.now));
    return list_takes_action(listing, change.now) ? list_add(listing, change) : RAMPART_OK;
}

/* The first of several actions that are known: of one alone, no test could tell the difference. */
static enum rampart_status list_narrow_action(struct listing *listing, struct rp_change change)
{
    struct rampart_catalog_pattern pattern = rampart_catalog_pattern(change.was);
    struct rampart_catalog_action first, second;
    struct rampart_unasked_call call;
    change.op = RAMPART_MUTATION_ACTION_NARROWED;
    if (!rp_has_wildcard(change.was)) return RAMPART_OK;
    do
        if (!rampart_catalog_next_match(listing->catalog, &pattern, &first)) return RAMPART_OK;
    while (rampart_find_unasked_call(first.action, &call));
    if (!rampart_catalog_next_match(listing->catalog, &pattern, &second)) return RAMPART_OK;
    change.now = first.action;
    return list_takes_action(listing, change.now) ? list_add(listing, change) : RAMPART_OK;
}

static enum rampart_status list_actions(struct listing *listing)
{
    const struct rp_values *values = &listing->statement->action;
    for (size_t i = 0; i < values->count; i++) {
        const struct rp_change change = {.op = RAMPART_MUTATION_ACTION_DROPPED,
                                         .at = i,
                                         .offset = values->spans[i].start,
                                         .was = rp_value_text(values, i)};
        if (values->count > 1) RP_TRY(list_add(listing, change));
        RP_TRY(list_widen_action(listing, change));
        RP_TRY(list_narrow_action(listing, change));
    }
    if (listing->kind->everything_only) return RAMPART_OK;
    const struct rampart_str plain = RP_STR("Action"), negated = RP_STR("NotAction");
    return list_add(listing, (struct rp_change){.op = RAMPART_MUTATION_ACTION_TURNED,
                                                .offset = values->start,
                                                .was = values->negated ? negated : plain,
                                                .now = values->negated ? plain : negated});
}

/* ---- resources ---- */

/* `a/b` becomes `a/` and a star, and so does `a/b/` and a star; of one part alone the star is left. */
static enum rampart_status list_widen_rest(struct rp_arena *arena, struct rampart_str rest, struct rampart_str *ret_rest)
{
    size_t len = rest.len;
    if (len > 1 && rest.data[len - 1] == '*' && rest.data[len - 2] == '/') len -= 2;
    while (len > 0 && rest.data[len - 1] != '/') len--;
    const struct rampart_str parts[] = {rp_str_part(rest, 0, len), RP_STR("*")};
    return rp_arena_join(arena, parts, 2, ret_rest) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

static bool list_put_arn(struct rp_arena *arena, const struct rp_arn *arn, struct rampart_str *ret_text)
{
    return rp_arena_printf(arena, ret_text, "%.*s:%.*s:%.*s:%.*s:%.*s", RP_ARG(arn->partition), RP_ARG(arn->service),
                           RP_ARG(arn->region), RP_ARG(arn->account), RP_ARG(arn->rest));
}

/* A policy of a resource speaks of that one: a wider name would be another's. */
static enum rampart_status list_widen_resource(struct listing *listing, struct rp_change change)
{
    struct rp_arn arn;
    change.op = RAMPART_MUTATION_RESOURCE_WIDENED;
    change.now = RP_STR("*");
    if (listing->kind->of_resource) return RAMPART_OK;
    if (!rp_arn_split(change.was, &arn)) return list_add(listing, change);
    struct rp_arn wider = arn;
    const bool everything = rp_str_equal(arn.rest, RP_STR("*"));
    if (!everything) {
        RP_TRY(list_widen_rest(listing->arena, arn.rest, &wider.rest));
        RP_TRY_MEMORY(list_put_arn(listing->arena, &wider, &change.now));
    }
    RP_TRY(list_add(listing, change));
    if (arn.region.len == 0 || rp_has_wildcard(arn.region)) return RAMPART_OK;
    wider = arn;
    wider.region = RP_STR("*");
    RP_TRY_MEMORY(list_put_arn(listing->arena, &wider, &change.now));
    return list_add(listing, change);
}

/* The place of the last star; the length of the text: it has none. */
static size_t list_last_star(struct rampart_str text)
{
    size_t at = text.len;
    while (at > 0 && text.data[at - 1] != '*') at--;
    return at == 0 ? text.len : at - 1;
}

static enum rampart_status list_narrow_resource(struct listing *listing, struct rp_change change)
{
    struct rp_arn arn = {.partition = RP_STR("acs"), .service = RP_STR("*"), .region = RP_STR("*"), .account = RP_STR("*")};
    const bool split = rp_arn_split(change.was, &arn);
    const struct rampart_str rest = split ? arn.rest : change.was;
    const size_t star = list_last_star(rest);
    change.op = RAMPART_MUTATION_RESOURCE_NARROWED;
    if (star == rest.len || listing->kind->everything_only) return RAMPART_OK;
    RP_TRY_MEMORY(rp_arena_printf(listing->arena, &arn.rest, "%.*sexample%.*s", (int)star, rest.data,
                                  RP_ARG(rp_str_from(rest, star + 1))));
    RP_TRY_MEMORY(list_put_arn(listing->arena, &arn, &change.now));
    return list_add(listing, change);
}

static enum rampart_status list_resources(struct listing *listing)
{
    const struct rp_values *values = &listing->statement->resource;
    if (!values->present) return RAMPART_OK;
    for (size_t i = 0; i < values->count; i++) {
        const struct rp_change change = {.op = RAMPART_MUTATION_RESOURCE_DROPPED,
                                         .at = i,
                                         .offset = values->spans[i].start,
                                         .was = rp_value_text(values, i)};
        if (values->count > 1) RP_TRY(list_add(listing, change));
        RP_TRY(list_widen_resource(listing, change));
        RP_TRY(list_narrow_resource(listing, change));
    }
    const bool refused = !values->negated && (listing->assumed & RP_ASSUME_NO_NOTRESOURCE) != 0;
    if (listing->kind->everything_only || refused) return RAMPART_OK;
    const struct rampart_str plain = RP_STR("Resource"), negated = RP_STR("NotResource");
    return list_add(listing, (struct rp_change){.op = RAMPART_MUTATION_RESOURCE_TURNED,
                                                .offset = values->start,
                                                .was = values->negated ? negated : plain,
                                                .now = values->negated ? plain : negated});
}

/* ---- principals and conditions ---- */

static enum rampart_status list_principals(struct listing *listing)
{
    const size_t count = rp_principal_count(listing->statement);
    for (size_t i = 0; i < count && count > 1; i++) {
        const struct rp_value *value = &listing->statement->principals->items[i].value;
        RP_TRY(list_add(listing, (struct rp_change){.op = RAMPART_MUTATION_PRINCIPAL_DROPPED,
                                                    .at = i,
                                                    .offset = value->span.start,
                                                    .was = value->text}));
    }
    return RAMPART_OK;
}

/* The basic name of the operator that holds where this one does not; NULL: it is asked for by other values. */
static const char *list_opposite(struct rampart_str name)
{
    static const char *const pairs[][2] = {
        {"StringEquals", "StringNotEquals"},
        {"StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"},
        {"StringLike", "StringNotLike"},
        {"NumericEquals", "NumericNotEquals"},
        {"NumericLessThan", "NumericGreaterThanEquals"},
        {"NumericLessThanEquals", "NumericGreaterThan"},
        {"DateEquals", "DateNotEquals"},
        {"DateLessThan", "DateGreaterThanEquals"},
        {"DateLessThanEquals", "DateGreaterThan"},
        {"IpAddress", "NotIpAddress"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        for (int side = 0; side < 2; side++)
            if (rp_str_equal(name, rampart_str(pairs[i][side]))) return pairs[i][!side];
    return NULL;
}

/* "ForAnyValue:StringEqualsIfExists" with another name between its qualifier and its suffix. */
static enum rampart_status list_rename(struct listing *listing, const struct rp_condition *condition,
                                       const char *basic, struct rampart_str *ret_name)
{
    const struct rampart_str name = condition->op_name;
    const size_t colon = rp_str_find(name, ':'), head = colon < name.len ? colon + 1 : 0;
    const size_t old = strlen(condition->op.name);
    const struct rampart_str parts[] = {rp_str_part(name, 0, head), rampart_str(basic), rp_str_from(name, head + old)};
    return rp_arena_join(listing->arena, parts, 3, ret_name) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

/* Of Bool and Null, which have no opposite, a single value is turned. */
static enum rampart_status list_turn_truth(struct listing *listing, const struct rp_condition *condition,
                                           struct rp_change change)
{
    bool truth = false;
    if (condition->values.count != 1 || !rp_truth_read(rp_value_text(&condition->values, 0), &truth)) return RAMPART_OK;
    change.was = truth ? RP_STR("true") : RP_STR("false");
    change.now = truth ? RP_STR("false") : RP_STR("true");
    return list_add(listing, change);
}

static enum rampart_status list_negate(struct listing *listing, const struct rp_condition *condition,
                                       struct rp_change change)
{
    const char *opposite = condition->op.null ? NULL : list_opposite(rampart_str(condition->op.name));
    change.op = RAMPART_MUTATION_OPERATOR_NEGATED;
    if (opposite == NULL) return list_turn_truth(listing, condition, change);
    change.was = condition->op_name;
    RP_TRY(list_rename(listing, condition, opposite, &change.now));
    return list_add(listing, change);
}

static enum rampart_status list_values(struct listing *listing, const struct rp_condition *condition, size_t at)
{
    const struct rp_values *values = &condition->values;
    for (size_t i = 0; i < values->count && values->count > 1; i++)
        RP_TRY(list_add(listing, (struct rp_change){.op = RAMPART_MUTATION_VALUE_DROPPED,
                                                    .at = at,
                                                    .value = i,
                                                    .offset = values->spans[i].start,
                                                    .was = rp_value_text(values, i)}));
    return RAMPART_OK;
}

static enum rampart_status list_conditions(struct listing *listing)
{
    const struct rp_statement *statement = listing->statement;
    if (statement->condition_count > 1)
        RP_TRY(list_add(listing, (struct rp_change){.op = RAMPART_MUTATION_CONDITIONS_DROPPED,
                                                    .offset = statement->conditions[0].key.span.start,
                                                    .was = RP_STR("Condition")}));
    for (size_t i = 0; i < statement->condition_count; i++) {
        const struct rp_condition *condition = &statement->conditions[i];
        struct rp_change change = {.op = RAMPART_MUTATION_KEY_DROPPED, .at = i, .offset = condition->key.span.start};
        RP_TRY_MEMORY(rp_arena_printf(listing->arena, &change.was, "%.*s %.*s", RP_ARG(condition->op_name),
                                      RP_ARG(condition->key.text)));
        RP_TRY(list_add(listing, change));
        RP_TRY(list_values(listing, condition, i));
        RP_TRY(list_negate(listing, condition, change));
    }
    return RAMPART_OK;
}

/* The one action of a trust policy is what the policy is for. */
static enum rampart_status list_statement(struct listing *listing)
{
    RP_TRY(list_add(listing, (struct rp_change){.op = RAMPART_MUTATION_STATEMENT_DROPPED,
                                                .offset = listing->statement->span.start,
                                                .was = list_statement_name(listing)}));
    RP_TRY(list_effect(listing));
    if (listing->policy->kind != RAMPART_POLICY_TRUST) RP_TRY(list_actions(listing));
    RP_TRY(list_resources(listing));
    RP_TRY(list_principals(listing));
    return list_conditions(listing);
}

enum rampart_status rp_changes_list(struct rp_arena *arena, const struct rampart_catalog *catalog,
                                    rampart_switches assumed, const struct rampart_policy *policy,
                                    struct rp_changes *changes)
{
    struct listing listing = {.arena = arena,
                              .catalog = catalog,
                              .assumed = assumed,
                              .policy = policy,
                              .kind = rp_kind_of(policy->kind),
                              .changes = changes};
    for (size_t i = 0; i < policy->statement_count; i++) {
        listing.statement = &policy->statements[i];
        listing.number = i;
        RP_TRY(list_statement(&listing));
    }
    return RAMPART_OK;
}
