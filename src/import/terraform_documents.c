/* SPDX-License-Identifier: Apache-2.0 */
/* The document of a policy or a role: read, put together, or unknown for a reason. */
#include "base/str.h"
#include "base/try.h"
#include "import/terraform.h"
#include "text/json.h"

/* ---- saying it ---- */

static bool show_nothing(const void *context, struct rampart_diag *diag)
{
    (void)context;
    if (rp_code_of(diag) == RP_ACC_QUARANTINE)
        return true; /* it names the policy, and nothing of what is in it */
    diag->message = RP_STR("something is wrong in a document that is marked as sensitive, and so not shown");
    diag->help = (struct rampart_str){NULL, 0};
    return true;
}

static enum rampart_status say(struct rp_tf *tf, const struct rp_tf_holds *holds,
                               const struct rp_source *source, const struct rp_node *node, bool sensitive)
{
    size_t first = rampart_diags_count(tf->diags);
    enum rampart_status status = holds->policy != NULL
                                     ? rp_builder_set_document(tf->builder, holds->policy, source, node)
                                     : rp_builder_set_trust(tf->builder, holds->role, source, node);
    if (!sensitive) return status;
    rp_diags_filter(tf->diags, first, show_nothing, NULL);
    if (holds->policy != NULL)
        rp_builder_hide_document(holds->policy);
    else
        rp_builder_hide_trust(holds->role);
    return status;
}

static enum rampart_status say_unknown(struct rp_tf *tf, const struct rp_tf_holds *holds, const char *reason)
{
    RP_TRY_MEMORY(reason != NULL);
    if (holds->policy != NULL) return rp_builder_document_unknown(tf->builder, holds->policy, reason);
    return rp_builder_trust_unknown(tf->builder, holds->role, reason);
}

/* ---- put together of blocks ---- */

/* The text stands nowhere in the file; what is wrong with it is said of a source with the resource's address as its name. */
static enum rampart_status say_text(struct rp_tf *tf, const struct rp_tf_holds *holds,
                                    const struct rp_tf_resource *resource, struct rampart_str text)
{
    const struct rampart_str parts[] = {tf->source->name, RP_STR("("), resource->address, RP_STR(").json")};
    const struct rp_source *source;
    struct rampart_str name;
    struct rp_node *node;
    RP_TRY_MEMORY(rp_arena_join(tf->arena, parts, 4, &name));
    RP_TRY(rp_builder_add_source(tf->builder, name, text, &source));
    rp_builder_hide_source(tf->builder, source);
    struct rp_reading reading = rp_builder_reading(tf->builder, source);
    enum rampart_status status = rp_json_read(&reading, &node);
    if (status == RAMPART_NO_MEMORY) return status;
    if (status != RAMPART_OK)
        return say_unknown(tf, holds, "its blocks could not be put together to a document");
    return say(tf, holds, source, node, rp_tf_marked(resource->sensitive));
}

/* A data source whose reading is put off to the apply, though all its blocks are known. */
static enum rampart_status find_blocks(struct rp_tf *tf, const struct rp_tf_resource *resource,
                                       const struct rp_tf_value *value,
                                       const struct rp_tf_resource **ret_source, struct rampart_str *ret_text)
{
    bool found = false;
    struct rp_tf_target target;
    RP_TRY(rp_tf_refer(tf, resource, value->attribute, RP_TERRAFORM_DOCUMENT, &target, &found));
    if (!found || target.resource->says.kind != RP_TERRAFORM_DOCUMENT) return RAMPART_OK;
    if (!rp_str_equal(target.attribute, target.resource->says.attribute)) return RAMPART_OK;
    *ret_source = target.resource;
    return rp_tf_blocks(tf, target.resource, ret_text);
}

/* The provider fills its blocks in from the document: they count only where no document is configured. */
static bool are_blocks_configured(const struct rp_tf *tf, const struct rp_tf_resource *resource,
                                  const struct rp_terraform_document *row)
{
    if (tf->setting_count == 0) return resource->stale == NULL;
    return rp_tf_expression(tf, resource, row->attribute) == NULL &&
           rp_tf_expression(tf, resource, row->older) == NULL;
}

static enum rampart_status say_document(struct rp_tf *tf, const struct rp_tf_resource *resource,
                                        const struct rp_tf_holds *holds)
{
    struct rp_terraform_document row;
    struct rampart_str text = {NULL, 0};
    const struct rp_tf_resource *blocks = resource;
    if (!rp_terraform_document_of(resource->type, &row)) return RAMPART_OK;
    struct rp_tf_value value = rp_tf_text(tf, resource, row.attribute, row.older);
    if (value.said == RP_TF_KNOWN) return say(tf, holds, tf->source, value.node, value.sensitive);
    if (value.said == RP_TF_UNKNOWN) RP_TRY(find_blocks(tf, resource, &value, &blocks, &text));
    if (text.len == 0 && are_blocks_configured(tf, resource, &row))
        RP_TRY(rp_tf_blocks(tf, blocks = resource, &text));
    if (text.len > 0) return say_text(tf, holds, blocks, text);
    if (value.said == RP_TF_NOTHING) return say_unknown(tf, holds, "Terraform shows no document of it");
    return say_unknown(tf, holds, rp_tf_reason(tf, resource, value.attribute));
}

enum rampart_status rp_tf_document(struct rp_tf *tf, const struct rp_tf_resource *resource,
                                   struct rp_tf_holds holds)
{
    rp_builder_set_address(tf->builder, resource->address);
    enum rampart_status status = say_document(tf, resource, &holds);
    rp_builder_set_address(tf->builder, (struct rampart_str){NULL, 0});
    return status;
}
