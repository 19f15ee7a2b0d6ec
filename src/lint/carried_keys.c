/* SPDX-License-Identifier: Apache-2.0 */
/* The rule about condition keys that only some actions of their service carry (policies/catalog/key-actions.tsv). */
#include "lint/families.h"

#include <stdio.h>

#include "catalog/embedded.h"
#include "catalog/tsv.h"
#include "lint/lint_util.h"
#include "policy/pattern.h"

enum { LONGEST_LIST = 512 };

struct rampart_str rp_lint_carriers(struct rampart_str key)
{
    enum { KEY, ACTIONS, SOURCE, COLUMNS };
    struct rampart_str line, fields[COLUMNS];
    if (!rp_rows_find(rp_tsv_rows(rp_catalog_key_actions()), key, &line) || !rp_tsv_split(line, fields, COLUMNS))
        return (struct rampart_str){NULL, 0};
    return fields[ACTIONS];
}

/* Whether the pattern takes in one of the actions. */
static bool carried_meets(struct rampart_str pattern, struct rampart_str actions)
{
    struct rampart_str action;
    while (rp_part_next(&actions, ',', &action))
        if (rp_glob(pattern, action)) return true;
    return false;
}

/* The row as people write a list: "a, b". Every row of the table fits. */
static const char *carried_list(struct rampart_str actions, char ret_list[LONGEST_LIST])
{
    struct rampart_str action;
    size_t len = 0;
    ret_list[0] = '\0';
    while (rp_part_next(&actions, ',', &action) && len + action.len + 3 < LONGEST_LIST)
        len += (size_t)snprintf(ret_list + len, LONGEST_LIST - len, "%s%.*s", len > 0 ? ", " : "", RP_ARG(action));
    return ret_list;
}

static void carried_report(const struct rp_lint *lint, const struct rp_condition *condition,
                           const struct rp_value *action, struct rampart_str carriers)
{
    char list[LONGEST_LIST];
    if (rp_lint_report(lint, RP_LINT_KEY_OF_OTHER_ACTION, action->span,
                       "requests of %.*s carry no %.*s: under this condition the action never matches",
                       RP_ARG(rp_lint_shown(action->text)), RP_ARG(rp_lint_shown(condition->key.text))))
        rp_lint_suggest(lint, "put it into a statement of its own; the key is carried by %s", carried_list(carriers, list));
}

/* A negated operator is met where the key is missing, and Null may ask for that. */
void rp_lint_carried_keys(const struct rp_lint *lint, const struct rp_statement *statement)
{
    for (size_t i = 0; i < statement->condition_count && !statement->action.negated; i++) {
        const struct rp_condition *condition = &statement->conditions[i];
        if (!rp_lint_is_positive(condition) || condition->op.if_exists) continue;
        const struct rampart_str carriers = rp_lint_carriers(condition->key.text);
        for (size_t k = 0; carriers.len > 0 && k < statement->action.count; k++) {
            const struct rp_value action = rp_lint_value_at(&statement->action, k);
            if (!carried_meets(action.text, carriers)) carried_report(lint, condition, &action, carriers);
        }
    }
}
