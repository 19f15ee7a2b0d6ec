/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/refine.h"

#include "base/try.h"
#include "decide/keys.h"

/* The rules of a principal. Counted first, with no room for them, and then copied. */
struct gathering {
    const struct rp_evaluation *evaluation;
    struct rp_unit identity, resource_group;
};

static void add_rule(struct rp_unit *unit, const struct rp_rule *rule, const struct rp_group_members *members)
{
    if (unit->rules != NULL) {
        unit->rules[unit->count] = *rule;
        unit->rules[unit->count].members = members;
    }
    unit->count++;
}

static void add_rules(struct rp_unit *unit, const struct rp_unit *added,
                      const struct rp_group_members *members)
{
    for (size_t i = 0; i < added->count; i++) add_rule(unit, &added->rules[i], members);
}

/* A document without a mark has no statement that any key could make match: the others say it all. */
static void add_document(struct gathering *gathering, uint32_t number)
{
    const struct rp_evaluation *evaluation = gathering->evaluation;
    if (evaluation->documents[number] != 0)
        add_rules(&gathering->identity, rp_about_unit(&evaluation->about, number), NULL);
}

/* Whole, for it counts that the resource is reached, whatever the document is about. */
static void add_scoped(struct gathering *gathering, const struct rp_scoped *scoped)
{
    const struct rp_evaluation *evaluation = gathering->evaluation;
    const struct rp_compiled *compiled = evaluation->compiled;
    if (evaluation->reached[scoped->group] != RAMPART_FALSE)
        add_rules(&gathering->resource_group, &compiled->documents[scoped->document].unit,
                  &compiled->resource_groups[scoped->group]);
}

static void add_holder(struct gathering *gathering, const struct rp_holder *holder)
{
    for (uint32_t i = 0; i < holder->count; i++) add_document(gathering, holder->documents[i]);
    for (uint32_t i = 0; i < holder->scoped_count; i++) add_scoped(gathering, &holder->scoped[i]);
}

static void add_all(struct gathering *gathering, const struct rp_asker *asker)
{
    const struct rp_holdings *holdings = asker->holdings;
    add_holder(gathering, &holdings->own);
    for (size_t i = 0; i < holdings->group_count; i++)
        add_holder(gathering, &gathering->evaluation->compiled->groups[holdings->groups[i]]);
}

static enum rampart_status gather(struct gathering *gathering, struct rp_arena *arena,
                                  const struct rp_asker *asker)
{
    add_all(gathering, asker);
    gathering->identity.rules = RP_NEW_ARRAY(arena, struct rp_rule, gathering->identity.count);
    gathering->resource_group.rules = RP_NEW_ARRAY(arena, struct rp_rule, gathering->resource_group.count);
    RP_TRY_MEMORY(gathering->identity.rules != NULL && gathering->resource_group.rules != NULL);
    gathering->identity.count = gathering->resource_group.count = 0;
    add_all(gathering, asker);
    return RAMPART_OK;
}

/* A copy of the frame that stands with rules alone. */
static enum rampart_status fill_frame(struct gathering *gathering, struct rp_arena *arena,
                                      const struct rp_asker *asker, const struct rp_rules *frame,
                                      struct rp_rules *filled)
{
    gathering->identity = frame->identity;
    gathering->resource_group = frame->resource_group;
    gathering->identity.truths = gathering->resource_group.truths = NULL;
    gathering->identity.index = gathering->resource_group.index = NULL; /* of the frame's own rules */
    gathering->identity.rules = gathering->resource_group.rules = NULL;
    gathering->identity.count = gathering->resource_group.count = 0;
    RP_TRY(gather(gathering, arena, asker));
    *filled = *frame;
    filled->identity = gathering->identity;
    filled->resource_group = gathering->resource_group;
    filled->control = RP_NEW_ARRAY(arena, struct rp_unit, frame->control_levels);
    RP_TRY_MEMORY(filled->control != NULL);
    for (unsigned i = 0; i < frame->control_levels; i++) {
        filled->control[i] = frame->control[i];
        filled->control[i].truths = NULL;
    }
    return RAMPART_OK;
}

enum rampart_status rp_refine(const struct rp_evaluation *evaluation, const struct rp_asker *asker,
                              const struct rp_question *question, const struct rp_rules *frame,
                              struct rampart_verdict *ret_verdict)
{
    struct gathering gathering = {.evaluation = evaluation};
    struct rp_rules filled;
    struct rp_arena arena;
    rp_arena_init(&arena, &evaluation->arena.allocator);
    enum rampart_status status = fill_frame(&gathering, &arena, asker, frame, &filled);
    if (status == RAMPART_OK) status = rp_split_decide(&filled, question, ret_verdict);
    rp_arena_free(&arena);
    return status;
}
