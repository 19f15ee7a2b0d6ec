/* SPDX-License-Identifier: Apache-2.0 */
/* The points that the cloud does not document: a paragraph each for people, and docs/assumptions.schema.json for programs. */
#include <string.h>

#include "base/try.h"
#include "report/decision.h"

enum { NAME_WIDTH = sizeof "project-cross-account" + 1 };

static void assumptions_print_values(struct rp_print *print, enum rampart_assumption assumption,
                                     rampart_switches assumptions)
{
    size_t now = rampart_assumption_chosen(assumptions, assumption);
    const char *value = NULL;
    rp_print_painted(print, RP_PAINT_GREEN, rampart_assumption_value(assumption, now));
    for (size_t i = 0; (value = rampart_assumption_value(assumption, i)) != NULL; i++) {
        if (i == now) continue;
        rp_print_words(print, " | ");
        rp_print_words(print, value);
    }
    rp_print_words(print, "\n");
}

static void assumptions_print_line(struct rp_print *print, const char *label, struct rampart_str text)
{
    rp_print_words(print, label);
    rp_print_text(print, text);
    rp_print_words(print, "\n");
}

static enum rampart_status
assumptions_print_assumption(struct rp_print *print, enum rampart_assumption assumption, rampart_switches assumptions)
{
    struct rampart_evidence evidence;
    const char *name = rampart_assumption_name(assumption);
    RP_TRY(rampart_assumption_evidence(rampart_str(name), &evidence));
    rp_print_painted(print, RP_PAINT_BOLD, name);
    for (size_t i = strlen(name); i < NAME_WIDTH; i++) rp_print_words(print, " ");
    assumptions_print_values(print, assumption, assumptions);
    assumptions_print_line(print, "  ", evidence.question);
    assumptions_print_line(print, "  ", evidence.choice);
    assumptions_print_line(print, "  matters when ", evidence.touched);
    assumptions_print_line(print, "  evidence: ", evidence.evidence);
    return RAMPART_OK;
}

RP_REPORTER(rp_assumptions_text)
{
    const rampart_switches *assumptions = what;
    rp_print_words(print,
                   "Points that the cloud does not document. The first value of each is the one in use.\n");
    for (unsigned i = 0; i < RAMPART_ASSUMPTIONS; i++) {
        rp_print_words(print, "\n");
        RP_TRY(assumptions_print_assumption(print, (enum rampart_assumption)i, *assumptions));
    }
    return RAMPART_OK;
}

/* ---- JSON ---- */

static enum rampart_status assumptions_put_assumption(struct rp_json item, enum rampart_assumption assumption,
                                                      rampart_switches assumptions)
{
    struct rampart_evidence evidence;
    const char *name = rampart_assumption_name(assumption), *value = NULL;
    RP_TRY(rampart_assumption_evidence(rampart_str(name), &evidence));
    rp_put_word(item, "name", name);
    rp_put_word(item, "value",
                rampart_assumption_value(assumption, rampart_assumption_chosen(assumptions, assumption)));
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

static enum rampart_status assumptions_put_all(struct rp_json list, rampart_switches assumptions)
{
    for (unsigned i = 0; i < RAMPART_ASSUMPTIONS; i++)
        RP_TRY(
            assumptions_put_assumption(rp_put_object(list, NULL), (enum rampart_assumption)i, assumptions));
    return RAMPART_OK;
}

RP_REPORTER(rp_assumptions_json)
{
    const rampart_switches *assumptions = what;
    struct rp_json_report report;
    const struct rp_json root = rp_put_tree(rp_json_start(&report, print->out), NULL);
    return rp_json_finish(&report, assumptions_put_all(rp_put_list(root, "assumptions"), *assumptions));
}

void rp_put_depends_on(struct rp_json at, rampart_switches assumptions)
{
    const struct rp_json list = rp_put_list_of(at, "dependsOn", assumptions);
    for (unsigned i = 0; assumptions >> i != 0; i++)
        if ((assumptions & (rampart_switches)1 << i) != 0)
            rp_put_word(list, NULL, rampart_assumption_name((enum rampart_assumption)i));
}
