/* SPDX-License-Identifier: Apache-2.0 */
/* That there is no answer, for programs: docs/error.schema.json. */
#include "report/json.h"

/* The members, without the brackets around them. */
void rp_write_failure(struct rp_buf *out, const struct rampart_diags *diags)
{
    const struct rampart_diag unknown = {
        .code = "CLI002", .name = "failed", .message = RP_STR("the run failed")};
    const struct rampart_diag *first = rp_first_error(diags);
    rp_write_open(out, "error", '{');
    rp_write_problem(out, first == NULL ? &unknown : first);
    rp_write_close(out, '}');
    rp_write_diags(out, diags);
}

enum rampart_status rp_failure_json(struct rp_print *print, const struct rampart_diags *diags)
{
    rp_write_open(print->out, NULL, '{');
    rp_write_failure(print->out, diags);
    rp_write_close(print->out, '}');
    rp_buf_add_byte(print->out, '\n');
    return RAMPART_OK;
}
