/* SPDX-License-Identifier: Apache-2.0 */
/* Rules of the family "idle": what could be left out, and nothing would change. */
#include "base/intern.h"
#include "base/str.h"
#include "base/try.h"
#include "lint/lint.h"

/* ---- values that stand twice in one list ---- */

/* Actions are the same but for case (docs/semantics.md, "Actions"). */
static enum rampart_status duplicates(const struct rp_lint *lint, const struct rp_values *values, bool fold)
{
    if (values->count < 2 || !rp_lint_asks(lint, RP_LINT_DUPLICATE_VALUE)) return RAMPART_OK;
    struct rp_intern seen = {.count = 0};
    for (size_t i = 0; i < values->count; i++) {
        struct rampart_str text = rp_value_text(values, i);
        if (fold) RP_TRY_MEMORY(rp_arena_lower(lint->scratch, text, &text));
        struct rampart_str *place = rp_intern(&seen, lint->scratch, text);
        RP_TRY_MEMORY(place != NULL);
        if (place->data == NULL)
            *place = text;
        else if (rp_lint_find(lint, RP_LINT_DUPLICATE_VALUE, values->spans[i],
                              "%.*s stands in this list already",
                              RP_ARG(rp_lint_shown(rp_value_text(values, i)))))
            rp_lint_suggest(lint, "leave it out");
    }
    return RAMPART_OK;
}

static enum rampart_status duplicates_of(const struct rp_lint *lint, const struct rp_statement *statement)
{
    RP_TRY(duplicates(lint, &statement->action, true));
    RP_TRY(duplicates(lint, &statement->resource, false));
    for (size_t i = 0; i < statement->condition_count; i++)
        RP_TRY(duplicates(lint, &statement->conditions[i].values, false));
    return RAMPART_OK;
}

/* ---- all of them ---- */

enum rampart_status rp_lint_idle(const struct rp_lint *lint)
{
    for (size_t i = 0; i < lint->policy->statement_count; i++)
        RP_TRY(duplicates_of(lint, &lint->policy->statements[i]));
    return RAMPART_OK;
}
