/* SPDX-License-Identifier: Apache-2.0 */
/* What readers say, taken down as it comes. */
#include "import/draft.h"

#include <stdio.h>

#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "decide/unseen.h"
#include "import/draft_parts.h"
#include "policy/arn.h"

/* ---- the draft itself ---- */

enum rampart_status rp_draft_new(const struct rampart_options *options, struct rampart_diags *diags,
                                 struct rp_draft **ret_draft)
{
    struct rp_arena scratch;
    rp_arena_init(&scratch, rp_options_allocator(options));
    struct rp_draft *draft = RP_NEW(&scratch, struct rp_draft);
    RP_TRY_MEMORY(draft != NULL);
    if (options != NULL) draft->options = *options;
    draft->limits = rp_limits_of(options);
    draft->diags = diags;
    draft->errors = rampart_diags_found(diags, RAMPART_ERROR);
    draft->holders_end = &draft->holders;
    draft->policies_end = &draft->policies;
    draft->grants_end = &draft->grants;
    draft->joins_end = &draft->joins;
    draft->scratch = scratch;
    enum rampart_status status = rp_account_new(options, &draft->account);
    if (status == RAMPART_OK)
        *ret_draft = draft;
    else
        rp_arena_free(&scratch);
    return status;
}

void rp_draft_free(struct rp_draft *draft)
{
    if (draft == NULL) return;
    struct rp_arena scratch = draft->scratch; /* the draft lives in it */
    rampart_account_free(draft->account);
    rp_arena_free(&scratch);
}

enum rampart_status rp_draft_source(struct rp_draft *draft, struct rampart_str name, struct rampart_str text,
                                    const struct rp_source **ret_source)
{
    struct rp_arena *arena = &draft->account->arena;
    struct rp_draft_source *kept = RP_NEW(arena, struct rp_draft_source);
    RP_TRY_MEMORY(kept != NULL);
    RP_TRY(rp_source_init(&kept->source, arena, name, text));
    kept->next = draft->sources;
    draft->sources = kept;
    *ret_source = &kept->source;
    return RAMPART_OK;
}

struct rp_reading rp_draft_reading(struct rp_draft *draft, const struct rp_source *source)
{
    draft->limits.document_bytes = draft->limits.string_bytes = draft->limits.account_bytes;
    draft->limits.list_values = draft->limits.account_entries;
    return (struct rp_reading){.arena = &draft->scratch,
                               .source = source,
                               .limits = &draft->limits,
                               .diags = draft->diags,
                               .assumed = rp_options_assumptions(&draft->options)};
}

struct rp_arena *rp_draft_scratch(struct rp_draft *draft)
{
    return &draft->scratch;
}

/* ---- errors ---- */

void rp_draft_error(struct rp_draft *draft, enum rp_code code, struct rp_at at, const char *format, ...)
{
    char message[512];
    va_list values;
    va_start(values, format);
    vsnprintf(message, sizeof message, format, values);
    va_end(values);
    draft->status = RAMPART_INVALID_INPUT;
    rp_diag(draft->diags, RAMPART_ERROR, code, at, "%s", message);
}

void rp_draft_conflict(struct rp_draft *draft, struct rp_at first, struct rp_at second, const char *format,
                       ...)
{
    char message[512];
    va_list values;
    va_start(values, format);
    vsnprintf(message, sizeof message, format, values);
    va_end(values);
    rp_draft_error(draft, RP_ACC_CONFLICT, second, "%s", message);
    if (first.source == NULL) return;
    struct rp_position place = rp_source_position(first.source, first.span.start);
    rp_diag_help(draft->diags, "the other one is at %.*s:%u:%u", RP_ARG(first.source->name), place.line,
                 place.column);
}

static void refuse_name(struct rp_draft *draft, struct rampart_str name, const char *what, struct rp_at at)
{
    rp_draft_error(draft, RP_ACC_NAME, at, "\"%.*s\" cannot be the name of %s",
                   RP_ARG(rp_str_part(name, 0, 80)), what);
}

/* The same rule as that of account files: a name is neither an ARN nor a path. */
static bool is_name(struct rp_draft *draft, struct rampart_str name, const char *what, struct rp_at at)
{
    bool plain = rp_str_find(name, '/') == name.len && rp_str_find(name, ':') == name.len;
    if (name.len > 0 && plain) return true;
    refuse_name(draft, name, what, at);
    return false;
}

static enum rampart_status keep(struct rp_draft *draft, struct rampart_str text, struct rampart_str *ret_kept)
{
    return rp_arena_copy(&draft->account->arena, text, ret_kept) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

/* ---- the account ---- */

enum rampart_status rp_draft_id(struct rp_draft *draft, struct rampart_str id, struct rp_at at)
{
    for (size_t i = 0; i < id.len; i++)
        if (!rp_is_digit(id.data[i])) id.len = 0;
    if (id.len == 0) {
        rp_draft_error(draft, RP_ACC_ID, at, "this is not the id of an account: it is digits");
        return RAMPART_OK;
    }
    if (draft->id.len == 0) {
        draft->id_at = at;
        return keep(draft, id, &draft->id);
    }
    if (!rp_str_equal(draft->id, id))
        rp_draft_conflict(draft, draft->id_at, at, "this is of account %.*s, and other input of account %.*s",
                          RP_ARG(rp_str_part(id, 0, 32)), RP_ARG(rp_str_part(draft->id, 0, 32)));
    return RAMPART_OK;
}

/* ---- users, groups, roles ---- */

const char *rp_draft_kind_word(enum rp_draft_kind kind)
{
    static const char *const words[RP_DRAFT_KINDS] = {"user", "group", "role"};
    return words[kind];
}

static enum rampart_status mention(struct rp_draft *draft, enum rp_draft_kind kind, struct rampart_str name,
                                   struct rp_at at, bool declared, struct rp_draft_holder **ret_holder)
{
    static const char *const what[RP_DRAFT_KINDS] = {"a user", "a group", "a role"};
    struct rp_draft_holder *holder = RP_NEW(&draft->scratch, struct rp_draft_holder);
    RP_TRY_MEMORY(holder != NULL);
    *holder = (struct rp_draft_holder){.same = holder, .kind = kind, .at = at, .declared = declared};
    bool named = is_name(draft, name, what[kind], at);
    if (named && kind != RP_DRAFT_GROUP && rp_principal_name_fault(name) < name.len)
        refuse_name(draft, name, what[kind], at);
    RP_TRY(keep(draft, name, &holder->name));
    *draft->holders_end = holder;
    draft->holders_end = &holder->next;
    draft->holder_count++;
    if (ret_holder != NULL) *ret_holder = holder;
    return RAMPART_OK;
}

enum rampart_status rp_draft_declare(struct rp_draft *draft, enum rp_draft_kind kind, struct rampart_str name,
                                     struct rp_at at, struct rp_draft_holder **ret_holder)
{
    return mention(draft, kind, name, at, true, ret_holder);
}

enum rampart_status rp_draft_refer(struct rp_draft *draft, enum rp_draft_kind kind, struct rampart_str name,
                                   struct rp_at at, struct rp_draft_holder **ret_holder)
{
    return mention(draft, kind, name, at, false, ret_holder);
}

enum rampart_status rp_draft_join(struct rp_draft *draft, struct rp_draft_holder *user,
                                  struct rp_draft_holder *group)
{
    struct rp_draft_join *join = RP_NEW(&draft->scratch, struct rp_draft_join);
    RP_TRY_MEMORY(join != NULL);
    *join = (struct rp_draft_join){.user = user, .group = group};
    *draft->joins_end = join;
    draft->joins_end = &join->next;
    draft->join_count++;
    return RAMPART_OK;
}

void rp_draft_service_linked(struct rp_draft_holder *role)
{
    role->service_linked = true;
}

/* ---- policies ---- */

static enum rampart_status new_policy(struct rp_draft *draft, struct rampart_str name, struct rp_at at,
                                      struct rp_draft_policy **ret_policy)
{
    struct rp_draft_policy *policy = RP_NEW(&draft->scratch, struct rp_draft_policy);
    RP_TRY_MEMORY(policy != NULL);
    *policy = (struct rp_draft_policy){.same = policy, .at = at};
    (void)is_name(draft, name, "a policy", at);
    RP_TRY(keep(draft, name, &policy->name));
    *draft->policies_end = policy;
    draft->policies_end = &policy->next;
    draft->policy_count++;
    *ret_policy = policy;
    return RAMPART_OK;
}

enum rampart_status rp_draft_policy(struct rp_draft *draft, struct rampart_str name, bool system,
                                    struct rp_at at, struct rp_draft_policy **ret_policy)
{
    RP_TRY(new_policy(draft, name, at, ret_policy));
    (*ret_policy)->system = system;
    return RAMPART_OK;
}

enum rampart_status rp_draft_grant(struct rp_draft *draft, struct rp_draft_holder *holder,
                                   struct rp_draft_policy *policy, enum rp_draft_scope scope,
                                   struct rampart_str group, struct rp_at at)
{
    struct rp_draft_grant *grant = RP_NEW(&draft->scratch, struct rp_draft_grant);
    RP_TRY_MEMORY(grant != NULL);
    *grant = (struct rp_draft_grant){
        .holder = holder, .policy = policy, .scope = scope, .at = at, .turn = draft->grant_count};
    if (scope == RP_DRAFT_RESOURCE_GROUP) {
        RP_TRY(keep(draft, group, &grant->group));
        RP_TRY(rp_draft_resource_group(draft, group, at));
    }
    *draft->grants_end = grant;
    draft->grants_end = &grant->next;
    draft->grant_count++;
    return RAMPART_OK;
}

enum rampart_status rp_draft_resource_group(struct rp_draft *draft, struct rampart_str name, struct rp_at at)
{
    struct rp_draft_group *group = RP_NEW(&draft->scratch, struct rp_draft_group);
    RP_TRY_MEMORY(group != NULL);
    (void)is_name(draft, name, "a resource group", at);
    RP_TRY(keep(draft, name, &group->name));
    group->at = at;
    group->next = draft->groups;
    draft->groups = group;
    draft->group_count++;
    return RAMPART_OK;
}

/* ---- the resource directory ---- */

static bool same_or_unknown(struct rampart_str a, struct rampart_str b)
{
    return a.len == 0 || b.len == 0 || rp_str_equal(a, b);
}

enum rampart_status rp_draft_directory(struct rp_draft *draft, const struct rp_draft_directory *directory,
                                       struct rp_at at)
{
    struct rp_draft_directory *known = &draft->directory;
    bool alike = directory->none == known->none &&
                 same_or_unknown(directory->management_account, known->management_account) &&
                 same_or_unknown(directory->root_folder, known->root_folder);
    if (draft->directory_known && !alike)
        rp_draft_error(draft, RP_ACC_CONFLICT, at,
                       "this contradicts what was said of the resource directory before");
    draft->directory_known = true;
    known->none = directory->none;
    if (known->management_account.len == 0)
        RP_TRY(keep(draft, directory->management_account, &known->management_account));
    if (known->root_folder.len == 0) RP_TRY(keep(draft, directory->root_folder, &known->root_folder));
    return RAMPART_OK;
}

enum rampart_status rp_draft_place(struct rp_draft *draft, struct rampart_str child,
                                   struct rampart_str parent, struct rp_at at)
{
    struct rp_draft_place *place = RP_NEW(&draft->scratch, struct rp_draft_place);
    RP_TRY_MEMORY(place != NULL);
    place->at = at;
    RP_TRY(keep(draft, child, &place->child));
    RP_TRY(keep(draft, parent, &place->parent));
    place->next = draft->places;
    draft->places = place;
    draft->place_count++;
    return RAMPART_OK;
}

enum rampart_status rp_draft_control(struct rp_draft *draft, struct rampart_str id, struct rp_at at,
                                     struct rp_draft_policy **ret_policy)
{
    RP_TRY(new_policy(draft, id, at, ret_policy));
    (*ret_policy)->id = (*ret_policy)->name;
    return RAMPART_OK;
}

enum rampart_status rp_draft_control_name(struct rp_draft *draft, struct rp_draft_policy *policy,
                                          struct rampart_str name, bool system, struct rp_at at)
{
    if (!is_name(draft, name, "a policy", at)) return RAMPART_OK;
    policy->named = true;
    policy->system = system;
    policy->at = at;
    return keep(draft, name, &policy->name);
}

enum rampart_status rp_draft_control_scope(struct rp_draft *draft, struct rp_draft_policy *policy,
                                           enum rampart_effect_scope scope, struct rp_at at)
{
    (void)draft;
    policy->scoped = true;
    policy->scope = scope;
    policy->at = at;
    return RAMPART_OK;
}

enum rampart_status rp_draft_control_attach(struct rp_draft *draft, struct rp_draft_policy *policy,
                                            struct rampart_str target, struct rp_at at)
{
    struct rp_draft_control *control = RP_NEW(&draft->scratch, struct rp_draft_control);
    RP_TRY_MEMORY(control != NULL);
    *control = (struct rp_draft_control){.policy = policy, .at = at, .next = draft->controls};
    RP_TRY(keep(draft, target, &control->target));
    draft->controls = control;
    draft->control_count++;
    return RAMPART_OK;
}

/* ---- what is complete ---- */

void rp_draft_want_findings(struct rp_draft *draft)
{
    draft->quarantine.findings = true;
}

void rp_draft_take_as_complete(struct rp_draft *draft)
{
    draft->as_complete = true;
}

void rp_draft_complete(struct rp_draft *draft, enum rp_draft_list list)
{
    draft->complete[list] = true;
}

void rp_draft_complete_of(struct rp_draft_holder *holder, enum rp_draft_list list)
{
    holder->complete |= 1u << list;
}

enum rampart_status rp_draft_broken_off(struct rp_draft *draft, enum rp_draft_list list, const char *reason)
{
    if (draft->broken[list].len > 0) return RAMPART_OK;
    return keep(draft, rampart_str(reason), &draft->broken[list]);
}

enum rampart_status rp_draft_broken_off_of(struct rp_draft *draft, struct rp_draft_holder *holder,
                                           enum rp_draft_list list, const char *reason)
{
    holder->broken |= 1u << list;
    if (holder->why_broken.len > 0) return RAMPART_OK;
    return keep(draft, rampart_str(reason), &holder->why_broken);
}

enum rampart_status rp_draft_gap(struct rp_draft *draft, enum rampart_gap_kind kind, struct rampart_str of,
                                 const char *reason)
{
    return rp_draft_add_gap(draft, kind, NULL, of, (struct rampart_str){NULL, 0}, rampart_str(reason));
}

enum rampart_status rp_draft_layer(struct rp_draft *draft, struct rampart_str of, unsigned layers,
                                   struct rampart_str reason)
{
    const struct rampart_gap gap = {
        .kind = RAMPART_GAP_LAYERS, .subject = of, .reason = reason, .layers = layers};
    return rp_draft_keep_gap(draft, &gap);
}

enum rampart_status rp_draft_layer_of(struct rp_draft *draft, struct rampart_str address,
                                      const struct rp_layer_document *layer, struct rampart_str whose)
{
    const struct rampart_str parts[] = {address, layer->attribute.len > 0 ? RP_STR(".") : RP_STR(""),
                                        layer->attribute};
    struct rampart_gap gap = {.kind = RAMPART_GAP_LAYERS, .reason = layer->reason, .resource = whose};
    enum rampart_layer which;
    if (rp_layer_read(layer->layer, &which)) gap.layers = 1U << which;
    RP_TRY_MEMORY(rp_arena_join(rp_draft_scratch(draft), parts, 3, &gap.subject));
    return rp_draft_keep_gap(draft, &gap);
}

/* ---- the end ---- */

static enum rampart_status put_together(struct rp_draft *draft)
{
    RP_TRY(rp_draft_unite(draft));
    RP_TRY(rp_draft_make_policies(draft));
    RP_TRY(rp_draft_make_principals(draft));
    RP_TRY(rp_draft_make_controls(draft));
    RP_TRY(rp_quarantine_close(&draft->quarantine, draft->account));
    return rp_draft_make_gaps(draft);
}

enum rampart_status rp_draft_finish(struct rp_draft *draft, struct rampart_str name,
                                    struct rampart_account **ret_account)
{
    struct rampart_account *account = draft->account;
    RP_TRY(rp_source_init(&account->source, &account->arena, name, (struct rampart_str){NULL, 0}));
    account->id = draft->id;
    RP_TRY(put_together(draft));
    if (rp_diags_failed(draft->diags)) return RAMPART_NO_MEMORY;
    bool errors = rampart_diags_found(draft->diags, RAMPART_ERROR) > draft->errors;
    if (errors || draft->status != RAMPART_OK) return RAMPART_INVALID_INPUT;
    draft->account = NULL;
    *ret_account = account;
    return RAMPART_OK;
}
