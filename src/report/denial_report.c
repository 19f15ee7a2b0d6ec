/* SPDX-License-Identifier: Apache-2.0 */
#include "report/denial_report.h"

#include "base/str.h"

static bool has_only_an_id(const struct rampart_denial *denial)
{
    return rp_str_equal_fold(denial->principal_type, RP_STR("SubUser")) && denial->principal_name.len > 0;
}

size_t rp_denial_next(const struct rampart_denial_report *report, struct rampart_str *ret_steps)
{
    const struct rampart_denial *denial = report->denial;
    size_t count = 0;
    if (!denial->decoded && denial->diagnostic.len > 0)
        ret_steps[count++] = RP_STR("aliyun ram DecodeDiagnosticMessage --EncodedDiagnosticMessage … tells "
                                    "the resource, the conditions "
                                    "and the policies; its answer is read here as well");
    if (report->decision != NULL) return count;
    if (has_only_an_id(denial))
        ret_steps[count++] = RP_STR("the name of the user with this id: account files know users by name "
                                    "(--principal user/NAME)");
    ret_steps[count++] =
        RP_STR("the policies: -a ACCOUNT, or -p FILE for each policy of the principal, tells which "
               "statement it is and what would mend it");
    return count;
}
