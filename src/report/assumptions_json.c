/* SPDX-License-Identifier: Apache-2.0 */
/* The points that the cloud leaves open, for programs: docs/assumptions.schema.json. */
#include "base/try.h"
#include "report/json_report.h"

static enum rampart_status put_assumption(struct rp_json item, enum rampart_assumption assumption,
                                          unsigned assumptions)
{
    struct rampart_evidence evidence;
    const char *name = rampart_assumption_name(assumption), *value = NULL;
    RP_TRY(rampart_assumption_evidence(rampart_str(name), &evidence));
    rp_put_word(item, "name", name);
    rp_put_word(item, "value",
                rampart_assumption_value(assumption, rampart_assumption_set(assumptions, assumption)));
    rp_put_word(item, "default", rampart_assumption_value(assumption, 0));
    const struct rp_json list = rp_put_list(item, "values");
    for (size_t i = 0; (value = rampart_assumption_value(assumption, i)) != NULL; i++)
        rp_put_word(list, NULL, value);
    rp_put_text(item, "question", evidence.question);
    rp_put_text(item, "meaning", evidence.choice);
    rp_put_text(item, "matters", evidence.touched);
    rp_put_text(item, "evidence", evidence.evidence);
    return RAMPART_OK;
}

static enum rampart_status put_assumptions(struct rp_json list, unsigned assumptions)
{
    for (unsigned i = 0; i < RAMPART_ASSUMPTIONS; i++)
        RP_TRY(put_assumption(rp_put_object(list, NULL), (enum rampart_assumption)i, assumptions));
    return RAMPART_OK;
}

enum rampart_status rp_assumptions_json(struct rp_print *print, unsigned assumptions)
{
    struct rp_json_report report;
    const struct rp_json root = rp_put_tree(rp_json_start(&report, print->out), NULL);
    return rp_json_finish(&report, put_assumptions(rp_put_list(root, "assumptions"), assumptions));
}

void rp_put_depends_on(struct rp_json at, unsigned assumptions)
{
    const struct rp_json list = rp_put_list_of(at, "dependsOn", assumptions);
    for (unsigned i = 0; assumptions >> i != 0; i++)
        if ((assumptions & 1U << i) != 0)
            rp_put_word(list, NULL, rampart_assumption_name((enum rampart_assumption)i));
}
