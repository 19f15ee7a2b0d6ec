/* SPDX-License-Identifier: Apache-2.0 */
#include "pack/facts.h"

#include "base/try.h"

/* A function that adds to one of the lists. */
#define FACTS_ADD(kind, list, number, space)                                                             \
    enum rampart_status rp_facts_add_##kind(struct rp_facts *facts, const struct rp_fact_##kind *item)   \
    {                                                                                                    \
        void *items = rp_arena_grow(facts->arena, facts->list, facts->number, &facts->space, sizeof *item); \
        RP_TRY_MEMORY(items != NULL);                                                                    \
        facts->list = items;                                                                             \
        facts->list[facts->number++] = *item;                                                            \
        return RAMPART_OK;                                                                               \
    }

FACTS_ADD(row, rows, row_count, row_room)
FACTS_ADD(type, types, type_count, type_room)
FACTS_ADD(key, keys, key_count, key_room)
FACTS_ADD(name, names, name_count, name_room)
FACTS_ADD(policy, policies, policy_count, policy_room)
FACTS_ADD(api, apis, api_count, api_room)
FACTS_ADD(granularity, granularities, granularity_count, granularity_room)

struct rp_facts_mark rp_facts_mark(const struct rp_facts *facts)
{
    return (struct rp_facts_mark){facts->row_count, facts->type_count, facts->key_count, facts->name_count,
                                  facts->policy_count, facts->api_count, facts->granularity_count};
}

void rp_facts_forget(struct rp_facts *facts, const struct rp_facts_mark *mark)
{
    facts->row_count = mark->rows;
    facts->type_count = mark->types;
    facts->key_count = mark->keys;
    facts->name_count = mark->names;
    facts->policy_count = mark->policies;
    facts->api_count = mark->apis;
    facts->granularity_count = mark->granularities;
}
