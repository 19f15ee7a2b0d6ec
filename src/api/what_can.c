/* SPDX-License-Identifier: Apache-2.0 */
/* Which actions may this principal do, on what? */
#include "api/call.h"
#include "base/str.h"
#include "base/try.h"

static enum rampart_status what_can_report(struct api_call *call, struct rampart_what_can *can, struct rampart_what_can_options how)
{
    struct rampart_strs documents = {NULL, 0};
    struct rampart_what_can_report report = {.can = can, .how = how};
    const struct rampart_writer writer = api_writer(call->answer);
    if (api_is(call, API_AS_POLICY)) {
        RP_TRY(rampart_what_can_as_policy(can, call->diags, &documents));
        report.documents = &documents;
    }
    return rampart_report_what_can(&call->options, &report, api_style(call), &writer);
}

enum rampart_status api_what_can(struct api_call *call)
{
    struct rampart_what_can_options how = {.write = api_is(call, API_WRITE)};
    struct rampart_what_can *can = NULL;
    struct rampart_str principal;
    RP_TRY(api_string(call, API_PRINCIPAL, &principal));
    RP_TRY(api_string(call, API_SERVICE, &how.service));
    if (api_is(call, API_AS_POLICY) && (how.write || how.service.len > 0))
        return api_refuse(call, call->members[API_AS_POLICY].text, "\"asPolicy\" is about everything, without \"write\" and \"service\"", "");
    RP_TRY(api_read_sources(call, API_ANY_SOURCES, false));
    if (call->account != NULL && principal.len == 0)
        return api_refuse(call, call->body, "of an account, a principal is asked about", "add \"principal\": \"user/alice\"");
    enum rampart_status status = rampart_what_can(call->set, principal, &how, call->diags, &can);
    if (status == RAMPART_OK) status = what_can_report(call, can, how);
    rampart_what_can_free(can);
    return status;
}
