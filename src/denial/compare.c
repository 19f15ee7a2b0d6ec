/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compares a denial of the cloud with the decision here: the request, the layer and the policies that deny. Each
 * difference is listed with both sides; what cannot be compared becomes a note.
 */
#include <rampart/denial.h>

#include <stdarg.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "decide/request.h"
#include "decide/rule.h"
#include "decide/set.h"

/* The comparison stands first, so that a pointer to it is one to the holder. */
struct comparison_holder {
    struct rampart_denial_comparison comparison;
    struct rp_arena arena;
};

struct comparing {
    const struct rampart_denial *denial;
    const struct rampart_request *request;
    const struct rp_rules *rules;
    const struct rampart_decision *decision;
    struct rp_arena *arena;
    struct rampart_denial_difference *differences; /* there is room for all */
    size_t difference_count;
    struct rampart_str *notes;
    size_t note_count;
};

/* Each policy of either side may add a difference. The cloud names fewer policies than the bound. */
enum { OTHER_DIFFERENCES = 6, OTHER_NOTES = 5, MOST_POLICIES = 200 };

static size_t compare_policy_count(const struct comparing *comparing)
{
    size_t count = comparing->denial->policy_count;
    return count < MOST_POLICIES ? count : MOST_POLICIES;
}

static enum rampart_status compare_copy(struct comparing *comparing, struct rampart_str text,
                                        struct rampart_str *ret_copy)
{
    return rp_arena_copy(comparing->arena, text, ret_copy) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

static enum rampart_status compare_add_difference(struct comparing *comparing, struct rampart_str subject,
                                                  struct rampart_str cloud, struct rampart_str here)
{
    struct rampart_denial_difference *difference = &comparing->differences[comparing->difference_count++];
    RP_TRY(compare_copy(comparing, subject, &difference->subject));
    RP_TRY(compare_copy(comparing, cloud, &difference->cloud));
    return compare_copy(comparing, here, &difference->here);
}

__attribute__((format(printf, 2, 3))) static enum rampart_status compare_add_note(struct comparing *comparing,
                                                                                  const char *format, ...)
{
    va_list values;
    va_start(values, format);
    bool made =
        rp_arena_vprintf(comparing->arena, &comparing->notes[comparing->note_count++], format, values);
    va_end(values);
    return made ? RAMPART_OK : RAMPART_NO_MEMORY;
}

/* ---- the request: options beside the denial may describe another one ---- */

static enum rampart_status compare_action(struct comparing *comparing)
{
    const struct rampart_str cloud = comparing->denial->action, here = comparing->decision->action;
    const bool same = rp_str_equal_fold(cloud, here) || rp_str_equal_fold(cloud, comparing->decision->api);
    return cloud.len == 0 || same ? RAMPART_OK
                                  : compare_add_difference(comparing, RP_STR("action"), cloud, here);
}

/* The cloud prints `*` for what it does not tell. The request may name one resource within a pattern. */
static bool compare_same_resource(struct rampart_str cloud, struct rampart_str here)
{
    enum { LONGEST = 1024 }; /* of texts that are matched letter by letter */
    if (cloud.len > LONGEST || here.len > LONGEST) return rp_str_equal_fold(cloud, here);
    return rp_glob(cloud, here) || rp_glob(here, cloud);
}

static enum rampart_status compare_resource(struct comparing *comparing)
{
    const struct rampart_str cloud = comparing->denial->resource;
    const struct rp_resource *resource = comparing->request->resources;
    if (cloud.len == 0 || resource == NULL) return RAMPART_OK;
    for (; resource != NULL; resource = resource->next)
        if (compare_same_resource(cloud, resource->arn)) return RAMPART_OK;
    return compare_add_difference(comparing, RP_STR("resource"), cloud, comparing->decision->resource);
}

/* The cloud may tell only the id of a user; it names a role. */
static bool compare_same_principal(const struct rampart_denial *denial, const struct rp_identity *asked)
{
    const struct rampart_str type = denial->principal_type, name = denial->principal_name;
    if (rp_str_equal_fold(type, RP_STR("RootUser"))) return asked->kind == RP_IDENTITY_ROOT;
    if (rp_str_equal_fold(type, RP_STR("SubUser"))) return asked->kind == RP_IDENTITY_USER;
    if (!rp_str_equal_fold(type, RP_STR("AssumedRoleUser"))) return true;
    const struct rampart_str role = rp_str_part(name, 0, rp_str_find(name, ':'));
    return asked->kind == RP_IDENTITY_ROLE && (role.len == 0 || rp_str_equal_fold(role, asked->name));
}

static enum rampart_status compare_principal(struct comparing *comparing)
{
    const struct rampart_denial *denial = comparing->denial;
    const struct rp_identity *asked = &comparing->request->identity;
    struct rampart_str cloud;
    if (asked->kind == RP_IDENTITY_NONE || compare_same_principal(denial, asked)) return RAMPART_OK;
    RP_TRY_MEMORY(rp_arena_printf(comparing->arena, &cloud, "%.*s %.*s", RP_ARG(denial->principal_type),
                                  RP_ARG(rp_str_part(denial->principal_name, 0, 200))));
    return compare_add_difference(comparing, RP_STR("principal"), cloud, comparing->decision->principal);
}

static enum rampart_status compare_requests(struct comparing *comparing)
{
    RP_TRY(compare_action(comparing));
    RP_TRY(compare_resource(comparing));
    return compare_principal(comparing);
}

/* ---- the layer ---- */

static unsigned compare_bit(enum rampart_layer layer)
{
    return 1U << layer;
}

/* Every layer of this name; 0: no layer has it. */
static unsigned compare_layers_named(struct rampart_str name)
{
    for (int layer = 0; layer < RAMPART_LAYERS; layer++)
        if (rp_str_equal_fold(name, rampart_str(rampart_layer_name((enum rampart_layer)layer))))
            return compare_bit((enum rampart_layer)layer);
    return 0;
}

/* The layers that a policy type may mean; 0: the type is unknown. */
static unsigned compare_layers_meant(struct rampart_str type)
{
    if (rp_str_equal_fold(type, RP_STR("IdentityBasedPolicy")))
        return compare_bit(RAMPART_LAYER_IDENTITY) | compare_bit(RAMPART_LAYER_RESOURCE_GROUP);
    if (rp_str_equal_fold(type, RP_STR("ResourceBasedPolicy")))
        return compare_bit(RAMPART_LAYER_TRUST) | compare_bit(RAMPART_LAYER_BUCKET_POLICY) |
               compare_bit(RAMPART_LAYER_ACCESS_POINT_POLICY) | compare_bit(RAMPART_LAYER_KEY_POLICY) |
               compare_bit(RAMPART_LAYER_SECRET_POLICY) | compare_bit(RAMPART_LAYER_PROJECT_POLICY) |
               compare_bit(RAMPART_LAYER_INSTANCE_POLICY);
    return compare_layers_named(type);
}

/* The cloud names the scope that it tried last for a missing permission, and services try them in different orders. */
static bool compare_scope_alone(const struct comparing *comparing, unsigned layers)
{
    const unsigned scopes = compare_bit(RAMPART_LAYER_IDENTITY) | compare_bit(RAMPART_LAYER_RESOURCE_GROUP);
    const struct rampart_verdict *verdict = &comparing->decision->without_unseen;
    return verdict->deny == RAMPART_IMPLICIT_DENY && (layers & scopes) != 0 &&
           (compare_bit(verdict->layer) & scopes) != 0;
}

/* What the cloud says of the layer: its policy type, or the layers that its EC or message stand for. */
static enum rampart_status compare_cloud_layers(const struct comparing *comparing,
                                                struct rampart_str *ret_words, unsigned *ret_layers)
{
    const struct rampart_denial *denial = comparing->denial;
    *ret_words = denial->policy_type;
    *ret_layers = compare_layers_meant(denial->policy_type);
    if (denial->policy_type.len > 0) return RAMPART_OK;
    for (size_t i = 0; i < denial->layers.count; i++) {
        *ret_layers |= compare_layers_named(denial->layers.items[i]);
        RP_TRY_MEMORY(rp_arena_printf(comparing->arena, ret_words, "%.*s%s%.*s", RP_ARG(*ret_words),
                                      i == 0 ? "" : " or ", RP_ARG(denial->layers.items[i])));
    }
    return RAMPART_OK;
}

static enum rampart_status compare_layer(struct comparing *comparing)
{
    struct rampart_str cloud;
    unsigned layers;
    enum rampart_layer layer = comparing->decision->without_unseen.layer;
    RP_TRY(compare_cloud_layers(comparing, &cloud, &layers));
    if (cloud.len == 0) return RAMPART_OK;
    if (layers == 0)
        return compare_add_note(comparing, "unknown policy type %.*s: it is not compared",
                                RP_ARG(rp_str_part(cloud, 0, 80)));
    if ((layers & compare_bit(layer)) != 0) return RAMPART_OK;
    if (compare_scope_alone(comparing, layers))
        return compare_add_note(comparing,
                                "the cloud names %.*s, and here it is %s: the cloud names the scope that it "
                                "tried last where no scope "
                                "allows the request",
                                RP_ARG(rp_str_part(cloud, 0, 80)), rampart_layer_name(layer));
    return compare_add_difference(
        comparing, comparing->denial->policy_type.len > 0 ? RP_STR("PolicyType") : RP_STR("layer"), cloud,
        rampart_str(rampart_layer_name(layer)));
}

static enum rampart_status compare_deny_kind(struct comparing *comparing)
{
    struct rampart_str cloud = comparing->denial->no_permission_type;
    struct rampart_str here = rampart_str(rampart_deny_name(comparing->decision->without_unseen.deny));
    if (cloud.len == 0 || rp_str_equal_fold(cloud, here)) return RAMPART_OK;
    return compare_add_difference(comparing, RP_STR("NoPermissionType"), cloud, here);
}

/* ---- the policies ---- */

static bool compare_same_entity(struct rampart_str entity, enum rampart_layer layer,
                                struct rampart_str attached_to)
{
    if (entity.len == 0) return true;
    if (layer == RAMPART_LAYER_CONTROL) return rp_str_equal_fold(entity, RP_STR("ResourceDirectoryTarget"));
    if (attached_to.len == 0) return true; /* to the principal, of any kind */
    if (rp_str_starts(attached_to, RP_STR("user/"))) return rp_str_equal_fold(entity, RP_STR("RamUser"));
    if (rp_str_starts(attached_to, RP_STR("group/"))) return rp_str_equal_fold(entity, RP_STR("RamGroup"));
    return rp_str_equal_fold(entity, RP_STR("RamRole"));
}

static bool compare_same_scope(struct rampart_str scope, enum rampart_layer layer, unsigned level)
{
    if (scope.len == 0) return true;
    if (layer == RAMPART_LAYER_RESOURCE_GROUP) return rp_str_equal_fold(scope, RP_STR("ResourceGroup"));
    if (layer == RAMPART_LAYER_CONTROL && level > 0) return rp_str_equal_fold(scope, RP_STR("Folder"));
    return rp_str_equal_fold(scope, RP_STR("Account"));
}

/* A policy and where it is attached: both sides tell this. */
struct policy_place {
    struct rampart_str name, attached_to;
    bool system;
    enum rampart_layer layer;
    unsigned level;
};

static bool compare_is_meant(const struct rampart_denial_policy *policy, const struct policy_place *place)
{
    if (!rp_str_equal(policy->name, place->name)) return false;
    const char *type = place->system ? "System" : "Custom";
    if (policy->type.len > 0 && !rp_str_equal_fold(policy->type, rampart_str(type))) return false;
    return compare_same_entity(policy->entity, place->layer, place->attached_to) &&
           compare_same_scope(policy->scope, place->layer, place->level);
}

static bool compare_is_attached(const struct comparing *comparing, const struct rampart_denial_policy *policy)
{
    for (size_t i = 0; i < comparing->rules->attachment_count; i++) {
        const struct rampart_attachment *attachment = &comparing->rules->attachments[i];
        if (attachment->policy == NULL) continue;
        const struct policy_place place = {attachment->policy->name, attachment->attached_to,
                                           attachment->system, attachment->layer, attachment->level};
        if (compare_is_meant(policy, &place)) return true;
    }
    return false;
}

static struct policy_place compare_place_of(const struct rampart_reason *reason)
{
    return (struct policy_place){reason->policy, reason->attached_to, reason->system, reason->layer,
                                 reason->level};
}

static bool compare_denies_here(const struct comparing *comparing, const struct rampart_denial_policy *policy)
{
    for (size_t i = 0; i < comparing->decision->matched_count; i++) {
        const struct policy_place place = compare_place_of(&comparing->decision->matched[i]);
        if (compare_is_meant(policy, &place)) return true;
    }
    return false;
}

static bool compare_denies_there(const struct comparing *comparing, const struct rampart_reason *reason)
{
    const struct policy_place place = compare_place_of(reason);
    for (size_t i = 0; i < compare_policy_count(comparing); i++) {
        const struct rampart_denial_policy *policy = &comparing->denial->policies[i];
        if (rp_str_equal_fold(policy->effect, RP_STR("Deny")) && compare_is_meant(policy, &place))
            return true;
    }
    return false;
}

static enum rampart_status compare_add_policy_difference(struct comparing *comparing, struct rampart_str name,
                                                         const char *cloud, const char *here)
{
    struct rampart_str subject;
    RP_TRY_MEMORY(
        rp_arena_printf(comparing->arena, &subject, "policy %.*s", RP_ARG(rp_str_part(name, 0, 200))));
    return compare_add_difference(comparing, subject, rampart_str(cloud), rampart_str(here));
}

static enum rampart_status compare_policy(struct comparing *comparing,
                                          const struct rampart_denial_policy *policy)
{
    bool denies = rp_str_equal_fold(policy->effect, RP_STR("Deny"));
    if (!compare_is_attached(comparing, policy))
        return compare_add_policy_difference(comparing, policy->name, denies ? "denies" : "allows",
                                             "is not attached in this way");
    if (denies && !compare_denies_here(comparing, policy))
        return compare_add_policy_difference(comparing, policy->name, "denies", "does not deny");
    return RAMPART_OK;
}

/* The cloud names control policies by an id, the account by a name. */
static bool compare_has_id(const struct rampart_denial_policy *policy)
{
    return rp_str_starts(policy->name, RP_STR("cp-"));
}

static enum rampart_status compare_policies(struct comparing *comparing)
{
    const struct rampart_decision *decision = comparing->decision;
    size_t ids = 0;
    for (size_t i = 0; i < compare_policy_count(comparing); i++) {
        const struct rampart_denial_policy *policy = &comparing->denial->policies[i];
        bool by_id = compare_has_id(policy) && !compare_is_attached(comparing, policy);
        ids += by_id;
        if (!by_id) RP_TRY(compare_policy(comparing, policy));
    }
    if (ids > 0)
        RP_TRY(compare_add_note(comparing,
                                "%zu control polic%s of the cloud by id, which are not compared by name", ids,
                                ids == 1 ? "y is named" : "ies are named"));
    bool listed = comparing->denial->policy_count > 0 && decision->verdict.deny == RAMPART_EXPLICIT_DENY;
    for (size_t i = 0; i < decision->matched_count && listed && ids == 0; i++) {
        const struct rampart_reason *reason = &decision->matched[i];
        if (!compare_denies_there(comparing, reason))
            RP_TRY(compare_add_policy_difference(comparing, reason->policy, "is not among those that deny",
                                                 "denies"));
    }
    return RAMPART_OK;
}

/* Layers that were not seen may have denied the request, and the cloud may say that one of them did. */
static enum rampart_status compare_unseen(struct comparing *comparing)
{
    const struct rampart_decision *decision = comparing->decision;
    struct rampart_str cloud;
    unsigned layers;
    if (decision->unseen_count == 0) return RAMPART_OK;
    RP_TRY(compare_cloud_layers(comparing, &cloud, &layers));
    for (size_t i = 0; i < decision->unseen_count; i++)
        if ((layers & compare_bit(decision->unseen[i].layer)) != 0)
            return compare_add_note(comparing, "the cloud names %s, which was not seen",
                                    rampart_layer_name(decision->unseen[i].layer));
    return compare_add_note(comparing, "the denial may also come of %s, which was not seen",
                            rampart_layer_name(decision->unseen[0].layer));
}

/* Compares the verdict without unseen layers: those may have denied the request as well. */
static enum rampart_status compare_all(struct comparing *comparing)
{
    const struct rampart_verdict *verdict = &comparing->decision->without_unseen;
    RP_TRY(compare_requests(comparing));
    RP_TRY(compare_unseen(comparing));
    if (verdict->outcome != RAMPART_OUTCOME_DENY)
        return compare_add_difference(
            comparing, RP_STR("decision"), RP_STR("Deny"),
            rampart_str(rampart_outcome_name(comparing->decision->verdict.outcome)));
    RP_TRY(compare_deny_kind(comparing));
    RP_TRY(compare_layer(comparing));
    return compare_policies(comparing);
}

static enum rampart_status compare_make(struct comparing *comparing,
                                        struct rampart_denial_comparison *comparison)
{
    size_t policies = comparing->denial->policy_count + comparing->decision->matched_count;
    comparing->differences =
        RP_NEW_ARRAY(comparing->arena, struct rampart_denial_difference, policies + OTHER_DIFFERENCES);
    comparing->notes = RP_NEW_ARRAY(comparing->arena, struct rampart_str, OTHER_NOTES);
    RP_TRY_MEMORY(comparing->differences != NULL && comparing->notes != NULL);
    RP_TRY(compare_all(comparing));
    comparison->differences = comparing->differences;
    comparison->difference_count = comparing->difference_count;
    comparison->notes = (struct rampart_strs){comparing->notes, comparing->note_count};
    comparison->reproduced = comparing->difference_count == 0;
    return RAMPART_OK;
}

static enum rampart_status compare_with_rules(const struct rampart_denial *denial,
                                              const struct rampart_request *request,
                                              const struct rp_rules *rules,
                                              const struct rampart_decision *decision,
                                              struct rampart_denial_comparison **ret_comparison)
{
    struct rp_arena arena;
    rp_arena_init(&arena, &request->allocator);
    struct comparison_holder *holder = RP_NEW(&arena, struct comparison_holder);
    RP_TRY_MEMORY(holder != NULL);
    holder->arena = arena;
    struct comparing comparing = {
        .denial = denial, .request = request, .rules = rules, .decision = decision, .arena = &holder->arena};
    enum rampart_status status = compare_make(&comparing, &holder->comparison);
    if (status == RAMPART_OK)
        *ret_comparison = &holder->comparison;
    else
        rampart_denial_comparison_free(&holder->comparison);
    return status;
}

enum rampart_status rampart_denial_compare(const struct rampart_denial *denial, const struct rampart_set *set,
                                           const struct rampart_request *request,
                                           const struct rampart_decision *decision,
                                           struct rampart_diags *diags,
                                           struct rampart_denial_comparison **ret_comparison)
{
    if (denial == NULL || set == NULL || request == NULL || decision == NULL || ret_comparison == NULL)
        return RAMPART_MISUSE;
    if (!request->finished) return RAMPART_MISUSE;
    struct rp_set_rules made;
    RP_TRY(rp_set_rules(set, request, diags, &made));
    enum rampart_status status = compare_with_rules(denial, request, made.rules, decision, ret_comparison);
    rp_rules_free(made.own);
    return status;
}

void rampart_denial_comparison_free(struct rampart_denial_comparison *comparison)
{
    if (comparison == NULL) return;
    struct rp_arena arena = ((struct comparison_holder *)comparison)->arena; /* it holds the comparison */
    rp_arena_free(&arena);
}
