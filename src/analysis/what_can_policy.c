/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a principal has, as one document: its statements, put together and without those that change nothing. It is held against
 * what the principal has before it is handed out.
 */
#include <stdlib.h>

#include "account/organisation.h"
#include "analysis/diff_account.h"
#include "analysis/diff_resources.h"
#include "analysis/what_can.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "decide/set.h"
#include "policy/arn.h"
#include "policy/pattern_pair.h"
#include "text/diag.h"
#include "write/statements.h"

enum {
    MOST_REDUCED = 64,     /* statements of a document each of which is tried to be left out */
    DOCUMENT_BYTES = 6144, /* that RAM takes: https://www.alibabacloud.com/help/en/ram/product-overview/limits */
    MOST_MEET = 1 << 16    /* pairs of resources and members of a group */
};

struct writing {
    struct rampart_what_can *can;
    struct rp_arena *arena; /* of the work; texts that are handed out lie in the answer's */
    struct rampart_diags *diags;
    struct rp_written_list statements;
    struct rampart_strs documents;
};

static enum rampart_status policy_refuse(struct writing *writing, const char *why, struct rampart_str what)
{
    rp_diag(writing->diags, RAMPART_ERROR, RP_REQ_NOT_EXPRESSED, RP_NOWHERE, "no document is equivalent: %s%.*s", why,
            RP_ARG(rp_str_part(what, 0, 120)));
    return rp_diags_failed(writing->diags) ? RAMPART_NO_MEMORY : RAMPART_INVALID_INPUT;
}

/* ---- lists of patterns ---- */

static int policy_compare_texts(const void *a, const void *b)
{
    return rp_str_compare(*(const struct rampart_str *)a, *(const struct rampart_str *)b);
}

static enum rampart_status policy_pattern(struct rp_arena *arena, struct rampart_str text, bool lower, struct rp_cell_pattern *ret)
{
    *ret = (struct rp_cell_pattern){.text = text, .wild = true};
    return !lower || rp_arena_lower(arena, text, &ret->text) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

/* A star takes any text, stars among it; what a question mark takes is looked for by the other way alone. */
static bool policy_takes(const struct rp_cell_pattern *whole, const struct rp_cell_pattern *part)
{
    if (rp_pattern_takes(whole, part)) return true;
    return rp_str_find(whole->text, '?') == whole->text.len && rp_glob(whole->text, part->text);
}

/* Sorted, and without those that another one takes in. */
static enum rampart_status policy_tidy(struct rp_arena *arena, struct rampart_strs *texts, bool lower)
{
    struct rampart_str *items = RP_NEW_ARRAY(arena, struct rampart_str, texts->count);
    struct rp_cell_pattern *patterns = RP_NEW_ARRAY(arena, struct rp_cell_pattern, texts->count);
    size_t count = 0;
    RP_TRY_MEMORY(items != NULL && patterns != NULL);
    for (size_t i = 0; i < texts->count; i++) items[i] = texts->items[i];
    if (texts->count > 1) qsort(items, texts->count, sizeof *items, policy_compare_texts);
    for (size_t i = 0; i < texts->count; i++) RP_TRY(policy_pattern(arena, items[i], lower, &patterns[i]));
    for (size_t i = 0; i < texts->count; i++) {
        bool taken = false;
        for (size_t k = 0; k < texts->count && !taken; k++) {
            const bool same = rp_str_equal(patterns[k].text, patterns[i].text);
            taken = k != i && (same ? k < i : policy_takes(&patterns[k], &patterns[i]));
        }
        if (!taken) items[count++] = items[i];
    }
    *texts = (struct rampart_strs){items, count};
    return RAMPART_OK;
}

static bool policy_same(struct rampart_strs a, struct rampart_strs b)
{
    if (a.count != b.count) return false;
    for (size_t i = 0; i < a.count; i++)
        if (!rp_str_equal(a.items[i], b.items[i])) return false;
    return true;
}

static enum rampart_status policy_join(struct rp_arena *arena, struct rampart_strs *texts, struct rampart_strs more, bool lower)
{
    struct rampart_str *items = RP_NEW_ARRAY(arena, struct rampart_str, texts->count + more.count);
    RP_TRY_MEMORY(items != NULL);
    for (size_t i = 0; i < texts->count; i++) items[i] = texts->items[i];
    for (size_t i = 0; i < more.count; i++) items[texts->count + i] = more.items[i];
    *texts = (struct rampart_strs){items, texts->count + more.count};
    return policy_tidy(arena, texts, lower);
}

static enum rampart_status policy_texts(struct rp_arena *arena, const struct rp_values *values, bool lower, struct rampart_strs *ret)
{
    struct rampart_str *items = RP_NEW_ARRAY(arena, struct rampart_str, values->count);
    RP_TRY_MEMORY(items != NULL);
    for (size_t i = 0; i < values->count; i++) items[i] = rp_value_text(values, i);
    *ret = (struct rampart_strs){items, values->count};
    return policy_tidy(arena, ret, lower);
}

/* ---- what is attached on a resource group ---- */

/* The resources that both match, as one pattern; false: no look at them tells which these are. */
static bool policy_meet(const struct rp_cell_pattern *a, const struct rp_cell_pattern *b, struct rampart_strs *into,
                        struct rampart_str *items)
{
    if (policy_takes(a, b))
        items[into->count++] = b->text;
    else if (policy_takes(b, a))
        items[into->count++] = a->text;
    else
        return rp_patterns_are_apart(a, b);
    return true;
}

/* Narrows the resources of a statement to the members of its group. */
static enum rampart_status policy_narrow(struct writing *writing, const struct rampart_attachment *attachment,
                                         struct rp_written *statement)
{
    const struct rampart_strs members = attachment->resource_group_members, resources = statement->resources;
    struct rampart_strs left = {NULL, 0};
    if (attachment->uncertain) return policy_refuse(writing, "it is not known what lies in ", attachment->resource_group);
    if (statement->not_resource) return policy_refuse(writing, "NotResource is attached on ", attachment->resource_group);
    if (members.count > 0 && resources.count > MOST_MEET / members.count) return RAMPART_LIMIT;
    struct rampart_str *items = RP_NEW_ARRAY(writing->arena, struct rampart_str, members.count * resources.count);
    RP_TRY_MEMORY(items != NULL);
    left.items = items;
    for (size_t i = 0; i < resources.count; i++)
        for (size_t k = 0; k < members.count; k++) {
            const struct rp_cell_pattern a = {.text = resources.items[i], .wild = true}, b = {.text = members.items[k], .wild = true};
            if (!policy_meet(&a, &b, &left, items))
                return policy_refuse(writing, "which resources of a policy lie in its group is no pattern: ", members.items[k]);
        }
    statement->resources = left;
    return policy_tidy(writing->arena, &statement->resources, false);
}

/* ---- the statements ---- */

static enum rampart_status policy_keep(struct writing *writing, const struct rp_written *statement)
{
    struct rp_written_list *list = &writing->statements;
    void *grown = rp_arena_grow(writing->arena, list->items, list->count, &list->room, sizeof *list->items);
    RP_TRY_MEMORY(grown != NULL);
    list->items = grown;
    list->items[list->count++] = *statement;
    return RAMPART_OK;
}

static enum rampart_status policy_take(struct writing *writing, const struct rampart_attachment *attachment,
                                       const struct rp_statement *source)
{
    struct rp_written statement = {.effect = source->effect,
                                   .not_action = source->action.negated,
                                   .not_resource = source->resource.negated,
                                   .conditions = source->conditions,
                                   .condition_count = source->condition_count};
    RP_TRY(policy_texts(writing->arena, &source->action, true, &statement.actions));
    RP_TRY(policy_texts(writing->arena, &source->resource, false, &statement.resources));
    if (attachment->layer == RAMPART_LAYER_RESOURCE_GROUP) RP_TRY(policy_narrow(writing, attachment, &statement));
    return statement.resources.count == 0 ? RAMPART_OK : policy_keep(writing, &statement);
}

static bool policy_is_own(const struct rampart_attachment *attachment)
{
    return attachment->layer == RAMPART_LAYER_IDENTITY || attachment->layer == RAMPART_LAYER_RESOURCE_GROUP;
}

static enum rampart_status policy_take_all(struct writing *writing)
{
    const struct rp_rules *rules = writing->can->bearing;
    for (size_t i = 0; i < rules->attachment_count; i++) {
        const struct rampart_attachment *attachment = &rules->attachments[i];
        if (!policy_is_own(attachment) || attachment->policy == NULL) continue;
        if (attachment->policy->hidden) return policy_refuse(writing, "a policy is secret: ", attachment->policy->name);
        for (size_t k = 0; k < attachment->policy->statement_count; k++)
            RP_TRY(policy_take(writing, attachment, &attachment->policy->statements[k]));
    }
    return RAMPART_OK;
}

/* ---- fewer statements ---- */

static bool policy_same_values(const struct rp_values *a, const struct rp_values *b)
{
    if (a->count != b->count) return false;
    for (size_t i = 0; i < a->count; i++)
        if (!rp_str_equal(rp_value_text(a, i), rp_value_text(b, i))) return false;
    return true;
}

static bool policy_same_conditions(const struct rp_written *a, const struct rp_written *b)
{
    if (a->condition_count != b->condition_count) return false;
    for (size_t i = 0; i < a->condition_count; i++) {
        const struct rp_condition *left = &a->conditions[i], *right = &b->conditions[i];
        if (!rp_str_equal(left->op_name, right->op_name) || !rp_str_equal(left->key.text, right->key.text) ||
            !policy_same_values(&left->values, &right->values))
            return false;
    }
    return true;
}

/* Makes one statement of two that differ in their actions or in their resources only. */
static enum rampart_status policy_put_together(struct rp_arena *arena, struct rp_written *a, const struct rp_written *b, bool *ret_done)
{
    *ret_done = false;
    if (a->effect != b->effect || a->not_action != b->not_action || a->not_resource != b->not_resource ||
        !policy_same_conditions(a, b))
        return RAMPART_OK;
    const bool actions = policy_same(a->actions, b->actions), resources = policy_same(a->resources, b->resources);
    *ret_done = (actions && resources) || (resources && !a->not_action) || (actions && !a->not_resource);
    if (!*ret_done || (actions && resources)) return RAMPART_OK;
    return resources ? policy_join(arena, &a->actions, b->actions, true) : policy_join(arena, &a->resources, b->resources, false);
}

static void policy_drop(struct rp_written_list *list, size_t at)
{
    list->count--;
    for (size_t i = at; i < list->count; i++) list->items[i] = list->items[i + 1];
}

/* Until no two are alike: each time there is one less. */
static enum rampart_status policy_merge(struct writing *writing)
{
    struct rp_written_list *list = &writing->statements;
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < list->count; i++)
            for (size_t k = i + 1; k < list->count;) {
                bool done;
                RP_TRY(policy_put_together(writing->arena, &list->items[i], &list->items[k], &done));
                again |= done;
                if (done)
                    policy_drop(list, k);
                else
                    k++;
            }
    }
    return RAMPART_OK;
}

/* ---- what changes nothing is left out ---- */

static enum rampart_status policy_read(struct writing *writing, struct rampart_str text, struct rampart_policy **ret_policy)
{
    const struct rampart_document document = {.text = text, .name = RP_STR("what-can"), .kind = RAMPART_POLICY_IDENTITY};
    return rampart_policy_read(&writing->can->set->options, &document, NULL, ret_policy);
}

static enum rampart_status policy_equal(struct writing *writing, const struct rampart_policy *whole, struct rampart_str part,
                                        bool *ret_equal)
{
    struct rampart_policy *policy = NULL;
    struct rampart_diff *diff = NULL;
    RP_TRY(policy_read(writing, part, &policy));
    enum rampart_status status = rampart_diff_policies(&writing->can->set->options, whole, policy, NULL, &diff);
    if (status == RAMPART_OK) *ret_equal = rampart_diff_count(diff) == 0 && rampart_diff_open_count(diff) == 0;
    rampart_diff_free(diff);
    rampart_policy_free(policy);
    return status;
}

/* The statements but one, as a document. */
static enum rampart_status policy_without(struct writing *writing, size_t at, struct rampart_str *ret_text)
{
    const struct rp_written_list *list = &writing->statements;
    struct rp_written *others = RP_NEW_ARRAY(writing->arena, struct rp_written, list->count);
    RP_TRY_MEMORY(others != NULL);
    for (size_t i = 0; i < list->count; i++)
        if (i != at) others[i - (i > at)] = list->items[i];
    return rp_written_print(writing->arena, others, list->count - 1, ret_text);
}

static enum rampart_status policy_try_without(struct writing *writing, const struct rampart_policy *whole)
{
    for (size_t i = writing->statements.count; i-- > 0 && writing->statements.count > 1;) {
        struct rampart_str text;
        bool equal = false;
        RP_TRY(policy_without(writing, i, &text));
        RP_TRY(policy_equal(writing, whole, text, &equal));
        if (equal) policy_drop(&writing->statements, i);
    }
    return RAMPART_OK;
}

static enum rampart_status policy_reduce(struct writing *writing)
{
    struct rampart_policy *whole = NULL;
    struct rampart_str text;
    if (writing->statements.count < 2 || writing->statements.count > MOST_REDUCED) return RAMPART_OK;
    RP_TRY(rp_written_print(writing->arena, writing->statements.items, writing->statements.count, &text));
    RP_TRY(policy_read(writing, text, &whole));
    const enum rampart_status status = policy_try_without(writing, whole);
    rampart_policy_free(whole);
    return status;
}

/* Without an Allow nothing is granted. A Deny may keep out whom the policy of a resource lets in. */
static void policy_drop_idle(struct writing *writing)
{
    const struct rampart_set *set = writing->can->set;
    const struct rampart_account *account = set->compiled != NULL ? set->compiled->account : set->account;
    if (account != NULL && account->resource_document_count > 0) return;
    for (size_t i = 0; i < writing->statements.count; i++)
        if (writing->statements.items[i].effect == RAMPART_ALLOW) return;
    writing->statements.count = 0;
}

/* ---- the documents ---- */

static enum rampart_status policy_pack(struct writing *writing)
{
    struct rp_written_list fitting = {NULL, 0, 0};
    struct rp_written_documents documents;
    struct rp_arena *arena = &writing->can->arena;
    for (size_t i = 0; i < writing->statements.count; i++) {
        const enum rampart_status status = rp_written_add(writing->arena, &fitting, &writing->statements.items[i], DOCUMENT_BYTES);
        if (status == RAMPART_LIMIT) return policy_refuse(writing, "one statement alone has more than 6144 bytes", RP_STR(""));
        RP_TRY(status);
    }
    RP_TRY(rp_written_pack(writing->arena, &fitting, DOCUMENT_BYTES, &documents));
    struct rampart_str *texts = RP_NEW_ARRAY(arena, struct rampart_str, documents.count);
    RP_TRY_MEMORY(texts != NULL);
    for (size_t i = 0; i < documents.count; i++) RP_TRY_MEMORY(rp_arena_copy(arena, documents.items[i].text, &texts[i]));
    writing->documents = (struct rampart_strs){texts, documents.count};
    return RAMPART_OK;
}

/* ---- whether they are equivalent ---- */

/* The principal with these documents in place of all that it has. */
struct replaced {
    struct rampart_account account;
    struct rampart_attachment *attachments;
    size_t attachment_count;
    struct rampart_policy **policies;
    size_t policy_count;
    struct rampart_set *set;
};

/* The account as it is, but nothing is attached to the principal. */
static enum rampart_status policy_bare_account(struct writing *writing, const struct rampart_account *account,
                                               struct rampart_account *ret_account)
{
    struct rp_user *users = RP_NEW_ARRAY(writing->arena, struct rp_user, account->user_count);
    struct rp_role *roles = RP_NEW_ARRAY(writing->arena, struct rp_role, account->role_count);
    struct rp_identity identity;
    const char *expected = NULL;
    RP_TRY_MEMORY(users != NULL && roles != NULL);
    if (!rp_identity_read(writing->can->principal, &identity, &expected)) return RAMPART_INVALID_INPUT;
    for (size_t i = 0; i < account->user_count; i++) {
        users[i] = account->users[i];
        if (identity.kind == RP_IDENTITY_USER && rp_str_equal(users[i].name, identity.name))
            users[i] = (struct rp_user){.name = users[i].name, .uid = users[i].uid, .held = &rp_holding_nothing};
    }
    for (size_t i = 0; i < account->role_count; i++) {
        roles[i] = account->roles[i];
        if (identity.kind == RP_IDENTITY_ROLE && rp_str_equal(roles[i].name, identity.name))
            roles[i].grants = (struct rp_grants){.count = 0};
    }
    *ret_account = *account;
    ret_account->users = users;
    ret_account->roles = roles;
    return RAMPART_OK;
}

static enum rampart_status policy_attach(struct writing *writing, struct replaced *replaced)
{
    const struct rampart_set *set = writing->can->set;
    const size_t most = set->attachment_count + writing->documents.count;
    replaced->attachments = RP_NEW_ARRAY(writing->arena, struct rampart_attachment, most);
    replaced->policies = RP_NEW_ARRAY(writing->arena, struct rampart_policy *, writing->documents.count);
    RP_TRY_MEMORY(replaced->attachments != NULL && replaced->policies != NULL);
    for (size_t i = 0; i < writing->documents.count; i++) {
        RP_TRY(policy_read(writing, writing->documents.items[i], &replaced->policies[replaced->policy_count]));
        replaced->attachments[replaced->attachment_count++] =
            (struct rampart_attachment){.policy = replaced->policies[replaced->policy_count++]};
    }
    for (size_t i = 0; i < set->attachment_count; i++)
        if (!policy_is_own(&set->attachments[i])) replaced->attachments[replaced->attachment_count++] = set->attachments[i];
    return RAMPART_OK;
}

static enum rampart_status policy_replace(struct writing *writing, struct replaced *replaced)
{
    const struct rampart_set *set = writing->can->set;
    const struct rampart_account *account = set->compiled != NULL ? set->compiled->account : set->account;
    RP_TRY(policy_attach(writing, replaced));
    if (account != NULL) RP_TRY(policy_bare_account(writing, account, &replaced->account));
    const struct rampart_set_parts parts = {.account = account == NULL ? NULL : &replaced->account,
                                            .attachments = replaced->attachments,
                                            .attachment_count = replaced->attachment_count,
                                            .control_levels = set->control_levels};
    return rampart_set_new(&set->options, &parts, NULL, &replaced->set);
}

static enum rampart_status policy_add_side(struct rp_diff_pool *pool, enum rp_diff_side side, const struct rp_rules *rules)
{
    for (size_t i = 0; i < rules->attachment_count; i++) {
        const struct rampart_attachment *attachment = &rules->attachments[i];
        const bool known = attachment->policy != NULL && !attachment->policy->unknown;
        if (known && attachment->layer <= RAMPART_LAYER_RESOURCE_GROUP) RP_TRY(rp_diff_pool_add(pool, side, attachment));
    }
    return RAMPART_OK;
}

static enum rampart_status policy_compare_pools(struct writing *writing, const struct rp_rules *rules, struct rp_diff_asker *asker,
                                                struct rampart_diff *diff)
{
    const struct rampart_what_can *can = writing->can;
    const struct rampart_account *account = can->set->compiled != NULL ? can->set->compiled->account : can->set->account;
    struct rp_diff_pool pool;
    struct rp_diff_subject subject = {.asker = asker, .pool = &pool, .roles = can->roles, .catalog = can->catalog, .first = true};
    rp_diff_pool_init(&pool, writing->arena);
    RP_TRY(policy_add_side(&pool, RP_DIFF_OLD, rules));
    RP_TRY(policy_add_side(&pool, RP_DIFF_NEW, can->bearing));
    if (account != NULL) subject.account = account->id;
    for (size_t i = 0; account != NULL && i < account->resource_document_count && i < RP_WHAT_CAN_DOCUMENTS; i++)
        if (account->resource_documents[i].layer != RAMPART_LAYER_SESSION)
            RP_TRY(rp_diff_resources_pool_one(&pool, account, &account->resource_documents[i], false));
    return rp_diff_compare(diff, &subject);
}

static enum rampart_status policy_say_difference(struct writing *writing, const struct rampart_diff *diff)
{
    struct rampart_str what = RP_STR("not everything could be compared");
    const struct rampart_diff_row *row = rampart_diff_row(diff, 0);
    if (row != NULL)
        RP_TRY_MEMORY(rp_arena_printf(writing->arena, &what, "%.*s on %.*s would be decided otherwise", RP_ARG(row->witness.action),
                                      RP_ARG(row->witness.resource)));
    return policy_refuse(writing, "", what);
}

static enum rampart_status policy_compare(struct writing *writing, const struct replaced *replaced,
                                          struct rampart_request *request)
{
    const struct rampart_what_can *can = writing->can;
    struct rp_diff_asker asker = {.sides = {replaced->set, can->set}, .request = request, .principal = can->principal};
    struct rp_set_rules rules = {NULL, NULL};
    struct rampart_diff *diff = NULL;
    RP_TRY(rp_what_can_probe(request, can->principal, NULL));
    RP_TRY(rp_set_rules(replaced->set, request, NULL, &rules));
    enum rampart_status status = rp_diff_new(&can->allocator, &diff);
    if (status == RAMPART_OK) status = policy_compare_pools(writing, rules.rules, &asker, diff);
    const bool equal = status == RAMPART_OK && rampart_diff_count(diff) == 0 && rampart_diff_open_count(diff) == 0;
    if (status == RAMPART_OK && !equal) status = policy_say_difference(writing, diff);
    rampart_diff_free(diff);
    rp_rules_free(rules.own);
    return status;
}

static enum rampart_status policy_confirm(struct writing *writing)
{
    struct replaced replaced = {.set = NULL};
    struct rampart_request *request = NULL;
    enum rampart_status status = policy_replace(writing, &replaced);
    if (status == RAMPART_OK) status = rampart_request_new(&writing->can->set->options, &request);
    if (status == RAMPART_OK) status = policy_compare(writing, &replaced, request);
    rampart_request_free(request);
    rampart_set_free(replaced.set);
    for (size_t i = 0; i < replaced.policy_count; i++) rampart_policy_free(replaced.policies[i]);
    return status;
}

/* ---- all of it ---- */

static enum rampart_status policy_write(struct writing *writing)
{
    const struct rampart_what_can *can = writing->can;
    if (can->owner) return policy_refuse(writing, "the account's owner is not subject to policies of its own", RP_STR(""));
    if (can->documents.count > 0) return policy_refuse(writing, "a policy was not read: ", can->documents.items[0]);
    RP_TRY(policy_take_all(writing));
    RP_TRY(policy_merge(writing));
    RP_TRY(policy_reduce(writing));
    policy_drop_idle(writing);
    RP_TRY(policy_pack(writing));
    return policy_confirm(writing);
}

enum rampart_status rampart_what_can_as_policy(struct rampart_what_can *can, struct rampart_diags *diags,
                                               struct rampart_strs *ret_documents)
{
    struct rp_arena arena;
    if (can == NULL || ret_documents == NULL) return RAMPART_MISUSE;
    rp_arena_init(&arena, &can->allocator);
    struct writing writing = {.can = can, .arena = &arena, .diags = diags};
    const enum rampart_status status = policy_write(&writing);
    rp_arena_free(&arena);
    if (status == RAMPART_OK) *ret_documents = writing.documents;
    return status;
}
