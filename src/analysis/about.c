/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/about.h"

#include "base/try.h"

static void set_bit(uint64_t *bits, size_t i)
{
    bits[i / 64] |= UINT64_C(1) << i % 64;
}

/* The index of all documents knows what they were at first. */
static bool is_replaced(const struct rp_compiled *compiled, uint32_t document)
{
    return compiled->replaced_count > 0 && compiled->documents[document].own != NULL;
}

uint32_t rp_about_document(const struct rp_about *about, const struct rp_rule *rule)
{
    return (uint32_t)(rule->attachment - about->compiled->rules->attachments);
}

static enum rampart_status find_rules(struct rp_arena *arena, const struct rp_action_print *action,
                                      uint64_t resource, struct rp_about *about)
{
    struct rp_posting_range ranges[RP_ACTION_TAGS];
    size_t total = 0, count = rp_index_ranges(&about->compiled->whole, action, ranges);
    for (size_t i = 0; i < count; i++) total += ranges[i].count;
    about->rules = RP_NEW_ARRAY(arena, const struct rp_rule *, total);
    RP_TRY_MEMORY(about->rules != NULL);
    for (size_t i = 0; i < count; i++)
        for (uint32_t j = 0; j < ranges[i].count; j++) {
            const struct rp_posting *posting = &ranges[i].postings[j];
            if (rp_range_is_about(&ranges[i], j, action) &&
                rp_resource_may_match(posting->resources, resource))
                about->rules[about->rule_count++] = posting->rule;
        }
    return RAMPART_OK;
}

/* Each bit is a document. */
static void find_documents(struct rp_about *about, const struct rp_action_print *action, uint64_t *found)
{
    const struct rp_compiled *compiled = about->compiled;
    size_t left = 0;
    for (size_t i = 0; i < about->rule_count; i++) {
        uint32_t document = rp_about_document(about, about->rules[i]);
        if (is_replaced(compiled, document)) continue;
        about->rules[left++] = about->rules[i];
        set_bit(found, document);
    }
    about->rule_count = left;
    for (size_t i = 0; i < compiled->replaced_count; i++)
        if (rp_index_may_match(&compiled->indexes[compiled->replaced[i]], action))
            set_bit(found, compiled->replaced[i]);
}

static size_t list_bits(const uint64_t *bits, size_t words, uint32_t *list)
{
    size_t count = 0;
    for (size_t i = 0; i < words; i++)
        for (uint64_t left = bits[i]; left != 0; left &= left - 1)
            list[count++] = (uint32_t)(64 * i + (size_t)__builtin_ctzll(left));
    return count;
}

enum rampart_status rp_about_find(struct rp_arena *arena, const struct rp_compiled *compiled,
                                  const struct rp_action_print *action, uint64_t resource,
                                  struct rp_about *ret_about)
{
    size_t policies = compiled->account->policy_count, words = (policies + 63) / 64;
    struct rp_about about = {.compiled = compiled, .documents = RP_NEW_ARRAY(arena, uint32_t, policies)};
    uint64_t *found = RP_NEW_ARRAY(arena, uint64_t, words);
    RP_TRY_MEMORY(about.documents != NULL && found != NULL);
    RP_TRY(find_rules(arena, action, resource, &about));
    find_documents(&about, action, found);
    about.count = list_bits(found, words, about.documents);
    *ret_about = about;
    return RAMPART_OK;
}

/* Marks the rules about the action in `is_about`, and counts them. */
static enum rampart_status mark_rules(const struct rp_unit *unit, const struct rp_question *question,
                                      bool *is_about, size_t *ret_count)
{
    size_t count = 0;
    for (size_t i = 0; i < unit->count; i++) {
        RP_TRY(rp_rule_is_about(&unit->rules[i], question, &is_about[i]));
        count += is_about[i];
    }
    *ret_count = count;
    return RAMPART_OK;
}

/* The index stays that of the whole document: what it finds is about the action as well. */
static enum rampart_status narrow_document(struct rp_arena *arena, const struct rp_unit *unit,
                                           const struct rp_question *question, bool *is_about,
                                           struct rp_unit *ret_narrowed)
{
    size_t count = 0;
    RP_TRY(mark_rules(unit, question, is_about, &count));
    *ret_narrowed = *unit;
    ret_narrowed->count = count;
    if (count == unit->count) return RAMPART_OK;
    ret_narrowed->rules = RP_NEW_ARRAY(arena, struct rp_rule, count);
    RP_TRY_MEMORY(ret_narrowed->rules != NULL);
    for (size_t i = 0, next = 0; i < unit->count; i++)
        if (is_about[i]) ret_narrowed->rules[next++] = unit->rules[i];
    return RAMPART_OK;
}

static size_t most_rules(const struct rp_about *about)
{
    size_t most = 0;
    for (size_t i = 0; i < about->count; i++) {
        size_t count = about->compiled->documents[about->documents[i]].unit.count;
        if (count > most) most = count;
    }
    return most;
}

static enum rampart_status narrow(struct rp_arena *arena, const struct rp_question *question,
                                  struct rp_about *about)
{
    size_t left = 0;
    bool *is_about = RP_NEW_ARRAY(arena, bool, most_rules(about));
    struct rp_unit *narrowed = RP_NEW_ARRAY(arena, struct rp_unit, about->compiled->account->policy_count);
    RP_TRY_MEMORY(is_about != NULL && narrowed != NULL);
    for (size_t i = 0; i < about->count; i++) {
        uint32_t number = about->documents[i];
        RP_TRY(narrow_document(arena, &about->compiled->documents[number].unit, question, is_about,
                               &narrowed[number]));
        if (narrowed[number].count > 0) about->documents[left++] = number;
    }
    about->count = left;
    about->narrowed = narrowed;
    return RAMPART_OK;
}

enum rampart_status rp_about_narrow(struct rp_arena *arena, struct rampart_request *request,
                                    struct rp_about *about)
{
    const struct rp_question question = rp_question_about(request, request->resources, 0);
    return about->narrowed != NULL ? RAMPART_OK : narrow(arena, &question, about);
}

const struct rp_unit *rp_about_unit(const struct rp_about *about, uint32_t document)
{
    return about->narrowed != NULL ? &about->narrowed[document] : &about->compiled->documents[document].unit;
}
