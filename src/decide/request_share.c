/* SPDX-License-Identifier: Apache-2.0 */
/* The same request from many principals: everything but who asks is shared. */
#include "decide/request.h"

void rp_request_share(struct rampart_request *copy, const struct rampart_request *base)
{
    rampart_request_clear(copy);
    copy->alone = base->alone;
    copy->account = base->account;
    copy->action = base->action;
    copy->api = base->api;
    copy->action_lower = base->action_lower;
    copy->action_print = base->action_print;
    copy->assumes_role = base->assumes_role;
    copy->resources = base->resources;
    copy->last_resource = base->last_resource;
    copy->resource_count = base->resource_count;
    copy->keys = base->keys; /* a key that is added stands before these and leaves them as they are */
    copy->key_count = base->key_count;
    copy->complete = base->complete;
    copy->area = base->area;
    copy->cover = base->cover;
}
