/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One document for another. Everything that is made of it is made first and put in place last, so that a failure
 * changes nothing. It lies in the memory of the document's own rules: whatever contains the document is made anew each
 * time that it is replaced, so nothing is left in there when they are freed.
 */
#include "account/compiled.h"
#include "account/read.h"
#include "base/str.h"
#include "base/try.h"
#include "text/diag.h"

struct replacement {
    struct rp_compiled *compiled;
    size_t number;             /* of the document */
    struct rp_rules *own; /* of the new document */
    struct rp_rules *control;
    struct rp_index *merged; /* of the holders of many that hold it, in the order of each_holder() */
    size_t merged_count;
};

static bool find_policy(const struct rampart_account *account, struct rampart_str name, bool system,
                        size_t *ret_number)
{
    const struct rp_named_policy *policies = account->policies;
    size_t i = rp_names_find(policies, account->defined_count, sizeof policies[0], name);
    if (i < account->defined_count && policies[i].system != system) i++; /* custom before system */
    bool defined = i < account->defined_count && rp_str_equal(policies[i].name, name);
    if (!defined) i = account->defined_count; /* else the built-in ones: a few, in no order */
    while (i < account->policy_count &&
           !(policies[i].system == system && rp_str_equal(policies[i].name, name)))
        i++;
    *ret_number = i;
    return i < account->policy_count;
}

static enum rampart_status refuse(struct rampart_diags *diags, enum rp_code code, const char *why,
                                  struct rampart_str name)
{
    rp_diag(diags, RAMPART_ERROR, code, RP_NOWHERE, "%s \"%.*s\"", why, RP_ARG(rp_str_part(name, 0, 200)));
    return RAMPART_INVALID_INPUT;
}

/* ---- merged indexes ---- */

/* The holder of this number: the groups, then the users and roles; NULL: there are no more. */
static struct rp_holder *holder_at(const struct rp_compiled *compiled, size_t i)
{
    const struct rampart_account *account = compiled->account;
    if (i < account->group_count) return &compiled->groups[i];
    i -= account->group_count;
    return i < account->user_count + account->role_count ? &compiled->holdings[i].own : NULL;
}

/* Counts the merged indexes that hold the document; makes them where there is room, puts them in place if asked to. */
static enum rampart_status each_merged(struct replacement *replacement, bool put)
{
    struct rp_compiled *compiled = replacement->compiled;
    struct rp_holder *holder;
    size_t count = 0;
    for (size_t i = 0; (holder = holder_at(compiled, i)) != NULL; i++) {
        if (!rp_holder_merges(holder, (uint32_t)replacement->number)) continue;
        struct rp_index *merged = replacement->merged == NULL ? NULL : &replacement->merged[count];
        count++;
        if (put)
            *holder->merged = *merged;
        else if (merged != NULL)
            RP_TRY(rp_holder_merge(compiled, holder, &replacement->own->arena, merged));
    }
    replacement->merged_count = count;
    return RAMPART_OK;
}

static enum rampart_status make_merged(struct replacement *replacement)
{
    RP_TRY(each_merged(replacement, false));
    if (replacement->merged_count == 0) return RAMPART_OK;
    replacement->merged = RP_NEW_ARRAY(&replacement->own->arena, struct rp_index, replacement->merged_count);
    RP_TRY_MEMORY(replacement->merged != NULL);
    return each_merged(replacement, false);
}

/* ---- all of it ---- */

static bool is_control(const struct rampart_account *account, size_t number)
{
    for (size_t level = 0; level < account->level_count; level++)
        for (size_t i = 0; i < account->levels[level].count; i++)
            if (account->levels[level].items[i].policy == &account->policies[number]) return true;
    return false;
}

/* Makes what contains the document while the new one stands in the list. */
static enum rampart_status make_all(struct replacement *replacement, const struct rampart_policy *policy)
{
    struct rp_compiled *compiled = replacement->compiled;
    RP_TRY(rp_document_make(compiled, &replacement->own->arena, policy, &replacement->own->identity, 0,
                            replacement->number));
    compiled->documents[replacement->number].own = replacement->own;
    if (is_control(compiled->account, replacement->number))
        RP_TRY(rp_control_make(compiled, &replacement->control));
    return make_merged(replacement);
}

static enum rampart_status replace(struct replacement *replacement, const struct rampart_policy *policy)
{
    struct rp_compiled *compiled = replacement->compiled;
    struct rp_document old = compiled->documents[replacement->number];
    struct rp_index old_index = compiled->indexes[replacement->number];
    enum rampart_status status = make_all(replacement, policy);
    if (status != RAMPART_OK) {
        compiled->documents[replacement->number] = old;
        compiled->indexes[replacement->number] = old_index;
        rp_rules_free(replacement->control);
        rp_rules_free(replacement->own);
        return status;
    }
    if (replacement->merged != NULL) RP_TRY(each_merged(replacement, true));
    if (replacement->control != NULL) {
        rp_rules_free(compiled->control);
        compiled->control = replacement->control;
    }
    if (old.own == NULL) compiled->replaced[compiled->replaced_count++] = (uint32_t)replacement->number;
    rp_rules_free(old.own);
    return RAMPART_OK;
}

enum rampart_status rp_compiled_replace(struct rp_compiled *compiled, struct rampart_str name,
                                             bool system, const struct rampart_policy *policy,
                                             struct rampart_diags *diags)
{
    struct replacement replacement = {.compiled = compiled};
    if (policy->kind == RAMPART_POLICY_TRUST)
        return refuse(diags, RP_ENG_LAYER, "a trust policy cannot stand in for the policy", name);
    if (!find_policy(compiled->account, name, system, &replacement.number))
        return refuse(diags, RP_ACC_POLICY,
                      system ? "the account has no system policy" : "the account has no custom policy", name);
    const struct rampart_attachment attachment = {.policy = policy, .system = system};
    const struct rp_compile_how how = {.unindexed = true, .assumed = compiled->account->assumed};
    RP_TRY(rp_rules_compile(&compiled->options, &attachment, 1, 0, &how, diags, &replacement.own));
    return replace(&replacement, policy);
}
