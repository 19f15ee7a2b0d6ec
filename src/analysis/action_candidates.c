/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/action_candidates.h"

#include "base/try.h"

static void action_candidates_set_bit(uint64_t *bits, size_t i)
{
    bits[i / 64] |= UINT64_C(1) << i % 64;
}

/* The index of all documents has the first version of a replaced one. */
static bool action_candidates_is_replaced(const struct rp_compiled *compiled, struct rp_document_id id)
{
    return compiled->replaced_count > 0 && rp_document_at(compiled, id)->own != NULL;
}

struct rp_document_id rp_action_candidates_document(const struct rp_action_candidates *candidates,
                                                    const struct rp_rule *rule)
{
    return (struct rp_document_id){(uint32_t)(rule->attachment - candidates->compiled->rules->attachments)};
}

static enum rampart_status action_candidates_find_rules(struct rp_arena *arena,
                                                        const struct rp_action_signature *action,
                                                        uint64_t resource,
                                                        struct rp_action_candidates *candidates)
{
    struct rp_posting_range ranges[RP_ACTION_TAGS];
    size_t total = 0, count = rp_index_ranges(&candidates->compiled->whole, action, ranges);
    for (size_t i = 0; i < count; i++) total += ranges[i].count;
    candidates->rules = RP_NEW_ARRAY(arena, const struct rp_rule *, total);
    RP_TRY_MEMORY(candidates->rules != NULL);
    for (size_t i = 0; i < count; i++)
        for (uint32_t j = 0; j < ranges[i].count; j++) {
            const struct rp_posting *posting = &ranges[i].postings[j];
            if (rp_range_is_about(&ranges[i], j, action) &&
                rp_resource_may_match(posting->resources, resource))
                candidates->rules[candidates->rule_count++] = posting->rule;
        }
    return RAMPART_OK;
}

/* Sets a bit in `found` for each document. */
static void action_candidates_find_documents(struct rp_action_candidates *candidates,
                                             const struct rp_action_signature *action, uint64_t *found)
{
    const struct rp_compiled *compiled = candidates->compiled;
    size_t left = 0;
    for (size_t i = 0; i < candidates->rule_count; i++) {
        const struct rp_document_id id = rp_action_candidates_document(candidates, candidates->rules[i]);
        if (action_candidates_is_replaced(compiled, id)) continue;
        candidates->rules[left++] = candidates->rules[i];
        action_candidates_set_bit(found, id.at);
    }
    candidates->rule_count = left;
    for (size_t i = 0; i < compiled->replaced_count; i++)
        if (rp_index_may_match(rp_document_index(compiled, compiled->replaced[i]), action))
            action_candidates_set_bit(found, compiled->replaced[i].at);
}

static size_t action_candidates_list_bits(const uint64_t *bits, size_t words, struct rp_document_id *list)
{
    size_t count = 0;
    for (size_t i = 0; i < words; i++)
        for (uint64_t left = bits[i]; left != 0; left &= left - 1)
            list[count++] = (struct rp_document_id){(uint32_t)(64 * i + (size_t)__builtin_ctzll(left))};
    return count;
}

enum rampart_status rp_action_candidates_find(struct rp_arena *arena, const struct rp_compiled *compiled,
                                              const struct rp_action_signature *action, uint64_t resource,
                                              struct rp_action_candidates *ret_about)
{
    size_t policies = compiled->account->policy_count, words = (policies + 63) / 64;
    struct rp_action_candidates candidates = {.compiled = compiled,
                                              .documents = RP_NEW_ARRAY(arena, struct rp_document_id, policies)};
    uint64_t *found = RP_NEW_ARRAY(arena, uint64_t, words);
    RP_TRY_MEMORY(candidates.documents != NULL && found != NULL);
    RP_TRY(action_candidates_find_rules(arena, action, resource, &candidates));
    action_candidates_find_documents(&candidates, action, found);
    candidates.count = action_candidates_list_bits(found, words, candidates.documents);
    *ret_about = candidates;
    return RAMPART_OK;
}

/* Finds the rules about the action, and counts them. */
static enum rampart_status action_candidates_select_rules(const struct rp_unit *unit,
                                                          const struct rp_question *question, bool *is_about,
                                                          size_t *ret_count)
{
    size_t count = 0;
    for (size_t i = 0; i < unit->count; i++) {
        RP_TRY(rp_rule_is_about(&unit->rules[i], question, &is_about[i]));
        count += is_about[i];
    }
    *ret_count = count;
    return RAMPART_OK;
}

/* The index stays that of the whole document: it finds rules about the action only. */
static enum rampart_status action_candidates_narrow_document(struct rp_arena *arena,
                                                             const struct rp_unit *unit,
                                                             const struct rp_question *question,
                                                             bool *is_about, struct rp_unit *ret_narrowed)
{
    size_t count = 0;
    RP_TRY(action_candidates_select_rules(unit, question, is_about, &count));
    *ret_narrowed = *unit;
    ret_narrowed->count = count;
    if (count == unit->count) return RAMPART_OK;
    ret_narrowed->rules = RP_NEW_ARRAY(arena, struct rp_rule, count);
    RP_TRY_MEMORY(ret_narrowed->rules != NULL);
    for (size_t i = 0, next = 0; i < unit->count; i++)
        if (is_about[i]) ret_narrowed->rules[next++] = unit->rules[i];
    return RAMPART_OK;
}

static size_t action_candidates_most_rules(const struct rp_action_candidates *candidates)
{
    size_t most = 0;
    for (size_t i = 0; i < candidates->count; i++) {
        size_t count = rp_document_at(candidates->compiled, candidates->documents[i])->unit.count;
        if (count > most) most = count;
    }
    return most;
}

static enum rampart_status action_candidates_narrow(struct rp_arena *arena,
                                                    const struct rp_question *question,
                                                    struct rp_action_candidates *candidates)
{
    size_t left = 0;
    bool *is_about = RP_NEW_ARRAY(arena, bool, action_candidates_most_rules(candidates));
    struct rp_unit *narrowed =
        RP_NEW_ARRAY(arena, struct rp_unit, candidates->compiled->account->policy_count);
    RP_TRY_MEMORY(is_about != NULL && narrowed != NULL);
    for (size_t i = 0; i < candidates->count; i++) {
        const struct rp_document_id id = candidates->documents[i];
        RP_TRY(action_candidates_narrow_document(arena, &rp_document_at(candidates->compiled, id)->unit,
                                                 question, is_about, &narrowed[id.at]));
        if (narrowed[id.at].count > 0) candidates->documents[left++] = id;
    }
    candidates->count = left;
    candidates->narrowed = narrowed;
    return RAMPART_OK;
}

enum rampart_status rp_action_candidates_narrow(struct rp_arena *arena, struct rampart_request *request,
                                                struct rp_action_candidates *candidates)
{
    const struct rp_question question = rp_question_about(request, request->resources, 0);
    return candidates->narrowed != NULL ? RAMPART_OK : action_candidates_narrow(arena, &question, candidates);
}

const struct rp_unit *rp_action_candidates_unit(const struct rp_action_candidates *candidates,
                                                struct rp_document_id id)
{
    return candidates->narrowed != NULL ? &candidates->narrowed[id.at]
                                        : &rp_document_at(candidates->compiled, id)->unit;
}
