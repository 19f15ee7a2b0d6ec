/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A replay. For people: the counts, then a row for each principal and action that would be decided otherwise or cannot be
 * determined, with events to look at; what agrees is only counted. For programs: docs/replay.schema.json, which can be read
 * again to be merged (src/trail/merge.c), or CSV.
 */
#include "base/utf8.h"
#include "report/csv.h"
#include "report/unseen.h"
#include "report/version.h"

enum { WIDEST = 48, CLASS_WIDTH = sizeof "conditional-to-allow" - 1 };

static bool replay_is_shown(enum rampart_replay_class which)
{
    return which != RAMPART_REPLAY_AGREE && which != RAMPART_REPLAY_SAME;
}

/* How many accounts there are: their ids have commas between them. */
static size_t replay_accounts(struct rampart_str accounts)
{
    size_t count = 1;
    for (size_t i = 0; i < accounts.len; i++) count += accounts.data[i] == ',';
    return count;
}

/* "user/alice" of "acs:ram::1000000000000001:user/alice"; all of it where there are several accounts. */
static struct rampart_str replay_name_of(struct rampart_str principal, bool several)
{
    for (size_t i = 0; i < 4 && !several; i++) principal = rp_str_from(principal, rp_str_find(principal, ':') + 1);
    return principal;
}

/* ---- for people: columns ---- */

struct widths {
    size_t principal, action, count;
    bool several; /* there are several accounts */
};

static void replay_widen(size_t *width, size_t needed)
{
    if (needed > *width) *width = needed < WIDEST ? needed : WIDEST;
}

static size_t replay_digits(uint64_t number)
{
    size_t count = 1;
    for (; number >= 10; number /= 10) count++;
    return count;
}

static struct widths replay_measure(const struct rampart_replay_result *result)
{
    struct widths widths = {.several = replay_accounts(result->account) > 1};
    for (size_t i = 0; i < result->row_count; i++) {
        const struct rampart_replay_row *row = &result->rows[i];
        if (!replay_is_shown(row->which)) continue;
        replay_widen(&widths.principal, rp_utf8_count(replay_name_of(row->principal, widths.several)));
        replay_widen(&widths.action, rp_utf8_count(row->action));
        replay_widen(&widths.count, replay_digits(row->count));
    }
    return widths;
}

static void replay_pad(struct rp_print *print, size_t used, size_t width)
{
    for (rp_print_words(print, "  "); used < width; used++) rp_buf_add_byte(print->out, ' ');
}

static void replay_print_column(struct rp_print *print, struct rampart_str text, size_t width)
{
    rp_print_cut(print, text);
    replay_pad(print, rp_utf8_count(text), width);
}

static enum rp_paint replay_paint_of(enum rampart_replay_class which)
{
    bool denies = which == RAMPART_REPLAY_NOW_DENIED || which == RAMPART_REPLAY_ALLOW_TO_DENY ||
                  which == RAMPART_REPLAY_CONDITIONAL_TO_DENY;
    bool allows = which == RAMPART_REPLAY_NOW_ALLOWED || which == RAMPART_REPLAY_DENY_TO_ALLOW ||
                  which == RAMPART_REPLAY_CONDITIONAL_TO_ALLOW;
    return denies ? RP_PAINT_RED : allows ? RP_PAINT_GREEN : RP_PAINT_YELLOW;
}

/* ---- for people: rows ---- */

static void replay_print_times(struct rp_print *print, const struct rampart_replay_row *row)
{
    rp_print_text(print, row->first);
    if (rp_str_equal(row->first, row->last)) return;
    rp_print_words(print, " to ");
    rp_print_text(print, row->last);
}

static void replay_print_why(struct rp_print *print, const struct rampart_replay_row *row)
{
    if (row->reason == RAMPART_REPLAY_DETERMINED) return;
    replay_pad(print, 0, CLASS_WIDTH);
    rp_print_words(print, rampart_replay_reason_name(row->reason));
    if (row->keys.len > 0) {
        rp_print_words(print, ": ");
        rp_print_cut(print, row->keys);
    }
    rp_print_words(print, "\n");
}

static void replay_print_samples(struct rp_print *print, const struct rampart_replay_row *row)
{
    replay_pad(print, 0, CLASS_WIDTH);
    rp_print_words(print, "for example");
    for (size_t i = 0; i < row->sample_count; i++) {
        rp_print_words(print, " ");
        rp_print_cut(print, row->samples[i].id);
    }
    rp_print_words(print, "\n");
}

static void replay_print_row(struct rp_print *print, const struct rampart_replay_row *row,
                             const struct widths *widths)
{
    const char *name = rampart_replay_class_name(row->which);
    rp_print_painted(print, replay_paint_of(row->which), name);
    replay_pad(print, strlen(name), CLASS_WIDTH);
    replay_print_column(print, replay_name_of(row->principal, widths->several), widths->principal);
    replay_print_column(print, row->action, widths->action);
    rp_buf_printf(print->out, "%*llu  ", (int)widths->count, (unsigned long long)row->count);
    replay_print_times(print, row);
    rp_print_words(print, "\n");
    replay_print_why(print, row);
    replay_print_samples(print, row);
}

static void replay_print_rows_of(struct rp_print *print, const struct rampart_replay_result *result,
                                 enum rampart_replay_class which, const struct widths *widths)
{
    if (result->classes[which] > 0) rp_print_words(print, "\n");
    for (size_t i = 0; i < result->row_count; i++)
        if (result->rows[i].which == which) replay_print_row(print, &result->rows[i], widths);
}

static void replay_print_rows(struct rp_print *print, const struct rampart_replay_result *result)
{
    const struct widths widths = replay_measure(result);
    for (size_t i = 0; i < RAMPART_REPLAY_CLASSES; i++)
        if (replay_is_shown((enum rampart_replay_class)i))
            replay_print_rows_of(print, result, (enum rampart_replay_class)i, &widths);
}

/* The detail is last, for what it takes on a terminal is not known before it is printed. */
static void replay_print_skips(struct rp_print *print, const struct rampart_replay_result *result)
{
    size_t reasons = 0, counts = 0;
    if (result->skip_count > 0) rp_print_words(print, "\nskipped\n");
    for (size_t i = 0; i < result->skip_count; i++) {
        replay_widen(&reasons, rp_utf8_count(result->skips[i].reason));
        replay_widen(&counts, replay_digits(result->skips[i].count));
    }
    for (size_t i = 0; i < result->skip_count; i++) {
        const struct rampart_replay_skip *skip = &result->skips[i];
        rp_print_words(print, "  ");
        replay_print_column(print, skip->reason, reasons);
        rp_buf_printf(print->out, "%*llu  ", (int)counts, (unsigned long long)skip->count);
        rp_print_cut(print, skip->detail);
        rp_print_words(print, "\n");
    }
}

/* ---- for people: the whole ---- */

static void replay_print_classes(struct rp_print *print, const struct rampart_replay_result *result)
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

RP_REPORTER(rp_replay_text)
{
    const struct rampart_replay_result *result = what;
    if (replay_accounts(result->account) == 1) {
        rp_print_row(print, "account", result->account);
    } else {
        rp_print_label(print, "accounts");
        rp_buf_printf(print->out, "%zu\n", replay_accounts(result->account));
    }
    rp_print_label(print, "compared");
    rp_print_words(print, result->against ? "with another account\n" : "with the recorded results\n");
    rp_print_label(print, "events");
    rp_buf_printf(print->out, "%llu read: %llu replayed, %llu skipped\n", (unsigned long long)result->read,
                  (unsigned long long)result->mapped, (unsigned long long)result->skipped);
    replay_print_classes(print, result);
    replay_print_rows(print, result);
    replay_print_skips(print, result);
    rp_print_inventory(print, print->inventory);
    return RAMPART_OK;
}

/* ---- JSON ---- */

static void replay_put_classes(struct rp_json object, const struct rampart_replay_result *result)
{
    for (size_t i = 0; i < RAMPART_REPLAY_CLASSES; i++) {
        bool of_against = i >= RAMPART_REPLAY_SAME;
        if (i != RAMPART_REPLAY_UNDETERMINED && of_against != result->against) continue;
        rp_put_number(object, rampart_replay_class_name((enum rampart_replay_class)i), result->classes[i]);
    }
}

static void replay_put_keys(struct rp_json at, struct rampart_str keys)
{
    const struct rp_json list = rp_put_list(at, "keys");
    while (keys.len > 0) {
        size_t comma = rp_str_find(keys, ',');
        rp_put_text(list, NULL, rp_str_part(keys, 0, comma));
        keys = rp_str_from(keys, comma + 1);
    }
}

static void replay_put_samples(struct rp_json at, const struct rampart_replay_row *row)
{
    const struct rp_json list = rp_put_list(at, "samples");
    for (size_t i = 0; i < row->sample_count; i++) {
        const struct rp_json item = rp_put_object(list, NULL);
        rp_put_text(item, "time", row->samples[i].time);
        rp_put_text(item, "id", row->samples[i].id);
    }
}

static void replay_put_row(struct rp_json item, const struct rampart_replay_row *row)
{
    rp_put_text(item, "principal", row->principal);
    rp_put_text(item, "action", row->action);
    rp_put_word(item, "class", rampart_replay_class_name(row->which));
    if (row->reason != RAMPART_REPLAY_DETERMINED)
        rp_put_word(item, "reason", rampart_replay_reason_name(row->reason));
    if (row->reason == RAMPART_REPLAY_CONDITION_KEYS) replay_put_keys(item, row->keys);
    rp_put_number(item, "count", row->count);
    rp_put_text(item, "first", row->first);
    rp_put_text(item, "last", row->last);
    replay_put_samples(item, row);
}

static void replay_put_skip(struct rp_json item, const struct rampart_replay_skip *skip)
{
    rp_put_text(item, "reason", skip->reason);
    rp_put_text(item, "detail", skip->detail);
    rp_put_number(item, "count", skip->count);
}

static void replay_put_head(struct rp_json at, const struct rampart_replay_result *result)
{
    rp_put_text(at, "account", result->account);
    rp_put_bool(at, "against", result->against);
    const struct rp_json events = rp_put_object(at, "events");
    rp_put_number(events, "read", result->read);
    rp_put_number(events, "mapped", result->mapped);
    rp_put_number(events, "skipped", result->skipped);
    replay_put_classes(rp_put_object(at, "classes"), result);
}

/* Each row is a tree of its own: there may be many. */
RP_REPORTER(rp_replay_json)
{
    const struct rampart_replay_result *result = what;
    struct rp_json_report report;
    const struct rp_json root = rp_put_object(rp_json_start(&report, print->out), NULL);
    replay_put_head(rp_put_members(root), result);
    const struct rp_json rows = rp_put_list(root, "rows");
    for (size_t i = 0; i < result->row_count; i++) replay_put_row(rp_put_tree(rows, NULL), &result->rows[i]);
    const struct rp_json skipped = rp_put_list(root, "skipped");
    for (size_t i = 0; i < result->skip_count; i++)
        replay_put_skip(rp_put_tree(skipped, NULL), &result->skips[i]);
    const struct rp_json tail = rp_put_members(root);
    rp_put_inventory(tail, print->inventory);
    rp_put_catalog(tail, print->catalog);
    return rp_json_finish(&report, RAMPART_OK);
}

/* ---- CSV: one record a row, and one a kind of event that was skipped ---- */

static const char replay_csv_header[] = "class,reason,principal,action,detail,count,first,last,samples\r\n";

static void replay_csv_samples(struct rp_print *print, const struct rampart_replay_row *row)
{
    rp_buf_add_byte(print->out, ',');
    rp_csv_open(print);
    for (size_t i = 0; i < row->sample_count; i++) rp_csv_piece(print, row->samples[i].id, i == 0);
    rp_csv_close(print);
}

static void replay_csv_row(struct rp_print *print, const struct rampart_replay_row *row)
{
    rp_print_words(print, rampart_replay_class_name(row->which));
    rp_buf_add_byte(print->out, ',');
    rp_print_words(print, rampart_replay_reason_name(row->reason));
    rp_csv_next(print, row->principal);
    rp_csv_next(print, row->action);
    rp_csv_next(print, row->keys);
    rp_buf_printf(print->out, ",%llu", (unsigned long long)row->count);
    rp_csv_next(print, row->first);
    rp_csv_next(print, row->last);
    replay_csv_samples(print, row);
    rp_buf_add(print->out, RP_STR("\r\n"));
}

RP_REPORTER(rp_replay_csv)
{
    const struct rampart_replay_result *result = what;
    rp_print_words(print, replay_csv_header);
    for (size_t i = 0; i < result->row_count; i++) replay_csv_row(print, &result->rows[i]);
    for (size_t i = 0; i < result->skip_count; i++) {
        const struct rampart_replay_skip *skip = &result->skips[i];
        rp_print_words(print, "skipped,");
        rp_csv_field(print, skip->reason);
        rp_buf_add(print->out, RP_STR(",,"));
        rp_csv_next(print, skip->detail);
        rp_buf_printf(print->out, ",%llu,,,\r\n", (unsigned long long)skip->count);
    }
    return RAMPART_OK;
}
