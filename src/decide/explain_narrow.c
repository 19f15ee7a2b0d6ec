/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rules without the statements that cannot bear on the request. Nothing of an explanation but `nearest` needs those,
 * and everything else looks at each statement several times; for `nearest` those that are about the action are marked.
 */
#include <string.h>

#include "base/try.h"
#include "decide/explain.h"

/* Zeroed words for marks: those of the workspace while they last. */
static uint64_t *take_words(const struct rp_explainer *explainer, struct rp_workspace *workspace,
                            size_t count)
{
    uint64_t *words = &workspace->words[workspace->word_count];
    if (count > RP_FEW_WORDS - workspace->word_count) return RP_NEW_ARRAY(explainer->arena, uint64_t, count);
    workspace->word_count += count;
    return memset(words, 0, count * sizeof *words);
}

static struct rp_finding *take_findings(const struct rp_explainer *explainer, struct rp_workspace *workspace,
                                        size_t count)
{
    struct rp_finding *findings = &workspace->findings[workspace->finding_count];
    if (count > RP_FEW_FINDINGS - workspace->finding_count)
        return RP_NEW_ARRAY(explainer->arena, struct rp_finding, count);
    workspace->finding_count += count;
    return findings;
}

/* The memory of all rules that are left is asked for before the first is read: the waiting times overlap. */
static enum rampart_status keep_marked(const struct rp_explainer *explainer, struct rp_workspace *workspace,
                                       const uint64_t *bears, struct rp_unit *unit)
{
    size_t count = 0;
    for (size_t i = 0; i < rp_mark_words(unit->count); i++)
        for (uint64_t left = bears[i]; left != 0; left &= left - 1) count++;
    unit->findings = take_findings(explainer, workspace, count);
    RP_TRY_MEMORY(unit->findings != NULL);
    for (size_t i = rp_mark_next(bears, unit->count, 0); i < unit->count;
         i = rp_mark_next(bears, unit->count, i + 1)) {
        rp_rule_fetch(&unit->rules[i]);
        unit->findings[unit->finding_count++] = (struct rp_finding){.rule = &unit->rules[i]};
    }
    return RAMPART_OK;
}

static enum rampart_status narrow_unit(const struct rp_explainer *explainer, struct rp_workspace *workspace,
                                       struct rp_unit *unit)
{
    if (unit->parts == NULL) return RAMPART_OK;
    const size_t words = rp_mark_words(unit->count), kinds = explainer->brief ? 1 : 2;
    uint64_t *bears = take_words(explainer, workspace, kinds * words);
    RP_TRY_MEMORY(bears != NULL);
    const struct rp_marks marks = {.about = kinds == 2 ? bears + words : NULL, .bears = bears};
    rp_unit_mark(unit, &workspace->sought, marks);
    unit->about = marks.about;
    unit->assumed = explainer->rules->assumed;
    unit->index = NULL; /* few are left, and they serve for every assumption */
    return keep_marked(explainer, workspace, marks.bears, unit);
}

static enum rampart_status narrow_control(const struct rp_explainer *explainer,
                                          struct rp_workspace *workspace)
{
    struct rp_rules *rules = &workspace->rules;
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

/* An account's documents were looked through as they were taken: often nothing is left to be narrowed. */
static bool has_parts(const struct rp_rules *rules)
{
    bool found = rules->identity.parts != NULL || rules->resource_group.parts != NULL ||
                 rules->session.parts != NULL || rules->trust.parts != NULL;
    for (unsigned i = 0; i < rules->control_levels && !found; i++) found = rules->control[i].parts != NULL;
    return found;
}

enum rampart_status rp_explain_narrow(struct rp_explainer *explainer, struct rp_workspace *workspace)
{
    struct rp_rules *rules = &workspace->rules;
    if (!has_parts(explainer->rules)) return RAMPART_OK;
    *rules = *explainer->rules;
    workspace->sought = rp_sought_by(explainer->question.request, rules->assumed);
    workspace->word_count = workspace->finding_count = 0;
    RP_TRY(narrow_unit(explainer, workspace, &rules->identity));
    RP_TRY(narrow_unit(explainer, workspace, &rules->resource_group));
    RP_TRY(narrow_unit(explainer, workspace, &rules->session));
    RP_TRY(narrow_unit(explainer, workspace, &rules->trust));
    RP_TRY(narrow_control(explainer, workspace));
    explainer->rules = rules;
    return RAMPART_OK;
}
