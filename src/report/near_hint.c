/* SPDX-License-Identifier: Apache-2.0 */
#include "report/near_hint.h"

#include "base/str.h"

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
