/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which rules an account keeps. For people a line for each rule, and below one that is refuted who may do what against it; for
 * programs it is docs/assert.schema.json.
 */
#include "base/str.h"
#include "report/decision.h"
#include "report/diags.h"
#include "report/diff.h"
#include "report/headline.h"
#include "report/unseen.h"
#include "report/version.h"

struct assert_sum {
    size_t outcomes[RAMPART_REFUTED + 1];
};

static struct assert_sum assert_sum(const struct rampart_assertions *assertions)
{
    struct assert_sum sum = {{0}};
    for (size_t i = 0; i < rampart_assertion_count(assertions); i++) sum.outcomes[rampart_assertion(assertions, i)->outcome]++;
    return sum;
}

/* ---- for people ---- */

static void assert_print_causes(struct rp_print *print, const struct rampart_diff_row *row)
{
    bool first = true;
    for (size_t i = 0; i < row->cause_count; i++) {
        if (row->causes[i].layer == RAMPART_LAYER_CONTROL) continue; /* it lets through, and grants nothing */
        rp_print_label(print, first ? "by" : "");
        first = false;
        rp_print_text(print, row->causes[i].policy);
        rp_buf_printf(print->out, "#%zu", row->causes[i].statement);
        rp_print_at(print, row->causes[i].place);
        rp_print_words(print, "\n");
    }
}

/* A request against the rule, as the account was asked. */
static void assert_print_witness(struct rp_print *print, const struct rampart_diff_witness *witness)
{
    rp_print_label(print, "asked");
    rp_print_text(print, witness->principal);
    rp_print_words(print, ": ");
    rp_print_text(print, witness->action);
    rp_print_words(print, " on ");
    rp_print_text(print, witness->resource);
    rp_diff_print_context(print, witness);
    rp_buf_printf(print->out, ": %s\n", rampart_outcome_name(witness->now.outcome));
}

static void assert_print_row(struct rp_print *print, const struct rampart_diff_row *row)
{
    rp_diff_print_principals(print, row->principals);
    rp_diff_print_regions(print, "what", row->actions, row->action_count);
    rp_diff_print_regions(print, "on", row->resources, row->resource_count);
    if (row->conditional) rp_diff_print_when(print, "when", row->now);
    assert_print_causes(print, row);
    assert_print_witness(print, &row->witness);
}

static void assert_print_head(struct rp_print *print, const struct rampart_assertion *assertion)
{
    static const struct {
        enum rp_paint paint;
        const char *word;
    } heads[] = {[RAMPART_UNDETERMINED] = {RP_PAINT_YELLOW, "UNDETERMINED"},
                 [RAMPART_HOLDS] = {RP_PAINT_GREEN, "HOLDS"},
                 [RAMPART_REFUTED] = {RP_PAINT_RED, "REFUTED"}};
    rp_print_painted(print, heads[assertion->outcome].paint, heads[assertion->outcome].word);
    rp_buf_printf(print->out, "  %s, ", assertion->name);
    rp_print_text(print, assertion->place.file);
    rp_buf_printf(print->out, ":%u, for %zu principal%s\n", assertion->place.line, assertion->principals,
                  assertion->principals == 1 ? "" : "s");
    if (assertion->message.len == 0) return;
    rp_print_words(print, "  ");
    rp_print_text(print, assertion->message);
    rp_print_words(print, "\n");
}

static void assert_print(struct rp_print *print, const struct rampart_assertion *assertion)
{
    const size_t rows = rampart_diff_count(assertion->beyond), open = assertion->open_count;
    assert_print_head(print, assertion);
    for (size_t i = 0; i < rows; i++) {
        if (i > 0) rp_print_words(print, "\n");
        assert_print_row(print, rampart_diff_row(assertion->beyond, i));
    }
    for (size_t i = 0; i < open; i++) rp_diff_print_open(print, assertion->open[i]);
    if (assertion->outcome == RAMPART_UNDETERMINED && open == 0)
        rp_print_words(print, "  nothing that was read breaks it, but the account is not known as a whole\n");
    rp_print_words(print, "\n");
}

RP_REPORTER(rp_assertions_text)
{
    const struct rampart_assertions *assertions = what;
    const size_t count = rampart_assertion_count(assertions);
    const struct assert_sum sum = assert_sum(assertions);
    for (size_t i = 0; i < count; i++) assert_print(print, rampart_assertion(assertions, i));
    rp_buf_printf(print->out, "%zu rule%s: %zu hold%s, %zu refuted, %zu undetermined\n", count, count == 1 ? "" : "s",
                  sum.outcomes[RAMPART_HOLDS], sum.outcomes[RAMPART_HOLDS] == 1 ? "s" : "",
                  sum.outcomes[RAMPART_REFUTED], sum.outcomes[RAMPART_UNDETERMINED]);
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

RP_REPORTER(rp_assertions_json)
{
    const struct rampart_assertions *assertions = what;
    const struct assert_sum sum = assert_sum(assertions);
    struct rp_json_report json;
    const struct rp_json root = rp_put_object(rp_json_start(&json, print->out), NULL);
    const struct rp_json counts = rp_put_object(root, "summary");
    rp_put_number(counts, "holds", sum.outcomes[RAMPART_HOLDS]);
    rp_put_number(counts, "refuted", sum.outcomes[RAMPART_REFUTED]);
    rp_put_number(counts, "undetermined", sum.outcomes[RAMPART_UNDETERMINED]);
    const struct rp_json list = rp_put_list(root, "rules");
    for (size_t i = 0; i < rampart_assertion_count(assertions); i++) assert_put(list, rampart_assertion(assertions, i));
    rp_put_incomplete(root, print->account, NULL, 0);
    rp_put_inventory(root, print->inventory);
    rp_put_warnings(root, print->warnings);
    rp_put_catalog(root, print->catalog);
    return rp_json_finish(&json, RAMPART_OK);
}
