/* SPDX-License-Identifier: Apache-2.0 */
/* Whose a layer of a resource is, by what plans, templates and responses call it. */
#ifndef RP_IMPORT_RESOURCE_LAYER_H
#define RP_IMPORT_RESOURCE_LAYER_H

#include "import/account_builder.h"

/* The names that a row of layer-documents.tsv asks for; empty ones are not known. */
struct rp_layer_names {
    struct rampart_str of;     /* the bucket, key, project, access point or VPC */
    struct rampart_str beside; /* OBJECT_ACL: the key; an access point: its bucket; ENDPOINT_POLICY: the service */
};

/* "com.aliyun.cn-hangzhou.oss" is an endpoint of oss. Empty: its endpoints have no policy of their own. */
struct rampart_str rp_layer_endpoint_service(struct rampart_str name);

/*
 * Fills `of` and `in` of a document whose layer is set. `ret_named` false: a name that it takes is not known. The `of` of an
 * endpoint whose service has no policies is empty. Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_layer_resource(struct rp_arena *arena, const struct rp_layer_names *names,
                                      struct rp_resource_document *document, bool *ret_named);

/* Adds a document or a setting. `ret_shown` false: the value is of another type than the layer has. */
enum rampart_status rp_builder_show_layer(struct rp_builder *builder, const struct rp_resource_document *known,
                                          const struct rp_source *source, const struct rp_node *value, bool *ret_shown);

#endif
