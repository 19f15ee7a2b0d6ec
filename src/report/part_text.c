/* SPDX-License-Identifier: Apache-2.0 */
/* Of a pattern that is allowed in part, for people: which part it is, and a resource on either side. */
#include "report/reason_text.h"

enum { MOST_PATTERNS = 20 };

static void print_patterns(struct rp_print *print, struct rampart_strs patterns, const char *before)
{
    for (size_t i = 0; i < patterns.count && i < MOST_PATTERNS; i++) {
        rp_print_words(print, before);
        rp_print_cut(print, patterns.items[i]);
        rp_print_words(print, "\n");
    }
    if (patterns.count > MOST_PATTERNS)
        rp_buf_printf(print->out, "%s… %zu more\n", before, patterns.count - MOST_PATTERNS);
}

static void print_witness(struct rp_print *print, struct rampart_str resource, const char *side)
{
    rp_buf_printf(print->out, "  %s: ", side);
    if (resource.len > 0)
        rp_print_cut(print, resource);
    else
        rp_print_words(print, "none was found");
    rp_print_words(print, "\n");
}

/* Whether it hangs on which of the resources it is. */
static bool is_partly(const struct rampart_decision *decision)
{
    if (decision->verdict.outcome != RAMPART_OUTCOME_CONDITIONAL) return false;
    for (size_t i = 0; i < decision->matched_count; i++)
        if (decision->matched[i].partly) return true;
    return false;
}

/* Of a pattern that is allowed in part: which part, and one resource on either side. */
void rp_print_part(struct rp_print *print, const struct rampart_decision *decision)
{
    if (!decision->pattern || !is_partly(decision)) return;
    rp_print_words(print, "\nthe resource is a pattern; what of it is allowed:\n");
    if (decision->holds_for_count == 0)
        rp_print_words(print, "  no part of it for certain, as far as patterns can tell\n");
    for (size_t i = 0; i < decision->holds_for_count; i++) {
        if (i > 0) rp_print_words(print, "  of this only\n");
        print_patterns(print, decision->holds_for[i].allow, "  ");
        print_patterns(print, decision->holds_for[i].except, "    but not ");
    }
    rp_print_words(print, "for example\n");
    print_witness(print, decision->allowed, "allowed");
    print_witness(print, decision->denied, "denied");
}
