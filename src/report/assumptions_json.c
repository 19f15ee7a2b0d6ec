/* SPDX-License-Identifier: Apache-2.0 */
/* The points that the cloud leaves open, for programs: docs/assumptions.schema.json. */
#include "base/try.h"
#include "report/json.h"

static enum rampart_status put_assumption(struct rp_buf *out, enum rampart_assumption assumption,
                                          unsigned assumptions)
{
    struct rampart_evidence evidence;
    const char *name = rampart_assumption_name(assumption), *value = NULL;
    RP_TRY(rampart_assumption_evidence(rampart_str(name), &evidence));
    rp_write_open(out, NULL, '{');
    rp_write_word(out, "name", name);
    rp_write_word(out, "value",
                  rampart_assumption_value(assumption, rampart_assumption_set(assumptions, assumption)));
    rp_write_word(out, "default", rampart_assumption_value(assumption, 0));
    rp_write_open(out, "values", '[');
    for (size_t i = 0; (value = rampart_assumption_value(assumption, i)) != NULL; i++)
        rp_write_word(out, NULL, value);
    rp_write_close(out, ']');
    rp_write_text(out, "question", evidence.question);
    rp_write_text(out, "meaning", evidence.choice);
    rp_write_text(out, "matters", evidence.touched);
    rp_write_text(out, "evidence", evidence.evidence);
    rp_write_close(out, '}');
    return RAMPART_OK;
}

enum rampart_status rp_assumptions_json(struct rp_print *print, unsigned assumptions)
{
    struct rp_buf *out = print->out;
    rp_write_open(out, NULL, '{');
    rp_write_open(out, "assumptions", '[');
    for (unsigned i = 0; i < RAMPART_ASSUMPTIONS; i++)
        RP_TRY(put_assumption(out, (enum rampart_assumption)i, assumptions));
    rp_write_close(out, ']');
    rp_write_close(out, '}');
    rp_buf_add_byte(out, '\n');
    return RAMPART_OK;
}

void rp_write_depends_on(struct rp_buf *out, unsigned assumptions)
{
    rp_write_open(out, "dependsOn", '[');
    for (unsigned i = 0; assumptions >> i != 0; i++)
        if ((assumptions & 1U << i) != 0)
            rp_write_word(out, NULL, rampart_assumption_name((enum rampart_assumption)i));
    rp_write_close(out, ']');
}
