/* SPDX-License-Identifier: Apache-2.0 */
#include "report/gaps.h"

#include "report/json.h"

enum { MOST_GAPS = 5 };

static void print_gap(struct rp_print *print, const struct rampart_gap *gap)
{
    rp_print_words(print, "  ");
    rp_print_words(print, rampart_gap_name(gap->kind));
    if (gap->subject.len > 0) {
        rp_print_words(print, " of ");
        rp_print_cut(print, gap->subject);
    }
    if (gap->policy.len > 0) {
        rp_print_words(print, ", ");
        rp_print_cut(print, gap->policy);
    }
    if (gap->reason.len > 0) {
        rp_print_words(print, ": ");
        rp_print_cut(print, gap->reason);
    }
    rp_print_words(print, "\n");
}

/* Whether the answer that is told of hangs on it: then it is never left out. */
static bool concerns(const struct rampart_gap *gap, const struct rampart_unseen *unseen, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (rampart_gap_may_hold(gap, unseen[i].layer, unseen[i].of)) return true;
    return false;
}

void rp_print_gaps(struct rp_print *print, const struct rampart_account *account,
                   const struct rampart_unseen *unseen, size_t unseen_count)
{
    size_t count = rampart_account_gap_count(account), others = 0;
    if (count == 0) return;
    rp_print_words(print, "\n");
    rp_print_painted(print, RP_PAINT_YELLOW, "the account was not seen as a whole");
    rp_print_words(print, "; not known:\n");
    for (size_t i = 0; i < count; i++) {
        const struct rampart_gap *gap = rampart_account_gap(account, i);
        if (concerns(gap, unseen, unseen_count) || others++ < MOST_GAPS) print_gap(print, gap);
    }
    if (others > MOST_GAPS) rp_buf_printf(print->out, "  … and %zu more\n", others - MOST_GAPS);
}

static void put_quarantined(struct rp_json at, const struct rampart_account *account)
{
    if (rampart_account_quarantined_count(account) == 0) return;
    const struct rp_json list = rp_put_list(at, "quarantined");
    for (size_t i = 0; i < rampart_account_quarantined_count(account); i++) {
        const struct rampart_quarantined *what = rampart_account_quarantined_at(account, i);
        const struct rp_json item = rp_put_object(list, NULL);
        rp_put_text(item, "of", what->subject);
        rp_put_text_or_null(item, "file", what->file);
        rp_put_number(item, "line", what->line);
        rp_put_number(item, "column", what->column);
        rp_put_word(item, "code", what->code);
        rp_put_text(item, "message", what->message);
        rp_put_number(item, "errors", what->errors);
    }
}

static void put_unseen(struct rp_json item, const struct rampart_unseen *unseen)
{
    rp_put_word(item, "what", rampart_layer_name(unseen->layer));
    rp_put_text_or_null(item, "of", unseen->of);
    rp_put_word(item, "reason", "it was not seen, and may decide for everybody");
}

static void put_gap(struct rp_json item, const struct rampart_gap *gap)
{
    rp_put_word(item, "what", rampart_gap_name(gap->kind));
    rp_put_text_or_null(item, "of", gap->subject);
    if (gap->policy.len > 0) rp_put_text(item, "policy", gap->policy);
    rp_put_layers(item, "layers", gap->layers);
    if (gap->resource.len > 0) rp_put_text(item, "resource", gap->resource);
    rp_put_text_or_null(item, "reason", gap->reason);
}

void rp_put_incomplete(struct rp_json at, const struct rampart_account *account,
                       const struct rampart_unseen *unseen, size_t count)
{
    const struct rp_json list = rp_put_list(at, "incomplete");
    for (size_t i = 0; i < count; i++) put_unseen(rp_put_object(list, NULL), &unseen[i]);
    for (size_t i = 0; i < rampart_account_gap_count(account); i++)
        put_gap(rp_put_object(list, NULL), rampart_account_gap(account, i));
    put_quarantined(at, account);
}
