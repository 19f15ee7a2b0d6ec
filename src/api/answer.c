/* SPDX-License-Identifier: Apache-2.0 */
/* How reports are written: as JSON, into the body of the answer, with what was read. */
#include "api/call.h"

static bool answer_write(void *context, struct rampart_str piece)
{
    struct rp_buf *body = context;
    rp_buf_add(body, piece);
    return body->failed == RAMPART_OK;
}

struct rampart_writer api_writer(struct rp_api_answer *answer)
{
    return (struct rampart_writer){&answer->body, answer_write};
}

struct rampart_report_style api_style(const struct api_call *call)
{
    const struct rp_api_account *served = call->api->account;
    const bool is_served = served != NULL && call->account == served->account;
    return (struct rampart_report_style){.format = RAMPART_REPORT_JSON,
                                         .account = call->account,
                                         .inventory = is_served && call->attachment_count == 0 ? served->inventory : call->inventory,
                                         .catalog = call->options.catalog,
                                         .warnings = call->diags};
}
