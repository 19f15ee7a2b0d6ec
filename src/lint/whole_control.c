/* SPDX-License-Identifier: Apache-2.0 */
/* The control policies of one level together: they allow what one of them allows. */
#include "base/glob.h"
#include "lint/look.h"
#include "lint/whole.h"

static bool allows(const struct rp_statement *statement, struct rampart_str action)
{
    const struct rp_values *actions = &statement->action;
    bool named = false;
    if (statement->effect != RAMPART_ALLOW) return false;
    for (size_t i = 0; i < actions->count && !named; i++) named = rp_glob(rp_value_text(actions, i), action);
    return named != actions->negated;
}

/* ---- what a level does not allow ---- */

struct allowed {
    bool anything, assume_role;
};

static struct allowed allowed_at(const struct rp_control_level *level)
{
    struct allowed allowed = {false, false};
    for (size_t i = 0; i < level->count; i++) {
        const struct rampart_policy *policy = level->items[i].policy->policy;
        for (size_t k = 0; k < policy->statement_count; k++) {
            allowed.anything |= policy->statements[k].effect == RAMPART_ALLOW;
            allowed.assume_role |= allows(&policy->statements[k], RP_STR("sts:AssumeRole"));
        }
    }
    return allowed;
}

/* A level without any policy is the reader's business. */
static void locks_out(const struct rp_whole *whole, const struct rp_control_level *level,
                      const struct rp_node *node)
{
    const struct allowed allowed = allowed_at(level);
    if (level->count == 0 || allowed.assume_role) return;
    if (!allowed.anything) {
        if (rp_lint_find(whole->lint, RP_LINT_CONTROL_LOCKS_OUT, node->span,
                         "no policy of this level allows anything: users and roles can do nothing at all"))
            rp_lint_suggest(whole->lint, "attach FullAliyunAccess beside what denies");
    } else if (rp_lint_find(whole->lint, RP_LINT_CONTROL_LOCKS_OUT, node->span,
                            "no policy of this level allows sts:AssumeRole: nobody can switch to a role of "
                            "the account"))
        rp_lint_suggest(whole->lint, "add sts:AssumeRole to what is allowed");
}

/* ---- a list beside a policy that allows everything ---- */

static const struct rp_control *find_full(const struct rp_whole *whole, const struct rp_control_level *level,
                                          enum rampart_effect_scope scope)
{
    for (size_t i = 0; i < level->count; i++) {
        const struct rp_control *control = &level->items[i];
        if (scope == RAMPART_SCOPE_ALL && control->scope != RAMPART_SCOPE_ALL) continue;
        if (rp_whole_trait(whole, control->policy)->is_admin) return control;
    }
    return NULL;
}

static bool has_allow(const struct rampart_policy *policy)
{
    for (size_t i = 0; i < policy->statement_count; i++)
        if (policy->statements[i].effect == RAMPART_ALLOW) return true;
    return false;
}

static void idle_lists(const struct rp_whole *whole, const struct rp_control_level *level,
                       const struct rp_node *node)
{
    const struct rp_control *fulls[] = {[RAMPART_SCOPE_RAM] = find_full(whole, level, RAMPART_SCOPE_RAM),
                                        [RAMPART_SCOPE_ALL] = find_full(whole, level, RAMPART_SCOPE_ALL)};
    for (size_t i = 0; i < level->count; i++, node = node->next) {
        const struct rp_control *control = &level->items[i], *full = fulls[control->scope];
        if (full == NULL || full->policy == control->policy || !has_allow(control->policy->policy)) continue;
        if (rp_lint_find(whole->lint, RP_LINT_ALLOW_LIST_BESIDE, node->span,
                         "what \"%.*s\" allows has no effect: \"%.*s\" of the same level allows everything",
                         RP_ARG(rp_lint_shown(control->policy->name)),
                         RP_ARG(rp_lint_shown(full->policy->name))))
            rp_lint_suggest(whole->lint,
                            "detach \"%.*s\" here to allow no more than the list, or deny the "
                            "rest",
                            RP_ARG(rp_lint_shown(full->policy->name)));
    }
}

/* ---- what the account's root may do ---- */

/* The policy of scope All that a reader would take for all that bears on root: a list first. NULL: there is none. */
static const struct rp_control *find_for_root(const struct rp_control_level *level)
{
    const struct rp_control *found = NULL;
    for (size_t i = 0; i < level->count; i++) {
        if (level->items[i].scope != RAMPART_SCOPE_ALL) continue;
        if (has_allow(level->items[i].policy->policy)) return &level->items[i];
        if (found == NULL) found = &level->items[i];
    }
    return found;
}

/*
 * The scope RAM spares root a Deny, not an Allow (docs/semantics.md, "The walk over the layers"). FullAliyunAccess beside
 * a Deny is what everybody has, and beside an Allow of everything no other counts.
 */
static void root_allows(const struct rp_whole *whole, const struct rp_control_level *level,
                        const struct rp_node *node)
{
    const struct rp_control *own = find_for_root(level);
    if (own == NULL || find_full(whole, level, RAMPART_SCOPE_ALL) != NULL) return;
    if (!has_allow(own->policy->policy) && find_full(whole, level, RAMPART_SCOPE_RAM) != NULL) return;
    for (size_t i = 0; i < level->count; i++, node = node->next) {
        const struct rp_control *control = &level->items[i];
        if (control->scope != RAMPART_SCOPE_RAM || !has_allow(control->policy->policy)) continue;
        if (rp_lint_find(
                whole->lint, RP_LINT_ROOT_ALLOW, node->span,
                "what \"%.*s\" allows counts for the account's root too, beside \"%.*s\" of scope All",
                RP_ARG(rp_lint_shown(control->policy->name)), RP_ARG(rp_lint_shown(own->policy->name))))
            rp_lint_suggest(
                whole->lint,
                "attach it with scope All if root is meant; else deny with scope All what root must not do");
    }
}

void rp_lint_whole_control(const struct rp_whole *whole)
{
    const struct rp_node *node = whole->levels;
    for (size_t i = 0; node != NULL; i++, node = node->next) {
        const struct rp_control_level *level = rp_whole_level(whole, i);
        locks_out(whole, level, node);
        idle_lists(whole, level, node->first);
        root_allows(whole, level, node->first);
    }
}
