/* SPDX-License-Identifier: Apache-2.0 */
/* Condition keys that no service is known to fill in, or none of the statement's services. */
#include "lint/known.h"
#include "lint/look.h"
#include "policy/pattern.h"

/* So many conditions of a statement on keys of services are compared with its actions. */
enum { MOST_OWN_KEYS = 16 };

/* ---- keys that are not known ---- */

static void unknown_key(struct rp_known *known, const struct rp_condition *condition)
{
    struct rampart_catalog_key near;
    const struct rampart_str key = condition->key.text;
    if (rp_str_find(key, ':') == key.len || rp_str_find(key, ' ') < key.len)
        return; /* another rule's business */
    if (!rp_lint_asks(known->lint, RP_LINT_UNKNOWN_KEY) || !rp_known_search(known) ||
        !rp_alike_key(known->catalog, key, &near)) return;
    if (rp_lint_find(known->lint, RP_LINT_UNKNOWN_KEY, condition->key.span, "no condition key %.*s is known",
                     RP_ARG(rp_lint_shown(key))))
        rp_lint_suggest(known->lint, "did you mean %.*s?", RP_ARG(near.key));
}

/* ---- keys of other services ---- */

/* Whether each action names its service, and none this one. */
static bool are_others(const struct rp_values *actions, struct rampart_str wanted)
{
    struct rampart_str service, operation;
    for (size_t i = 0; i < actions->count; i++) {
        if (!rp_look_action(rp_value_text(actions, i), &service, &operation)) return false;
        if (rp_has_wildcard(service) || rp_str_equal_fold(service, wanted)) return false;
    }
    return actions->count > 0;
}

static void key_of_other(const struct rp_known *known, const struct rp_condition *condition,
                         const struct rampart_catalog_key *key)
{
    const struct rp_statement *statement = known->statement;
    if (statement->action.negated || !are_others(&statement->action, key->service)) return;
    if (rp_lint_find(known->lint, RP_LINT_KEY_OF_OTHER_SERVICE, condition->key.span,
                     "only requests to %.*s have %.*s, and the actions are of other services",
                     RP_ARG(key->service), RP_ARG(rp_lint_shown(condition->key.text))))
        rp_lint_suggest(known->lint, "set the condition on the actions of %.*s alone", RP_ARG(key->service));
}

/* ---- all of them ---- */

void rp_lint_known_keys(struct rp_known *known)
{
    const struct rp_statement *statement = known->statement;
    size_t own = 0;
    for (size_t i = 0; i < statement->condition_count; i++) {
        const struct rp_condition *condition = &statement->conditions[i];
        struct rampart_catalog_key key;
        if (!rampart_catalog_find_key(known->catalog, condition->key.text, &key))
            unknown_key(known, condition);
        else if (!rp_str_equal(key.service, RP_STR("common")) && own++ < MOST_OWN_KEYS)
            key_of_other(known, condition, &key);
    }
}
