/* SPDX-License-Identifier: Apache-2.0 */
/* Users and roles of this account that a trust policy names and the account does not have. */
#include "account/read.h"
#include "base/str.h"
#include "base/try.h"
#include "lint/whole.h"
#include "policy/arn.h"
#include "policy/pattern.h"

enum { MOST_SEARCHES = 20 };

/* What a name may be one of. */
struct named {
    const char *word;
    const void *items; /* each begins with its name */
    size_t count, size;
    struct rampart_str **folded;
};

static bool named_kind(struct rp_lint_trusted *trusted, enum rp_identity_kind kind, struct named *ret_named)
{
    const struct rampart_account *account = trusted->account;
    if (kind == RP_IDENTITY_USER)
        *ret_named = (struct named){"user", account->users, account->user_count, sizeof account->users[0],
                                    &trusted->users};
    else if (kind == RP_IDENTITY_ROLE)
        *ret_named = (struct named){"role", account->roles, account->role_count, sizeof account->roles[0],
                                    &trusted->roles};
    return kind == RP_IDENTITY_USER || kind == RP_IDENTITY_ROLE;
}

static enum rampart_status list_folded(const struct rp_lint *lint, const struct named *named)
{
    struct rampart_str *folded = RP_NEW_ARRAY(lint->scratch, struct rampart_str, named->count);
    RP_TRY_MEMORY(folded != NULL);
    for (size_t i = 0; i < named->count; i++) {
        const void *item = (const char *)named->items + i * named->size;
        RP_TRY_MEMORY(rp_arena_lower(lint->scratch, *(const struct rampart_str *)item, &folded[i]));
    }
    rp_names_sort(folded, named->count, sizeof folded[0]);
    *named->folded = folded;
    return RAMPART_OK;
}

/* Names in ARNs may have other capitals (docs/semantics.md, "Case"): that is another rule's business. */
static enum rampart_status is_defined(const struct rp_lint *lint, const struct named *named,
                                      struct rampart_str name, bool *ret_defined)
{
    struct rampart_str lower;
    *ret_defined = rp_names_find(named->items, named->count, named->size, name) < named->count;
    if (*ret_defined) return RAMPART_OK;
    if (*named->folded == NULL) RP_TRY(list_folded(lint, named));
    RP_TRY_MEMORY(rp_arena_lower(lint->scratch, name, &lower));
    *ret_defined = rp_names_find(*named->folded, named->count, sizeof lower, lower) < named->count;
    return RAMPART_OK;
}

static struct rampart_str nearest(struct rp_lint_trusted *trusted, const struct named *named,
                                  struct rampart_str name)
{
    if (trusted->searches++ >= MOST_SEARCHES) return (struct rampart_str){NULL, 0};
    return rp_names_nearest(named->items, named->count, named->size, name);
}

static void report(const struct rp_lint *lint, struct rp_lint_trusted *trusted, const struct named *named,
                   const struct rp_value *value, struct rampart_str name)
{
    if (!rp_lint_find(lint, RP_LINT_TRUSTED_UNDEFINED, value->span,
                      "the account has no %s \"%.*s\": nobody comes in by this", named->word,
                      RP_ARG(rp_lint_shown(name))))
        return;
    struct rampart_str near = nearest(trusted, named, name);
    if (near.len > 0)
        rp_lint_suggest(lint, "did you mean \"%.*s\"?", RP_ARG(rp_lint_shown(near)));
    else
        rp_lint_suggest(lint, "leave it out, or define the %s in the account file", named->word);
}

/* A file that has no users is about roles alone. */
static enum rampart_status look_at(const struct rp_lint *lint, struct rp_lint_trusted *trusted,
                                   const struct rp_value *value)
{
    struct rp_identity identity;
    struct named named;
    const char *expected;
    bool defined;
    if (rp_has_wildcard(value->text) || !rp_identity_read(value->text, &identity, &expected))
        return RAMPART_OK;
    if (!rp_str_equal(identity.account, trusted->account->id)) return RAMPART_OK;
    if (!named_kind(trusted, identity.kind, &named) || named.count == 0) return RAMPART_OK;
    RP_TRY(is_defined(lint, &named, identity.name, &defined));
    if (!defined) report(lint, trusted, &named, value, identity.name);
    return RAMPART_OK;
}

enum rampart_status rp_lint_whole_trust(const struct rp_lint *lint, struct rp_lint_trusted *trusted)
{
    if (!rp_lint_asks(lint, RP_LINT_TRUSTED_UNDEFINED)) return RAMPART_OK;
    for (size_t i = 0; i < lint->policy->statement_count; i++) {
        const struct rp_statement *statement = &lint->policy->statements[i];
        for (size_t k = 0; statement->effect == RAMPART_ALLOW && k < statement->principals->count; k++)
            if (statement->principals->items[k].kind == RP_PRINCIPAL_RAM)
                RP_TRY(look_at(lint, trusted, &statement->principals->items[k].value));
    }
    return RAMPART_OK;
}
