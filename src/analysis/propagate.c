/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/propagate.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/try.h"

static void propagate_to_list(const struct rp_lists *lists, size_t list, uint16_t mask, uint16_t *masks)
{
    for (uint32_t i = lists->starts[list]; i < lists->starts[list + 1]; i++) masks[lists->items[i].at] |= mask;
}

static void propagate_documents(struct rp_evaluation *evaluation)
{
    const struct rp_action_candidates *candidates = &evaluation->candidates;
    for (size_t i = 0; i < candidates->count; i++) {
        uint16_t mask = evaluation->document_masks[candidates->documents[i].at];
        if (mask != 0)
            propagate_to_list(&evaluation->compiled->grantees.documents, candidates->documents[i].at, mask,
                              evaluation->holder_masks);
    }
}

static void propagate_resource_group(struct rp_evaluation *evaluation, size_t group)
{
    const struct rp_compiled *compiled = evaluation->compiled;
    const struct rp_lists *scoped = &compiled->grantees.scoped;
    for (uint32_t i = scoped->starts[group]; i < scoped->starts[group + 1]; i++) {
        struct rp_document_id document = compiled->grantees.scoped_documents[i];
        if (rp_document_at(compiled, document)->unit.count > 0)
            evaluation->holder_masks[scoped->items[i].at] |=
                rp_effect_mask_scoped(evaluation->document_masks[document.at], evaluation->reached[group]);
    }
}

/* The masks of groups stand behind those of users and roles. */
static void propagate_groups(struct rp_evaluation *evaluation)
{
    const struct rampart_account *account = evaluation->compiled->account;
    const uint16_t *groups = evaluation->holder_masks + account->user_count + account->role_count;
    for (size_t i = 0; i < account->group_count; i++)
        if (groups[i] != 0)
            propagate_to_list(&evaluation->compiled->grantees.members, i, groups[i], evaluation->holder_masks);
}

static void propagate_to_named(struct rp_evaluation *evaluation, const struct rp_rule *rule)
{
    for (size_t i = 0; i < rule->principal_count; i++) {
        const struct rp_identity *named = &rule->principals[i].identity;
        if (named->kind != RP_IDENTITY_USER && named->kind != RP_IDENTITY_ROLE) continue;
        struct rp_grantee_id id;
        if (rp_holder_named(evaluation->compiled, named, &id)) evaluation->holder_masks[id.at] |= RP_EFFECT_PERSONAL;
    }
}

/* ---- whom policies of resources name: users by their UID as well, and roles in small letters ---- */

struct names {
    struct rampart_str *texts;
    size_t count;
};

static int propagate_order(const void *left, const void *right)
{
    const struct rampart_str *a = left, *b = right;
    if (a->len != b->len) return a->len < b->len ? -1 : 1;
    for (size_t i = 0; i < a->len; i++) {
        const int difference = (unsigned char)rp_lower(a->data[i]) - (unsigned char)rp_lower(b->data[i]);
        if (difference != 0) return difference;
    }
    return 0;
}

/* Whether one of the names is the text, in whatever case: that some are asked for themselves who need not be does no harm. */
static bool propagate_has(const struct names *names, struct rampart_str text)
{
    return text.len > 0 && bsearch(&text, names->texts, names->count, sizeof text, propagate_order) != NULL;
}

static void propagate_list_names(struct names *names, const struct rp_unit *unit)
{
    for (size_t i = 0; i < unit->count; i++) {
        const struct rp_rule *rule = &unit->rules[i];
        for (size_t k = 0; k < rule->principal_count; k++, names->count++) {
            const struct rp_rule_principal *principal = &rule->principals[k];
            const bool uid = principal->kind == RP_PRINCIPAL_UID;
            if (names->texts != NULL) names->texts[names->count] = uid ? principal->text : principal->identity.name;
        }
    }
}

/* Once without memory, to count them. */
static void propagate_list_all(const struct rp_evaluation *evaluation, struct names *names)
{
    const struct rp_unit *unit;
    names->count = 0;
    for (size_t i = 0; (unit = rp_evaluation_shown(evaluation, i)) != NULL; i++) propagate_list_names(names, unit);
}

static enum rampart_status propagate_to_shown(struct rp_evaluation *evaluation)
{
    const struct rampart_account *account = evaluation->compiled->account;
    uint16_t *masks = evaluation->holder_masks;
    struct names names = {NULL, 0};
    propagate_list_all(evaluation, &names);
    if (names.count == 0) return RAMPART_OK;
    names.texts = RP_NEW_ARRAY(&evaluation->arena, struct rampart_str, names.count);
    RP_TRY_MEMORY(names.texts != NULL);
    propagate_list_all(evaluation, &names);
    qsort(names.texts, names.count, sizeof *names.texts, propagate_order);
    for (size_t i = 0; i < account->user_count; i++)
        if (propagate_has(&names, rp_user_uid(&account->users[i])) || propagate_has(&names, account->users[i].name))
            masks[i] |= RP_EFFECT_PERSONAL;
    for (size_t i = 0; i < account->role_count; i++)
        if (propagate_has(&names, account->roles[i].name)) masks[account->user_count + i] |= RP_EFFECT_PERSONAL;
    return RAMPART_OK;
}

/* A principal of whom something is unknown is asked for itself: no mask says that. */
static void propagate_to_open(struct rp_evaluation *evaluation)
{
    const struct rampart_account *account = evaluation->compiled->account;
    for (size_t i = 0; rp_account_has_open(account) && i < account->user_count + account->role_count; i++)
        if (rp_subject_at(evaluation->compiled, i)->open) evaluation->holder_masks[i] |= RP_EFFECT_PERSONAL;
}

enum rampart_status rp_propagate(struct rp_evaluation *evaluation)
{
    const struct rampart_account *account = evaluation->compiled->account;
    size_t holders = account->user_count + account->role_count + account->group_count;
    memset(evaluation->holder_masks, 0, holders * sizeof *evaluation->holder_masks);
    propagate_documents(evaluation);
    for (size_t i = 0; i < account->resource_group_count; i++)
        if (evaluation->reached[i] != RAMPART_FALSE) propagate_resource_group(evaluation, i);
    propagate_groups(evaluation);
    propagate_to_open(evaluation);
    const struct rp_unit *trust = &evaluation->bound->trust;
    for (size_t i = 0; i < trust->count; i++) propagate_to_named(evaluation, &trust->rules[i]);
    return propagate_to_shown(evaluation);
}
