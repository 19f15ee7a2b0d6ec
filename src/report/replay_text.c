/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A replay for people: the counts, then a row for each principal and action that would be decided otherwise or cannot be
 * told, with events to look at; what agrees is only counted.
 */
#include "base/utf8.h"
#include "report/unseen.h"
#include "report/print.h"

enum { WIDEST = 48, CLASS_WIDTH = sizeof "conditional-to-allow" - 1 };

static bool is_shown(enum rampart_replay_class which)
{
    return which != RAMPART_REPLAY_AGREE && which != RAMPART_REPLAY_SAME;
}

/* "user/alice" of "acs:ram::1000000000000001:user/alice". */
static struct rampart_str name_of(struct rampart_str principal)
{
    for (size_t i = 0; i < 4; i++) principal = rp_str_from(principal, rp_str_find(principal, ':') + 1);
    return principal;
}

/* ---- columns ---- */

struct widths {
    size_t principal, action, count;
};

static void widen(size_t *width, size_t needed)
{
    if (needed > *width) *width = needed < WIDEST ? needed : WIDEST;
}

static size_t digits(uint64_t number)
{
    size_t count = 1;
    for (; number >= 10; number /= 10) count++;
    return count;
}

static struct widths measure(const struct rampart_replay_result *result)
{
    struct widths widths = {0};
    for (size_t i = 0; i < result->row_count; i++) {
        const struct rampart_replay_row *row = &result->rows[i];
        if (!is_shown(row->which)) continue;
        widen(&widths.principal, rp_utf8_count(name_of(row->principal)));
        widen(&widths.action, rp_utf8_count(row->action));
        widen(&widths.count, digits(row->count));
    }
    return widths;
}

static void pad(struct rp_print *print, size_t used, size_t width)
{
    for (rp_print_words(print, "  "); used < width; used++) rp_buf_add_byte(print->out, ' ');
}

static void print_column(struct rp_print *print, struct rampart_str text, size_t width)
{
    rp_print_cut(print, text);
    pad(print, rp_utf8_count(text), width);
}

static enum rp_paint paint_of(enum rampart_replay_class which)
{
    bool denies = which == RAMPART_REPLAY_NOW_DENIED || which == RAMPART_REPLAY_ALLOW_TO_DENY ||
                  which == RAMPART_REPLAY_CONDITIONAL_TO_DENY;
    bool allows = which == RAMPART_REPLAY_NOW_ALLOWED || which == RAMPART_REPLAY_DENY_TO_ALLOW ||
                  which == RAMPART_REPLAY_CONDITIONAL_TO_ALLOW;
    return denies ? RP_PAINT_RED : allows ? RP_PAINT_GREEN : RP_PAINT_YELLOW;
}

/* ---- rows ---- */

static void print_times(struct rp_print *print, const struct rampart_replay_row *row)
{
    rp_print_text(print, row->first);
    if (rp_str_equal(row->first, row->last)) return;
    rp_print_words(print, " to ");
    rp_print_text(print, row->last);
}

static void print_why(struct rp_print *print, const struct rampart_replay_row *row)
{
    if (row->reason == RAMPART_REPLAY_DETERMINED) return;
    pad(print, 0, CLASS_WIDTH);
    rp_print_words(print, rampart_replay_reason_name(row->reason));
    if (row->keys.len > 0) {
        rp_print_words(print, ": ");
        rp_print_cut(print, row->keys);
    }
    rp_print_words(print, "\n");
}

static void print_samples(struct rp_print *print, const struct rampart_replay_row *row)
{
    pad(print, 0, CLASS_WIDTH);
    rp_print_words(print, "for example");
    for (size_t i = 0; i < row->sample_count; i++) {
        rp_print_words(print, " ");
        rp_print_cut(print, row->samples[i].id);
    }
    rp_print_words(print, "\n");
}

static void print_row(struct rp_print *print, const struct rampart_replay_row *row,
                      const struct widths *widths)
{
    const char *name = rampart_replay_class_name(row->which);
    rp_print_painted(print, paint_of(row->which), name);
    pad(print, strlen(name), CLASS_WIDTH);
    print_column(print, name_of(row->principal), widths->principal);
    print_column(print, row->action, widths->action);
    rp_buf_printf(print->out, "%*llu  ", (int)widths->count, (unsigned long long)row->count);
    print_times(print, row);
    rp_print_words(print, "\n");
    print_why(print, row);
    print_samples(print, row);
}

static void print_rows_of(struct rp_print *print, const struct rampart_replay_result *result,
                          enum rampart_replay_class which, const struct widths *widths)
{
    if (result->classes[which] > 0) rp_print_words(print, "\n");
    for (size_t i = 0; i < result->row_count; i++)
        if (result->rows[i].which == which) print_row(print, &result->rows[i], widths);
}

static void print_rows(struct rp_print *print, const struct rampart_replay_result *result)
{
    const struct widths widths = measure(result);
    for (size_t i = 0; i < RAMPART_REPLAY_CLASSES; i++)
        if (is_shown((enum rampart_replay_class)i))
            print_rows_of(print, result, (enum rampart_replay_class)i, &widths);
}

/* The detail is last, for what it takes on a terminal is not known before it is printed. */
static void print_skips(struct rp_print *print, const struct rampart_replay_result *result)
{
    size_t reasons = 0, counts = 0;
    if (result->skip_count > 0) rp_print_words(print, "\nskipped\n");
    for (size_t i = 0; i < result->skip_count; i++) {
        widen(&reasons, rp_utf8_count(result->skips[i].reason));
        widen(&counts, digits(result->skips[i].count));
    }
    for (size_t i = 0; i < result->skip_count; i++) {
        const struct rampart_replay_skip *skip = &result->skips[i];
        rp_print_words(print, "  ");
        print_column(print, skip->reason, reasons);
        rp_buf_printf(print->out, "%*llu  ", (int)counts, (unsigned long long)skip->count);
        rp_print_cut(print, skip->detail);
        rp_print_words(print, "\n");
    }
}

/* ---- the whole ---- */

static void print_classes(struct rp_print *print, const struct rampart_replay_result *result)
{
    const char *before = "";
    rp_print_label(print, "calls");
    for (size_t i = 0; i < RAMPART_REPLAY_CLASSES; i++) {
        bool usual = i == (result->against ? RAMPART_REPLAY_SAME : RAMPART_REPLAY_AGREE);
        if (result->classes[i] == 0 && !usual) continue;
        rp_buf_printf(print->out, "%s%llu %s", before, (unsigned long long)result->classes[i],
                      rampart_replay_class_name((enum rampart_replay_class)i));
        before = ", ";
    }
    rp_print_words(print, "\n");
}

enum rampart_status rp_replay_text(struct rp_print *print, const struct rampart_replay_result *result)
{
    rp_print_row(print, "account", result->account);
    rp_print_label(print, "compared");
    rp_print_words(print, result->against ? "with another account\n" : "with what was recorded\n");
    rp_print_label(print, "events");
    rp_buf_printf(print->out, "%llu read: %llu replayed, %llu skipped\n", (unsigned long long)result->read,
                  (unsigned long long)result->mapped, (unsigned long long)result->skipped);
    print_classes(print, result);
    print_rows(print, result);
    print_skips(print, result);
    rp_print_inventory(print, print->inventory);
    return RAMPART_OK;
}
