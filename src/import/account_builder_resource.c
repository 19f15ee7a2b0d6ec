/* SPDX-License-Identifier: Apache-2.0 */
/* Policies and settings of the account's resources: buckets, keys, projects. What two inputs show of one must agree. */
#include <stdlib.h>

#include "base/str.h"
#include "base/try.h"
#include "import/account_builder_records.h"
#include "policy/arn.h"
#include "policy/layer.h"
#include "policy/setting.h"

/* ---- pieces ---- */

enum rampart_status rp_builder_add_resource(struct rp_builder *builder, const struct rp_resource_document *known,
                                            struct rp_at at, struct rp_builder_resource **ret_resource)
{
    struct rp_builder_resource *resource = RP_NEW(&builder->scratch, struct rp_builder_resource);
    struct rp_arena *arena = &builder->account->arena;
    RP_TRY_MEMORY(resource != NULL);
    *resource = (struct rp_builder_resource){.known = *known, .document.at = at, .position = builder->resource_count};
    RP_TRY_MEMORY(rp_arena_copy(arena, known->of, &resource->known.of) &&
                  rp_arena_copy(arena, known->in, &resource->known.in));
    RP_TRY(rp_account_resource_name(arena, &resource->known, &resource->name));
    resource->document.policy = known->policy;
    resource->next = builder->resources;
    builder->resources = resource;
    builder->resource_count++;
    if (ret_resource != NULL) *ret_resource = resource;
    return RAMPART_OK;
}

enum rampart_status rp_builder_name_resource(struct rp_builder *builder, struct rp_builder_resource *resource,
                                             const struct rampart_str *texts, size_t count)
{
    return rp_arena_join(&builder->account->arena, texts, count, &resource->name) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

void rp_builder_resource_none(struct rp_builder_resource *resource)
{
    resource->known.none = true;
}

enum rampart_status rp_builder_set_resource_document(struct rp_builder *builder, struct rp_builder_resource *resource,
                                                     const struct rp_source *source, const struct rp_node *node)
{
    enum rampart_policy_kind kind = RAMPART_POLICY_IDENTITY;
    if (!rp_layer_kind(resource->known.layer, &kind)) return RAMPART_OK;
    return rp_builder_give_document(builder, &resource->document, (struct rp_document_of){RP_OF_RESOURCE, resource->name},
                                    kind, (struct rp_at){source, node->span}, node);
}

enum rampart_status rp_builder_set_resource_setting(struct rp_builder *builder, struct rp_builder_resource *resource,
                                                    const struct rp_source *source, const struct rp_node *node)
{
    struct rp_arena *arena = &builder->account->arena;
    struct rampart_policy *policy = RP_NEW(arena, struct rampart_policy);
    struct rp_reading reading = rp_builder_reading(builder, source);
    struct rp_value word = {node->text, node->span};
    RP_TRY_MEMORY(policy != NULL && rp_arena_copy(arena, node->text, &word.text));
    RP_TRY_MEMORY(rp_arena_copy(arena, builder->address, &policy->address));
    policy->name = resource->name;
    policy->source = source;
    reading.arena = arena;
    const enum rampart_status status = rp_setting_parse(&reading, resource->known.layer, word, policy);
    if (status == RAMPART_OK) resource->document.policy = policy;
    if (status == RAMPART_INVALID_INPUT) builder->status = status; /* reported */
    return status == RAMPART_INVALID_INPUT ? RAMPART_OK : status;
}

void rp_builder_hide_resource(struct rp_builder_resource *resource)
{
    resource->document.hidden = true;
}

enum rampart_status rp_builder_resource_unknown(struct rp_builder *builder, struct rp_builder_resource *resource,
                                                const char *reason)
{
    return rp_builder_set_unknown(builder, &resource->document, reason);
}

void rp_builder_set_uid(struct rp_builder *builder, struct rp_builder_principal *user, struct rampart_str uid)
{
    if (rp_account_id_valid(uid) && !rp_arena_copy(&builder->account->arena, uid, &user->uid))
        builder->status = RAMPART_NO_MEMORY;
}

/* ---- one record of each resource ---- */

static int builder_compare_resources(const struct rp_builder_resource *a, const struct rp_builder_resource *b)
{
    if (a->known.layer != b->known.layer) return a->known.layer < b->known.layer ? -1 : 1;
    const int order = rp_str_compare(a->known.of, b->known.of);
    const bool inner = a->known.layer == RAMPART_LAYER_ENDPOINT_POLICY || a->known.layer == RAMPART_LAYER_SESSION;
    if (order != 0 || !inner) return order;
    return rp_str_compare(a->known.in, b->known.in); /* a VPC may have two endpoints of one service */
}

static int builder_by_resource(const void *a, const void *b)
{
    const struct rp_builder_resource *x = *(struct rp_builder_resource *const *)a;
    const struct rp_builder_resource *y = *(struct rp_builder_resource *const *)b;
    const int order = builder_compare_resources(x, y);
    if (order != 0) return order;
    return x->position < y->position ? -1 : x->position > y->position;
}

static bool builder_is_document(const struct rp_builder_document *document)
{
    return document->policy != NULL || document->quarantined != NULL || document->unknown.len > 0;
}

static void builder_unite_resource(struct rp_builder *builder, struct rp_builder_resource *first,
                                   const struct rp_builder_resource *other)
{
    const bool none = (first->known.none && builder_is_document(&other->document)) ||
                      (other->known.none && builder_is_document(&first->document));
    if (none)
        rp_builder_conflict(builder, first->document.at, other->document.at, "\"%.*s\" has a %s, and has none",
                            RP_ARG(rp_str_part(first->name, 0, 80)), rampart_layer_name(first->known.layer));
    first->known.none |= other->known.none;
    if (first->known.in.len == 0) first->known.in = other->known.in;
    rp_builder_unite_documents(builder, &first->document, &other->document, "the resource", first->name);
}

/* ---- blocks of access points ---- */

static int builder_by_layer_and_name(const void *a, const void *b)
{
    const struct rp_resource_document *x = a, *y = b;
    if (x->layer != y->layer) return x->layer < y->layer ? -1 : 1;
    return rp_str_compare(x->of, y->of);
}

/*
 * What is blocked for a bucket is blocked for its access points, and only both together say that it is not: where the
 * bucket does not tell, the word of the access point that it does not block tells nothing.
 */
static void builder_settle_point(struct rp_resource_document *point, const struct rp_resource_document *made, size_t count)
{
    const struct rp_resource_document wanted = {.layer = point->layer, .of = point->in};
    if (point->layer != RAMPART_LAYER_PUBLIC_ACCESS_BLOCK || point->in.len == 0 || point->policy != NULL) return;
    const struct rp_resource_document *bucket = bsearch(&wanted, made, count, sizeof *made, builder_by_layer_and_name);
    if (bucket != NULL && bucket->policy != NULL) {
        point->policy = bucket->policy;
        point->none = false;
        point->in = (struct rampart_str){NULL, 0};
    } else if (bucket == NULL || !bucket->none) {
        point->none = false;
    }
}

/* ---- the account's list ---- */

static enum rampart_status builder_resource_gap(struct rp_builder *builder, const struct rp_builder_resource *resource,
                                                struct rampart_str reason)
{
    const bool of_instance = resource->known.layer == RAMPART_LAYER_SESSION; /* its document stays, and is open */
    return rp_builder_keep_gap(builder, &(struct rampart_gap){.kind = RAMPART_GAP_LAYERS,
                                                              .subject = resource->name,
                                                              .reason = reason,
                                                              .layers = of_instance ? 0 : 1U << resource->known.layer,
                                                              .resource = resource->known.of});
}

/* What is not known of a resource is a gap, and leaves its layer open. */
static enum rampart_status builder_make_resource(struct rp_builder *builder, struct rp_builder_resource *resource,
                                                 struct rp_resource_document *ret_made)
{
    struct rp_builder_document *document = &resource->document;
    struct rampart_str quarantined = {NULL, 0};
    RP_TRY(rp_builder_quarantine(builder, document, (struct rp_document_of){RP_OF_RESOURCE, resource->name}, &quarantined));
    *ret_made = resource->known;
    ret_made->policy = NULL;
    if (quarantined.len > 0) return builder_resource_gap(builder, resource, quarantined);
    if (document->unknown.len > 0) return builder_resource_gap(builder, resource, document->unknown);
    if (document->policy == NULL) return RAMPART_OK;
    document->policy->hidden |= document->hidden;
    ret_made->policy = document->policy;
    return RAMPART_OK;
}

enum rampart_status rp_builder_make_resources(struct rp_builder *builder)
{
    struct rp_builder_resource **sorted = RP_NEW_ARRAY(&builder->scratch, struct rp_builder_resource *, builder->resource_count);
    struct rp_resource_document *made =
        RP_NEW_ARRAY(&builder->account->arena, struct rp_resource_document, builder->resource_count);
    size_t count = 0, left = 0;
    RP_TRY_MEMORY(sorted != NULL && made != NULL);
    for (struct rp_builder_resource *resource = builder->resources; resource != NULL; resource = resource->next)
        sorted[count++] = resource;
    if (count > 1) qsort(sorted, count, sizeof *sorted, builder_by_resource);
    for (size_t i = 0; i < count; i++) {
        struct rp_builder_resource *first = sorted[i];
        for (; i + 1 < count && builder_compare_resources(first, sorted[i + 1]) == 0; i++)
            builder_unite_resource(builder, first, sorted[i + 1]);
        RP_TRY(builder_make_resource(builder, first, &made[left++]));
    }
    builder->account->resource_documents = made;
    for (size_t i = 0; i < left; i++) builder_settle_point(&made[i], made, left);
    builder->account->resource_document_count = left;
    builder->account->document_layers = rp_account_document_layers(made, left);
    return RAMPART_OK;
}
