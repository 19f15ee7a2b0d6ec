/* SPDX-License-Identifier: Apache-2.0 */
/* The request that a question is about: the member "request", an object as rampart_request_read() takes it. */
#include "api/call.h"
#include "base/str.h"
#include "base/try.h"
#include "text/json_write.h"

/* The account's own id completes ARNs that are made from parameters. */
static enum rampart_status request_set_account(struct api_call *call, struct rampart_request *request)
{
    struct rampart_str id;
    RP_TRY(api_string(call, API_ACCOUNT_ID, &id));
    if (call->account != NULL) RP_TRY(rampart_request_set_account_of(request, call->account, call->diags));
    if (call->account != NULL && rampart_account_member_count(call->account) == 0)
        return rampart_request_set_owner(request, rampart_account_id(call->account), call->diags);
    return id.len == 0 ? RAMPART_OK : rampart_request_set_account(request, id, call->diags);
}

static enum rampart_status request_start(struct api_call *call, const char *otherwise, struct rampart_request *request)
{
    struct rampart_str at;
    RP_TRY(api_string(call, API_AT, &at));
    RP_TRY(request_set_account(call, request));
    rampart_request_set_patterns(request, true);
    if (call->api->now.len > 0) RP_TRY(rampart_request_set_clock(request, call->api->now, call->diags));
    if (call->api->now.len == 0 && at.len == 0) return RAMPART_OK; /* the time is not known */
    return rampart_request_set_time(request, at.len > 0 ? at : rampart_str(otherwise), call->diags);
}

enum rampart_status api_start_request(struct api_call *call, const char *otherwise, struct rampart_request **ret_request)
{
    struct rampart_request *request = NULL;
    RP_TRY(rampart_request_new(&call->options, &request));
    const enum rampart_status status = request_start(call, otherwise, request);
    if (status == RAMPART_OK)
        *ret_request = request;
    else
        rampart_request_free(request);
    return status;
}

enum rampart_status api_read_request(struct api_call *call, struct rampart_str text, struct rampart_request *request)
{
    struct rampart_str id;
    return rampart_request_read(request, text, RP_STR("request"), &id, call->diags);
}

static enum rampart_status request_check_names(struct api_call *call, struct rampart_request *request)
{
    struct rampart_names *names = NULL;
    RP_TRY(rampart_names_new(&call->options, &names));
    const enum rampart_status status =
        rampart_names_check(names, request, api_is(call, API_LENIENT) ? RAMPART_NAMES_LENIENT : 0, call->diags);
    rampart_names_free(names);
    return status;
}

enum rampart_status api_finish_request(struct api_call *call, struct rampart_request *request)
{
    RP_TRY(rampart_request_finish(request, call->diags));
    return request_check_names(call, request);
}

static void request_write_with(struct rp_buf *out, struct rp_value object, struct rampart_str action, struct rampart_str resource)
{
    struct rp_value name, value;
    size_t cursor = 0;
    rp_write_open(out, NULL, '{');
    if (action.len > 0) rp_write_text(out, "action", action);
    if (resource.len > 0) rp_write_text(out, "resource", resource);
    while (rp_value_next_member(object, &cursor, &name, &value)) {
        const bool about = rp_value_is_word(name, "resource") || rp_value_is_word(name, "params");
        if (rp_value_is_word(name, "action") || (about && resource.len > 0)) continue;
        rp_write_raw(out, NULL, name.text);
        rp_buf_add_byte(out, ':');
        rp_write_raw(out, NULL, value.text);
    }
    rp_write_close(out, '}');
}

enum rampart_status api_request_with(struct api_call *call, struct rampart_str action, struct rampart_str resource,
                                     struct rampart_str *ret_text)
{
    struct rp_buf out;
    rp_buf_init(&out, call->options.allocator, SIZE_MAX / 4);
    request_write_with(&out, call->members[API_REQUEST], action, resource);
    const bool made = out.failed == RAMPART_OK && rp_arena_copy(&call->arena, rp_buf_text(&out), ret_text);
    rp_buf_free(&out);
    RP_TRY_MEMORY(made);
    return RAMPART_OK;
}
