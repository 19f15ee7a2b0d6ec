/* SPDX-License-Identifier: Apache-2.0 */
/* The cloud's own words for layers, outcomes and elements (docs/semantics.md, "Diagnostics of the cloud"). */
#include <rampart/decision.h>

const char *rampart_outcome_name(enum rampart_outcome outcome)
{
    switch (outcome) {
    case RAMPART_OUTCOME_ALLOW: return "Allow";
    case RAMPART_OUTCOME_CONDITIONAL: return "Conditional";
    case RAMPART_OUTCOME_DENY: break;
    }
    return "Deny";
}

const char *rampart_deny_name(enum rampart_deny deny)
{
    return deny == RAMPART_EXPLICIT_DENY ? "ExplicitDeny" : "ImplicitDeny";
}

const char *rampart_layer_name(enum rampart_layer layer)
{
    switch (layer) {
    case RAMPART_LAYER_CONTROL: return "ControlPolicy";
    case RAMPART_LAYER_SESSION: return "SessionPolicy";
    case RAMPART_LAYER_TRUST: return "AssumeRolePolicy";
    case RAMPART_LAYER_RESOURCE_GROUP: return "ResourceGroupLevelIdentityBasedPolicy";
    case RAMPART_LAYER_IDENTITY: break;
    }
    return "AccountLevelIdentityBasedPolicy";
}

const char *rampart_effect_name(enum rampart_effect effect)
{
    return effect == RAMPART_ALLOW ? "Allow" : "Deny";
}

const char *rampart_element_name(enum rampart_element element, bool negated)
{
    switch (element) {
    case RAMPART_ELEMENT_ACTION: return negated ? "NotAction" : "Action";
    case RAMPART_ELEMENT_RESOURCE: return negated ? "NotResource" : "Resource";
    case RAMPART_ELEMENT_RESOURCE_GROUP: return "ResourceGroup";
    case RAMPART_ELEMENT_PRINCIPAL: return "Principal";
    case RAMPART_ELEMENT_CONDITION: return "Condition";
    case RAMPART_ELEMENT_NONE: break;
    }
    return "";
}

const char *rampart_truth_name(enum rampart_truth truth)
{
    switch (truth) {
    case RAMPART_TRUE: return "true";
    case RAMPART_UNKNOWN: return "unknown";
    case RAMPART_FALSE: break;
    }
    return "false";
}
