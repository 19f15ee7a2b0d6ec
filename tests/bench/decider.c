/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/decider.h"

#include <stdlib.h>

#include "base/str.h"

/* A request by its principal, for sorting. */
struct asker {
    struct rampart_str principal;
    size_t request;
};

static int compare(const void *a, const void *b)
{
    const struct asker *left = a, *right = b;

    return rp_str_compare(left->principal, right->principal);
}

static struct asker *sort_askers(const struct decider *decider)
{
    struct asker *askers = calloc(decider->count + 1, sizeof *askers);

    if (askers == NULL) return NULL;
    for (size_t i = 0; i < decider->count; i++)
        askers[i] = (struct asker){rampart_request_principal(decider->requests[i]), i};
    qsort(askers, decider->count, sizeof *askers, compare);
    return askers;
}

/* One slice for each run of requests by one principal. */
static bool make_slices(struct decider *decider, const struct asker *askers)
{
    for (size_t i = 0; i < decider->count; i++) {
        size_t request = askers[i].request;
        bool other = i == 0 || compare(&askers[i - 1], &askers[i]) != 0;

        if (other && rampart_compiled_slice(NULL, decider->compiled, decider->requests[request], NULL,
                                            &decider->sets[decider->set_count]) != RAMPART_OK)
            return false;
        decider->set_count += other;
        decider->rules[request] = decider->sets[decider->set_count - 1];
    }
    return true;
}

bool decider_open(const struct rampart_account *account, struct rampart_request *const *requests,
                  size_t count, struct decider *ret_decider)
{
    struct decider decider = {.requests = requests, .count = count};
    struct asker *askers = sort_askers(&decider);
    bool good = false;

    decider.rules = calloc(count + 1, sizeof(struct rampart_rules *));
    decider.sets = calloc(count + 1, sizeof(struct rampart_rules *));
    good = askers != NULL && decider.rules != NULL && decider.sets != NULL &&
           rampart_account_compile(NULL, account, NULL, &decider.compiled) == RAMPART_OK &&
           make_slices(&decider, askers);
    free(askers);
    if (good)
        *ret_decider = decider;
    else
        decider_close(&decider);
    return good;
}

void decider_close(struct decider *decider)
{
    for (size_t i = 0; i < decider->set_count; i++) rampart_rules_free(decider->sets[i]);
    rampart_compiled_free(decider->compiled);
    free(decider->sets);
    free(decider->rules);
}
