/* SPDX-License-Identifier: Apache-2.0 */
/* Statements, or parts of them, that another statement of the document makes idle. */
#include "base/str.h"
#include "base/try.h"
#include "lint/idle.h"
#include "lint/look.h"
#include "lint/reach.h"

static unsigned line_of(const struct rp_lint *lint, const struct rp_statement *statement)
{
    return rp_source_position(lint->policy->source, statement->span.start).line;
}

/* ---- an Allow under a Deny ---- */

static void denied_value(const struct rp_lint *lint, const struct rp_value *value,
                         const struct rp_statement *deny)
{
    if (rp_lint_find(lint, RP_LINT_DENIED_VALUE, value->span,
                     "%.*s is allowed in vain: the Deny at line %u denies all of it",
                     RP_ARG(rp_lint_shown(value->text)), line_of(lint, deny)))
        rp_lint_suggest(lint, "leave it out, or narrow the Deny");
}

static enum rampart_status denied_values(const struct rp_lint *lint, struct rp_lint_effort *effort,
                                         const struct rp_lint_patterns *denied,
                                         const struct rp_values *values,
                                         const struct rp_lint_patterns *allowed,
                                         const struct rp_statement *deny)
{
    for (size_t i = 0; i < allowed->count; i++) {
        bool covered;
        RP_TRY(rp_lint_any_covers(effort, denied, &allowed->items[i], &covered));
        if (!covered) continue;
        const struct rp_value value = rp_look_at(values, i);
        denied_value(lint, &value, deny);
    }
    return RAMPART_OK;
}

/* Returns whether nothing of the Allow is left: then no other Deny need be looked at. */
static enum rampart_status under_deny(const struct rp_lint *lint, struct rp_lint_effort *effort,
                                      const struct rp_lint_prepared *deny,
                                      const struct rp_lint_prepared *allow, bool *ret_shadowed)
{
    const struct rp_statement *statement = allow->statement;
    bool all_actions, all_resources;
    RP_TRY(rp_lint_actions_reach(effort, deny, allow, &all_actions));
    RP_TRY(rp_lint_resources_reach(effort, deny, allow, &all_resources));
    *ret_shadowed = all_actions && all_resources;
    if (*ret_shadowed) {
        if (rp_lint_find(lint, RP_LINT_SHADOWED_ALLOW, statement->span,
                         "this Allow grants nothing: the Deny at line %u denies all of it",
                         line_of(lint, deny->statement)))
            rp_lint_suggest(lint, "leave it out, or narrow the Deny");
        return RAMPART_OK;
    }
    if (all_resources && !deny->statement->action.negated && !statement->action.negated)
        return denied_values(lint, effort, &deny->actions, &statement->action, &allow->actions,
                             deny->statement);
    if (all_actions && statement->resource.present && !deny->statement->resource.negated &&
        !statement->resource.negated)
        return denied_values(lint, effort, &deny->resources, &statement->resource, &allow->resources,
                             deny->statement);
    return RAMPART_OK;
}

static enum rampart_status shadowed(const struct rp_lint *lint, struct rp_lint_effort *effort,
                                    const struct rp_lint_prepared *all, const struct rp_lint_prepared *allow)
{
    bool done = false;
    for (size_t i = 0; i < lint->policy->statement_count && !done && effort->comparisons > 0; i++) {
        const struct rp_statement *deny = all[i].statement;
        effort->comparisons--;
        if (deny->effect != RAMPART_DENY || deny->condition_count > 0) continue;
        if (rp_lint_principals_reach(deny, allow->statement))
            RP_TRY(under_deny(lint, effort, &all[i], allow, &done));
    }
    return RAMPART_OK;
}

/* ---- a statement beside another with the same effect ---- */

static void repeated(const struct rp_lint *lint, const struct rp_statement *statement,
                     const struct rp_statement *other, bool same)
{
    unsigned line = line_of(lint, other);
    if (same && rp_lint_find(lint, RP_LINT_DUPLICATE_STATEMENT, statement->span,
                             "the statement at line %u says the same", line))
        rp_lint_suggest(lint, "leave it out");
    if (!same && rp_lint_find(lint, RP_LINT_COVERED_STATEMENT, statement->span,
                              "the statement at line %u %s all of this already", line,
                              statement->effect == RAMPART_ALLOW ? "allows" : "denies"))
        rp_lint_suggest(lint, "leave it out, or narrow the other one");
}

/* Of two statements that say the same the later one is reported. */
static enum rampart_status covered(const struct rp_lint *lint, struct rp_lint_effort *effort,
                                   const struct rp_lint_prepared *all, size_t part)
{
    for (size_t i = 0; i < lint->policy->statement_count && effort->comparisons > 0; i++) {
        bool covers = false, back = false;
        effort->comparisons--;
        if (i == part || all[i].statement->effect != all[part].statement->effect) continue;
        RP_TRY(rp_lint_reaches(effort, &all[i], &all[part], &covers));
        if (!covers) continue;
        RP_TRY(rp_lint_reaches(effort, &all[part], &all[i], &back));
        if (back && i > part) continue;
        repeated(lint, all[part].statement, all[i].statement, back);
        return RAMPART_OK;
    }
    return RAMPART_OK;
}

/* ---- all of them ---- */

static bool asks_any(const struct rp_lint *lint)
{
    return rp_lint_asks(lint, RP_LINT_SHADOWED_ALLOW) || rp_lint_asks(lint, RP_LINT_COVERED_STATEMENT) ||
           rp_lint_asks(lint, RP_LINT_DUPLICATE_STATEMENT) || rp_lint_asks(lint, RP_LINT_DENIED_VALUE);
}

enum rampart_status rp_lint_idle_statements(const struct rp_lint *lint, struct rp_lint_effort *effort)
{
    size_t count = lint->policy->statement_count;
    if (count < 2 || !asks_any(lint)) return RAMPART_OK;
    struct rp_lint_prepared *all = RP_NEW_ARRAY(lint->scratch, struct rp_lint_prepared, count);
    RP_TRY_MEMORY(all != NULL);
    for (size_t i = 0; i < count; i++)
        RP_TRY(rp_lint_prepare(lint->scratch, &lint->policy->statements[i], &all[i]));
    for (size_t i = 0; i < count; i++) {
        if (all[i].statement->effect == RAMPART_ALLOW) RP_TRY(shadowed(lint, effort, all, &all[i]));
        RP_TRY(covered(lint, effort, all, i));
    }
    return RAMPART_OK;
}
