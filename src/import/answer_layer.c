/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Policies of resources among the inputs: as they are (GetBucketPolicy answers with the document itself), or as a text within
 * an answer (GetKeyPolicy, GetVpcGatewayEndpointAttribute). They are named, and not read.
 */
#include "base/str.h"
#include "base/try.h"
#include "import/answer.h"
#include "policy/resource_policy.h"
#include "text/json.h"

static enum rampart_status read_inner(const struct rp_import_file *file, struct rampart_str text,
                                      struct rp_arena *arena, struct rp_node **ret_root)
{
    const struct rampart_options quiet = {.allocator = &arena->allocator, .limits.diagnostics = 1};
    struct rp_reading reading = rp_builder_reading(file->builder, file->source);
    struct rampart_diags *diags = NULL;
    struct rp_source source;
    RP_TRY(rampart_diags_new(&quiet, &diags));
    enum rampart_status status = rp_source_init(&source, arena, file->source->name, text);
    reading.arena = arena;
    reading.source = &source;
    reading.diags = diags;
    *ret_root = NULL;
    if (status == RAMPART_OK) status = rp_json_read(&reading, ret_root);
    rampart_diags_free(diags);
    if (status != RAMPART_OK) *ret_root = NULL;
    return status == RAMPART_NO_MEMORY ? status : RAMPART_OK;
}

/* What stands as a text in a member of an answer, if it is one of these. A PolicyDocument is that of an endpoint. */
static enum rampart_status policy_within(const struct rp_import_file *file, const struct rp_node *root,
                                         bool *ret_found, struct rp_resource_policy *ret_policy)
{
    static const char *const members[] = {"Policy", "PolicyDocument"};
    enum { OF_ENDPOINT = 1 };
    struct rp_arena arena;
    enum rampart_status status = RAMPART_OK;
    rp_arena_init(&arena, &rp_builder_scratch(file->builder)->allocator);
    for (size_t i = 0; i < sizeof members / sizeof *members && status == RAMPART_OK && !*ret_found; i++) {
        const struct rp_node *member = rp_node_member(root, rampart_str(members[i]));
        struct rp_node *inner = NULL;
        if (member == NULL || member->type != RP_NODE_STRING) continue;
        status = read_inner(file, member->text, &arena, &inner);
        if (inner != NULL) *ret_found = rp_resource_policy_of(inner, true, ret_policy);
        if (*ret_found && i == OF_ENDPOINT) *ret_policy = rp_endpoint_policy;
    }
    rp_arena_free(&arena);
    return status;
}

enum rampart_status rp_answer_layer(const struct rp_import_file *file, const struct rp_node *root, bool *ret_taken)
{
    struct rp_resource_policy policy;
    *ret_taken = false;
    if (root == NULL || root->type != RP_NODE_MAP) return RAMPART_OK;
    bool found = rp_resource_policy_of(root, true, &policy);
    if (!found) RP_TRY(policy_within(file, root, &found, &policy));
    if (!found) return RAMPART_OK;
    struct rampart_str reason;
    RP_TRY_MEMORY(rp_arena_printf(rp_builder_scratch(file->builder), &reason, "it is %s, which is not read",
                                  policy.words));
    *ret_taken = true;
    RP_TRY(rampart_inventory_add(file->input->inventory, RAMPART_FILE_SKIPPED, file->source->name, reason));
    return rp_builder_add_layer(file->builder, file->source->name, policy.layers, reason);
}
