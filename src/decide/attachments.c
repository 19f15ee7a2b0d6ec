/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What of an account bears on one request: the attachments of its principal, in the form the engine compiles.
 * docs/semantics.md, "The walk over the layers".
 */
#include <limits.h>

#include "account/gaps.h"
#include "account/names.h"
#include "account/organisation.h"
#include "account/quarantine.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "decide/compiled.h"
#include "decide/request.h"
#include "decide/shown.h"
#include "decide/unseen.h"
#include "image/image.h"
#include "text/diag.h"

/* Attachments in the making; `most` of them fit. */
struct gathering {
    const struct rampart_account *account;
    const struct rp_compiled *compiled; /* NULL: nothing has been compiled beforehand */
    /* Whose the resource is; of an organisation this may be another member than the one whose principal asks. */
    const struct rampart_account *owner;
    const struct rp_compiled *owner_compiled;
    const struct rampart_request *request;
    struct rampart_diags *diags;
    const struct rp_exchange *exchange; /* NULL: the documents are those of the account */
    bool unindexed; /* decide/rule.h */
    bool instance_given; /* what the instance limits its role to is said beside the account */
    struct rp_arena *arena;
    struct rampart_attachment *items;
    const struct rp_unit **ready; /* by the attachment; decide/rule.h */
    size_t count, most;
    unsigned levels, caller_levels; /* the latter stand first */
};

static enum rampart_status grow(struct gathering *gathering)
{
    size_t most = gathering->most == 0 ? 8 : gathering->most * 2;
    struct rampart_attachment *items = RP_NEW_ARRAY(gathering->arena, struct rampart_attachment, most);
    const struct rp_unit **ready = RP_NEW_ARRAY(gathering->arena, const struct rp_unit *, most);
    RP_TRY_MEMORY(items != NULL && ready != NULL);
    for (size_t i = 0; i < gathering->count; i++) {
        items[i] = gathering->items[i];
        ready[i] = gathering->ready[i];
    }
    gathering->items = items;
    gathering->ready = ready;
    gathering->most = most;
    return RAMPART_OK;
}

static enum rampart_status gather_add(struct gathering *gathering, struct rampart_attachment attachment)
{
    if (gathering->count == gathering->most) RP_TRY(grow(gathering));
    gathering->ready[gathering->count] = NULL;
    gathering->items[gathering->count++] = attachment;
    return RAMPART_OK;
}

/* "policy/Deploy": how a report names a document that is not known. */
static enum rampart_status name_unseen(struct gathering *gathering, const char *head, struct rampart_str name,
                                       struct rampart_str *ret_unseen)
{
    const struct rampart_str parts[] = {rampart_str(head), RP_STR("/"), name};
    return rp_arena_join(gathering->arena, parts, 3, ret_unseen) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

/* A policy of an account by its name: the document that stands for it, and its rules if they are there already. */
static enum rampart_status gather_named_of(struct gathering *gathering, const struct rp_compiled *compiled,
                                           const struct rp_named_policy *policy, struct rampart_attachment attachment)
{
    attachment.policy = policy->policy->unknown ? NULL : policy->policy;
    attachment.system = policy->system;
    if (attachment.policy == NULL)
        RP_TRY(name_unseen(gathering, policy->system ? RP_OF_SYSTEM_POLICY : RP_OF_POLICY, policy->name,
                           &attachment.unseen));
    RP_TRY(gather_add(gathering, attachment));
    if (compiled == NULL) return RAMPART_OK;
    const struct rp_document *document = rp_document_at(compiled, rp_document_id_of(compiled, policy));
    if (document->policy->unknown) return RAMPART_OK;
    gathering->items[gathering->count - 1].policy = document->policy;
    gathering->ready[gathering->count - 1] = &document->unit;
    return RAMPART_OK;
}

static enum rampart_status gather_named(struct gathering *gathering, const struct rp_named_policy *policy,
                                        struct rampart_attachment attachment)
{
    return gather_named_of(gathering, gathering->compiled, policy, attachment);
}

/* A grant whose scope was not seen counts for the account or for a group: either is open. */
static enum rampart_status add_unscoped(struct gathering *gathering, const struct rp_grant *grant,
                                        struct rampart_attachment attachment)
{
    attachment.uncertain = true;
    RP_TRY(gather_named(gathering, grant->policy, attachment));
    attachment.layer = RAMPART_LAYER_RESOURCE_GROUP;
    return gather_named(gathering, grant->policy, attachment);
}

/* Policies that nobody knows stand beside the principal's own, at account scope and on resource groups. */
static enum rampart_status gather_unknown(struct gathering *gathering)
{
    RP_TRY(gather_add(gathering, (struct rampart_attachment){.layer = RAMPART_LAYER_IDENTITY}));
    return gather_add(gathering, (struct rampart_attachment){.layer = RAMPART_LAYER_RESOURCE_GROUP});
}

static enum rampart_status add_grants(struct gathering *gathering, const struct rp_grants *grants,
                                      struct rampart_str attached_to)
{
    for (size_t i = 0; i < grants->count; i++) {
        const struct rp_grant *grant = &grants->items[i];
        struct rampart_attachment attachment = {.attached_to = attached_to};
        if (rp_grant_group(grant) != NULL) {
            attachment.layer = RAMPART_LAYER_RESOURCE_GROUP;
            attachment.resource_group = rp_grant_group(grant)->name;
            attachment.resource_group_members = rp_grant_group(grant)->patterns;
            attachment.uncertain = rp_grant_group(grant)->unknown;
        }
        if (grant->scope == &rp_scope_unknown)
            RP_TRY(add_unscoped(gathering, grant, attachment));
        else
            RP_TRY(gather_named(gathering, grant->policy, attachment));
    }
    return grants->open ? gather_unknown(gathering) : RAMPART_OK;
}

/* "user/alice": how a report names what a policy is attached to. */
static enum rampart_status holder(struct gathering *gathering, const char *kind, struct rampart_str name,
                                  struct rampart_str *ret_holder)
{
    bool made = rp_arena_printf(gathering->arena, ret_holder, "%s/%.*s", kind, RP_ARG(name));
    return made ? RAMPART_OK : RAMPART_NO_MEMORY;
}

/*
 * Says which name was probably meant: looking at every one is worth it for a problem. Where the list of all is not
 * complete, the name may be right: then the principal's policies are what nobody knows.
 */
static enum rampart_status not_there(struct gathering *gathering, enum rampart_gap_kind list,
                                     struct rampart_str name, struct rampart_str nearest)
{
    bool unseen = rp_gaps_have(gathering->account, list, (struct rampart_str){NULL, 0});
    rp_diag(gathering->diags, unseen ? RAMPART_WARNING : RAMPART_ERROR, RP_REQ_PRINCIPAL, RP_NOWHERE,
            "%saccount %.*s has no %s \"%.*s\"", unseen ? "the known part of " : "",
            RP_ARG(gathering->account->id), list == RAMPART_GAP_USERS ? "user" : "role",
            RP_ARG(rp_str_part(name, 0, 80)));
    if (nearest.len > 0) rp_diag_help(gathering->diags, "did you mean \"%.*s\"?", RP_ARG(nearest));
    return unseen ? gather_unknown(gathering) : RAMPART_INVALID_INPUT;
}

static enum rampart_status add_user(struct gathering *gathering, struct rampart_str name)
{
    struct rampart_str attached_to;
    const struct rp_user *user = rp_account_user(gathering->account, name);
    if (user == NULL)
        return not_there(gathering, RAMPART_GAP_USERS, name,
                         rp_names_nearest(gathering->account->users, gathering->account->user_count,
                                          sizeof gathering->account->users[0], name));
    RP_TRY(holder(gathering, "user", name, &attached_to));
    RP_TRY(add_grants(gathering, &user->held->grants, attached_to));
    if (user->held->groups_open) RP_TRY(gather_unknown(gathering));
    for (size_t i = 0; i < user->held->group_count; i++) {
        RP_TRY(holder(gathering, "group", user->held->groups[i]->name, &attached_to));
        RP_TRY(add_grants(gathering, &user->held->groups[i]->grants, attached_to));
    }
    return RAMPART_OK;
}

/* ---- what instances limit a role to ---- */

/* An id of an instance is i- and letters; what else stands for one has an id that is not known. */
static bool is_instance_id(struct rampart_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.data[i] == '.' || text.data[i] == '[') return false;
    return rp_str_starts(text, RP_STR("i-"));
}

/*
 * Whether the session is that of the instance. The cloud names it vm-ram- and the instance's id; who asks about it may
 * leave that out. UNKNOWN: the request names no session, or nobody knows the instance's id.
 */
static enum rampart_truth is_session_of(struct rampart_str session, struct rampart_str instance)
{
    const struct rampart_str head = RP_STR("vm-ram-");
    const struct rampart_str named = rp_str_starts(session, head) ? rp_str_from(session, head.len) : session;
    if (session.len == 0) return RAMPART_UNKNOWN;
    if (is_instance_id(instance)) return rp_str_equal(named, instance) ? RAMPART_TRUE : RAMPART_FALSE;
    return is_instance_id(named) ? RAMPART_UNKNOWN : RAMPART_FALSE;
}

/* An instance has one role: where the session is that of one, what is not known of others is no matter. */
static bool has_instance(const struct gathering *gathering, struct rampart_str role)
{
    const struct rampart_account *account = gathering->account;
    for (size_t i = 0; i < account->resource_document_count; i++) {
        const struct rp_resource_document *document = &account->resource_documents[i];
        if (document->layer != RAMPART_LAYER_SESSION || !rp_str_equal(document->in, role)) continue;
        if (is_session_of(gathering->request->identity.session, document->of) == RAMPART_TRUE) return true;
    }
    return false;
}

/* Each is a gate of its own, also where several may be the session's: it has one of them. */
static enum rampart_status add_instances(struct gathering *gathering, struct rampart_str role)
{
    const struct rampart_account *account = gathering->account;
    unsigned level = 0;
    if (gathering->instance_given || (account->document_layers & 1U << RAMPART_LAYER_SESSION) == 0) return RAMPART_OK;
    const bool known = has_instance(gathering, role);
    for (size_t i = 0; i < account->resource_document_count; i++) {
        const struct rp_resource_document *document = &account->resource_documents[i];
        if (!rp_limits_role(document, role)) continue;
        const enum rampart_truth here = is_session_of(gathering->request->identity.session, document->of);
        if (here == RAMPART_FALSE || (known && (here == RAMPART_UNKNOWN || document->in.len == 0))) continue;
        struct rampart_attachment attachment = {.layer = RAMPART_LAYER_SESSION, .level = ++level};
        attachment.uncertain = here == RAMPART_UNKNOWN || document->in.len == 0;
        if (document->policy != NULL && !document->policy->unknown) attachment.policy = document->policy;
        RP_TRY(name_unseen(gathering, "instance", document->of, &attachment.attached_to));
        if (attachment.policy == NULL) attachment.unseen = attachment.attached_to;
        RP_TRY(gather_add(gathering, attachment));
    }
    return RAMPART_OK;
}

static enum rampart_status add_role(struct gathering *gathering, struct rampart_str name)
{
    struct rampart_str attached_to;
    const struct rp_role *role = rp_account_role(gathering->account, name);
    RP_TRY(add_instances(gathering, name));
    if (role == NULL)
        return not_there(gathering, RAMPART_GAP_ROLES, name,
                         rp_names_nearest(gathering->account->roles, gathering->account->role_count,
                                          sizeof gathering->account->roles[0], name));
    RP_TRY(holder(gathering, "role", name, &attached_to));
    return add_grants(gathering, &role->grants, attached_to);
}

static bool gather_is_own(const struct gathering *gathering)
{
    return rp_account_is_own(gathering->account->id, gathering->request->identity.account);
}

/* Who asks; a principal of another account has policies that this account does not know. */
static enum rampart_status add_principal(struct gathering *gathering)
{
    const struct rp_identity *identity = &gathering->request->identity;
    switch (identity->kind) {
    case RP_IDENTITY_USER:
    case RP_IDENTITY_ROLE: break;
    case RP_IDENTITY_NONE:
        rp_diag(gathering->diags, RAMPART_ERROR, RP_REQ_MISSING, RP_NOWHERE, "the request has no principal");
        rp_diag_help(gathering->diags, "give a principal of the account, such as user/alice or role/ci");
        return RAMPART_INVALID_INPUT;
    default: return RAMPART_OK; /* root and providers have no policies of their own */
    }
    if (!gather_is_own(gathering))
        return gather_add(gathering, (struct rampart_attachment){.layer = RAMPART_LAYER_IDENTITY});
    return identity->kind == RP_IDENTITY_USER ? add_user(gathering, identity->name)
                                              : add_role(gathering, identity->name);
}

/* ---- control policies ---- */

static bool is_service_linked(const struct gathering *gathering)
{
    const struct rp_identity *identity = &gathering->request->identity;
    if (identity->kind != RP_IDENTITY_ROLE || !gather_is_own(gathering)) return false;
    const struct rp_role *role = rp_account_role(gathering->account, identity->name);
    return role != NULL ? role->service_linked : rp_names_linked(identity->name);
}

/* There may be more in each level from this one on, and another one above them. */
static enum rampart_status add_open_levels(struct gathering *gathering, unsigned first)
{
    gathering->levels++;
    for (unsigned level = first; level < gathering->levels; level++)
        RP_TRY(gather_add(gathering, (struct rampart_attachment){.layer = RAMPART_LAYER_CONTROL, .level = level}));
    return RAMPART_OK;
}

/* Whose level it is: those of the one who asks are counted from his account, which needs no name. */
static enum rampart_status name_level(struct gathering *gathering, const struct rampart_account *account, unsigned level,
                                      struct rampart_str *ret_name)
{
    bool made = true;
    if (account == gathering->account) return RAMPART_OK;
    if (level == 0)
        made = rp_arena_printf(gathering->arena, ret_name, "account %.*s", RP_ARG(account->id));
    else
        made = rp_arena_printf(gathering->arena, ret_name, "%u level%s above account %.*s", level,
                               level == 1 ? "" : "s", RP_ARG(account->id));
    return made ? RAMPART_OK : RAMPART_NO_MEMORY;
}

/* The levels of one account, above those that are there. The management account is outside of its directory. */
static enum rampart_status add_levels(struct gathering *gathering, const struct rampart_account *account,
                                      const struct rp_compiled *compiled)
{
    const unsigned first = gathering->levels;
    if (!account->member) return RAMPART_OK;
    gathering->levels += (unsigned)account->level_count;
    if (account->levels_open) RP_TRY(add_open_levels(gathering, first));
    for (unsigned level = 0; level < account->level_count; level++) {
        struct rampart_str attached_to = {NULL, 0};
        RP_TRY(name_level(gathering, account, level, &attached_to));
        for (size_t i = 0; i < account->levels[level].count; i++) {
            const struct rp_control *control = &account->levels[level].items[i];
            struct rampart_attachment attachment = {.layer = RAMPART_LAYER_CONTROL,
                                                    .level = first + level,
                                                    .scope = control->scope,
                                                    .attached_to = attached_to};
            RP_TRY(gather_named_of(gathering, compiled, control->policy, attachment));
        }
    }
    return RAMPART_OK;
}

/* Those of the one who asks and those of the owner both bind. A service-linked role is the service's own. */
static enum rampart_status add_control(struct gathering *gathering)
{
    if (is_service_linked(gathering)) return RAMPART_OK;
    RP_TRY(add_levels(gathering, gathering->account, gathering->compiled));
    gathering->caller_levels = gather_is_own(gathering) ? gathering->levels : 0;
    if (gathering->owner == gathering->account) return RAMPART_OK;
    return add_levels(gathering, gathering->owner, gathering->owner_compiled);
}

/*
 * Root has no policies that could be unknown, but its account may have control policies that bind it. They stand in
 * the outermost level, beside those that are known, if there are any.
 */
static enum rampart_status add_unknown_control(struct gathering *gathering)
{
    if (gathering->request->identity.kind != RP_IDENTITY_ROOT || gather_is_own(gathering)) return RAMPART_OK;
    if (gathering->levels == 0) gathering->levels = 1;
    return gather_add(gathering,
               (struct rampart_attachment){.layer = RAMPART_LAYER_CONTROL, .level = gathering->levels - 1});
}

/* ---- the role to be assumed ---- */

/* Without a trust policy the layer is unknown; that there is one which nobody knows gives it a name. */
static enum rampart_status add_unknown_trust(struct gathering *gathering, const struct rp_role *role)
{
    struct rampart_attachment attachment = {.layer = RAMPART_LAYER_TRUST};
    RP_TRY(name_unseen(gathering, RP_OF_ROLE, role->name, &attachment.unseen));
    return rp_gaps_have(gathering->owner, RAMPART_GAP_TRUST, attachment.unseen) ? gather_add(gathering, attachment)
                                                                                : RAMPART_OK;
}

static enum rampart_status add_trust(struct gathering *gathering)
{
    const struct rampart_request *request = gathering->request;
    if (!rp_request_assumes_role(request)) return RAMPART_OK;
    if (rp_request_assumes_several(request)) {
        rp_diag(gathering->diags, RAMPART_ERROR, RP_REQ_RESOURCE, RP_NOWHERE,
                "a request cannot assume several roles");
        rp_diag_help(gathering->diags, "ask about one role at a time: each has a trust policy of its own");
        return RAMPART_INVALID_INPUT;
    }
    const struct rp_role *role = rp_account_role_at(gathering->owner, request->resources->arn);
    if (role == NULL) return RAMPART_OK; /* the layer stays unknown */
    if (role->trust == NULL) return add_unknown_trust(gathering, role);
    RP_TRY(gather_add(gathering, (struct rampart_attachment){.policy = role->trust, .layer = RAMPART_LAYER_TRUST}));
    if (gathering->owner_compiled != NULL)
        gathering->ready[gathering->count - 1] = rp_role_trust(gathering->owner_compiled, role);
    return RAMPART_OK;
}

/* ---- the resources that are asked about ---- */

struct rampart_attachment rp_resource_attachment(const struct rampart_account *account,
                                                 const struct rp_resource_document *document)
{
    const bool known = document->policy != NULL && !document->policy->unknown;
    const bool way = document->layer == RAMPART_LAYER_ENDPOINT_POLICY; /* to resources of any account */
    return (struct rampart_attachment){.layer = document->layer,
                                       .policy = known ? document->policy : NULL,
                                       .of = document->of,
                                       .account = way ? (struct rampart_str){NULL, 0} : account->id,
                                       .absent = document->none};
}

/* Whether it is of the resource that a layer asks about: the same, one of its objects, what is blocked for it. */
static bool is_of(const struct rp_resource_document *document, const struct rp_unseen_layer *layer)
{
    const struct rampart_str of = document->of;
    switch (document->layer) {
    case RAMPART_LAYER_OBJECT_ACL: return rp_unseen_may_be(layer->of, rp_str_part(of, 0, rp_str_find(of, '/')));
    case RAMPART_LAYER_ENDPOINT_POLICY: return true;
    case RAMPART_LAYER_PUBLIC_ACCESS_BLOCK:
        return of.len == 0 || rp_unseen_may_be(layer->of, of) || rp_str_starts(of, RP_STR("accesspoint/"));
    default: break;
    }
    return rp_unseen_may_be(layer->of, of);
}

/* The layer whose presence brings a document in: what blocks public access counts where a bucket has a say. */
static enum rampart_layer layer_that_asks(enum rampart_layer layer)
{
    return layer == RAMPART_LAYER_PUBLIC_ACCESS_BLOCK ? RAMPART_LAYER_BUCKET_POLICY : layer;
}

static bool is_asked_about(const struct rampart_request *request, const struct rp_resource_document *document)
{
    const enum rampart_layer layer = layer_that_asks(document->layer);
    for (const struct rp_resource *resource = request->resources; resource != NULL; resource = resource->next)
        for (size_t i = 0; resource->unseen != NULL && i < resource->unseen->count; i++)
            if (resource->unseen->layers[i].layer == layer && is_of(document, &resource->unseen->layers[i])) return true;
    return false;
}

/* That another one is listed says of the AccessKey that signed that nothing is known of it. */
static bool is_of_access_key(const struct rampart_request *request, const struct rp_resource_document *document)
{
    return document->layer == RAMPART_LAYER_ACCESS_KEY_POLICY && request->by_access_key;
}

static bool is_about_asked(const void *context, const struct rp_resource_document *document)
{
    const struct rampart_request *request = context;
    if (is_of_access_key(request, document)) return true;
    if (document->layer == RAMPART_LAYER_SESSION)
        return request->identity.kind == RP_IDENTITY_ROLE && rp_limits_role(document, request->identity.name);
    return is_asked_about(request, document);
}

/* Endpoints and AccessKeys are those of the one who asks, and the others of the owner. */
static enum rampart_status add_resources(struct gathering *gathering)
{
    const struct rampart_account *owner = gathering->owner, *account = gathering->account;
    for (size_t i = 0; i < owner->resource_document_count; i++)
        if (owner->resource_documents[i].layer != RAMPART_LAYER_ENDPOINT_POLICY &&
            is_asked_about(gathering->request, &owner->resource_documents[i]))
            RP_TRY(gather_add(gathering, rp_resource_attachment(owner, &owner->resource_documents[i])));
    for (size_t i = 0; i < account->resource_document_count; i++) {
        const struct rp_resource_document *document = &account->resource_documents[i];
        const bool way = document->layer == RAMPART_LAYER_ENDPOINT_POLICY && is_asked_about(gathering->request, document);
        if (way || is_of_access_key(gathering->request, document))
            RP_TRY(gather_add(gathering, rp_resource_attachment(account, document)));
    }
    return RAMPART_OK;
}

/* Those of resources, or what instances limit roles to, which are gates of sessions. */
static enum rampart_status make_documents(const struct rp_compiled *compiled, bool limits, struct rampart_diags *diags,
                                          struct rp_rules **ret_rules)
{
    const struct rampart_account *account = compiled->account;
    struct rp_arena arena;
    rp_arena_init(&arena, &compiled->allocator);
    struct gathering gathering = {.account = account, .owner = account, .arena = &arena};
    enum rampart_status status = RAMPART_OK;
    for (size_t i = 0; i < account->resource_document_count && status == RAMPART_OK; i++) {
        struct rampart_attachment attachment = rp_resource_attachment(account, &account->resource_documents[i]);
        if ((attachment.layer == RAMPART_LAYER_SESSION) != limits) continue;
        if (limits) attachment.level = 1 + (unsigned)gathering.count;
        status = gather_add(&gathering, attachment);
    }
    const struct rp_compile_how how = {.unindexed = true,
                                       .taken = gathering.count,
                                       .assumed = account->assumed,
                                       .absent_layers = account->absent_layers,
                                       .held_layers = compiled->held_layers};
    if (status == RAMPART_OK && gathering.count > 0)
        status = rp_rules_compile(&compiled->options, gathering.items, gathering.count, 0, &how, diags, ret_rules);
    if (status == RAMPART_OK && gathering.count > 0 && !limits) status = rp_shown_index(*ret_rules);
    rp_arena_free(&arena);
    return status;
}

enum rampart_status rp_resources_make(const struct rp_compiled *compiled, struct rampart_diags *diags,
                                      struct rp_rules **ret_resources)
{
    return make_documents(compiled, false, diags, ret_resources);
}

enum rampart_status rp_limits_make(const struct rp_compiled *compiled, struct rampart_diags *diags,
                                   struct rp_rules **ret_limits)
{
    return make_documents(compiled, true, diags, ret_limits);
}

/* ---- all of it ---- */

/* The layers that the owner of the resource holds, and the endpoints that whoever asks, or the owner, has in the way. */
static unsigned held_by(const struct gathering *gathering)
{
    return rp_held_layers(gathering->owner) | rp_held_ways(gathering->account) | rp_held_ways(gathering->owner);
}

/* What is too high stays too high, for the engine to refuse it. */
static unsigned above(unsigned levels, unsigned extra)
{
    return extra > UINT_MAX - levels ? UINT_MAX : levels + extra;
}

static enum rampart_status add_extra(struct gathering *gathering, const struct rampart_attachment *extra,
                                     size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct rampart_attachment attachment = extra[i];
        if (attachment.layer == RAMPART_LAYER_CONTROL)
            attachment.level = above(gathering->levels, attachment.level);
        RP_TRY(gather_add(gathering, attachment));
    }
    return RAMPART_OK;
}

/* Last of all, so that a document is exchanged wherever it came from. */
static void gather_exchange(struct gathering *gathering)
{
    for (size_t i = 0; gathering->exchange != NULL && i < gathering->count; i++) {
        if (gathering->items[i].policy != gathering->exchange->from) continue;
        gathering->items[i].policy = gathering->exchange->to;
        gathering->ready[i] = gathering->exchange->ready;
    }
}

static enum rampart_status gather_all(struct gathering *gathering, const struct rampart_attachment *extra,
                                  size_t count)
{
    for (size_t i = 0; i < count; i++)
        gathering->instance_given |= extra[i].layer == RAMPART_LAYER_SESSION && extra[i].level > 0;
    RP_TRY(add_principal(gathering));
    RP_TRY(add_control(gathering));
    RP_TRY(add_unknown_control(gathering));
    RP_TRY(add_trust(gathering));
    RP_TRY(add_resources(gathering));
    RP_TRY(add_extra(gathering, extra, count));
    gather_exchange(gathering);
    return RAMPART_OK;
}

static enum rampart_status gather_rules(const struct rampart_options *options, struct gathering gathering,
                                        const struct rampart_attachment *extra, size_t extra_count,
                                        unsigned extra_levels, struct rp_rules **ret_rules)
{
    RP_TRY(rp_held_check(gathering.owner, gathering.request, gathering.diags));
    struct rp_arena arena;
    rp_arena_init(&arena, rp_options_allocator(options));
    gathering.arena = &arena;
    enum rampart_status status = gather_all(&gathering, extra, extra_count);
    const struct rampart_account *account = gathering.account;
    const struct rp_compile_how how = {.ready = gathering.ready,
                                       .unindexed = gathering.unindexed,
                                       .taken = gathering.count - extra_count,
                                       .assumed = account->assumed,
                                       .absent_layers = gathering.owner->absent_layers,
                                       .held_layers = held_by(&gathering),
                                       .caller_levels = gathering.caller_levels,
                                       .own_levels = gathering.levels};
    if (status == RAMPART_OK)
        status = rp_rules_compile(options, gathering.items, gathering.count,
                                  above(gathering.levels, extra_levels), &how, gathering.diags, ret_rules);
    rp_arena_free(&arena);
    return status;
}

/* What of an image bears on the request; of an account itself, nothing is made. */
static enum rampart_status make_part(const struct rampart_options *options, const struct rampart_account *account,
                                     const struct gathering *gathering, struct rampart_account **ret_part)
{
    const struct rampart_request *request = gathering->request;
    const struct rampart_options own = {.allocator = rp_options_allocator(options),
                                        .limits = rp_limits_of(options),
                                        .catalog = account->catalog,
                                        .assumptions = account->assumed,
                                        .absent_layers = account->absent_layers};
    static const struct rp_identity nobody = {.kind = RP_IDENTITY_NONE};
    struct rp_image_wanted wanted = {.principal = account == gathering->account ? &request->identity : &nobody,
                                     .is_about = is_about_asked,
                                     .context = request};
    if (account->image == NULL) return RAMPART_OK;
    if (rp_request_assumes_role(request) && request->resource_count == 1) wanted.role = request->resources->arn;
    return rp_image_account(&own, account->image, &wanted, gathering->diags, ret_part);
}

/* Of images, what bears on the request is made for these rules alone, which keep it. */
static enum rampart_status gather_parts(const struct rampart_options *options, struct gathering gathering,
                                        const struct rampart_attachment *extra, size_t extra_count,
                                        unsigned extra_levels, struct rp_rules **ret_rules)
{
    struct rampart_account *part = NULL, *other = NULL;
    const bool one = gathering.owner == gathering.account;
    enum rampart_status status = make_part(options, gathering.account, &gathering, &part);
    if (status == RAMPART_OK && !one) status = make_part(options, gathering.owner, &gathering, &other);
    if (part != NULL) gathering.account = part;
    if (other != NULL) gathering.owner = other;
    if (one) gathering.owner = gathering.account;
    if (status == RAMPART_OK)
        status = gather_rules(options, gathering, extra, extra_count, extra_levels, ret_rules);
    if (status == RAMPART_OK) {
        if (part != NULL) (*ret_rules)->kept = part->arena;
        if (other != NULL) (*ret_rules)->kept_of_owner = other->arena;
    } else {
        rampart_account_free(part);
        rampart_account_free(other);
    }
    return status;
}

/* Whose the resource is. Of several, all are one account's (decide/set_members.c). */
static const struct rampart_account *owner_in(const struct rampart_account *account,
                                              const struct rampart_request *request)
{
    return account->home == NULL || request->resources == NULL ? account
                                                               : rp_account_owner(account, request->resources->account);
}

enum rampart_status rp_account_rules(const struct rampart_options *options,
                                     const struct rampart_account *account,
                                     const struct rampart_request *request,
                                     const struct rampart_attachment *extra, size_t extra_count,
                                     unsigned extra_levels, struct rampart_diags *diags,
                                     struct rp_rules **ret_rules)
{
    const struct gathering gathering = {
        .account = account, .owner = owner_in(account, request), .request = request, .diags = diags};
    if (account->image != NULL || gathering.owner->image != NULL)
        return gather_parts(options, gathering, extra, extra_count, extra_levels, ret_rules);
    return gather_rules(options, gathering, extra, extra_count, extra_levels, ret_rules);
}

/* What is gathered for a request to a compiled account. */
static struct gathering gather_of_compiled(const struct rp_compiled *compiled, const struct rampart_request *request)
{
    const struct rp_compiled *owner = rp_compiled_owner(compiled, request);
    return (struct gathering){.account = compiled->account,
                              .compiled = compiled,
                              .owner = owner != NULL ? owner->account : owner_in(compiled->account, request),
                              .owner_compiled = owner,
                              .request = request,
                              .unindexed = true};
}

static enum rampart_status gather_compiled(const struct rampart_options *options, const struct gathering *gathering,
                                           const struct rampart_attachment *extra, size_t extra_count,
                                           unsigned extra_levels, struct rp_rules **ret_rules)
{
    if (gathering->owner->image != NULL)
        return gather_parts(options, *gathering, extra, extra_count, extra_levels, ret_rules);
    return gather_rules(options, *gathering, extra, extra_count, extra_levels, ret_rules);
}

enum rampart_status rp_compiled_rules(const struct rampart_options *options,
                                           const struct rp_compiled *compiled,
                                           const struct rampart_request *request,
                                           const struct rampart_attachment *extra, size_t extra_count,
                                           unsigned extra_levels, struct rampart_diags *diags,
                                           struct rp_rules **ret_rules)
{
    struct gathering gathering = gather_of_compiled(compiled, request);
    gathering.diags = diags;
    return gather_compiled(options, &gathering, extra, extra_count, extra_levels, ret_rules);
}

enum rampart_status rp_exchanged_rules(const struct rampart_options *options, const struct rp_compiled *compiled,
                                       const struct rampart_request *request, const struct rp_exchange *exchange,
                                       const struct rampart_attachment *extra, size_t extra_count,
                                       unsigned extra_levels, struct rp_rules **ret_rules)
{
    struct gathering gathering = gather_of_compiled(compiled, request);
    gathering.exchange = exchange;
    return gather_compiled(options, &gathering, extra, extra_count, extra_levels, ret_rules);
}

enum rampart_status rp_account_frame(const struct rp_compiled *compiled,
                                     const struct rampart_request *request, bool controlled,
                                     struct rp_rules **ret_rules)
{
    const struct rampart_options *options = &compiled->options;
    struct rp_arena arena;
    rp_arena_init(&arena, rp_options_allocator(options));
    const struct rp_compiled *owner = rp_compiled_owner(compiled, request);
    struct gathering gathering = {.account = compiled->account,
                                  .compiled = compiled,
                                  .owner = owner != NULL ? owner->account : owner_in(compiled->account, request),
                                  .owner_compiled = owner,
                                  .request = request,
                                  .arena = &arena};
    enum rampart_status status = controlled ? add_control(&gathering) : RAMPART_OK;
    if (status == RAMPART_OK) status = add_trust(&gathering);
    const struct rp_compile_how how = {.ready = gathering.ready,
                                       .taken = gathering.count,
                                       .assumed = gathering.account->assumed,
                                       .absent_layers = gathering.owner->absent_layers,
                                       .held_layers = held_by(&gathering),
                                       .caller_levels = gathering.caller_levels,
                                       .own_levels = gathering.levels};
    if (status == RAMPART_OK)
        status = rp_rules_compile(options, gathering.items, gathering.count, gathering.levels, &how, NULL,
                                  ret_rules);
    rp_arena_free(&arena);
    return status;
}
