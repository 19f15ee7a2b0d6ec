/* SPDX-License-Identifier: Apache-2.0 */
#include "decide/readings.h"

#include "base/try.h"
#include "decide/keys.h"
#include "decide/switches.h"

enum rampart_status rp_set_decide_read(const struct rampart_set *set, struct rampart_request *request,
                                       rampart_switches assumed, struct rampart_diags *diags,
                                       struct rampart_verdict *ret_verdict, rampart_switches *ret_touching)
{
    const struct rampart_set *asked = NULL;
    struct rp_set_rules made;
    if (!request->finished) return RAMPART_MISUSE;
    RP_TRY(rp_set_asked(set, request, diags, &asked));
    rp_account_note_uid(asked->account, request);
    RP_TRY(rp_set_rules(asked, request, diags, &made));
    enum rampart_status status = rp_decide_all(made.rules, request, assumed, ret_verdict);
    if (status == RAMPART_OK) status = rp_rules_touching(made.rules, request, assumed, ret_touching);
    rp_rules_free(made.own);
    return status;
}
