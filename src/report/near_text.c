/* SPDX-License-Identifier: Apache-2.0 */
/* For an implicit deny: which statements came closest, and the one element of each to look at. */
#include "report/reason_text.h"

/* ---- the hint ---- */

enum { FIELDS = 5 };

static const char *const field_names[FIELDS] = {"partition", "service", "region", "account", "resource part"};

/* Splits an ARN at its first four colons and returns how many fields there are. */
static size_t split(struct rampart_str text, struct rampart_str *ret_fields)
{
    size_t count = 0;
    while (count < FIELDS - 1) {
        size_t colon = rp_str_find(text, ':');
        ret_fields[count++] = rp_str_part(text, 0, colon);
        if (colon == text.len) return count;
        text = rp_str_from(text, colon + 1);
    }
    ret_fields[count++] = text;
    return count;
}

static void print_field_hint(struct rp_print *print, size_t field, struct rampart_str expected,
                             struct rampart_str actual)
{
    rp_print_label(print, "hint");
    rp_buf_printf(print->out, "the %s is \"", field_names[field]);
    rp_print_cut(print, actual);
    rp_print_words(print, "\", the policy says \"");
    rp_print_cut(print, expected);
    rp_print_words(print, "\"");
    if (rp_str_equal_fold(expected, actual)) rp_print_words(print, "; upper and lower case differ");
    rp_print_words(print, "\n");
}

/* The first field that is spelt out in the pattern and is another one in the request. */
static void print_arn_hint(struct rp_print *print, struct rampart_str expected, struct rampart_str actual)
{
    struct rampart_str want[FIELDS], have[FIELDS];
    size_t wanted = split(expected, want), given = split(actual, have);
    if (given < FIELDS || rp_str_equal(expected, RP_STR("*"))) return;
    if (wanted < FIELDS && !rp_has_wildcard(expected)) {
        rp_print_row(print, "hint",
                     RP_STR("an ARN has five fields: acs:<service>:<region>:<account>:<resource>"));
        return;
    }
    for (size_t i = 0; i < wanted; i++) {
        if (rp_has_wildcard(want[i])) {
            if (wanted < FIELDS) return; /* the wildcard takes several fields: nothing lines up */
            continue;
        }
        if (rp_str_equal(want[i], have[i])) continue;
        print_field_hint(print, i, want[i], have[i]);
        return;
    }
}

static void print_condition_hint(struct rp_print *print, const struct rampart_near_miss *miss)
{
    if (miss->actual.count > 0) return;
    rp_print_label(print, "hint");
    rp_print_words(print, "give it by --context ");
    rp_print_cut(print, miss->key);
    rp_print_words(print, "=VALUE if the request carries it\n");
}

void rp_print_hint(struct rp_print *print, const struct rampart_near_miss *miss)
{
    if (miss->element == RAMPART_ELEMENT_CONDITION) print_condition_hint(print, miss);
    if (miss->element != RAMPART_ELEMENT_RESOURCE || miss->negated) return;
    if (miss->expected.count == 1 && miss->actual.count == 1)
        print_arn_hint(print, miss->expected.items[0], miss->actual.items[0]);
}

/* ---- what came closest ---- */

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
