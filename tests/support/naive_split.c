/* SPDX-License-Identifier: Apache-2.0 */
#include "support/naive_split.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/generate.h"
#include "support/naive_statement.h"
#include "support/naive_values.h"

/* ---- values ---- */

/* The conditions of the policies about the key that ask for values. */
static void find_all(const struct naive_policies *held, const char *key, struct naive_open *all)
{
    for (size_t a = 0; a < held->count; a++) {
        const struct rampart_policy *policy = held->attachments[a].policy; /* NULL: nobody knows it */

        for (size_t s = 0; policy != NULL && s < policy->statement_count; s++) {
            const struct rp_statement *statement = &policy->statements[s];

            for (size_t c = 0; c < statement->condition_count; c++) {
                const struct rp_condition *condition = &statement->conditions[c];

                if (!naive_key_is(condition->key.text, key) || naive_type(condition) == 'n') continue;
                if (all->count == 64) abort(); /* the generator never makes so many */
                all->conditions[all->count++] = condition;
            }
        }
    }
}

/* What one value makes of the conditions: which it meets, and behind them which it leaves open. */
static void conditions_met(const struct naive_open *all, const struct naive_request *request,
                           const char *value, uint64_t *ret_met)
{
    ret_met[0] = ret_met[1] = 0;
    for (size_t i = 0; i < all->count; i++) {
        enum rampart_truth truth = naive_value_meets(all->conditions[i], value, request);

        ret_met[0] |= (uint64_t)(truth == RAMPART_TRUE) << i;
        ret_met[1] |= (uint64_t)(truth == RAMPART_UNKNOWN) << i;
    }
}

size_t naive_classes(const struct naive_policies *held, const struct naive_request *request, const char *key,
                     bool possible, const char **ret_values)
{
    static uint64_t met[NAIVE_CLASSES][2];
    struct naive_open all = {.count = 0};
    size_t count = 0, seen = 0;

    find_all(held, key, &all);
    for (const char *const *value = generate_every_value(key); *value != NULL; value++) {
        if (possible && !naive_key_can_have(key, *value)) continue;
        conditions_met(&all, request, *value, met[count]);
        seen = 0;
        while (memcmp(met[seen], met[count], sizeof met[seen]) != 0) seen++;
        if (seen < count) continue;
        ret_values[count++] = *value;
        if (count == NAIVE_CLASSES) abort();
    }
    return count;
}

const char *naive_key_name(struct rampart_str written)
{
    const char *name = NULL;

    for (size_t i = 0; generate_operands(i, &name) != NULL; i++)
        if (naive_key_is(written, name)) return name;
    return NULL;
}

/* ---- ways ---- */

/* One request being completed by one key. */
struct trial {
    const struct naive_policies *held;
    struct naive_request request;
    struct naive_key *key; /* of the request, as the document spells it */
    const char *name;      /* of the key in the generator's list */
    const char *resource;
    const char *values[NAIVE_CLASSES];
    size_t count;
    bool possible; /* values that a request can have */
    bool first;
    struct rampart_verdict together;
};

static int turn_of(enum rampart_layer layer)
{
    static const enum rampart_layer walk[] = {RAMPART_LAYER_CONTROL, RAMPART_LAYER_SESSION,
                                              RAMPART_LAYER_IDENTITY, RAMPART_LAYER_RESOURCE_GROUP,
                                              RAMPART_LAYER_TRUST};
    int turn = 0;

    while (walk[turn] != layer) turn++;
    return turn;
}

/* Decides the request as it stands. False: it comes out otherwise than those before it. */
static bool agrees(struct trial *trial)
{
    struct rampart_verdict verdict = naive_plain(trial->held, &trial->request, trial->resource);

    if (trial->first) trial->together = verdict;
    trial->first = false;
    if (verdict.outcome == RAMPART_OUTCOME_CONDITIONAL || verdict.outcome != trial->together.outcome)
        return false;
    if (verdict.deny == RAMPART_IMPLICIT_DENY) trial->together.deny = RAMPART_IMPLICIT_DENY;
    if (turn_of(verdict.layer) > turn_of(trial->together.layer)) trial->together.layer = verdict.layer;
    return true;
}

static bool values_agree(struct trial *trial, size_t from);

/* Keys whose type is known have one value in each request; those of the tests whose type is not may have several. */
static bool has_one_value(const struct trial *trial)
{
    return naive_key_type(rampart_str(trial->key->name)) != '\0';
}

/* Every set of at most NAIVE_VALUES values that holds those chosen and others from `from` on. */
static bool sets_agree(struct trial *trial, size_t from)
{
    if (!agrees(trial)) return false;
    return trial->key->count == (has_one_value(trial) ? 1 : NAIVE_VALUES) || values_agree(trial, from);
}

/* The same but for the set of those chosen alone. */
static bool values_agree(struct trial *trial, size_t from)
{
    for (size_t i = from; i < trial->count; i++) {
        trial->key->values[trial->key->count++] = trial->values[i];
        if (!sets_agree(trial, i + 1)) return false;
        trial->key->count--;
    }
    return true;
}

static bool settles(struct trial *trial)
{
    bool always = naive_carries(&trial->request, rampart_str(trial->key->name));

    trial->key->state = NAIVE_ABSENT;
    trial->key->count = 0;
    if (!always && !agrees(trial)) return false;
    trial->key->state = NAIVE_PRESENT;
    trial->count = naive_classes(trial->held, &trial->request, trial->name, trial->possible, trial->values);
    return has_one_value(trial) ? values_agree(trial, 0) : sets_agree(trial, 0);
}

static struct naive_key *key_of(struct naive_request *request, const char *name)
{
    for (size_t i = 0; i < request->key_count; i++)
        if (strcmp(request->keys[i].name, name) == 0) return &request->keys[i];
    if (request->key_count == NAIVE_KEYS) abort();
    request->keys[request->key_count] = (struct naive_key){.name = name};
    return &request->keys[request->key_count++];
}

/* Whether the spelling of a key makes it another one: then only the conditions that write it so are about it. */
static bool is_exact(const struct naive_request *request)
{
    return request->assumed[RAMPART_ASSUME_KEY_CASE] == 1;
}

/* The open conditions about the key that the i-th of them writes. */
static struct naive_open open_with(const struct naive_open *open, size_t i, bool exact)
{
    const struct rampart_str written = open->conditions[i]->key.text;
    struct naive_open same = {.count = 0};

    for (size_t k = 0; k < open->count; k++) {
        const struct rampart_str other = open->conditions[k]->key.text;
        bool equal = other.len == written.len && memcmp(other.data, written.data, other.len) == 0;

        if (equal || !exact) same.conditions[same.count++] = open->conditions[k];
    }
    return same;
}

char naive_open_type(const struct naive_open *open, const char *key)
{
    char type = 'n';

    for (size_t i = 0; i < open->count; i++) {
        char other = naive_type(open->conditions[i]);

        if (!naive_key_is(open->conditions[i]->key.text, key) || other == 'n') continue;
        if (type != 'n' && type != other) return 'm';
        type = other;
    }
    return type;
}

void naive_split(const struct naive_policies *held, const struct naive_request *request, const char *resource,
                 const struct naive_open *open, struct rampart_verdict *verdict)
{
    static struct trial trial; /* large */

    for (size_t i = 0; i < open->count; i++) {
        const struct rampart_str written = open->conditions[i]->key.text;
        const char *key = naive_key_name(written);
        const struct naive_open same = open_with(open, i, is_exact(request));
        const char type = naive_open_type(&same, key);
        char spelled[64];

        if (type == 'm' || naive_key_given(request, written)) continue;
        (void)snprintf(spelled, sizeof spelled, "%.*s", (int)written.len, written.data);
        trial = (struct trial){.held = held, .request = *request, .resource = resource, .first = true};
        trial.possible = type == naive_key_type(rampart_str(key));
        trial.name = key;
        trial.key = key_of(&trial.request, is_exact(request) ? spelled : key);
        if (!settles(&trial)) continue;
        *verdict = trial.together;
        return;
    }
}
