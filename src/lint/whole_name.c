/* SPDX-License-Identifier: Apache-2.0 */
/* Names that the cloud refuses (docs/semantics.md, "Sizes and names"). */
#include "lint/look.h"
#include "lint/whole.h"

/* What a kind of name may hold beside letters and digits, and how long it may be. */
struct name_form {
    enum rp_lint_rule rule;
    const char *what, *signs, *words;
    size_t most;
};

static const struct name_form policy_form = {RP_LINT_POLICY_NAME, "policy", "-",
                                             "letters, digits and hyphens", 128};
static const struct name_form party_forms[] = {
    [RP_PARTY_USER] = {RP_LINT_USER_NAME, "user", "._-", "letters, digits, periods, underscores and hyphens",
                       64},
    [RP_PARTY_GROUP] = {RP_LINT_GROUP_NAME, "group", "._-",
                        "letters, digits, periods, underscores and hyphens", 64},
    [RP_PARTY_ROLE] = {RP_LINT_ROLE_NAME, "role", ".-", "letters, digits, periods and hyphens", 64},
};

static bool may_stand(const struct name_form *form, char c)
{
    return rp_look_is_letter(c) || rp_is_digit(c) ||
           rp_str_find(rampart_str(form->signs), c) < rampart_str(form->signs).len;
}

static void check(const struct rp_whole *whole, const struct name_form *form, struct rampart_str name,
                  struct rp_span span)
{
    size_t i = 0;
    while (i < name.len && may_stand(form, name.data[i])) i++;
    if (i < name.len && rp_lint_find(whole->lint, form->rule, span,
                                     "the cloud refuses \"%.*s\": the name of a %s has %s alone",
                                     RP_ARG(rp_lint_shown(name)), form->what, form->words))
        rp_lint_suggest(whole->lint, "write another sign where \"%.*s\" begins",
                        RP_ARG(rp_lint_shown(rp_str_from(name, i))));
    if (i == name.len && i > form->most &&
        rp_lint_find(whole->lint, form->rule, span,
                     "the name of the %s has %zu characters: the cloud takes %zu", form->what, i, form->most))
        rp_lint_suggest(whole->lint, "shorten it");
}

static void check_control(const struct rp_whole *whole, struct rampart_str name, struct rp_span span)
{
    if (rp_look_is_letter(name.data[0])) return;
    if (rp_lint_find(whole->lint, RP_LINT_POLICY_NAME, span,
                     "the name of a control policy begins with a letter"))
        rp_lint_suggest(whole->lint, "write a letter before it");
}

static void check_policy(const struct rp_whole *whole, const struct rp_named_policy *policy)
{
    const struct rp_trait *trait = rp_whole_trait(whole, policy);
    if (policy->system) return;
    check(whole, &policy_form, policy->name, trait->span);
    if (trait->is_control) check_control(whole, policy->name, trait->span);
}

void rp_lint_whole_name(const struct rp_whole *whole)
{
    for (size_t i = 0; i < whole->account->defined_count; i++)
        check_policy(whole, &whole->account->policies[i]);
    for (size_t i = 0; i < whole->party_count; i++) {
        const struct rp_party *party = &whole->parties[i];
        if (party->role != NULL && party->role->service_linked) continue; /* the cloud named it */
        check(whole, &party_forms[party->kind], party->name, party->span);
    }
}
