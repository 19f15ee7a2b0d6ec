/* SPDX-License-Identifier: Apache-2.0 */
/* The cloud's own words for layers (docs/semantics.md, "Diagnostics of the cloud"). */
#include "policy/layer.h"

#include "base/str.h"
#include "text/diag.h"
#include "text/did_you_mean.h"

static const char *const layers[RAMPART_LAYERS] = {
    [RAMPART_LAYER_IDENTITY] = "AccountLevelIdentityBasedPolicy",
    [RAMPART_LAYER_CONTROL] = "ControlPolicy",
    [RAMPART_LAYER_SESSION] = "SessionPolicy",
    [RAMPART_LAYER_TRUST] = "AssumeRolePolicy",
    [RAMPART_LAYER_RESOURCE_GROUP] = "ResourceGroupLevelIdentityBasedPolicy",
    [RAMPART_LAYER_BUCKET_POLICY] = "BucketPolicy",
    [RAMPART_LAYER_OBJECT_ACL] = "ObjectAcl",
    [RAMPART_LAYER_BUCKET_ACL] = "BucketAcl",
    [RAMPART_LAYER_ACCESS_POINT_POLICY] = "AccessPointPolicy",
    [RAMPART_LAYER_ACCESS_POINT_ORIGIN] = "AccessPointNetworkOrigin",
    [RAMPART_LAYER_PUBLIC_ACCESS_BLOCK] = "BlockPublicAccess",
    [RAMPART_LAYER_ENDPOINT_POLICY] = "EndpointPolicy",
    [RAMPART_LAYER_KEY_POLICY] = "KeyPolicy",
    [RAMPART_LAYER_SECRET_POLICY] = "SecretPolicy",
    [RAMPART_LAYER_PROJECT_POLICY] = "ProjectPolicy",
    [RAMPART_LAYER_INSTANCE_POLICY] = "InstancePolicy",
    [RAMPART_LAYER_NETWORK_ACL] = "NetworkAcl",
    [RAMPART_LAYER_ACCESS_KEY_POLICY] = "AccessKeyNetworkPolicy",
};

const char *rampart_layer_name(enum rampart_layer layer)
{
    return layers[(size_t)layer < RAMPART_LAYERS ? layer : RAMPART_LAYER_IDENTITY];
}

bool rp_layer_read(struct rampart_str name, enum rampart_layer *ret_layer)
{
    for (int i = RAMPART_LAYER_BUCKET_POLICY; i < RAMPART_LAYERS; i++) {
        if (!rp_str_equal_fold(name, rampart_str(layers[i]))) continue;
        *ret_layer = (enum rampart_layer)i;
        return true;
    }
    return false;
}

bool rp_layer_kind(enum rampart_layer layer, enum rampart_policy_kind *ret_kind)
{
    static const struct {
        enum rampart_layer layer;
        enum rampart_policy_kind kind;
    } kinds[] = {{RAMPART_LAYER_SESSION, RAMPART_POLICY_SESSION}, /* of an instance's role */
                 {RAMPART_LAYER_BUCKET_POLICY, RAMPART_POLICY_BUCKET},
                 {RAMPART_LAYER_ACCESS_POINT_POLICY, RAMPART_POLICY_ACCESS_POINT},
                 {RAMPART_LAYER_ENDPOINT_POLICY, RAMPART_POLICY_ENDPOINT},
                 {RAMPART_LAYER_KEY_POLICY, RAMPART_POLICY_KEY},
                 {RAMPART_LAYER_SECRET_POLICY, RAMPART_POLICY_SECRET},
                 {RAMPART_LAYER_PROJECT_POLICY, RAMPART_POLICY_PROJECT},
                 {RAMPART_LAYER_INSTANCE_POLICY, RAMPART_POLICY_INSTANCE},
                 {RAMPART_LAYER_ACCESS_KEY_POLICY, RAMPART_POLICY_ACCESS_KEY}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (kinds[i].layer != layer) continue;
        *ret_kind = kinds[i].kind;
        return true;
    }
    return false;
}

void rp_layer_suggest(struct rampart_str name, struct rampart_diags *diags)
{
    const char *const *known = &layers[RAMPART_LAYER_BUCKET_POLICY];
    const char *nearest = rp_nearest(name, known, RAMPART_LAYERS - RAMPART_LAYER_BUCKET_POLICY);
    if (nearest != NULL)
        rp_diag_help(diags, "did you mean %s?", nearest);
    else
        rp_diag_help(diags, "name each layer by itself: BucketPolicy, ObjectAcl, BucketAcl, KeyPolicy, "
                            "SecretPolicy, ProjectPolicy, InstancePolicy, …");
}

enum rampart_status rampart_assume_absent(unsigned *set, struct rampart_str name, struct rampart_diags *diags)
{
    enum rampart_layer layer;
    if (set == NULL) return RAMPART_MISUSE;
    if (!rp_layer_read(name, &layer)) {
        rp_diag(diags, RAMPART_ERROR, RP_REQ_LAYER, RP_NOWHERE, "unknown layer of a resource: \"%.*s\"",
                RP_ARG(rp_str_part(name, 0, 80)));
        rp_layer_suggest(name, diags);
        return RAMPART_INVALID_INPUT;
    }
    *set |= 1U << layer;
    return RAMPART_OK;
}
