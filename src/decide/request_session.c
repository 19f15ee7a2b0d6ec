/* SPDX-License-Identifier: Apache-2.0 */
/* The session policy that stands in a request: an object, or the string that an API is handed. */
#include "base/str.h"
#include "base/try.h"
#include "decide/request_parts.h"
#include "policy/parse.h"
#include "text/json.h"
#include "text/source.h"

/* All of it lies in the request's memory, and says no file: its places are those of the request's own text. */
static enum rampart_status make_policy(const struct rp_request_reader *reader,
                                       struct rampart_policy **ret_policy, struct rp_source **ret_source)
{
    struct rp_arena *arena = reader->reading->arena;
    struct rampart_policy *policy = RP_NEW(arena, struct rampart_policy);
    struct rp_source *source = RP_NEW(arena, struct rp_source);
    RP_TRY_MEMORY(policy != NULL && source != NULL);
    *source = *reader->reading->source;
    source->name = (struct rampart_str){NULL, 0};
    policy->name = RP_STR("sessionPolicy");
    policy->kind = RAMPART_POLICY_SESSION;
    policy->source = source;
    *ret_policy = policy;
    *ret_source = source;
    return RAMPART_OK;
}

/* The text in the string, read by itself; its places lead back into the request's text. */
static enum rampart_status read_string(struct rp_reading *reading, const struct rp_node *node,
                                       struct rp_source *source, const struct rp_node **ret_root)
{
    struct rp_inside *inside = RP_NEW(reading->arena, struct rp_inside);
    struct rp_source *outer = RP_NEW(reading->arena, struct rp_source);
    struct rp_node *root = NULL;
    RP_TRY_MEMORY(inside != NULL && outer != NULL);
    *outer = *source;
    RP_TRY(rp_inside_json(inside, reading->arena, outer, node->span));
    RP_TRY(rp_source_init(source, reading->arena, (struct rampart_str){NULL, 0}, node->text));
    source->inside = inside;
    enum rampart_status status = rp_json_read(reading, &root);
    *ret_root = root;
    return status;
}

enum rampart_status rp_request_read_session(struct rp_request_reader *reader, const struct rp_node *node)
{
    struct rampart_policy *policy = NULL;
    struct rp_source *source = NULL;
    if (node->type != RP_NODE_MAP && node->type != RP_NODE_STRING) {
        rp_request_wrong_type(reader, node, "a policy, { … }, or one as a string");
        return RAMPART_OK;
    }
    if (reader->failed && node->type == RP_NODE_STRING) return RAMPART_OK; /* where it stands is not sure */
    RP_TRY(make_policy(reader, &policy, &source));
    struct rp_reading reading = *reader->reading;
    reading.source = source;
    reading.assumed = 0; /* what the cloud is assumed to refuse, whoever compiles it says */
    enum rampart_status status = RAMPART_OK;
    if (node->type == RP_NODE_STRING) status = read_string(&reading, node, source, &node);
    if (status == RAMPART_OK) status = rp_policy_parse(&reading, node, policy);
    if (status == RAMPART_NO_MEMORY) return status;
    reader->failed |= status != RAMPART_OK;
    if (status == RAMPART_OK) reader->request->session_policy = policy;
    return RAMPART_OK;
}
