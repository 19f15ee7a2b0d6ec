/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One decision by a compiled account, explained. Everything of an explanation but `nearest` is about the statements that
 * may be about the action: they are found through the documents' indexes, and only they become rules. What goes wrong
 * on this way, and what wants all statements, is left to the long way.
 */
#include <string.h>

#include "account/compiled.h"
#include "base/str.h"
#include "base/try.h"
#include "engine/explain.h"
#include "engine/part.h"

enum { WORD = 64, FEW_WORDS = 8, HELD_AT_ONCE = 64 };

/* A document of the principal, and how it is attached. */
struct held {
    uint32_t number;
    const struct rp_resource_group *group; /* NULL: at account scope */
    const char *kind;                      /* of the holder: user, role or group */
    struct rampart_str holder;
};

/* A rule of a document in the order of the walk. One that is not about the action shows that its resource group is. */
struct taken {
    const struct rp_rule *rule;
    const struct rampart_attachment *attachment;
    const struct rp_group_members *members;
    bool about;
    struct taken *next;
};

struct taking {
    struct taken *first, **end;
    size_t count;
};

struct collection {
    const struct rampart_compiled *compiled;
    struct rampart_request *request;
    struct rp_arena *arena;
    struct taking own, grouped;
    uint64_t few[FEW_WORDS];
    struct held held[HELD_AT_ONCE]; /* whose indexes have been asked for, but not looked at */
    size_t held_count;
};

/* ---- one document ---- */

static enum rampart_status make_attachment(const struct collection *collection, const struct held *held,
                                           const struct rampart_attachment **ret_attachment)
{
    const struct rp_document *document = &collection->compiled->documents[held->number];
    const struct rampart_str holder[] = {rampart_str(held->kind), RP_STR("/"), held->holder};
    struct rampart_attachment *attachment = RP_NEW(collection->arena, struct rampart_attachment);
    RP_TRY_MEMORY(attachment != NULL);
    RP_TRY_MEMORY(rp_arena_join(collection->arena, holder, 3, &attachment->attached_to));
    attachment->policy = document->policy;
    attachment->system = document->system;
    *ret_attachment = attachment;
    if (held->group == NULL) return RAMPART_OK;
    attachment->layer = RAMPART_LAYER_RESOURCE_GROUP;
    attachment->resource_group = held->group->name;
    attachment->resource_group_members = held->group->patterns;
    return RAMPART_OK;
}

static enum rampart_status take(struct collection *collection, const struct taken *rule,
                                struct taking *taking)
{
    struct taken *taken = RP_NEW(collection->arena, struct taken);
    RP_TRY_MEMORY(taken != NULL);
    *taken = *rule;
    __builtin_prefetch(rule->rule);
    __builtin_prefetch(&rule->rule->conditions);
    *taking->end = taken;
    taking->end = &taken->next;
    taking->count++;
    return RAMPART_OK;
}

static enum rampart_status take_marked(struct collection *collection, const struct held *held,
                                       const uint64_t *marks)
{
    struct rp_unit unit = collection->compiled->documents[held->number].unit;
    struct taking *taking = held->group == NULL ? &collection->own : &collection->grouped;
    struct taken taken = {.about = true};
    unit.about = marks;
    size_t i = rp_unit_next(&unit, 0);
    if (i == unit.count && (held->group == NULL || unit.count == 0)) return RAMPART_OK;
    RP_TRY(make_attachment(collection, held, &taken.attachment));
    if (held->group != NULL)
        taken.members = &collection->compiled
                             ->resource_groups[held->group - collection->compiled->account->resource_groups];
    if (i == unit.count) {
        taken.rule = unit.rules;
        taken.about = false;
        return take(collection, &taken, taking);
    }
    for (; i < unit.count; i = rp_unit_next(&unit, i + 1)) {
        taken.rule = &unit.rules[i];
        RP_TRY(take(collection, &taken, taking));
    }
    return RAMPART_OK;
}

static enum rampart_status take_document(struct collection *collection, const struct held *held)
{
    const struct rampart_compiled *compiled = collection->compiled;
    const struct rp_unit *unit = &compiled->documents[held->number].unit;
    const struct rp_part part = {.index = compiled->indexes[held->number], .first = unit->rules};
    size_t words = rp_unit_words(unit);
    uint64_t *marks = collection->few;
    if (words > FEW_WORDS) marks = RP_NEW_ARRAY(collection->arena, uint64_t, words);
    RP_TRY_MEMORY(marks != NULL);
    memset(marks, 0, words * sizeof *marks);
    rp_part_mark(&part, &collection->request->action_print, marks);
    return take_marked(collection, held, marks);
}

/*
 * Memory is asked for before it is read, so that the waiting times overlap: of all documents the indexes, then of those
 * that may be about the action the statements.
 */
static enum rampart_status take_held(struct collection *collection)
{
    const struct rampart_compiled *compiled = collection->compiled;
    size_t count = 0;
    for (size_t i = 0; i < collection->held_count; i++) {
        const struct held held = collection->held[i];
        const struct rp_index *index = &compiled->indexes[held.number];
        bool about = rp_index_may_match(index, &collection->request->action_print);
        if (!about && held.group == NULL) continue;
        __builtin_prefetch(index->postings);
        __builtin_prefetch(index->postings + 3);
        __builtin_prefetch(&compiled->documents[held.number]);
        collection->held[count++] = held;
    }
    collection->held_count = 0;
    for (size_t i = 0; i < count; i++) RP_TRY(take_document(collection, &collection->held[i]));
    return RAMPART_OK;
}

static enum rampart_status hold(struct collection *collection, struct held held)
{
    if (collection->held_count == HELD_AT_ONCE) RP_TRY(take_held(collection));
    __builtin_prefetch(&collection->compiled->indexes[held.number]);
    collection->held[collection->held_count++] = held;
    return RAMPART_OK;
}

/* ---- who holds it ---- */

/* Whether any of the resources lies in the group. */
static enum rampart_status is_reached(const struct collection *collection,
                                      const struct rp_group_members *members, bool *ret_reached)
{
    const struct rp_rule rule = {.members = members};
    struct rampart_request *request = collection->request;
    bool reached = false;
    for (const struct rp_resource *resource = request->resources; resource != NULL && !reached;
         resource = resource->next) {
        const struct rp_question question = rp_question_about(request, resource, request->assumptions);
        enum rampart_truth truth = RAMPART_FALSE;
        RP_TRY(rp_scope_match(&rule, &question, &truth));
        reached = truth != RAMPART_FALSE;
    }
    *ret_reached = reached;
    return RAMPART_OK;
}

static enum rampart_status hold_scoped(struct collection *collection, const struct rp_scoped *scoped,
                                       struct held held)
{
    bool reached = false;
    RP_TRY(is_reached(collection, &collection->compiled->resource_groups[scoped->group], &reached));
    if (!reached) return RAMPART_OK;
    held.number = scoped->document;
    held.group = &collection->compiled->account->resource_groups[scoped->group];
    return hold(collection, held);
}

static enum rampart_status hold_all(struct collection *collection, const struct rp_holder *holder,
                                    struct held held)
{
    for (uint32_t i = 0; i < holder->count; i++) {
        held.number = holder->documents[i];
        RP_TRY(hold(collection, held));
    }
    for (uint32_t i = 0; i < holder->scoped_count; i++)
        RP_TRY(hold_scoped(collection, &holder->scoped[i], held));
    return RAMPART_OK;
}

static enum rampart_status take_holdings(struct collection *collection, const struct rp_holdings *holdings)
{
    const struct rampart_compiled *compiled = collection->compiled;
    bool user = collection->request->identity.kind == RP_IDENTITY_USER;
    struct held held = {.kind = user ? "user" : "role", .holder = holdings->name};
    for (size_t i = 0; i < holdings->group_count; i++)
        __builtin_prefetch(&compiled->groups[holdings->groups[i]]);
    RP_TRY(hold_all(collection, &holdings->own, held));
    held.kind = "group";
    for (size_t i = 0; i < holdings->group_count; i++) {
        held.holder = compiled->account->groups[holdings->groups[i]].name;
        RP_TRY(hold_all(collection, &compiled->groups[holdings->groups[i]], held));
    }
    return take_held(collection);
}

/* ---- rules ---- */

static enum rampart_status fill_unit(struct rp_arena *arena, const struct taking *taking,
                                     struct rp_unit *unit)
{
    uint64_t *about = RP_NEW_ARRAY(arena, uint64_t, taking->count / WORD + 1);
    unit->rules = RP_NEW_ARRAY(arena, struct rp_rule, taking->count);
    RP_TRY_MEMORY(unit->rules != NULL && about != NULL);
    for (const struct taken *taken = taking->first; taken != NULL; taken = taken->next) {
        struct rp_rule *rule = &unit->rules[unit->count];
        *rule = *taken->rule;
        rule->attachment = taken->attachment;
        rule->members = taken->members;
        __builtin_prefetch(rule->action.patterns);
        __builtin_prefetch(rule->resource.patterns);
        __builtin_prefetch(rule->statement);
        if (taken->about) about[unit->count / WORD] |= UINT64_C(1) << unit->count % WORD;
        unit->count++;
    }
    unit->about = about;
    return RAMPART_OK;
}

static enum rampart_status collect(struct collection *collection, const struct rampart_compiled *compiled,
                                   struct rampart_request *request, const struct rp_holdings *holdings,
                                   struct rampart_rules *rules)
{
    collection->compiled = compiled;
    collection->request = request;
    collection->held_count = 0;
    collection->own = collection->grouped = (struct taking){.count = 0};
    collection->own.end = &collection->own.first;
    collection->grouped.end = &collection->grouped.first;
    rp_compiled_frame(compiled, request, holdings, rules);
    rules->resource_group.present = holdings != NULL;
    if (holdings == NULL) return RAMPART_OK;
    RP_TRY(take_holdings(collection, holdings));
    RP_TRY(fill_unit(collection->arena, &collection->own, &rules->identity));
    return fill_unit(collection->arena, &collection->grouped, &rules->resource_group);
}

/* What cannot be done is left to the long way, which says what it is. */
static enum rampart_status explain_about(const struct rampart_options *options,
                                         const struct rampart_compiled *compiled,
                                         struct rampart_request *request,
                                         struct rampart_decision **ret_decision)
{
    const struct rp_holdings *holdings = NULL;
    struct rampart_rules rules = {.attachment_count = 0};
    bool several = rp_request_assumes_role(request) && request->resource_count > 1;
    if (several || !rp_compiled_holdings(compiled, request, &holdings)) return RAMPART_INVALID_INPUT;
    struct collection collection; /* large, and set as far as it is used */
    struct rampart_decision *decision = NULL;
    RP_TRY(rp_decision_new(options, &decision, &collection.arena));
    enum rampart_status status = collect(&collection, compiled, request, holdings, &rules);
    if (status == RAMPART_OK) status = rp_decision_explain(options, &rules, request, decision);
    if (status == RAMPART_OK)
        *ret_decision = decision;
    else
        rampart_decision_free(decision);
    return status;
}

enum rampart_status rampart_compiled_explain(const struct rampart_options *options,
                                             const struct rampart_compiled *compiled,
                                             struct rampart_request *request, struct rampart_diags *diags,
                                             struct rampart_decision **ret_decision)
{
    if (compiled == NULL || request == NULL || ret_decision == NULL || !request->finished)
        return RAMPART_MISUSE;
    if (options != NULL && options->without_nearest) {
        enum rampart_status status = explain_about(options, compiled, request, ret_decision);
        if (status == RAMPART_OK || status == RAMPART_NO_MEMORY) return status;
    }
    struct rampart_rules *rules = NULL;
    RP_TRY(rampart_compiled_rules(options, compiled, request, NULL, 0, 0, diags, &rules));
    enum rampart_status status = rampart_explain(options, rules, request, ret_decision);
    if (status == RAMPART_OK)
        rp_decision_keep(*ret_decision, rules);
    else
        rampart_rules_free(rules);
    return status;
}
