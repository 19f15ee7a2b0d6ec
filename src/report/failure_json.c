/* SPDX-License-Identifier: Apache-2.0 */
/* That there is no answer, for programs: docs/error.schema.json. */
#include "report/json.h"

void rp_put_failure(struct rp_json at, const struct rampart_diags *diags)
{
    const struct rampart_diag unknown = {
        .code = "CLI002", .name = "failed", .message = RP_STR("the run failed")};
    const struct rampart_diag *first = rp_first_error(diags);
    rp_put_problem(rp_put_object(at, "error"), first == NULL ? &unknown : first);
    rp_put_diags(at, diags);
}

enum rampart_status rp_failure_json(struct rp_print *print, const struct rampart_diags *diags)
{
    struct rp_json_report report;
    rp_put_failure(rp_put_tree(rp_json_start(&report, print->out), NULL), diags);
    return rp_json_finish(&report, RAMPART_OK);
}
