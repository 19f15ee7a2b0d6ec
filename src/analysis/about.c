/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/about.h"

#include "base/try.h"

/* The place is written before it is known whether it counts: the loop has no branch to guess. */
enum rampart_status rp_about_find(struct rp_arena *arena, const struct rampart_compiled *compiled,
                                  const struct rampart_request *request, struct rp_about *ret_about)
{
    size_t count = 0, policies = compiled->account->policy_count;
    uint32_t *documents = RP_NEW_ARRAY(arena, uint32_t, policies);
    RP_TRY_MEMORY(documents != NULL);
    for (size_t i = 0; i < policies; i++) {
        documents[count] = (uint32_t)i;
        count += rp_index_may_match(&compiled->indexes[i], &request->action_print);
    }
    *ret_about = (struct rp_about){.compiled = compiled, .documents = documents, .count = count};
    return RAMPART_OK;
}

/* Marks the rules about the action in `is_about`, and counts them. */
static enum rampart_status find_rules(const struct rp_unit *unit, const struct rp_question *question,
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
    RP_TRY(find_rules(unit, question, is_about, &count));
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
