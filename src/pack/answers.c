/* SPDX-License-Identifier: Apache-2.0 */
#include "pack/answers.h"

#include "base/str.h"
#include "base/try.h"
#include "text/json.h"

static enum rampart_status answers_unknown(const struct rp_answer *answer, const struct rp_node *node)
{
    return rp_answer_fault(answer, node,
                           "give a help page, the metadata of an API, or a response of ListPolicies, GetPolicy or "
                           "ListPolicyVersions",
                           "this JSON is not known");
}

/* Reads one value. */
static enum rampart_status answers_value(const struct rp_answer *answer, const struct rp_node *root,
                                         enum rp_answer_kind *ret_kind)
{
    bool taken;
    if (root->type == RP_NODE_LIST || root->type == RP_NODE_MAP) *ret_kind = RP_ANSWER_METADATA;
    if (root->type == RP_NODE_LIST) return rp_answer_metadata(answer, root);
    if (root->type != RP_NODE_MAP) return answers_unknown(answer, root);
    if (rp_node_member(root, RP_STR("ramActions")) != NULL || rp_node_member(root, RP_STR("apis")) != NULL ||
        rp_node_member(root, RP_STR("parameters")) != NULL || root->count == 0)
        return rp_answer_metadata(answer, root);
    *ret_kind = RP_ANSWER_POLICIES;
    const struct rp_node *response = rp_node_member(root, RP_STR("response"));
    if (rp_node_member(root, RP_STR("rampart")) != NULL) {
        if (rp_str_equal(rp_answer_text(root, "api"), RP_STR("end"))) return RAMPART_OK;
        if (response == NULL || response->type != RP_NODE_MAP) return answers_unknown(answer, root);
        return rp_answer_policies(answer, response, rp_node_member(root, RP_STR("args")), &taken); /* others are no knowledge */
    }
    RP_TRY(rp_answer_policies(answer, root, NULL, &taken));
    return taken ? RAMPART_OK : answers_unknown(answer, root);
}

enum rampart_status rp_facts_take_json(struct rp_facts *facts, const struct rp_reading *reading,
                                       struct rampart_str products, const struct rp_origin *origin,
                                       enum rp_answer_kind *ret_kind)
{
    const struct rp_answer answer = {facts, reading, products, origin};
    struct rp_span part;
    bool any = false;
    for (uint32_t at = 0; rp_json_next_value(reading->source->text, at, &part); at = part.end) {
        struct rp_node *root;
        any = true;
        RP_TRY(rp_json_read_part(reading, part, &root));
        RP_TRY(answers_value(&answer, root, ret_kind));
    }
    const struct rp_node nothing = {.type = RP_NODE_NULL};
    return any ? RAMPART_OK : answers_unknown(&answer, &nothing);
}
