/* SPDX-License-Identifier: Apache-2.0 */
/* For an implicit deny: which statements came closest, and the one element of each to look at. */
#include "report/near_hint.h"
#include "report/reason_text.h"

enum { MOST_NEAREST = 3 };

static void print_mismatch(struct rp_print *print, const struct rampart_near_miss *miss)
{
    rp_print_label(print, rampart_element_name(miss->element, miss->negated));
    if (miss->element == RAMPART_ELEMENT_CONDITION) {
        rp_print_cut(print, miss->op);
        rp_print_words(print, " ");
        rp_print_cut(print, miss->key);
        rp_print_words(print, " is not met");
    } else {
        rp_print_words(print, miss->negated ? "excludes what was asked for" : "does not match");
    }
    if (miss->place.line > 0) rp_print_words(print, ",");
    struct rampart_place place = miss->place;
    place.address.len = 0; /* the statement's has just been said */
    rp_print_at(print, place);
    rp_print_words(print, "\n");
}

static void print_actual(struct rp_print *print, const struct rampart_near_miss *miss)
{
    if (miss->actual.count > 0)
        rp_print_rows(print, "request has", miss->actual);
    else
        rp_print_row(print, "request has", RP_STR("no such key"));
}

static void print_miss(struct rp_print *print, const struct rampart_near_miss *miss, bool first)
{
    rp_print_words(print, "\n");
    rp_print_painted(print, RP_PAINT_BOLD, first ? "closest" : "also close");
    rp_print_words(print, ": ");
    rp_print_statement(print, &miss->reason);
    print_mismatch(print, miss);
    rp_print_rows(print, "policy has", miss->expected);
    print_actual(print, miss);
    if (miss->failed > 1) {
        rp_print_label(print, "");
        rp_buf_printf(print->out, "%u more element%s of it did not match either\n", miss->failed - 1,
                      miss->failed == 2 ? "" : "s");
    }
    rp_print_hint(print, miss);
}

void rp_print_nearest(struct rp_print *print, const struct rampart_decision *decision)
{
    size_t shown = decision->nearest_count > MOST_NEAREST ? MOST_NEAREST : decision->nearest_count;
    for (size_t i = 0; i < shown; i++) print_miss(print, &decision->nearest[i], i == 0);
    if (decision->nearest_count > shown)
        rp_buf_printf(print->out, "\n… and %zu more that came close\n", decision->nearest_count - shown);
}
