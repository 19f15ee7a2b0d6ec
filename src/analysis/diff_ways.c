/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/diff_ways.h"

#include "base/str.h"
#include "base/try.h"
#include "decide/keys.h"
#include "decide/set.h"
#include "decide/verdict.h"
#include "policy/key.h"

struct ways {
    struct rp_diff_asker *asker;
    struct rp_arena *arena;  /* of the result */
    struct rp_arena scratch; /* of the search */
    const struct rp_diff_case *about;
    struct rampart_diff_key keys[RP_DIFF_KEYS]; /* as they are taken */
    size_t key_count;
    size_t left;
    struct rp_diff_ways result;
};

/* ---- a request ---- */

static enum rampart_status diff_ways_put_key(struct rampart_request *request, const struct rampart_diff_key *key)
{
    if (key->absent) return rampart_request_set_absent(request, key->name, NULL);
    if (key->values.count == 0) return rampart_request_set_empty(request, key->name, NULL);
    for (size_t i = 0; i < key->values.count; i++)
        RP_TRY(rampart_request_add_context(request, key->name, key->values.items[i], NULL));
    return RAMPART_OK;
}

static enum rampart_status diff_ways_put_request(struct ways *ways)
{
    const struct rp_diff_asker *asker = ways->asker;
    struct rampart_request *request = asker->request;
    rampart_request_clear(request);
    if (asker->principal.len > 0) RP_TRY(rampart_request_set_principal(request, asker->principal, NULL));
    RP_TRY(rampart_request_set_action(request, ways->about->action, NULL));
    RP_TRY(rampart_request_add_resource(request, ways->about->resource, NULL));
    for (size_t i = 0; i < ways->key_count; i++) RP_TRY(diff_ways_put_key(request, &ways->keys[i]));
    return rampart_request_finish(request, NULL);
}

/*
 * Fills the request. *ret_is false: there is none like this: a key cannot have such a value, the action is another name for
 * an API, or the service sends the resource in another form.
 */
static enum rampart_status diff_ways_make_request(struct ways *ways, bool *ret_is)
{
    struct rampart_request *request = ways->asker->request;
    const enum rampart_status status = diff_ways_put_request(ways);
    *ret_is = status == RAMPART_OK;
    if (status == RAMPART_INVALID_INPUT) {
        ways->result.refused |= ways->key_count == 0;
        return RAMPART_OK;
    }
    RP_TRY(status);
    request->alone = true;
    if (request->api.len > 0 || request->unasked) *ret_is = false;
    const rampart_switches assumed = ways->asker->sides[RP_DIFF_OLD]->options.assumptions;
    const struct rp_question question = rp_question_about(request, request->resources, assumed);
    if (!rp_str_equal(question.resource, ways->about->resource)) *ret_is = false;
    return RAMPART_OK;
}

/* ---- both sides ---- */

struct both {
    struct rp_set_rules rules[RP_DIFF_SIDES];
    struct rp_question question;
    struct rampart_verdict verdicts[RP_DIFF_SIDES];
};

static void diff_ways_free(struct both *both)
{
    for (int side = 0; side < RP_DIFF_SIDES; side++) rp_rules_free(both->rules[side].own);
}

static enum rampart_status diff_ways_walk(struct ways *ways, struct both *both)
{
    struct rampart_request *request = ways->asker->request;
    for (int side = 0; side < RP_DIFF_SIDES; side++) {
        const struct rampart_set *set = ways->asker->sides[side];
        if (ways->asker->missing[side]) continue;
        RP_TRY(rp_set_rules(set, request, NULL, &both->rules[side]));
        both->question = rp_question_about(request, request->resources, both->rules[side].rules->assumed);
        RP_TRY(rp_walk(both->rules[side].rules, &both->question, &both->verdicts[side]));
    }
    return RAMPART_OK;
}

static bool diff_ways_is_certain(const struct both *both)
{
    return both->verdicts[RP_DIFF_OLD].outcome != RAMPART_OUTCOME_CONDITIONAL &&
           both->verdicts[RP_DIFF_NEW].outcome != RAMPART_OUTCOME_CONDITIONAL;
}

/* ---- whether a changed statement can still match ---- */

static bool diff_ways_has_changed(const struct rp_diff_case *about, const struct rp_statement *statement)
{
    for (size_t i = 0; i < about->changed_count; i++)
        if (about->changed[i] == statement) return true;
    return false;
}

static enum rampart_status diff_ways_unit_may_differ(const struct rp_diff_case *about, const struct rp_unit *unit,
                                                     const struct rp_question *question, bool *ret_may)
{
    for (size_t i = 0; i < rp_unit_size(unit) && !*ret_may; i++) {
        enum rampart_truth truth = RAMPART_FALSE;
        if (!diff_ways_has_changed(about, rp_unit_rule(unit, i)->statement)) continue;
        RP_TRY(rp_unit_match(unit, i, question, &truth));
        *ret_may = truth != RAMPART_FALSE;
    }
    return RAMPART_OK;
}

/* A placeholder is in no unit, and neither are statements of a resource's policy: they may match. */
static enum rampart_status diff_ways_may_differ(const struct ways *ways, const struct both *both, bool *ret_may)
{
    *ret_may = ways->about->changed_count == 0;
    for (int side = 0; side < RP_DIFF_SIDES && !*ret_may; side++) {
        if (ways->asker->missing[side]) continue;
        const struct rp_rules *rules = both->rules[side].rules;
        const struct rp_unit *units[] = {&rules->identity, &rules->resource_group, &rules->session, &rules->trust};
        for (size_t i = 0; i < sizeof units / sizeof *units; i++)
            RP_TRY(diff_ways_unit_may_differ(ways->about, units[i], &both->question, ret_may));
        for (unsigned i = 0; i < rules->control_levels; i++)
            RP_TRY(diff_ways_unit_may_differ(ways->about, &rules->control[i], &both->question, ret_may));
        for (size_t i = 0; i < rules->instance_count; i++)
            RP_TRY(diff_ways_unit_may_differ(ways->about, &rules->instances[i], &both->question, ret_may));
    }
    return RAMPART_OK;
}

/* ---- what may match ---- */

static enum rampart_status diff_ways_add_matched(struct ways *ways, const struct rp_unit *unit,
                                                 const struct rp_question *question)
{
    for (size_t i = 0; i < rp_unit_size(unit); i++) {
        enum rampart_truth truth = RAMPART_FALSE;
        RP_TRY(rp_unit_match(unit, i, question, &truth));
        if (truth != RAMPART_FALSE) ways->result.matched[ways->result.matched_count++] = rp_unit_rule(unit, i)->statement;
    }
    return RAMPART_OK;
}

static enum rampart_status diff_ways_list_matched(struct ways *ways, const struct both *both)
{
    const struct rp_rules *rules = both->rules[RP_DIFF_NEW].rules;
    const struct rp_unit *identity = &rules->identity, *group = &rules->resource_group;
    ways->result.matched_count = 0;
    ways->result.matched =
        RP_NEW_ARRAY(ways->arena, const struct rp_statement *, rp_unit_size(identity) + rp_unit_size(group));
    RP_TRY_MEMORY(ways->result.matched != NULL);
    RP_TRY(diff_ways_add_matched(ways, identity, &both->question));
    return diff_ways_add_matched(ways, group, &both->question);
}

/* ---- the next key ---- */

static void diff_ways_merge_key(struct rp_residual_key *key, const struct rp_residual_key *other)
{
    key->crowded |= other->crowded;
    for (size_t i = 0; i < other->count; i++) {
        bool known = false;
        for (size_t k = 0; k < key->count && !known; k++) known = key->conditions[k]->source == other->conditions[i]->source;
        if (known) continue;
        if (key->count == RP_RESIDUAL_CONDITIONS)
            key->crowded = true;
        else
            key->conditions[key->count++] = other->conditions[i];
    }
}

static void diff_ways_merge(struct rp_residual *residual, const struct rp_residual *other, rampart_switches assumed)
{
    for (size_t i = 0; i < other->count; i++) {
        size_t at = 0;
        while (at < residual->count && !rp_key_equal_as(assumed, residual->keys[at].name, other->keys[i].name)) at++;
        if (at < residual->count)
            diff_ways_merge_key(&residual->keys[at], &other->keys[i]);
        else if (residual->count < RP_RESIDUAL_KEYS)
            residual->keys[residual->count++] = other->keys[i];
    }
}

static bool diff_ways_is_of(const struct rp_diff_case *about, const struct rp_residual_key *key)
{
    for (size_t i = 0; i < about->changed_count; i++) {
        const struct rp_condition *first = about->changed[i]->conditions;
        for (size_t k = 0; k < key->count; k++)
            if (key->conditions[k]->source >= first && key->conditions[k]->source < first + about->changed[i]->condition_count)
                return true;
    }
    return false;
}

/*
 * A key of a changed statement comes first: where such a statement does not match, there is no more to be found.
 * *ret_unread: an operator cannot read the values of a key that was taken already, and it stays open.
 */
static enum rampart_status diff_ways_next_key(struct ways *ways, const struct both *both,
                                              const struct rp_residual_key **ret_key, bool *ret_unread)
{
    struct rp_residual *residual = RP_NEW(&ways->scratch, struct rp_residual);
    struct rp_residual *other = RP_NEW(&ways->scratch, struct rp_residual);
    RP_TRY_MEMORY(residual != NULL && other != NULL);
    if (!ways->asker->missing[RP_DIFF_NEW])
        RP_TRY(rp_residual_find(both->rules[RP_DIFF_NEW].rules, &both->question, residual));
    if (!ways->asker->missing[RP_DIFF_OLD])
        RP_TRY(rp_residual_find(both->rules[RP_DIFF_OLD].rules, &both->question, other));
    diff_ways_merge(residual, other, both->question.assumed);
    *ret_unread = residual->unread || other->unread;
    *ret_key = residual->count == 0 ? NULL : &residual->keys[0];
    for (size_t i = 0; i < residual->count; i++) {
        if (!diff_ways_is_of(ways->about, &residual->keys[i])) continue;
        *ret_key = &residual->keys[i];
        break;
    }
    return RAMPART_OK;
}

/* ---- the ways of a key ---- */

struct key_ways {
    struct rampart_diff_key *items;
    size_t count, room;
};

/* A value for a key of which only its presence matters. */
static struct rampart_str diff_ways_any_value(const struct rampart_catalog *catalog, struct rampart_str key)
{
    switch (rp_key_type(catalog, key)) {
    case RP_TYPE_NUMBER: return RP_STR("1");
    case RP_TYPE_DATE: return RP_STR("2026-01-01T00:00:00Z");
    case RP_TYPE_BOOL: return RP_STR("true");
    case RP_TYPE_IP: return RP_STR("10.0.0.1");
    case RP_TYPE_STRING:
    default: break;
    }
    return RP_STR("1");
}

/* A key without a value is one that may have several: of any other, a request that has the key has a value. */
static enum rampart_status diff_ways_copy_key(struct ways *ways, const struct rp_context_key *key,
                                              struct rampart_diff_key *ret_key)
{
    struct rampart_request *request = ways->asker->request;
    struct rampart_str *values = RP_NEW_ARRAY(&ways->scratch, struct rampart_str, key->count + 1);
    RP_TRY_MEMORY(values != NULL);
    size_t count = 0;
    const bool lacks = key->state == RP_KEY_PRESENT && key->count == 0 && !rp_request_has_set(request, key->name);
    if (lacks) values[count++] = diff_ways_any_value(request->catalog, key->name);
    for (const struct rp_context_value *value = key->first; value != NULL && count < key->count; value = value->next)
        RP_TRY_MEMORY(rp_arena_copy(&ways->scratch, value->text, &values[count++]));
    *ret_key = (struct rampart_diff_key){.absent = key->state == RP_KEY_ABSENT, .values = {values, count}};
    RP_TRY_MEMORY(rp_arena_copy(&ways->scratch, key->name, &ret_key->name));
    return RAMPART_OK;
}

/* What the key as it is supposed makes of each condition, as a text to be compared. */
static enum rampart_status diff_ways_truths(const struct rp_completions *completions, char truths[RP_RESIDUAL_CONDITIONS])
{
    for (size_t i = 0; i < completions->asked->count; i++) {
        enum rampart_truth truth = RAMPART_UNKNOWN;
        RP_TRY(rp_condition_match(completions->asked->conditions[i], &completions->question, &truth));
        truths[i] = (char)truth;
    }
    return RAMPART_OK;
}

/*
 * Some keys have no value that is empty: another text that meets the same conditions stands for it. *ret_is false: none
 * was found.
 */
static enum rampart_status diff_ways_fill_value(struct ways *ways, const struct rp_completions *completions,
                                                struct rp_context_value *value, bool *ret_is)
{
    static const char *const texts[] = {"1", "a", "x-1", "example", "0-b"};
    char wanted[RP_RESIDUAL_CONDITIONS], truths[RP_RESIDUAL_CONDITIONS];
    struct rampart_request *request = ways->asker->request;
    const enum rp_value_type type = rp_key_type(request->catalog, completions->key.name);
    *ret_is = value->text.len > 0 || type != RP_TYPE_STRING;
    if (*ret_is || rp_request_fits(request, completions->key.name, value->text)) {
        *ret_is = true;
        return RAMPART_OK;
    }
    RP_TRY(diff_ways_truths(completions, wanted));
    for (size_t i = 0; i < sizeof texts / sizeof *texts && !*ret_is; i++) {
        value->text = rampart_str(texts[i]);
        RP_TRY(diff_ways_truths(completions, truths));
        *ret_is = memcmp(wanted, truths, completions->asked->count) == 0;
    }
    return RAMPART_OK;
}

static enum rampart_status diff_ways_fill_values(struct ways *ways, const struct rp_completions *completions, bool *ret_are)
{
    *ret_are = true;
    for (struct rp_context_value *value = completions->key.first; value != NULL && *ret_are; value = value->next)
        RP_TRY(diff_ways_fill_value(ways, completions, value, ret_are));
    return RAMPART_OK;
}

static enum rampart_status diff_ways_leave_values(struct ways *ways, struct rampart_str key)
{
    ways->result.open = true;
    ways->result.reason = RAMPART_DIFF_VALUES;
    return rp_arena_copy(ways->arena, key, &ways->result.what) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

/* All of them are made before the request is filled anew. */
static enum rampart_status diff_ways_of_key(struct ways *ways, const struct rp_residual_key *key,
                                            const struct rp_question *question, struct key_ways *ret_ways)
{
    struct rp_completions *completions = RP_NEW(&ways->scratch, struct rp_completions);
    RP_TRY_MEMORY(completions != NULL);
    *ret_ways = (struct key_ways){.count = 0};
    rp_completions_open(completions, &ways->scratch, key, question);
    for (bool found = true; found;) {
        bool filled = true;
        RP_TRY(rp_completions_next(completions, &found));
        if (!found) break;
        RP_TRY(diff_ways_fill_values(ways, completions, &filled));
        if (!filled) RP_TRY(diff_ways_leave_values(ways, key->name));
        void *grown = rp_arena_grow(&ways->scratch, ret_ways->items, ret_ways->count, &ret_ways->room,
                                    sizeof *ret_ways->items);
        RP_TRY_MEMORY(grown != NULL);
        ret_ways->items = grown;
        RP_TRY(diff_ways_copy_key(ways, &completions->key, &ret_ways->items[ret_ways->count++]));
    }
    return completions->complete && !key->crowded ? RAMPART_OK : diff_ways_leave_values(ways, key->name);
}

/* ---- what was found ---- */

static int diff_ways_rank(struct rampart_verdict verdict)
{
    switch (verdict.outcome) {
    case RAMPART_OUTCOME_DENY: return 0;
    case RAMPART_OUTCOME_CONDITIONAL: return 1;
    case RAMPART_OUTCOME_ALLOW: break;
    }
    return 2;
}

static int diff_ways_distance(const struct rampart_verdict verdicts[RP_DIFF_SIDES])
{
    return diff_ways_rank(verdicts[RP_DIFF_NEW]) - diff_ways_rank(verdicts[RP_DIFF_OLD]);
}

static enum rampart_status diff_ways_copy_found(struct ways *ways, struct rp_diff_found *found)
{
    struct rampart_diff_key *keys = RP_NEW_ARRAY(ways->arena, struct rampart_diff_key, ways->key_count);
    RP_TRY_MEMORY(keys != NULL);
    for (size_t i = 0; i < ways->key_count; i++) {
        const struct rampart_diff_key *key = &ways->keys[i];
        struct rampart_str *values = RP_NEW_ARRAY(ways->arena, struct rampart_str, key->values.count);
        RP_TRY_MEMORY(values != NULL && rp_arena_copy(ways->arena, key->name, &keys[i].name));
        for (size_t k = 0; k < key->values.count; k++)
            RP_TRY_MEMORY(rp_arena_copy(ways->arena, key->values.items[k], &values[k]));
        keys[i].absent = key->absent;
        keys[i].values = (struct rampart_strs){values, key->values.count};
    }
    found->is = true;
    found->keys = keys;
    found->key_count = ways->key_count;
    return RAMPART_OK;
}

static void diff_ways_leave_open(struct ways *ways, enum rampart_diff_reason reason)
{
    if (!ways->result.open) ways->result.reason = reason;
    ways->result.open = true;
}

/* The request in hand is asked of both sides as anybody would ask it. Only what they say counts. */
static enum rampart_status diff_ways_confirm(struct ways *ways)
{
    struct rampart_verdict verdicts[RP_DIFF_SIDES] = {{.outcome = RAMPART_OUTCOME_DENY}, {.outcome = RAMPART_OUTCOME_DENY}};
    struct rampart_request *request = ways->asker->request;
    for (int side = 0; side < RP_DIFF_SIDES; side++)
        if (!ways->asker->missing[side]) RP_TRY(rampart_decide(ways->asker->sides[side], &request, 1, NULL, &verdicts[side], NULL));
    const int distance = diff_ways_distance(verdicts), length = distance < 0 ? -distance : distance;
    struct rp_diff_found *found = &ways->result.found[distance < 0 ? RAMPART_DIFF_LOSS : RAMPART_DIFF_GAIN];
    if (distance == 0) {
        if (verdicts[0].outcome == RAMPART_OUTCOME_CONDITIONAL && !ways->asker->foreign) diff_ways_leave_open(ways, RAMPART_DIFF_UNREAD);
        return RAMPART_OK;
    }
    const int before = found->is ? diff_ways_distance(found->verdicts) : 0;
    if ((before < 0 ? -before : before) >= length) return RAMPART_OK;
    for (int side = 0; side < RP_DIFF_SIDES; side++) found->verdicts[side] = verdicts[side];
    return diff_ways_copy_found(ways, found);
}

/* Who is not there now gains nothing, and who was not there loses nothing. */
static bool diff_ways_is_done(const struct ways *ways)
{
    for (int i = 0; i < 2; i++) {
        if (ways->asker->missing[i == RAMPART_DIFF_GAIN ? RP_DIFF_NEW : RP_DIFF_OLD]) continue;
        const struct rp_diff_found *found = &ways->result.found[i];
        const int distance = found->is ? diff_ways_distance(found->verdicts) : 0;
        if (distance != 2 && distance != -2) return false;
    }
    return true;
}

/* ---- the search ---- */

static enum rampart_status diff_ways_search(struct ways *ways);

static enum rampart_status diff_ways_take_up(struct ways *ways, const struct key_ways *taken)
{
    if (ways->key_count == RP_DIFF_KEYS) {
        diff_ways_leave_open(ways, RAMPART_DIFF_CASES);
        return RAMPART_OK;
    }
    ways->result.conditional = true;
    for (size_t i = 0; i < taken->count && !diff_ways_is_done(ways); i++) {
        ways->keys[ways->key_count++] = taken->items[i];
        const enum rampart_status status = diff_ways_search(ways);
        ways->key_count--;
        RP_TRY(status);
    }
    return RAMPART_OK;
}

/* Looks at the request in hand; *ret_next are the ways of the key to take up next, none: it is done with. */
static enum rampart_status diff_ways_look(struct ways *ways, struct both *both, struct key_ways *ret_next)
{
    const struct rp_residual_key *key = NULL;
    bool may_differ = false, unread = false;
    RP_TRY(diff_ways_walk(ways, both));
    if (ways->about->matched && ways->key_count == 0) RP_TRY(diff_ways_list_matched(ways, both));
    if (diff_ways_is_certain(both))
        return diff_ways_distance(both->verdicts) == 0 ? RAMPART_OK : diff_ways_confirm(ways);
    RP_TRY(diff_ways_may_differ(ways, both, &may_differ));
    if (!may_differ) return RAMPART_OK;
    RP_TRY(diff_ways_next_key(ways, both, &key, &unread));
    if (key != NULL) return diff_ways_of_key(ways, key, &both->question, ret_next);
    return unread ? RAMPART_OK : diff_ways_confirm(ways); /* nobody says what a value means that is none of its type */
}

/* As deep as RP_DIFF_KEYS. */
static enum rampart_status diff_ways_search(struct ways *ways)
{
    struct both both = {.rules = {{NULL, NULL}, {NULL, NULL}}}; /* zeroed verdicts deny */
    struct key_ways next = {.count = 0};
    bool is = false;
    if (ways->left == 0 || ways->asker->asks >= RP_DIFF_ASKS) {
        diff_ways_leave_open(ways, RAMPART_DIFF_CASES);
        return RAMPART_OK;
    }
    ways->left--;
    ways->asker->asks++;
    RP_TRY(diff_ways_make_request(ways, &is));
    ways->result.asked |= is;
    if (!is) return RAMPART_OK;
    const enum rampart_status status = diff_ways_look(ways, &both, &next);
    diff_ways_free(&both);
    RP_TRY(status);
    return next.count == 0 ? RAMPART_OK : diff_ways_take_up(ways, &next);
}

enum rampart_status rp_diff_ask(struct rp_diff_asker *asker, struct rp_arena *arena, const struct rp_diff_case *about,
                                struct rp_diff_ways *ret_ways)
{
    struct ways ways = {.asker = asker, .arena = arena, .about = about, .left = RP_DIFF_WAYS};
    rp_arena_init(&ways.scratch, &arena->allocator);
    const enum rampart_status status = diff_ways_search(&ways);
    rp_arena_free(&ways.scratch);
    if (status == RAMPART_OK) *ret_ways = ways.result;
    return status;
}

enum rampart_status rp_diff_explain(struct rp_diff_asker *asker, const struct rp_diff_case *about,
                                    struct rampart_decision *ret_decisions[RP_DIFF_SIDES])
{
    struct ways ways = {.asker = asker, .about = about};
    enum rampart_status status = RAMPART_OK;
    bool is = false;
    for (int side = 0; side < RP_DIFF_SIDES; side++) ret_decisions[side] = NULL;
    RP_TRY(diff_ways_make_request(&ways, &is));
    for (int side = 0; side < RP_DIFF_SIDES && is && status == RAMPART_OK; side++)
        if (!asker->missing[side]) status = rampart_explain(asker->sides[side], &asker->request, 1, RAMPART_EXPLAIN_BRIEF | RAMPART_EXPLAIN_FORMULA,
                                 NULL, &ret_decisions[side], NULL);
    return status;
}
