/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The policies of the account: each by one name and type, as an account file has them. A control policy that is called
 * like another policy goes by its id.
 */
#include <stdlib.h>

#include "base/str.h"
#include "base/try.h"
#include "catalog/system.h"
#include "import/draft_parts.h"

static int by_name(const void *a, const void *b)
{
    const struct rp_draft_policy *x = *(struct rp_draft_policy *const *)a;
    const struct rp_draft_policy *y = *(struct rp_draft_policy *const *)b;
    int order = rp_str_compare(x->name, y->name);
    if (order != 0) return order;
    if (x->system != y->system) return x->system ? 1 : -1;
    return rp_str_compare(x->id, y->id); /* one that is no control policy stands first */
}

static bool same_name(const struct rp_draft_policy *a, const struct rp_draft_policy *b)
{
    return rp_str_equal(a->name, b->name) && a->system == b->system;
}

/* Who lints the input is to hear of every document, also of those that nobody holds and nobody knows. */
static bool has_document(const struct rp_draft *draft, const struct rp_draft_policy *policy)
{
    const struct rp_draft_text *document = &policy->document;
    return document->policy != NULL || document->aside != NULL ||
           (draft->quarantine.findings && document->unknown.len > 0);
}

/* Returns how many there are that the account needs: of those that nothing attaches, the ones with a document. */
static size_t list(struct rp_draft *draft, struct rp_draft_policy **list)
{
    size_t count = 0;
    for (struct rp_draft_policy *policy = draft->policies; policy != NULL; policy = policy->next)
        if (policy->same == policy && (policy->used || has_document(draft, policy))) list[count++] = policy;
    if (count > 1) qsort(list, count, sizeof list[0], by_name);
    return count;
}

/* A policy of the cloud's own is the same whatever attaches it. */
static bool is_one_with(const struct rp_draft_policy *before, const struct rp_draft_policy *policy)
{
    return policy->system && same_name(before, policy);
}

static void rename_controls(struct rp_draft_policy **list, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (list[i]->id.len > 0 && !list[i]->system && same_name(list[i - 1], list[i]))
            list[i]->name = list[i]->id;
    if (count > 1) qsort(list, count, sizeof list[0], by_name);
}

static enum rampart_status find_document(struct rp_draft *draft, struct rp_draft_policy *policy)
{
    struct rampart_str text;
    bool none = policy->document.policy == NULL && policy->document.unknown.len == 0 &&
                policy->document.aside == NULL;
    if (none && policy->system && rp_system_policy(policy->name, &text))
        return rp_draft_built_in(draft, policy, text);
    return RAMPART_OK;
}

static struct rampart_str why_unknown(const struct rp_draft_policy *policy, struct rampart_str aside)
{
    if (aside.len > 0) return aside;
    if (policy->document.unknown.len > 0) return policy->document.unknown;
    return policy->system ? RP_STR("the input does not show its document, and it is not built in")
                          : RP_STR("the input does not show its document");
}

/* What nobody gave is there all the same, as a policy that nobody knows. */
static enum rampart_status make_policy(struct rp_draft *draft, struct rp_draft_policy *policy,
                                       struct rp_named_policy *named)
{
    struct rampart_str aside = {NULL, 0};
    const struct rp_document_of of = {policy->system ? RP_OF_SYSTEM_POLICY : RP_OF_POLICY, policy->name};
    RP_TRY(find_document(draft, policy));
    RP_TRY(rp_draft_put_aside(draft, &policy->document, of, &aside));
    struct rampart_policy *document = policy->document.policy;
    bool unknown = document == NULL || policy->document.unknown.len > 0 || aside.len > 0;
    if (unknown) {
        document = RP_NEW(&draft->account->arena, struct rampart_policy);
        RP_TRY_MEMORY(document != NULL);
        *document = (struct rampart_policy){
            .source = &draft->account->source, .kind = RAMPART_POLICY_IDENTITY, .unknown = true};
        RP_TRY(rp_draft_add_gap(draft, RAMPART_GAP_DOCUMENT, of.head, policy->name,
                                (struct rampart_str){NULL, 0}, why_unknown(policy, aside)));
    }
    document->name = policy->name;
    document->hidden = policy->document.hidden;
    *named = (struct rp_named_policy){policy->name, policy->system, document};
    return RAMPART_OK;
}

enum rampart_status rp_draft_make_policies(struct rp_draft *draft)
{
    struct rp_draft_policy **sorted =
        RP_NEW_ARRAY(&draft->scratch, struct rp_draft_policy *, draft->policy_count);
    struct rp_named_policy *policies =
        RP_NEW_ARRAY(&draft->account->arena, struct rp_named_policy, draft->policy_count);
    RP_TRY_MEMORY(sorted != NULL && policies != NULL);
    size_t count = list(draft, sorted), made = 0;
    rename_controls(sorted, count);
    for (size_t i = 0; i < count; i++) {
        struct rp_draft_policy *policy = sorted[i];
        bool again = i > 0 && is_one_with(sorted[i - 1], policy);
        if (!again) RP_TRY(make_policy(draft, policy, &policies[made++]));
        policy->number = made - 1;
    }
    draft->account->policies = policies;
    draft->account->policy_count = draft->account->defined_count = made;
    return RAMPART_OK;
}
