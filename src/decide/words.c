/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The cloud's own words for outcomes and elements (docs/semantics.md, "Diagnostics of the cloud"), and those
 * for what is expected.
 */
#include "decide/words.h"

#include "base/str.h"

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

const char rp_expect_help[] = "write Allow, Deny, ImplicitDeny, ExplicitDeny or Conditional";

const char *rampart_expect_name(enum rampart_expect expect)
{
    switch (expect) {
    case RAMPART_EXPECT_ALLOW: return "Allow";
    case RAMPART_EXPECT_DENY: return "Deny";
    case RAMPART_EXPECT_IMPLICIT_DENY: return "ImplicitDeny";
    case RAMPART_EXPECT_EXPLICIT_DENY: return "ExplicitDeny";
    case RAMPART_EXPECT_CONDITIONAL: return "Conditional";
    case RAMPART_EXPECT_NOTHING: break;
    }
    return "";
}

bool rp_expect_read(struct rampart_str word, enum rampart_expect *ret_expect)
{
    for (int i = RAMPART_EXPECT_ALLOW; i <= RAMPART_EXPECT_CONDITIONAL; i++) {
        if (!rp_str_equal(word, rampart_str(rampart_expect_name((enum rampart_expect)i)))) continue;
        *ret_expect = (enum rampart_expect)i;
        return true;
    }
    return false;
}

bool rampart_verdict_meets(struct rampart_verdict verdict, enum rampart_expect expect)
{
    bool denied = verdict.outcome == RAMPART_OUTCOME_DENY;
    switch (expect) {
    case RAMPART_EXPECT_NOTHING: return true;
    case RAMPART_EXPECT_ALLOW: return verdict.outcome == RAMPART_OUTCOME_ALLOW;
    case RAMPART_EXPECT_CONDITIONAL: return verdict.outcome == RAMPART_OUTCOME_CONDITIONAL;
    case RAMPART_EXPECT_DENY: return denied;
    case RAMPART_EXPECT_IMPLICIT_DENY: return denied && verdict.deny == RAMPART_IMPLICIT_DENY;
    case RAMPART_EXPECT_EXPLICIT_DENY: return denied && verdict.deny == RAMPART_EXPLICIT_DENY;
    }
    return false;
}
