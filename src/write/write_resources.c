/* SPDX-License-Identifier: Apache-2.0 */
/* Policies and settings of resources, as an account file has them. */
#include "write/write_resources.h"

#include <stdlib.h>

#include "base/str.h"
#include "base/try.h"
#include "catalog/tsv.h"

/* One of them, by the entry of the file that it belongs to. */
struct entry {
    struct rampart_str key; /* "oss:reports" */
    const struct rp_resource_document *document;
};

static int write_resources_order(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    const int order = rp_str_compare(x->key, y->key);
    if (order != 0) return order;
    if (x->document->layer != y->document->layer) return x->document->layer < y->document->layer ? -1 : 1;
    return rp_str_compare(x->document->of, y->document->of);
}

bool rp_write_has_place(const struct rp_resource_document *document)
{
    const struct rampart_policy *policy = document->policy;
    const bool point = document->layer == RAMPART_LAYER_ACCESS_POINT_POLICY ||
                       document->layer == RAMPART_LAYER_ACCESS_POINT_ORIGIN;
    if (document->layer == RAMPART_LAYER_SESSION) return true; /* that it is there limits the role, whatever it says */
    if (!document->none && (policy == NULL || policy->unknown)) return false;
    if (policy != NULL && policy->hidden) return false;
    return (!point && document->layer != RAMPART_LAYER_ENDPOINT_POLICY) || document->in.len > 0;
}

static bool write_resources_is_point_block(const struct rp_resource_document *document)
{
    return document->layer == RAMPART_LAYER_PUBLIC_ACCESS_BLOCK && rp_str_starts(document->of, RP_STR("accesspoint/"));
}

/* That the access points of a bucket block what it blocks itself need not be written. */
static bool write_resources_is_derived(const struct rp_resource_document *document)
{
    return write_resources_is_point_block(document) && document->in.len == 0;
}

/* ---- members ---- */

static enum rampart_status write_resources_policy(const struct rp_write_resources *writing, struct rp_node *map,
                                                  struct rampart_str key, const struct rp_resource_document *document)
{
    if (document->none) return rp_make_text(writing->arena, map, key, RP_STR("none"));
    return writing->put_document(writing->context, map, key, document->policy);
}

/* A list that a setting has as one word. */
static enum rampart_status write_resources_list(const struct rp_write_resources *writing, struct rp_node *map,
                                                struct rampart_str key, struct rampart_str words)
{
    struct rp_node *list = NULL;
    struct rampart_str word;
    RP_TRY(rp_make_list(writing->arena, map, key, &list));
    while (rp_part_next(&words, ',', &word)) RP_TRY(rp_make_text(writing->arena, list, rp_no_key, word));
    return RAMPART_OK;
}

static enum rampart_status write_resources_inner(const struct rp_write_resources *writing, struct rp_node *map,
                                                 struct rampart_str key, struct rp_node **ret_inner)
{
    *ret_inner = rp_node_member(map, key);
    return *ret_inner != NULL ? RAMPART_OK : rp_make_map(writing->arena, map, key, ret_inner);
}

static enum rampart_status write_resources_point(const struct rp_write_resources *writing, struct rp_node *bucket,
                                                 const struct rp_resource_document *document)
{
    struct rp_node *points = NULL, *point = NULL;
    const bool block = write_resources_is_point_block(document);
    const struct rampart_str name = rp_str_from(document->of, block ? sizeof "accesspoint/" - 1 : 0);
    RP_TRY(write_resources_inner(writing, bucket, RP_STR("accessPoints"), &points));
    RP_TRY(write_resources_inner(writing, points, name, &point));
    if (block) return rp_make_word(writing->arena, point, RP_STR("blockPublicAccess"), document->none ? "false" : "true");
    if (document->layer == RAMPART_LAYER_ACCESS_POINT_ORIGIN)
        return rp_make_text(writing->arena, point, RP_STR("networkOrigin"), document->policy->setting);
    return write_resources_policy(writing, point, RP_STR("policy"), document);
}

/* What the document says, in the entry of its resource. */
static enum rampart_status write_resources_member(const struct rp_write_resources *writing, struct rp_node *map,
                                                  const struct rp_resource_document *document)
{
    struct rp_node *objects = NULL;
    switch (document->layer) {
    case RAMPART_LAYER_BUCKET_ACL:
        return rp_make_text(writing->arena, map, RP_STR("acl"), document->policy->setting);
    case RAMPART_LAYER_OBJECT_ACL:
        RP_TRY(write_resources_inner(writing, map, RP_STR("objectAcl"), &objects));
        return rp_make_text(writing->arena, objects, rp_str_from(document->of, rp_str_find(document->of, '/') + 1),
                            document->policy->setting);
    case RAMPART_LAYER_PUBLIC_ACCESS_BLOCK:
        if (write_resources_is_point_block(document)) return write_resources_point(writing, map, document);
        return rp_make_word(writing->arena, map, RP_STR("blockPublicAccess"), document->none ? "false" : "true");
    case RAMPART_LAYER_ACCESS_POINT_POLICY:
    case RAMPART_LAYER_ACCESS_POINT_ORIGIN: return write_resources_point(writing, map, document);
    case RAMPART_LAYER_NETWORK_ACL:
        return write_resources_list(writing, map, RP_STR("networkAcl"), document->policy->setting);
    default: break;
    }
    return write_resources_policy(writing, map, RP_STR("policy"), document);
}

/* ---- sections ---- */

/* The key of the entry in resourcePolicies; empty: it stands elsewhere. */
static enum rampart_status write_resources_key(const struct rp_write_resources *writing,
                                               const struct rp_resource_document *document, struct rampart_str *ret_key)
{
    struct rp_resource_document of = *document;
    *ret_key = (struct rampart_str){NULL, 0};
    of.policy = NULL; /* its name is one for reports */
    if (!rp_write_has_place(document) || write_resources_is_derived(document)) return RAMPART_OK;
    switch (document->layer) {
    case RAMPART_LAYER_ENDPOINT_POLICY:
    case RAMPART_LAYER_SESSION:
    case RAMPART_LAYER_ACCESS_KEY_POLICY: return RAMPART_OK;
    case RAMPART_LAYER_PUBLIC_ACCESS_BLOCK:
        if (document->of.len == 0) return RAMPART_OK;
        if (document->in.len == 0) break;
        of.of = document->in;
        break;
    case RAMPART_LAYER_ACCESS_POINT_POLICY:
    case RAMPART_LAYER_ACCESS_POINT_ORIGIN:
        of.layer = RAMPART_LAYER_BUCKET_POLICY;
        of.of = document->in;
        break;
    default: break;
    }
    return rp_account_resource_name(writing->arena, &of, ret_key);
}

static enum rampart_status write_resources_file(const struct rp_write_resources *writing)
{
    const struct rampart_account *account = writing->account;
    struct entry *entries = RP_NEW_ARRAY(writing->arena, struct entry, account->resource_document_count);
    struct rp_node *section = NULL, *map = NULL;
    size_t count = 0;
    RP_TRY_MEMORY(entries != NULL);
    for (size_t i = 0; i < account->resource_document_count; i++) {
        entries[count].document = &account->resource_documents[i];
        RP_TRY(write_resources_key(writing, entries[count].document, &entries[count].key));
        count += entries[count].key.len > 0;
    }
    if (count == 0) return RAMPART_OK;
    qsort(entries, count, sizeof *entries, write_resources_order);
    RP_TRY(rp_make_map(writing->arena, writing->root, RP_STR("resourcePolicies"), &section));
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || !rp_str_equal(entries[i - 1].key, entries[i].key))
            RP_TRY(rp_make_map(writing->arena, section, entries[i].key, &map));
        RP_TRY(write_resources_member(writing, map, entries[i].document));
    }
    return RAMPART_OK;
}

/* `of` is its service and its VPC. */
static enum rampart_status write_resources_endpoint(const struct rp_write_resources *writing,
                                                    const struct rp_resource_document *document, struct rp_node **section)
{
    const size_t slash = rp_str_find(document->of, '/');
    struct rp_node *map = NULL;
    if (*section == NULL) RP_TRY(rp_make_map(writing->arena, writing->root, RP_STR("endpointPolicies"), section));
    RP_TRY(rp_make_map(writing->arena, *section, document->in, &map));
    RP_TRY(rp_make_text(writing->arena, map, RP_STR("vpc"), rp_str_from(document->of, slash + 1)));
    RP_TRY(rp_make_text(writing->arena, map, RP_STR("service"), rp_str_part(document->of, 0, slash)));
    return write_resources_policy(writing, map, RP_STR("policy"), document);
}

static enum rampart_status write_resources_instance(const struct rp_write_resources *writing,
                                                    const struct rp_resource_document *document, struct rp_node **section)
{
    struct rp_node *map = NULL;
    if (*section == NULL) RP_TRY(rp_make_map(writing->arena, writing->root, RP_STR("instanceRolePolicies"), section));
    RP_TRY(rp_make_map(writing->arena, *section, document->of, &map));
    if (document->in.len > 0) RP_TRY(rp_make_text(writing->arena, map, RP_STR("role"), document->in));
    const struct rampart_policy *policy = document->policy;
    if (!document->none && (policy == NULL || policy->unknown || policy->hidden)) return RAMPART_OK;
    return write_resources_policy(writing, map, RP_STR("policy"), document);
}

/* What stands in a section of its own, or by itself; `section` is made when it is needed. */
static enum rampart_status write_resources_beside(const struct rp_write_resources *writing,
                                                  const struct rp_resource_document *document, struct rp_node **section)
{
    switch (document->layer) {
    case RAMPART_LAYER_ENDPOINT_POLICY: return write_resources_endpoint(writing, document, section);
    case RAMPART_LAYER_SESSION: return write_resources_instance(writing, document, section);
    case RAMPART_LAYER_PUBLIC_ACCESS_BLOCK:
        return document->of.len > 0 ? RAMPART_OK : write_resources_member(writing, writing->root, document);
    default: break;
    }
    if (*section == NULL) RP_TRY(rp_make_map(writing->arena, writing->root, RP_STR("accessKeyPolicies"), section));
    return write_resources_policy(writing, *section, document->of.len == 0 ? RP_STR("account") : document->of, document);
}

static enum rampart_status write_resources_sections(const struct rp_write_resources *writing)
{
    static const enum rampart_layer layers[] = {RAMPART_LAYER_PUBLIC_ACCESS_BLOCK, RAMPART_LAYER_ENDPOINT_POLICY,
                                                RAMPART_LAYER_ACCESS_KEY_POLICY, RAMPART_LAYER_SESSION};
    const struct rampart_account *account = writing->account;
    for (size_t i = 0; i < sizeof layers / sizeof *layers; i++) {
        struct rp_node *section = NULL;
        for (size_t k = 0; k < account->resource_document_count; k++) {
            const struct rp_resource_document *document = &account->resource_documents[k];
            if (document->layer == layers[i] && rp_write_has_place(document))
                RP_TRY(write_resources_beside(writing, document, &section));
        }
    }
    return RAMPART_OK;
}

enum rampart_status rp_write_resources(const struct rp_write_resources *writing)
{
    RP_TRY(write_resources_file(writing));
    return write_resources_sections(writing);
}
