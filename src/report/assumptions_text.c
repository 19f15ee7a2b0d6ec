/* SPDX-License-Identifier: Apache-2.0 */
/* The points that the cloud leaves open, for people: a paragraph each, the value that is set first. */
#include <string.h>

#include "base/try.h"
#include "report/print.h"

enum { NAME_WIDTH = sizeof "empty-arn-field" + 1 };

static void print_values(struct rp_print *print, enum rampart_assumption assumption, unsigned assumptions)
{
    size_t now = rampart_assumption_set(assumptions, assumption);
    const char *value = NULL;
    rp_print_painted(print, RP_PAINT_GREEN, rampart_assumption_value(assumption, now));
    for (size_t i = 0; (value = rampart_assumption_value(assumption, i)) != NULL; i++) {
        if (i == now) continue;
        rp_print_words(print, " | ");
        rp_print_words(print, value);
    }
    rp_print_words(print, "\n");
}

static void print_line(struct rp_print *print, const char *label, struct rampart_str text)
{
    rp_print_words(print, label);
    rp_print_text(print, text);
    rp_print_words(print, "\n");
}

static enum rampart_status print_assumption(struct rp_print *print, enum rampart_assumption assumption,
                                            unsigned assumptions)
{
    struct rampart_evidence evidence;
    const char *name = rampart_assumption_name(assumption);
    RP_TRY(rampart_assumption_evidence(rampart_str(name), &evidence));
    rp_print_painted(print, RP_PAINT_BOLD, name);
    for (size_t i = strlen(name); i < NAME_WIDTH; i++) rp_print_words(print, " ");
    print_values(print, assumption, assumptions);
    print_line(print, "  ", evidence.question);
    print_line(print, "  ", evidence.choice);
    print_line(print, "  matters when ", evidence.touched);
    print_line(print, "  evidence: ", evidence.evidence);
    return RAMPART_OK;
}

enum rampart_status rp_assumptions_text(struct rp_print *print, unsigned assumptions)
{
    rp_print_words(print, "What the cloud does not document. The first value is the one that is set.\n");
    for (unsigned i = 0; i < RAMPART_ASSUMPTIONS; i++) {
        rp_print_words(print, "\n");
        RP_TRY(print_assumption(print, (enum rampart_assumption)i, assumptions));
    }
    return RAMPART_OK;
}
