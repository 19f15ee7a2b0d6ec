/* SPDX-License-Identifier: Apache-2.0 */
#include "account/unseen.h"

#include <string.h>

#include "base/try.h"
#include "catalog/layers.h"
#include "decide/unseen.h"
#include "policy/key.h"

/* Whether the request comes through a VPC. */
static enum rp_key_state vpc_of(struct rampart_request *request)
{
    const struct rp_context_key *values;
    return rp_request_key(request, 0, RP_STR("acs:SourceVpc"), &values);
}

/* Whether the layer may be asked for this request, as its row says. */
static bool may_count(const struct rp_layer_row *row, enum rp_key_state vpc)
{
    return row->when == RP_LAYER_ALWAYS || (row->when == RP_LAYER_WITH_VPC && vpc != RP_KEY_ABSENT);
}

/* ---- what one layer may do ---- */

/* Adds the layer to what unseen ones may do to a principal whom the rule is about. */
static void add_power(struct rp_unseen_power *power, enum rp_layer_rule rule, unsigned layer)
{
    bool allows = rule == RP_LAYER_UNION || rule == RP_LAYER_ALONE || rule == RP_LAYER_FALLBACK;
    bool denies = rule != RP_LAYER_IDLE && rule != RP_LAYER_FALLBACK;
    if (allows) power->allow |= layer;
    if (denies) power->deny |= layer;
}

/* `tail` begins with the name of its owner. */
static void add_layer(struct rp_unseen_layers *unseen, const struct rp_layer_row *row,
                      enum rampart_layer layer, struct rampart_str tail)
{
    const unsigned bit = 1U << layer;
    const size_t end = rp_str_find(tail, '/');
    add_power(&unseen->own, row->own, bit);
    add_power(&unseen->other, row->other, bit);
    if (row->other == RP_LAYER_BOTH) unseen->joint |= bit;
    size_t at = unseen->count++;
    for (; at > 0 && unseen->layers[at - 1].layer > layer; at--) unseen->layers[at] = unseen->layers[at - 1];
    unseen->layers[at] = (struct rp_unseen_layer){
        .layer = layer,
        .of = rp_str_part(tail, 0, end),
        .rest = rp_str_from(tail, end + 1),
        .call = row->call,
    };
}

/* ---- the layers of one resource ---- */

struct asked {
    struct rampart_request *request;
    struct rampart_str operation; /* of the action, behind its colon */
    struct rampart_str field;     /* the last of the ARN */
};

/* The layer of a row, which is looked up once. False: it is none that the program knows. */
static bool layer_of(struct rp_layer_row *row, enum rampart_layer *ret_layer)
{
    enum { UNKNOWN = UINT8_MAX };
    if (row->number == 0) row->number = rp_layer_read(row->layer, ret_layer) ? (unsigned char)*ret_layer : UNKNOWN;
    *ret_layer = (enum rampart_layer)row->number;
    return row->number != UNKNOWN;
}

static void add_rows(const struct asked *asked, struct rp_layer_memo *memo, struct rp_unseen_layers *unseen)
{
    const bool known = rp_layers_know_shape(memo, asked->field);
    const unsigned called = rp_layers_asked(memo, asked->operation);
    for (size_t i = 0; i < memo->count; i++) {
        struct rp_layer_row *row = &memo->rows[i];
        enum rampart_layer layer;
        if ((called & 1U << i) == 0 || (known && !rp_layer_is_about(row, asked->field))) continue;
        if (!layer_of(row, &layer)) continue;
        const enum rp_key_state vpc =
            row->when == RP_LAYER_WITH_VPC ? vpc_of(asked->request) : RP_KEY_UNKNOWN;
        if (may_count(row, vpc))
            add_layer(unseen, row, layer, rp_layer_owner(row, asked->field));
        else if (row->own != RP_LAYER_IDLE)
            unseen->left_out |= 1U << layer;
        if (row->when == RP_LAYER_WITH_VPC && vpc == RP_KEY_UNKNOWN) unseen->if_held |= 1U << layer;
    }
}

/* The code of the action is looked for where that of the ARN is not listed. */
static void find_rows(struct rp_layer_memo *memo, struct rampart_str code, struct rampart_str service)
{
    const bool names_one = code.len > 0 && !rp_str_equal(code, RP_STR("*"));
    if (!names_one || rp_layers_find(memo, code) == 0) rp_layers_find(memo, service);
}

static enum rampart_status find_unseen(struct rampart_request *request, struct rp_resource *resource,
                                       struct rampart_str service, struct rp_layer_memo *memo)
{
    const bool any = rp_str_equal(resource->arn, RP_STR("*")); /* which has no fields */
    find_rows(memo, resource->service, service);
    const struct asked asked = {request, rp_str_from(request->action_lower, service.len + 1),
                                any ? RP_STR("*") : resource->rest};
    struct rp_unseen_layers *unseen = RP_NEW(&request->arena, struct rp_unseen_layers);
    RP_TRY_MEMORY(unseen != NULL);
    unseen->layers = RP_NEW_ARRAY(&request->arena, struct rp_unseen_layer, memo->count);
    RP_TRY_MEMORY(unseen->layers != NULL);
    add_rows(&asked, memo, unseen);
    resource->unseen = unseen;
    return RAMPART_OK;
}

/* ---- the resources of a request ---- */

/* Requests turn from service to service: each of a few has a memo of its own, near the place that its tag tells. */
static struct rp_layer_memo *memo_about(const struct rampart_request *request, struct rampart_str service)
{
    enum { NEIGHBOURS = 4 };
    const size_t first = rp_action_service_tag(&request->action_print);
    struct rp_layer_memo *memo = NULL;
    for (size_t i = 0; i < NEIGHBOURS; i++) {
        memo = &request->known_layers[(first + i) % RP_LAYER_MEMOS];
        if (rp_layers_know(memo, service)) return memo;
        if (!memo->known) break;
    }
    rp_layers_find(memo, service);
    return memo;
}

static struct rampart_str service_of(const struct rampart_request *request)
{
    const struct rampart_str action = request->action_lower;
    return rp_str_part(action, 0, rp_str_find(action, ':'));
}

/* Of a request that has some. */
static enum rampart_status find_another(struct rampart_request *request, struct rp_resource *resource)
{
    const struct rampart_str service = service_of(request);
    return find_unseen(request, resource, service, memo_about(request, service));
}

enum rampart_status rp_request_find_unseen(struct rampart_request *request)
{
    const struct rampart_str service = service_of(request);
    if (request->known_layers == NULL) {
        const size_t size = RP_LAYER_MEMOS * sizeof *request->known_layers;
        request->known_layers = request->allocator.allocate(request->allocator.context, size);
        RP_TRY_MEMORY(request->known_layers != NULL);
        memset(request->known_layers, 0, size);
    }
    struct rp_layer_memo *memo = memo_about(request, service);
    if (memo->count == 0) return RAMPART_OK; /* whatever the ARN is */
    request->find_unseen = find_another;
    for (struct rp_resource *resource = request->resources; resource != NULL; resource = resource->next)
        RP_TRY(find_unseen(request, resource, service, memo));
    return RAMPART_OK;
}
