/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which rules an account keeps. For people a line for each rule, and below one that is refuted who may do what against it; for
 * programs it is docs/assert.schema.json.
 */
#include "report/asserts.h"

#include "base/str.h"
#include "report/decision.h"
#include "report/diags.h"
#include "report/unseen.h"
#include "report/version.h"

struct rp_assert_sum rp_assert_sum(const struct rampart_assertions *assertions)
{
    struct rp_assert_sum sum = {{0}};
    for (size_t i = 0; i < rampart_assertion_count(assertions); i++) sum.outcomes[rampart_assertion(assertions, i)->outcome]++;
    return sum;
}

/* ---- for people: blocks ---- */

static void assert_causes(struct rp_blocks *blocks, const struct rampart_diff_row *row)
{
    const char *label = "by";
    for (size_t i = 0; i < row->cause_count; i++) {
        if (row->causes[i].layer == RAMPART_LAYER_CONTROL) continue; /* it lets through, and grants nothing */
        struct rp_print *print = rp_block_row(blocks, label);
        label = "";
        rp_print_text(print, row->causes[i].policy);
        rp_buf_printf(print->out, "#%zu", row->causes[i].statement);
        (void)rp_block_place(blocks, row->causes[i].place);
        rp_block_end_row(blocks);
    }
}

static void assert_row(struct rp_blocks *blocks, const struct rampart_diff_row *row)
{
    rp_diff_principals(blocks, row->principals);
    rp_diff_regions(blocks, "what", row->actions, row->action_count);
    rp_diff_regions(blocks, "on", row->resources, row->resource_count);
    if (row->conditional) rp_diff_when(blocks, "when", row->now);
    assert_causes(blocks, row);
    rp_print_words(rp_diff_asked(blocks, &row->witness), rampart_outcome_name(row->witness.now.outcome));
    rp_block_end_row(blocks);
}

static void assert_open(struct rp_blocks *blocks, const struct rampart_diff_open *open)
{
    rp_diff_print_reason(rp_block_row(blocks, "open"), open);
    rp_block_end_row(blocks);
    rp_diff_open_rows(blocks, open);
}

static void assert_head(struct rp_blocks *blocks, const struct rampart_assertion *assertion)
{
    static const struct {
        enum rp_paint paint;
        const char *word;
    } heads[] = {[RAMPART_UNDETERMINED] = {RP_PAINT_YELLOW, "UNDETERMINED"},
                 [RAMPART_HOLDS] = {RP_PAINT_GREEN, "HOLDS"},
                 [RAMPART_REFUTED] = {RP_PAINT_RED, "REFUTED"}};
    rp_print_words(rp_block(blocks, heads[assertion->outcome].paint, heads[assertion->outcome].word), assertion->name);
    struct rp_print *print = rp_block_place(blocks, assertion->place);
    rp_buf_printf(print->out, ", for %zu principal%s", assertion->principals, assertion->principals == 1 ? "" : "s");
    rp_block_end_head(blocks);
    rp_block_note(blocks, assertion->message);
}

void rp_assert_block(struct rp_blocks *blocks, const struct rampart_assertion *assertion)
{
    const size_t rows = rampart_diff_count(assertion->beyond), open = assertion->open_count;
    assert_head(blocks, assertion);
    if (assertion->outcome == RAMPART_UNDETERMINED && open == 0)
        rp_block_note(blocks, RP_STR("nothing that was read breaks it, but the account is not known as a whole"));
    for (size_t i = 0; i < rows; i++) {
        if (i > 0) rp_block_part(blocks);
        assert_row(blocks, rampart_diff_row(assertion->beyond, i));
    }
    for (size_t i = 0; i < open; i++) {
        if (rows + i > 0 && assertion->open[i]->principals.count > 0) rp_block_part(blocks);
        assert_open(blocks, assertion->open[i]);
    }
    rp_block_end(blocks);
}

void rp_assert_blocks(struct rp_blocks *blocks, const struct rampart_assertions *assertions)
{
    for (size_t i = 0; i < rampart_assertion_count(assertions); i++) rp_assert_block(blocks, rampart_assertion(assertions, i));
}

void rp_assert_print_sum(struct rp_print *print, const struct rampart_assertions *assertions)
{
    const size_t count = rampart_assertion_count(assertions);
    const struct rp_assert_sum sum = rp_assert_sum(assertions);
    rp_buf_printf(print->out, "%zu rule%s: %zu hold%s, %zu refuted, %zu undetermined\n", count, count == 1 ? "" : "s",
                  sum.outcomes[RAMPART_HOLDS], sum.outcomes[RAMPART_HOLDS] == 1 ? "s" : "",
                  sum.outcomes[RAMPART_REFUTED], sum.outcomes[RAMPART_UNDETERMINED]);
}

RP_REPORTER(rp_assertions_text)
{
    const struct rampart_assertions *assertions = what;
    struct rp_blocks blocks;
    rp_blocks_text(&blocks, print);
    rp_assert_blocks(&blocks, assertions);
    rp_blocks_free(&blocks);
    rp_assert_print_sum(print, assertions);
    rp_print_gaps(print, print->account, NULL, 0);
    rp_print_inventory(print, print->inventory);
    return RAMPART_OK;
}

/* ---- JSON ---- */

static void assert_put(struct rp_json list, const struct rampart_assertion *assertion)
{
    const struct rp_json item = rp_put_object(list, NULL);
    rp_put_word(item, "rule", assertion->name);
    rp_put_word(item, "severity", rp_severity_word(assertion->severity));
    rp_put_text_or_null(item, "message", assertion->message);
    rp_put_text(item, "file", assertion->place.file);
    rp_put_number(item, "line", assertion->place.line);
    rp_put_word(item, "outcome", rampart_assertion_word(assertion->outcome));
    rp_put_number(item, "principals", assertion->principals);
    const struct rp_json rows = rp_put_list(item, "violations");
    for (size_t i = 0; i < rampart_diff_count(assertion->beyond); i++) rp_diff_put_row(rows, rampart_diff_row(assertion->beyond, i));
    const struct rp_json open = rp_put_list(item, "undecided");
    for (size_t i = 0; i < assertion->open_count; i++) rp_diff_put_open(open, assertion->open[i]);
}

void rp_assert_put_sum(struct rp_json at, const struct rampart_assertions *assertions)
{
    const struct rp_assert_sum sum = rp_assert_sum(assertions);
    rp_put_number(at, "holds", sum.outcomes[RAMPART_HOLDS]);
    rp_put_number(at, "refuted", sum.outcomes[RAMPART_REFUTED]);
    rp_put_number(at, "undetermined", sum.outcomes[RAMPART_UNDETERMINED]);
}

void rp_assert_put_rules(struct rp_json list, const struct rampart_assertions *assertions)
{
    for (size_t i = 0; i < rampart_assertion_count(assertions); i++) assert_put(list, rampart_assertion(assertions, i));
}

RP_REPORTER(rp_assertions_json)
{
    const struct rampart_assertions *assertions = what;
    struct rp_json_report json;
    const struct rp_json root = rp_put_object(rp_json_start(&json, print->out), NULL);
    rp_assert_put_sum(rp_put_object(root, "summary"), assertions);
    rp_assert_put_rules(rp_put_list(root, "rules"), assertions);
    rp_put_incomplete(root, print->account, NULL, 0);
    rp_put_inventory(root, print->inventory);
    rp_put_warnings(root, print->warnings);
    rp_put_catalog(root, print->catalog);
    return rp_json_finish(&json, RAMPART_OK);
}
