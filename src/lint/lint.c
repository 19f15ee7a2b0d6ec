/* SPDX-License-Identifier: Apache-2.0 */
/* Documents: text → policy → what each family of rules finds in it. */
#include "lint/lint.h"

#include <stdarg.h>

#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "policy/parse.h"
#include "text/diag.h"

enum { MOST_SHOWN = 200 };

/* ---- reporting ---- */

bool rp_lint_asks(const struct rp_lint *lint, enum rp_lint_rule rule)
{
    return lint->linter->levels[rule] != RAMPART_LINT_OFF;
}

enum rampart_severity rp_lint_severity(const struct rampart_linter *linter, enum rp_lint_rule rule)
{
    switch (linter->levels[rule]) {
    case RAMPART_LINT_ERROR: return RAMPART_ERROR;
    case RAMPART_LINT_WARNING: return RAMPART_WARNING;
    case RAMPART_LINT_NOTE: return RAMPART_NOTE;
    default: return rp_lint_rule(rule)->severity;
    }
}

bool rp_lint_find(const struct rp_lint *lint, enum rp_lint_rule rule, struct rp_span span, const char *format,
                  ...)
{
    if (!rp_lint_asks(lint, rule)) return false;
    const struct rp_diag_code code = {rp_lint_rule(rule)->id, rp_lint_rule(rule)->name};
    va_list values;
    va_start(values, format);
    rp_diag_coded(lint->findings, rp_lint_severity(lint->linter, rule), &code,
                  (struct rp_at){lint->policy->source, span}, format, values);
    va_end(values);
    return true;
}

void rp_lint_suggest(const struct rp_lint *lint, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    rp_diag_help_values(lint->findings, format, values);
    va_end(values);
}

struct rampart_str rp_lint_shown(struct rampart_str text)
{
    return rp_str_part(text, 0, MOST_SHOWN);
}

/* ---- one document ---- */

enum rampart_status rp_lint_ask_rules(const struct rp_lint *lint)
{
    RP_TRY(rp_lint_refused(lint));
    RP_TRY(rp_lint_never(lint));
    RP_TRY(rp_lint_otherwise(lint));
    RP_TRY(rp_lint_broad(lint));
    rp_lint_known(lint);
    RP_TRY(rp_lint_idle(lint));
    return rp_lint_style(lint);
}

static enum rampart_status lint_policy(const struct rampart_linter *linter,
                                       const struct rampart_policy *policy, bool part,
                                       struct rampart_diags *findings)
{
    struct rp_arena scratch;
    rp_arena_init(&scratch, linter->options.allocator);
    const struct rp_lint lint = {
        .linter = linter, .policy = policy, .findings = findings, .scratch = &scratch, .part = part};
    enum rampart_status status = rp_lint_ask_rules(&lint);
    rp_arena_free(&scratch);
    return status;
}

/* What the reader warns of is a rule's as well: it has the level of the rule. */
static bool settle(const void *context, struct rampart_diag *diag)
{
    const struct rampart_linter *linter = context;
    enum rp_lint_rule rule = rp_lint_rule_of(diag->code);
    if (rule == RP_LINT_RULES) return true;
    diag->severity = rp_lint_severity(linter, rule);
    return linter->levels[rule] != RAMPART_LINT_OFF;
}

/* ---- in which statement a finding is ---- */

static bool is_before(struct rp_position position, const struct rampart_diag *diag)
{
    unsigned line = diag->inner_line > 0 ? diag->inner_line : diag->line;
    unsigned column = diag->inner_line > 0 ? diag->inner_column : diag->column;
    return position.line != line ? position.line < line : position.column <= column;
}

struct naming {
    const struct rampart_policy *policy;
    struct rampart_diags *findings;
};

/* Statements stand one behind the other: the last that begins before the finding is its own, unless it has ended. */
static bool name_statement(const void *context, struct rampart_diag *diag)
{
    const struct naming *naming = context;
    const struct rampart_policy *policy = naming->policy;
    size_t low = 0, high = policy->statement_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        bool before =
            is_before(rp_source_position(policy->source, policy->statements[middle].span.start), diag);
        *(before ? &low : &high) = before ? middle + 1 : middle;
    }
    if (low == 0) return true;
    const struct rp_statement *statement = &policy->statements[low - 1];
    if (is_before(rp_source_position(policy->source, statement->span.end), diag)) return true;
    diag->statement = (unsigned)low;
    diag->sid = rp_diags_keep(naming->findings, statement->sid);
    return true;
}

enum rampart_status rp_lint_policy(const struct rampart_linter *linter, const struct rampart_policy *policy,
                                   bool part, struct rampart_diags *findings, size_t first)
{
    const struct naming naming = {policy, findings};
    enum rampart_status status = lint_policy(linter, policy, part, findings);
    rp_diags_settle(findings, first, name_statement, &naming);
    return status;
}

/* ---- documents ---- */

void rp_lint_settle(const struct rampart_linter *linter, struct rampart_diags *findings, size_t first)
{
    rp_diags_settle(findings, first, settle, linter);
}

enum rampart_status rp_lint_inside(const struct rampart_linter *linter,
                                   const struct rampart_document *document, const struct rp_inside *inside,
                                   struct rampart_diags *findings)
{
    size_t first = rampart_diags_count(findings);
    struct rampart_policy *policy = NULL;
    enum rampart_status status = rp_policy_read_inside(&linter->options, document, inside, findings, &policy);
    rp_lint_settle(linter, findings, first);
    if (status == RAMPART_OK) status = rp_lint_policy(linter, policy, false, findings, first);
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
    return rp_lint_inside(linter, document, NULL, findings);
}
