/* SPDX-License-Identifier: Apache-2.0 */
/* The driver of one document: text → policy → the findings of each family of rules. */
#include "lint/document.h"

#include "base/limits.h"
#include "base/try.h"
#include "catalog/tables.h"
#include "lint/explained.h"
#include "lint/families.h"
#include "policy/parse.h"
#include "text/diag.h"

/* ---- one document ---- */

enum rampart_status rp_lint_run_rules(const struct rp_lint *lint)
{
    RP_TRY(rp_lint_refused(lint));
    RP_TRY(rp_lint_never_matches(lint));
    RP_TRY(rp_lint_misleading(lint));
    RP_TRY(rp_lint_broad(lint));
    RP_TRY(rp_lint_known(lint));
    RP_TRY(rp_lint_resource_rules(lint));
    RP_TRY(rp_lint_redundant(lint));
    return rp_lint_style(lint);
}

static enum rampart_status document_run_rules(const struct rampart_linter *linter,
                                              const struct rampart_policy *policy, const struct rp_lint_place *place,
                                              struct rampart_diags *findings, size_t first)
{
    struct rp_arena scratch;
    rp_arena_init(&scratch, linter->options.allocator);
    const struct rp_lint lint = {.linter = linter,
                                 .policy = policy,
                                 .findings = findings,
                                 .scratch = &scratch,
                                 .account = place->account,
                                 .standing = place->standing,
                                 .holders = place->holders,
                                 .embedded = place->embedded};
    enum rampart_status status = rp_lint_run_rules(&lint);
    if (status == RAMPART_OK) status = rp_lint_custom(&lint);
    rp_diags_sort(findings, first);
    if (status == RAMPART_OK) status = rp_lint_drop_explained(findings, first, &scratch);
    rp_arena_free(&scratch);
    return status;
}

/* Some of the reader's warnings are rules as well (DOC…): the level of the rule counts. False: it is off. */
static bool document_set_level(const void *context, struct rampart_diag *diag)
{
    const struct rampart_linter *linter = context;
    enum rp_lint_rule rule = rp_lint_rule_of(diag->code);
    if (rule == RP_LINT_RULES) return true;
    diag->severity = rp_lint_severity(linter, rule);
    return linter->levels[rule] != RAMPART_LINT_OFF;
}

/* ---- the statement of a finding ---- */

/* The place of an end of a statement, worked out once. */
static struct rp_position document_place(const struct rp_source *source, uint32_t offset, struct rp_position *place)
{
    if (place->line == 0) *place = rp_source_position(source, offset);
    return *place;
}

static bool document_is_before(struct rp_position position, const struct rampart_diag *diag)
{
    unsigned line = diag->inner_line > 0 ? diag->inner_line : diag->line;
    unsigned column = diag->inner_line > 0 ? diag->inner_column : diag->column;
    return position.line != line ? position.line < line : position.column <= column;
}

struct naming {
    const struct rampart_policy *policy;
    struct rampart_diags *findings;
    struct rp_position *starts, *ends; /* of the statements; line 0: not worked out yet */
};

/* Statements follow one another: the finding is in the last that begins before it, unless that has ended. */
static bool document_name_statement(const void *context, struct rampart_diag *diag)
{
    const struct naming *naming = context;
    const struct rampart_policy *policy = naming->policy;
    size_t low = 0, high = policy->statement_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        bool before = document_is_before(
            document_place(policy->source, policy->statements[middle].span.start, &naming->starts[middle]), diag);
        *(before ? &low : &high) = before ? middle + 1 : middle;
    }
    if (low == 0) return true;
    const struct rp_statement *statement = &policy->statements[low - 1];
    if (document_is_before(document_place(policy->source, statement->span.end, &naming->ends[low - 1]), diag)) return true;
    diag->statement = (unsigned)low;
    diag->sid = rp_diags_keep(naming->findings, statement->sid);
    return true;
}

/* Each action is looked up by several rules: what the first of them reads is asked for before, for all actions together. */
static void document_expect_actions(const struct rampart_linter *linter, const struct rampart_policy *policy)
{
    struct rampart_str actions[RP_MOST_EXPECTED];
    size_t count = 0;
    for (size_t i = 0; i < policy->statement_count; i++) {
        const struct rp_values *values = &policy->statements[i].action;
        for (size_t k = 0; k < values->count && count < RP_MOST_EXPECTED; k++)
            if (!rp_has_wildcard(rp_value_text(values, k))) actions[count++] = rp_value_text(values, k);
    }
    if (linter->catalog != NULL) rp_catalog_expect_actions(linter->catalog, actions, count);
}

enum rampart_status rp_lint_policy(const struct rampart_linter *linter, const struct rampart_policy *policy,
                                   const struct rp_lint_place *place, struct rampart_diags *findings, size_t first)
{
    document_expect_actions(linter, policy);
    enum rampart_status status = document_run_rules(linter, policy, place, findings, first);
    if (rampart_diags_count(findings) == first) return status;
    struct rp_arena scratch;
    rp_arena_init(&scratch, linter->options.allocator);
    struct rp_position *places = RP_NEW_ARRAY(&scratch, struct rp_position, policy->statement_count * 2);
    const struct naming naming = {policy, findings, places, places == NULL ? NULL : places + policy->statement_count};
    if (places == NULL)
        status = RAMPART_NO_MEMORY;
    else
        rp_diags_filter(findings, first, document_name_statement, &naming);
    rp_arena_free(&scratch);
    return status;
}

/* ---- reading ---- */

void rp_lint_set_levels(const struct rampart_linter *linter, struct rampart_diags *findings, size_t first)
{
    rp_diags_filter(findings, first, document_set_level, linter);
}

enum rampart_status rp_lint_document_inside(const struct rampart_linter *linter,
                                            const struct rampart_document *document, const struct rp_lint_place *place,
                                            const struct rp_inside *inside, struct rampart_diags *findings)
{
    size_t first = rampart_diags_count(findings);
    struct rampart_policy *policy = NULL;
    enum rampart_status status = rp_policy_look_over(&linter->options, document, inside, findings, &policy);
    rp_lint_set_levels(linter, findings, first);
    if (status == RAMPART_OK) status = rp_lint_policy(linter, policy, place, findings, first);
    rampart_policy_free(policy);
    rp_diags_sort(findings, first);
    if (status == RAMPART_INVALID_INPUT) status = RAMPART_OK;
    return status == RAMPART_OK && rp_diags_failed(findings) ? RAMPART_NO_MEMORY : status;
}

enum rampart_status rampart_lint_document(const struct rampart_linter *linter,
                                          const struct rampart_document *document,
                                          struct rampart_diags *findings)
{
    if (linter == NULL || document == NULL || findings == NULL) return RAMPART_MISUSE;
    const struct rp_lint_place alone = {.embedded = false};
    return rp_lint_document_inside(linter, document, &alone, NULL, findings);
}
