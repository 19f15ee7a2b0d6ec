/* SPDX-License-Identifier: Apache-2.0 */
/* That there is no answer, for programs: docs/error.schema.json. */
#include "report/json.h"
#include "text/diag.h"

static const struct rampart_diag *first_error(const struct rampart_diags *diags)
{
    for (size_t i = 0; i < rampart_diags_count(diags); i++)
        if (rampart_diags_at(diags, i)->severity == RAMPART_ERROR) return rampart_diags_at(diags, i);
    return NULL;
}

/* The members, without the brackets around them. */
void rp_write_failure(struct rp_buf *out, const struct rampart_diags *diags)
{
    static const struct rampart_diag unknown = {.code = "CLI002", .name = "failed"};
    const struct rampart_diag *first = first_error(diags), *error = first == NULL ? &unknown : first;
    rp_write_open(out, "error", '{');
    rp_write_word(out, "code", error->code);
    rp_write_word(out, "name", error->name);
    rp_write_text(out, "message", first == NULL ? RP_STR("the run failed") : error->message);
    rp_write_text_or_null(out, "help", error->help);
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
