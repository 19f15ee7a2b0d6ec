/* SPDX-License-Identifier: Apache-2.0 */
/* Records what readers add, in the order of the input; account_builder_finish.c makes the account of it. */
#include "import/account_builder.h"

#include <stdio.h>

#include "account/gaps.h"
#include "account/names.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "import/account_builder_records.h"
#include "policy/arn.h"
#include "policy/layer.h"

/* ---- the builder itself ---- */

enum rampart_status rp_builder_new(const struct rampart_options *options, struct rampart_diags *diags,
                                   struct rp_builder **ret_builder)
{
    struct rp_arena scratch;
    rp_arena_init(&scratch, rp_options_allocator(options));
    struct rp_builder *builder = RP_NEW(&scratch, struct rp_builder);
    RP_TRY_MEMORY(builder != NULL);
    if (options != NULL) builder->options = *options;
    builder->limits = rp_limits_of(options);
    builder->diags = diags;
    builder->errors = rampart_diags_found(diags, RAMPART_ERROR);
    builder->principals_end = &builder->principals;
    builder->policies_end = &builder->policies;
    builder->grants_end = &builder->grants;
    builder->memberships_end = &builder->memberships;
    builder->scratch = scratch;
    enum rampart_status status = rp_account_new(options, &builder->account);
    if (status == RAMPART_OK)
        *ret_builder = builder;
    else
        rp_arena_free(&scratch);
    return status;
}

void rp_builder_free(struct rp_builder *builder)
{
    if (builder == NULL) return;
    struct rp_arena scratch = builder->scratch; /* the builder lives in it */
    rampart_account_free(builder->account);
    rp_arena_free(&scratch);
}

enum rampart_status rp_builder_add_source(struct rp_builder *builder, struct rampart_str name,
                                          struct rampart_str text, const struct rp_source **ret_source)
{
    struct rp_arena *arena = &builder->account->arena;
    struct rp_builder_source *kept = RP_NEW(arena, struct rp_builder_source);
    RP_TRY_MEMORY(kept != NULL);
    RP_TRY(rp_source_init(&kept->source, arena, name, text));
    kept->next = builder->sources;
    builder->sources = kept;
    *ret_source = &kept->source;
    return RAMPART_OK;
}

struct rp_reading rp_builder_reading(struct rp_builder *builder, const struct rp_source *source)
{
    builder->limits.document_bytes = builder->limits.string_bytes = builder->limits.account_bytes;
    builder->limits.list_values = builder->limits.account_entries;
    return (struct rp_reading){.arena = &builder->scratch,
                               .source = source,
                               .limits = &builder->limits,
                               .diags = builder->diags,
                               .assumed = rp_options_assumptions(&builder->options),
                               .catalog = builder->options.catalog};
}

struct rp_arena *rp_builder_scratch(struct rp_builder *builder)
{
    return &builder->scratch;
}

/* ---- errors ---- */

void rp_builder_error(struct rp_builder *builder, enum rp_code code, struct rp_at at, const char *format, ...)
{
    char message[512];
    va_list values;
    va_start(values, format);
    vsnprintf(message, sizeof message, format, values);
    va_end(values);
    builder->status = RAMPART_INVALID_INPUT;
    rp_diag(builder->diags, RAMPART_ERROR, code, at, "%s", message);
}

void rp_builder_conflict(struct rp_builder *builder, struct rp_at first, struct rp_at second,
                         const char *format, ...)
{
    char message[512];
    va_list values;
    va_start(values, format);
    vsnprintf(message, sizeof message, format, values);
    va_end(values);
    rp_builder_error(builder, RP_ACC_CONFLICT, second, "%s", message);
    if (first.source == NULL) return;
    struct rp_position place = rp_source_position(first.source, first.span.start);
    rp_diag_help(builder->diags, "the other one is at %.*s:%u:%u", RP_ARG(first.source->name), place.line,
                 place.column);
}

static void builder_refuse_name(struct rp_builder *builder, struct rampart_str name, const char *what,
                                struct rp_at at)
{
    rp_builder_error(builder, RP_ACC_NAME, at, "\"%.*s\" cannot be the name of %s",
                     RP_ARG(rp_str_part(name, 0, 80)), what);
}

/* As in an account file, a name is neither an ARN nor a path. */
static bool builder_check_name(struct rp_builder *builder, struct rampart_str name, const char *what,
                               struct rp_at at)
{
    bool plain = rp_str_find(name, '/') == name.len && rp_str_find(name, ':') == name.len;
    if (name.len > 0 && plain) return true;
    builder_refuse_name(builder, name, what, at);
    return false;
}

static enum rampart_status builder_keep(struct rp_builder *builder, struct rampart_str text,
                                        struct rampart_str *ret_kept)
{
    return rp_arena_copy(&builder->account->arena, text, ret_kept) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

/* ---- the account ---- */

enum rampart_status rp_builder_note_seen(struct rp_builder *builder, struct rampart_str time)
{
    struct rampart_str *seen = &builder->account->seen;
    if (time.len != sizeof "YYYY-MM-DDThh:mm:ssZ" - 1 || time.data[time.len - 1] != 'Z') return RAMPART_OK;
    if (seen->len > 0 && rp_str_compare(time, *seen) >= 0) return RAMPART_OK;
    RP_TRY_MEMORY(rp_arena_copy(&builder->account->arena, time, seen));
    return RAMPART_OK;
}

enum rampart_status rp_builder_set_id(struct rp_builder *builder, struct rampart_str id, struct rp_at at)
{
    for (size_t i = 0; i < id.len; i++)
        if (!rp_is_digit(id.data[i])) id.len = 0;
    if (id.len == 0) {
        rp_builder_error(builder, RP_ACC_ID, at, "invalid account ID: it must be digits");
        return RAMPART_OK;
    }
    if (builder->id.len == 0) {
        builder->id_at = at;
        return builder_keep(builder, id, &builder->id);
    }
    if (!rp_str_equal(builder->id, id))
        rp_builder_conflict(builder, builder->id_at, at,
                            "this is of account %.*s, but other input is of account %.*s",
                            RP_ARG(rp_str_part(id, 0, 32)), RP_ARG(rp_str_part(builder->id, 0, 32)));
    return RAMPART_OK;
}

/* ---- users, groups, roles ---- */

const char *rp_builder_kind_word(enum rp_builder_kind kind)
{
    static const char *const words[RP_BUILDER_KINDS] = {"user", "group", "role"};
    return words[kind];
}

enum rampart_status rp_builder_lower(struct rp_builder *builder, struct rampart_str *name)
{
    char *lower = rp_arena_alloc(&builder->account->arena, name->len + 1, 1);
    RP_TRY_MEMORY(lower != NULL);
    for (size_t i = 0; i < name->len; i++) lower[i] = rp_lower(name->data[i]);
    lower[name->len] = '\0';
    *name = (struct rampart_str){lower, name->len};
    return RAMPART_OK;
}

static enum rampart_status builder_add_principal(struct rp_builder *builder, enum rp_builder_kind kind,
                                                 struct rampart_str name, struct rp_at at, bool declared,
                                                 struct rp_builder_principal **ret_principal)
{
    static const char *const what[RP_BUILDER_KINDS] = {"a user", "a group", "a role"};
    struct rp_builder_principal *principal = RP_NEW(&builder->scratch, struct rp_builder_principal);
    RP_TRY_MEMORY(principal != NULL);
    *principal =
        (struct rp_builder_principal){.same = principal, .kind = kind, .at = at, .declared = declared};
    bool named = builder_check_name(builder, name, what[kind], at);
    if (named && kind != RP_BUILDER_GROUP && rp_principal_name_fault(name) < name.len)
        builder_refuse_name(builder, name, what[kind], at);
    RP_TRY(builder_keep(builder, name, &principal->name));
    if (kind == RP_BUILDER_ROLE && rp_names_sso(name)) RP_TRY(rp_builder_lower(builder, &principal->name));
    *builder->principals_end = principal;
    builder->principals_end = &principal->next;
    builder->principal_count++;
    if (ret_principal != NULL) *ret_principal = principal;
    return RAMPART_OK;
}

enum rampart_status rp_builder_declare(struct rp_builder *builder, enum rp_builder_kind kind,
                                       struct rampart_str name, struct rp_at at,
                                       struct rp_builder_principal **ret_principal)
{
    return builder_add_principal(builder, kind, name, at, true, ret_principal);
}

enum rampart_status rp_builder_refer(struct rp_builder *builder, enum rp_builder_kind kind,
                                     struct rampart_str name, struct rp_at at,
                                     struct rp_builder_principal **ret_principal)
{
    return builder_add_principal(builder, kind, name, at, false, ret_principal);
}

enum rampart_status rp_builder_add_to_group(struct rp_builder *builder, struct rp_builder_principal *user,
                                            struct rp_builder_principal *group)
{
    struct rp_builder_membership *membership = RP_NEW(&builder->scratch, struct rp_builder_membership);
    RP_TRY_MEMORY(membership != NULL);
    *membership = (struct rp_builder_membership){.user = user, .group = group};
    *builder->memberships_end = membership;
    builder->memberships_end = &membership->next;
    builder->membership_count++;
    return RAMPART_OK;
}

void rp_builder_set_service_linked(struct rp_builder_principal *role)
{
    role->service_linked = true;
}

/* ---- policies ---- */

static enum rampart_status builder_new_policy(struct rp_builder *builder, struct rampart_str name,
                                              struct rp_at at, struct rp_builder_policy **ret_policy)
{
    struct rp_builder_policy *policy = RP_NEW(&builder->scratch, struct rp_builder_policy);
    RP_TRY_MEMORY(policy != NULL);
    *policy = (struct rp_builder_policy){.same = policy, .at = at};
    (void)builder_check_name(builder, name, "a policy", at);
    RP_TRY(builder_keep(builder, name, &policy->name));
    *builder->policies_end = policy;
    builder->policies_end = &policy->next;
    builder->policy_count++;
    *ret_policy = policy;
    return RAMPART_OK;
}

enum rampart_status rp_builder_add_policy(struct rp_builder *builder, struct rampart_str name, bool system,
                                          struct rp_at at, struct rp_builder_policy **ret_policy)
{
    RP_TRY(builder_new_policy(builder, name, at, ret_policy));
    (*ret_policy)->system = system;
    return RAMPART_OK;
}

enum rampart_status rp_builder_set_version(struct rp_builder *builder, struct rp_builder_policy *policy,
                                           struct rampart_str version)
{
    return builder_keep(builder, version, &policy->version);
}

enum rampart_status rp_builder_add_grant(struct rp_builder *builder, struct rp_builder_principal *principal,
                                         struct rp_builder_policy *policy, enum rp_builder_scope scope,
                                         struct rampart_str group, struct rp_at at)
{
    struct rp_builder_grant *grant = RP_NEW(&builder->scratch, struct rp_builder_grant);
    RP_TRY_MEMORY(grant != NULL);
    *grant = (struct rp_builder_grant){
        .principal = principal, .policy = policy, .scope = scope, .at = at, .position = builder->grant_count};
    if (scope == RP_BUILDER_RESOURCE_GROUP) {
        RP_TRY(builder_keep(builder, group, &grant->group));
        RP_TRY(rp_builder_add_resource_group(builder, group, at));
    }
    *builder->grants_end = grant;
    builder->grants_end = &grant->next;
    builder->grant_count++;
    return RAMPART_OK;
}

enum rampart_status rp_builder_add_resource_group(struct rp_builder *builder, struct rampart_str name,
                                                  struct rp_at at)
{
    struct rp_builder_resource_group *group = RP_NEW(&builder->scratch, struct rp_builder_resource_group);
    RP_TRY_MEMORY(group != NULL);
    (void)builder_check_name(builder, name, "a resource group", at);
    RP_TRY(builder_keep(builder, name, &group->name));
    group->at = at;
    group->next = builder->resource_groups;
    builder->resource_groups = group;
    builder->resource_group_count++;
    return RAMPART_OK;
}

/* ---- the resource directory ---- */

static bool builder_same_or_unknown(struct rampart_str a, struct rampart_str b)
{
    return a.len == 0 || b.len == 0 || rp_str_equal(a, b);
}

enum rampart_status rp_builder_set_directory(struct rp_builder *builder,
                                             const struct rp_builder_directory *directory, struct rp_at at)
{
    struct rp_builder_directory *known = &builder->directory;
    bool alike = directory->none == known->none &&
                 builder_same_or_unknown(directory->management_account, known->management_account) &&
                 builder_same_or_unknown(directory->root_folder, known->root_folder);
    if (builder->directory_known && !alike)
        rp_builder_error(builder, RP_ACC_CONFLICT, at,
                         "this contradicts an earlier part of the input about the resource directory");
    builder->directory_known = true;
    known->none = directory->none;
    if (known->management_account.len == 0)
        RP_TRY(builder_keep(builder, directory->management_account, &known->management_account));
    if (known->root_folder.len == 0)
        RP_TRY(builder_keep(builder, directory->root_folder, &known->root_folder));
    return RAMPART_OK;
}

enum rampart_status rp_builder_set_parent(struct rp_builder *builder, struct rampart_str child,
                                          struct rampart_str parent, struct rp_at at)
{
    struct rp_builder_placement *placement = RP_NEW(&builder->scratch, struct rp_builder_placement);
    RP_TRY_MEMORY(placement != NULL);
    placement->at = at;
    RP_TRY(builder_keep(builder, child, &placement->child));
    RP_TRY(builder_keep(builder, parent, &placement->parent));
    placement->next = builder->placements;
    builder->placements = placement;
    builder->placement_count++;
    return RAMPART_OK;
}

enum rampart_status rp_builder_add_control(struct rp_builder *builder, struct rampart_str id, struct rp_at at,
                                           struct rp_builder_policy **ret_policy)
{
    RP_TRY(builder_new_policy(builder, id, at, ret_policy));
    (*ret_policy)->id = (*ret_policy)->name;
    return RAMPART_OK;
}

enum rampart_status rp_builder_name_control(struct rp_builder *builder, struct rp_builder_policy *policy,
                                            struct rampart_str name, bool system, struct rp_at at)
{
    if (!builder_check_name(builder, name, "a policy", at)) return RAMPART_OK;
    policy->named = true;
    policy->system = system;
    policy->at = at;
    return builder_keep(builder, name, &policy->name);
}

enum rampart_status rp_builder_scope_control(struct rp_builder *builder, struct rp_builder_policy *policy,
                                             enum rampart_effect_scope scope, struct rp_at at)
{
    (void)builder;
    policy->scoped = true;
    policy->scope = scope;
    policy->at = at;
    return RAMPART_OK;
}

enum rampart_status rp_builder_attach_control(struct rp_builder *builder, struct rp_builder_policy *policy,
                                              struct rampart_str target, struct rp_at at)
{
    struct rp_builder_control_attachment *control =
        RP_NEW(&builder->scratch, struct rp_builder_control_attachment);
    RP_TRY_MEMORY(control != NULL);
    *control = (struct rp_builder_control_attachment){.policy = policy, .at = at, .next = builder->controls};
    RP_TRY(builder_keep(builder, target, &control->target));
    builder->controls = control;
    builder->control_count++;
    return RAMPART_OK;
}

/* ---- complete lists ---- */

void rp_builder_want_findings(struct rp_builder *builder)
{
    builder->quarantine.findings = true;
}

bool rp_builder_wants_findings(const struct rp_builder *builder)
{
    return builder->quarantine.findings;
}

void rp_builder_assume_complete(struct rp_builder *builder)
{
    builder->assume_complete = true;
}

void rp_builder_complete(struct rp_builder *builder, enum rp_builder_list list)
{
    builder->complete[list] = true;
}

void rp_builder_complete_for(struct rp_builder_principal *principal, enum rp_builder_list list)
{
    principal->complete |= 1u << list;
}

enum rampart_status rp_builder_incomplete(struct rp_builder *builder, enum rp_builder_list list,
                                          const char *reason)
{
    if (builder->incomplete[list].len > 0) return RAMPART_OK;
    return builder_keep(builder, rampart_str(reason), &builder->incomplete[list]);
}

enum rampart_status rp_builder_incomplete_for(struct rp_builder *builder,
                                              struct rp_builder_principal *principal,
                                              enum rp_builder_list list, const char *reason)
{
    principal->incomplete |= 1u << list;
    if (principal->why_incomplete.len > 0) return RAMPART_OK;
    return builder_keep(builder, rampart_str(reason), &principal->why_incomplete);
}

bool rp_builder_is_complete(const struct rp_builder *builder, enum rp_builder_list list)
{
    return builder->complete[list] && builder->incomplete[list].len == 0;
}

bool rp_builder_is_open(const struct rp_builder *builder, const struct rp_builder_principal *principal,
                        enum rp_builder_list list)
{
    unsigned bit = 1u << list;
    if (builder->assume_complete) return false;
    if ((principal->incomplete & bit) != 0 || builder->incomplete[list].len > 0) return true;
    return !builder->complete[list] && (principal->complete & bit) == 0;
}

/* ---- gaps ---- */

enum rampart_status rp_builder_keep_gap(struct rp_builder *builder, const struct rampart_gap *gap)
{
    struct rp_arena *arena = &builder->account->arena;
    if (builder->assume_complete && rp_gap_is_of_more(gap->kind)) return RAMPART_OK;
    struct rp_builder_gap *added = RP_NEW(&builder->scratch, struct rp_builder_gap);
    RP_TRY_MEMORY(added != NULL);
    added->gap = *gap;
    RP_TRY_MEMORY(rp_arena_copy(arena, gap->subject, &added->gap.subject));
    RP_TRY_MEMORY(rp_arena_copy(arena, gap->policy, &added->gap.policy));
    RP_TRY_MEMORY(rp_arena_copy(arena, gap->reason, &added->gap.reason));
    RP_TRY_MEMORY(rp_arena_copy(arena, gap->resource, &added->gap.resource));
    added->next = builder->gaps;
    builder->gaps = added;
    builder->gap_count++;
    return RAMPART_OK;
}

enum rampart_status rp_builder_add_gap_of(struct rp_builder *builder, enum rampart_gap_kind gap,
                                          const char *kind, struct rampart_str name,
                                          struct rampart_str policy, struct rampart_str reason)
{
    const struct rampart_str subject[] = {rampart_str(kind == NULL ? "" : kind),
                                          rampart_str(kind == NULL ? "" : "/"), name};
    struct rampart_gap added = {.kind = gap, .policy = policy, .reason = reason};
    RP_TRY_MEMORY(rp_arena_join(&builder->scratch, subject, 3, &added.subject));
    return rp_builder_keep_gap(builder, &added);
}

enum rampart_status rp_builder_add_gap(struct rp_builder *builder, enum rampart_gap_kind kind,
                                       struct rampart_str of, const char *reason)
{
    return rp_builder_add_gap_of(builder, kind, NULL, of, (struct rampart_str){NULL, 0}, rampart_str(reason));
}

enum rampart_status rp_builder_add_layer(struct rp_builder *builder, struct rampart_str of, unsigned layers,
                                         struct rampart_str reason)
{
    const struct rampart_gap gap = {
        .kind = RAMPART_GAP_LAYERS, .subject = of, .reason = reason, .layers = layers};
    return rp_builder_keep_gap(builder, &gap);
}

enum rampart_status rp_builder_add_layer_document(struct rp_builder *builder, struct rampart_str address,
                                                  const struct rp_layer_document *layer,
                                                  struct rampart_str resource)
{
    const struct rampart_str parts[] = {address, layer->attribute.len > 0 ? RP_STR(".") : RP_STR(""),
                                        layer->attribute};
    struct rampart_gap gap = {.kind = RAMPART_GAP_LAYERS, .reason = layer->reason, .resource = resource};
    enum rampart_layer which;
    if (rp_layer_read(layer->layer, &which)) gap.layers = 1U << which;
    RP_TRY_MEMORY(rp_arena_join(rp_builder_scratch(builder), parts, 3, &gap.subject));
    return rp_builder_keep_gap(builder, &gap);
}
