/* SPDX-License-Identifier: Apache-2.0 */
/* Rules of the user's own, on one document. */
#include "analysis/custom_judge.h"
#include "base/str.h"
#include "base/try.h"
#include "lint/families.h"
#include "text/diag.h"

static void custom_report(const struct rp_lint *lint, const struct rampart_rules *rules, const struct rp_custom_rule *rule,
                          const struct rp_statement *statement, const struct rp_custom_breach *breach)
{
    const struct rp_diag_code code = {rp_diag_code(RP_USR_BROKEN)->number, rule->name};
    const struct rp_values *actions = &statement->action;
    const struct rp_span span = breach->value < actions->count ? actions->spans[breach->value] : rp_values_span(actions);
    if (rule->message.len > 0)
        rp_lint_report_own(lint, rule->severity, &code, span, "%.*s: %.*s is allowed on %.*s", RP_ARG(rp_lint_shown(rule->message)),
                           RP_ARG(breach->action), RP_ARG(rp_lint_shown(breach->resource)));
    else
        rp_lint_report_own(lint, rule->severity, &code, span, rule->requires ? "%.*s is allowed on %.*s without what the rule requires"
                                                                    : "%.*s is allowed on %.*s, which the rule forbids",
                           RP_ARG(breach->action), RP_ARG(rp_lint_shown(breach->resource)));
    rp_lint_suggest(lint, "the rule stands in %.*s, line %u", RP_ARG(rules->source->name),
                    rp_source_position(rules->source, rule->span.start).line);
}

static enum rampart_status custom_judge_statement(const struct rp_lint *lint, const struct rampart_rules *rules, size_t statement)
{
    for (size_t i = 0; i < rules->count; i++) {
        struct rp_custom_breach breach;
        struct rp_arena arena;
        bool breaks = false;
        rp_arena_init(&arena, &lint->scratch->allocator);
        enum rampart_status status = rp_custom_judge(&arena, lint->linter->catalog, &rules->items[i], lint->policy, lint->holders,
                                                     statement, &breaks, &breach);
        if (status == RAMPART_OK && breaks)
            custom_report(lint, rules, &rules->items[i], &lint->policy->statements[statement], &breach);
        rp_arena_free(&arena);
        RP_TRY(status);
    }
    return RAMPART_OK;
}

static enum rampart_status custom_judge_policy(const struct rp_lint *lint, const struct rampart_rules *rules)
{
    for (size_t i = 0; i < lint->policy->statement_count; i++) RP_TRY(custom_judge_statement(lint, rules, i));
    return RAMPART_OK;
}

enum rampart_status rp_lint_custom(const struct rp_lint *lint)
{
    const struct rampart_linter *linter = lint->linter;
    if (linter->settings_rules != NULL) RP_TRY(custom_judge_policy(lint, linter->settings_rules));
    for (size_t i = 0; i < linter->rules_count; i++) RP_TRY(custom_judge_policy(lint, linter->rules[i]));
    return RAMPART_OK;
}
