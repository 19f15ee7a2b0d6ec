/* SPDX-License-Identifier: Apache-2.0 */
#include "report/gaps.h"

#include "report/json.h"
#include "report/unseen.h"

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

static void write_quarantined(struct rp_buf *out, const struct rampart_account *account)
{
    if (rampart_account_quarantined_count(account) == 0) return;
    rp_write_open(out, "quarantined", '[');
    for (size_t i = 0; i < rampart_account_quarantined_count(account); i++) {
        const struct rampart_quarantined *what = rampart_account_quarantined_at(account, i);
        rp_write_open(out, NULL, '{');
        rp_write_text(out, "of", what->subject);
        rp_write_text_or_null(out, "file", what->file);
        rp_write_number(out, "line", what->line);
        rp_write_number(out, "column", what->column);
        rp_write_word(out, "code", what->code);
        rp_write_text(out, "message", what->message);
        rp_write_number(out, "errors", what->errors);
        rp_write_close(out, '}');
    }
    rp_write_close(out, ']');
}

static void write_unseen(struct rp_buf *out, const struct rampart_unseen *unseen)
{
    rp_write_open(out, NULL, '{');
    rp_write_word(out, "what", rampart_layer_name(unseen->layer));
    rp_write_text_or_null(out, "of", unseen->of);
    rp_write_word(out, "reason", "it was not seen, and may decide for everybody");
    rp_write_close(out, '}');
}

void rp_write_gaps(struct rp_buf *out, const struct rampart_account *account)
{
    rp_write_incomplete(out, account, NULL, 0);
}

void rp_write_incomplete(struct rp_buf *out, const struct rampart_account *account,
                         const struct rampart_unseen *unseen, size_t count)
{
    rp_write_open(out, "incomplete", '[');
    for (size_t i = 0; i < count; i++) write_unseen(out, &unseen[i]);
    for (size_t i = 0; i < rampart_account_gap_count(account); i++) {
        const struct rampart_gap *gap = rampart_account_gap(account, i);
        rp_write_open(out, NULL, '{');
        rp_write_word(out, "what", rampart_gap_name(gap->kind));
        rp_write_text_or_null(out, "of", gap->subject);
        if (gap->policy.len > 0) rp_write_text(out, "policy", gap->policy);
        rp_write_layers(out, "layers", gap->layers);
        if (gap->resource.len > 0) rp_write_text(out, "resource", gap->resource);
        rp_write_text_or_null(out, "reason", gap->reason);
        rp_write_close(out, '}');
    }
    rp_write_close(out, ']');
    write_quarantined(out, account);
}
