/* SPDX-License-Identifier: Apache-2.0 */
/* Lints what a ROS template holds beside RAM: the policies of its buckets, keys, secrets and endpoints, where they stand. */
#include "lint/embedded.h"

#include "base/str.h"
#include "base/try.h"
#include "catalog/terraform.h"
#include "lint/findings.h"

/* The kind of the documents of a layer; false: it has none. */
static bool lint_ros_kind(struct rampart_str layer, enum rampart_policy_kind *ret_kind)
{
    static const struct {
        struct rampart_str layer;
        enum rampart_policy_kind kind;
    } kinds[] = {{{"BucketPolicy", 12}, RAMPART_POLICY_BUCKET},
                 {{"KeyPolicy", 9}, RAMPART_POLICY_KEY},
                 {{"SecretPolicy", 12}, RAMPART_POLICY_SECRET},
                 {{"EndpointPolicy", 14}, RAMPART_POLICY_ENDPOINT}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (!rp_str_equal(layer, kinds[i].layer)) continue;
        *ret_kind = kinds[i].kind;
        return true;
    }
    return false;
}

/* True when a value is a function's, {"Ref": …} or {"Fn::…": …}, or has one within. The depth of a tree is limited. */
static bool lint_ros_has_function(const struct rp_node *node)
{
    if (node->type != RP_NODE_MAP && node->type != RP_NODE_LIST) return node->type == RP_NODE_BROKEN;
    for (const struct rp_node *inner = node->first; inner != NULL; inner = inner->next) {
        const bool named = node->type == RP_NODE_MAP && (rp_str_equal(inner->key, RP_STR("Ref")) ||
                                                         rp_str_starts(inner->key, RP_STR("Fn::")));
        if (named || lint_ros_has_function(inner)) return true;
    }
    return false;
}

static enum rampart_status lint_ros_not_determined(struct rp_lint_file *file, const struct rp_embedded *embedded)
{
    size_t first = rampart_diags_count(file->findings);
    const enum rampart_severity severity = file->linter->require_complete ? RAMPART_ERROR : RAMPART_NOTE;
    rp_diag(file->findings, severity, RP_TFM_UNKNOWN, (struct rp_at){&file->source, embedded->node->span},
            "the document of %.*s depends on a function of the template, and so is not linted",
            RP_ARG(rp_lint_shown(embedded->subject)));
    rp_lint_name_findings(file, first, embedded->subject, RP_LINT_SHOWS_PLACE);
    file->count.undetermined++;
    return RAMPART_OK;
}

static enum rampart_status lint_ros_resource(struct rp_lint_file *file, const struct rp_node *resource)
{
    const struct rp_node *type = rp_node_member(resource, RP_STR("Type"));
    const struct rp_node *properties = rp_node_member(resource, RP_STR("Properties"));
    struct rp_layer_document row;
    size_t cursor = 0;
    if (type == NULL || type->type != RP_NODE_STRING || properties == NULL) return RAMPART_OK;
    while (rp_layer_document_next(type->text, &cursor, &row)) {
        struct rp_embedded embedded = {.subject = resource->key};
        const struct rp_node *name = rp_node_member(properties, row.named);
        if (row.attribute.len == 0 || !lint_ros_kind(row.layer, &embedded.kind)) continue;
        embedded.node = rp_node_member(properties, row.attribute);
        if (embedded.node == NULL || embedded.node->type == RP_NODE_NULL) continue;
        if (name != NULL && name->type == RP_NODE_STRING) embedded.standing = name->text;
        RP_TRY(lint_ros_has_function(embedded.node) ? lint_ros_not_determined(file, &embedded)
                                                    : rp_lint_embedded(file, &embedded));
    }
    return RAMPART_OK;
}

enum rampart_status rp_lint_ros(struct rp_lint_file *file, const struct rp_node *root)
{
    const struct rp_node *resources = root == NULL ? NULL : rp_node_member(root, RP_STR("Resources"));
    for (const struct rp_node *resource = resources == NULL ? NULL : resources->first; resource != NULL;
         resource = resource->next)
        RP_TRY(lint_ros_resource(file, resource));
    return RAMPART_OK;
}
