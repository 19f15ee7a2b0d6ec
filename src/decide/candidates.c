/* SPDX-License-Identifier: Apache-2.0 */
#include "decide/candidates.h"
#include "decide/principal.h"
#include "decide/shown.h"

#include <string.h>

#include "base/str.h"
#include "base/try.h"

/* A user, a role or a group, as reasons name it. */
struct rp_bearer {
    const char *kind;
    const struct rampart_str *name;
    struct rampart_str text; /* both; empty: nobody has asked for it yet */
};

/* A rule of a document. One that does not bear on the request shows that its resource group is reached. */
struct rp_taken_rule {
    const struct rp_rule *rule;
    struct rp_attached_document document;
    bool bears;
    struct rp_taken_rule *next;
};

/* ---- reading an index ---- */

/* A signature speaks of one resource, and of patterns as they are read by default. */
static struct rp_candidate_query query_of(const struct rampart_request *request, rampart_switches assumed)
{
    struct rp_candidate_query query = {.action = &request->action_signature};
    if (request->resource_count != 1 || request->resource_set) return query;
    if ((assumed & RP_ASSUMED_RESOURCES) != 0) return query;
    query.signature = request->resources->signature;
    query.arn_shape = request->resources->arn_shape;
    return query;
}

/* Where some pattern may match more under another reading, the signature of every resource is looked for. */
static uint64_t print_in(const struct rp_index *index, const struct rp_candidate_query *query)
{
    bool open = query->signature != 0 && rp_open_readings(index->readings, index->colons, query->arn_shape) != 0;
    return open ? 0 : query->signature;
}

/*
 * Sets a bit for each rule of the index, numbered from `at` on, that is about the action and may reach what has
 * the signature.
 */
static void set_bits(const struct rp_index *index, const struct rp_action_signature *action, uint64_t signature,
                     size_t at, uint64_t *bits)
{
    struct rp_posting_range ranges[RP_ACTION_TAGS];
    const size_t count = rp_index_ranges(index, action, ranges);
    for (size_t i = 0; i < count; i++)
        for (uint32_t j = 0; j < ranges[i].count; j++) {
            if (!rp_range_is_about(&ranges[i], j, action)) continue;
            const struct rp_posting *posting = &ranges[i].postings[j];
            const size_t number = at + (size_t)(posting->rule - index->rules);
            if (rp_resource_may_match(posting->resources, signature))
                bits[number / 64] |= UINT64_C(1) << number % 64;
        }
}

static size_t words_for(size_t rules)
{
    return (rules + 63) / 64;
}

/* Zeroed words for bits: those of the candidates while they last. */
static uint64_t *take_words(struct rp_candidates *candidates, size_t count)
{
    uint64_t *words = &candidates->words[candidates->word_count];
    if (count > RP_FEW_WORDS - candidates->word_count)
        return RP_NEW_ARRAY(candidates->arena, uint64_t, count);
    candidates->word_count += count;
    return memset(words, 0, count * sizeof *words);
}

static struct rp_memo *take_memos(struct rp_candidates *candidates, size_t count)
{
    struct rp_memo *memos = &candidates->memos[candidates->memo_count];
    if (count > RP_FEW_MEMOS - candidates->memo_count)
        return RP_NEW_ARRAY(candidates->arena, struct rp_memo, count);
    candidates->memo_count += count;
    return memos;
}

/* ---- layers whose rules are there ---- */

/* The memory of all rules that are left is asked for before the first is read: the waiting times overlap. */
static enum rampart_status keep_set(struct rp_candidates *candidates, const uint64_t *bits,
                                    struct rp_unit *unit)
{
    size_t count = 0;
    for (size_t i = 0; i < words_for(unit->count); i++) /* few are set: a library's count takes longer */
        for (uint64_t left = bits[i]; left != 0; left &= left - 1) count++;
    unit->memos = take_memos(candidates, count);
    RP_TRY_MEMORY(unit->memos != NULL);
    for (size_t i = rp_bit_next(bits, unit->count, 0); i < unit->count;
         i = rp_bit_next(bits, unit->count, i + 1)) {
        rp_rule_prefetch(&unit->rules[i]);
        unit->memos[unit->memo_count++] = (struct rp_memo){.rule = &unit->rules[i]};
    }
    return RAMPART_OK;
}

/* Fewer rules are left, and they serve for every assumption. */
static enum rampart_status narrow_unit(struct rp_candidates *candidates, struct rp_unit *unit)
{
    if (unit->documents == NULL) return RAMPART_OK;
    const size_t words = words_for(unit->count), before = candidates->word_count;
    uint64_t *bits = take_words(candidates, words);
    RP_TRY_MEMORY(bits != NULL);
    for (const struct rp_unit_document *document = unit->documents; document != NULL;
         document = document->next)
        if (rp_index_may_match(&document->index, candidates->query.action))
            set_bits(&document->index, candidates->query.action,
                     print_in(&document->index, &candidates->query), document->at, bits);
    unit->assumed = candidates->rules.assumed;
    unit->index = NULL;
    enum rampart_status status = keep_set(candidates, bits, unit);
    candidates->word_count = before;
    return status;
}

/* Levels of control policies, or what limits the roles of instances. */
static enum rampart_status narrow_units(struct rp_candidates *candidates, struct rp_unit **units, size_t count)
{
    const size_t size = count * sizeof **units;
    if (count == 0) return RAMPART_OK;
    struct rp_unit *narrowed = rp_arena_take(candidates->arena, rp_arena_bytes(size));
    RP_TRY_MEMORY(narrowed != NULL);
    memcpy(narrowed, *units, size);
    for (size_t i = 0; i < count; i++) RP_TRY(narrow_unit(candidates, &narrowed[i]));
    *units = narrowed;
    return RAMPART_OK;
}

/* Of a policy of a resource most statements mean others than the one who asks, and nothing else of them is asked then. */
static void leave_out_others(struct rp_unit *unit, const struct rampart_request *request)
{
    size_t count = 0;
    for (size_t i = 0; i < unit->memo_count; i++)
        if (!rp_principal_is_never(unit->memos[i].rule, request)) unit->memos[count++] = unit->memos[i];
    unit->memo_count = count;
}

/* What stands for the document: itself if it has no index, or the statements of it that may bear on the request. */
static enum rampart_status narrow_one(struct rp_candidates *candidates, const struct rp_shown *from,
                                      const struct rp_shown **ret_shown)
{
    *ret_shown = from;
    if (from == NULL || from->unit.documents == NULL) return RAMPART_OK;
    struct rp_shown *shown = rp_arena_take(candidates->arena, rp_arena_bytes(sizeof *shown));
    RP_TRY_MEMORY(shown != NULL);
    *shown = *from;
    RP_TRY(narrow_unit(candidates, &shown->unit));
    leave_out_others(&shown->unit, candidates->request);
    *ret_shown = shown;
    return RAMPART_OK;
}

/*
 * What is shown of a layer. Of several resources only what is narrowed is kept, once: the others would be as many as
 * there are resources.
 */
static enum rampart_status narrow_layer(struct rp_candidates *candidates, const struct rp_question *question,
                                        const struct rp_unseen_layer *layer, struct rp_narrowed *narrowed, size_t *count)
{
    const struct rp_shown *from = rp_shown_of(&candidates->rules, question, layer), *shown = NULL;
    const bool one = candidates->request->resource_count == 1;
    if (layer->layer == RAMPART_LAYER_ENDPOINT_POLICY) return RAMPART_OK; /* it turns on how keys are read */
    for (size_t i = 0; i < *count && !one; i++)
        if (narrowed[i].from == from) return RAMPART_OK;
    RP_TRY(narrow_one(candidates, from, &shown));
    if (one || shown != from) narrowed[(*count)++] = (struct rp_narrowed){question->asked, layer, from, shown};
    return RAMPART_OK;
}

/* The layers that are shown of the resources that the request is about. */
static enum rampart_status narrow_shown(struct rp_candidates *candidates)
{
    const struct rampart_request *request = candidates->request;
    struct rp_rules *rules = &candidates->rules;
    size_t count = 0;
    rules->narrowed_count = 0;
    if (rules->shown_count == 0) return RAMPART_OK;
    const size_t most = request->resource_count * RP_LAYER_ROWS + 1;
    struct rp_narrowed *narrowed = rp_arena_take(candidates->arena, rp_arena_bytes(most * sizeof *narrowed));
    RP_TRY_MEMORY(narrowed != NULL);
    for (const struct rp_resource *resource = request->resources; resource != NULL; resource = resource->next) {
        const struct rp_question question = rp_question_about(candidates->request, resource, rules->assumed);
        for (size_t i = 0; resource->unseen != NULL && i < resource->unseen->count; i++)
            RP_TRY(narrow_layer(candidates, &question, &resource->unseen->layers[i], narrowed, &count));
    }
    rules->narrowed = narrowed;
    rules->narrowed_count = count;
    return RAMPART_OK;
}

/* Trust policies have no index: they are few. */
static enum rampart_status narrow_layers(struct rp_candidates *candidates)
{
    RP_TRY(narrow_unit(candidates, &candidates->rules.identity));
    RP_TRY(narrow_unit(candidates, &candidates->rules.resource_group));
    RP_TRY(narrow_unit(candidates, &candidates->rules.session));
    if (candidates->rules.instance_count > 0) /* seldom */
        RP_TRY(narrow_units(candidates, &candidates->rules.instances, candidates->rules.instance_count));
    RP_TRY(narrow_shown(candidates));
    return narrow_units(candidates, &candidates->rules.control, candidates->rules.control_levels);
}

static void start(struct rp_candidates *candidates, struct rampart_request *request, rampart_switches assumed,
                  struct rp_arena *arena)
{
    candidates->request = request;
    candidates->arena = arena;
    candidates->query = query_of(request, assumed);
    candidates->rules.assumed = assumed;
    candidates->whole = false;
    candidates->pending_count = candidates->word_count = candidates->memo_count = 0;
}

enum rampart_status rp_candidates_of_rules(struct rp_candidates *candidates, const struct rp_rules *rules,
                                           struct rampart_request *request, struct rp_arena *arena)
{
    candidates->compiled = NULL;
    candidates->subject = NULL;
    candidates->rules = *rules;
    start(candidates, request, rules->assumed, arena);
    return narrow_layers(candidates);
}

/* ---- the principal's documents ---- */

static enum rampart_status take_rule(struct rp_candidates *candidates,
                                     const struct rp_attached_document *document, const struct rp_rule *rule,
                                     bool bears)
{
    struct rp_taken_rules *rules = document->group == NULL ? &candidates->own : &candidates->grouped;
    struct rp_taken_rule *taken = RP_NEW(candidates->arena, struct rp_taken_rule);
    RP_TRY_MEMORY(taken != NULL);
    *taken = (struct rp_taken_rule){rule, *document, bears, NULL};
    rp_rule_prefetch(rule);
    *rules->end = taken;
    rules->end = &taken->next;
    rules->count++;
    return RAMPART_OK;
}

static enum rampart_status take_set(struct rp_candidates *candidates,
                                    const struct rp_attached_document *document, const uint64_t *bits)
{
    const struct rp_index *index = rp_document_index(candidates->compiled, document->id);
    const size_t count = index->rule_count;
    size_t i = rp_bit_next(bits, count, 0);
    if (i == count)
        return document->group != NULL && count > 0 ? take_rule(candidates, document, index->rules, false)
                                                    : RAMPART_OK;
    rp_prefetch(rp_document_at(candidates->compiled, document->id));
    for (; i < count; i = rp_bit_next(bits, count, i + 1))
        RP_TRY(take_rule(candidates, document, &index->rules[i], true));
    return RAMPART_OK;
}

static enum rampart_status take_all(struct rp_candidates *candidates,
                                    const struct rp_attached_document *document)
{
    const struct rp_index *index = rp_document_index(candidates->compiled, document->id);
    for (uint32_t i = 0; i < index->rule_count; i++)
        RP_TRY(take_rule(candidates, document, &index->rules[i], false));
    return RAMPART_OK;
}

static enum rampart_status take_document(struct rp_candidates *candidates,
                                         const struct rp_attached_document *document)
{
    const struct rp_index *index = rp_document_index(candidates->compiled, document->id);
    const size_t before = candidates->word_count;
    if (candidates->whole) return take_all(candidates, document);
    uint64_t *bits = take_words(candidates, words_for(index->rule_count));
    RP_TRY_MEMORY(bits != NULL);
    set_bits(index, candidates->query.action, print_in(index, &candidates->query), 0, bits);
    enum rampart_status status = take_set(candidates, document, bits);
    candidates->word_count = before;
    return status;
}

/* Leaves those documents that may be about the action. */
void rp_candidates_narrow(struct rp_candidates *candidates)
{
    size_t count = 0;
    for (size_t i = 0; i < candidates->pending_count; i++) {
        const struct rp_attached_document document = candidates->pending[i];
        const struct rp_index *index = rp_document_index(candidates->compiled, document.id);
        bool about = candidates->whole || rp_index_may_match(index, candidates->query.action);
        if (!about && document.group == NULL) continue;
        rp_index_prefetch(index);
        candidates->pending[count++] = document;
    }
    candidates->pending_count = count;
}

enum rampart_status rp_candidates_take(struct rp_candidates *candidates)
{
    for (size_t i = 0; i < candidates->pending_count; i++)
        RP_TRY(take_document(candidates, &candidates->pending[i]));
    candidates->pending_count = 0;
    return RAMPART_OK;
}

static enum rampart_status candidates_add_document(struct rp_candidates *candidates,
                                                   struct rp_attached_document document)
{
    if (candidates->pending_count == RP_PENDING_DOCUMENTS) {
        rp_candidates_narrow(candidates);
        RP_TRY(rp_candidates_take(candidates));
    }
    rp_prefetch(rp_document_index(candidates->compiled, document.id));
    candidates->pending[candidates->pending_count++] = document;
    return RAMPART_OK;
}

/* Whether any of the resources lies in the group. */
static enum rampart_status is_reached(const struct rp_candidates *candidates,
                                      const struct rp_group_members *members, bool *ret_reached)
{
    struct rampart_request *request = candidates->request;
    bool reached = false;
    for (const struct rp_resource *resource = request->resources; resource != NULL && !reached;
         resource = resource->next) {
        const struct rp_question question = rp_question_about(request, resource, candidates->rules.assumed);
        enum rampart_truth truth = RAMPART_FALSE;
        RP_TRY(rp_group_match(members, &question, &truth));
        reached = truth != RAMPART_FALSE;
    }
    *ret_reached = reached;
    return RAMPART_OK;
}

static enum rampart_status candidates_add_scoped(struct rp_candidates *candidates,
                                                 const struct rp_scoped_document *scoped,
                                                 struct rp_attached_document document)
{
    bool reached = false;
    RP_TRY(is_reached(candidates, rp_scope_members(candidates->compiled, scoped->group), &reached));
    if (!reached) return RAMPART_OK;
    document.id = scoped->document;
    document.group = &candidates->compiled->account->resource_groups[scoped->group.at];
    return candidates_add_document(candidates, document);
}

static enum rampart_status candidates_add_grants(struct rp_candidates *candidates,
                                                 const struct rp_subject_grants *grants,
                                                 struct rp_attached_document document)
{
    for (uint32_t i = 0; i < grants->count; i++) {
        document.id = grants->documents[i];
        RP_TRY(candidates_add_document(candidates, document));
    }
    for (uint32_t i = 0; i < grants->scoped_count; i++)
        RP_TRY(candidates_add_scoped(candidates, &grants->scoped[i], document));
    return RAMPART_OK;
}

/* Everything that the principal holds becomes pending. */
static enum rampart_status add_subject(struct rp_candidates *candidates)
{
    const struct rp_compiled *compiled = candidates->compiled;
    const struct rp_subject *subject = candidates->subject;
    bool user = candidates->request->identity.kind == RP_IDENTITY_USER;
    struct rp_bearer *bearers = RP_NEW_ARRAY(candidates->arena, struct rp_bearer, 1 + subject->group_count);
    RP_TRY_MEMORY(bearers != NULL);
    candidates->own = candidates->grouped = (struct rp_taken_rules){.count = 0};
    candidates->own.end = &candidates->own.first;
    candidates->grouped.end = &candidates->grouped.first;
    bearers[0] = (struct rp_bearer){.kind = user ? "user" : "role", .name = &candidates->request->identity.name};
    for (size_t i = 0; i < subject->group_count; i++) rp_prefetch(rp_group_at(compiled, subject->groups[i]));
    RP_TRY(candidates_add_grants(candidates, &subject->own,
                                 (struct rp_attached_document){.bearer = &bearers[0]}));
    for (size_t i = 0; i < subject->group_count; i++) {
        struct rp_bearer *group = &bearers[1 + i];
        *group = (struct rp_bearer){.kind = "group",
                                    .name = &compiled->account->groups[subject->groups[i].at].name};
        RP_TRY(candidates_add_grants(candidates, rp_group_at(compiled, subject->groups[i]),
                                     (struct rp_attached_document){.bearer = group}));
    }
    return RAMPART_OK;
}

enum rampart_status rp_candidates_begin(struct rp_candidates *candidates, const struct rp_compiled *compiled,
                                        struct rampart_request *request, const struct rp_subject *subject,
                                        rampart_switches assumed, struct rp_arena *arena)
{
    if (rp_request_assumes_several(request)) return RAMPART_INVALID_INPUT;
    candidates->compiled = compiled;
    candidates->subject = subject;
    rp_compiled_frame(compiled, request, subject, &candidates->rules);
    start(candidates, request, assumed, arena);
    candidates->rules.resource_group.present = subject != NULL;
    return subject == NULL ? RAMPART_OK : add_subject(candidates);
}

/* ---- rules with their attachments ---- */

/* "group/deployers": put together for the first of its documents. */
static enum rampart_status name_bearer(struct rp_arena *arena, struct rp_bearer *bearer)
{
    const struct rampart_str parts[] = {rampart_str(bearer->kind), RP_STR("/"), *bearer->name};
    if (bearer->text.len > 0) return RAMPART_OK;
    return rp_arena_join(arena, parts, 3, &bearer->text) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

static enum rampart_status make_attachment(const struct rp_candidates *candidates,
                                           const struct rp_attached_document *attached,
                                           const struct rampart_attachment **ret_attachment)
{
    const struct rp_document *document = rp_document_at(candidates->compiled, attached->id);
    struct rampart_attachment *attachment = RP_NEW(candidates->arena, struct rampart_attachment);
    RP_TRY_MEMORY(attachment != NULL);
    RP_TRY(name_bearer(candidates->arena, attached->bearer));
    attachment->attached_to = attached->bearer->text;
    attachment->policy = document->policy;
    attachment->system = document->system;
    rp_prefetch(document->policy);
    *ret_attachment = attachment;
    if (attached->group == NULL) return RAMPART_OK;
    attachment->layer = RAMPART_LAYER_RESOURCE_GROUP;
    attachment->resource_group = attached->group->name;
    attachment->resource_group_members = attached->group->patterns;
    return RAMPART_OK;
}

/* Whether statements of both share an attachment. */
static bool is_attached_alike(const struct rp_attached_document *a, const struct rp_attached_document *b)
{
    return a->id.at == b->id.at && a->group == b->group && a->bearer == b->bearer;
}

static void unit_add_rule(const struct rp_taken_rule *taken, const struct rampart_attachment *attachment,
                          const struct rp_group_members *members, struct rp_unit *unit)
{
    struct rp_rule *rule = &unit->rules[unit->count++];
    *rule = *taken->rule;
    rule->attachment = attachment;
    rule->members = members;
    rp_rule_prefetch_patterns(rule);
    rp_prefetch_bytes(rule->statement, sizeof *rule->statement);
}

/*
 * What the next rule is the first of has its own attachment, and when all are taken, its index for what asks
 * for all of them.
 */
static enum rampart_status begin_document(const struct rp_candidates *candidates,
                                          const struct rp_attached_document *document, struct rp_unit *unit,
                                          const struct rampart_attachment **ret_attachment)
{
    if (candidates->whole)
        RP_TRY(rp_unit_add_document(candidates->arena, unit, unit->count,
                                    rp_document_index(candidates->compiled, document->id)));
    return make_attachment(candidates, document, ret_attachment);
}

/* Room for rules that are copied into it; no account has so many that their bytes cannot be counted. */
static enum rampart_status fill_unit(struct rp_candidates *candidates,
                                     const struct rp_taken_rules *taken_rules, struct rp_unit *unit)
{
    const struct rp_compiled *compiled = candidates->compiled;
    const struct rampart_attachment *attachment = NULL;
    const struct rp_attached_document *document = NULL;
    if (taken_rules->count == 0) return RAMPART_OK;
    unit->rules =
        rp_arena_take(candidates->arena, rp_arena_bytes(taken_rules->count * sizeof(struct rp_rule)));
    unit->count = 0;
    RP_TRY_MEMORY(unit->rules != NULL);
    for (const struct rp_taken_rule *taken = taken_rules->first; taken != NULL; taken = taken->next) {
        const struct rp_group_members *members = NULL;
        if (document == NULL || !is_attached_alike(document, &taken->document))
            RP_TRY(begin_document(candidates, &taken->document, unit, &attachment));
        document = &taken->document;
        if (document->group != NULL)
            members = &compiled->resource_groups[document->group - compiled->account->resource_groups];
        if (taken->bears)
            unit->memos[unit->memo_count++] = (struct rp_memo){.rule = &unit->rules[unit->count]};
        unit_add_rule(taken, attachment, members, unit);
    }
    return RAMPART_OK;
}

static enum rampart_status make_unit(struct rp_candidates *candidates, const struct rp_taken_rules *taken,
                                     struct rp_unit *unit)
{
    if (taken->count == 0) return RAMPART_OK;
    unit->assumed = candidates->rules.assumed;
    unit->memos = take_memos(candidates, taken->count);
    RP_TRY_MEMORY(unit->memos != NULL);
    return fill_unit(candidates, taken, unit);
}

enum rampart_status rp_candidates_make(struct rp_candidates *candidates)
{
    RP_TRY(narrow_layers(candidates));
    if (candidates->subject == NULL) return RAMPART_OK;
    RP_TRY(make_unit(candidates, &candidates->own, &candidates->rules.identity));
    return make_unit(candidates, &candidates->grouped, &candidates->rules.resource_group);
}

enum rampart_status rp_candidates_find(struct rp_candidates *candidates, const struct rp_compiled *compiled,
                                       struct rampart_request *request, const struct rp_subject *subject,
                                       rampart_switches assumed, struct rp_arena *arena)
{
    RP_TRY(rp_candidates_begin(candidates, compiled, request, subject, assumed, arena));
    rp_candidates_narrow(candidates);
    RP_TRY(rp_candidates_take(candidates));
    return rp_candidates_make(candidates);
}

/* ---- everything else of the principal's documents ---- */

enum rampart_status rp_candidates_complete(struct rp_candidates *candidates)
{
    if (candidates->subject == NULL || candidates->whole) return RAMPART_OK;
    candidates->whole = true;
    RP_TRY(add_subject(candidates));
    RP_TRY(rp_candidates_take(candidates));
    RP_TRY(fill_unit(candidates, &candidates->own, &candidates->rules.identity));
    return fill_unit(candidates, &candidates->grouped, &candidates->rules.resource_group);
}

enum rampart_status rp_candidates_about(struct rp_candidates *candidates, const struct rp_unit *unit,
                                        const uint64_t **ret_about)
{
    *ret_about = NULL;
    if (unit->documents == NULL) return RAMPART_OK;
    uint64_t *bits = take_words(candidates, words_for(unit->count));
    RP_TRY_MEMORY(bits != NULL);
    for (const struct rp_unit_document *document = unit->documents; document != NULL;
         document = document->next)
        set_bits(&document->index, candidates->query.action, 0, document->at, bits);
    *ret_about = bits;
    return RAMPART_OK;
}

/* ---- prefetching what is asked of them ---- */

/* Letters of patterns, the operands of conditions, and what a reason shows: the patterns as they are written. */
static void prefetch_rule(const struct rp_rule *rule)
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

static void prefetch_unit(const struct rp_unit *unit)
{
    for (size_t i = 0; i < unit->count; i++) prefetch_rule(&unit->rules[i]);
}

void rp_candidates_prefetch(const struct rp_candidates *candidates)
{
    prefetch_unit(&candidates->rules.identity);
    prefetch_unit(&candidates->rules.resource_group);
}
