/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rules without the statements that cannot bear on the request. Nothing of an explanation but `nearest` needs those,
 * and everything else looks at each statement several times; for `nearest` those that are about the action are marked.
 */
#include <string.h>

#include "base/try.h"
#include "engine/explain.h"

/* Zeroed words for the marks: those of the workspace while they last. */
static uint64_t *take_words(const struct rp_explainer *explainer, struct rp_workspace *workspace,
                            size_t count)
{
    uint64_t *words = &workspace->words[workspace->used];
    if (count > RP_FEW_WORDS - workspace->used) return RP_NEW_ARRAY(explainer->arena, uint64_t, count);
    workspace->used += count;
    return memset(words, 0, count * sizeof *words);
}

/* The memory of all that are left is asked for before the first is read: the waiting times overlap. */
static void fetch(const struct rp_unit *unit)
{
    for (size_t i = rp_unit_next(unit, 0); i < unit->count; i = rp_unit_next(unit, i + 1)) {
        rp_fetch(&unit->rules[i]);
        rp_fetch(&unit->rules[i].conditions);
    }
}

static enum rampart_status narrow_unit(const struct rp_explainer *explainer, struct rp_workspace *workspace,
                                       struct rp_unit *unit)
{
    if (unit->parts == NULL) return RAMPART_OK;
    const size_t words = rp_mark_words(unit->count);
    struct rp_marks marks = {NULL, take_words(explainer, workspace, words)};
    if (!explainer->without_nearest) marks.about = take_words(explainer, workspace, words);
    RP_TRY_MEMORY(marks.bears != NULL && (explainer->without_nearest || marks.about != NULL));
    rp_unit_mark(unit, &workspace->sought, marks);
    unit->about = marks.about;
    unit->bears = marks.bears;
    fetch(unit);
    unit->index = NULL; /* few are left, and they serve for every assumption */
    return RAMPART_OK;
}

static enum rampart_status narrow_control(const struct rp_explainer *explainer,
                                          struct rp_workspace *workspace)
{
    struct rampart_rules *rules = &workspace->rules;
    struct rp_unit *control = NULL;
    if (rules->control_levels == 0) return RAMPART_OK;
    control = RP_NEW_ARRAY(explainer->arena, struct rp_unit, rules->control_levels);
    RP_TRY_MEMORY(control != NULL);
    memcpy(control, rules->control, rules->control_levels * sizeof *control);
    for (unsigned i = 0; i < rules->control_levels; i++)
        RP_TRY(narrow_unit(explainer, workspace, &control[i]));
    rules->control = control;
    return RAMPART_OK;
}

enum rampart_status rp_explain_narrow(struct rp_explainer *explainer, struct rp_workspace *workspace)
{
    struct rampart_rules *rules = &workspace->rules;
    *rules = *explainer->rules;
    workspace->sought = rp_sought_by(explainer->question.request);
    workspace->used = 0;
    RP_TRY(narrow_unit(explainer, workspace, &rules->identity));
    RP_TRY(narrow_unit(explainer, workspace, &rules->resource_group));
    RP_TRY(narrow_unit(explainer, workspace, &rules->session));
    RP_TRY(narrow_unit(explainer, workspace, &rules->trust));
    RP_TRY(narrow_control(explainer, workspace));
    explainer->rules = rules;
    return RAMPART_OK;
}
