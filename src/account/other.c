/* SPDX-License-Identifier: Apache-2.0 */
/* What is given as an account file and is another thing: said once, instead of what each of its members is not. */
#include "account/read.h"
#include "base/str.h"
#include "base/try.h"
#include "policy/resource_policy.h"
#include "text/tree_read.h"

/* ---- a policy document ---- */

/* The tree of the account file is an outline, and what a policy of a resource is stands in the statements. */
static enum rampart_status read_whole(struct rp_account_reader *reader, struct rp_node **ret_root)
{
    const struct rampart_options quiet = {.allocator = &reader->scratch.allocator, .limits.diagnostics = 1};
    struct rp_reading reading = reader->reading;
    reading.arena = &reader->scratch;
    reading.limits = &reader->file_limits;
    *ret_root = NULL;
    RP_TRY(rampart_diags_new(&quiet, &reading.diags));
    enum rampart_status status = rp_tree_read(&reading, RAMPART_FORMAT_AUTO, ret_root);
    if (rp_diags_failed(reading.diags)) status = RAMPART_NO_MEMORY;
    rampart_diags_free(reading.diags);
    return status == RAMPART_NO_MEMORY ? status : RAMPART_OK;
}

/* "BucketPolicy or EndpointPolicy" */
static enum rampart_status name_layers(struct rp_arena *arena, unsigned layers, struct rampart_str *names)
{
    *names = RP_STR("");
    for (int layer = 0; layer < RAMPART_LAYERS; layer++) {
        if ((layers >> layer & 1) == 0) continue;
        const struct rampart_str parts[] = {*names, names->len > 0 ? RP_STR(" or ") : RP_STR(""),
                                            rampart_str(rampart_layer_name((enum rampart_layer)layer))};
        RP_TRY_MEMORY(rp_arena_join(arena, parts, 3, names));
    }
    return RAMPART_OK;
}

static enum rampart_status say_of_resource(struct rp_account_reader *reader, const struct rp_node *root,
                                           const struct rp_resource_policy *is)
{
    struct rampart_str names;
    RP_TRY(name_layers(&reader->scratch, is->layers, &names));
    rp_account_error(reader, RP_DOC_RESOURCE_POLICY, root->span,
                     "this is %s, not an account: it is the layer %.*s of a resource", is->words,
                     RP_ARG(names));
    rp_diag_help(reader->reading.diags,
                 "give an account, and this beside it (-a ACCOUNT -a %.*s): it is not read, and what it could "
                 "change stays open",
                 RP_ARG(reader->reading.source->name));
    return RAMPART_OK;
}

static void say_of_principal(struct rp_account_reader *reader, const struct rp_node *root,
                             const struct rp_node *statements)
{
    const struct rp_node *first = statements != NULL && statements->type == RP_NODE_LIST ? statements->first
                                                                                        : statements;
    bool trust = first != NULL && first->type == RP_NODE_MAP && rp_node_member(first, RP_STR("Principal")) != NULL;
    rp_account_error(reader, RP_ACC_INPUT, root->span, "this is a %s, not an account",
                     trust ? "role's trust policy" : "policy document");
    rp_diag_help(reader->reading.diags,
                 trust ? "name it in an account file, as the trust of a role"
                       : "ask about it with `rampart check -p %.*s`, or name it in an account file, under policies",
                 RP_ARG(reader->reading.source->name));
}

static enum rampart_status refuse_document(struct rp_account_reader *reader, const struct rp_node *root)
{
    struct rp_node *whole = NULL;
    struct rp_resource_policy is;
    RP_TRY(read_whole(reader, &whole));
    if (whole != NULL && rp_resource_policy_of(whole, true, &is)) return say_of_resource(reader, root, &is);
    say_of_principal(reader, root, whole == NULL ? NULL : rp_node_member(whole, RP_STR("Statement")));
    return RAMPART_OK;
}

/* ---- anything else ---- */

static bool has_any(const struct rp_node *root, const struct rp_account_shape *shape)
{
    for (size_t i = 0; i < shape->count; i++)
        if (rp_node_member(root, rampart_str(shape->names[i])) != NULL) return true;
    return false;
}

enum rampart_status rp_account_refuse_other(struct rp_account_reader *reader, const struct rp_node *root,
                                            const struct rp_account_shape *shape, bool *ret_refused)
{
    *ret_refused = root->type == RP_NODE_MAP && root->first != NULL && !has_any(root, shape);
    if (!*ret_refused) return RAMPART_OK;
    if (rp_node_member(root, RP_STR("Statement")) != NULL) return refuse_document(reader, root);
    rp_account_error(reader, RP_ACC_INPUT, root->span, "this is no account file: no member of it is one of those");
    rp_diag_help(reader->reading.diags,
                 "an account file begins with rampart: 1; `rampart import` makes one of a plan, a template or an "
                 "export");
    return RAMPART_OK;
}
