/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/str.h"
#include "base/try.h"
#include "decide/candidates.h"
#include "decide/compiled.h"
#include "decide/match.h"

enum rampart_status rp_part_add(struct rp_arena *arena, struct rp_unit *unit, size_t at,
                                const struct rp_index *index)
{
    struct rp_index_part *part = RP_NEW(arena, struct rp_index_part);
    RP_TRY_MEMORY(part != NULL);
    *part = (struct rp_index_part){*index, at, unit->parts};
    unit->parts = part;
    return RAMPART_OK;
}

/* A fingerprint speaks of one resource, and of patterns as they are read by default. */
struct rp_sought rp_sought_by(const struct rampart_request *request, unsigned assumed)
{
    struct rp_sought sought = {.action = &request->action_print};
    if (request->resource_count != 1 || request->area) return sought;
    if ((assumed & RP_ASSUMED_RESOURCES) != 0) return sought;
    sought.print = request->resources->print;
    sought.spelling = request->resources->spelling;
    return sought;
}

/* Where some pattern may match more under another reading, the fingerprint of every resource is looked for. */
static uint64_t print_in(const struct rp_index *index, const struct rp_sought *sought)
{
    bool open = sought->print != 0 && rp_open_readings(index->readings, index->colons, sought->spelling) != 0;
    return open ? 0 : sought->print;
}

/* What is sought in one index, and where the marks of its rules begin. */
struct marking {
    const struct rp_action_print *action;
    uint64_t print;
    const struct rp_rule *rules;
    size_t at;
    struct rp_marks marks;
};

static void set(uint64_t *marks, size_t number)
{
    marks[number / 64] |= UINT64_C(1) << number % 64;
}

static void mark_stretch(const struct marking *marking, const struct rp_stretch *stretch)
{
    const struct rp_action_print *action = marking->action;
    for (uint32_t i = 0; i < stretch->count; i++) {
        if (!rp_stretch_is_about(stretch, i, action)) continue;
        const struct rp_posting *posting = &stretch->postings[i];
        size_t number = marking->at + (size_t)(posting->rule - marking->rules);
        if (marking->marks.about != NULL) set(marking->marks.about, number);
        if (rp_resource_may_match(posting->resources, marking->print)) set(marking->marks.bears, number);
    }
}

void rp_index_mark(const struct rp_index *index, const struct rp_sought *sought, size_t at,
                   struct rp_marks marks)
{
    const struct marking marking = {sought->action, print_in(index, sought), index->rules, at, marks};
    struct rp_stretch stretches[RP_ACTION_TAGS];
    size_t count = rp_index_stretches(index, sought->action, stretches);
    for (size_t i = 0; i < count; i++) mark_stretch(&marking, &stretches[i]);
}

void rp_unit_mark(const struct rp_unit *unit, const struct rp_sought *sought, struct rp_marks marks)
{
    for (const struct rp_index_part *part = unit->parts; part != NULL; part = part->next)
        if (rp_index_may_match(&part->index, sought->action))
            rp_index_mark(&part->index, sought, part->at, marks);
}

/* A rule of a document in the order of the walk. One that does not bear on it shows that its resource group is reached. */
struct rp_taken {
    const struct rp_rule *rule;
    struct rp_held held;
    bool bears;
    struct rp_taken *next;
};

/* ---- which rules ---- */

static enum rampart_status take(struct rp_collection *collection, const struct rp_held *held,
                                const struct rp_rule *rule, bool bears)
{
    struct rp_taking *taking = held->group == NULL ? &collection->own : &collection->grouped;
    struct rp_taken *taken = RP_NEW(collection->arena, struct rp_taken);
    RP_TRY_MEMORY(taken != NULL);
    *taken = (struct rp_taken){rule, *held, bears, NULL};
    rp_rule_fetch(rule);
    *taking->end = taken;
    taking->end = &taken->next;
    taking->count++;
    return RAMPART_OK;
}

static enum rampart_status take_marked(struct rp_collection *collection, const struct rp_held *held,
                                       const uint64_t *marks)
{
    const struct rp_index *index = &collection->compiled->indexes[held->number];
    const size_t count = index->rule_count;
    size_t i = rp_mark_next(marks, count, 0);
    if (i == count)
        return held->group != NULL && count > 0 ? take(collection, held, index->rules, false) : RAMPART_OK;
    rp_prefetch(&collection->compiled->documents[held->number]);
    for (; i < count; i = rp_mark_next(marks, count, i + 1))
        RP_TRY(take(collection, held, &index->rules[i], true));
    return RAMPART_OK;
}

static enum rampart_status take_document(struct rp_collection *collection, const struct rp_held *held)
{
    const struct rp_index *index = &collection->compiled->indexes[held->number];
    size_t words = rp_mark_words(index->rule_count);
    uint64_t *marks = collection->few;
    if (words > RP_FEW_MARKS) marks = RP_NEW_ARRAY(collection->arena, uint64_t, words);
    RP_TRY_MEMORY(marks != NULL);
    memset(marks, 0, words * sizeof *marks);
    rp_index_mark(index, &collection->sought, 0, (struct rp_marks){NULL, marks});
    return take_marked(collection, held, marks);
}

/* Leaves those documents that may be about the action. */
void rp_collect_narrow(struct rp_collection *collection)
{
    const struct rp_compiled *compiled = collection->compiled;
    size_t count = 0;
    for (size_t i = 0; i < collection->held_count; i++) {
        const struct rp_held held = collection->held[i];
        const struct rp_index *index = &compiled->indexes[held.number];
        bool about = rp_index_may_match(index, &collection->request->action_print);
        if (!about && held.group == NULL) continue;
        rp_index_fetch(index);
        collection->held[count++] = held;
    }
    collection->held_count = count;
}

enum rampart_status rp_collect_take(struct rp_collection *collection)
{
    for (size_t i = 0; i < collection->held_count; i++)
        RP_TRY(take_document(collection, &collection->held[i]));
    collection->held_count = 0;
    return RAMPART_OK;
}

static enum rampart_status hold(struct rp_collection *collection, struct rp_held held)
{
    if (collection->held_count == RP_HELD_AT_ONCE) {
        rp_collect_narrow(collection);
        RP_TRY(rp_collect_take(collection));
    }
    rp_prefetch(&collection->compiled->indexes[held.number]);
    collection->held[collection->held_count++] = held;
    return RAMPART_OK;
}

/* ---- who holds it ---- */

/* Whether any of the resources lies in the group. */
static enum rampart_status is_reached(const struct rp_collection *collection,
                                      const struct rp_group_members *members, bool *ret_reached)
{
    const struct rp_rule rule = {.members = members};
    struct rampart_request *request = collection->request;
    bool reached = false;
    for (const struct rp_resource *resource = request->resources; resource != NULL && !reached;
         resource = resource->next) {
        const struct rp_question question = rp_question_about(request, resource, collection->compiled->account->assumed);
        enum rampart_truth truth = RAMPART_FALSE;
        RP_TRY(rp_scope_match(&rule, &question, &truth));
        reached = truth != RAMPART_FALSE;
    }
    *ret_reached = reached;
    return RAMPART_OK;
}

static enum rampart_status hold_scoped(struct rp_collection *collection, const struct rp_scoped *scoped,
                                       struct rp_held held)
{
    bool reached = false;
    RP_TRY(is_reached(collection, &collection->compiled->resource_groups[scoped->group], &reached));
    if (!reached) return RAMPART_OK;
    held.number = scoped->document;
    held.group = &collection->compiled->account->resource_groups[scoped->group];
    return hold(collection, held);
}

static enum rampart_status hold_all(struct rp_collection *collection, const struct rp_holder *holder,
                                    struct rp_held held)
{
    for (uint32_t i = 0; i < holder->count; i++) {
        held.number = holder->documents[i];
        RP_TRY(hold(collection, held));
    }
    for (uint32_t i = 0; i < holder->scoped_count; i++)
        RP_TRY(hold_scoped(collection, &holder->scoped[i], held));
    return RAMPART_OK;
}

static enum rampart_status hold_holdings(struct rp_collection *collection, const struct rp_holdings *holdings)
{
    const struct rp_compiled *compiled = collection->compiled;
    bool user = collection->request->identity.kind == RP_IDENTITY_USER;
    struct rp_bearer *bearers = RP_NEW_ARRAY(collection->arena, struct rp_bearer, 1 + holdings->group_count);
    RP_TRY_MEMORY(bearers != NULL);
    bearers[0] = (struct rp_bearer){.kind = user ? "user" : "role", .name = &holdings->name};
    for (size_t i = 0; i < holdings->group_count; i++) rp_prefetch(&compiled->groups[holdings->groups[i]]);
    RP_TRY(hold_all(collection, &holdings->own, (struct rp_held){.bearer = &bearers[0]}));
    for (size_t i = 0; i < holdings->group_count; i++) {
        struct rp_bearer *group = &bearers[1 + i];
        *group =
            (struct rp_bearer){.kind = "group", .name = &compiled->account->groups[holdings->groups[i]].name};
        RP_TRY(
            hold_all(collection, &compiled->groups[holdings->groups[i]], (struct rp_held){.bearer = group}));
    }
    return RAMPART_OK;
}

enum rampart_status rp_collect_begin(struct rp_collection *collection,
                                     const struct rp_compiled *compiled, struct rampart_request *request,
                                     const struct rp_holdings *holdings, struct rp_arena *arena)
{
    if (rp_request_assumes_several(request)) return RAMPART_INVALID_INPUT;
    collection->compiled = compiled;
    collection->request = request;
    collection->arena = arena;
    collection->held_count = 0;
    collection->sought = rp_sought_by(request, compiled->account->assumed);
    collection->own = collection->grouped = (struct rp_taking){.count = 0};
    collection->own.end = &collection->own.first;
    collection->grouped.end = &collection->grouped.first;
    rp_compiled_frame(compiled, request, holdings, &collection->rules);
    collection->rules.resource_group.present = holdings != NULL;
    return holdings == NULL ? RAMPART_OK : hold_holdings(collection, holdings);
}

/* ---- rules ---- */

/* "group/deployers": put together for the first of its documents. */
static enum rampart_status name_bearer(struct rp_arena *arena, struct rp_bearer *bearer)
{
    const struct rampart_str parts[] = {rampart_str(bearer->kind), RP_STR("/"), *bearer->name};
    if (bearer->text.len > 0) return RAMPART_OK;
    return rp_arena_join(arena, parts, 3, &bearer->text) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

static enum rampart_status make_attachment(const struct rp_collection *collection, const struct rp_held *held,
                                           const struct rampart_attachment **ret_attachment)
{
    const struct rp_document *document = &collection->compiled->documents[held->number];
    struct rampart_attachment *attachment = RP_NEW(collection->arena, struct rampart_attachment);
    RP_TRY_MEMORY(attachment != NULL);
    RP_TRY(name_bearer(collection->arena, held->bearer));
    attachment->attached_to = held->bearer->text;
    attachment->policy = document->policy;
    attachment->system = document->system;
    rp_prefetch(document->policy);
    *ret_attachment = attachment;
    if (held->group == NULL) return RAMPART_OK;
    attachment->layer = RAMPART_LAYER_RESOURCE_GROUP;
    attachment->resource_group = held->group->name;
    attachment->resource_group_members = held->group->patterns;
    return RAMPART_OK;
}

/* Whether what is taken of both is attached alike: then they share an attachment. */
static bool is_attached_alike(const struct rp_held *a, const struct rp_held *b)
{
    return a->number == b->number && a->group == b->group && a->bearer == b->bearer;
}

static void add_rule(const struct rp_taken *taken, const struct rampart_attachment *attachment,
                     const struct rp_group_members *members, struct rp_unit *unit)
{
    struct rp_rule *rule = &unit->rules[unit->count++];
    *rule = *taken->rule;
    rule->attachment = attachment;
    rule->members = members;
    rp_rule_fetch_patterns(rule);
    rp_prefetch_bytes(rule->statement, sizeof *rule->statement);
}

/* Room for rules that are copied into it; no account has so many that their bytes cannot be counted. */
static struct rp_rule *take_rules(struct rp_arena *arena, size_t count)
{
    return rp_arena_take(arena, rp_arena_bytes(count * sizeof(struct rp_rule)));
}

static enum rampart_status fill_unit(const struct rp_collection *collection, const struct rp_taking *taking,
                                     struct rp_unit *unit)
{
    const struct rp_compiled *compiled = collection->compiled;
    const struct rampart_attachment *attachment = NULL;
    const struct rp_held *held = NULL;
    if (taking->count == 0) return RAMPART_OK;
    unit->assumed = compiled->account->assumed;
    unit->findings = RP_NEW_ARRAY(collection->arena, struct rp_finding, taking->count);
    unit->rules = take_rules(collection->arena, taking->count);
    RP_TRY_MEMORY(unit->rules != NULL && unit->findings != NULL);
    for (const struct rp_taken *taken = taking->first; taken != NULL; taken = taken->next) {
        const struct rp_group_members *members = NULL;
        if (held == NULL || !is_attached_alike(held, &taken->held))
            RP_TRY(make_attachment(collection, &taken->held, &attachment));
        held = &taken->held;
        if (held->group != NULL)
            members = &compiled->resource_groups[held->group - compiled->account->resource_groups];
        if (taken->bears) unit->findings[unit->finding_count++].rule = &unit->rules[unit->count];
        add_rule(taken, attachment, members, unit);
    }
    return RAMPART_OK;
}

enum rampart_status rp_collect_rules(struct rp_collection *collection)
{
    RP_TRY(fill_unit(collection, &collection->own, &collection->rules.identity));
    return fill_unit(collection, &collection->grouped, &collection->rules.resource_group);
}

/* Letters of patterns, the operands of conditions, and what a reason shows: the patterns as they are written. */
static void fetch_rule(const struct rp_rule *rule)
{
    const struct rp_statement *statement = rule->statement;
    if (rule->action.count > 0) rp_prefetch(rule->action.patterns->head.data);
    if (rule->condition_count > 0) {
        rp_prefetch(rule->conditions->source);
        rp_prefetch(rule->conditions->operands);
    }
    rp_prefetch(statement->action.spans);
    rp_prefetch(statement->resource.spans);
    if (statement->action.document != NULL) rp_prefetch(statement->action.document + statement->action.start);
    if (statement->resource.document != NULL)
        rp_prefetch(statement->resource.document + statement->resource.start);
    rp_prefetch(rule->attachment->policy->name.data);
    rp_source_prefetch(rule->attachment->policy->source, statement->span.start);
}

static void fetch_unit(const struct rp_unit *unit)
{
    for (size_t i = 0; i < unit->count; i++) fetch_rule(&unit->rules[i]);
}

void rp_collect_fetch(const struct rp_collection *collection)
{
    fetch_unit(&collection->rules.identity);
    fetch_unit(&collection->rules.resource_group);
}

/* ---- rules that are narrowed ---- */

struct narrowing {
    struct rp_arena *arena;
    struct rp_narrowed *into;
    bool about;
};

/* Zeroed words for marks: those of the workspace while they last. */
static uint64_t *take_words(const struct narrowing *narrowing, size_t count)
{
    struct rp_narrowed *into = narrowing->into;
    uint64_t *words = &into->words[into->word_count];
    if (count > RP_FEW_WORDS - into->word_count) return RP_NEW_ARRAY(narrowing->arena, uint64_t, count);
    into->word_count += count;
    return memset(words, 0, count * sizeof *words);
}

static struct rp_finding *take_findings(const struct narrowing *narrowing, size_t count)
{
    struct rp_narrowed *into = narrowing->into;
    struct rp_finding *findings = &into->findings[into->finding_count];
    if (count > RP_FEW_FINDINGS - into->finding_count)
        return RP_NEW_ARRAY(narrowing->arena, struct rp_finding, count);
    into->finding_count += count;
    return findings;
}

/* The memory of all rules that are left is asked for before the first is read: the waiting times overlap. */
static enum rampart_status keep_marked(const struct narrowing *narrowing, const uint64_t *bears,
                                       struct rp_unit *unit)
{
    size_t count = 0;
    for (size_t i = 0; i < rp_mark_words(unit->count); i++)
        for (uint64_t left = bears[i]; left != 0; left &= left - 1) count++;
    unit->findings = take_findings(narrowing, count);
    RP_TRY_MEMORY(unit->findings != NULL);
    for (size_t i = rp_mark_next(bears, unit->count, 0); i < unit->count;
         i = rp_mark_next(bears, unit->count, i + 1)) {
        rp_rule_fetch(&unit->rules[i]);
        unit->findings[unit->finding_count++] = (struct rp_finding){.rule = &unit->rules[i]};
    }
    return RAMPART_OK;
}

static enum rampart_status narrow_unit(const struct narrowing *narrowing, struct rp_unit *unit)
{
    if (unit->parts == NULL) return RAMPART_OK;
    const size_t words = rp_mark_words(unit->count), kinds = narrowing->about ? 2 : 1;
    uint64_t *bears = take_words(narrowing, kinds * words);
    RP_TRY_MEMORY(bears != NULL);
    const struct rp_marks marks = {.about = narrowing->about ? bears + words : NULL, .bears = bears};
    rp_unit_mark(unit, &narrowing->into->sought, marks);
    unit->about = marks.about;
    unit->assumed = narrowing->into->rules.assumed;
    unit->index = NULL; /* few are left, and they serve for every assumption */
    return keep_marked(narrowing, marks.bears, unit);
}

static enum rampart_status narrow_control(const struct narrowing *narrowing)
{
    struct rp_rules *rules = &narrowing->into->rules;
    struct rp_unit *control = NULL;
    if (rules->control_levels == 0) return RAMPART_OK;
    control = RP_NEW_ARRAY(narrowing->arena, struct rp_unit, rules->control_levels);
    RP_TRY_MEMORY(control != NULL);
    memcpy(control, rules->control, rules->control_levels * sizeof *control);
    for (unsigned i = 0; i < rules->control_levels; i++) RP_TRY(narrow_unit(narrowing, &control[i]));
    rules->control = control;
    return RAMPART_OK;
}

/* An account's documents were looked through as they were taken: often nothing is left to be narrowed. */
static bool has_parts(const struct rp_rules *rules)
{
    bool found = rules->identity.parts != NULL || rules->resource_group.parts != NULL ||
                 rules->session.parts != NULL || rules->trust.parts != NULL;
    for (unsigned i = 0; i < rules->control_levels && !found; i++) found = rules->control[i].parts != NULL;
    return found;
}

enum rampart_status rp_rules_narrow(const struct rp_rules *rules, const struct rampart_request *request, bool about,
                                    struct rp_arena *arena, struct rp_narrowed *narrowed,
                                    const struct rp_rules **ret_rules)
{
    const struct narrowing narrowing = {arena, narrowed, about};
    *ret_rules = rules;
    if (!has_parts(rules)) return RAMPART_OK;
    narrowed->rules = *rules;
    narrowed->sought = rp_sought_by(request, rules->assumed);
    narrowed->word_count = narrowed->finding_count = 0;
    RP_TRY(narrow_unit(&narrowing, &narrowed->rules.identity));
    RP_TRY(narrow_unit(&narrowing, &narrowed->rules.resource_group));
    RP_TRY(narrow_unit(&narrowing, &narrowed->rules.session));
    RP_TRY(narrow_unit(&narrowing, &narrowed->rules.trust));
    RP_TRY(narrow_control(&narrowing));
    *ret_rules = &narrowed->rules;
    return RAMPART_OK;
}

/*
 * Asking for memory before it is wanted. A large account does not fit into the caches, and of each request one thing
 * leads to the next: the name to who holds what, that to documents, those to their indexes. The way of several requests
 * is gone together, step by step, so that they wait at the same time. This is its first half, up to the documents.
 */

static bool is_made_by_one(const struct rampart_request *request)
{
    enum rp_identity_kind kind = request->identity.kind;
    return request->finished && (kind == RP_IDENTITY_USER || kind == RP_IDENTITY_ROLE);
}

typedef void fetch_name(const struct rp_name_index *index, uint64_t hash);

static void expect_names(const struct rp_compiled *compiled, struct rampart_request *const *requests,
                         size_t count)
{
    static fetch_name *const steps[] = {rp_name_index_fetch_slot, rp_name_index_fetch_item,
                                        rp_name_index_fetch_letters};
    for (size_t step = 0; step < sizeof steps / sizeof *steps; step++)
        for (size_t i = 0; i < count; i++)
            if (is_made_by_one(requests[i])) steps[step](&compiled->names, requests[i]->name_hash);
}

static void expect_documents(const struct rp_compiled *compiled, const struct rp_expected *expected,
                             size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct rp_holdings *holdings = expected[i].holdings;
        for (size_t g = 0; holdings != NULL && g < holdings->group_count; g++)
            rp_prefetch(&compiled->groups[holdings->groups[g]]);
    }
    for (size_t i = 0; i < count; i++) {
        const struct rp_holdings *holdings = expected[i].holdings;
        for (size_t g = 0; holdings != NULL && g < holdings->group_count; g++)
            rp_prefetch(compiled->groups[holdings->groups[g]].documents);
    }
}

void rp_compiled_expect(const struct rp_compiled *compiled, struct rampart_request *const *requests,
                        size_t count, struct rp_expected *ret_expected)
{
    expect_names(compiled, requests, count);
    for (size_t i = 0; i < count; i++) {
        const struct rp_holdings *holdings = NULL;
        bool good = requests[i]->finished && rp_compiled_holdings(compiled, requests[i], &holdings);
        ret_expected[i] = (struct rp_expected){good ? holdings : NULL, good};
        if (ret_expected[i].holdings == NULL) continue;
        rp_prefetch(holdings->own.documents);
        rp_prefetch(holdings->groups);
    }
    expect_documents(compiled, ret_expected, count);
}
