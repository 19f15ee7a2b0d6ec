/* SPDX-License-Identifier: Apache-2.0 */
/* What means otherwise only by what else the document says, or does not say. */
#include "base/glob.h"
#include "base/intern.h"
#include "base/try.h"
#include "lint/look.h"
#include "lint/otherwise.h"

/* ---- tags ---- */

struct tag_keys {
    struct rp_intern exact, folded;
};

/* The key of the tag that a condition is about; empty: it is about none. */
static struct rampart_str tag_key(const struct rp_condition *condition)
{
    struct rampart_str key = condition->key.text;
    size_t slash = rp_str_find(key, '/');
    struct rampart_str name = rp_str_part(key, 0, slash), tag = RP_STR("tag");
    bool is_tag = name.len >= tag.len && rp_str_equal_fold(rp_str_from(name, name.len - tag.len), tag);
    return is_tag && slash < key.len ? rp_str_from(key, slash + 1) : rp_str_part(key, 0, 0);
}

/* Whether the text is new among those that were added before. */
static enum rampart_status add(const struct rp_lint *lint, struct rp_intern *texts, struct rampart_str text,
                               bool *ret_new)
{
    struct rampart_str *place = rp_intern(texts, lint->scratch, text);
    RP_TRY_MEMORY(place != NULL);
    *ret_new = place->data == NULL;
    *place = text;
    return RAMPART_OK;
}

static enum rampart_status look_at_tag(const struct rp_lint *lint, struct tag_keys *keys,
                                       const struct rp_condition *condition)
{
    struct rampart_str key = tag_key(condition), folded;
    bool new_spelling, new_key;
    if (key.len == 0) return RAMPART_OK;
    RP_TRY_MEMORY(rp_arena_lower(lint->scratch, key, &folded));
    RP_TRY(add(lint, &keys->exact, key, &new_spelling));
    RP_TRY(add(lint, &keys->folded, folded, &new_key));
    if (!new_spelling || new_key) return RAMPART_OK;
    if (rp_lint_find(lint, RP_LINT_TAG_KEY_CASE, condition->key.span,
                     "the tag \"%.*s\" is spelt with other capitals before, and the keys of tags have case",
                     RP_ARG(rp_lint_shown(key))))
        rp_lint_suggest(lint, "spell it as the tag is spelt");
    return RAMPART_OK;
}

static enum rampart_status tag_key_case(const struct rp_lint *lint)
{
    struct tag_keys keys = {.exact = {.count = 0}, .folded = {.count = 0}};
    for (size_t i = 0; i < lint->policy->statement_count; i++) {
        const struct rp_statement *statement = &lint->policy->statements[i];
        for (size_t k = 0; k < statement->condition_count; k++)
            RP_TRY(look_at_tag(lint, &keys, &statement->conditions[k]));
    }
    return RAMPART_OK;
}

/* ---- control policies ---- */

static bool lets_assume(const struct rp_statement *statement)
{
    bool named = false;
    for (size_t i = 0; i < statement->action.count; i++)
        named |= rp_glob(rp_value_text(&statement->action, i), RP_STR("sts:AssumeRole"));
    return named != statement->action.negated;
}

static void control_allow_list(const struct rp_lint *lint)
{
    const struct rp_statement *allow = NULL;
    if (lint->policy->kind != RAMPART_POLICY_CONTROL) return;
    for (size_t i = 0; i < lint->policy->statement_count; i++) {
        const struct rp_statement *statement = &lint->policy->statements[i];
        if (statement->effect != RAMPART_ALLOW) continue;
        if (lets_assume(statement)) return;
        if (allow == NULL) allow = statement;
    }
    if (allow == NULL) return;
    if (rp_lint_find(lint, RP_LINT_CONTROL_ALLOW_LIST, rp_values_span(&allow->action),
                     "the list of what members may do lacks sts:AssumeRole: nobody can switch into them"))
        rp_lint_suggest(lint, "add sts:AssumeRole");
}

enum rampart_status rp_lint_otherwise_document(const struct rp_lint *lint)
{
    control_allow_list(lint);
    return tag_key_case(lint);
}
