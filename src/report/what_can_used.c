/* SPDX-License-Identifier: Apache-2.0 */
/* What recorded calls used of what a principal may do. */
#include "base/str.h"
#include "report/what_can.h"

enum { MOST_NAMES = 12 };

/* ---- in a row ---- */

static void used_row_used(struct rp_blocks *blocks, const struct rampart_what_can_row_usage *usage)
{
    for (size_t i = 0; i < usage->used_count; i++) {
        const struct rampart_what_can_used *used = usage->used[i];
        struct rp_print *print = rp_block_row(blocks, i == 0 ? "used" : "");
        rp_print_text(print, used->action);
        rp_buf_printf(print->out, ", %zu time%s, last ", (size_t)used->count, used->count == 1 ? "" : "s");
        rp_print_text(print, used->last);
        rp_block_end_row(blocks);
    }
}

void rp_what_can_used_rows(struct rp_blocks *blocks, const struct rampart_what_can_report *report, size_t row)
{
    if (report->usage == NULL) return;
    const struct rampart_what_can_row_usage *usage = &report->usage->rows[row];
    used_row_used(blocks, usage);
    if (usage->unused_count == 0) return;
    struct rp_print *print = rp_block_row(blocks, "not used");
    const size_t shown = rp_blocks_cut(blocks) && usage->unused_count > MOST_NAMES ? MOST_NAMES : usage->unused_count;
    for (size_t i = 0; i < shown; i++) {
        rp_print_words(print, i == 0 ? "" : ", ");
        rp_print_text(print, usage->unused[i].action);
    }
    if (shown < usage->unused_count) rp_buf_printf(print->out, " and %zu more", usage->unused_count - shown);
    rp_block_end_row(blocks);
}

/* ---- blocks of their own ---- */

static bool used_is_beyond(const struct rampart_what_can_used *used)
{
    return used->count > 0 && (!used->granted || used->now_denied > 0);
}

static void used_beyond(struct rp_blocks *blocks, const struct rampart_what_can_usage *usage)
{
    bool any = false;
    for (size_t i = 0; i < usage->used_count; i++) {
        const struct rampart_what_can_used *used = &usage->used[i];
        if (!used_is_beyond(used)) continue;
        if (!any) {
            rp_print_words(rp_block(blocks, RP_PAINT_RED, "USED, NOT GRANTED"), "now, though the cloud allowed it then");
            rp_block_end_head(blocks);
        }
        any = true;
        struct rp_print *print = rp_block_row(blocks, "");
        rp_print_text(print, used->action);
        rp_buf_printf(print->out, ", %zu of %zu calls would be denied, last ", (size_t)(used->granted ? used->now_denied : used->count),
                      (size_t)used->count);
        rp_print_text(print, used->last);
        rp_block_end_row(blocks);
    }
    if (any) rp_block_end(blocks);
}

static void used_sentence(struct rp_blocks *blocks, const char *label, const char *sentence)
{
    rp_print_words(rp_block_row(blocks, label), sentence);
    rp_block_end_row(blocks);
}

static void used_untold(struct rp_blocks *blocks, const struct rampart_what_can_usage *usage)
{
    uint64_t untold = 0, denied = 0, failed = 0;
    for (size_t i = 0; i < usage->used_count; i++) {
        untold += usage->used[i].untold;
        denied += usage->used[i].denied;
        failed += usage->used[i].failed;
    }
    if (untold > 0) {
        rp_buf_printf(rp_block_row(blocks, "")->out, "%zu call%s did not name the resource", (size_t)untold, untold == 1 ? "" : "s");
        rp_block_end_row(blocks);
    }
    if (denied + failed == 0) return;
    rp_buf_printf(rp_block_row(blocks, "")->out, "%zu action%s of calls that were denied or failed are not counted as used",
                  (size_t)(denied + failed), denied + failed == 1 ? "" : "s");
    rp_block_end_row(blocks);
}

void rp_what_can_used_blocks(struct rp_blocks *blocks, const struct rampart_what_can_report *report)
{
    const struct rampart_what_can_usage *usage = report->usage;
    if (usage == NULL) return;
    used_beyond(blocks, usage);
    struct rp_print *head = rp_block(blocks, RP_PAINT_YELLOW, "TRAIL");
    if (usage->since.len == 0) {
        rp_print_words(head, "without any call");
    } else {
        rp_buf_printf(head->out, "%zu call%s of the principal; \"not used\" is since ", (size_t)usage->calls, usage->calls == 1 ? "" : "s");
        rp_print_text(head, usage->since);
        rp_print_words(head, ", until ");
        rp_print_text(head, usage->until);
    }
    rp_block_end_head(blocks);
    used_untold(blocks, usage);
    used_sentence(blocks, "not shown", "calls that read, unless the trail records them: it delivers calls that write by default");
    used_sentence(blocks, "", "data events, such as those on the objects of OSS and the logs of the Log Service, where they are not delivered");
    used_sentence(blocks, "", "calls in regions that the trail leaves out, and calls of a service itself");
    rp_block_end(blocks);
}

/* ---- JSON ---- */

static void used_put_action(struct rp_json list, const struct rampart_what_can_used *used)
{
    const struct rp_json item = rp_put_object(list, NULL);
    rp_put_text(item, "action", used->action);
    rp_put_number(item, "calls", used->count);
    rp_put_number(item, "denied", used->denied);
    rp_put_number(item, "failed", used->failed);
    rp_put_text_or_null(item, "first", used->first);
    rp_put_text_or_null(item, "last", used->last);
    rp_put_bool(item, "granted", used->granted);
    rp_put_number(item, "nowDenied", used->now_denied);
    rp_put_texts(item, "resources", used->resources);
    rp_put_bool(item, "moreResources", used->crowded);
    rp_put_number(item, "withoutResource", used->untold);
}

void rp_what_can_put_usage(struct rp_json root, const struct rampart_what_can_report *report)
{
    const struct rampart_what_can_usage *usage = report->usage;
    if (usage == NULL) return;
    const struct rp_json item = rp_put_object(root, "usage");
    rp_put_number(item, "calls", usage->calls);
    rp_put_text_or_null(item, "since", usage->since);
    rp_put_text_or_null(item, "until", usage->until);
    const struct rp_json used = rp_put_list_of(item, "used", usage->used_count);
    for (size_t i = 0; i < usage->used_count; i++) used_put_action(used, &usage->used[i]);
    const struct rp_json rows = rp_put_list(item, "unused");
    for (size_t i = 0; i < rampart_what_can_count(report->can); i++) {
        const struct rp_json list = rp_put_list_of(rows, NULL, usage->rows[i].unused_count);
        for (size_t k = 0; k < usage->rows[i].unused_count; k++) rp_put_text(list, NULL, usage->rows[i].unused[k].action);
    }
}

enum rampart_status rp_what_can_put_documents(struct rp_json root, const struct rampart_what_can_report *report)
{
    struct rp_buf line;
    if (report->documents == NULL) return RAMPART_OK;
    rp_buf_init(&line, &root.report->out->allocator, SIZE_MAX / 4);
    const struct rp_json list = rp_put_list_of(root, "policies", report->documents->count);
    for (size_t i = 0; i < report->documents->count; i++) {
        const struct rp_json item = rp_put_object(list, NULL);
        rp_put_number(item, "bytes", report->documents->items[i].len);
        rp_put_document(item, &line, report->documents->items[i]);
    }
    const enum rampart_status status = line.failed;
    rp_buf_free(&line);
    return status;
}
